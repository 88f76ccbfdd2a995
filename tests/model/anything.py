"""Any object of the model, made from the types of its fields: for property tests."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

ids = st.sampled_from(["a", "b", "e1", "e2", "e10", "a/b", "~1", ""])
_PLAIN: Mapping[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=3),
    int: st.integers(-9, 99),
    float: st.floats(allow_nan=False, allow_infinity=False, width=16) | st.integers(0, 9).map(float),
    bool: st.booleans(),
    date: st.dates(),
}


@cache
def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Return what makes any object of a type, each field at random, also those with a default."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if origin in (Union, UnionType):
        return st.none() | any_of(next(one for one in inner if one is not NoneType))
    if origin is tuple:
        return st.lists(any_of(inner[0]), max_size=2).map(tuple)
    if origin is Mapping:
        return st.dictionaries(ids, any_of(inner[1]), max_size=2)
    if issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    hints = get_type_hints(kind)
    fields = {
        field.name: ids if field.name == "id" else any_of(hints[field.name]) for field in dataclasses.fields(kind)
    }
    return st.builds(kind, **fields)
