"""Names that people type: what is allowed, how two are compared, and the safe slug a file is named after."""

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
    if not any(unicodedata.category(c)[0] not in "ZCM" for c in name):
        raise InvalidError(_("The name of {what} is empty.").format(what=what), _("Type at least one character."))
    if len(name) > LONGEST_NAME:
        raise InvalidError(
            _("The name of {what} is too long: {n} characters.").format(what=what, n=len(name)),
            _("Use at most {most}.").format(most=LONGEST_NAME),
        )
    return name


def name_key(name: str) -> str:
    """Return what two names have in common when people would call them the same: case and width do not count."""
    return unicodedata.normalize("NFKC", name).casefold()


def slug(name: str) -> str:
    """Return a short file name part made of a-z, 0-9 and hyphens; ``x`` where nothing of the name is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "x"
