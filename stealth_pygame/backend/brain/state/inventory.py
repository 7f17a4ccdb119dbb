"""The things that the user carries, whether the game keeps it in a list or under a key for each thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stealth_pygame.backend.brain.language.adjectives import an
from stealth_pygame.backend.brain.language.vocabulary import STOP, patterns_of
from stealth_pygame.backend.brain.language.words import stem, tokens
from stealth_pygame.backend.brain.state.entries import KINDS, StateEntry
from stealth_pygame.backend.brain.state.values import is_number, spoken

_FORMS: Final = patterns_of("inventory")
_NO_THINGS: Final = KINDS["money"] | KINDS["inventory"] | KINDS["health"] | {"enough"}


def carried(own: Sequence[StateEntry]) -> str:
    """All that is carried, as one list; an empty text where the game tells nothing of it."""
    held = [entry for entry in own if entry.kind == "inventory"]
    lists = [entry for entry in held if set(tokens(entry.name)) & KINDS["inventory"]]
    things = [thing for entry in held if entry not in lists and (thing := _thing(entry))]
    listed = [spoken(entry.value) for entry in lists]
    return ", ".join([*listed, *things] if things else listed[-1:]) or ("nothing" if held else "")


def _thing(entry: StateEntry) -> str:
    """One thing under a key of its own: `14 seeds`, `a rope`, or an empty text where there is none of it."""
    if entry.truth is False or entry.value == "0":
        return ""
    if is_number(entry.value):
        return f"{spoken(entry.value)} {entry.name}"
    return an(entry.name) if entry.truth else f"{an(entry.name)} ({spoken(entry.value)})"


def asked_for(words: Sequence[str], inventory: str) -> str:
    """Tell whether something is in the inventory, for `do I have a sword?`."""
    match = _FORMS["asked"].search(" ".join(words)) if inventory else None
    asked = re.split(r" (?:for|to)\b", match.group(1) or match.group(2))[0] if match else ""
    things = {stem(word) for word in tokens(asked) if word not in STOP | _NO_THINGS}
    held = [part.strip() for part in re.split(r"[,;]| and ", inventory) if part.strip()]
    for part in held if things else ():
        if things & set(map(stem, tokens(part))):
            return f"Yes, you have {'the ' if part[:1].isupper() else ''}{part}."
    return f"No. You have {inventory}." if things and _FORMS["yes no"].search(" ".join(words)) else ""
