"""Saving behind the typing: never waits, batches what comes in meanwhile, and says "saved" only when it is."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping

import pytest

from sem.errors import StoreError
from sem.model.assessment import NO_ANSWER, Answer, Respondent, Response, Round
from sem.store import Sheet
from sem.store.autosave import Autosave, SaveState
from tests.store.conftest import Place

LONG = 20.0
"""Seconds to wait for what will certainly happen."""


class Slow:
    """A sheet whose writes finish, or fail, only when the test lets them."""

    def __init__(self) -> None:
        self.writes: list[tuple[dict[str, Answer], str | None]] = []
        self.started = threading.Semaphore(0)
        self.outcomes: queue.Queue[Exception | None] = queue.Queue()
        self.closed = 0
        self.response = Response(Respondent("1", "Anna"), {"Q00": Answer(level=1)})

    def save(self, answers: Mapping[str, Answer], place: str | None = None) -> None:
        self.started.release()
        outcome = self.outcomes.get(timeout=LONG)
        if outcome is not None:
            raise outcome
        self.writes.append((dict(answers), place))

    def close(self) -> None:
        self.closed += 1


class Reports:
    """What was reported, and a way to wait for the next."""

    def __init__(self) -> None:
        self.waiting: queue.Queue[SaveState] = queue.Queue()

    def __call__(self, state: SaveState) -> None:
        self.waiting.put(state)

    def next(self) -> SaveState:
        return self.waiting.get(timeout=LONG)


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
def autosave(slow: Slow, reports: Reports) -> Iterator[Autosave]:
    autosave = Autosave(slow, reports)
    yield autosave
    for _ in range(20):
        slow.outcomes.put(None)
    autosave.close(LONG)


def test_nothing_is_saved_before_its_write_has_finished(autosave: Autosave, slow: Slow, reports: Reports) -> None:
    assert autosave.state == SaveState(pending=0, error=None, writes=0)
    autosave.put("Q01", Answer(level=3), place="Q02")
    assert slow.started.acquire(timeout=LONG)
    assert not autosave.state.saved
    assert autosave.state.pending == 2
    slow.outcomes.put(None)
    assert reports.next() == SaveState(pending=0, error=None, writes=1)
    assert autosave.state.saved


def test_what_comes_in_during_a_write_goes_together_into_the_next(
    autosave: Autosave, slow: Slow, reports: Reports
) -> None:
    autosave.put("Q01", Answer(level=1))
    assert slow.started.acquire(timeout=LONG)
    autosave.put("Q02", Answer(level=2))
    autosave.put("Q03", Answer(level=3))
    autosave.put("Q02", Answer(level=5))
    autosave.move("Q04")
    autosave.move("Q05")
    slow.outcomes.put(None)
    assert reports.next() == SaveState(pending=3, error=None, writes=1)
    slow.outcomes.put(None)
    assert reports.next() == SaveState(pending=0, error=None, writes=2)
    assert slow.writes == [
        ({"Q01": Answer(level=1)}, None),
        ({"Q02": Answer(level=5), "Q03": Answer(level=3)}, "Q05"),
    ]


def test_the_response_shows_what_was_put_saved_or_not(autosave: Autosave) -> None:
    autosave.put("Q01", Answer(level=1), place="Q02")
    autosave.put("Q00", NO_ANSWER)
    assert autosave.response.answers == {"Q01": Answer(level=1)}
    assert autosave.response.place == "Q02"


class TestFailing:
    def test_answers_are_kept_and_tried_again_until_it_works(
        self, autosave: Autosave, slow: Slow, reports: Reports
    ) -> None:
        autosave.put("Q01", Answer(level=1), place="Q02")
        for _ in range(3):
            slow.outcomes.put(StoreError("The disk is full.", "Make room."))
            assert reports.next() == SaveState(pending=2, error="The disk is full. Make room.", writes=0)
            assert not autosave.flush(0), "it asks for the next try at once"
        slow.outcomes.put(None)
        assert reports.next() == SaveState(pending=0, error=None, writes=1)
        assert slow.writes == [({"Q01": Answer(level=1)}, "Q02")]

    def test_a_newer_answer_replaces_one_whose_write_failed(
        self, autosave: Autosave, slow: Slow, reports: Reports
    ) -> None:
        autosave.put("Q01", Answer(level=1), place="Q01")
        assert slow.started.acquire(timeout=LONG)
        autosave.put("Q01", Answer(level=5), place="Q02")
        slow.outcomes.put(StoreError("full"))
        slow.outcomes.put(None)
        assert reports.next().error == "full"
        assert reports.next().saved
        assert slow.writes == [({"Q01": Answer(level=5)}, "Q02")]

    def test_a_surprise_is_reported_and_tried_again_too(self, autosave: Autosave, slow: Slow, reports: Reports) -> None:
        autosave.put("Q01", Answer(level=1))
        slow.outcomes.put(RuntimeError("surprise"))
        assert "surprise" in (reports.next().error or "")
        autosave.flush(0)
        slow.outcomes.put(None)
        assert reports.next().saved

    def test_flush_tries_at_once_and_says_that_not_all_is_saved(self, slow: Slow, reports: Reports) -> None:
        autosave = Autosave(slow, reports)
        autosave.put("Q01", Answer(level=1))
        slow.outcomes.put(StoreError("full"))
        assert reports.next().error == "full"
        for _ in range(50):
            slow.outcomes.put(StoreError("still full"))
        assert autosave.flush(0.05) is False
        assert autosave.close(0.05) is False
        assert slow.closed == 1
        assert autosave.response.answers["Q01"] == Answer(level=1)

    def test_a_screen_that_can_not_be_told_does_not_stop_the_saving(self, slow: Slow) -> None:
        def gone(_state: SaveState) -> None:
            raise RuntimeError("the app is closed")

        autosave = Autosave(slow, gone)
        for number in range(3):
            slow.outcomes.put(None)
            autosave.put(f"Q0{number}", Answer(level=1))
            assert autosave.flush(LONG)
        assert autosave.close(LONG)


class TestClosing:
    def test_it_waits_for_what_is_left_and_closes_the_sheet(self, slow: Slow) -> None:
        autosave = Autosave(slow)
        autosave.put("Q01", Answer(level=1))
        slow.outcomes.put(None)
        assert autosave.close(LONG) is True
        assert slow.writes == [({"Q01": Answer(level=1)}, None)]
        assert slow.closed == 1

    def test_it_may_be_closed_unused_and_twice(self, slow: Slow) -> None:
        autosave = Autosave(slow)
        assert autosave.close(LONG)
        assert autosave.close(LONG)

    def test_a_closed_one_takes_nothing_more(self, slow: Slow) -> None:
        autosave = Autosave(slow)
        autosave.close(LONG)
        with pytest.raises(ValueError, match="closed"):
            autosave.put("Q01", Answer(level=1))
        with pytest.raises(ValueError, match="closed"):
            autosave.move("Q01")

    def test_a_disk_that_hangs_does_not_hang_the_closing(self, slow: Slow) -> None:
        autosave = Autosave(slow)
        autosave.put("Q01", Answer(level=1))
        assert slow.started.acquire(timeout=LONG)
        assert autosave.close(0.05) is False
        assert slow.closed == 0
        slow.outcomes.put(None)


def test_answers_reach_the_disk(place: Place, sheet: Sheet, round_: Round) -> None:
    autosave = Autosave(sheet)
    for level in (1, 2, 3):
        for number in range(1, 13):
            autosave.put(f"Q{number:02}", Answer(level=level), place=f"Q{number:02}")
    assert autosave.close(LONG)
    response = place.response(round_, "Anna")
    assert response == autosave.response
    assert {answer.level for answer in response.answers.values()} == {3}
    assert response.place == "Q12"
