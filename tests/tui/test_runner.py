"""Answering by keys: every answer is durable, nothing typed is lost, and one goes on exactly where one was."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from textual import events

from sem.errors import StoreError
from sem.model.assessment import Answer, NotApplicable, Reason, Response, Round
from sem.store import NOTHING, Sheet, Store
from sem.store.failures import cannot_write
from sem.tui.screens.runner import RunnerScreen
from tests.tui.conftest import LARGE, SMALL, Place, copied, corners, same_as_frame

THREE: list[Answer | int] = [3, Answer(dont_know=True), Answer(level=4, note="Since May")]
started = copied(lambda place: place.answer(place.round(place.team()), "Anouk", THREE))
"""A team in whose open round Anouk answered three questions."""


class SlowOrBrokenStore:
    """A store whose sheets save when they are allowed to, or fail."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.allowed = threading.Event()
        self.failure: StoreError | None = None

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def wait(self) -> None:
        self.allowed.wait(10)
        if self.failure:
            raise self.failure

    def open_sheet(
        self, round_: Round, respondent: str, answers: Mapping[str, Answer] = NOTHING, place: str | None = None
    ) -> Sheet:
        if answers:
            self.wait()
        sheet, outer = self._store.open_sheet(round_, respondent, answers, place), self

        class Slow:
            @property
            def response(self) -> Response:
                return sheet.response

            def save(self, answers: Mapping[str, Answer], place: str | None = None) -> None:
                outer.wait()
                sheet.save(answers, place)

            def close(self) -> None:
                sheet.close()

        return Slow()


async def test_a_digit_chooses_saves_and_goes_on(place: Place) -> None:
    place.round(place.team())
    async with place.screen(assess="De Linde") as screen:
        assert "question 1 of 12" in screen.text
        await screen.press("2", "5")
        assert "question 3 of 12" in screen.text
        assert "saved" in screen.rows[0]
        assert place.levels()[:3] == [2, 5, None]


async def test_arrows_only_move_and_enter_chooses(place: Place) -> None:
    place.round(place.team())
    async with place.screen(assess="De Linde") as screen:
        await screen.press("down", "down", "down", "up")
        assert "question 1 of 12" in screen.text
        assert "●" not in screen.text
        await screen.press("enter")
        assert "question 2 of 12" in screen.text
        assert place.levels()[0] == 3


async def test_a_whole_assessment_ends_in_a_summary_from_which_enter_shows_the_results(place: Place) -> None:
    place.round(place.team())
    async with place.screen(assess="De Linde") as screen:
        await screen.press(*"34251432154", "d")
        assert "All questions are filled in" in screen.text
        assert "11 with a level" in screen.words
        assert "1 don't know" in screen.words
        await screen.press("enter")
        assert "no level yet" in screen.text
        assert "Nobody" not in screen.text
        assert place.levels() == [3, 4, 2, 5, 1, 4, 3, 2, 1, 5, 4, None]


async def test_going_on_starts_at_the_question_one_left(started: Place) -> None:
    async with started.screen(assess="De Linde") as screen:
        assert "question 4 of 12" in screen.text
        await screen.press("left", "left")
        assert "● Your answer: don't know" in screen.text
        await screen.press("escape")
    async with started.screen(assess="De Linde") as screen:
        assert "question 2 of 12" in screen.text


async def test_what_was_answered_before_the_program_died_is_all_there(place: Place) -> None:
    place.round(place.team())
    async with place.screen(assess="De Linde") as screen:
        await screen.press(*"54321")
        # No key to leave, no closing: the files are read as another process finds them after a kill.
        assert place.levels()[:6] == [5, 4, 3, 2, 1, None]
        assert place.response().place == place.questionnaire.questions[5].id


async def test_choosing_again_replaces_the_answer_and_keeps_the_note(started: Place) -> None:
    async with started.screen(assess="De Linde") as screen:
        await screen.press("left", "1")
        answer = started.response().answer(started.questionnaire.questions[2].id)
        assert answer == Answer(level=1, note="Since May")


async def test_dont_know_is_kept_and_goes_on(place: Place) -> None:
    place.round(place.team())
    async with place.screen(assess="De Linde") as screen:
        await screen.press("d")
        assert "question 2 of 12" in screen.text
        assert place.response().answer("WEL-01") == Answer(dont_know=True)


