"""Commitments in words and as JSON values, the same in the plan, in its files and on the screens."""

from __future__ import annotations

from datetime import date
from typing import Any

from sem.charts.weeks import short_day
from sem.i18n import gettext as _
from sem.model.codec import to_json
from sem.model.programme import Commitment, Programme
from sem.programme.commitments import CommitmentState, commitment_state, in_order


def commitment_state_words(commitment: Commitment, today: date) -> str:
    """Return how a commitment stands, with its day."""
    day = short_day(commitment.done_on or commitment.by)
    text = {
        CommitmentState.OPEN: _("by {day}"),
        CommitmentState.OVERDUE: _("was to be done by {day}"),
        CommitmentState.DONE: _("done on {day}"),
    }[commitment_state(commitment, today)]
    return text.format(day=day)


def commitment_words(commitment: Commitment, today: date) -> str:
    """Return a commitment with who does it and how it stands, on one line."""
    return _("{text} · {owner} · {state}").format(
        text=commitment.text, owner=commitment.owner, state=commitment_state_words(commitment, today)
    )


def commitment_lines(programme: Programme, today: date) -> list[str]:
    """Return the commitments of a programme in words; those to do first, by their day."""
    return [commitment_words(one, today) for one, _state in in_order(programme, today)]


def commitments_json(programme: Programme, today: date) -> list[dict[str, Any]]:
    """Return the commitments of a programme as JSON values, in the order of `commitment_lines`."""
    return [{**to_json(one), "state": state.value} for one, state in in_order(programme, today)]
