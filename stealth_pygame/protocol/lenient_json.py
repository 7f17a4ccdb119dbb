"""A JSON reader that accepts byte order marks and halves of emoji, as servers write them, but not NaN."""

from __future__ import annotations

import json
from typing import Final

from pydantic_core import from_json

from stealth_pygame.text.patterns import lazy

_HALVES: Final = lazy("[\ud800-\udfff]")


def whole_pairs(text: str) -> str:
    """Return the text with surrogate pairs joined; lone surrogates, which UTF-8 cannot encode, become U+FFFD."""
    if _HALVES.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def read_json(data: bytes) -> tuple[object, str]:
    """Read JSON, with or without a byte order mark. Return the value and "", or None and the reason.

    NaN and great depth are refused. The reason is a text and not an exception, because the parser's exception holds
    the whole answer, which may contain a secret.
    """
    try:
        # The parser refuses a byte order mark.
        return from_json(data.removeprefix(b"\xef\xbb\xbf"), allow_inf_nan=False), ""
    except ValueError as exc:
        why = str(exc)
    # JavaScript writes half an emoji as an escape that the strict parser refuses.
    return _read_with_halves(data) if "escape" in why else (None, why)


def _read_with_halves(data: bytes) -> tuple[object, str]:
    try:
        text = json.dumps(json.loads(data), ensure_ascii=False)
        return from_json(whole_pairs(text), allow_inf_nan=False), ""
    except (ValueError, RecursionError) as exc:
        return None, f"{type(exc).__name__} in a text with a broken escape"
