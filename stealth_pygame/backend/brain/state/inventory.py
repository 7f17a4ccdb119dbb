"""The things that the user carries, whether the game keeps it in a list or under a key for each thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stealth_pygame.backend.brain.language.adjectives import an
from stealth_pygame.backend.brain.language.vocabulary import STOP, pattern_of
from stealth_pygame.backend.brain.language.words import stem, tokens
from stealth_pygame.backend.brain.state.entries import KINDS, StateEntry
from stealth_pygame.backend.brain.state.query import told
from stealth_pygame.backend.brain.state.values import is_number, spoken

_ASKED: Final = pattern_of("inventory asked")
_YES_NO: Final = re.compile(r"^(?:do|have|am) ")


def carried(own: Sequence[StateEntry]) -> str:
    """All that is carried, as one list; an empty text where the game tells nothing of it."""
    held = [entry for entry in own if entry.kind == "inventory"]
    listed = [spoken(entry.value) for entry in held if set(tokens(entry.name)) & KINDS["inventory"]]
    things = [thing for entry in held if not set(tokens(entry.name)) & KINDS["inventory"] and (thing := _thing(entry))]
    return ", ".join([*listed, *things] if things else listed[-1:]) or ("nothing" if held else "")


def _thing(entry: StateEntry) -> str:
    """One thing under a key of its own: `14 seeds`, `a rope`, or an empty text where there is none of it."""
    if entry.truth is not None:
        return an(entry.name) if entry.truth else ""
    if is_number(entry.value):
        return f"{spoken(entry.value)} {entry.name}" if float(entry.value) else ""
    return f"{an(entry.name)} ({spoken(entry.value)})"


def beside(own: Sequence[StateEntry]) -> list[str]:
    """Sentences about what else lies in the bag (the money)."""
    return [told((), [entry], "user") for entry in own if entry.kind == "money" and entry.inside]


def asked_for(words: Sequence[str], inventory: str) -> str:
    """Tell whether something is in the inventory, for `do I have a sword?`."""
    match = _ASKED.search(" ".join(words))
    if not match or not inventory:
        return ""
    things = [
        w
        for w in tokens(re.split(r" (?:for|to)\b", match.group(1) or match.group(2))[0])
        if w not in STOP and w != "enough" and w not in KINDS["money"] | KINDS["inventory"] | KINDS["health"]
    ]
    if not things:
        return ""
    held = [part.strip() for part in re.split(r"[,;]| and ", inventory) if part.strip()]
    for part in held:
        if {stem(word) for word in things} & {stem(word) for word in tokens(part)}:
            return f"Yes, you have {part}." if not part[:1].isupper() else f"Yes, you have the {part}."
    return f"No. You have {inventory}." if _YES_NO.search(" ".join(words)) else ""
