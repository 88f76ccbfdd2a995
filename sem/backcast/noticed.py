"""What a customer notices of a milestone, in the words of the questionnaire."""

from __future__ import annotations

from sem.i18n import language
from sem.model.plan import Plan
from sem.model.questionnaire import HIGHEST_LEVEL, AreaKind, Questionnaire
from sem.model.roadmap import Milestone
from sem.model.text import Text

MOST = 3

_CUSTOMER = Text("klant", "customer")
_NOWHERE = 1000


def noticed(milestone: Milestone, plan: Plan, questionnaire: Questionnaire, most: int = MOST) -> tuple[str, ...]:
    """Return what a customer notices once a milestone is reached, one text for an area, in the language of the user.

    Layers come first, because customers meet these, the outermost before the others; then areas by the level reached.
    The highest level says of itself what customers tell others. Below it, what one sees of a practice says most; of
    several, that of the one that speaks of customers first. Where there is no practice, the level's descriptor.

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
    measures = [p.measure for p in questionnaire.practices if (p.area, p.level) == (area, level)]
    questions = sorted(questionnaire.area(area).questions, key=lambda question: -question.weight)
    if measures and not (level == HIGHEST_LEVEL and questions):
        return min(measures, key=_speaks_of_customers)
    return questions[0].levels[level - 1] if questions else None


def _speaks_of_customers(text: Text) -> int:
    """Return how far into a text customers are spoken of, in both languages, so that neither chooses another text."""
    return sum(
        place if (place := words.casefold().find(name)) >= 0 else _NOWHERE
        for words, name in ((text.nl, _CUSTOMER.nl), (text.en, _CUSTOMER.en))
    )
