"""The kinds of value a questionnaire file holds: each reads a node into the model, and tells its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from sem.content.nodes import Mapping, Node, Refused, Scalar, Sequence, shown
from sem.content.problems import Problems
from sem.content.source import unprintable
from sem.i18n import LANGUAGES, Language
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.model.questionnaire import Version
from sem.model.text import Text

Schema = dict[str, Any]
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
E = TypeVar("E", bound=StrEnum)

LONGEST_TEXT = 2000
LONGEST_WORD = 60

_SPACES = re.compile(r"[ \t\n]+")
# Control characters, line separators and direction marks: they would change how the text around them is shown.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
# Without leading zeros, which other readers of YAML take for base 8.
_WHOLE = re.compile(r"[+-]?(0|[1-9][0-9]{0,8})")
_NUMBER = re.compile(r"[+-]?((0|[1-9][0-9]{0,14})(\.[0-9]{0,15})?|\.[0-9]{1,15})")
# What YAML itself reads as nothing.
_NOTHING = ("", "~", "null", "Null", "NULL")
_LANGUAGE_MISSING: dict[Language, str] = {
    "nl": N_("The Dutch text is missing."),
    "en": N_("The English text is missing."),
}


class Kind(Protocol[T_co]):
    """A kind of value."""

    def read(self, node: Node, problems: Problems) -> T_co | None:
        """Return the value; None where it can't be one, after adding the problems."""

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""


def read_text(node: Node, problems: Problems, longest: int) -> str | None:
    """Return a single text with single spaces; None, with a problem, where it is empty, too long or can't be shown."""
    if not isinstance(node, Scalar):
        _tell_shape(node, problems, _("A text is expected here."))
        return None
    text = _SPACES.sub(" ", node.value).strip()
    if not any(c.isprintable() and c != " " for c in text) or (node.plain and text in _NOTHING):
        problems.at(node, _("This is empty."), _("Fill it in."))
        return None
    found = _UNPRINTABLE.search(text)
    if found:
        problems.at(node, unprintable(found[0]), _("Delete it."))
        return None
    if len(text) > longest:
        message = _("This text is too long: {n} characters.").format(n=len(text))
        problems.at(node, message, _("Use at most {most}.").format(most=longest))
        return None
    return text


def _tell_shape(node: Node, problems: Problems, message: str, advice: str = "") -> None:
    """Add the problem that a node has another shape, unless it has been complained about already."""
    if not isinstance(node, Refused):
        problems.at(node, message, advice)


@dataclass(frozen=True, slots=True)
class BothLanguages:
    """A text in Dutch and in English."""

    longest: int = LONGEST_TEXT

    def read(self, node: Node, problems: Problems) -> Text | None:
        """Return the text; every language that lacks is a problem."""
        if not isinstance(node, Mapping):
            advice = _("Write it in both languages: {example}.").format(example='{nl: "…", en: "…"}')
            _tell_shape(node, problems, _("A text in Dutch and in English is expected here."), advice)
            return None
        strange = [name for name in node.lines if name not in LANGUAGES]
        for name in strange:
            value = node.fields[name]
            if node.flow and isinstance(value, Scalar) and value.plain and not value.value:
                message = _("The comma before “{text}” ends the text.").format(text=shown(name))
                advice = _("Put a text with a comma in it between double quotation marks.")
            else:
                message, advice = unknown_field(name), problems.suggest(name, LANGUAGES)
            problems.at(node, message, advice, child=name, line=node.lines[name])
        texts: dict[str, str | None] = {}
        for code in LANGUAGES:
            if code in node.fields:
                texts[code] = read_text(node.fields[code], problems, self.longest)
            else:
                problems.at(node, _(_LANGUAGE_MISSING[code]), _("Respondents read either: write both."), child=code)
        nl, en = texts.get("nl"), texts.get("en")
        return Text(nl, en) if nl and en else None

    def schema(self) -> Schema:
        """Return an object with a text for each language."""
        text = {"type": "string", "pattern": r"\S", "maxLength": self.longest}
        return {
            "type": "object",
            "properties": dict.fromkeys(LANGUAGES, text),
            "required": list(LANGUAGES),
            "additionalProperties": False,
        }


