"""What one could say: replies that the chat box offers, so that nobody is ever stuck for words."""

from __future__ import annotations

from demo_game.story import Story

MOST = 3


def suggestions(villager: str, story: Story, most: int = MOST) -> tuple[str, ...]:
    """Two or three things worth saying to somebody now, `most` of them at most."""
    return tuple(line for line in _lines(villager, story) if line)[:most]


def room(height: int, text_size: int) -> int:
    """How many of them stand on the chat box without covering who talks, in the middle of so many pixels."""
    left = height * 0.46 - text_size * 4.6
    return max(1, min(MOST, int(left / (text_size * 2.2))))


def _lines(villager: str, story: Story) -> list[str]:
    items, errands = story.purse.items, story.errands
    return {
        "smith": ["I would like to buy a sword." if "sword" not in items else "", "What do you know about the wolves?"],
        "baker": [
            "Please let Pip fish today." if not errands["pip"].done else "",
            "A honey bun, please.",
            "Where could Pip be?" if not errands["pip"].done and story.pip == "hiding" else "",
            "What are you baking for the feast?",
        ],
        "pip": [
            "Come with me, Pip." if not errands["pip"].done and story.pip != "following" else "",
            "Wait here, Pip." if story.pip == "following" else "",
            "What have you caught today?",
        ],
        "healer": ["Can you heal me?" if story.purse.health < 10 else "", "What is the Lantern Feast?"],
        "merchant": [
            "I want to sell my silver ring." if "silver ring" in items else "",
            "I would like to buy lamp oil." if not errands["light"].done and not story.oil else "",
            "I want to sell my wolf pelt." if "wolf pelt" in items else "",
            "What is new in Castlemere?",
        ],
        "warden": [
            "Please open the gate." if not story.gate_open else "",
            "Here are ten gold coins for you." if not story.gate_open else "",
            "Why is the gate shut?" if not story.gate_open else "Are the players inside?",
        ],
        "lamplighter": [
            "Please light the lanterns." if not story.lanterns else "",
            "Where can I get oil?" if not errands["light"].done and not story.oil else "",
            "Who lit the first lantern?",
        ],
        "fisher": [
            "Could you give me some fish oil?" if not errands["light"].done and not story.oil else "",
            "Where is Pip?" if not errands["pip"].done and story.pip == "hiding" else "",
            "How deep is the lake?",
        ],
        "elder": [
            "Please begin the feast!" if story.errand is None and not story.feast else "",
            "Please write me a pass." if not story.gate_open and "gate pass" not in items else "",
            "What can I do to help?" if story.errand is not None else "Why are the lamps lit at the feast?",
        ],
        "bard": ["Play something merry!", "What rumours have you heard?"],
    }[villager]
