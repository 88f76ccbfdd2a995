"""The code with which someone goes on in an anonymous round: what it looks like, and the id that comes from it."""

from __future__ import annotations

import hashlib
import re
import secrets

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without letters that people take for a digit, and without U, so that hardly a code spells a word."""
_MEANT = str.maketrans("OIL", "011")
_HALF = 4
_COST, _BLOCK, _MEMORY = 2**14, 8, 2**26
_ID_BYTES = 8


def new_code() -> str:
    """Return a code that nobody can guess, such as ``7KQF-2M9X``."""
    first, second = ("".join(secrets.choice(_LETTERS) for _ in range(_HALF)) for _half in range(2))
    return f"{first}-{second}"


def respondent_id(round_id: str, code: str) -> str:
    """Return the id of the response that a code belongs to in a round, whatever its case and hyphens.

    It takes a while on purpose, so that who has the files can't try all codes to find out which ones are in use.
    """
    letters = re.sub(r"[^0-9A-Z]", "", code.upper()).translate(_MEANT)
    salt = f"sem {round_id}".encode()
    return hashlib.scrypt(
        letters.encode(), salt=salt, n=_COST, r=_BLOCK, p=1, maxmem=_MEMORY, dklen=_ID_BYTES
    ).hex()  # fmt: skip
