"""The phases of a collection of ideas: which may do what, and what to say to who is too early or too late."""

from __future__ import annotations

from sem.errors import InvalidError
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.model.idea import IdeaBox, IdeaFate, IdeaPhase

PHASES = tuple(IdeaPhase)
"""In the order in which they come."""

_NAMES = {
    IdeaPhase.COLLECTING: N_("collecting"),
    IdeaPhase.OPEN: N_("building"),
    IdeaPhase.VOTING: N_("voting"),
    IdeaPhase.CHOOSING: N_("choosing"),
}

_TOO_EARLY = {
    IdeaPhase.COLLECTING: (
        N_("Ideas are still being collected: nobody sees or judges them yet."),
        N_("Open them when everybody has had the time to hand in."),
    ),
    IdeaPhase.OPEN: (N_("The ideas are open, but there was no vote yet."), N_("Start voting first.")),
    IdeaPhase.VOTING: (
        N_("Voting is not over: {n} of {voters} have voted."),
        N_("Wait for the others, or close voting and say why they can't vote."),
    ),
}

_TOO_LATE = {
    IdeaPhase.OPEN: (N_("The ideas are open already."), N_("That can't be undone.")),
    IdeaPhase.VOTING: (N_("Voting has begun already."), N_("That can't be undone.")),
    IdeaPhase.CHOOSING: (N_("Voting is over already."), N_("Pick or answer the ideas that wait.")),
}

_ALL_CHOSEN = N_("Each idea is picked or answered: these ideas are done.")


class PhaseError(InvalidError):
    """Something was asked for that belongs to another phase.

    Args:
        box: The ideas.
        too_early: Whether it belongs to a phase that is still to come.
    """

    def __init__(self, box: IdeaBox, too_early: bool) -> None:
        message, advice = (_TOO_EARLY if too_early else _TOO_LATE)[box.phase]
        if box.phase is IdeaPhase.CHOOSING and all(idea.fate is not IdeaFate.WAITING for idea in box.ideas):
            advice = _ALL_CHOSEN
        super().__init__(_(message).format(n=len(box.ballots), voters=box.voters), _(advice))
        self.phase = box.phase
        self.too_early = too_early


def require_phase(box: IdeaBox, *allowed: IdeaPhase) -> None:
    """Go on if the ideas are in one of these phases, which follow each other.

    Raises:
        PhaseError: They are not.
    """
    if box.phase not in allowed:
        raise PhaseError(box, too_early=PHASES.index(box.phase) < PHASES.index(allowed[0]))


def phase_word(phase: IdeaPhase) -> str:
    """Return what a phase is called, in the language of the user."""
    return _(_NAMES[phase])
