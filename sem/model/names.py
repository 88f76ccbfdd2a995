"""Names and notes that people type: what is kept of them, how two names are compared, and the slug for a file."""

from __future__ import annotations

import re
import unicodedata

from sem.errors import InvalidError
from sem.i18n import gettext as _
from sem.model.assessment import LONGEST_NAME

LONGEST_SLUG = 40

# Direction marks change how the text around a name is shown, so they count as control characters.
_FORBIDDEN_CATEGORIES = ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
# Letters and marks by their category, but with nothing to see: fillers, and what chooses the shape of a character.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_UNSEEN = _BLANK | frozenset("\u034f\u180b\u180c\u180d\u180f") | frozenset(map(chr, range(0xFE00, 0xFE10)))
_LINE_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


def clean_name(text: str, what: str) -> str:
    """Return a name as it is kept: composed characters, single spaces, none at the ends.

    Args:
        text: What was typed.
        what: What it names, in the user's language, for the message.

    Raises:
        InvalidError: It is empty, too long, or has control characters.
    """
    name = unicodedata.normalize("NFC", text)
    if any(c in _DIRECTION_MARKS or unicodedata.category(c) in _FORBIDDEN_CATEGORIES for c in name):
        raise InvalidError(
            _("The name of {what} has characters that can't be shown.").format(what=what),
            _("Type it anew, without control characters or line breaks."),
        )
    name = " ".join(name.split())
    if not any(unicodedata.category(c)[0] not in "ZCM" and c not in _BLANK for c in name):
        raise InvalidError(_("The name of {what} is empty.").format(what=what), _("Type at least one character."))
    if len(name) > LONGEST_NAME:
        raise InvalidError(
            _("The name of {what} is too long: {n} characters.").format(what=what, n=len(name)),
            _("Use at most {most}.").format(most=LONGEST_NAME),
        )
    return name


def name_key(name: str) -> str:
    """Return what two names have in common when people would call them the same.

    Case and width do not count, nor do characters that nobody sees, such as a zero-width space.
    """
    seen = "".join(c for c in name if unicodedata.category(c) != "Cf" and c not in _UNSEEN)
    return unicodedata.normalize("NFKC", seen).casefold()


def clean_note(text: str) -> str:
    """Return a note or a reason as it is kept: without control characters, which would do harm where it is shown.

    Tabs and line breaks stay; every kind of line break becomes a line feed.
    """
    lines = _LINE_BREAK.sub("\n", text)
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def slug(name: str) -> str:
    """Return a short file name part made of a-z, 0-9 and hyphens; ``x`` where nothing of the name is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "x"