async def test_not_applicable_asks_for_a_reason(place: Place) -> None:
    place.round(place.team())
    async with place.screen(assess="De Linde") as screen:
        await screen.press("x", "down", "enter")
        assert place.response().answer("WEL-01") == Answer(not_applicable=NotApplicable(Reason.DONE_ELSEWHERE))
        await screen.press("x", "escape")
        assert not place.response().answer("LIS-01").given


async def test_another_reason_needs_words(place: Place) -> None:
    place.round(place.team())
    async with place.screen(assess="De Linde") as screen:
        await screen.press("x", "end", "enter")
        assert "Say the other reason" in screen.text
        await screen.type("no guests")
        await screen.press("enter")
        assert place.response().answer("WEL-01").not_applicable == NotApplicable(Reason.OTHER, "no guests")


async def test_backspace_takes_the_answer_back_and_leaves_the_note(started: Place) -> None:
    async with started.screen(assess="De Linde") as screen:
        await screen.press("left", "backspace")
        assert "question 3 of 12" in screen.text
        assert started.response().answer(started.questionnaire.questions[2].id) == Answer(note="Since May")


@pytest.mark.parametrize("close", ["escape", "ctrl+s"])
async def test_a_note_is_saved_however_one_closes_it(place: Place, close: str) -> None:
    place.round(place.team())
    async with place.screen(assess="De Linde") as screen:
        await screen.press("n")
        await screen.type("we do [this]")
        await screen.press(close)
        await screen.until(lambda: place.response().answer("WEL-01").note == "we do [this]")
        assert "note: we do [this]" in screen.text
        assert "question 1 of 12" in screen.text


async def test_a_note_is_saved_while_one_types(place: Place) -> None:
    place.round(place.team())
    async with place.screen(assess="De Linde") as screen:
        await screen.press("1", "left", "n")
        await screen.type("half a thou")
        await screen.until(lambda: place.response().answer("WEL-01") == Answer(level=1, note="half a thou"))


async def test_a_note_can_be_put_back_as_it_was(started: Place) -> None:
    async with started.screen(assess="De Linde") as screen:
        await screen.press("left", "n")
        await screen.type(" and June")
        await screen.press("ctrl+r", "escape")
        question = started.questionnaire.questions[2].id
        await screen.until(lambda: started.response().answer(question).note == "Since May")


async def test_a_note_that_is_too_long_stays_open_instead_of_being_cut(place: Place) -> None:
    place.answer(place.round(place.team()), "Anouk", [Answer(level=2, note="n" * 3999)])
    async with place.screen(assess="De Linde") as screen:
        await screen.press("left", "n")
        await screen.type("abc")
        await screen.press("escape")
        assert "2 characters too many" in screen.text
        await screen.press("backspace", "backspace", "escape")
        await screen.until(lambda: place.response().answer("WEL-01").note == "n" * 3999 + "a")


async def test_the_overview_jumps_by_number_and_by_arrows(started: Place) -> None:
    async with started.screen(assess="De Linde") as screen:
        await screen.press("o")
        assert "3 of 12 questions filled in" in screen.text
        assert "3 Designed" in screen.text
        await screen.press("1", "1", "enter")
        assert "question 11 of 12" in screen.text
        await screen.press("o", "up", "enter")
        assert "question 10 of 12" in screen.text
        await screen.press("o", "up", "escape")
        assert "question 10 of 12" in screen.text


async def test_a_click_on_a_level_chooses_it(place: Place) -> None:
    place.round(place.team())
    async with place.screen(assess="De Linde") as screen:
        runner = screen.app.screen
        assert isinstance(runner, RunnerScreen)
        y = next(y for y, row in enumerate(screen.rows) if "4 Managed" in row)
        await screen.pilot.click("PageView", offset=(30, y))
        await screen.until_shown("question 2 of 12")
        assert place.levels()[0] == 4


async def test_my_answer_of_last_time_is_beside_and_others_are_not(place: Place) -> None:
    team = place.team()
    earlier = place.round(team, date(2026, 5, 1))
    place.answer(earlier, "Anouk", [2])
    place.answer(earlier, "Bram", [5, 5])
    place.round(team)
    async with place.screen(assess="De Linde") as screen:
        assert "last time: 2 Emerging" in screen.text
        await screen.press("right")
        assert "last time" not in screen.text


async def test_saved_is_said_only_when_it_is(place: Place) -> None:
    place.round(place.team())
    store = SlowOrBrokenStore(place.store)
    async with place.screen(assess="De Linde", store=store) as screen:  # type: ignore[arg-type]
        await screen.pilot.press("4")
        await screen.until_shown("question 2 of 12")
        assert "saving…" in screen.rows[0]
        assert "saved" not in screen.text
        store.allowed.set()
        await screen.until_shown("saved")
        assert place.levels()[0] == 4


