"""Escaping of text for the prompt, so that no value can contain a line break or look like another `key: value` line.

Players' names, models' words and names from mods all come into the prompt (`protocol.md`, "send").
"""

from __future__ import annotations

import math
import unicodedata
from decimal import Decimal
from typing import Final

from stealth_pygame.errors import ContextError
from stealth_pygame.protocol.models import RESERVED_CONTEXT_KEYS

# Keys that only the library writes.
OWN_KEYS: Final = ("recent_conversation", "last_actions", "events")

# The most characters of one key; a longer one is cut.
MAX_KEY_CHARS: Final = 100

# The most characters of one text that are read, so that a very long text does not delay a frame.
MAX_TEXT_CHARS: Final = 20_000

# Emoji and some scripts need joiners; every other invisible character could only mislead.
_KEPT: Final = frozenset("\u200c\u200d")
_FOLDED: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})
_COLONS: Final = str.maketrans(dict.fromkeys(":：﹕︓꞉∶", " "))
_QUOTES: Final = str.maketrans(dict.fromkeys('"“”„‟«»＂〝〞', "'"))
_OWN: Final = frozenset(key.replace("_", "") for key in OWN_KEYS)


def fold(text: str) -> str:
    """Return text on one line: control, line-break, direction and invisible characters become single spaces."""
    # Folding a megabyte would delay the frame in which a game sets its context.
    text = shortened(text, MAX_TEXT_CHARS)
    return " ".join((text if text.isprintable() else text.translate(_FOLDING)).split())


class _Folding(dict[int, str]):
    """A table for `str.translate` that adds each character when it is first needed."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded(chr(code))
        return self[code]


def _folded(char: str) -> str:
    category = unicodedata.category(char)
    # A lone surrogate cannot be encoded for the wire.
    if category == "Cs":
        return "\ufffd"
    return " " if category in _FOLDED and char not in _KEPT else char


_FOLDING: Final = _Folding()


def fold_key(text: str) -> str:
    """Return a key on one line and without colons, so that the first colon of a line always ends the key."""
    return fold(text.translate(_COLONS))[:MAX_KEY_CHARS].strip()


def quoted(text: str) -> str:
    """Return text on one line in double quotes; double quotes inside become single ones."""
    return f'"{fold(text).translate(_QUOTES)}"'


def named(text: str) -> str:
    """Return a person's name without double quotes, colons, "|" and ";", in at most 40 characters."""
    # These characters separate speakers and lines in `recent_conversation`.
    plain = fold_key(text).translate(_QUOTES).replace("|", " ").replace(";", " ")
    return " ".join(plain[:40].split()) or "somebody"


def wire_name(name: str) -> str:
    """Return a player's name for the backend's `users` and `username` lines: on one line, without commas.

    It has at most 80 characters; a name without visible characters becomes "somebody".
    """
    # Eliza separates its entries by commas.
    return " ".join(fold(name).replace(",", " ")[:80].split()) or "somebody"


def shortened(text: str, chars: int) -> str:
    """Return text of at most `chars` characters; a cut text ends with "…"."""
    return text if len(text) <= chars else text[: max(0, chars - 1)].rstrip() + "…"


def in_brackets(text: str) -> str:
    """Return a stage direction: text on one line in round brackets; round brackets inside become square ones."""
    return f"({fold(text).replace('(', '[').replace(')', ']')})"


def reserved(key: str) -> str | None:
    """Return the reason why a game may not use a key, in any case, width and spacing; None if it may."""
    # A key in full-width letters would look like the backend's own key in the prompt.
    plain = "".join(char for char in unicodedata.normalize("NFKC", key).casefold() if char.isprintable())
    plain = "".join(plain.split())
    if plain in RESERVED_CONTEXT_KEYS:
        return "the backend writes it itself"
    return "the library writes it itself" if plain.replace("_", "") in _OWN else None


def number_words(value: float) -> str:
    """Return a number without an exponent: 3, not 3.0. Raises `ContextError` for NaN, infinity, and from 1e18 on."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ContextError(f"{value} is not a number that an NPC could know")
    if abs(value) >= 1e18:
        raise ContextError("the number has more than 18 digits")
    # A model would read "3.0 gold" as a price with decimals.
    return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")
