"""The hero's gold, health and items. It uses no pygame, so that it can be tested alone."""

from __future__ import annotations

from dataclasses import dataclass, field

import stealth_pygame as stealth
from demo_game.errands import unchanged

MAX_HEALTH = 10
STEADY, LIMP = 8, 0.8
"""With this many half hearts the hero walks at full speed; with fewer, at this part of it."""
REST = 2
PRICES = {
    "smith": {"sword": 25, "shield": 14, "horseshoe": 5},
    "baker": {"bread": 2, "honey bun": 3, "apple pie": 6},
    "merchant": {"lamp oil": 12, "rope": 4, "map": 7},
}
OFFERS = {"silver ring": 12, "wolf pelt": 8}
FOOD = {"bread": 1, "honey bun": 2, "apple pie": 3}
GIFTS = ("fish oil", "gate pass")
ITEMS = frozenset([*OFFERS, *GIFTS, *(item for goods in PRICES.values() for item in goods)])
"""All items that the hero can carry."""


def meant(said: str, choices: dict[str, int]) -> str | None:
    """Return which of the choices a word means: models write "Lamp Oil", "the ring" or "swords". None if it is none."""
    word = said.strip().lower().removeprefix("the ").removeprefix("a ")
    for choice in choices:
        if choice == word or choice in word or (len(word) > 2 and word.rstrip("s") in choice):
            return choice
    return None


@dataclass
class Purse:
    """The hero's possessions. Prices come from the game, never from a villager: a model may say any number."""

    gold: int = 15
    health: int = 6
    items: list[str] = field(default_factory=lambda: ["silver ring", "wolf pelt"])

    @property
    def is_well(self) -> bool:
        """True while the hero needs no healing."""
        return self.health == MAX_HEALTH

    @property
    def pace(self) -> float:
        """The part of the normal speed with which a wounded hero walks."""
        return 1.0 if self.health >= STEADY else LIMP

    def buy(self, said: str, prices: dict[str, int]) -> stealth.Feedback:
        """Buy an item for gold."""
        item = meant(said, prices)
        if item is None:
            return stealth.Feedback(False, f"There is no {said} for sale here, only {', '.join(prices)}.")
        price = prices[item]
        if price > self.gold:
            return stealth.Feedback(False, f"The {item} costs {price} gold, and you have only {self.gold}.")
        self.gold -= price
        self.items.append(item)
        return stealth.Feedback(True, f"You bought the {item} for {price} gold.")

    def sell(self, said: str) -> stealth.Feedback:
        """Sell an item for gold, if it is one of `OFFERS`."""
        item = meant(said, OFFERS)
        if item is None:
            return stealth.Feedback(False, f"Nobody buys {said} here, only {' and '.join(OFFERS)}.")
        if item not in self.items:
            return stealth.Feedback(False, f"You have no {item} to sell.")
        self.items.remove(item)
        self.gold += OFFERS[item]
        return stealth.Feedback(True, f"You sold the {item} for {OFFERS[item]} gold.")

    def heal(self, price: int) -> stealth.Feedback:
        """Heal completely for a price; it is free for a hero who cannot pay."""
        if self.health == MAX_HEALTH:
            return unchanged("You are in the best of health.")
        paid = price if self.gold >= price else 0
        self.gold -= paid
        self.health = MAX_HEALTH
        return stealth.Feedback(True, f"You are healed, for {paid} gold." if paid else "You are healed, for nothing.")

    def eat(self) -> str:
        """Eat the first food among the items, and gain health; return its name, or ""."""
        item = next((item for item in self.items if item in FOOD), "")
        if item:
            self.items.remove(item)
            self.health = min(MAX_HEALTH, self.health + FOOD[item])
        return item

    def drink(self) -> None:
        """Drink from the well, and gain health."""
        self.health = min(MAX_HEALTH, self.health + 1)

    def rest(self) -> None:
        """Sleep for a night, and gain health."""
        self.health = min(MAX_HEALTH, self.health + REST)

    def spend(self, item: str) -> bool:
        """Give an item away. Return False if there is none."""
        if item not in self.items:
            return False
        self.items.remove(item)
        return True
