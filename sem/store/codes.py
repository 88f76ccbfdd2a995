"""The code with which someone goes on in an anonymous round: what it looks like, and the id that comes from it."""

from __future__ import annotations

import hashlib
import re
import secrets

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without letters that people take for a digit, and without U, so that hardly a code spells a word."""
_MEANT = str.maketrans("OIL", "011")
_HALF = 4
_LETTER_BITS, _LAST_LETTER = 5, 31
COST, BLOCK, _MEMORY = 2**14, 8, 2**26
"""What an id costs, as scrypt counts it (128 * BLOCK * COST bytes of memory), and the most memory it may take."""
_ID_BYTES = 8


def new_code() -> str:
    """Return a code that nobody can guess, such as ``7KQF-2M9X``."""
    return spelled(secrets.randbits(2 * _HALF * _LETTER_BITS))


def spelled(number: int) -> str:
    """Return the code that the lowest 40 bits of a number make."""
    letters = "".join(_LETTERS[number >> place * _LETTER_BITS & _LAST_LETTER] for place in range(2 * _HALF))
    return f"{letters[:_HALF]}-{letters[_HALF:]}"


def as_typed(code: str) -> str:
    """Return what counts of a code as somebody typed it, whatever its case and hyphens."""
    return re.sub(r"[^0-9A-Z]", "", code.upper()).translate(_MEANT)


def respondent_id(round_id: str, code: str) -> str:
    """Return the id of the response that a code belongs to in a round, whatever its case and hyphens.

    It takes a while on purpose, so that who has the files can't try all codes to find out which ones are in use.
    """
    salt = f"sem {round_id}".encode()
    return hashlib.scrypt(
        as_typed(code).encode(), salt=salt, n=COST, r=BLOCK, p=1, maxmem=_MEMORY, dklen=_ID_BYTES
    ).hex()  # fmt: skip
