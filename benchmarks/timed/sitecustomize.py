"""Times each durable save of a process that has this folder on its PYTHONPATH, a line a save in SEM_TIMED_SAVES."""

from __future__ import annotations

import os
import sys
import time
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

TIMED = "sem.store.sheets"


class Finder:
    """Finds the module that saves, and has it timed as soon as it is loaded, so that no start is made slower."""

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return how to load a module; None for every other than the one that is timed."""
        if name != TIMED:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None:
            return spec
        load = spec.loader.exec_module

        def load_and_time(module: ModuleType) -> None:
            load(module)
            time_saves(module)

        spec.loader.exec_module = load_and_time  # type: ignore[method-assign]
        return spec


def time_saves(module: ModuleType) -> None:
    """Replace the way to save by one that notes how many seconds it took."""
    save = module.WorkspaceSheet.save

    def timed(sheet: Any, *arguments: Any, **options: Any) -> None:
        began = time.perf_counter()
        save(sheet, *arguments, **options)
        took = time.perf_counter() - began
        with open(os.environ["SEM_TIMED_SAVES"], "a", encoding="ascii") as file:  # noqa: PTH123 – loaded in every start
            file.write(f"{took}\n")

    module.WorkspaceSheet.save = timed


if "SEM_TIMED_SAVES" in os.environ:
    sys.meta_path.insert(0, Finder())
