"""Profiles to draw: from the quick scan, and from made-up questionnaires with texts that people might type."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from sem.analysis.disclosure import visible
from sem.analysis.scoring import Profile, profile
from sem.content.library import load_questionnaire
from sem.model.assessment import Answer, QuestionnaireRef, Respondent, Response, Round, RoundKind, RoundState
from sem.model.questionnaire import LEVEL_NUMBERS, Area, AreaKind, Level, Question, Questionnaire, Version
from sem.model.text import Text


def responses(questionnaire: Questionnaire, n: int, seed: int = 1, skip: Sequence[str] = ()) -> list[Response]:
    """Return `n` responses around a level for each question; areas in `skip` get no answer."""
    chance = random.Random(seed)
    centre = {question.id: chance.uniform(1, 5) for question in questionnaire.questions}
    return [
        Response(
            Respondent(f"r{i}", f"Respondent {i}"),
            {
                question.id: Answer(level=max(1, min(5, round(chance.gauss(centre[question.id], 0.8)))))
                for area, question in questionnaire.items()
                if area.id not in skip
            },
        )
        for i in range(n)
    ]


def quick_scan(n: int, skip: Sequence[str] = ()) -> Profile:
    """Return a profile of the quick scan with `n` respondents."""
    questionnaire = load_questionnaire("quick-scan")
    return profile(questionnaire, responses(questionnaire, n, skip=skip))


def anonymous(n: int, skip: Sequence[str]) -> Profile:
    """Return what may be shown of an anonymous round with `n` respondents of whom two answered the areas in `skip`."""
    questionnaire = load_questionnaire("quick-scan")
    few = responses(questionnaire, 2)
    given = [*few, *responses(questionnaire, n - 2, seed=2, skip=skip)]
    ref = QuestionnaireRef(questionnaire.id, questionnaire.version, "")
    round_ = Round("r", "t", ref, date(2026, 11, 21), RoundKind.ANONYMOUS, RoundState.REVEALED)
    return visible(round_, questionnaire, given).profile


def same(words: str) -> Text:
    """Return a text that is the same in both languages."""
    return Text(words, words)


def made_up(
    blocks: Sequence[str], layers: Sequence[str] = (), level_names: Sequence[str] = "12345", title: str = "Made up"
) -> Questionnaire:
    """Return a questionnaire of one question an area, with these names for its areas and levels."""
    areas = []
    for i, name in enumerate([*blocks, *layers]):
        kind = AreaKind.BUILDING_BLOCK if i < len(blocks) else AreaKind.LAYER
        inside = f"a{i + 1}" if kind is AreaKind.LAYER and i + 1 < len(blocks) + len(layers) else None
        question = Question(f"Q{i}", same("q"), same("q"), tuple(same(str(n)) for n in LEVEL_NUMBERS), same("h"))
        areas.append(Area(f"a{i}", kind, same(name), same(name), same("about"), (question,), inside))
    levels = tuple(Level(n, same(name), same("m")) for n, name in zip(LEVEL_NUMBERS, level_names, strict=True))
    return Questionnaire("made-up", Version(1, 0, 0), same(title), same("about"), levels, tuple(areas))
