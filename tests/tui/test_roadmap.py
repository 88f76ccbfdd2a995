"""The roadmap: from a finished assessment to a plan one keeps to, by keys alone, and honest all the way."""

from __future__ import annotations

import threading
from datetime import timedelta
from functools import partial

import pytest

from sem.i18n import Language
from sem.model.ambition import Owner
from sem.model.assessment import Team
from sem.model.plan import StepState
from sem.programme.ambition import new_owner
from sem.programme.commitments import CommitmentDraft, add_commitment
from sem.reports.roadmap import Standing, standing_of
from sem.store import Store
from sem.tui.screens.ambition import AmbitionScreen
from sem.tui.screens.roadmap import RoadmapScreen
from sem.tui.widgets.fields import Field
from sem.tui.widgets.rows import Rows
from tests.tui.conftest import LARGE, SMALL, TODAY, Place, Screen
from tests.tui.test_hostile import TEXTS, assert_harmless, name_of
from tests.tui.way import STATEMENT, assessed, fill, pointed, programme_of, with_ambition, with_plan

VIEWS = ("l", "m", "t")


@pytest.mark.parametrize("each_language", ["nl", pytest.param("en", marks=pytest.mark.long)], indirect=True)
async def test_from_a_finished_assessment_to_a_plan_that_holds(place: Place, each_language: Language) -> None:
    team = assessed(place)
    async with place.screen(size=LARGE) as screen:
        await screen.press("p", "enter", "t")
        await screen.type(STATEMENT)
        await screen.press("ctrl+s", "5", "enter")
        # Told honestly that it does not fit, and with what it would.
        assert ("je had op" if each_language == "nl" else "you should have started on") in screen.words
        await screen.press("o")
        await screen.press("enter")
        await screen.press("y")
        assert ("Dit past:" if each_language == "nl" else "This fits:") in screen.words
        await screen.press("f")
        await screen.type("agreed")
        await screen.press("enter")
        assert ("vastgelegd op" if each_language == "nl" else "fixed on") in screen.rows[0]
        done = []
        for _step in range(2):
            done.append(pointed(screen))
            await screen.press("d", "down")
            await screen.type("seen")
            await screen.press("enter")
            await screen.press("l", "down", "l")
        verdict = "Dit past:" if each_language == "nl" else "This fits:"
        assert verdict in screen.words
    programme = programme_of(place, team)
    assert programme.ambition is not None
    assert programme.ambition.statement == STATEMENT
    assert [baseline.note for baseline in programme.baselines] == ["agreed"]
    assert set(programme.progress) == set(done)
    assert [evidence.text for evidence in programme.evidence] == ["seen"] * 2
    plan = standing_of(place.store, team).roadmap(TODAY).plan
    fixed = programme.baselines[0].plan
    waiting = [planned for planned in plan.steps if planned.state is StepState.WAITING]
    assert waiting
    assert all(planned.end <= fixed.step(planned.step.id).end for planned in waiting)


async def test_without_answers_or_an_ambition_it_says_what_comes_first(place: Place) -> None:
    place.team("Nieuw")
    team = assessed(place)
    async with place.screen() as screen:
        screen.app.home.query_one(Rows).point_at(team.id)
        await screen.press("p")
        assert "Press Enter to set the ambition." in screen.words
        # Nothing of a roadmap can be done without one.
        await screen.press("o", "s", "d", "e", "u", "n", "delete", "f", "i", "x", "k", "l", "m", "t", "tab", "left")
        assert "Press Enter to set the ambition." in screen.words
        await screen.press("escape", "up", "up", "down", "p")
        assert "Press Enter to answer them." in screen.words
        await screen.press("enter")
        assert "Assess Nieuw" in screen.window


@pytest.mark.parametrize("size", [(60, 20), pytest.param(SMALL, marks=pytest.mark.long)])
async def test_every_view_fits_the_window_and_keeps_its_keys_in_sight(place: Place, size: tuple[int, int]) -> None:
    team = assessed(place)
    with_plan(place, team, weeks=20, owners=(Owner("ann", "Anouk"),))
    async with place.screen(size=size) as screen:
        for keys in [("p",), ("l",), ("m",), ("t",), ("f2",), ("l",), ("l",), ("a",)]:
            await screen.press(*keys)
            assert_whole(screen, size)
        for keys in [("m",), ("t",), ("o",)]:
            await screen.press(*keys)
            assert_whole(screen, size)
            await screen.press("escape")
        await screen.press("escape")
        for keys in [("enter",), ("d",), ("e",), ("o",), ("f",), ("x",), ("k",), ("delete",), ("question_mark",)]:
            await screen.press(*keys)
            assert_whole(screen, size)
            await screen.press("escape")
        await screen.press("o", "enter")
        assert_whole(screen, size)


