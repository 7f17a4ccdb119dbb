"""Thirty villagers who talk in pairs, compared with the same lines scripted: `python -m benchmarks.talks`.

Each pair has its own conversations on a backend that answers at once; then a second scene says the same lines in the
same frames with `npc.say`. The result is the processor time of the game's thread for update and draw.
"""

from __future__ import annotations

import itertools
import os
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame

import stealth_pygame as stealth
from benchmarks.elsewhere import character
from benchmarks.report import Row, show
from stealth_pygame.client.backend_api import Health
from stealth_pygame.protocol.models import ContextEntry, ConversationRef, Reply, User

PAIRS: Final = 15
SIZE: Final = (1280, 720)
DT: Final = 1 / 60
MOST_TIMES: Final = 1.5
LINES: Final = (
    "The mill has stood still since the thaw.",
    "Then we shall eat rye until somebody clears the race.",
    "Somebody? I know whose turn it is.",
    "So do I, and so does he, and yet the wheel does not turn.",
)
SETTINGS: Final = stealth.Settings(
    npc_talks=PAIRS, npc_talks_per_minute=10_000, npc_talk_turns=8, npc_talk_rest=0.0, npc_talk_messages=1_000_000
)
Told = list[tuple[int, int, str]]
"""The frame, the villager and the text of each line."""


class AtOnce:
    """A backend that answers at once, in this process."""

    def __init__(self) -> None:
        self._numbers, self._lines = itertools.count(), itertools.cycle(LINES)

    def create(
        self, character: Mapping[str, Any], users: Sequence[User], persistence_token: str | None = None
    ) -> ConversationRef:
        number = next(self._numbers)
        return ConversationRef(id=str(number), secret=f"secret-{number}")

    def send(self, secret: str, message: str, player_id: str, context: Iterable[ContextEntry] = ()) -> Reply:
        return Reply(content=next(self._lines))

    def update(self, secret: str, users: Sequence[User] | None = None) -> None: ...

    def finish(self, secret: str) -> None: ...

    def check(self) -> Health:
        return Health(reachable=True, stealth=True, key_accepted=True, ms=0.0, sentence="")


@contextmanager
def village() -> Iterator[tuple[stealth.Dialogue, list[stealth.NPC]]]:
    """Create pairs of villagers all over the screen, and a player who hears them."""
    presenter = stealth.BubblePresenter(stealth.Theme(system_fonts=False, near=5_000, far=6_000))
    dialogue = stealth.Dialogue(client=AtOnce(), installation="bench", settings=SETTINGS, presenter=presenter)
    dialogue.add_player(stealth.Player("Ada", position=(640, 700)))
    people = []
    for number in range(2 * PAIRS):
        pair, side = divmod(number, 2)
        place = (90.0 + pair % 5 * 240 + side * 90, 160.0 + pair // 5 * 200)
        people.append(dialogue.add_npc(character(number), id=f"v{number}", position=place))
    with dialogue:
        yield dialogue, people


def frames(count: int, lines: Told | None = None) -> tuple[list[float], Told]:
    """Return the milliseconds of each frame, and the lines. lines: scripted, None: the villagers talk freely."""
    screen, taken, told = pygame.display.set_mode(SIZE), list[float](), Told()
    script = {frame: list(group) for frame, group in itertools.groupby(lines or (), key=lambda line: line[0])}
    with village() as (dialogue, people):
        talks: list[Any] = [None] * PAIRS
        for frame in range(count):
            began = time.thread_time()
            for pair in range(PAIRS) if lines is None else ():
                if talks[pair] is None or talks[pair].done:
                    talks[pair] = dialogue.converse(people[2 * pair], people[2 * pair + 1], turns=8)
            for _, number, text in script.get(frame, ()):
                people[number].say(text)
            dialogue.update(DT)
            screen.fill((90, 140, 80))
            dialogue.draw(screen)
            taken.append((time.thread_time() - began) * 1000)
            # Not measured: every game reads its events, and the workers need time.
            for event in pygame.event.get(stealth.NPC_SAID):
                told.append((frame, people.index(event.npc), event.text))
            time.sleep(0.0005)
    return taken, told


def measure(*, quick: bool = False) -> list[Row]:
    """Return the rows: median and 99th percentile of a frame, each compared with the same lines scripted."""
    pygame.init()
    rounds, count = (1, 240) if quick else (2, 1_000)
    talking, scripted, lines = list[float](), list[float](), 0
    for _ in range(rounds):
        taken, told = frames(count)
        talking += taken
        scripted += frames(count, told)[0]
        lines += len(told)
    rows = []
    for name, part in (("median", 50), ("99th percentile", 99)):
        ours, plain = (statistics.quantiles(sorted(times), n=100)[part - 1] for times in (talking, scripted))
        rows.append(
            Row(
                f"30 villagers talk in pairs, {name} of a frame",
                f"at most {MOST_TIMES:g} times",
                f"{lines} lines scripted: {plain:.2f} ms",
                f"{ours:.2f} ms",
                ours / plain,
                ours <= plain * MOST_TIMES,
                "The scripted lines come without conversations, and the bubbles of both are the same.",
            )
        )
    pygame.quit()
    return rows


if __name__ == "__main__":
    sys.exit(show(measure(quick="--quick" in sys.argv)))
