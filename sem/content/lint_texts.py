"""Looks at each text on its own: does it fit the screen, does it differ from its neighbours, does it ask one thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from sem.content.nodes import Mapping, Node, Scalar, Sequence
from sem.content.problems import Problems
from sem.i18n import LANGUAGES, Language
from sem.i18n import gettext as _

LONGEST_STATEMENT = 160
LONGEST_DESCRIPTOR = 220
LONGEST_LABEL = 24
MOST_LABEL_WORDS = 4

# The share of words that two descriptors have in common, in the same order. In our own ladders no two have more than
# 0.4; a sentence of four words or more that comes back with another adverb has 0.75 or more. Below 0.7 short sentences
# often differ in who does it (“a few colleagues ask it”, “most colleagues ask it”: 0.67), which one can check.
NEARLY_THE_SAME = 0.7

# Names that the two languages may well share, such as “Excellent” or “UX”, as long as they are no sentence.
_NAMES = ("title", "name", "label", "short")
_MOST_NAME_WORDS = 3

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_JOINS: dict[Language, re.Pattern[str]] = {
    "nl": re.compile(r"\b(?:en|zowel|evenals|alsook|alsmede)\b|, maar\b|[;&]|[.!?](?= \w)", re.IGNORECASE),
    "en": re.compile(r"\b(?:and|as well as)\b|, but\b|[;&]|[.!?](?= \w)", re.IGNORECASE),
}


def lint_texts(roots: Iterable[Mapping], errors: Problems, warnings: Problems) -> None:
    """Add what is wrong with single texts; also where the files have other faults."""
    for root in roots:
        for area in root.mappings("areas"):
            for question in area.mappings("questions"):
                _statement(question, errors, warnings)
                _label(question, errors)
                _ladder(question, errors)
        _languages(root, warnings)


def _statement(question: Mapping, errors: Problems, warnings: Problems) -> None:
    for code, node, text in _texts(question.fields.get("statement")):
        _fits(node, text, LONGEST_STATEMENT, errors)
        found = _JOINS[code].search(text)
        if found:
            sign = found[0].strip(" ,")
            message = _("This statement may ask two things at once: it has “{sign}”.").format(sign=sign)
            warnings.at(node, message, _("If someone can agree with one half of it only, make it two questions."))


def _label(question: Mapping, errors: Problems) -> None:
    for _code, node, text in _texts(question.fields.get("label")):
        words = len(text.split())
        if len(text) > LONGEST_LABEL:
            message = _("This label is too long for a chart: {n} characters.").format(n=len(text))
            errors.at(node, message, _("Use at most {most}.").format(most=LONGEST_LABEL))
        elif words > MOST_LABEL_WORDS:
            message = _("This label has too many words for a chart: {n}.").format(n=words)
            errors.at(node, message, _("Use at most {most}.").format(most=MOST_LABEL_WORDS))


def _ladder(question: Mapping, errors: Problems) -> None:
    """Look at the descriptors of a question; of those that are alike, the higher one is told, once."""
    before: dict[Language, list[tuple[int, list[str]]]] = {code: [] for code in LANGUAGES}
    levels = question.fields.get("levels")
    for number, level in enumerate(levels.items if isinstance(levels, Sequence) else (), 1):
        for code, node, text in _texts(level):
            if not _fits(node, text, LONGEST_DESCRIPTOR, errors):
                continue  # Comparing takes long where texts are, and this one has to change anyway.
            words = _WORD.findall(text.casefold())
            below = next((lower for lower, those in reversed(before[code]) if nearly_the_same(those, words)), None)
            if below:
                message = _("Levels {low} and {high} say nearly the same.").format(low=below, high=number)
                advice = _("Say what one sees at the one and not at the other: who, how often, with what effect.")
                errors.at(node, message, advice)
            before[code].append((number, words))


def nearly_the_same(one: list[str], other: list[str]) -> bool:
    """Tell whether two texts, as words without capitals, differ too little to be told apart.

    Texts with other numbers in them are never the same: “40 of 100” and “80 of 100” can be checked.
    """
    if _numbers(one) != _numbers(other):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # The first two are upper limits of the third, and much cheaper.
    shares = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(share() >= NEARLY_THE_SAME for share in shares)


def _numbers(words: list[str]) -> list[str]:
    return [word for word in words if word.isdecimal()]


def _fits(node: Node, text: str, longest: int, errors: Problems) -> bool:
    """Tell whether a text is short enough; add the error where it is not."""
    if len(text) > longest:
        message = _("This text is too long for a terminal of 80 by 24: {n} characters.").format(n=len(text))
        errors.at(node, message, _("Use at most {most}.").format(most=longest))
    return len(text) <= longest


def _languages(node: Node, warnings: Problems) -> None:
    """Warn of each text under a node that is the same in both languages."""
    if isinstance(node, Sequence):
        for item in node.items:
            _languages(item, warnings)
    elif isinstance(node, Mapping):
        texts = [text.casefold() for _code, _node, text in _texts(node)]
        name = node.step in _NAMES and len(texts[0].split()) <= _MOST_NAME_WORDS if texts else False
        if len(texts) == len(LANGUAGES) and len(set(texts)) == 1 and not name:
            warnings.at(node, _("The Dutch and the English text are the same."), _("Translate one of them."))
        for child in node.fields.values():
            _languages(child, warnings)


def _texts(node: Node | None) -> Iterator[tuple[Language, Scalar, str]]:
    """Yield what a text says in each language that is there, with single spaces, as it is shown."""
    if isinstance(node, Mapping):
        for code in LANGUAGES:
            scalar = node.fields.get(code)
            if isinstance(scalar, Scalar) and scalar.value.strip():
                yield code, scalar, " ".join(scalar.value.split())
