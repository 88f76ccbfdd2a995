"""The version of the stored documents, and how documents of older versions are lifted to it, in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Document = dict[str, Any]
Table = dict[str, Document]
Tables = dict[str, Table]
Lift = Callable[[Tables], Tables]

FORMAT = "sem"
META = "_meta"
SCHEMA = 2
"""The version of what this program writes."""
MIN_READER = 2
"""The oldest version of the program that can still read what this one writes."""


def _add_rounds_of_several(tables: Tables) -> Tables:
    """Make version 2 of version 1: rounds with a scope, people, decisions and an end, and answers with evidence."""
    lifted = dict(tables)
    about = meta_of(tables)
    if about.get("kind") in ("round", "sheet"):
        lifted[META] = {"1": {**about, "scope": "", "hidden": False, "invited": [], "expected": None}}
    if about.get("kind") == "round":
        lifted["fields"] = {**tables["fields"], "2": {"field": "closed", "value": None, "at": 0, "by": ""}}
        lifted["items"] = {}
    if "answers" in tables:
        lifted["answers"] = {id_: {**document, "evidence": []} for id_, document in tables["answers"].items()}
    return lifted


LIFTS: Mapping[int, Lift] = {1: _add_rounds_of_several}
"""For each older version v the pure function that makes v + 1 of it. Versions stay here for ever, each with its golden
file in the tests: files are rewritten only by their own writer, so a workspace may hold any of them."""


def meta_of(tables: Tables) -> Document:
    """Return the one document that says what a file is.

    Raises:
        ValueError: There is none, or it is not ours.
    """
    meta = tables.get(META, {}).get("1")
    if not isinstance(meta, dict) or meta.get("format") != FORMAT:
        raise ValueError("not a file of sem")
    if type(meta.get("schema")) is not int or type(meta.get("min_reader")) is not int:
        raise ValueError("no version")
    return meta


def stamp() -> Document:
    """Return what every file of this version says first about itself."""
    return {"format": FORMAT, "schema": SCHEMA, "min_reader": MIN_READER}


def is_newer(meta: Document) -> bool:
    """Whether a file asks for a newer reader than this program is."""
    return bool(meta["min_reader"] > SCHEMA)


def lift(tables: Tables) -> Tables:
    """Return tables in the form of this version; what a newer version added without harm stays as it is.

    Raises:
        ValueError: They are not ours, or of a version that never was.
    """
    version = meta_of(tables)["schema"]
    if version >= SCHEMA:
        return tables
    while version < SCHEMA:
        if version not in LIFTS:
            raise ValueError(f"no way up from version {version}")
        tables = LIFTS[version](tables)
        version += 1
    return {**tables, META: {"1": {**meta_of(tables), **stamp()}}}
