"""Deals in words: a price that was named or an action that was proposed, and the "yes" that accepts it.

For a backend, "yes" is small talk. The game remembers the last price, and moves the money only after a "yes".
"""

from __future__ import annotations

import re
from collections.abc import Callable

import stealth_pygame as stealth
from demo_game.purse import OFFERS, PRICES
from demo_game.story import BRIBE, HEALING, Story

HEALER, PROPOSAL = "healer", "proposal"
PROPOSALS: dict[str, tuple[str, Callable[[Story], stealth.Feedback]]] = {
    "lamplighter": ("Shall I light the lanterns?", Story.light_lanterns),
    "fisher": ("give a flask of it to anybody who asks", Story.take_fish_oil),
    "warden": ("would make me look the other way", lambda story: story.bribe(BRIBE)),
}
"""By villager: words of an answer that propose something, and the action that a "yes" starts."""
YES = re.compile(
    r"(?:(?:oh|well|hm+|then|and|ok|okay)[ ,]+)*(?:yes|yeah|yep|yup|sure|ok|okay|deal|agreed|fine|alright|all right"
    r"|go on|go ahead|do it|please do|of course|gladly|it is a deal|i(?:'ll| will) take (?:it|one|that))"
    r"\b(?!.*\bnot?\b)",
    re.IGNORECASE,
)
LONGEST_YES = 40


class Deals:
    """The last price that each villager named, until the player answers."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._open: dict[str, str] = {}

    def forget(self) -> None:
        """Forget all prices, because another story was loaded."""
        self._open.clear()

    def healing(self) -> stealth.Feedback:
        """Name the price of healing; heal if it was named before, or at once if the hero has too little gold."""
        purse = self._story.purse
        if self._open.pop(HEALER, "") or purse.gold < HEALING or purse.is_well:
            return self._story.heal()
        self._open[HEALER] = HEALER
        return stealth.Feedback(True, f"Healing costs {HEALING} gold coins. Shall Yarrow begin?")

    def hear(self, villager: str, said: str, reply: str, acted: bool) -> stealth.Feedback | None:
        """Read one exchange; return the outcome if it closed a deal, else None. acted: the reply called a function."""
        named = self._open.get(villager, "") if acted else self._open.pop(villager, "")
        if acted:
            return None
        if named and len(said) <= LONGEST_YES and YES.match(said.strip()):
            return self._close(villager, named)
        item = PROPOSAL if villager in PROPOSALS and PROPOSALS[villager][0] in reply else priced(villager, reply)
        if item:
            self._open[villager] = item
        return None

    def _close(self, villager: str, item: str) -> stealth.Feedback:
        if item == PROPOSAL:
            return PROPOSALS[villager][1](self._story)
        if item == HEALER:
            return self._story.heal()
        if item in PRICES.get(villager, {}):
            return self._story.buy(villager, item)
        return self._story.sell(item)


def priced(villager: str, reply: str) -> str:
    """Return the item whose price a reply names; "" if there is none, or if there are several to choose from."""
    wares = [*PRICES.get(villager, {}), *(OFFERS if villager == "merchant" else ())]
    named = [item for item in wares if item in reply.lower()]
    if villager == HEALER and "Healing costs" in reply:
        return HEALER
    return named[0] if len(named) == 1 and re.search(r"\d+ gold", reply) else ""
