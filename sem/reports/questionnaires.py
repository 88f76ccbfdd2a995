"""A questionnaire as plain values, which `--json` prints and scripts rely on (docs/json.md)."""

from __future__ import annotations

from typing import Any

from sem.model.codec import to_json
from sem.model.questionnaire import Questionnaire

FORMAT = 1


def questionnaire_json(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return a whole questionnaire as JSON values; docs/json.md tells each field."""
    return {"format": FORMAT, **to_json(questionnaire)}