@dataclass(frozen=True, slots=True)
class Word:
    """A short text that is the same in every language, such as a reference."""

    longest: int = LONGEST_WORD

    def read(self, node: Node, problems: Problems) -> str | None:
        """Return the text."""
        return read_text(node, problems, self.longest)

    def schema(self) -> Schema:
        """Return a string that is not empty."""
        return {"type": "string", "pattern": r"\S", "maxLength": self.longest}


@dataclass(frozen=True, slots=True)
class Identifier:
    """A permanent id: groups of letters and digits, joined by hyphens."""

    capitals: bool = False

    @property
    def _pattern(self) -> str:
        letters = "[A-Za-z0-9]+" if self.capitals else "[a-z0-9]+"
        return f"^{letters}(-{letters})*$"

    def read(self, node: Node, problems: Problems) -> str | None:
        """Return the id."""
        text = read_text(node, problems, LONGEST_WORD)
        if text is None or re.fullmatch(self._pattern, text):
            return text
        advice = _("Use letters, digits and hyphens.") if self.capitals else _("Use a-z, 0-9 and hyphens.")
        problems.at(node, _("“{text}” can't be an id.").format(text=shown(text)), advice)
        return None

    def schema(self) -> Schema:
        """Return a string with the id's pattern."""
        return {"type": "string", "pattern": self._pattern, "maxLength": LONGEST_WORD}