def assert_whole(screen: Screen, size: tuple[int, int]) -> None:
    assert len(screen.rows) == size[1]
    assert all(len(row) <= size[0] for row in screen.rows)
    bar = screen.app.screen.query_one("KeyBar").region
    assert bar.bottom <= size[1]
    assert screen.rows[bar.y].strip(), "the keys are always in sight"


async def test_the_arrows_go_from_step_to_step_and_enter_tells_why_it_is_there(place: Place) -> None:
    with_ambition(place, assessed(place))
    async with place.screen(size=LARGE) as screen:
        await screen.press("p")
        first = pointed(screen)
        await screen.press("down")
        below = pointed(screen)
        assert first.partition(">")[0] != below.partition(">")[0]
        await screen.press("up", *["right"] * 4)
        assert pointed(screen).partition(">")[0] == first.partition(">")[0]
        assert "latest start" in screen.words
        assert "(wk " in screen.words
        await screen.press("enter")
        assert "weeks (estimate)" in screen.window
        assert "start by" in screen.window


async def test_all_views_speak_the_language_one_switches_to(place: Place) -> None:
    with_plan(place, assessed(place), weeks=20)
    async with place.screen(size=LARGE) as screen:
        await screen.press("p", "f2")
        for key, words in (("l", "Uiterste start"), ("m", "vandaag"), ("t", "Terug vanaf de ambitie")):
            await screen.press(key)
            assert words in screen.words
        assert "je had op" in screen.words


async def test_what_happened_to_a_step_is_taken_down_and_can_be_taken_back(place: Place) -> None:
    team = assessed(place)
    with_plan(place, team, owners=(Owner("ann", "Anouk"), Owner("bob", "Bob")))
    async with place.screen(size=LARGE) as screen:
        await screen.press("p")
        step = pointed(screen)
        await screen.press("s", "enter")
        assert "under way" in screen.words
        await screen.press("u")
        assert step not in programme_of(place, team).progress
        await screen.press("e")
        await screen.type("3/4/9")
        await screen.press("down", "down", "right", "right", "enter")
        assert "led by Bob" in screen.words
        await screen.press("n")
        await screen.type("a wall of quotes")
        await screen.press("enter")
    programme = programme_of(place, team)
    assert programme.ambition is not None
    edit = programme.ambition.edits[step]
    assert edit.weeks is not None
    assert (edit.weeks.likely, edit.owner) == (4, "bob")
    assert programme.evidence[0].text == "a wall of quotes"


async def test_until_the_roadmap_is_read_that_is_told_and_no_key_is_offered_that_does_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = assessed(place)
    with_plan(place, team)
    may_go_on = threading.Event()

    def slow(store: Store, team: Team) -> Standing:
        may_go_on.wait(10)
        return standing_of(store, team)

    monkeypatch.setattr("sem.tui.screens.roadmap.standing_of", slow)
    async with place.screen(size=LARGE) as screen:
        try:
            screen.app.push_screen(RoadmapScreen(team))
            await screen.until_shown("The roadmap is being read…")
            assert screen.rows[-1].split() == ["?", "Help"]
        finally:
            may_go_on.set()
        await screen.settle()
        assert "being read" not in screen.text
        assert "x Export" in screen.rows[-1]


async def test_a_plan_that_is_fixed_as_it_is_offers_no_fixing(place: Place) -> None:
    with_plan(place, assessed(place))
    async with place.screen(size=LARGE) as screen:
        await screen.press("p")
        assert "Fix plan" not in screen.rows[-1]
        await screen.press("a", "1", "enter")
        assert "Fix plan" in screen.rows[-1]


async def test_what_does_not_hold_is_told_in_the_window_with_what_was_typed(place: Place) -> None:
    team = assessed(place)
    with_plan(place, team)
    async with place.screen() as screen:
        await screen.press("p", "d")
        await fill(screen, on="2027-01-04")
        await screen.press("enter")
        assert "is still to come" in screen.window
        assert "2027-01-04" in screen.window
        await fill(screen, on="soon")
        await screen.press("enter")
        assert "“soon” is no day." in screen.window
        await screen.press("escape", "delete", "enter")
        assert "The reason is empty." in screen.window
        await screen.press("escape")
    assert not programme_of(place, team).progress


