"""Experiments on the screen: the criterion before the start, green or red in words, and what the plan does then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import TextArea

from sem.i18n import set_language
from sem.model.experiment import Experiment, Outcome
from sem.model.questionnaire import Estimate, Practice, PracticeKind
from sem.model.text import Text
from sem.programme.experiments import add_experiment, newest_experiment
from sem.reports.roadmap import standing_of
from sem.tui.widgets.fields import Field
from sem.tui.widgets.rows import Rows
from tests.programme.box import draft
from tests.tui.conftest import LARGE, TODAY, Place
from tests.tui.sample import sample
from tests.tui.test_hostile import ALL, TEXTS, assert_harmless, name_of
from tests.tui.test_ideas import assert_harmless_at_any_size, fill
from tests.tui.way import assessed, pointed, with_ambition

PRACTICE = Practice(
    id="greet-first",
    area="welcome",
    level=3,
    kind=PracticeKind.BASIC,
    title=Text("Groet als eerste", "Greet first"),
    description=Text("Groet.", "Greet."),
    weeks=Estimate(2, 3, 4),
    person_days=Estimate(1, 2, 3),
    measure=Text("Gasten zeggen het.", "Guests say so."),
    experiment=Text("Doe het een week.", "Do it for a week."),
    kill_criterion=Text("Merkt niemand het, dan stoppen we.", "If nobody notices, we stop."),
)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A workspace in which a questionnaire has a practice that says how to try it."""
    return Place(tmp_path, replace(sample(), practices=(PRACTICE,)))


def experiments_of(place: Place) -> tuple[Experiment, ...]:
    (team,) = place.store.teams()
    return place.store.programme(team.id).experiments


def running(place: Place, step: str | None = None, **changes: object) -> Experiment:
    """Add an experiment to the only team that began a while ago, and can still be measured."""
    (team,) = place.store.teams()
    days = {"start": date(2026, 10, 19), "end": date(2026, 11, 13), "by": date(2026, 11, 27)}
    areas = [area.id for area in place.questionnaire.areas]
    filled = draft(step=step, **{**days, **changes})
    return newest_experiment(
        place.store.change_programme(team.id, lambda p: add_experiment(p, filled, date(2026, 10, 1), areas))
    )


async def test_a_practice_is_tried_with_a_criterion_fixed_before_the_start(place: Place) -> None:
    with_ambition(place, assessed(place))
    async with place.screen() as screen:
        await screen.press("p")
        step = pointed(screen)
        await screen.press("v")
        assert "No experiments yet" in screen.text
        await screen.press("n")
        await screen.type("greet week")
        await screen.press("down")
        assert "Do it for a week." in screen.window
        await screen.press("enter")
        assert "Do it for a week." in screen.window
        assert "If nobody notices, we stop." in screen.window
        await screen.press("enter")
        assert "Not right yet: With whom, Last day, You measure, this number." in screen.window
        assert "Say with which customers or colleagues you try it." in screen.window
        await fill(screen, "two of us", "", "", "", "next year")
        await screen.press("enter")
        assert "“next year” is no day." in screen.window
        await screen.type("2026-12-31")
        assert "is no day" not in screen.window
        await fill(screen, "", "noticed", "", "3,5")
        await screen.press("enter")
        assert "planned" in screen.text
        assert "Goes on if “noticed: at least 3.5” by 31 Dec 2026 (wk 53)." in screen.words
        await screen.press("r")
        assert "there is no result yet" in screen.window
        await screen.press("escape", "escape")
        assert pointed(screen) == step, "back at the roadmap, where one was"
    (added,) = experiments_of(place)
    assert (added.step, added.start, added.title) == ("welcome>3", date(2026, 11, 23), "Greet first")
    assert added.criterion.fixed_on == TODAY