@dataclass(frozen=True, slots=True)
class VersionNumber:
    """A semantic version."""

    # Without leading zeros, so that a version is written as it is shown.
    _PATTERN = r"^(0|[1-9][0-9]{0,4})(\.(0|[1-9][0-9]{0,4})){2}$"

    def read(self, node: Node, problems: Problems) -> Version | None:
        """Return the version."""
        text = read_text(node, problems, LONGEST_WORD)
        if text is None or re.fullmatch(self._PATTERN, text):
            return None if text is None else Version.parse(text)
        message = _("“{text}” can't be a version.").format(text=shown(text))
        problems.at(node, message, _("Write three whole numbers with points between them, such as 1.2.0."))
        return None

    def schema(self) -> Schema:
        """Return a string with the version's pattern."""
        return {"type": "string", "pattern": self._PATTERN}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `low` to `high`."""

    low: int
    high: int

    def read(self, node: Node, problems: Problems) -> int | None:
        """Return the number."""
        text = read_text(node, problems, LONGEST_TEXT)
        if text is None:
            return None
        number = int(text) if _WHOLE.fullmatch(text) else None
        if number is None or not self.low <= number <= self.high:
            message = _("“{text}” can't stand here.").format(text=shown(text))
            advice = _("Write a whole number from {low} to {high}.").format(low=self.low, high=self.high)
            problems.at(node, message, advice)
            return None
        return number

    def schema(self) -> Schema:
        """Return an integer with its limits."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Positive:
    """A number above 0, up to `most`."""

    most: int = 1000

    def read(self, node: Node, problems: Problems) -> float | None:
        """Return the number."""
        text = read_text(node, problems, LONGEST_TEXT)
        if text is None:
            return None
        number = float(text) if _NUMBER.fullmatch(text) else 0.0
        if not 0 < number <= self.most:
            message = _("“{text}” can't stand here.").format(text=shown(text))
            advice = _("Write a number above 0 and at most {most}, with a decimal point.").format(most=self.most)
            problems.at(node, message, advice)
            return None
        return number

    def schema(self) -> Schema:
        """Return a number with its limits."""
        return {"type": "number", "exclusiveMinimum": 0, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Choice(Generic[E]):
    """One of a few words."""

    options: type[E]

    def read(self, node: Node, problems: Problems) -> E | None:
        """Return the option."""
        text = read_text(node, problems, LONGEST_TEXT)
        if text is None:
            return None
        words = [option.value for option in self.options]
        if text not in words:
            problems.at(node, _("“{text}” can't stand here.").format(text=shown(text)), problems.suggest(text, words))
            return None
        return self.options(text)

    def schema(self) -> Schema:
        """Return the words."""
        return {"enum": [option.value for option in self.options]}


@dataclass(frozen=True, slots=True)
class ListOf(Generic[T]):
    """A list of one kind; of any length, of one item or more, or of `exactly` so many."""

    item: Kind[T]
    filled: bool = True
    exactly: int | None = None

    def read(self, node: Node, problems: Problems) -> tuple[T, ...] | None:
        """Return the items."""
        if not isinstance(node, Sequence):
            advice = _("Start each item on a line of its own, with a hyphen and a space.")
            _tell_shape(node, problems, _("A list is expected here."), advice)
            return None
        read = [self.item.read(item, problems) for item in node.items]
        items = tuple(item for item in read if item is not None)
        count = len(read)
        if self.exactly is not None and count != self.exactly:
            message = _("There must be exactly {exactly} here; there are {n}.").format(exactly=self.exactly, n=count)
            problems.at(node, message)
            return None
        if self.filled and not count:
            problems.at(node, _("There must be at least one here."))
            return None
        return items if len(items) == count else None

    def schema(self) -> Schema:
        """Return an array with its limits."""
        limits = {"minItems": 1} if self.filled else {}
        if self.exactly is not None:
            limits = {"minItems": self.exactly, "maxItems": self.exactly}
        return {"type": "array", "items": self.item.schema(), **limits}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record.

    Args:
        meaning: What belongs in it, in English, marked for translation: the advice where it lacks, and what an
            editor shows beside it.
        attribute: The name in the model, where that is another one.
    """

    name: str
    kind: Kind[Any]
    meaning: str
    required: bool = True
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Record(Generic[T]):
    """Named fields that make one object of the model.

    Args:
        make: Called with the fields by their attribute names; optional ones that are absent are left out.
        check: Called with what was made, to find what the fields can't tell each on their own.
        closed: Whether any other field is a problem.
    """

    make: Callable[..., T]
    fields: tuple[Field, ...]
    check: Callable[[T, Mapping, Problems], None] | None = None
    closed: bool = True

    def read(self, node: Node, problems: Problems) -> T | None:
        """Return the object."""
        if not isinstance(node, Mapping):
            names = ", ".join(field.name for field in self.fields)
            advice = _("Write a name, a colon and a value on each line: {names}.").format(names=names)
            _tell_shape(node, problems, _("Fields are expected here."), advice)
            return None
        before = len(problems)
        known = [field.name for field in self.fields]
        unknown = [name for name in node.lines if name not in known] if self.closed else []
        misspelt = {self._complain(name, node, problems) for name in unknown}
        values: dict[str, Any] = {}
        for field in self.fields:
            if field.name in node.fields:
                values[field.attribute or field.name] = field.kind.read(node.fields[field.name], problems)
            elif field.required and field.name not in misspelt:
                message = _("The field “{name}” is missing.").format(name=field.name)
                problems.at(node, message, _(field.meaning), child=field.name)
        if len(problems) > before:
            return None
        made = self.make(**values)
        if self.check:
            self.check(made, node, problems)
        return made

    def _complain(self, name: str, node: Mapping, problems: Problems) -> str:
        """Add the problem of an unknown field; return the missing field that it was probably meant to be, or ``""``."""
        free = [field.name for field in self.fields if field.name not in node.fields]
        advice = problems.suggest(name, free or [field.name for field in self.fields])
        problems.at(node, unknown_field(name), advice, child=name, line=node.lines[name])
        near = problems.near(name, free)
        return near[0] if near else ""

    def schema(self) -> Schema:
        """Return an object with these fields and no others."""
        return {
            "type": "object",
            "properties": {
                field.name: {"description": _(field.meaning), **field.kind.schema()} for field in self.fields
            },
            "required": [field.name for field in self.fields if field.required],
            "additionalProperties": not self.closed,
        }


def unknown_field(name: str) -> str:
    """Return the message about a field that does not exist."""
    return _("There is no field “{name}” here.").format(name=shown(name))
