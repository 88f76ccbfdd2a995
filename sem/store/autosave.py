"""Saves answers in a thread of its own, so that typing never waits for the disk and "saved" is never said too soon."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from sem.errors import SemError
from sem.model.assessment import NO_ANSWER, Answer, Response
from sem.store import Sheet

_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0
"""Seconds between two tries of a write that fails: twice as long each time."""


@dataclass(frozen=True, slots=True)
class SaveState:
    """How far saving is.

    Args:
        pending: How many answers are not in a finished write yet, and one more if the place is not.
        error: Why the last write failed, for the user; None while writing goes well.
        writes: How many writes have been finished.
    """

    pending: int = 0
    error: str | None = None
    writes: int = 0

    @property
    def saved(self) -> bool:
        """Whether all that was put is durable."""
        return self.pending == 0


class Autosave:
    """Takes answers at once and writes them behind; what comes in during a write goes together into the next.

    A write that fails is tried again, less and less often, and at once when something new is put; answers are kept
    meanwhile.

    Args:
        sheet: Where to save; `close` closes it too.
        report: Called from the thread after each write, finished or failed.
    """

    def __init__(self, sheet: Sheet, report: Callable[[SaveState], None] = lambda state: None) -> None:
        self._sheet, self._report = sheet, report
        self._changed = threading.Condition()
        self._waiting: dict[str, Answer] = {}
        self._waiting_place: str | None = None
        self._writing = 0
        self._in_write: Mapping[str, Answer] = {}
        self._state = SaveState()
        self._response = sheet.response
        self._closing = False
        self._urgent = False
        self._thread: threading.Thread | None = None

    @property
    def response(self) -> Response:
        """The response with all that was put, saved or not."""
        return self._response

    @property
    def state(self) -> SaveState:
        """How far saving is at this moment."""
        with self._changed:
            return self._now()

    @property
    def unsaved(self) -> int:
        """How many answers are not in a finished write yet."""
        with self._changed:
            return len(self._in_write.keys() | self._waiting.keys())

    def put(self, question_id: str, answer: Answer, place: str | None = None) -> None:
        """Take an answer, and the question now on the screen, to be saved; never waits for the disk.

        Raises:
            ValueError: It is closed.
        """
        self._take({question_id: answer}, place)

    def move(self, place: str) -> None:
        """Take the question now on the screen, to be saved; never waits for the disk.

        Raises:
            ValueError: It is closed.
        """
        self._take({}, place)

    def flush(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds for all that was put to be durable; return whether it is."""
        with self._changed:
            self._urgent = True
            self._changed.notify_all()
            return self._changed.wait_for(lambda: self._now().saved, timeout)

    def close(self, timeout: float) -> bool:
        """Flush, stop, and close the sheet; return whether everything is durable. It may be called twice."""
        saved = self.flush(timeout)
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout)
            if self._thread.is_alive():
                # The disk hangs; closing the sheet would hang with it. The thread ends with the process.
                return saved
        self._sheet.close()
        return saved

    def _take(self, answers: Mapping[str, Answer], place: str | None) -> None:
        with self._changed:
            if self._closing:
                raise ValueError("closed")
            self._waiting.update(answers)
            self._waiting_place = place or self._waiting_place
            known = self._response
            given = {
                question: answer for question, answer in {**known.answers, **answers}.items() if answer != NO_ANSWER
            }
            self._response = Response(known.respondent, given, place or known.place)
            self._urgent = True
            if self._thread is None:
                # A disk that hangs must not keep the program from ending; what a kill leaves behind is whole.
                self._thread = threading.Thread(target=self._work, name="autosave", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def _now(self) -> SaveState:
        waiting = len(self._waiting) + (self._waiting_place is not None)
        return SaveState(waiting + self._writing, self._state.error, self._state.writes)

    def _work(self) -> None:
        pause = 0.0
        while True:
            with self._changed:
                self._rest(pause)
                if not self._waiting and self._waiting_place is None:
                    return
                answers, place = self._waiting, self._waiting_place
                self._waiting, self._waiting_place = {}, None
                self._writing, self._in_write = len(answers) + (place is not None), answers
                self._urgent = False
            error = self._write(answers, place)
            with self._changed:
                self._writing, self._in_write = 0, {}
                if error is None:
                    pause = 0.0
                    self._state = SaveState(0, None, self._state.writes + 1)
                else:
                    pause = min(pause * 2, _LONGEST_PAUSE) or _FIRST_PAUSE
                    self._waiting = {**answers, **self._waiting}
                    self._waiting_place = self._waiting_place or place
                    self._state = SaveState(0, error, self._state.writes)
                state = self._now()
                given_up = error is not None and self._closing
                self._changed.notify_all()
            # A screen that is gone can't be told, and that is no reason to stop saving.
            with suppress(Exception):
                self._report(state)
            if given_up:
                return

    def _rest(self, pause: float) -> None:
        """Wait until there is something to write and, after a failure, for the pause; both end on closing."""
        until = time.monotonic() + pause
        while not self._closing:
            left = until - time.monotonic()
            if not self._waiting and self._waiting_place is None:
                self._changed.wait()
            elif left > 0 and not self._urgent:
                self._changed.wait(left)
            else:
                return

    def _write(self, answers: dict[str, Answer], place: str | None) -> str | None:
        """Write and return why it failed; None if it went well."""
        try:
            self._sheet.save(answers, place)
        except SemError as error:
            return str(error)
        except Exception as error:
            # Whatever went wrong, a thread that died would lose the answers that come after.
            return repr(error)
        return None
