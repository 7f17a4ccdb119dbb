"""Suggested replies for the chat box, so that players always have something to say."""

from __future__ import annotations

from collections.abc import Callable

from demo_game.story import Story

MOST = 3

Wanted = Callable[[Story], bool]
"""Returns True if something is worth saying at this point of the story."""


def _always(story: Story) -> bool:
    return True


def _needs_oil(story: Story) -> bool:
    return not story.errands["light"].done and not story.oil


def _pip_is_away(story: Story) -> bool:
    return not story.errands["pip"].done


def _pip_hides(story: Story) -> bool:
    return _pip_is_away(story) and story.pip == "hiding"


def _gate_is_shut(story: Story) -> bool:
    return not story.gate_open


def _has(item: str) -> Wanted:
    return lambda story: item in story.purse.items


def _may_begin(story: Story) -> bool:
    return story.errand is None and not story.feast


LINES: dict[str, tuple[tuple[str, Wanted], ...]] = {
    "smith": (
        ("I would like to buy a sword.", lambda story: "sword" not in story.purse.items),
        ("What do you know about the wolves?", _always),
    ),
    "baker": (
        ("Please let Pip fish today.", _pip_is_away),
        ("A honey bun, please.", _always),
        ("Where could Pip be?", _pip_hides),
        ("What are you baking for the feast?", _always),
    ),
    "pip": (
        ("Come with me, Pip.", lambda story: _pip_is_away(story) and story.pip != "following"),
        ("Wait here, Pip.", lambda story: story.pip == "following"),
        ("What have you caught today?", _always),
    ),
    "healer": (
        ("Can you heal me?", lambda story: story.purse.health < 10),
        ("What is the Lantern Feast?", _always),
    ),
    "merchant": (
        ("I want to sell my silver ring.", _has("silver ring")),
        ("I would like to buy lamp oil.", _needs_oil),
        ("I want to sell my wolf pelt.", _has("wolf pelt")),
        ("What is new in Castlemere?", _always),
    ),
    "warden": (
        ("Please open the gate.", _gate_is_shut),
        ("Here are ten gold coins for you.", _gate_is_shut),
        ("Why is the gate shut?", _gate_is_shut),
        ("Are the players inside?", lambda story: story.gate_open),
    ),
    "lamplighter": (
        ("Please light the lanterns.", lambda story: not story.lanterns),
        ("Where can I get oil?", _needs_oil),
        ("Who lit the first lantern?", _always),
    ),
    "fisher": (
        ("Could you give me some fish oil?", _needs_oil),
        ("Where is Pip?", _pip_hides),
        ("How deep is the lake?", _always),
    ),
    "elder": (
        ("Please begin the feast!", _may_begin),
        ("Please write me a pass.", lambda story: _gate_is_shut(story) and "gate pass" not in story.purse.items),
        ("What can I do to help?", lambda story: story.errand is not None),
        ("Why are the lamps lit at the feast?", lambda story: story.errand is None),
    ),
    "bard": (("Play something merry!", _always), ("What rumours have you heard?", _always)),
}
"""The suggestions for each villager, the most useful first."""


def shout(story: Story) -> str:
    """Return a good question for everybody near."""
    if story.feast:
        return "What a feast! Are you happy?"
    return "What should I do next?" if story.errand is None else "What can I do to help?"


def suggestions(villager: str, story: Story, most: int = MOST) -> tuple[str, ...]:
    """Return things worth saying to a villager now, `most` of them at most."""
    return tuple(line for line, wanted in LINES[villager] if wanted(story))[:most]


def room(height: int, text_size: int) -> int:
    """Return the number of suggestions that fit above the chat box without covering the NPC. height: pixels."""
    left = height * 0.46 - text_size * 4.6
    return max(1, min(MOST, int(left / (text_size * 2.2))))
