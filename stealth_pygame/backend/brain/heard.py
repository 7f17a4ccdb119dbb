"""What a call is made from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Heard:
    """What parameters are taken from: the words of the request, the raw message, and who is there."""

    words: tuple[str, ...]
    raw: str
    user_name: str
    users: tuple[str, ...]
    fragment: bool = False
    beside: tuple[str, ...] = ()
    """Words said beside the request, which may name what it calls `it`."""
    excluded: tuple[str, ...] = ()
    """Words that the request rules out (`but not the red one`)."""
    told: tuple[str, ...] = ()
    """Words of the message's other statements (`he is dead`)."""
    names: frozenset[str] = frozenset()
    """What the character itself is called."""
