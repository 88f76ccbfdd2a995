"""Every message here is compared in English."""

from __future__ import annotations

import pytest

from sem.i18n import set_language


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")
