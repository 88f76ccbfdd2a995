"""The registry of actions: every key it names works, and bindings, footer, palette and help say the same."""

from __future__ import annotations

from datetime import date

import pytest

from sem.i18n import Language, language
from sem.i18n import gettext as _
from sem.tui.actions import REGISTRY, SCREENS, Scope, actions_of, commands_at, footer_actions, key_name
from sem.tui.text import plain
from sem.tui.widgets.key_bar import KeyBar
from tests.tui.conftest import SMALL, Place, Screen, copied

TO_BUILDING = ("b", "x", "enter", "ctrl+o", "y")
TO_VOTING = (*TO_BUILDING, "v", "1", "enter")
TO_BALLOT = (*TO_VOTING, "enter", "enter")
WAYS = {
    Scope.HOME: (),
    Scope.RUNNER: ("enter",),
    Scope.RESULTS: ("r",),
    Scope.AMBITION: ("p", "enter"),
    Scope.ROADMAP: ("p", "enter", "enter"),
    Scope.COLLECTING: ("b",),
    Scope.BUILDING: TO_BUILDING,
    Scope.VOTING: TO_VOTING,
    Scope.BALLOT: TO_BALLOT,
    Scope.CHOOSING: (*TO_BALLOT, "space", "enter"),
    Scope.EXPERIMENTS: ("p", "v"),
    Scope.OVER_TIME: ("o",),
    Scope.TEAMS: ("m",),
    Scope.CHOOSE_TEAMS: ("m", "t"),
    Scope.START: ("a",),
    Scope.CONFIRM: ("delete",),
    Scope.DIALOG: ("n",),
    Scope.FORM: ("p", "enter", "m"),
    Scope.TEXT: ("p", "enter", "o"),
    Scope.NOTE: ("enter", "n"),
    Scope.OVERVIEW: ("enter", "o"),
    Scope.READING: ("enter", "i"),
    Scope.AREA: ("r", "enter"),
    Scope.SUMMARY: ("enter", "right", "right", "right"),
    Scope.DISCUSS: ("r", "d"),
    Scope.WRAP_UP: ("r", "d", "w"),
    Scope.EVIDENCE: ("enter", "e"),
    Scope.OUTCOMES: ("u",),
    Scope.PALETTE: ("ctrl+p",),
}
"""The keys that lead from the home screen to where each scope holds."""
TAKEN_BY_A_FIELD = {
    Scope.DIALOG: {"enter"},
    Scope.START: {"enter", "up", "down"},
    Scope.FORM: {"enter", "up", "down"},
    Scope.COLLECTING: {"tab"},
    Scope.PALETTE: {"enter", "up", "down"},
}
"""Keys that a field in the window answers to first, and passes on; what they do is pressed in the other tests."""
ON_A_WIDER_SCREEN = {"roadmap.export", "teams.between", "teams.export", "teams.method", "home.assess"}
"""What the last line tells only where it has room beside all the rest; the help tells it on every screen."""
OF_NO_USE_THERE = {
    "home.roadmap",
    "home.over_time",
    "home.compare",
    "results.over_time",
    "results.earlier",
    "results.later",
    "over-time.rounds",
    "over-time.then",
    "over-time.now",
    "over-time.export",
    "area.open",
    "collecting.open_all",
    "experiments.open",
    "experiments.result",
    "experiments.amend",
    "experiments.stop",
    "home.reveal",
    "home.discuss",
    "results.discuss",
    "wrap-up.done",
    "wrap-up.remove",
    "evidence.remove",
    "outcomes.open",
    "outcomes.remove",
}
"""What the last line leaves out of a team with one round of one person that is not complete, without ideas, experiments
and commitments, and of a question with nothing more to open."""
ELSEWHERE = {Scope.APP, Scope.BRIEFING, Scope.FINISH}
"""Where no key leads from there: what holds everywhere, and what a respondent in a session sees."""


answered = copied(lambda place: place.answer(place.round(place.team()), "Anouk", [3, 4, 2, 5, 1, 3, 4, 2, 3]))


