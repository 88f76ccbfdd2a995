"""What a customer notices of a milestone, in the words of the questionnaire."""

from __future__ import annotations

import re

from sem.i18n import language
from sem.model.plan import Plan
from sem.model.questionnaire import HIGHEST_LEVEL, AreaKind, Questionnaire
from sem.model.roadmap import Milestone
from sem.model.text import Text

MOST = 3

_CUSTOMER = Text("klant", "customer")
_NOWHERE = 1000
_FIRST_STEP = 2
"""At this level descriptors go on with what still goes wrong, which is no news to look forward to."""
_COUNT = re.compile(
    r"\b(how (many|often|big|much)|shares?|scores?|figures?|measured?|count(ed)?|track|per ?cent)\b|%", re.I
)
_TELLEN = re.compile(
    r"\b(hoeveel|hoe (vaak|groot)|welk deel|het deel|aandeel|scores?|cijfers?|meten|meet|gemeten|tellen|telt|geteld|"
    r"bijhouden|houden bij|procent)\b|%",
    re.I,
)


def noticed(milestone: Milestone, plan: Plan, questionnaire: Questionnaire, most: int = MOST) -> tuple[str, ...]:
    """Return what a customer notices once a milestone is reached, one text for an area, in the language of the user.

    Layers come first, because customers meet these, the outermost before the others; then areas by the level reached.
    Of a practice, what one sees counts only where it begins with customers: the rest is for the team to measure. Else,
    and at the highest level, it is the level's descriptor that speaks of customers first and does not begin with what
    is counted; where there is none, what a practice asks to do. Where all is counted, nothing is said of the area.

    Args:
        milestone: One of the plan's.
        plan: Whose steps the milestone's are.
        questionnaire: Where the areas and practices are from.
        most: How many texts at most.
    """
    reached: dict[str, int] = {}
    for planned in plan.steps:
        step = planned.step
        if step.id in milestone.steps:
            reached[step.area] = max(step.level, reached.get(step.area, 0))
    layers = [area.id for area in reversed(questionnaire.layers)]
    rest = [area.id for area in questionnaire.areas if area.kind is not AreaKind.LAYER and area.id in reached]
    rest.sort(key=lambda area: -reached[area])
    order = [area for area in (*layers, *rest) if area in reached]
    texts = (_of(questionnaire, area, reached[area]) for area in order)
    return tuple(text.get(language()) for text in texts if text)[:most]


def _of(questionnaire: Questionnaire, area: str, level: int) -> Text | None:
    practices = [p for p in questionnaire.practices if (p.area, p.level) == (area, level)]
    by_weight = sorted(questionnaire.area(area).questions, key=lambda question: -question.weight)
    seen = [p.measure for p in practices if not _is_measured(p.measure) and _speaks_of_customers(p.measure) == 0]
    if seen and not (level == HIGHEST_LEVEL and by_weight):
        return seen[0]
    levels = [question.levels[level - 1] for question in by_weight]
    for texts in (levels, [p.description for p in practices]):
        told = [text for text in texts if not _is_measured(text)]
        if told:
            text = min(told, key=_speaks_of_customers)
            return text if level > _FIRST_STEP else Text(_first_sentence(text.nl), _first_sentence(text.en))
    return None


def _first_sentence(words: str) -> str:
    first, dot, _rest = words.partition(". ")
    return first + dot.strip()


def _is_measured(text: Text) -> bool:
    """Return whether a text begins with what is counted: that is what a team looks at, and no customer notices it."""
    return any(pattern.search(words.partition(". ")[0]) for pattern, words in ((_TELLEN, text.nl), (_COUNT, text.en)))


def _speaks_of_customers(text: Text) -> int:
    """Return how far into a text customers are spoken of, in both languages, so that neither chooses another text."""
    return sum(
        place if (place := words.casefold().find(name)) >= 0 else _NOWHERE
        for words, name in ((text.nl, _CUSTOMER.nl), (text.en, _CUSTOMER.en))
    )
