"""Why something can't be read or written, in the user's words and not in those of the system."""

from __future__ import annotations

import errno
import os

import pytest

from sem.files import reason
from sem.i18n import set_language


@pytest.fixture(autouse=True)
def _dutch() -> None:
    set_language("nl")


@pytest.mark.parametrize(
    "number",
    [
        errno.EACCES,
        errno.EEXIST,
        errno.EIO,
        errno.EISDIR,
        errno.ELOOP,
        errno.ENAMETOOLONG,
        errno.ENOENT,
        errno.ENOSPC,
        errno.ENOTDIR,
        errno.EROFS,
        errno.ESTALE,
    ],
)
def test_what_happens_to_users_is_told_in_their_language(number: int) -> None:
    told = reason(OSError(number, os.strerror(number)))
    assert told
    assert os.strerror(number).lower() not in told.lower()


def test_what_hardly_ever_happens_is_told_in_the_words_of_the_system() -> None:
    assert reason(OSError(errno.EMLINK, "Too many links")) == "het systeem meldt: Too many links"