def test_ids_are_unique_and_so_are_the_keys_of_a_scope() -> None:
    assert len({action.id for action in REGISTRY}) == len(REGISTRY)
    for scope in Scope:
        keys = [key for action in actions_of(scope) for key in action.keys]
        assert len(keys) == len(set(keys)), scope


def test_no_screen_takes_a_key_that_holds_everywhere() -> None:
    everywhere = {key for action in REGISTRY if action.everywhere for key in action.keys}
    for action in REGISTRY:
        assert action.everywhere or not everywhere & set(action.keys)


def test_every_action_says_what_it_does_in_both_languages(each_language: Language) -> None:
    for action in REGISTRY:
        assert _(action.title)
        assert _(action.help).endswith(".")
        if each_language == "nl" and action.help != "OK":
            assert _(action.help) != action.help


def _leads_by(scope: Scope, other: Scope) -> bool:
    """Return whether one comes by another scope on the way to this one."""
    way, passed = WAYS[scope], WAYS[other]
    return len(way) > len(passed) and way[: len(passed)] == passed


LAST = [scope for scope in WAYS if not any(_leads_by(other, scope) for other in WAYS)]
"""The scopes that one does not come by on the way to another one."""


@pytest.mark.parametrize("scope", LAST)
async def test_every_action_is_bound_and_the_last_line_tells_the_first_ones(answered: Place, scope: Scope) -> None:
    passed = sorted((one for one in WAYS if one is scope or _leads_by(scope, one)), key=lambda one: len(WAYS[one]))
    async with answered.screen(size=SMALL) as screen:
        pressed = 0
        for one in passed:
            for key in WAYS[scope][pressed : len(WAYS[one])]:
                await screen.press("j" if key == "y" and language() == "nl" else key)
            pressed = len(WAYS[one])
            # Each is looked at once, on the first way that comes by it.
            if next(last for last in LAST if last is one or _leads_by(last, one)) is scope:
                await _assert_whole(screen, one)


async def _assert_whole(screen: Screen, scope: Scope) -> None:
    assert getattr(screen.app.screen, "SCOPE", None) is scope
    for action in (*actions_of(scope), *(actions_of(Scope.APP) if scope in SCREENS else ())):
        owner = screen.app if action.scope is Scope.APP else screen.app.screen
        assert callable(getattr(owner, f"action_{action.name}"))
        for key in set(action.keys) - TAKEN_BY_A_FIELD.get(scope, set()):
            assert screen.app.active_bindings[key].binding.action == action.call(key), key
    _assert_keys_in_sight(screen, scope)
    # The way goes on in the other language.
    await screen.press("f2")
    _assert_keys_in_sight(screen, scope)


def _assert_keys_in_sight(screen: Screen, scope: Scope) -> None:
    bar = screen.app.screen.query_one(KeyBar)
    in_use = [action for action in footer_actions(scope) if action.id not in OF_NO_USE_THERE]
    assert [action for action in bar.shown if action.id not in ON_A_WIDER_SCREEN] == [
        action for action in in_use if action.id not in ON_A_WIDER_SCREEN
    ]
    assert 1 <= len(bar.shown) <= 7
    for action in bar.shown:
        title = _("Continue") if action.id == "home.open" else _(action.label or action.title)
        assert f"{action.keys_shown} {title}" in screen.text


def test_no_scope_is_left_out() -> None:
    assert set(WAYS) == set(Scope) - ELSEWHERE


ENDS = [scope for scope in SCREENS if not any(_leads_by(other, scope) for other in SCREENS)]
"""The screens from which no way leads on to another one."""


OFTEN = {Scope.ROADMAP}
"""The screen of which every run looks at the palette and the help, with those on the way to it."""


