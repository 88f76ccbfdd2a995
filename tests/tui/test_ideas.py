"""Ideas on the screen: handed in unseen, built upon, voted on in secret, and each one picked or answered."""

from __future__ import annotations

import pytest
from textual.widgets import TextArea

from sem.i18n import set_language
from sem.model.assessment import Team
from sem.model.idea import IdeaBox, IdeaFate, IdeaPhase
from sem.model.programme import Programme
from sem.programme.ideas import cluster, hand_in, open_ideas, start_voting, vote
from sem.programme.prompts import prompt
from sem.tui.marks import UNICODE
from sem.tui.widgets.rows import Rows
from tests.tui.conftest import LARGE, SMALL, Place, Screen
from tests.tui.test_hostile import ALL, TEXTS, assert_harmless, name_of
from tests.tui.way import assessed, with_ambition

IDEAS = ("A guest sits in", "Ring back", "Scrap the form")


@pytest.fixture(autouse=True)
def no_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the screens not read by themselves what colleagues did, however slow the machine is."""
    monkeypatch.setattr("sem.tui.screens.ideas.LOOK_AGAIN", 3600.0)


def box_of(place: Place, team: Team) -> IdeaBox:
    return place.store.programme(team.id).ideas


def seeded(place: Place, team: Team, phase: IdeaPhase, texts: tuple[str, ...] = IDEAS) -> list[str]:
    """Bring the team's ideas to a phase, and return their ids in the order of their texts."""
    store = place.store
    numbers = iter(range(len(texts)))
    store.change_programme(team.id, lambda p: hand_in(p, texts, lambda: f"{next(numbers):016x}"))
    if phase is not IdeaPhase.COLLECTING:
        store.change_programme(team.id, open_ideas)
    if phase in (IdeaPhase.VOTING, IdeaPhase.CHOOSING):
        store.change_programme(team.id, lambda p: start_voting(p, 2, 2))
    ids = [f"{n:016x}" for n in range(len(texts))]
    if phase is IdeaPhase.CHOOSING:
        for voter, chosen in (("Anouk", ids[:2]), ("Bram", ids[1:2])):
            store.change_programme(team.id, lambda p, v=voter, c=chosen: vote(p, v, c))  # type: ignore[misc]
    return ids


def list_of(screen: Screen) -> str:
    """Return the words of the list of ideas, without the head."""
    return " ".join(row.content.plain for row in screen.app.screen.query_one(Rows).rows)


async def fill(screen: Screen, *values: str) -> None:
    """Fill in the fields of a form from the one that has the focus on; an empty text leaves one as it is."""
    for value in values:
        if value:
            await screen.type(value)
        await screen.press("down")


async def test_from_typing_ideas_to_an_experiment_a_practice_and_an_answer(place: Place) -> None:
    set_language("nl")
    team = assessed(place)
    with_ambition(place, team)
    async with place.screen() as screen:
        await screen.press("b")
        for n, idea in enumerate(IDEAS):
            assert prompt(n) in screen.words
            await screen.type(idea)
            await screen.press("enter")
            assert idea not in screen.words
            await screen.press("ctrl+z")
            assert screen.app.screen.query_one(TextArea).text == "", "whoever sits down next can't bring it back"
        assert "Tot nu toe 3 ideeën" in screen.words

        await screen.press("ctrl+o", "y")
        assert all(idea in screen.words for idea in IDEAS)
        await screen.press("space", "down", "space", "c")
        await screen.type("Phone")
        await screen.press("enter")
        assert "Phone" in list_of(screen)
        assert UNICODE.done not in list_of(screen), "what was marked is put together"

        await screen.press("v")
        await fill(screen, "2", "2")
        await screen.press("enter")
        unvoted = list_of(screen)
        await screen.press("enter", "enter", "space", "2", "space", "enter")
        assert "Er is gestemd door 1 van de 2" in screen.words
        assert list_of(screen) == unvoted, "of a vote nothing is seen"
        await screen.press("enter")
        await screen.type("anouk")
        await screen.press("enter")
        assert UNICODE.done not in list_of(screen), "nor to whoever types the same name"
        await screen.press("escape", "enter")
        await screen.type("Bram")
        await screen.press("enter", "space", "enter")

        box = box_of(place, team)
        assert box.phase is IdeaPhase.CHOOSING
        assert f"{UNICODE.chosen * 2} 2" in list_of(screen)
        picked, kept, answered = (row.id for row in screen.app.screen.query_one(Rows).rows if row.id)
        await screen.press("e")
        assert box.idea(picked).text in screen.window
        await fill(screen, "", "Once", "ten", "", "10", "", "31-12-2026", "calls", "", "8")
        await fill(screen, "stop")
        await screen.press("enter")
        assert "e1" in screen.words
        await screen.press("down", "p")
        await fill(screen, "", "", "", "", "2/3/5", "4")
        await screen.press("enter")
        await screen.press("down", "a")
        await screen.type("No.")
        await screen.press("ctrl+s")
        assert "No." in screen.words
        assert "3 ideeën, elk gekozen of van antwoord voorzien." in screen.words
    programme = place.store.programme(team.id)
    fates = {idea.id: idea.fate for idea in programme.ideas.ideas}
    assert fates == {picked: IdeaFate.EXPERIMENT, kept: IdeaFate.PRACTICE, answered: IdeaFate.ANSWERED}
    assert programme.experiments[0].idea == picked
    assert programme.experiments[0].criterion.threshold == 8
    assert programme.ambition is not None
    assert [own.idea for own in programme.ambition.practices] == [kept]


