"""What people type into a programme: cleaned, checked, and with everything that is wrong told at once."""

from __future__ import annotations

import unicodedata

from sem.errors import InvalidError, Problem
from sem.i18n import gettext as _
from sem.i18n import ngettext

LONGEST_TITLE = 120
LONGEST_TEXT = 1000

# Control characters, halves of characters and marks of direction would move the cursor or hide what stands beside them.
_UNWANTED = ("Cc", "Cs", "Zl", "Zp")
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def clean_text(text: str) -> str:
    """Return a text as it is kept: composed characters, one paragraph, and nothing that a terminal would obey."""
    composed = unicodedata.normalize("NFC", text)
    kept = (" " if c.isspace() else c for c in composed
            if c.isspace() or (unicodedata.category(c) not in _UNWANTED and c not in _DIRECTION_MARKS))  # fmt: skip
    return " ".join("".join(kept).split())


def is_blank(text: str) -> bool:
    """Return whether there is nothing to see in a text."""
    return not any(unicodedata.category(c)[0] not in "ZCM" for c in text)


class Checks:
    """Gathers problems, each with the name of the field it is about, until `finish` tells them all."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, field: str, message: str, advice: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(message, advice, field=field))

    def required(self, field: str, text: str, missing: str, most: int = LONGEST_TEXT) -> str:
        """Return a text as it is kept, after noting whether it is empty or too long.

        Args:
            field: The name of the field.
            text: What was typed.
            missing: What to say where that is nothing.
            most: The most characters it may have.
        """
        kept = self.optional(field, text, most)
        if is_blank(kept):
            self.wrong(field, missing)
        return kept

    def optional(self, field: str, text: str, most: int = LONGEST_TEXT) -> str:
        """Return a text as it is kept, after noting whether it is too long."""
        kept = clean_text(text)
        if len(kept) > most:
            self.wrong(
                field,
                _("That is too long to keep: {n} characters.").format(n=len(kept)),
                _("Use at most {most}.").format(most=most),
            )
        return kept

    def finish(self) -> None:
        """Go on if nothing is wrong.

        Raises:
            InvalidError: With all problems.
        """
        if self.problems:
            n = len(self.problems)
            message = ngettext("{n} thing has to be put right first:", "{n} things have to be put right first:", n)
            raise InvalidError(message.format(n=n), problems=self.problems)
