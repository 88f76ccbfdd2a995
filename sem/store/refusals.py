"""What a merge did, and why it would not take a file: told by name, in the user's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sem.i18n import gettext as _
from sem.i18n import mark as N_


class Why(StrEnum):
    """Why a file is not taken."""

    FOREIGN = "foreign"
    HALF = "half"
    TAMPERED = "tampered"
    NEWER = "newer"
    TOO_LARGE = "too-large"
    NOT_A_FILE = "not-a-file"
    UNREADABLE = "unreadable"
    NOT_ANSWERED = "not-answered"
    OTHER_TEAM = "other-team"
    OTHER_ROUND = "other-round"
    OTHER_WORKSPACE = "other-workspace"
    ERASED = "erased"
    LATE = "late"
    CONTRADICTS = "contradicts"
    OURS_IS_DAMAGED = "ours-is-damaged"


_WORDS: Mapping[Why, str] = {
    Why.FOREIGN: N_("It is not from sem."),
    Why.HALF: N_("It is not whole: copying or downloading it broke off. Get it anew."),
    Why.TAMPERED: N_("It was changed after sem wrote it. Ask for the file as it was."),
    Why.NEWER: N_("A newer version of sem wrote it. Update sem."),
    Why.TOO_LARGE: N_("It is larger than anything sem writes."),
    Why.NOT_A_FILE: N_("It is not a file."),
    Why.UNREADABLE: N_("It can't be read."),
    Why.NOT_ANSWERED: N_("This is the file to answer in. Ask for the one with the answers that came of it."),
    Why.OTHER_TEAM: N_("It is of a team that is not here, and does not tell which."),
    Why.OTHER_ROUND: N_("It is of a round that is not here, or not as it is here."),
    Why.OTHER_WORKSPACE: N_("The file that these answers were given in was not made in this workspace."),
    Why.ERASED: N_("This respondent was erased here, so the answers stay out."),
    Why.LATE: N_(
        "It comes too late: this anonymous round shows its answers already, and who compares the counts before and "
        "after would know what this person answered. Start another round for who is still to answer."
    ),
    Why.CONTRADICTS: N_("It contradicts what is here, so that the two can't be one."),
    Why.OURS_IS_DAMAGED: N_("What it would join is damaged here. Run “sem doctor --repair” first."),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is not taken.

    Args:
        file: Its path; of a file in a zip that of the zip, and the path in it after a colon.
        why: Why not.
        more: What the system or another error says about it, in the user's language; may be empty.
    """

    file: str
    why: Why
    more: str = ""

    @property
    def words(self) -> str:
        """Why it is not taken, in the user's language."""
        return " ".join(filter(None, (_(_WORDS[self.why]), self.more)))


@dataclass(slots=True)
class Merged:
    """What a merge did, or would do.

    Args:
        files: How many files of ours were read.
        passed_over: How many others there were, none of them named by the user.
        written: How many files were made or changed.
        teams: How many teams are new here.
        rounds: How many rounds are new.
        respondents: How many respondents are new, over all rounds.
        new: How many answers to questions that had none here.
        newer: How many answers that took the place of an older one.
        known: How many answers that were here already, or are older than what is here.
        other: How many other things changed: names, states, decisions, parts of a programme.
        erased: How many respondents were erased elsewhere, and so here too.
        sealed: How many closed rounds were sealed anew.
        refused: The files that were not taken.
    """

    files: int = 0
    passed_over: int = 0
    written: int = 0
    teams: int = 0
    rounds: int = 0
    respondents: int = 0
    new: int = 0
    newer: int = 0
    known: int = 0
    other: int = 0
    erased: int = 0
    sealed: int = 0
    refused: list[Refusal] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether there was anything new."""
        return bool(
            self.teams or self.rounds or self.respondents or self.new or self.newer or self.other or self.erased
        )

    @property
    def must_be_told(self) -> bool:
        """Whether a file was refused that may have had something in it."""
        return any(refusal.why not in (Why.FOREIGN, Why.ERASED) for refusal in self.refused)