async def test_a_step_that_is_dropped_goes_with_what_follows_and_lowers_the_target(place: Place) -> None:
    team = assessed(place)
    with_ambition(place, team)
    async with place.screen() as screen:
        await screen.press("p")
        await screen.press("l")
        screen.app.screen.query_one(Rows).point_at("promises>2")
        await screen.settle()
        await screen.press("delete")
        assert "With it goes what comes after it in this area: Keeping promises 3." in screen.window
        await screen.type("not ours")
        await screen.press("enter")
    programme = programme_of(place, team)
    assert programme.ambition is not None
    assert programme.ambition.levels["promises"] == 1
    assert programme.dropped == {"promises>2": "not ours", "promises>3": "not ours"}


async def test_a_plan_that_can_not_be_shorter_says_so(place: Place) -> None:
    team = assessed(place)
    with_plan(place, team)
    async with place.screen() as screen:
        await screen.press("p", "i")
        assert screen.notices[-1] == "No shorter plan was found."
    assert len(programme_of(place, team).baselines) == 1


async def test_a_newer_round_says_what_changed(place: Place) -> None:
    team = assessed(place)
    with_plan(place, team)
    place.answer(place.round(team, TODAY), "Anouk", [3, 1, *[3] * 10])
    async with place.screen(size=LARGE) as screen:
        await screen.press("p")
        assert "Listening and asking on fell back from level 2 to 1." in screen.words
        assert "Making guests welcome went from level 2 to 3." in screen.words
        await screen.press("t")
        assert "No longer to be done: Making guests welcome 3." in screen.words


async def test_what_was_promised_is_told_with_the_roadmap_and_above_it_once_it_is_late(place: Place) -> None:
    team = assessed(place)
    with_plan(place, team)
    for text, days in (("Call [/] back", 1), ("Tidy up", -1)):
        draft = CommitmentDraft(text, "Bram", TODAY + timedelta(days=days))
        last_week = TODAY - timedelta(days=7)
        place.store.change_programme(team.id, partial(add_commitment, draft=draft, today=last_week))
    async with place.screen(size=LARGE) as screen:
        await screen.press("p")
        assert "Promised: Tidy up · Bram · was to be done by 20 Nov 2026" in screen.words
        assert "Call [/] back" not in screen.words
        await screen.press("t", "end")
        assert "Commitments: Tidy up · Bram · was to be done by 20 Nov 2026" in screen.words
        assert "Call [/] back · Bram · by 22 Nov 2026" in screen.words


async def test_the_roadmap_is_written_to_files_without_leaving_the_screen(place: Place) -> None:
    with_plan(place, assessed(place))
    async with place.screen() as screen:
        await screen.press("p", "x", "enter")
        await screen.press("x", *["down"] * 4, "enter")
        written = sorted(path.suffix for path in screen.app.exports.iterdir())
        assert written == [".ics", ".md"]
        assert screen.notices[-1].startswith("Written ")


async def test_a_screen_that_is_left_before_it_was_read_leaves_nothing_behind(place: Place) -> None:
    team = assessed(place)
    with_ambition(place, team, weeks=20)
    async with place.screen() as screen:
        for left in (RoadmapScreen(team), AmbitionScreen(team)):
            await screen.app.push_screen(left)
            await screen.app.pop_screen()
            left.show()
            await screen.settle()
        assert screen.app.return_code is None
        assert "De Linde" in screen.text


async def test_no_text_of_a_team_harms_its_roadmap(place: Place) -> None:
    team = assessed(place)
    names = [name_of(text) for text in TEXTS.values()]
    owners: tuple[Owner, ...] = ()
    for name in names:
        owners = (*owners, new_owner(owners, name))
    programme = with_ambition(place, team, weeks=20, statement=" ".join(TEXTS.values()), owners=owners)
    assert programme.ambition is not None
    async with place.screen(size=SMALL) as screen:
        await screen.press("p")
        await screen.press("s", "enter", "e", "down", "down", *["right"] * 3)
        assert_harmless(screen, "owner")
        await screen.press("enter", "n")
        for text in TEXTS.values():
            screen.app.screen.query_one("#field-evidence", Field).value = text
            await screen.settle()
            assert_harmless(screen, text)
        await screen.press("enter", "enter")
        assert_harmless(screen, "step")
        await screen.press("escape")
        for key in (*VIEWS, "l", "a"):
            await screen.press(key)
            assert_harmless(screen, key)
        await screen.press("o")
        assert_harmless(screen, "owners")
        await screen.press("ctrl+s", "t")
        assert_harmless(screen, "statement")
        await screen.press("ctrl+s", "enter")
        assert_harmless(screen, "saved")
    kept = programme_of(place, team).ambition
    assert kept is not None
    assert kept.owners == programme.ambition.owners, "names that were only looked at are what they were"
