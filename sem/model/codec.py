"""Model objects as plain JSON values and back: one shape for frozen questionnaires and for `--json`."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from sem.model.questionnaire import Questionnaire, Version


def to_json(value: Any) -> Any:
    """Return a model object as JSON values; every field is there, also when empty."""
    if isinstance(value, Version):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [to_json(item) for item in value]
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def from_json(kind: Any, value: Any) -> Any:
    """Return the object of type `kind` that `to_json` made `value` of; unknown fields are passed over.

    Raises:
        ValueError: The value has not the shape of `kind`.
    """
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        if value is None and NoneType in get_args(kind):
            return None
        return from_json(next(a for a in get_args(kind) if a is not NoneType), value)
    if origin is tuple:
        if not isinstance(value, list):
            raise ValueError(f"not a list: {value!r}")
        return tuple(from_json(get_args(kind)[0], item) for item in value)
    if kind is Version:
        return Version.parse(value) if isinstance(value, str) else _refuse(kind, value)
    if dataclasses.is_dataclass(kind):
        if not isinstance(value, dict):
            return _refuse(kind, value)
        hints = _hints(kind)  # type: ignore[arg-type]
        known = {f.name: from_json(hints[f.name], value[f.name])
                 for f in dataclasses.fields(kind) if f.name in value}  # fmt: skip
        try:
            return kind(**known)  # type: ignore[operator]
        except TypeError as error:
            raise ValueError(str(error)) from None
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(kind, type) and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
        return _refuse(kind, value)
    return value


def _refuse(kind: Any, value: Any) -> Any:
    raise ValueError(f"not a {getattr(kind, '__name__', kind)}: {value!r}")


def questionnaire_bytes(questionnaire: Questionnaire) -> bytes:
    """Return a questionnaire as deterministic JSON: the same content gives the same bytes on any machine."""
    return json.dumps(to_json(questionnaire), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def questionnaire_digest(questionnaire: Questionnaire) -> str:
    """Return the sha256 of a questionnaire's bytes, in hex: what a round points to."""
    return hashlib.sha256(questionnaire_bytes(questionnaire)).hexdigest()


def read_questionnaire(data: bytes) -> Questionnaire:
    """Return the questionnaire that `questionnaire_bytes` wrote.

    Raises:
        ValueError: The bytes are not such a questionnaire.
    """
    result: Questionnaire = from_json(Questionnaire, json.loads(data))
    return result
