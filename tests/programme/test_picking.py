"""Picking: an idea becomes an experiment or a practice that the plan counts with, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import inf, nan

import pytest

from sem.backcast.steps import make_steps
from sem.errors import InvalidError
from sem.model.ambition import Ambition
from sem.model.idea import IdeaFate, IdeaPhase
from sem.model.programme import Programme
from sem.model.questionnaire import Estimate, PracticeKind
from sem.programme.experiments import ExperimentDraft
from sem.programme.ideas import answer
from sem.programme.phases import PhaseError
from sem.programme.picking import PracticeDraft, newest_practice, pick_experiment, pick_practice
from tests.factory import area, question, questionnaire
from tests.programme.box import TODAY, draft, in_phase

AREAS = ["culture", "cx"]
PRACTICE = PracticeDraft("culture", 3, weeks=Estimate(2, 3, 5), person_days=Estimate(1, 2, 4))


def choosing() -> Programme:
    ambition = Ambition(date(2027, 12, 31), {"culture": 4})
    return replace(in_phase(IdeaPhase.CHOOSING), ambition=ambition)


def test_an_idea_becomes_an_experiment_that_knows_where_it_came_from() -> None:
    programme = pick_experiment(choosing(), "a1", draft(title="", step="cx>2"), TODAY, AREAS)
    (experiment,) = programme.experiments
    assert (experiment.title, experiment.idea, experiment.step) == ("idea a", "a111", "cx>2")
    idea = programme.ideas.idea("a111")
    assert (idea.fate, idea.became) == (IdeaFate.EXPERIMENT, "e1")


def test_an_idea_becomes_a_practice_of_the_step_it_belongs_to() -> None:
    programme = pick_practice(choosing(), "b", replace(PRACTICE, kind=PracticeKind.DELIGHTER), AREAS)
    practice = newest_practice(programme)
    assert (practice.id, practice.title, practice.idea) == ("own1", "idea b", "b222")
    assert programme.ideas.idea("b222").became == "own1"
    assert programme.ambition is not None
    steps = make_steps(programme.ambition, questionnaire(area("culture", [question("c1")])), {"culture": 2})
    assert "own1" in next(step for step in steps if step.id == "culture>3").practices


def test_the_id_of_a_practice_is_never_used_again() -> None:
    programme = pick_practice(choosing(), "a", PRACTICE, AREAS)
    assert programme.ambition is not None
    without = replace(programme, ambition=replace(programme.ambition, practices=()))
    assert newest_practice(pick_practice(without, "b", PRACTICE, AREAS)).id == "own2"


def test_an_idea_is_picked_once_and_not_answered_after_that() -> None:
    programme = pick_practice(choosing(), "a", PRACTICE, AREAS)
    with pytest.raises(InvalidError, match="became own1"):
        pick_experiment(programme, "a", draft(), TODAY)
    with pytest.raises(InvalidError, match="became own1"):
        answer(programme, ["a", "b"], "No.")


def test_an_idea_that_was_answered_may_be_picked_after_all() -> None:
    programme = pick_practice(answer(choosing(), ["a"], "No."), "a", PRACTICE, AREAS)
    idea = programme.ideas.idea("a111")
    assert (idea.fate, idea.answer) == (IdeaFate.PRACTICE, "")


def test_a_practice_needs_an_ambition_and_nothing_is_picked_before_the_vote() -> None:
    with pytest.raises(InvalidError, match="no ambition"):
        pick_practice(replace(choosing(), ambition=None), "a", PRACTICE, AREAS)
    for phase in (IdeaPhase.COLLECTING, IdeaPhase.OPEN, IdeaPhase.VOTING):
        with pytest.raises(PhaseError):
            pick_experiment(in_phase(phase), "a", draft(), TODAY)
        with pytest.raises(PhaseError):
            pick_practice(in_phase(phase), "a", PRACTICE, AREAS)


def test_all_that_is_missing_of_a_practice_is_told_at_once() -> None:
    with pytest.raises(InvalidError) as refused:
        pick_practice(choosing(), "a", PracticeDraft(), AREAS)
    assert [problem.field for problem in refused.value.problems] == ["area", "level", "weeks", "person_days"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"area": "kitchen"}, "area"),
        ({"level": 1}, "level"),
        ({"level": 6}, "level"),
        ({"title": "x" * 200}, "title"),
        ({"weeks": Estimate(3, 2, 1)}, "weeks"),
        ({"weeks": Estimate(0, 1, 2)}, "weeks"),
        ({"weeks": Estimate(1, 1, 9999)}, "weeks"),
        ({"person_days": Estimate(nan, nan, nan)}, "person_days"),
        ({"person_days": Estimate(1, 2, inf)}, "person_days"),
    ],
)
def test_what_does_not_hold_of_a_practice_is_named(changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidError) as refused:
        pick_practice(choosing(), "a", replace(PRACTICE, **changes), AREAS)  # type: ignore[arg-type]
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_draft_with_no_more_than_an_idea_says_what_an_experiment_still_needs() -> None:
    with pytest.raises(InvalidError) as refused:
        pick_experiment(choosing(), "a", ExperimentDraft(), TODAY)
    assert "title" not in [problem.field for problem in refused.value.problems]
