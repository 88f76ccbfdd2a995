"""Fixing the plan: what is frozen, and when it makes no sense."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sem.errors import InvalidError
from sem.model.plan import Difference, Improvement
from sem.model.programme import AmbitionState, Baseline, Programme
from sem.programme.fixing import adopt_improvement, fix_plan
from tests.backcast.plans import TODAY
from tests.programme.situation import AMBITION, situation


def test_the_plan_becomes_the_plan_of_record_and_a_baseline() -> None:
    at = situation()
    fixed = fix_plan(at.programme, at.plan, TODAY, " agreed on Monday ")
    assert fixed.record == at.plan
    assert fixed.baselines == (Baseline("1", TODAY, at.plan, "agreed on Monday"),)
    assert replace(fixed, record=None, baselines=()) == at.programme


def test_later_baselines_are_added_and_earlier_ones_never_changed() -> None:
    at = situation()
    first = fix_plan(at.programme, at.plan, TODAY)
    at = at.after(first).later(weeks=3)
    second = fix_plan(first, at.plan, at.today)
    assert second.baselines[0] == first.baselines[0]
    assert [baseline.id for baseline in second.baselines] == ["1", "2"]
    assert second.record == at.plan


def test_a_draft_becomes_a_set_ambition_by_it() -> None:
    at = situation()
    draft = replace(at.programme, state=AmbitionState.DRAFT, set_on=None)
    fixed = fix_plan(draft, at.plan, TODAY)
    assert (fixed.state, fixed.set_on) == (AmbitionState.SET, TODAY)


def test_the_very_same_plan_is_not_fixed_twice() -> None:
    at = situation()
    fixed = fix_plan(at.programme, at.plan, TODAY)
    with pytest.raises(InvalidError, match="fixed already"):
        fix_plan(fixed, at.plan, TODAY)


def test_a_plan_of_another_ambition_or_without_steps_is_not_fixed() -> None:
    at = situation()
    changed = replace(at.programme, ambition=replace(AMBITION, buffer_percent=50))
    with pytest.raises(InvalidError, match="changed after this plan was made"):
        fix_plan(changed, at.plan, TODAY)
    nothing = situation(replace(AMBITION, levels={}))
    with pytest.raises(InvalidError, match="no steps"):
        fix_plan(nothing.programme, nothing.plan, TODAY)
    with pytest.raises(InvalidError, match="no ambition"):
        fix_plan(Programme(), at.plan, TODAY)


def test_a_plan_that_does_not_fit_may_be_fixed_because_the_team_decides() -> None:
    tight = situation(replace(AMBITION, target_date=TODAY + timedelta(weeks=2)))
    assert fix_plan(tight.programme, tight.plan, TODAY).record == tight.plan


def test_an_improvement_is_adopted_only_if_it_is_shorter() -> None:
    at = situation()
    shorter = Improvement(at.plan, Difference((), (), (), -2))
    assert adopt_improvement(at.programme, shorter, TODAY).record == at.plan
    with pytest.raises(InvalidError, match="No shorter plan was found"):
        adopt_improvement(at.programme, Improvement(at.plan, Difference((), (), (), 0)), TODAY)
