"""Model objects as plain JSON values and back: one shape for frozen questionnaires and for `--json`."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from sem.model.questionnaire import Questionnaire, Version

_Conversion = Callable[[Any], Any]


def to_json(value: Any) -> Any:
    """Return a model object as JSON values; every field is there, also when empty.

    Raises:
        ValueError: A number in it is infinite or none at all, for which JSON has no words.
    """
    kind: Any = type(value)
    return _writer(kind)(value)


@cache
def _writer(kind: Any) -> _Conversion:
    """Return the function that writes objects of a type; made once for each, as those that read them."""
    if kind is Version:
        return str
    if dataclasses.is_dataclass(kind):
        names = _field_names(kind)
        return lambda value: {name: to_json(getattr(value, name)) for name in names}
    if issubclass(kind, StrEnum):
        return lambda value: value.value
    if issubclass(kind, Mapping):
        return lambda value: {key: to_json(item) for key, item in value.items()}
    if issubclass(kind, tuple | list):
        return lambda value: [to_json(item) for item in value]
    if issubclass(kind, date):
        return date.isoformat
    if issubclass(kind, float):
        return _finite
    return lambda value: value


def _finite(value: float) -> Any:
    return value if math.isfinite(value) else _refuse(float, value)


def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def from_json(kind: Any, value: Any) -> Any:
    """Return the object of type `kind` that `to_json` made `value` of; unknown fields are passed over.

    Raises:
        ValueError: The value has not the shape of `kind`.
    """
    return _reader(kind)(value)


@cache
def _reader(kind: Any) -> _Conversion:
    """Return the function that reads a type; made once for each, because plans are read often and hold much."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _optional(_reader(next(one for one in inner if one is not NoneType)), NoneType in inner)
    if origin is tuple:
        return _list(_reader(inner[0]))
    if origin is Mapping:
        return _mapping(_reader(inner[1]))
    if kind is Version:
        return lambda value: Version.parse(value) if isinstance(value, str) else _refuse(kind, value)
    if kind is date:
        return _date
    if kind is float:
        return _number
    if dataclasses.is_dataclass(kind):
        return _dataclass(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _enum(kind)
    if isinstance(kind, type):
        # A truth value counts as a whole number in Python, and nowhere else.
        return lambda value: value if type(value) is kind else _refuse(kind, value)
    return lambda value: value


def _optional(read: _Conversion, none: bool) -> _Conversion:
    return (lambda value: None if value is None else read(value)) if none else read


def _list(read: _Conversion) -> _Conversion:
    return lambda value: tuple(map(read, value)) if isinstance(value, list) else _refuse(list, value)


def _mapping(read: _Conversion) -> _Conversion:
    def reader(value: Any) -> Any:
        if not isinstance(value, dict):
            return _refuse(dict, value)
        return {key: read(item) for key, item in value.items()}

    return reader


def _enum(kind: type[StrEnum]) -> _Conversion:
    members = {member.value: member for member in kind}
    return lambda value: members[value] if type(value) is str and value in members else _refuse(kind, value)


def _dataclass(kind: Any) -> _Conversion:
    hints = get_type_hints(kind)
    readers = tuple((name, _reader(hints[name])) for name in _field_names(kind))

    def reader(value: Any) -> Any:
        if not isinstance(value, dict):
            return _refuse(kind, value)
        try:
            known = {name: read(value[name]) for name, read in readers}
        except KeyError:
            known = {name: read(value[name]) for name, read in readers if name in value}
        try:
            return kind(**known)
        except TypeError as error:
            raise ValueError(str(error)) from None

    return reader


def _date(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else _refuse(date, value)


def _number(value: Any) -> Any:
    return float(value) if type(value) in (int, float) and math.isfinite(value) else _refuse(float, value)


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
