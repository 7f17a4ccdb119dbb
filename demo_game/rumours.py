"""Rumours about the hero's actions: in the third person between neighbours, in other words to the hero.

Villagers who saw an action get no rumour. A rumour passes at most three villagers, so that not all say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

GREETINGS = ("So it is true? {}", "Word travels fast. {}", "What do I hear? {}", "I have heard about you! {}")


@dataclass(frozen=True)
class Rumour:
    """A rumour about one action, in the village's words."""

    text: str
    witness: str


@dataclass(frozen=True)
class Deed:
    """The words for an action: about the hero, to the hero, and by those who took part; only `tellers` mention it."""

    text: str
    you: str
    tellers: tuple[str, ...]
    own: Mapping[str, str] = field(default_factory=dict)


DEEDS: dict[str, Deed] = {
    "sword": Deed(
        "{hero} carries a sword from Hilda's forge.",
        "You carry a sword from Hilda's forge.",
        ("warden", "merchant"),
    ),
    "healed": Deed(
        "Yarrow healed {hero}'s wolf bite.",
        "Yarrow healed your wolf bite.",
        ("baker", "fisher"),
    ),
    "gold": Deed(
        "Thanks to {hero} the lanterns burn golden with fine lamp oil.",
        "Thanks to you the lanterns burn golden.",
        ("elder", "bard"),
        {"merchant": "Look at the lanterns! You know where to buy your oil."},
    ),
    "green": Deed(
        "Thanks to {hero} the lanterns burn green with Nils's fish oil.",
        "Thanks to you the lanterns burn green.",
        ("elder", "bard"),
        {"fisher": "The lanterns burn green, and that is my oil! Thank you."},
    ),
    "home": Deed(
        "{hero} brought Pip home to the bakery.",
        "You brought Pip home to the bakery.",
        ("healer", "lamplighter"),
        {"pip": "Mother has not scolded me at all. Thank you for walking with me."},
    ),
    "fishing": Deed(
        "{hero} spoke up for Pip, and Marta lets him fish.",
        "You spoke up for Pip, and Marta lets him fish.",
        ("healer", "lamplighter"),
        {"pip": "Mother lets me fish, and it was you who asked her!"},
    ),
    "pass": Deed(
        "Bram opened the gate for {hero}, who had a pass from Odile.",
        "Bram read your pass and opened the gate.",
        ("bard", "merchant"),
        {"elder": "My pass has opened the gate for you, I hear."},
    ),
    "armed": Deed(
        "Bram opened the gate, because {hero} carries a sword.",
        "Bram opened the gate, because you carry a sword.",
        ("elder", "bard"),
        {"smith": "One look at my sword, and Bram opened the gate for you!"},
    ),
    "well": Deed(
        "{hero} tied a new rope to the old well, and there is water again.",
        "You tied a new rope to the old well, and there is water again.",
        ("elder", "baker"),
        {"merchant": "A rope for the well, from my stall! You will tell everybody, will you not?"},
    ),
    "bribe": Deed(
        "Bram took ten gold coins from {hero} and opened the gate.",
        "Bram took ten gold coins from you and opened the gate.",
        ("elder", "bard"),
    ),
}


def deed(text: str, hero: str) -> Deed | None:
    """Return the action that a rumour is about, None if there is none."""
    return next((one for one in DEEDS.values() if one.text.format(hero=hero) == text), None)


def to_hero(text: str, hero: str) -> str:
    """Return a rumour in the words for the hero; an unknown one is returned unchanged."""
    known_deed = deed(text, hero)
    return known_deed.you if known_deed else text


def greeting(text: str, hero: str, teller: str, turn: int) -> str:
    """Return the words with which a villager mentions a rumour, "" if others should. turn: for a choice of words."""
    known_deed = deed(text, hero)
    if known_deed is None:
        return ""
    if teller in known_deed.own:
        return known_deed.own[teller]
    return GREETINGS[turn % len(GREETINGS)].format(known_deed.you) if teller in known_deed.tellers else ""
