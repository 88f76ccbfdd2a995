"""The ambition: every key shows at once what it does to the plan, measured against the one that is kept to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.errors import InvalidError
from sem.model.ambition import Ambition, Owner, StepEdit
from sem.model.programme import Programme
from sem.programme.ambition import set_ambition
from sem.reports.roadmap import standing_of
from sem.tui.ambition_draft import Draft, draft_of, months_later
from sem.tui.screens.ambition_changes import owners_text, with_owners
from tests.tui.conftest import LARGE, SMALL, TODAY, Place, Screen
from tests.tui.way import STATEMENT, assessed, fill, programme_of, with_ambition, with_plan


def draft(screen: Screen) -> Draft:
    found = getattr(screen.app.screen, "state", None)
    shown = getattr(found, "draft", None)
    assert isinstance(shown, Draft)
    return shown


def length_of(screen: Screen) -> str:
    """The line that tells how long the plan takes."""
    return next(row for row in screen.rows if " weeks" in row and "done on" in row).strip()


async def test_the_arrows_move_targets_and_the_plan_follows_at_once(place: Place) -> None:
    team = assessed(place)
    with_plan(place, team)
    async with place.screen(size=LARGE) as screen:
        await screen.press("p", "a")
        assert "as long as the fixed plan" in length_of(screen)
        await screen.press("right", "up")
        assert "+" in length_of(screen)
        assert "compared with the fixed plan" in length_of(screen)
        assert "changed, not saved" in screen.rows[0]
        assert draft(screen).target("listening") == 4
        await screen.press("5", "up")
        assert draft(screen).target("listening") == 5
        await screen.press("1")
        assert "listening" not in draft(screen).ambition.levels, "at the level of today it is held"
        assert "−" in length_of(screen)
        await screen.press("down", "r", "w", "w", "left_square_bracket", "plus", "minus", "minus", "minus")
        shaped = draft(screen).ambition
        assert shaped.weights == {"listening": 3.0}
        assert shaped.capacity.steps_at_once == 1
        await screen.press("enter")
        assert "Roadmap" in screen.rows[0]
    kept = programme_of(place, team)
    assert kept.ambition == shaped
    assert len(kept.baselines) == 1, "the plan that was fixed stays what it was"


async def test_leaving_asks_about_what_is_not_saved(place: Place) -> None:
    team = assessed(place)
    before = with_ambition(place, team).ambition
    async with place.screen() as screen:
        await screen.press("p", "a", "escape")
        assert "Roadmap" in screen.rows[0]
        await screen.press("a", "up", "escape")
        assert "Leave without saving?" in screen.window
        await screen.press("n")
        assert "Ambition" in screen.rows[0]
        await screen.press("escape", "y")
        assert "Roadmap" in screen.rows[0]
    assert programme_of(place, team).ambition == before


async def test_the_means_are_changed_in_one_window_that_tells_all_that_does_not_hold(place: Place) -> None:
    team = assessed(place)
    with_ambition(place, team)
    async with place.screen() as screen:
        await screen.press("p", "a", "m")
        await fill(screen, date="1-1-2020", at_once="0", days="none")
        await screen.press("enter")
        assert "“none” is no number." in screen.window
        await fill(screen, days="")
        await screen.press("enter")
        assert "is not to come" in screen.window
        assert "With 0 steps at once nothing can be done." in screen.window
        await fill(screen, date="2029-06-30", at_once="3", days="12,5", buffer="15", closed="2026-12-21..2027-01-01")
        screen.app.screen.query_one("#field-basics").focus()
        await screen.press("right", "enter")
        assert "3 steps at once, 12.5 person-days a month · buffer 15% · 2 weeks off" in screen.words
        await screen.press("t")
        await screen.type("!")
        await screen.press("ctrl+s", "o")
        await screen.type("Anouk = 2")
        await screen.press("enter")
        await screen.type("Bob")
        await screen.press("ctrl+s", "enter")
    ambition = programme_of(place, team).ambition
    assert ambition is not None
    assert (ambition.target_date, ambition.buffer_percent, ambition.basics_first) == (date(2029, 6, 30), 15, False)
    assert ambition.capacity.person_days_a_month == 12.5
    assert ambition.statement == f"{STATEMENT}!"
    assert [(owner.name, owner.steps_at_once) for owner in ambition.owners] == [("Anouk", 2), ("Bob", 1)]


async def test_enter_keeps_what_was_typed_about_the_ambition_and_esc_asks_before_it_is_lost(place: Place) -> None:
    with_ambition(place, assessed(place))
    async with place.screen() as screen:
        await screen.press("p", "a", "t", "escape")
        assert "Ambition" in screen.rows[0], "nothing was typed, so nothing is asked"
        await screen.press("t")
        assert "Enter OK" in screen.window
        await screen.type(" And gladly")
        await screen.press("escape")
        assert "Close without keeping it?" in screen.window
        await screen.press("n")
        assert "And gladly" in screen.window
        await screen.press("enter")
        assert draft(screen).ambition.statement == f"{STATEMENT} And gladly"
        await screen.press("t")
        await screen.type("!")
        await screen.press("escape", "y")
        assert draft(screen).ambition.statement == f"{STATEMENT} And gladly"


async def test_the_names_of_owners_are_asked_about_before_they_are_lost(place: Place) -> None:
    with_ambition(place, assessed(place))
    async with place.screen() as screen:
        await screen.press("p", "a", "o")
        assert "^s Save" in screen.window
        await screen.type("Bob")
        await screen.press("escape")
        assert "Close without keeping it?" in screen.window
        await screen.press("n", "ctrl+s")
        assert "Bob" in [owner.name for owner in draft(screen).ambition.owners]


async def test_a_first_ambition_asks_what_customers_tell_and_starts_from_the_default_profile(place: Place) -> None:
    assessed(place)
    async with place.screen(size=SMALL) as screen:
        await screen.press("p", "enter")
        assert "What would make every customer tell others about you?" in screen.words
        assert "not saved yet" in screen.rows[0]
        assert draft(screen).target("surprise") == 3
        assert draft(screen).target("feedback") == 5
        assert "compared" not in screen.text, "there is nothing yet to compare with"
        await screen.press("f2")
        assert "Wat zou elke klant over jullie doorvertellen?" in screen.words
        await screen.press("escape")
        assert "Nog geen ambitie" in screen.words


@pytest.fixture
def begun(place: Place) -> Draft:
    return draft_of(standing_of(place.store, assessed(place)), TODAY)


def test_what_others_changed_meanwhile_stays(place: Place) -> None:
    team = assessed(place)
    with_ambition(place, team)
    standing = standing_of(place.store, team)
    mine = draft_of(standing, TODAY).with_target("welcome", 5)
    assert mine.saved is not None
    theirs = replace(mine.saved, edits={"welcome>3": StepEdit(owner=None)}, buffer_percent=40)
    changed = set_ambition(standing.programme, theirs, standing.questionnaire, standing.now, TODAY)
    kept = mine.save(changed).ambition
    assert kept is not None
    assert (kept.levels["welcome"], kept.buffer_percent) == (5, 40)


def test_a_draft_never_leaves_the_scale_or_goes_below_what_is_there(begun: Draft) -> None:
    assert begun.with_target("welcome", 6) == begun
    held = begun.with_target("team", 0)
    assert held.target("team") == begun.now("team") == 3
    assert held.plan(0).verdict.weeks_needed < begun.plan(0).verdict.weeks_needed
    assert begun.with_capacity(-9).ambition.capacity.steps_at_once == 1
    assert begun.with_months(-999).ambition.target_date > TODAY


def test_an_ambition_that_does_not_hold_is_not_kept(begun: Draft) -> None:
    with pytest.raises(InvalidError):
        begun.of(replace(begun.ambition, buffer_percent=400)).save(Programme())


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.integers(-240, 240))
def test_a_month_later_is_the_same_day_or_the_last_one(day: date, months: int) -> None:
    moved = months_later(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or moved.day >= 28


NAMES = st.text(st.sampled_from("abc ="), min_size=1, max_size=6)
OWNERS = st.lists(st.tuples(NAMES, st.integers(0, 5)), max_size=4)


@given(OWNERS)
def test_owners_that_are_shown_read_back_as_the_same_owners(typed: list[tuple[str, int]]) -> None:
    ambition = Ambition(TODAY, {})
    for name, at_once in typed:
        text = "\n".join(filter(None, (owners_text(ambition.owners), f"{name}x = {at_once}")))
        ambition = with_owners(ambition, text)
    assert with_owners(ambition, owners_text(ambition.owners)) == ambition


def test_an_owner_who_goes_leads_nothing_any_more() -> None:
    owners = (Owner("ann", "Ann"), Owner("bob", "Bob"))
    ambition = Ambition(TODAY, {}, owners=owners, edits={"a>2": StepEdit(owner="bob"), "b>2": StepEdit(owner="ann")})
    left = with_owners(ambition, "Ann = 3")
    assert [(owner.id, owner.steps_at_once) for owner in left.owners] == [("ann", 3)]
    assert left.edits["a>2"].owner is None
    assert left.edits["b>2"].owner == "ann"
