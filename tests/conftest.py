"""How hard properties are tried: quickly with every run, and long with `python -m tests --long`."""

from __future__ import annotations

import gc
import os

from hypothesis import HealthCheck, settings

# How fast examples are made depends on what else the machine is doing, and some properties are about rare plans only.
OFF = [HealthCheck.too_slow, HealthCheck.filter_too_much]
settings.register_profile("quick", max_examples=40, deadline=None, suppress_health_check=OFF)
settings.register_profile("long", max_examples=500, deadline=None, suppress_health_check=OFF)
settings.load_profile(os.environ.get("SEM_TESTS", "quick"))


def pytest_collection_finish() -> None:
    """Let the garbage collector leave alone what is loaded for good, and come by less often; a third of the time."""
    gc.freeze()
    gc.set_threshold(100_000)