async def test_red_pulls_the_plug_an_amendment_tells_why_and_green_goes_on(place: Place) -> None:
    team = assessed(place)
    with_ambition(place, team)
    step = standing_of(place.store, team).roadmap(TODAY).plan.steps[0].step.id
    running(place, step)
    async with place.screen() as screen:
        await screen.press("p", "v", "r")
        await screen.type("20")
        await screen.press("enter")
        assert "Red: 20, and that does not meet" in screen.window
        assert "What you agreed for this case: We stop and ask ten customers" in screen.window
        assert "Without it can't be reached" in screen.window, "what the plan does now"
        await screen.press("escape")
        assert "✗ red" in screen.text
        await screen.press("a", "enter")
        assert "Say why the criterion changes: everyone will see it, for ever." in screen.window
        await screen.type("Holidays")
        await screen.press("up", "up", "up", "enter")
        assert "Nothing is different from the criterion as it is." in screen.window
        await screen.type("25")
        await screen.press("enter")
        assert "? to be measured" in screen.text
        await screen.press("r")
        await screen.type("20")
        await screen.press("enter")
        assert "Green: 20, and that meets" in screen.window
        assert "waits for it no more." in screen.window
        await screen.press("escape")
        assert "✓ green" in screen.text
        await screen.press("f4", "f4")
        assert "+ green" in screen.text, "a sign in plain letters too"
        await screen.press("enter")
        read = ""
        for _page in range(4):
            read += screen.window
            await screen.press("pagedown")
        for words in ("version 2", "version 1", "Changed because: Holidays", "Red: 20", "Green: 20"):
            assert words in read
    (experiment,) = experiments_of(place)
    assert [criterion.threshold for criterion in experiment.criteria] == [12, 25]
    assert [experiment.outcome_of(result) for result in experiment.results] == [Outcome.RED, Outcome.GREEN]


async def test_the_plug_is_pulled_for_ever_and_in_dutch(place: Place) -> None:
    set_language("nl")
    assessed(place)
    running(place)
    running(place, title="Een tweede", end=date(2026, 11, 28), by=date(2026, 12, 4))
    running(place, title="Te laat", by=date(2026, 11, 20))
    async with place.screen(size=LARGE) as screen:
        await screen.press("p", "v")
        for words in ("? nog te meten", "◐ loopt", "! geen uitkomst op tijd"):
            assert words in screen.text
        await screen.press("delete", "enter")
        assert "Zeg waarom je stopt" in screen.window
        await screen.type("De leverancier is weg")
        await screen.press("enter")
        assert "De leverancier is weg" in screen.window
        await screen.press("escape")
        assert "– gestopt" in screen.text
        assert "Uitkomst" not in screen.rows[-1]
        for key in ("r", "a", "delete"):
            await screen.press(key)
            assert "voeg dan een nieuw experiment toe" in screen.window
            await screen.press("escape")
        await screen.press("f2")
        assert "– stopped" in screen.text
    assert experiments_of(place)[0].stopped_because == "De leverancier is weg"


async def test_no_text_harms_the_experiments(tmp_path: Path) -> None:
    texts = list(TEXTS.values())
    practices = []
    for n, text in enumerate(texts):
        both = Text(text, text)
        practices.append(replace(PRACTICE, id=f"p{n}", title=both, experiment=both, kill_criterion=both))
    place = Place(tmp_path, replace(sample(hostile=texts), practices=tuple(practices)))
    team = assessed(place, name_of(texts[1]))
    with_ambition(place, team)
    names = ("title", "hypothesis", "who", "where", "measure", "otherwise")
    for text in texts:
        running(place, "welcome>3", **dict.fromkeys(names, text))
    async with place.screen() as screen:
        await screen.press("p", "v")
        await assert_harmless_at_any_size(screen, "experiments")
        for n in range(len(texts)):
            screen.app.screen.query_one(Rows).point_at(f"e{n + 1}")
            await screen.pilot.pause()
            assert_harmless(screen, n)
        for way in [("enter",), ("a",), ("delete",), ("r",), ("n",), ("n", "down", "enter")]:
            await screen.press(*way)
            assert_harmless(screen, way)
            await screen.press("escape")
        await screen.press("r")
        screen.app.screen.query_one(Field).value = "20"
        screen.app.screen.query_one(TextArea).insert(ALL["escape sequences"])
        await screen.press("enter")
        assert_harmless(screen, "red")
        await screen.press("escape", "enter")
        assert_harmless(screen, "told")


async def test_without_answers_one_can_try_something_all_the_same(place: Place) -> None:
    place.team()
    async with place.screen(size=(60, 20)) as screen:
        await screen.press("p", "v", "n", "enter")
        assert "A new experiment" in screen.window
        await screen.press("enter")
        bar = screen.app.screen.query_one("KeyBar").region
        assert "OK" in screen.rows[bar.y], "the keys are always in sight"
        await screen.press(*["down"] * 12)
        await screen.until_shown("no step")
        assert all(len(row) <= 60 for row in screen.rows)
