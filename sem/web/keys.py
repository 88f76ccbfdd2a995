"""What proves who one is: the token in the link of a round, the code of each person, and the signed cookie."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sem.errors import StoreError
from sem.files import reason
from sem.i18n import gettext as _
from sem.model.names import name_key
from sem.store.codes import as_typed, spelled

FOLDER = "serve"
_SECRET_BYTES = 32
_TOKEN_BYTES = 15


@dataclass(frozen=True, slots=True)
class Identity:
    """As whom a browser answers in a round.

    Args:
        name: The name or alias; empty in an anonymous round.
        code: What belongs to an anonymous response; empty in other rounds.
        proved: Whether the code of this name was given, and not only the name typed.
    """

    name: str = ""
    code: str = ""
    proved: bool = False

    @property
    def key(self) -> str:
        """What two identities of one person in one round have in common."""
        return f"code {as_typed(self.code)}" if self.code else f"name {name_key(self.name)}"


class Keys:
    """The secrets of one round; everything comes from one key, so that links go on working after a restart.

    Args:
        secret: That key.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self.token = base64.b32encode(self._from("link", _TOKEN_BYTES)).decode().lower()

    def is_token(self, text: str) -> bool:
        """Whether this is the token of the round's link."""
        return _same(text, self.token)

    def code_of(self, name: str) -> str:
        """Return the code that belongs to a name."""
        return spelled(int.from_bytes(self._from(f"code {name_key(name)}", _SECRET_BYTES)))

    def is_code_of(self, code: str, name: str) -> bool:
        """Whether this code, as somebody typed it, belongs to the name."""
        return _same(as_typed(code), as_typed(self.code_of(name)))

    def sign(self, identity: Identity) -> str:
        """Return a cookie that says who one is."""
        text = json.dumps([identity.name, identity.code, identity.proved]).encode().hex()
        return f"{text}.{self._signature(text)}"

    def read(self, cookie: str) -> Identity | None:
        """Return who a cookie says one is; None where this round did not sign it."""
        text, _point, signature = cookie.partition(".")
        if not _same(signature, self._signature(text)):
            return None
        name, code, proved = json.loads(bytes.fromhex(text))
        return Identity(name, code, proved)

    def _signature(self, text: str) -> str:
        return self._from(f"cookie {text}", _SECRET_BYTES).hex()

    def _from(self, purpose: str, size: int) -> bytes:
        return hmac.digest(self._secret, purpose.encode(), "sha256")[:size]


def _same(given: str, known: str) -> bool:
    """Whether two texts are the same, in a time that does not tell how much of them is."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), known.encode())


def keys_of(state: Path, round_id: str, *, renew: bool = False) -> Keys:
    """Return the keys of a round, made the first time.

    Args:
        state: The folder for what belongs to this machine alone.
        round_id: Which round.
        renew: Whether to make new ones, so that links given out before stop working.

    Raises:
        StoreError: The file that keeps them can't be read or written.
    """
    file = state / FOLDER / f"{hashlib.sha256(round_id.encode()).hexdigest()[:16]}.key"
    try:
        if renew or not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            partial = file.with_suffix(f".{os.getpid()}.tmp")
            # Only its owner may read it, from the first byte on.
            with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as made:
                made.write(secrets.token_bytes(_SECRET_BYTES))
            partial.replace(file)
        secret = file.read_bytes()
    except OSError as error:
        raise StoreError(
            _("The key of the link can't be kept in {file}: {why}.").format(file=file, why=reason(error))
        ) from None
    if len(secret) != _SECRET_BYTES:
        raise StoreError(
            _("The key of the link in {file} is damaged.").format(file=file),
            _("Make a new link with --new-link; those you gave out stop working."),
        )
    return Keys(secret)
