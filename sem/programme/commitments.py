"""Commitments: the one or two things that people promise at the end of a session, each with an owner and a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _
from sem.i18n import long_date
from sem.model.assessment import LONGEST_NAME
from sem.model.programme import Commitment, Programme
from sem.programme.checks import LONGEST_TEXT, Checks

ENOUGH = 2
"""How many promises of one session are likely to be kept; more is allowed, and told."""


class CommitmentState(StrEnum):
    """How a commitment stands on a day."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class CommitmentDraft:
    """What somebody promises, as it was filled in; None where it was not."""

    text: str = ""
    owner: str = ""
    by: date | None = None
    round: str = ""


def add_commitment(programme: Programme, draft: CommitmentDraft, today: date) -> Programme:
    """Return the programme with another commitment.

    Raises:
        InvalidError: With everything that is missing or does not hold: what, who, or a day from today on.
    """
    checks = Checks()
    text = checks.required("text", draft.text, _("Say what you will do, in one sentence."), LONGEST_TEXT)
    owner = checks.required("owner", draft.owner, _("Say who does it: what is everybody's is nobody's."), LONGEST_NAME)
    if draft.by is None:
        checks.wrong("by", _("Say by which day it is done."))
    elif draft.by < today:
        message = _("{day} is over.").format(day=long_date(draft.by))
        checks.wrong("by", message, _("Choose a day that is still to come."))
    checks.finish()
    number = max((int(one.id[1:]) for one in programme.commitments if one.id[1:].isdecimal()), default=0) + 1
    made = Commitment(f"c{number}", text, owner, draft.by or today, round=draft.round)
    return replace(programme, commitments=(*programme.commitments, made))


def finish_commitment(programme: Programme, commitment_id: str, done_on: date | None, today: date) -> Programme:
    """Return the programme with a commitment done on a day; with None it is to do again.

    Raises:
        NotFoundError: There is no such commitment.
        InvalidError: The day is still to come.
    """
    found = find_commitment(programme, commitment_id)
    if done_on is not None and done_on > today:
        raise InvalidError(
            _("{day} is still to come.").format(day=long_date(done_on)), _("Write down what has happened.")
        )
    changed = replace(found, done_on=done_on)
    return replace(
        programme, commitments=tuple(changed if one.id == found.id else one for one in programme.commitments)
    )


def remove_commitment(programme: Programme, commitment_id: str) -> Programme:
    """Return the programme without a commitment.

    Raises:
        NotFoundError: There is no such commitment.
    """
    found = find_commitment(programme, commitment_id)
    return replace(programme, commitments=tuple(one for one in programme.commitments if one.id != found.id))


def find_commitment(programme: Programme, typed: str) -> Commitment:
    """Return the commitment with this id; case does not count, and neither does a missing ``c``.

    Raises:
        NotFoundError: There is none; the advice names those there are.
    """
    wanted = typed.strip().lower()
    for one in programme.commitments:
        if wanted in (one.id, one.id[1:]):
            return one
    known = ", ".join(one.id for one in programme.commitments)
    raise NotFoundError(
        _("There is no commitment “{id}”.").format(id=typed),
        _("There are: {ids}.").format(ids=known) if known else _("There are none yet."),
    )


def commitments_of(programme: Programme, round_id: str) -> tuple[Commitment, ...]:
    """Return what was promised in the session of a round, in the order it was."""
    return tuple(one for one in programme.commitments if one.round == round_id)


def in_order(programme: Programme, today: date) -> Iterator[tuple[Commitment, CommitmentState]]:
    """Yield all commitments with how they stand: those to do by their day, and then those that are done."""
    states = [(one, commitment_state(one, today)) for one in programme.commitments]
    return iter(sorted(states, key=lambda one: (one[1] is CommitmentState.DONE, one[0].by)))


def commitment_state(commitment: Commitment, today: date) -> CommitmentState:
    """Return how a commitment stands on a day."""
    if commitment.done_on is not None:
        return CommitmentState.DONE
    return CommitmentState.OVERDUE if commitment.by < today else CommitmentState.OPEN