async def test_while_ideas_are_collected_one_can_ask_something_else_and_words_are_not_lost(place: Place) -> None:
    team = place.team()
    async with place.screen() as screen:
        await screen.press("b", "ctrl+o")
        assert "There are no ideas yet." in screen.words, "without ideas there is nothing to open"
        await screen.press("enter", "tab")
        assert prompt(1) in screen.words
        await screen.press("ctrl+t")
        await screen.type("How do we end second calls?")
        await screen.press("enter")
        assert "How do we end second calls?" in screen.words
        await screen.type("half an idea")
        await screen.press("escape")
        assert "Go back without handing it in?" in screen.window
        await screen.press("n")
        assert "half an idea" in screen.text

        place.store.change_programme(team.id, lambda p: start_voting(open_ideas(hand_in(p, ["other"])), 1, 1))
        await screen.press("enter")
        assert "Voting has begun already." in screen.window
        await screen.press("escape")
        assert "half an idea" in screen.text, "what can't be handed in any more stays in the field"
        await screen.press("escape", "y")
        assert "De Linde" in screen.text
        await screen.press("b")
        assert "● voting" in screen.rows[0]
    assert len(box_of(place, team).ideas) == 1


async def test_votes_are_limited_and_voting_closes_early_only_with_a_reason(place: Place) -> None:
    team = place.team()
    ids = seeded(place, team, IdeaPhase.VOTING)
    async with place.screen() as screen:
        await screen.press("b", "n", "enter", "enter", "enter")
        assert "Say which idea." in screen.window
        await screen.press("1", "space", "2", "space", "3", "space")
        assert "Everyone has 2 votes. Take one back first." in screen.window
        await screen.press("2", "space", "3", "space")
        assert "0 votes left." in screen.window
        await screen.press("r")
        assert IDEAS[2] in screen.window
        await screen.press("escape", "enter")
        assert "1 of 3 have voted" in screen.words, "one more voter is waited for"
        await screen.press("c", "enter")
        assert "Wait for the others, or say why they can't vote." in screen.window
        await screen.type("Bram is ill")
        await screen.press("enter")
        assert "Voting was closed early: Bram is ill" in screen.words
        await screen.press("w")
        assert "Answer to 3 ideas" in screen.window
        await screen.press("ctrl+s")
        assert "Say why it is not taken" in screen.window
        await screen.type("Kept for spring.")
        await screen.press("ctrl+s")
        assert screen.words.count("Kept for spring.") == 3
    assert box_of(place, team).ballots[0].ideas == (ids[0], ids[2])


