"""What it takes to find out whose answers are whose by trying codes."""

from __future__ import annotations

import pytest

from sem.store import codes
from sem.store.codes import BLOCK, respondent_id

MEMORY = 2**24
"""What each try takes in bytes: 16 MB, gone over for some hundredths of a second."""


def test_each_try_takes_much_memory_and_the_ids_in_files_stay_the_same(
    cost_of_a_code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 128 * BLOCK * cost_of_a_code >= MEMORY
    monkeypatch.setattr(codes, "COST", cost_of_a_code)
    assert respondent_id("5c980c0123456789", "7KQF-2M9X") == "7c0b3e08e267f711"
