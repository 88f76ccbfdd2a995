"""What a check of the workspace can find: the file, what is wrong, how bad it is, and what a repair would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sem.i18n import gettext as _
from sem.i18n import mark as N_


class Severity(StrEnum):
    """How bad a finding is: something can't be read, a safeguard is gone, or it is only good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Remedy(StrEnum):
    """What a repair does about a finding."""

    NONE = "none"
    MEND = "mend"
    MAKE = "make"
    SET_ASIDE = "set-aside"
    PUT_BACK = "put-back"
    REBUILD = "rebuild"


_REMEDIES: Mapping[Remedy, str] = {
    Remedy.NONE: N_("A repair leaves it as it is."),
    Remedy.MEND: N_("A repair makes it anew from its twin; the bad file is set aside."),
    Remedy.MAKE: N_("A repair makes it anew from its twin."),
    Remedy.SET_ASIDE: N_("A repair sets it aside, in the folder “set-aside”."),
    Remedy.PUT_BACK: N_("A repair puts it back where it belongs."),
    Remedy.REBUILD: N_("A repair makes it anew from what the other files say; a bad file is set aside."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    Args:
        path: The file or folder.
        what: What is wrong, in the user's language.
    """

    path: Path
    what: str
    severity: Severity
    remedy: Remedy = Remedy.NONE

    @property
    def repair(self) -> str:
        """What a repair would do, in the user's language."""
        return _(_REMEDIES[self.remedy])


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check.

    Args:
        files: How many files were looked at.
        sound: How many of them are whole and ours.
    """

    files: int
    sound: int
    findings: tuple[Finding, ...] = ()

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong; notices may be there."""
        return all(finding.severity is Severity.NOTICE for finding in self.findings)

    @property
    def repairable(self) -> tuple[Finding, ...]:
        """The findings that a repair would do something about."""
        return tuple(finding for finding in self.findings if finding.remedy is not Remedy.NONE)


@dataclass(frozen=True, slots=True)
class Repair:
    """The outcome of a repair.

    Args:
        backup: The zip of the whole workspace as it was before; None where nothing had to be done.
        done: What was dealt with.
        after: A check of the workspace as it is after the repair.
    """

    backup: Path | None
    done: tuple[Finding, ...]
    after: Report