async def test_building_adds_ideas_and_takes_them_out_of_clusters(place: Place) -> None:
    team = place.team()
    ids = seeded(place, team, IdeaPhase.OPEN)
    place.store.change_programme(team.id, lambda p: cluster(p, ids[:2], "Phone"))
    async with place.screen() as screen:
        await screen.press("b", "c")
        assert "So far: Phone." in screen.window
        await screen.press("backspace", "enter", "n")
        await screen.type("Answer by film")
        await screen.press("ctrl+s")
        assert "Answer by film" in screen.text
        assert "4 ideas." in screen.words
        await screen.press("v", "down")
        await screen.type("9")
        await screen.press("enter")
        assert "Not right yet: How many people, Votes each." in screen.window
        await screen.press("escape", "f2")
        assert "Niet in een groepje" in screen.text
        assert "verder bouwen" in screen.rows[0]
        assert all(len(row) <= SMALL[0] for row in screen.rows)
    assert [idea.cluster for idea in box_of(place, team).ideas if idea.id in ids] == ["", "Phone", ""]


async def test_without_an_ambition_an_idea_can_be_tried_but_not_planned(place: Place) -> None:
    seeded(place, assessed(place), IdeaPhase.CHOOSING)
    async with place.screen() as screen:
        await screen.press("b", "p")
        assert "There is no ambition yet" in screen.window
        await screen.press("escape", "v")
        assert "No experiments yet" in screen.text
        await screen.press("escape", "enter")
        assert IDEAS[1] in screen.window


async def test_a_screen_goes_on_to_the_phase_that_colleagues_brought_the_ideas_to(place: Place) -> None:
    team = place.team()
    ids = seeded(place, team, IdeaPhase.VOTING)
    async with place.screen() as screen:
        await screen.press("b")
        for voter in ("Chantal", "Daan"):
            place.store.change_programme(team.id, lambda p, v=voter: vote(p, v, ids[:1]))  # type: ignore[misc]
        await screen.press("n", "escape")
        assert "● choosing" in screen.rows[0]


async def test_what_is_being_typed_stays_when_colleagues_open_the_ideas(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sem.tui.screens.ideas.LOOK_AGAIN", 0.05)
    team = place.team()
    async with place.screen() as screen:
        await screen.press("b")
        await screen.type("mine")
        place.store.change_programme(team.id, lambda p: open_ideas(hand_in(p, ["theirs"])))
        await screen.until_shown("● building")
        assert "mine" in screen.text
        await screen.press("enter")
        await screen.until_shown("theirs")
        assert "mine" in screen.text
        ids = [idea.id for idea in box_of(place, team).ideas]
        place.store.change_programme(team.id, lambda p: vote(start_voting(p, 1, 1), "Bram", ids[:1]))
        await screen.until_shown("● choosing")


async def assert_harmless_at_any_size(screen: Screen, at: object) -> None:
    """Look at the screen as it is, and in a larger window."""
    for size in (LARGE, SMALL):
        await screen.pilot.resize_terminal(*size)
        await screen.settle()
        assert_harmless(screen, at)
        assert all(len(row) <= size[0] for row in screen.rows)


async def test_no_idea_harms_a_screen(place: Place) -> None:
    texts = (*TEXTS.values(), "W" * 1000)
    team = assessed(place, name_of(texts[1]))
    with_ambition(place, team)
    ids = seeded(place, team, IdeaPhase.OPEN, texts)

    def clustered(programme: Programme) -> Programme:
        for id_, text in zip(ids, texts, strict=True):
            programme = cluster(programme, [id_], text[:60])
        return programme

    place.store.change_programme(team.id, clustered)
    async with place.screen() as screen:
        await screen.press("b")
        await assert_harmless_at_any_size(screen, "building")
        for way in [("c",), ("escape", "n"), ("escape", "v", "1", "enter"), ("enter",)]:
            await screen.press(*way)
            assert_harmless(screen, way)
        await screen.press("enter", "space", "enter")
        assert "● choosing" in screen.rows[0]
        await assert_harmless_at_any_size(screen, "choosing")
        for text in (next(text for text in texts if "[b" in text), texts[-1]):
            screen.app.screen.query_one(Rows).point_at(ids[texts.index(text)])
            for key in ("enter", "e", "p"):
                await screen.press(key)
                assert_harmless(screen, (text, key))
                await screen.press("escape")
        await screen.press("a")
        screen.app.screen.query_one(TextArea).insert(ALL["escape sequences"])
        await screen.press("ctrl+s")
        assert_harmless(screen, "answered")