async def test_a_failed_save_says_why_keeps_the_answer_and_is_tried_again(place: Place) -> None:
    place.round(place.team())
    store = SlowOrBrokenStore(place.store)
    store.allowed.set()
    store.failure = StoreError("The disk is full.")
    async with place.screen(assess="De Linde", store=store) as screen:  # type: ignore[arg-type]
        await screen.pilot.press("4")
        await screen.until_shown("NOT SAVED: The disk is full.")
        store.failure = None
        await screen.until(lambda: "NOT SAVED" not in screen.text)
        await screen.until(lambda: place.levels()[0] == 4)


async def test_leaving_with_answers_that_can_not_be_saved_asks_at_once(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sem.tui.screens.runner.CLOSE_PATIENCE", 1000)
    place.round(place.team())
    store = SlowOrBrokenStore(place.store)
    store.allowed.set()
    store.failure = StoreError("The disk is full.")
    async with place.screen(assess="De Linde", store=store) as screen:  # type: ignore[arg-type]
        await screen.pilot.press("4")
        await screen.pilot.press("escape")
        await screen.until_shown("Not everything is saved. Leave all the same?")
        await screen.pilot.press("n")
        await screen.until_shown("question 2 of 12")
        store.failure = None
        await screen.pilot.press("escape")
        await screen.until_shown("Teams")
        assert place.levels()[0] == 4


async def test_how_to_leave_is_told_without_claiming_that_what_is_not_saved_is(place: Place) -> None:
    place.round(place.team())
    store = SlowOrBrokenStore(place.store)
    store.allowed.set()
    store.failure = StoreError("The disk is full.")
    async with place.screen(assess="De Linde", store=store) as screen:  # type: ignore[arg-type]
        await screen.pilot.press("4")
        await screen.until_shown("NOT SAVED")
        await screen.press("ctrl+c")
        assert screen.notices == ["Press Ctrl+Q to leave; not everything is saved yet."]
        store.failure = None
        await screen.until(lambda: "NOT SAVED" not in screen.text)
        await screen.press("ctrl+c")
        assert screen.notices[1:] == ["Press Ctrl+Q to leave; everything is saved."]


async def test_leaving_while_the_disk_does_not_answer_says_what_is_waited_for(place: Place) -> None:
    place.round(place.team())
    store = SlowOrBrokenStore(place.store)
    async with place.screen(assess="De Linde", store=store) as screen:  # type: ignore[arg-type]
        await screen.pilot.press("4")
        await screen.pilot.press("escape")
        await screen.until_shown("saving before you leave…")
        await screen.pilot.press("escape")
        store.allowed.set()
        await screen.until_shown("Teams")
        assert place.levels()[0] == 4


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "NOT SAVED: The disk is full"),
        pytest.param(errno.EACCES, "NOT SAVED: You are not allowed", marks=pytest.mark.long),
        pytest.param(errno.ENOENT, "NOT SAVED: Its folder is gone", marks=pytest.mark.long),
        pytest.param(errno.EIO, "NOT SAVED: Writing failed (disk error)", marks=pytest.mark.long),
    ],
)
async def test_why_saving_fails_is_read_in_a_narrow_window_however_long_the_path(
    place: Place, number: int, words: str
) -> None:
    place.round(place.team())
    store = SlowOrBrokenStore(place.store)
    store.allowed.set()
    store.failure = cannot_write(Path("/srv") / ("long" * 50), OSError(number, os.strerror(number)))
    async with place.screen(assess="De Linde", store=store) as screen:  # type: ignore[arg-type]
        await screen.pilot.press("4")
        await screen.until_shown(words)
        store.failure = None


async def test_what_to_look_for_can_be_read(place: Place) -> None:
    place.round(place.team())
    async with place.screen(assess="De Linde") as screen:
        await screen.press("i")
        assert "Ask three guests what they noticed." in screen.words
        await screen.press("escape")
        assert "question 1 of 12" in screen.text


