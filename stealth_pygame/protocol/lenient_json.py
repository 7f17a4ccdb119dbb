"""JSON as servers really write it: byte order marks and halves of emoji are read, NaN and endless depth are not."""

from __future__ import annotations

import json
from typing import Final

from pydantic_core import from_json

from stealth_pygame.text.patterns import lazy

_HALVES: Final = lazy("[\ud800-\udfff]")


def whole_pairs(text: str) -> str:
    """Return the text with surrogate pairs joined; lone ones, which UTF-8 cannot carry, become U+FFFD."""
    if _HALVES.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def read_json(data: bytes) -> tuple[object, str]:
    """Read JSON as liberally as is safe: a byte order mark does no harm, NaN and great depth are refused.

    Returns the value and "", or None and the reason. The reason is text, because the parsers' own errors hold the whole
    answer, and that may hold a secret.
    """
    try:
        # The byte order mark is harmless, but strict readers refuse it.
        return from_json(data.removeprefix(b"\xef\xbb\xbf"), allow_inf_nan=False), ""
    except ValueError as exc:
        why = str(exc)
    # JavaScript writes half an emoji as an escape that strict readers refuse.
    return _read_with_halves(data) if "escape" in why else (None, why)


def _read_with_halves(data: bytes) -> tuple[object, str]:
    try:
        text = json.dumps(json.loads(data), ensure_ascii=False)
        return from_json(whole_pairs(text), allow_inf_nan=False), ""
    except (ValueError, RecursionError) as exc:
        return None, f"{type(exc).__name__} in a text with a broken escape"
