"""Regular expressions that are compiled when they are first used, or all together before a game begins.

Some take milliseconds each to compile, because they list many characters; tools that only import the library save that.
"""

from __future__ import annotations

import re
from typing import Any, cast

_declared: list[_LazyPattern] = []


class _LazyPattern:
    """An object with the attributes of a compiled pattern; the first use of an attribute compiles the pattern."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        # `re` caches the compiled pattern. The next access finds the attribute itself and does not call this method.
        value = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)
        return value


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern like that of `re.compile`, compiled when it is first used."""
    stand_in = _LazyPattern(pattern, flags)
    _declared.append(stand_in)
    return cast("re.Pattern[str]", stand_in)


def prepare() -> None:
    """Compile all patterns now, so that no frame of the game has to."""
    for stand_in in _declared:
        stand_in.search  # noqa: B018