@pytest.mark.usefixtures("each_language")
@corners(SMALL, LARGE)
async def test_frames(place: Place, size: tuple[int, int]) -> None:
    team = place.team()
    place.answer(place.round(team, date(2026, 5, 1)), "Anouk", [2, 3, 3, 2])
    place.answer(place.round(team), "Anouk", [3, Answer(dont_know=True), Answer(level=4, note="Since May")])
    async with place.screen(assess="De Linde", size=size) as screen:
        same_as_frame("question", screen)
        await screen.press("left")
        same_as_frame("question-answered", screen)
        await screen.press("o")
        same_as_frame("overview", screen)
        await screen.press("escape", "x")
        same_as_frame("not-applicable", screen)
        await screen.press("escape", "n")
        same_as_frame("note", screen)
        await screen.press("escape", *["right"] * 10)
        same_as_frame("summary", screen)


@pytest.mark.usefixtures("each_language")
@pytest.mark.parametrize("each_language", ["nl", pytest.param("en", marks=pytest.mark.long)], indirect=True)
async def test_frame_of_the_longest_question(tmp_path_factory: pytest.TempPathFactory) -> None:
    from tests.tui.sample import sample

    place = Place(tmp_path_factory.mktemp("longest"), sample(longest=True))
    place.round(place.team())
    async with place.screen(assess="De Linde") as screen:
        same_as_frame("longest-question", screen)
        assert all(str(level) in screen.text for level in range(1, 6))


async def test_going_on_says_as_whom_once(started: Place) -> None:
    async with started.screen(assess="De Linde") as screen:
        assert "De Linde · Anouk" in screen.rows[0] + screen.rows[1]
        assert "You go on as Anouk, 3 of 12 filled in" in screen.text
        await screen.press("3")
        assert "You go on" not in screen.text


async def test_a_response_that_was_complete_says_so_when_it_is_opened(place: Place) -> None:
    place.answer(place.round(place.team()), "Anouk", [3] * 12)
    async with place.screen(assess="De Linde") as screen:
        assert "This round was already filled in completely" in screen.text


async def test_another_answer_says_what_it_was(started: Place) -> None:
    async with started.screen(assess="De Linde") as screen:
        await screen.press("left", "left", "4")
        assert "changed, was: Don't know" in screen.text
        await screen.press("4")
        assert "changed" not in screen.text
        await screen.press("left", "x", "enter", "left", "2")
        assert "changed, was: Not applicable" in screen.text


async def test_from_the_first_open_question_one_goes_from_gap_to_gap_and_then_to_the_end(place: Place) -> None:
    answers: list[Answer | int] = [3, Answer(), 3, 3, Answer(note="Later"), 3, 3, 3, 3, 3, 3]
    place.answer(place.round(place.team()), "Anouk", answers)
    async with place.screen(assess="De Linde") as screen:
        await screen.press("4")
        assert "2 questions are still open" in screen.text
        assert "f First open" in screen.window
        await screen.press("f")
        assert "question 2 of 12" in screen.text
        await screen.press("5")
        assert "question 5 of 12" in screen.text
        await screen.press("d")
        assert "All questions are filled in" in screen.window
        assert "First open" not in screen.window
        assert "open:" not in screen.window


async def test_enter_leaves_an_answer_that_is_no_level(started: Place) -> None:
    async with started.screen(assess="De Linde") as screen:
        await screen.press("left", "left")
        assert "▌" not in screen.text
        await screen.press("enter")
        assert "question 3 of 12" in screen.text
        assert started.response().answer(started.questionnaire.questions[1].id).dont_know


async def test_what_is_typed_right_behind_n_lands_in_the_note(place: Place) -> None:
    place.round(place.team())
    async with place.screen(assess="De Linde") as screen:
        for character in "nbad x 1 2 3":
            screen.app.post_message(events.Key("space" if character == " " else character, character))
        screen.app.post_message(events.Paste(", pasted"))
        await screen.until(lambda: "bad x 1 2 3, pasted" in screen.text)
        await screen.press("escape")
        await screen.until(lambda: place.response().answer("WEL-01") == Answer(note="bad x 1 2 3, pasted"))


async def test_a_note_has_no_blanks_around_it_and_a_blank_one_is_none(place: Place) -> None:
    place.round(place.team())
    async with place.screen(assess="De Linde") as screen:
        await screen.press("1", "left", "n")
        assert "Your team reads this with your name." in screen.window
        await screen.type("  why  ")
        await screen.press("escape")
        await screen.until(lambda: place.response().answer("WEL-01").note == "why")
        await screen.press("n", *["backspace"] * 3, "space", "escape")
        await screen.until(lambda: place.response().answer("WEL-01") == Answer(level=1))