@pytest.mark.parametrize("scope", [pytest.param(one, marks=[] if one in OFTEN else pytest.mark.long) for one in ENDS])
async def test_the_palette_offers_what_a_screen_can_do_and_the_help_tells_every_key(
    answered: Place, scope: Scope
) -> None:
    passed = sorted((one for one in SCREENS if one is scope or _leads_by(scope, one)), key=lambda one: len(WAYS[one]))
    async with answered.screen(size=(120, 60)) as screen:
        pressed = 0
        for one in passed:
            await screen.press(*WAYS[scope][pressed : len(WAYS[one])])
            pressed = len(WAYS[one])
            if next(end for end in ENDS if end is one or _leads_by(end, one)) is scope:
                await _assert_palette_and_help(screen, one)


async def _assert_palette_and_help(screen: Screen, scope: Scope) -> None:
    await screen.press("ctrl+p")
    assert "What would you like to do?" in screen.text
    offered = commands_at(scope)
    for action in offered:
        assert plain(_(action.title)) in screen.window
    assert plain(_(offered[0].help)) in screen.window
    assert "Esc Back" in screen.window
    await screen.press("escape", "question_mark")
    for _language in ("en", "nl"):
        for action in (*actions_of(scope), *actions_of(Scope.APP)):
            assert _(action.help) in screen.window
        await screen.press("f2")
    await screen.press("escape")


async def test_the_palette_says_when_it_finds_nothing_and_stays(answered: Place) -> None:
    async with answered.screen() as screen:
        await screen.press("ctrl+p")
        await screen.type("zzz")
        await screen.press("enter")
        assert "Nothing is called that." in screen.window
        await screen.press(*["backspace"] * 3, "down", "down")
        assert plain(_(commands_at(Scope.HOME)[2].help)) in screen.window
        await screen.press("escape")
        assert "De Linde" in screen.text


async def test_the_last_line_tells_what_several_teams_and_rounds_make_possible(place: Place) -> None:
    team = place.team()
    for day in (1, 15):
        place.answer(place.round(team, date(2026, 10, day)), "Anouk", [3] * 12)
    place.team("Het Anker")
    async with place.screen() as screen:
        for size, in_english, in_dutch in (
            ((120, 40), "enter p o m s a n q ?", "enter p o m s a n q ?"),
            ((60, 20), "enter p o m ?", "enter p o ?"),
            ((80, 24), "enter p o m s q ?", "enter p o m s ?"),
        ):
            await screen.pilot.resize_terminal(*size)
            for keys in (in_english, in_dutch):
                assert _keys_in_sight(screen) == keys
                await screen.press("f2")
        await screen.press("down")
        assert "o" not in _keys_in_sight(screen).split(), "one team has no rounds yet"
        await screen.press("up", "enter")
        assert "o Trend" in screen.rows[-1]


def _keys_in_sight(screen: Screen) -> str:
    return " ".join(key_name(action.keys[0]).lower() for action in screen.app.screen.query_one(KeyBar).shown)


async def test_behind_a_window_no_keys_are_shown_that_do_not_work_there(answered: Place) -> None:
    async with answered.screen() as screen:
        assert "New team" in screen.rows[-1]
        await screen.press("a")
        assert screen.rows[-1] == ""
        await screen.press("escape")
        assert "New team" in screen.rows[-1]


async def test_the_palette_finds_and_does(answered: Place) -> None:
    async with answered.screen(size=(120, 60)) as screen:
        await screen.press("enter", "ctrl+p")
        await screen.type("overview")
        await screen.until_shown("See all questions and jump to one.")
        await screen.press("enter")
        await screen.until_shown("9 of 12 questions filled in")


async def test_the_palette_speaks_dutch(answered: Place) -> None:
    async with answered.screen(size=(120, 60)) as screen:
        await screen.press("f2", "ctrl+p")
        assert "Licht of donker" in screen.window
        assert "Wat wil je doen?" in screen.text


async def test_ctrl_c_tells_how_to_leave(answered: Place) -> None:
    async with answered.screen() as screen:
        await screen.press("ctrl+c")
        assert "Press Ctrl+Q to leave" in screen.notices[-1]


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_the_program_can_be_left(answered: Place, key: str) -> None:
    async with answered.screen() as screen:
        await screen.pilot.press(key)
        await screen.pilot.pause()
        assert screen.app.return_code == 0
