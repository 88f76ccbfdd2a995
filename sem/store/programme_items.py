"""What a programme is kept as: small items, each with a key, so that changes on several machines come together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_type_hints

from sem.model.ambition import Ambition, Capacity, OwnPractice, StepEdit
from sem.model.experiment import Experiment
from sem.model.idea import IdeaBox
from sem.model.outcome import Measure
from sem.model.programme import Baseline, Commitment, Evidence

Parts = tuple[str, ...]
"""What names an item: its kind, whose it is, and the field."""
Item = tuple[Parts, Any]
"""What names an item, and its value as JSON; never None, which says that the item is gone."""

AMBITION, PROGRESS, DROPPED, RECORD = "ambition", "progress", "dropped", "record"
NEXT_QUESTIONNAIRE = "next_questionnaire"
BOX, IDEA, BALLOT = "ideas", "idea", "ballot"
EXPERIMENT, CRITERION, RESULT = "experiment", "criterion", "result"
EVIDENCE, BASELINE, PRACTICE, COMMITMENT = "evidence", "baseline", "practice", "commitment"
MEASURE, VALUES = "measure", "values"
MADE: Mapping[str, Any] = {
    EVIDENCE: Evidence,
    BASELINE: Baseline,
    PRACTICE: OwnPractice,
    EXPERIMENT: Experiment,
    COMMITMENT: Commitment,
}
"""What gets a short id from whoever makes it. Two machines may give the same id to different things, so each is kept
under an id of its own, which no user sees."""

PLACE = "n"
"""The field of a value that says where in its list it stands."""


def _fields(kind: type, *besides: str) -> Mapping[str, Any]:
    return {name: hint for name, hint in get_type_hints(kind).items() if name not in besides}


AMBITION_FIELDS = _fields(
    Ambition,
    *("capacity", "levels", "weights", "owners", "closed_weeks"),
    *("edits", "prerequisites", "practices_done", "practices"),
)
CAPACITY_FIELDS = _fields(Capacity)
EDIT_FIELDS = _fields(StepEdit)
BOX_FIELDS = _fields(IdeaBox, "ideas", "ballots")
EXPERIMENT_FIELDS = _fields(Experiment, "id", "criteria", "results")
MEASURE_FIELDS = _fields(Measure, "id", "values")
"""The fields that are items of their own, each with its type: colleagues who change different ones keep both."""

_NUMBERED = re.compile(r"(.*?)([0-9]{0,9})", re.DOTALL)


def key_of(parts: Parts) -> str:
    """Return the key of what these parts name; a slash inside a part is never taken for a border."""
    return "/".join(part.replace("~", "~0").replace("/", "~1") for part in parts)


def parts_of(key: str) -> Parts:
    """Return what `key_of` made this key of."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in key.split("/"))


def is_unsigned(key: str) -> bool:
    """Whether an item is kept without who wrote it, and when: what an idea says, and what somebody votes for."""
    parts = parts_of(key)
    return len(parts) == 2 and parts[0] in (IDEA, BALLOT)


def numbered(id_: str) -> tuple[str, int]:
    """Return what an id such as ``e12`` begins with and its number, 0 if it has none: e9 comes before e10."""
    found = _NUMBERED.fullmatch(id_)
    assert found is not None
    return found[1], int(found[2] or 0)
