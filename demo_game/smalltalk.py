"""Small talk between neighbours while nobody talks to them: scripted lines in the library's bubbles."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from demo_game.story import Story

Line = tuple[str, str]
ANSWER_AFTER = 2.2
AGAIN_AFTER = 120.0
"""Seconds before the same lines may be said again."""


@dataclass(frozen=True)
class Chat:
    """Lines of two villagers, possible while `when` holds. The feast has other lines than the time before."""

    lines: tuple[Line, ...]
    when: Callable[[Story], bool] = lambda story: True
    feast: bool = False
    about: str = "the Lantern Feast tonight, and how much there is to do"
    """The topic, if a model invents the words."""

    @property
    def who(self) -> set[str]:
        """The villagers who have a line."""
        return {name for name, _ in self.lines}


CHATS = (
    Chat((("warden", "Quiet tonight."), ("lamplighter", "Dark tonight, you mean.")), lambda s: not s.lanterns),
    Chat((("lamplighter", "Look at them shine, Bram!"), ("warden", "Hm. Not bad.")), lambda s: bool(s.lanterns)),
    Chat((("warden", "So many people on the road..."), ("lamplighter", "It is a feast!")), lambda s: s.gate_open),
    Chat((("bard", "Tobias! A song for a coin?"), ("merchant", "A coin for silence, my friend."))),
    Chat((("merchant", "Fresh from Castlemere!"), ("bard", "Fresh last month, he means."))),
    Chat((("baker", "Yarrow, where is my Pip?"), ("healer", "With a fishing rod, dear.")), lambda s: s.pip == "hiding"),
    Chat((("fisher", "Keep the line still, boy."), ("pip", "It IS still!")), lambda s: s.pip in ("hiding", "allowed")),
    Chat((("smith", "Marta! The usual pie?"), ("baker", "If you mend my oven door, dear."))),
    Chat((("smith", "Drums at last! Dance, Bram!"), ("warden", "I am on duty. One dance.")), feast=True),
    Chat((("baker", "A hundred buns, all gone!"), ("pip", "I only had nine.")), feast=True),
    Chat((("fisher", "Remember the first feast?"), ("elder", "I lit a lamp for you, Nils.")), feast=True),
    Chat((("healer", "Even the bees are awake."), ("merchant", "Do they buy lanterns?")), feast=True),
    Chat((("lamplighter", "Every lamp is burning!"), ("bard", "I have a verse for that.")), feast=True),
    Chat((("bard", "What rhymes with herring?"), ("merchant", "Endearing. Barely.")), lambda s: s.lanterns == "green"),
)  # fmt: skip


OPENINGS: dict[str, tuple[str, Callable[[Story], bool]]] = {
    "bard": ("A new face! Ask me anything, stranger: I hear it all.", lambda story: not story.feast),
    "baker": ("You there, dear! Have you seen my boy Pip?", lambda story: story.pip == "hiding"),
    "lamplighter": ("Mind the bucket! You carry no oil, do you?", lambda story: not story.lanterns),
    "warden": ("Halt, stranger. The gate is shut.", lambda story: not story.gate_open),
    "elder": ("Welcome, stranger. You look like somebody who can help.", lambda story: story.errand is not None),
}
"""The first words of villagers who need something from a stranger, and the condition for them."""


def opening(villager: str, story: Story) -> str:
    """Return the words with which a villager calls a stranger who comes near, "" if there are none."""
    text, holds = OPENINGS.get(villager, ("", bool))
    return text if text and holds(story) else ""


class SmallTalk:
    """Lets two villagers who can hear each other talk from time to time.

    converse: starts a conversation in the model's own words; if it returns False, the scripted lines are used.
    """

    def __init__(
        self,
        story: Story,
        say: Callable[[str, str], None],
        rng: random.Random,
        converse: Callable[[Chat], bool] | None = None,
    ) -> None:
        self._story, self._say, self._rng, self._converse = story, say, rng, converse
        self._waiting: list[Line] = []
        self._pause = 6.0
        self._age = 0.0
        self._heard: dict[tuple[Line, ...], float] = {}

    def begin(self, lines: Sequence[Line]) -> None:
        """Say these lines, one after the other."""
        self._waiting = list(lines)
        self._pause = 1.0

    def update(self, dt: float, free: set[str]) -> None:
        """Let `dt` seconds pass. free: the villagers near the hero to whom nobody talks."""
        self._age += dt
        self._pause -= dt
        if self._pause > 0:
            return
        if self._waiting:
            self._next_line(free)
            return
        possible = [c for c in CHATS if self._fits(c, free)]
        self._pause = 3.0
        if possible:
            chosen = self._rng.choice(possible)
            self._heard[chosen.lines] = self._age
            if self._converse is not None and self._converse(chosen):
                self._pause = self._rng.uniform(30.0, 45.0)
                return
            self._waiting = list(chosen.lines)
            self._pause = 0.0

    def _fits(self, chat: Chat, free: set[str]) -> bool:
        fresh = self._age - self._heard.get(chat.lines, -AGAIN_AFTER) >= AGAIN_AFTER
        return fresh and chat.who <= free and chat.feast == self._story.feast and chat.when(self._story)

    def _next_line(self, free: set[str]) -> None:
        who, text = self._waiting.pop(0)
        if who not in free:
            self._waiting.clear()
            return
        self._say(who, text)
        self._pause = ANSWER_AFTER if self._waiting else self._rng.uniform(14.0, 24.0)
