"""What people type for areas, steps, owners and practices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.content.library import load_questionnaire
from sem.errors import InvalidError, NotFoundError, Problem
from sem.programme.finding import StepName, find_area, find_owner, find_practice, find_steps, read_steps
from tests.programme.situation import AMBITION, QUESTIONNAIRE, messages, situation

MISTYPED = [("cultuer", "culture"), ("leadershp", "leadership"), ("customer", "customer-understanding")]
SHIPPED = load_questionnaire("service-excellence")


@pytest.mark.parametrize("typed", ["customer-understanding", " Customer-Understanding ", "CUSTOMER-understanding"])
def test_an_area_is_known_by_its_id_in_any_case(typed: str) -> None:
    assert find_area(SHIPPED, typed).id == "customer-understanding"


def test_an_area_is_known_by_its_names_in_both_languages() -> None:
    for area in SHIPPED.areas:
        for name in (area.short.nl, area.short.en, area.title.nl, area.title.en):
            assert find_area(SHIPPED, name.upper()) == area


@pytest.mark.parametrize(("typed", "meant"), MISTYPED)
def test_what_an_unknown_area_may_have_meant_is_said(typed: str, meant: str) -> None:
    with pytest.raises(InvalidError) as caught:
        find_area(SHIPPED, typed)
    assert meant in caught.value.advice


def test_where_nothing_looks_like_it_all_areas_are_named() -> None:
    with pytest.raises(InvalidError) as caught:
        find_area(QUESTIONNAIRE, "zzz")
    assert caught.value.advice == "The areas are: culture, cx, monitoring, ux."


@pytest.mark.parametrize(
    "words",
    [["culture>3"], ["culture-3"], ["culture:3"], ["culture 3"], ["culture", "3"], ["Culture EN", "3"],
     ["culture", ">", "3"], ["culture=3"], ["culture > 3"], ["culture nl-3"]],
)  # fmt: skip
def test_a_step_may_be_typed_in_many_ways(words: list[str]) -> None:
    assert [step.id for step in read_steps(QUESTIONNAIRE, words)] == ["culture>3"]


def test_several_steps_are_read_each_once() -> None:
    words = ["culture-3", "cx", "4", "culture", "nl", "3", "ux>2"]
    assert [step.id for step in read_steps(QUESTIONNAIRE, words)] == ["culture>3", "cx>4", "ux>2"]


def test_an_id_with_hyphens_keeps_them() -> None:
    (step,) = read_steps(SHIPPED, ["processes-organisation-4"])
    assert (step.area.id, step.level) == ("processes-organisation", 4)


def test_a_redirect_of_the_shell_is_recognised() -> None:
    with pytest.raises(InvalidError) as caught:
        read_steps(QUESTIONNAIRE, ["culture"])
    said = messages(caught.value)
    assert "“culture” names no level." in said
    assert "> without quotes would write to a file" in said


def test_every_unclear_step_is_told_at_once() -> None:
    with pytest.raises(InvalidError) as caught:
        read_steps(QUESTIONNAIRE, ["cultur-3", "cx-1", "cx-6", "ux"])
    said = messages(caught.value)
    for part in ("Did you mean culture?", "Level 1 of “cx” is no step.", "Level 6 of “cx”", "“ux” names no level."):
        assert part in said


def test_a_step_that_is_not_in_the_plan_is_told_with_those_that_are() -> None:
    with pytest.raises(NotFoundError) as caught:
        find_steps(situation().plan, QUESTIONNAIRE, ["cx-5", "monitoring-4", "culture-3"])
    said = messages(caught.value)
    assert "There is no step “cx>5” in the plan. Of this area there are: cx>3, cx>4." in said
    assert "There is no step “monitoring>4” in the plan. Of this area there is none; raise its target first." in said
    assert "culture>3" not in said


@given(st.lists(st.text(max_size=12), max_size=4))
def test_whatever_is_typed_gives_steps_or_a_clear_error(words: list[str]) -> None:
    found: tuple[StepName, ...] = ()
    problems: tuple[Problem, ...] = ()
    try:
        found = read_steps(QUESTIONNAIRE, words)
    except InvalidError as error:
        problems = error.problems
    assert all(2 <= step.level <= 5 for step in found)
    assert bool(found) + bool(problems) == bool(words)


def test_owners_and_practices_are_known_by_id_and_name() -> None:
    assert find_owner(AMBITION.owners, "ANN").id == "ann"
    assert find_practice(QUESTIONNAIRE, AMBITION.practices, "Culture 2 EN") == "hat"
    assert find_practice(QUESTIONNAIRE, AMBITION.practices, "hat") == "hat"


def test_unknown_owners_and_practices_are_told_with_what_may_be_meant() -> None:
    with pytest.raises(InvalidError, match="There is no owner “Annn”") as caught:
        find_owner(AMBITION.owners, "Annn")
    assert caught.value.advice == "Did you mean Ann?"
    with pytest.raises(InvalidError) as caught:
        find_owner(AMBITION.owners, "Zora")
    assert caught.value.advice == "The owners are: Ann, Bob."
    with pytest.raises(InvalidError) as caught:
        find_practice(QUESTIONNAIRE, AMBITION.practices, "promisses")
    assert caught.value.advice == "Did you mean promises?"
