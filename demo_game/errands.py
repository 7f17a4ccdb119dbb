"""Errands: tasks that the player solves by talking, and the hints for them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import stealth_pygame as stealth


@dataclass(frozen=True)
class Way:
    """A way to solve an errand. told_by: a pattern for words that mention the way."""

    name: str
    told_by: str
    words: str


@dataclass
class Errand:
    """A task to solve by talking. how: the way that was used, "" while it is open; heard: the ways mentioned so far."""

    title: str
    hint: str
    ways: tuple[Way, ...]
    how: str = ""
    heard: set[str] = field(default_factory=set)

    @property
    def done(self) -> bool:
        return bool(self.how)

    @property
    def told(self) -> str:
        """The hints known so far; a way is shown only after somebody has mentioned it."""
        return " ".join([self.hint, *(way.words for way in self.ways if way.name in self.heard)])

    def hear(self, text: str) -> None:
        """Note the ways that a text mentions."""
        self.heard |= {way.name for way in self.ways if re.search(way.told_by, text, re.IGNORECASE)}


LIGHT = (
    Way("lamp oil", r"\blamp oil\b|tobias sells", "Tobias sells lamp oil."),
    Way("fish oil", r"\bfish oil\b|nils (?:gives|has)", "Nils gives fish oil away."),
)
PIP = (
    Way("lake", r"\b(?:pip|boy|son)\b.*\b(?:lake|fishing)\b|\blake\b.*\bpip\b", "They say he is fishing at the lake."),
)
GATE = (
    Way("pass", r"\ba pass\b|\bpasses\b", "Odile could write a pass."),
    Way("sword", r"\b(?:gate|bram|pass)\b.*\bsword\b|\bsword\b.*\b(?:gate|bram)\b", "Bram trusts a good sword."),
    Way("coins", r"\bten (?:gold|coins|at a time)\b|other way", "Bram takes ten gold coins."),
)


def errands() -> dict[str, Errand]:
    """Return the three errands at the start of a story."""
    return {
        "light": Errand("Light the lanterns", "Juno by the north path has no oil.", LIGHT),
        "pip": Errand("Find Pip", "Marta at the bakery misses her boy.", PIP),
        "gate": Errand("Open the gate", "Bram keeps the north gate shut.", GATE),
    }


class Unchanged(stealth.Feedback):
    """The feedback of an action that was done before: nothing changes, and nothing failed."""


def unchanged(message: str) -> Unchanged:
    """Return this feedback with its sentence."""
    return Unchanged(False, message)
