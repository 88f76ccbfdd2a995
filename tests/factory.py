"""Small questionnaires and responses for tests, built from model objects so that no file is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sem.model.assessment import Answer, NotApplicable, Reason, Respondent, Response
from sem.model.questionnaire import LEVEL_NUMBERS, Area, AreaKind, Level, Question, Questionnaire, Version
from sem.model.text import Text

NOT_APPLICABLE = Answer(not_applicable=NotApplicable(Reason.OUT_OF_SCOPE))
DONT_KNOW = Answer(dont_know=True)


def text(words: str) -> Text:
    """Return a text whose two languages can be told apart."""
    return Text(f"{words} nl", f"{words} en")


def question(question_id: str, weight: float = 1.0) -> Question:
    """Return a question named after its id."""
    return Question(
        id=question_id,
        label=text(question_id),
        statement=text(f"statement {question_id}"),
        levels=tuple(text(f"{question_id} level {n}") for n in LEVEL_NUMBERS),
        help=text(f"help {question_id}"),
        weight=weight,
    )


def area(
    area_id: str, questions: Sequence[Question], kind: AreaKind = AreaKind.BUILDING_BLOCK, inside: str | None = None
) -> Area:
    """Return an area named after its id."""
    return Area(area_id, kind, text(area_id), text(area_id), text(f"about {area_id}"), tuple(questions), inside)


def questionnaire(*areas: Area) -> Questionnaire:
    """Return a questionnaire with these areas and the usual five levels."""
    levels = tuple(Level(n, text(f"level {n}"), text(f"meaning {n}")) for n in LEVEL_NUMBERS)
    return Questionnaire("test", Version(1, 0, 0), text("title"), text("description"), levels, areas)


def response(name: str, answers: Mapping[str, Answer | int]) -> Response:
    """Return a response; a bare number is a level."""
    given = {key: Answer(level=value) if isinstance(value, int) else value for key, value in answers.items()}
    return Response(Respondent(f"id-{name}", name), given)
