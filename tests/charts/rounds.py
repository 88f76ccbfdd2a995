"""Rounds of one team to draw side by side: of the quick scan, or of made-up questionnaires."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date

from sem.analysis.disclosure import Disclosed, visible
from sem.content.library import load_questionnaire
from sem.model.assessment import Answer, Consensus, QuestionnaireRef, Respondent, Response, Round, RoundKind, RoundState
from sem.model.questionnaire import Questionnaire

SCAN = load_questionnaire("quick-scan")
RISING = {"culture": 1.2, "leadership": 0.5, "ux": -0.8}


def level_of(value: float) -> int:
    return max(1, min(5, round(value)))


def people(
    questionnaire: Questionnaire, n: int, *, moved: Mapping[str, float] | None = None, skip: Sequence[str] = (),
    seed: int = 1,
) -> list[Response]:  # fmt: skip
    """Return `n` people who answer around a level an area, which lies as much higher as `moved` says."""
    chance = random.Random(seed)
    centre = {area.id: chance.uniform(2, 3.6) for area in questionnaire.areas}
    shift = moved or {}
    return [
        Response(
            Respondent(f"r{i}", f"Respondent {i}"),
            {
                question.id: Answer(level=level_of(chance.gauss(centre[area.id] + shift.get(area.id, 0), 0.6)))
                for area, question in questionnaire.items()
                if area.id not in skip
            },
        )
        for i in range(n)
    ]  # fmt: skip


def shown(
    given: Sequence[Response], *, questionnaire: Questionnaire = SCAN, day: date = date(2026, 11, 21),
    kind: RoundKind = RoundKind.NAMED, state: RoundState = RoundState.REVEALED, agreed: Mapping[str, int] | None = None,
    team: str = "t", digest: str = "",
) -> Disclosed:  # fmt: skip
    """Return what may be shown of a round."""
    ref = QuestionnaireRef(questionnaire.id, questionnaire.version, digest)
    decisions = {id_: Consensus(level) for id_, level in (agreed or {}).items()}
    round_ = Round(f"r-{team}-{day}", team, ref, day, kind, state, decisions=decisions, hidden=True)
    return visible(round_, questionnaire, given)
