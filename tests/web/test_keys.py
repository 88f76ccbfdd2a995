"""Links, codes and cookies: the same for ever, and nobody's but of who has the key."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.errors import StoreError
from sem.web.keys import Identity, Keys, keys_of

OURS, THEIRS = Keys(b"a" * 32), Keys(b"b" * 32)
IDENTITIES = st.builds(Identity, st.text(), st.text(), st.booleans())


def test_a_link_stays_the_same_when_the_server_starts_again(tmp_path: Path) -> None:
    assert keys_of(tmp_path, "r1").token == keys_of(tmp_path, "r1").token
    assert keys_of(tmp_path, "r1").code_of("Anouk") == keys_of(tmp_path, "r1").code_of("Anouk")


def test_each_round_has_its_own_link_and_a_new_one_takes_the_place_of_the_old(tmp_path: Path) -> None:
    first = keys_of(tmp_path, "r1")
    assert keys_of(tmp_path, "r2").token != first.token
    renewed = keys_of(tmp_path, "r1", renew=True)
    assert renewed.token != first.token
    assert renewed.read(first.sign(Identity("Anouk"))) is None
    assert keys_of(tmp_path, "r1").token == renewed.token


def test_only_its_owner_can_read_the_key(tmp_path: Path) -> None:
    keys_of(tmp_path, "r1")
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [stat.S_IMODE(path.stat().st_mode) for path in kept] == [0o600]


def test_a_damaged_key_is_told_with_the_way_out(tmp_path: Path) -> None:
    keys_of(tmp_path, "r1")
    next(path for path in tmp_path.rglob("*.key")).write_bytes(b"short")
    with pytest.raises(StoreError, match="--new-link"):
        keys_of(tmp_path, "r1")
    keys_of(tmp_path, "r1", renew=True)


def test_a_token_is_long_enough_that_nobody_guesses_it() -> None:
    assert len(OURS.token) == 24
    assert OURS.is_token(OURS.token)
    assert not OURS.is_token(OURS.token[:-1])
    assert not OURS.is_token("")
    assert not OURS.is_token(THEIRS.token)


@given(IDENTITIES)
def test_a_cookie_says_who_one_is_only_to_the_round_that_signed_it(identity: Identity) -> None:
    cookie = OURS.sign(identity)
    assert OURS.read(cookie) == identity
    assert THEIRS.read(cookie) is None


@given(IDENTITIES, IDENTITIES)
def test_a_signature_holds_for_one_identity_only(mine: Identity, yours: Identity) -> None:
    said, signature = OURS.sign(yours).partition(".")[0], OURS.sign(mine).partition(".")[2]
    assert OURS.read(f"{said}.{signature}") == (mine if mine == yours else None)


@given(st.text())
def test_no_text_is_a_cookie_but_a_signed_one(text: str) -> None:
    assert OURS.read(text) is None
    assert not OURS.is_code_of(text, "Anouk") or text.upper().count("-") <= len(text)


def test_a_code_belongs_to_a_name_however_both_are_typed() -> None:
    code = OURS.code_of("Anouk")
    assert OURS.is_code_of(code.lower().replace("-", " "), "ANOUK")
    assert not OURS.is_code_of(code, "Bram")
    assert not OURS.is_code_of("", "Anouk")
    assert not OURS.is_code_of(THEIRS.code_of("Anouk"), "Anouk")
