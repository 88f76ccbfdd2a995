"""A session of several people on the screens: start, answer unseen, reveal, discuss, and promise something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pytest
from textual import events
from textual.widgets import Input

from sem.model.assessment import (
    Answer,
    AnswerEvidence,
    Confidence,
    EvidenceSide,
    Participation,
    Round,
    RoundKind,
    RoundState,
    Team,
)
from sem.tui.closing import participation_words, short_participation
from sem.tui.screens.discuss import DiscussScreen
from sem.tui.widgets.choice import Choice
from tests.tui.conftest import LARGE, SMALL, TODAY, Place, Screen, corners, same_as_frame
from tests.tui.test_hostile import TEXTS, assert_harmless, name_of

PEOPLE = ["Anouk", "Bram", "Chris", "Dana", "Eva"]


@dataclass
class Session:
    """A team with a round that hides its answers."""

    place: Place
    team: Team
    round: Round

    def answer(self, *people: list[Answer | int]) -> None:
        """Let people answer, each from the first question on."""
        questions = self.place.questionnaire.questions
        for name, answers in zip(PEOPLE, people, strict=False):
            sheet = (
                self.place.store.open_anonymous(self.round)[0]
                if self.round.anonymous
                else self.place.store.open_sheet(self.round, name)
            )
            given = {
                q.id: Answer(level=a) if isinstance(a, int) else a for q, a in zip(questions, answers, strict=False)
            }
            sheet.save(given)
            sheet.close()

    @property
    def now(self) -> Round:
        return self.place.last_round(self.team)


async def paste(screen: Screen, words: str) -> None:
    """Put words in the field that has the focus, at once."""
    screen.app.post_message(events.Paste(words))
    await screen.settle()


def session(place: Place, kind: RoundKind = RoundKind.NAMED, people: int = 2) -> Session:
    """Start a round of so many people, in which nobody has answered yet."""
    team = place.team()
    round_ = place.store.start_round(
        team.id, place.questionnaire, TODAY, kind, scope="Only our team.", hidden=True,
        invited=tuple(PEOPLE[:people]) if kind is RoundKind.NAMED else (),
        expected=None if kind is RoundKind.NAMED else people,
    )  # fmt: skip
    return Session(place, team, round_)


def divided(place: Place) -> Session:
    """Return a session in which two people are done and differ most at the second question."""
    found = session(place)
    low, high = Answer(level=1, note="never [/] saw it"), Answer(level=5, note="always")
    seen = AnswerEvidence(EvidenceSide.AGAINST, "A complaint", date(2026, 10, 1), None, "/nowhere/x.pdf")
    found.answer([2, low, *[3] * 10], [3, high, Answer(level=3, evidence=(seen,)), *[3] * 9])
    return found


class TestStarting:
    async def test_whose_answers_when_seen_what_about_and_who_are_chosen_in_one_window(self, place: Place) -> None:
        place.round(place.team())
        async with place.screen() as screen:
            await screen.press("s", "down", "right", "right", "down", "down")
            await paste(screen, "Only our team.")
            await screen.press("down")
            await paste(screen, "Anouk, Bram")
            await screen.press("enter")
            assert "An anonymous round keeps no names." in screen.window
            await screen.press("backspace", *["backspace"] * 12)
            await paste(screen, "6")
            await screen.press("enter")
            assert "The round is started" in screen.notices[-1]
            assert "0 of 6 done" in screen.text
        made = place.store.rounds(place.store.teams()[0].id)[-1]
        assert (made.kind, made.scope, made.expected, made.hidden) == (RoundKind.ANONYMOUS, "Only our team.", 6, True)

    async def test_names_are_invited_and_answers_can_be_seen_at_once(self, place: Place) -> None:
        team = place.team()
        async with place.screen() as screen:
            # The window before an assessment leads here too.
            await screen.press("a", "down", "right", "enter", "down", "down", "right", "down", "down")
            await paste(screen, "Anouk,Bram ,")
            await screen.press("enter")
        made = place.last_round(team)
        assert (made.kind, made.invited, made.hidden) == (RoundKind.NAMED, ("Anouk", "Bram"), False)


class TestAnswering:
    async def test_who_answers_knows_what_it_is_about_how_sure_and_what_speaks_against_it(self, place: Place) -> None:
        found = session(place)
        async with place.screen() as screen:
            await screen.press("enter", "enter")
            assert "It is about: Only our team." in screen.window
            assert "Others see your name" in screen.window
            await screen.press("enter", "c", "c")
            assert "how sure: fairly sure" in screen.text
            await screen.press("e", "down", "enter")
            await paste(screen, "A complaint")
            await screen.press("down")
            await paste(screen, "/nowhere/x.pdf")
            await screen.press("down")
            await paste(screen, "soon")
            await screen.press("enter")
            assert "“soon” is no day." in screen.window
            await screen.press(*["backspace"] * 4)
            await paste(screen, "2026-10-01")
            await screen.press("enter")
            assert "A complaint (/nowhere/x.pdf, which is not there any more, seen on 1 Oct" in screen.window
            await screen.press("escape", "4", "d", "left")
            assert "Your answer: don't know" in screen.text
            await screen.press("escape")
            assert "0 of 2 done · not yet: Anouk, Bram" in screen.text
            assert "4.0" not in screen.text
        (response,) = [r for r in place.store.responses(found.now) if r.answers]
        first, second = (response.answer(question.id) for question in place.questionnaire.questions[:2])
        assert (first.level, first.confidence, second.confidence) == (4, Confidence.FAIRLY, None)
        seen = date(2026, 10, 1)
        assert first.evidence == (AnswerEvidence(EvidenceSide.AGAINST, "A complaint", seen, None, "/nowhere/x.pdf"),)
        assert place.saved_settings().respondent == "", "in a session nobody is who usually answers"

    async def test_an_anonymous_respondent_comes_back_with_the_code(self, place: Place) -> None:
        found = session(place, RoundKind.ANONYMOUS, people=6)
        async with place.screen() as screen:
            await screen.press("enter")
            assert "Your name" not in screen.window
            await screen.press("enter")
            (code,) = re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", screen.window)
            await screen.press("enter")
            assert "De Linde · anonymous" in screen.text
            await screen.press("n")
            assert "without a name" in screen.window
            await screen.press("escape", "4", "3", "escape", "enter")
            await paste(screen, "AAAA-AAAA")
            await screen.press("enter")
            assert "code" in screen.window
            await screen.press("escape", "enter")
            await paste(screen, code.lower().replace("-", " "))
            await screen.press("enter")
            assert "question 3 of 12" in screen.text
            assert "You go on, 2 of 12 filled in" in screen.text
            assert code not in screen.text
        assert [r.respondent.name for r in place.store.responses(found.now)] == [""]

    async def test_an_alias_is_never_ones_usual_name_by_accident(self, place: Place) -> None:
        session(place, RoundKind.ALIAS)
        async with place.screen() as screen:
            await screen.press("enter")
            assert "Your alias" in screen.window
            assert screen.app.screen.query_one(Input).value == ""
            assert screen.app.screen.query_one("#round", Choice).chosen == 0

    async def test_the_end_of_the_questions_leads_to_no_results_while_they_are_hidden(self, place: Place) -> None:
        session(place).answer([3] * 11)
        async with place.screen() as screen:
            await screen.press("enter", "enter", "3")
            assert "The results are seen when the round is revealed." in screen.window
            await screen.press("enter")
            assert "1 of 2 done · not yet: Bram" in screen.text


class TestRevealing:
    async def test_it_asks_while_somebody_is_not_done_and_names_them(self, place: Place) -> None:
        found = session(place)
        found.answer([3] * 12)
        async with place.screen(size=LARGE) as screen:
            assert "A session is going on." in screen.text
            await screen.press("r")
            assert "The answers are hidden until the round is revealed." in screen.text
            await screen.press("d")
            assert "hidden until the round is revealed" in screen.text
            await screen.press("escape", "escape", "v")
            await screen.until_shown("Not yet: Bram.")
            assert "1 of 2 people have answered everything. Not yet: Bram." in screen.window
            await screen.press("n")
            assert place.last_round(found.team).state is RoundState.OPEN
            await screen.press("v")
            await screen.until_shown("Not yet: Bram.")
            await screen.press("y")
            await screen.until_shown("0 of 12 agreed")
            assert place.last_round(found.team).state is RoundState.REVEALED
            assert "0 of 12 agreed" in screen.text

    async def test_who_is_late_in_an_anonymous_round_is_never_told(self, place: Place) -> None:
        found = session(place, RoundKind.ANONYMOUS, people=3)
        found.answer([3] * 12, [3])
        async with place.screen() as screen:
            assert "1 of 3 done " in screen.text
            await screen.press("v")
            await screen.until_shown("1 of 3 people")
            assert "1 of 3 people have answered everything. From then on" in screen.window

    def test_many_who_are_late_are_counted(self) -> None:
        names = tuple((f"P{n}", False) for n in range(10))
        late = Participation(answered_any=0, complete=0, expected=10, names=names)
        assert participation_words(late).endswith("Not yet: P0, P1, P2, P3, P4, P5, P6, P7 and 2 more.")
        assert short_participation(Participation(2, 1, None, None)) == "1 of 2 done"


class TestDiscussing:
    async def test_a_session_ends_in_agreed_levels_and_a_commitment(self, place: Place) -> None:
        found = divided(place)
        ids = [question.id for question in place.questionnaire.questions]
        async with place.screen() as screen:
            # That all are done is no reason not to ask.
            await screen.press("v")
            await screen.until_shown("can't be undone")
            assert "2 of 2 people have answered everything." in screen.window
            assert found.now.state is RoundState.OPEN
            await screen.press("y")
            await screen.until_shown("Listening and asking on")
            assert "lowest: 1 Incidental" in screen.text
            assert "Anouk: never [/] saw it" in screen.text
            await screen.press("3")
            await paste(screen, "We wrote it down.")
            await screen.press("enter")
            assert "1 of 12 agreed" in screen.rows[0]
            assert "Agreed on 3 Designed: We wrote it down." in screen.text
            await screen.press("enter")
            assert "Anouk (1): never [/] saw it" in screen.window
            await screen.press("escape", "s")
            assert "1 of 12, by low score" in screen.text
            await screen.press("s", "s", "s", "right", "right", "enter")
            assert "Evidence Bram, against: A complaint (/nowhere/x.pdf, which is not there any more" in screen.window
            await screen.press("escape", "tab")
            assert "■ Listening and asking on" in screen.text
            await screen.press("up", "enter")
            assert "2 of 12, as in the questionnaire" in screen.text
            await screen.press("b", "end")
            await paste(screen, " Often.")
            await screen.press("enter", "right", "4", "enter", "backspace", "w", "n", "enter")
            assert "Not right yet: What, Who, By which day." in screen.window
            await paste(screen, "Ring ten guests")
            await screen.press("down")
            await paste(screen, "Bram")
            await screen.press("down")
            await paste(screen, "2026-12-01")
            await screen.press("enter")
            assert "Ring ten guests" in screen.window
            await screen.press("c", "y")
            assert "The round is closed." in screen.window
        closed = found.now
        assert closed.state is RoundState.CLOSED
        assert {id_: (c.level, c.because) for id_, c in closed.decisions.items()} == {
            ids[1]: (3, "We wrote it down. Often.")
        }
        (kept,) = place.store.programme(found.team.id).commitments
        assert (kept.text, kept.owner, kept.by, kept.round) == (
            "Ring ten guests", "Bram", date(2026, 12, 1), closed.id,
        )  # fmt: skip

    async def test_a_commitment_is_done_and_not_done_after_all_and_taken_away(self, place: Place) -> None:
        found = divided(place)
        place.store.reveal_round(found.round)
        async with place.screen() as screen:
            await screen.press("d", "w", "n")
            await paste(screen, "Ring")
            await screen.press("down")
            await paste(screen, "Bram")
            await screen.press("down")
            await paste(screen, "1-12-2026")
            await screen.press("enter", "space")
            assert "Bram · done on 21 Nov" in screen.window
            await screen.press("space")
            assert "Bram · by 1 Dec" in screen.window
            await screen.press("delete", "y")
            assert "One or two things are enough" in screen.window
        assert place.store.programme(found.team.id).commitments == ()

    async def test_the_clock_tells_minutes_quietly(self, place: Place) -> None:
        found = divided(place)
        place.store.reveal_round(found.round)
        seconds = 0.0
        async with place.screen(size=LARGE) as screen:
            screen.app.push_screen(DiscussScreen(found.team, found.round.id, lambda: seconds))
            await screen.settle()
            seconds = 130.0
            await screen.press("right")
            assert "0 min here, 2 min in all" in screen.rows[0]

    async def test_a_closed_round_can_be_looked_at_and_says_why_nothing_changes(self, place: Place) -> None:
        found = divided(place)
        place.store.close_round(place.store.reveal_round(found.round), TODAY)
        async with place.screen() as screen:
            await screen.press("r", "d", "3", "enter")
            assert "This round is closed" in screen.window

    @pytest.mark.usefixtures("each_language")
    @corners(SMALL, LARGE)
    async def test_frames(self, place: Place, size: tuple[int, int]) -> None:
        found = divided(place)
        async with place.screen(size=size) as screen:
            same_as_frame("session-home", screen)
            place.store.reveal_round(found.round)
            screen.app.push_screen(DiscussScreen(found.team, found.round.id, lambda: 0.0))
            await screen.settle()
            same_as_frame("discuss", screen)
            await screen.press("w")
            same_as_frame("wrap-up", screen)


async def test_no_text_harms_a_session(place: Place) -> None:
    texts = list(TEXTS.values())
    team = place.team(name_of(texts[0]))
    round_ = place.store.start_round(
        team.id, place.questionnaire, TODAY, scope="[@click=app.quit]x[/] [/]", hidden=True,
        invited=tuple(name_of(text) for text in texts[:4]),
    )  # fmt: skip
    for n, text in enumerate(texts[:4]):
        evidence = AnswerEvidence(EvidenceSide.FOR, text, None, None, f"/nowhere/{n}\x1b[2J")
        answer = Answer(level=n + 1, note=text, evidence=(evidence,))
        sheet = place.store.open_sheet(round_, name_of(text))
        sheet.save({place.questionnaire.questions[0].id: answer})
        sheet.close()
    async with place.screen() as screen:
        assert_harmless(screen, "home")
        for way in (("s",), ("v",), ("a",), ("enter", "enter")):
            await screen.press(*way)
            assert_harmless(screen, way)
            await screen.press("escape")
        await screen.press("e")
        assert_harmless(screen, "evidence")
        await screen.press("escape", "escape", "v")
        await screen.until(lambda: "can't be undone" in screen.words)
        await screen.press("y")
        await screen.until_shown("agreed")
        assert_harmless(screen, "discuss")
        await screen.press("3")
        await paste(screen, "[/] [@click=app.quit]x[/]")
        await screen.press("enter")
        assert_harmless(screen, "agreed")
        for way in (("enter",), ("w", "n"), ("escape",)):
            await screen.press(*way)
            assert_harmless(screen, way)
