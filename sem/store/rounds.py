"""The rules of rounds with several people: what can be started, who may still answer, and how far everybody is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from sem.errors import ClosedError, InvalidError, Problem, SemError
from sem.i18n import gettext as _
from sem.model.assessment import LONGEST_NOTE, LONGEST_SCOPE, Participation, Response, Round, RoundKind, RoundState
from sem.model.names import clean_name, clean_note, name_key
from sem.model.questionnaire import Questionnaire
from sem.store.documents import ROSTER, ROUND

MOST_PEOPLE = 500
"""How many can be asked to answer one round; more is a slip of the finger."""

_SETTLED = 2_000_000_000
"""Nanoseconds after which a second change would show in a folder's time, which on some disks is rough."""

_Stamp = tuple[str, int, int, int]


class Setup:
    """How a round is to be, checked as a whole before anything is made.

    Args:
        kind: How respondents are known in it.
        scope: Whom or what the answers are about.
        invited: Who is asked to answer.
        expected: How many are.
        hidden: Whether nobody sees another's answers before it is revealed.

    Raises:
        InvalidError: Something does not hold; every problem is told.
    """

    def __init__(
        self,
        kind: RoundKind = RoundKind.NAMED,
        scope: str = "",
        invited: Iterable[str] = (),
        expected: int | None = None,
        hidden: bool = False,
    ) -> None:
        self._problems: list[Problem] = []
        self.kind, self.hidden = kind, hidden or kind is RoundKind.ANONYMOUS
        self.scope = " ".join(clean_note(scope).split())
        self.expected = expected
        if len(self.scope) > LONGEST_SCOPE:
            self._wrong(
                "scope",
                _("The sentence is too long: {n} characters.").format(n=len(self.scope)),
                _("Use at most {most}.").format(most=LONGEST_SCOPE),
            )
        self.invited = self._names(invited)
        if expected is not None and not 1 <= expected <= MOST_PEOPLE:
            self._wrong("expected", _("The number of people is 1 to {most}.").format(most=MOST_PEOPLE))
        if expected is not None and self.invited:
            self._wrong("expected", _("The names say already how many there are."), _("Give one of the two."))
        if self._problems:
            raise InvalidError(_("The round can't start like this."), problems=self._problems)

    def _names(self, invited: Iterable[str]) -> tuple[str, ...]:
        names: dict[str, str] = {}
        for text in invited:
            try:
                name = clean_name(text, _("the respondent"))
            except SemError as error:
                self._wrong("invited", error.message, error.advice)
                continue
            if name_key(name) in names:
                self._wrong(
                    "invited",
                    _("“{name}” is on the list twice.").format(name=name),
                    _("Two people with one name? Add a letter, such as “Anna B”."),
                )
            names[name_key(name)] = name
        if names and self.kind is RoundKind.ANONYMOUS:
            self._wrong("invited", _("An anonymous round keeps no names."), _("Say how many people there are."))
        if len(names) > MOST_PEOPLE:
            self._wrong("invited", _("At most {most} people can be invited.").format(most=MOST_PEOPLE))
        return tuple(names.values())

    def _wrong(self, field: str, message: str, advice: str = "") -> None:
        self._problems.append(Problem(message, advice, field=field))


def clean_because(text: str) -> str:
    """Return the sentence that decided a consensus as it is kept.

    Raises:
        InvalidError: It is too long.
    """
    sentence = clean_note(text).strip()
    if len(sentence) > LONGEST_NOTE:
        raise InvalidError(
            _("The sentence is too long: {n} characters.").format(n=len(sentence)),
            _("Use at most {most}.").format(most=LONGEST_NOTE),
        )
    return sentence


def closed() -> InvalidError:
    """Return the error for what can't be changed because the round is closed."""
    return InvalidError(
        _("This round is closed, so nothing in it is changed any more."), _("Start a new round: sem round start.")
    )


def refuse_answers(state: RoundState) -> None:
    """Insist that a round takes answers.

    Raises:
        ClosedError: It takes none any more.
    """
    if state is RoundState.OPEN:
        return
    if state is RoundState.REVEALED:
        message = _("This round is revealed: everybody can see the answers, so it takes no more.")
    else:
        message = _("This round is closed, so its answers stay as they are.")
    raise ClosedError(
        message,
        _("What you saved before counts. Do you want to add more? Ask who leads the session for a file of this round, "
          "made with “sem round share”; answers in it still join."),
    )  # fmt: skip


class Gate:
    """Tells for each save whether a round still takes answers; it reads files again only where they changed.

    Args:
        folders: The folders of the round.
        state: Returns how far the round is, read from its files.
        timeless: Whether the times of the folders say nothing.

    Raises:
        ClosedError: It takes no more answers.
    """

    def __init__(self, folders: Iterable[Path], state: Callable[[], RoundState], timeless: bool) -> None:
        self._folders, self._state, self._timeless = tuple(folders), state, timeless
        self._listed: dict[Path, tuple[int, list[str]]] = {}
        self._seen = self._look()
        refuse_answers(state())

    def check(self) -> None:
        """Insist that the round takes answers.

        Raises:
            ClosedError: It takes none any more.
            StoreError: It can't be read.
        """
        seen = self._look()
        # Where nothing is left the save itself tells what is wrong.
        if seen and seen != self._seen:
            refuse_answers(self._state())
            self._seen = seen

    def _look(self) -> set[_Stamp]:
        """Return what tells whether the files about the round changed; nothing of a folder that can't be listed."""
        found: set[_Stamp] = set()
        for folder in self._folders:
            try:
                for path in self._about(folder):
                    status = os.stat(path)  # noqa: PTH116 - a third of a save's own time would go into Path objects
                    found.add((path, status.st_mtime_ns, status.st_size, status.st_ino))
            except OSError:
                # The save itself tells what is wrong with the folder.
                continue
        return found

    def _about(self, folder: Path) -> list[str]:
        """Return the files about the round, without listing the folder again as long as nothing came into it."""
        changed = folder.stat().st_mtime_ns
        known = self._listed.get(folder)
        if known is not None and known[0] == changed:
            return known[1]
        with os.scandir(folder) as entries:
            paths = [entry.path for entry in entries if entry.name.startswith((f"{ROUND}~", f"{ROSTER}~"))]
        if not self._timeless and time.time_ns() - changed > _SETTLED:
            self._listed[folder] = changed, paths
        return paths


def participation(round_: Round, questionnaire: Questionnaire, responses: Iterable[Response]) -> Participation:
    """Return how far those who are to answer are."""
    begun = [(response, response.complete(questionnaire)) for response in responses if response.answered(questionnaire)]
    names = [(response.respondent.name, done) for response, done in begun]
    known = {name_key(name) for name, _done in names}
    names += [(name, False) for name in round_.invited if name_key(name) not in known]
    return Participation(
        answered_any=len(begun),
        complete=sum(done for _response, done in begun),
        expected=round_.voices,
        names=None if round_.anonymous else tuple(sorted(names, key=lambda one: name_key(one[0]))),
    )
