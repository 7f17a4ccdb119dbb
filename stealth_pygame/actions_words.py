"""The words for what a type hint allows, and for what it cannot: a model and a programmer both read them."""

from __future__ import annotations

import types
from collections.abc import Iterable
from typing import Any, Final, get_origin

import annotated_types
from pydantic.fields import FieldInfo

_LIMITS: Final = {
    "from": "from {}",
    "ge": "of at least {}",
    "gt": "of more than {}",
    "le": "of at most {}",
    "lt": "of less than {}",
    "multiple_of": "in steps of {}",
    "min_length": "of at least {} characters",
    "max_length": "of at most {} characters",
    "pattern": "that matches {}",
}


def range_words(metadata: Iterable[object]) -> str:
    """Ranges and lengths of `Annotated` in words: "from 1 to 99", "at most 20 characters"."""
    limits: dict[str, object] = {}
    for item in metadata:
        for part in item.metadata if isinstance(item, FieldInfo) else [item]:
            for limit in part if isinstance(part, annotated_types.GroupedMetadata) else [part]:
                limits.update({name: getattr(limit, name, None) for name in _LIMITS if hasattr(limit, name)})
    if limits.get("ge") is not None and limits.get("le") is not None:
        limits["from"] = f"{limits.pop('ge')} to {limits.pop('le')}"
    return " and ".join(words.format(limits[name]) for name, words in _LIMITS.items() if limits.get(name) is not None)


def way_out(hint: object) -> str:
    """Why a type cannot be declared, and what to write instead."""
    name = getattr(hint, "__name__", None) or str(hint)
    origin = get_origin(hint) or hint
    if origin in (list, tuple, set, frozenset, dict) or getattr(origin, "__module__", "") == "collections.abc":
        return f"is a {name}, but the wire carries single values; take a str and split it, or one parameter for each"
    if hint in (Any, object, None, types.NoneType):
        return f"is {name}, but the backend must be told a type: str, int, float, bool, Literal or Enum"
    return (
        f"is a {name}, which the wire cannot carry; take str, int, float, bool, Literal or Enum, "
        "and look the thing up in the function"
    )
