"""Regular expressions that are compiled when they are first used, or all together before a game begins.

Classes of many letters take milliseconds each to compile: tools that only import the library must not pay for them.
"""

from __future__ import annotations

import re
from typing import Any, cast

_declared: list[_LazyPattern] = []


class _LazyPattern:
    """A stand-in with the attributes of the compiled pattern, each of which it keeps once it was asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        # `re` keeps the compiled form; a later look-up finds the attribute itself and does not come here.
        value = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)
        return value


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern like that of `re.compile`, compiled when it is first used."""
    stand_in = _LazyPattern(pattern, flags)
    _declared.append(stand_in)
    return cast("re.Pattern[str]", stand_in)


def prepare() -> None:
    """Compile all that are declared: in the middle of a game they would cost the first frame that needs them."""
    for stand_in in _declared:
        stand_in.search  # noqa: B018
