"""Text that can neither break out of its line nor pretend to be another: the backend pastes `key: value` lines.

A player's name, a model's words and a modder's item names all end up in the prompt (`protocol.md`, "send").
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

# Characters of one key; a longer one is cut.
MAX_KEY_CHARS: Final = 100

# Characters of one text that are looked at, so that a megabyte of it cannot hold up a frame.
MAX_TEXT_CHARS: Final = 20_000

# Joiners hold emoji and some scripts together; every other invisible sign can only mislead.
_KEPT: Final = frozenset("\u200c\u200d")
_FOLDED: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})
_COLONS: Final = str.maketrans(dict.fromkeys(":：﹕︓꞉∶", " "))
_QUOTES: Final = str.maketrans(dict.fromkeys('"“”„‟«»＂〝〞', "'"))
_OWN: Final = frozenset(key.replace("_", "") for key in OWN_KEYS)


def fold(text: str) -> str:
    """Fold to one line: controls, line separators, direction marks and invisible signs become single spaces."""
    # Folding a megabyte would hold up the frame in which a game sets its context.
    text = shortened(text, MAX_TEXT_CHARS)
    return " ".join((text if text.isprintable() else text.translate(_FOLDING)).split())


class _Folding(dict[int, str]):
    """A table for `str.translate` that learns each sign when it first meets it."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded(chr(code))
        return self[code]


def _folded(char: str) -> str:
    category = unicodedata.category(char)
    # Half a letter cannot be encoded for the wire.
    if category == "Cs":
        return "\ufffd"
    return " " if category in _FOLDED and char not in _KEPT else char


_FOLDING: Final = _Folding()


def fold_key(text: str) -> str:
    """Return a key on one line and without colons, so that a line has only one reading."""
    return fold(text.translate(_COLONS))[:MAX_KEY_CHARS].strip()


def quoted(text: str) -> str:
    """Return folded text in double quotes that nothing inside it can close."""
    return f'"{fold(text).translate(_QUOTES)}"'


def named(text: str) -> str:
    """Return a person's name that holds no quote, colon or separator of ours, at most 40 characters."""
    # These are the signs that part speakers and lines in `recent_conversation`.
    plain = fold_key(text).translate(_QUOTES).replace("|", " ").replace(";", " ")
    return " ".join(plain[:40].split()) or "somebody"


def wire_name(name: str) -> str:
    """Return a player's name as the backend may paste it into its `users` and `username` lines: one line, no comma.

    At most 80 characters; a name without any that can be seen is "somebody".
    """
    # Eliza parts its entries by commas.
    return " ".join(fold(name).replace(",", " ")[:80].split()) or "somebody"


def shortened(text: str, chars: int) -> str:
    """Return text of at most so many characters; a cut is shown as "…"."""
    return text if len(text) <= chars else text[: max(0, chars - 1)].rstrip() + "…"


def in_brackets(text: str) -> str:
    """Return a stage direction: one line in brackets that nothing inside it can close."""
    return f"({fold(text).replace('(', '[').replace(')', ']')})"


def reserved(key: str) -> str | None:
    """Return the reason why a key is not the game's, in any case, width and spacing; None where it is."""
    # A look-alike in full width would reach the prompt as the backend's own key.
    plain = "".join(char for char in unicodedata.normalize("NFKC", key).casefold() if char.isprintable())
    plain = "".join(plain.split())
    if plain in RESERVED_CONTEXT_KEYS:
        return "the backend writes it itself"
    return "the library writes it itself" if plain.replace("_", "") in _OWN else None


def number_words(value: float) -> str:
    """Return a number in one form: 3, not 3.0, and no exponent. Raises `ContextError` for infinite and huge ones."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ContextError(f"{value} is not a number that an NPC could know")
    if abs(value) >= 1e18:
        raise ContextError("the number has more than 18 digits")
    # A model reads 3.0 gold as a price with decimals.
    return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")
