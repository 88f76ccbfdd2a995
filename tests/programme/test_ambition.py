"""Setting and editing an ambition: what holds, what does not, and that all of it is told at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.backcast.plan import make_plan
from sem.backcast.relax import relaxations
from sem.errors import InvalidError
from sem.model.ambition import Ambition, Capacity, Owner, OwnPrerequisite, StepEdit
from sem.model.plan import Fit, Progress, RelaxationKind
from sem.model.programme import AmbitionState, Programme
from sem.programme.ambition import (
    AmbitionEdit,
    apply_relaxation,
    default_levels,
    edit_ambition,
    new_owner,
    set_ambition,
    set_state,
)
from tests.backcast.plans import TODAY
from tests.programme.situation import AMBITION, NOW, QUESTIONNAIRE, messages, situation


def edited(edit: AmbitionEdit, ambition: Ambition = AMBITION) -> Ambition:
    found = edit_ambition(situation(ambition).programme, edit, QUESTIONNAIRE, NOW, TODAY).ambition
    assert found is not None
    return found


def refused(ambition: Ambition, programme: Programme | None = None) -> str:
    with pytest.raises(InvalidError) as caught:
        set_ambition(programme or Programme(), ambition, QUESTIONNAIRE, NOW, TODAY)
    return messages(caught.value)


def test_the_default_profile_is_one_level_up_and_three_at_least_and_never_above_five() -> None:
    assert default_levels({"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": None}) == {
        "a": 3, "b": 3, "c": 4, "d": 5, "e": 5, "f": 3,
    }  # fmt: skip


def test_setting_keeps_all_else_that_the_team_has() -> None:
    before = Programme(progress={"culture>2": Progress(TODAY - timedelta(days=9))}, dropped={"ux>2": "not ours"})
    after = set_ambition(before, AMBITION, QUESTIONNAIRE, NOW, TODAY)
    assert after.ambition == AMBITION
    assert (after.state, after.set_on, after.questionnaire) == (AmbitionState.SET, TODAY, "test")
    assert (after.progress, after.dropped) == (before.progress, before.dropped)


def test_a_dropped_step_is_no_longer_called_so_once_its_target_is_raised_again() -> None:
    before = replace(situation().programme, dropped={"culture>3": "no time", "ux>4": "not ours"})
    assert set_ambition(before, AMBITION, QUESTIONNAIRE, NOW, TODAY).dropped == {"ux>4": "not ours"}


@pytest.mark.parametrize("days", [0, -1, -400])
def test_a_target_date_of_today_or_before_is_refused(days: int) -> None:
    said = refused(replace(AMBITION, target_date=TODAY + timedelta(days=days)))
    assert "is not to come: today is 23 November 2026. Choose a day after today." in said


def test_a_target_date_of_another_generation_is_a_slip_of_the_pen() -> None:
    assert "is more than 30 years away" in refused(replace(AMBITION, target_date=date(2072, 6, 30)))


def test_a_target_date_that_has_passed_does_not_stop_other_edits() -> None:
    programme = situation().programme
    after_it = AMBITION.target_date + timedelta(days=3)
    changed = edit_ambition(programme, AmbitionEdit(buffer_percent=25), QUESTIONNAIRE, NOW, after_it)
    assert changed.ambition == replace(AMBITION, buffer_percent=25)


def test_every_problem_is_told_at_once() -> None:
    said = refused(
        replace(
            AMBITION,
            target_date=TODAY,
            levels={"culture": 6, "cultur": 3},
            weights={"cx": 0.0},
            capacity=Capacity(0, -1.0),
            buffer_percent=120,
            edits={"cx>3": StepEdit(owner="eve")},
        )
    )
    for part in (
        "is not to come",
        "Level 6 of “culture” does not exist.",
        "There is no area “cultur”.",
        "The weight of “cx” is not above zero.",
        "With 0 steps at once nothing can be done. Allow at least 1.",
        "too few person-days",
        "A buffer is 0 to 100 percent.",
        "“cx>3” has an owner who is not known: “eve”.",
    ):
        assert part in said


def test_an_owner_without_time_may_be_there_but_not_lead_a_step() -> None:
    assert "“Bob” has no time, and leads: cx>3" in refused(replace(AMBITION, edits={"cx>3": StepEdit(owner="bob")}))


@pytest.mark.parametrize("number", [float("nan"), 0.0, -2.0, 0.1])
def test_person_days_that_are_no_number_or_too_few_are_refused(number: float) -> None:
    assert "too few person-days" in refused(replace(AMBITION, capacity=Capacity(2, number)))


@pytest.mark.parametrize("number", [10_001, 1e307, float("inf")])
def test_numbers_that_nothing_is_counted_in_are_refused(number: float) -> None:
    assert "person-days a month is too high" in refused(replace(AMBITION, capacity=Capacity(2, number)))
    assert "The weight of “cx” is too high" in refused(replace(AMBITION, weights={"cx": number}))
    assert "steps at once is too high" in refused(replace(AMBITION, capacity=Capacity(10**30)))
    assert "“Bob” leads at once is too high" in refused(replace(AMBITION, owners=(Owner("bob", "Bob", 10**30),)))


def test_a_circle_of_the_teams_own_order_is_named_also_where_todays_targets_do_not_reach_it() -> None:
    own = (OwnPrerequisite("ux", 4, "monitoring", 4), OwnPrerequisite("monitoring", 4, "ux", 4))
    said = refused(replace(AMBITION, prerequisites=own))
    assert "in a circle" in said
    assert "ux>4 → monitoring>4 → ux>4" in said


def test_the_teams_own_order_may_not_go_against_the_practices() -> None:
    assert "in a circle" in refused(replace(AMBITION, prerequisites=(OwnPrerequisite("cx", 3, "culture", 3),)))


def test_a_target_below_today_is_no_problem_and_means_hold() -> None:
    assert edited(AmbitionEdit(levels={"monitoring": 2})).levels == {"culture": 3, "cx": 4, "monitoring": 2}


def test_a_practice_that_is_gone_from_the_questionnaire_does_not_stop_an_old_ambition() -> None:
    old = replace(AMBITION, practices_done=("gone", "hat"))
    assert edited(AmbitionEdit(practices_done=("quotes",)), old).practices_done == ("gone", "hat", "quotes")


class TestEditing:
    def test_only_what_is_named_changes(self) -> None:
        assert edited(AmbitionEdit()) == AMBITION
        assert edited(AmbitionEdit(statement=" Nobody waits ")) == replace(AMBITION, statement="Nobody waits")
        assert edited(AmbitionEdit(levels={"cx": 5})).levels == {"culture": 3, "cx": 5}
        assert edited(AmbitionEdit(levels={"cx": None})).levels == {"culture": 3}
        assert edited(AmbitionEdit(weights={"cx": 2.0})).weights == {"cx": 2.0}
        assert edited(AmbitionEdit(capacity=Capacity(3, 12.5))).capacity == Capacity(3, 12.5)
        assert edited(AmbitionEdit(basics_first=False)).basics_first is False

    def test_weeks_are_closed_and_opened_by_any_day_of_them(self) -> None:
        monday = TODAY + timedelta(weeks=4)
        closed = edited(AmbitionEdit(closed=(monday + timedelta(days=3), monday + timedelta(days=4))))
        assert closed.closed_weeks == (monday,)
        assert edited(AmbitionEdit(opened=(monday + timedelta(days=6),)), closed).closed_weeks == ()

    def test_an_owner_with_the_same_id_takes_the_place_of_the_one_before(self) -> None:
        changed = edited(AmbitionEdit(owners=(Owner("ann", "Ann", 3), Owner("eve", "Eve"))))
        assert changed.owners == (Owner("ann", "Ann", 3), Owner("bob", "Bob", 0), Owner("eve", "Eve"))

    def test_the_steps_of_an_owner_who_goes_get_nobody(self) -> None:
        led = replace(AMBITION, edits={"cx>3": StepEdit(owner="ann"), "cx>4": StepEdit(owner="bob")})
        led = replace(led, owners=(Owner("ann", "Ann"), Owner("bob", "Bob")))
        changed = edited(AmbitionEdit(owners_gone=("ann",)), led)
        assert changed.owners == (Owner("bob", "Bob"),)
        assert changed.edits["cx>3"].owner is None
        assert changed.edits["cx>4"].owner == "bob"

    def test_the_teams_own_order_is_added_once_and_taken_away(self) -> None:
        own = OwnPrerequisite("monitoring", 4, "cx", 4, "to see what it does")
        added = edited(AmbitionEdit(prerequisites=(replace(own, reason=""), own)))
        assert added.prerequisites == (own,)
        assert edited(AmbitionEdit(prerequisites_gone=(replace(own, reason=""),)), added).prerequisites == ()

    def test_practices_are_shown_and_not_shown_after_all(self) -> None:
        shown = edited(AmbitionEdit(practices_done=("hat", "hat", "quotes")))
        assert shown.practices_done == ("hat", "quotes")
        assert edited(AmbitionEdit(practices_undone=("hat",)), shown).practices_done == ("quotes",)

    def test_what_is_taken_away_has_to_be_there_and_all_that_is_not_is_told(self) -> None:
        edit = AmbitionEdit(
            owners_gone=("eve",),
            opened=(TODAY,),
            prerequisites_gone=(OwnPrerequisite("ux", 2, "cx", 3),),
            practices_done=("magic",),
        )
        with pytest.raises(InvalidError) as caught:
            edited(edit)
        said = messages(caught.value)
        for part in ("“eve”", "The week of 23 November 2026 is not closed", "“ux>2” before “cx>3”", "“magic”"):
            assert part in said

    def test_without_an_ambition_there_is_nothing_to_edit(self) -> None:
        with pytest.raises(InvalidError, match="There is no ambition yet"):
            edit_ambition(Programme(), AmbitionEdit(), QUESTIONNAIRE, NOW, TODAY)

    def test_an_edit_keeps_the_state_and_its_day(self) -> None:
        programme = replace(situation().programme, state=AmbitionState.DRAFT)
        changed = edit_ambition(
            programme, AmbitionEdit(buffer_percent=10), QUESTIONNAIRE, NOW, TODAY + timedelta(days=5)
        )
        assert (changed.state, changed.set_on) == (AmbitionState.DRAFT, TODAY)


def test_a_state_has_the_day_it_began() -> None:
    reached = set_state(situation().programme, AmbitionState.REACHED, TODAY + timedelta(days=9))
    assert (reached.state, reached.set_on) == (AmbitionState.REACHED, TODAY + timedelta(days=9))
    assert set_state(reached, AmbitionState.REACHED, TODAY + timedelta(days=20)) == reached
    with pytest.raises(InvalidError):
        set_state(Programme(), AmbitionState.REACHED, TODAY)


def test_owners_get_ids_of_their_own_and_a_known_name_keeps_its_id() -> None:
    assert new_owner((), " Zoë  de Wit ") == Owner("zoe-de-wit", "Zoë de Wit")
    assert new_owner(AMBITION.owners, "ANN", 2) == Owner("ann", "ANN", 2)
    assert new_owner((Owner("ann", "Ann de Wit"),), "Ann") == Owner("ann-2", "Ann")
    with pytest.raises(InvalidError):
        new_owner(AMBITION.owners, "  ")


class TestApplyingARelaxation:
    TIGHT = replace(
        AMBITION,
        target_date=TODAY + timedelta(weeks=11, days=-3),
        capacity=Capacity(1),
        levels={"culture": 3, "cx": 4, "ux": 4},
    )

    def options(self, ambition: Ambition) -> dict[RelaxationKind, Programme]:
        programme = situation(ambition).programme
        plan = make_plan(ambition, QUESTIONNAIRE, NOW, TODAY, samples=0)
        assert plan.verdict.fit is not Fit.FITS
        return {
            option.kind: apply_relaxation(programme, option, QUESTIONNAIRE, NOW, TODAY)
            for option in relaxations(plan)
        }  # fmt: skip

    def test_each_kind_changes_only_what_it_is_about_and_makes_the_plan_fit(self) -> None:
        changed = self.options(self.TIGHT)
        assert set(changed) >= {RelaxationKind.DATE, RelaxationKind.LEVEL}
        fields = {
            RelaxationKind.DATE: "target_date", RelaxationKind.CAPACITY: "capacity", RelaxationKind.LEVEL: "levels",
        }  # fmt: skip
        for kind, programme in changed.items():
            assert programme.ambition is not None
            different = {
                name for name in self.TIGHT.__dataclass_fields__
                if getattr(programme.ambition, name) != getattr(self.TIGHT, name)
            }  # fmt: skip
            assert different == {fields[kind]}
            plan = make_plan(programme.ambition, QUESTIONNAIRE, NOW, TODAY)
            assert plan.verdict.fit is Fit.FITS

    def test_an_owner_gets_more_steps_at_once(self) -> None:
        led = replace(
            self.TIGHT,
            capacity=Capacity(9),
            edits={f"{area}>{n}": StepEdit(owner="ann") for area in ("culture", "cx", "ux") for n in (2, 3, 4)},
            target_date=TODAY + timedelta(weeks=28, days=-3),
        )
        changed = self.options(led)[RelaxationKind.OWNER].ambition
        assert changed is not None
        assert changed.owners[0].steps_at_once > 1
        assert changed.owners[1:] == led.owners[1:]
        assert replace(changed, owners=led.owners) == led


@given(st.dictionaries(st.sampled_from(["culture", "cx", "monitoring", "ux"]), st.integers(-2, 8)))
def test_an_ambition_that_is_accepted_can_always_be_planned(levels: dict[str, int]) -> None:
    wanted = replace(AMBITION, levels=levels)
    wrong = [level for level in levels.values() if not 1 <= level <= 5]
    if wrong:
        assert refused(wanted).count("does not exist") == len(wrong)
        return
    assert set_ambition(Programme(), wanted, QUESTIONNAIRE, NOW, TODAY).ambition == wanted
    make_plan(wanted, QUESTIONNAIRE, NOW, TODAY, samples=0)
