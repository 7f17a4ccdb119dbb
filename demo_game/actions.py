"""The actions of the villagers. Each function is declared in the villager's own file and calls the story.

A villager's bubble shows the feedback, so a failed purchase gives its reason, which the next answer knows too.
"""

from __future__ import annotations

from collections.abc import Callable

import stealth_pygame as stealth
from demo_game.deals import Deals
from demo_game.errands import Unchanged
from demo_game.story import Story


def told(feedback: stealth.Feedback) -> stealth.Feedback:
    """Return feedback as a bubble should show it: an action that was done before is not shown as a failure."""
    return stealth.Feedback(True, feedback.message) if isinstance(feedback, Unchanged) else feedback


def smith(npc: stealth.NPC, story: Story, deals: Deals) -> None:
    """Let Hilda sell."""

    @npc.action
    def sell_item(item: str) -> stealth.Feedback:
        return story.buy("smith", item)


def baker(npc: stealth.NPC, story: Story, deals: Deals) -> None:
    """Let Marta sell, and be persuaded to let Pip fish."""

    @npc.action
    def sell_food(item: str) -> stealth.Feedback:
        return story.buy("baker", item)

    @npc.action
    def let_pip_fish() -> stealth.Feedback:
        return told(story.pip_may_fish())


def merchant(npc: stealth.NPC, story: Story, deals: Deals) -> None:
    """Let Tobias sell and buy."""

    @npc.action
    def sell_goods(item: str) -> stealth.Feedback:
        return story.buy("merchant", item)

    @npc.action
    def buy_goods(item: str) -> stealth.Feedback:
        return story.sell(item)


def healer(npc: stealth.NPC, story: Story, deals: Deals) -> None:
    """Let Yarrow heal, after naming the price."""

    @npc.action
    def heal_player() -> stealth.Feedback:
        return told(deals.healing())


def warden(npc: stealth.NPC, story: Story, deals: Deals) -> None:
    """Let Bram open the gate, for a pass, a sword or a bribe."""

    @npc.action
    def open_gate() -> stealth.Feedback:
        return told(story.open_gate())

    @npc.action
    def take_bribe(amount: float) -> stealth.Feedback:
        return told(story.bribe(amount))


def lamplighter(npc: stealth.NPC, story: Story, deals: Deals) -> None:
    """Let Juno light the lanterns and put them out."""

    @npc.action
    def light_lanterns() -> stealth.Feedback:
        return told(story.light_lanterns())

    @npc.action
    def take_oil() -> stealth.Feedback:
        return told(story.light_lanterns())

    @npc.action
    def douse_lanterns() -> stealth.Feedback:
        return told(story.douse_lanterns())


def fisher(npc: stealth.NPC, story: Story, deals: Deals) -> None:
    """Let Nils give oil away."""

    @npc.action
    def give_fish_oil() -> stealth.Feedback:
        return told(story.take_fish_oil())


def pip(npc: stealth.NPC, story: Story, deals: Deals) -> None:
    """Let Pip come along or stay."""

    @npc.action
    def follow_player() -> stealth.Feedback:
        return told(story.pip_follows())

    @npc.action
    def stop_following() -> stealth.Feedback:
        return told(story.pip_stays())


def elder(npc: stealth.NPC, story: Story, deals: Deals) -> None:
    """Let Odile write passes and open the feast."""

    @npc.action
    def write_pass() -> stealth.Feedback:
        return told(story.write_pass())

    @npc.action
    def begin_feast() -> stealth.Feedback:
        return told(story.begin_feast())


def bard(npc: stealth.NPC, story: Story, deals: Deals) -> None:
    """Let Finch play."""

    @npc.action
    def play_song(mood: str) -> stealth.Feedback:
        return story.play(mood)


ACTIONS: dict[str, Callable[[stealth.NPC, Story, Deals], None]] = {
    "smith": smith,
    "baker": baker,
    "merchant": merchant,
    "healer": healer,
    "warden": warden,
    "lamplighter": lamplighter,
    "fisher": fisher,
    "pip": pip,
    "elder": elder,
    "bard": bard,
}
