"""A long run with fifty villagers and many faults: every message must have exactly one end.

The backend runs in another process, and is told at random to fail: wrong answers, broken connections, restarts with
and without its data, a kill during a send, finished conversations. `python -m benchmarks.soak 10 1 200 contract` runs
for ten minutes, with seed 1, 200 villagers and the backend that follows the contract.
"""

from __future__ import annotations

import logging
import os
import random
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Literal

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame

import stealth_pygame as stealth
from benchmarks.elsewhere import AUTH, Elsewhere, character, elsewhere
from benchmarks.report import Row, show
from benchmarks.weight import one_heap, settled
from stealth_pygame import BubblePresenter, Dialogue, Message, MessageState, Player, Settings
from stealth_pygame.testing import Fault

VILLAGERS = 50
MINUTES = 1.0
FPS = 30
WARM_UP = 0.4
"""The part of the run after which the memory is measured for the first time."""
MOST_GROWTH = 1.1
DRAIN = 60.0
"""Seconds after which a message without an end counts as lost."""
SETTINGS = Settings(
    connect_timeout=1.0,
    reply_timeout=2.0,
    busy_patience=3.0,
    probe_first=0.5,
    probe_most=1.0,
    max_waiting=4,
    max_transcript=40,
)
"""Short limits, so that a few minutes contain as many events as hours of play."""
ENDS = {
    stealth.NPC_SAID: MessageState.SAID,
    stealth.NPC_FLAGGED: MessageState.FLAGGED,
    stealth.NPC_CANCELLED: MessageState.CANCELLED,
    stealth.NPC_FAILED: MessageState.FAILED,
    stealth.NPC_DROPPED: MessageState.DROPPED,
}
ROUTES = ("send", "send", "send", "send", "create", "update", "finish")
FAULTS = [fault.value for fault in Fault if fault is not Fault.REFUSE]


@dataclass
class Books:
    """All messages by number: the number of ends that were reported, and True if they match the handle."""

    told: bytearray = field(default_factory=bytearray)
    open: dict[int, Message] = field(default_factory=dict)
    ends: Counter[str] = field(default_factory=Counter)
    wrong: int = 0

    def enter(self, message: Message) -> None:
        """Add a message that was sent; its text is its number."""
        self.told.append(0)
        self.open[int(message.text)] = message

    def close(self, event: pygame.event.Event) -> None:
        """Note the reported end of a message."""
        number = int(event.message.text)
        self.told[number] += 1
        self.ends[ENDS[event.type].value] += 1
        self.wrong += event.message.state is not ENDS[event.type]
        self.open.pop(number, None)

    @property
    def astray(self) -> int:
        """Return the number of messages without exactly one end, or with an end that differs from the handle's."""
        return sum(count != 1 for count in self.told) + self.wrong


class Soak:
    """The village, with players who walk and talk, and faults of the backend."""

    def __init__(self, backend: Elsewhere, seed: int, villagers: int = VILLAGERS) -> None:
        self._backend = backend
        self._chance = random.Random(seed)
        self._clock = pygame.time.Clock()
        self._screen = pygame.display.set_mode((1280, 720))
        self._down_until = 0.0
        self._started = perf_counter()
        self.books = Books()
        self.faults: Counter[str] = Counter()
        self.backend: Counter[str] = Counter()
        self.at = [0.0, 0.0]
        self._picture = BubblePresenter()
        self.dialogue = Dialogue(backend.url, AUTH, settings=SETTINGS, installation="soak", presenter=self._picture)
        self._people(villagers)

    def _people(self, villagers: int) -> None:
        self.dialogue.add_player(Player("Ada", position=lambda: (self.at[0], self.at[1])))
        self.dialogue.add_player(Player("Bo"))
        for number in range(villagers):
            spot = (100 + number % 10 * 120, 80 + number // 10 * 140)
            self.dialogue.add_npc(
                character(number),
                position=spot,
                interest_radius=150,
                persistent=number % 5 == 0,
                shared=number % 7 == 0,
            )

    @property
    def seconds(self) -> float:
        """The duration of the run in seconds."""
        return perf_counter() - self._started

    def frame(self, *, talking: bool = True) -> None:
        """Run one frame: perhaps a message, a cancellation or a fault; then record the events."""
        dt = self._clock.tick(FPS) / 1000
        if talking:
            self._session()
            self._break()
        self.dialogue.update(dt)
        self.dialogue.draw(self._screen)
        for event in pygame.event.get():
            if event.type in ENDS and event.message is not None:
                self.books.close(event)

    def _session(self) -> None:
        chance = self._chance
        if chance.random() < 0.02:
            self.at = [chance.uniform(0, 1280), chance.uniform(0, 720)]
        for _ in range(chance.choice((0, 0, 1, 1, 2))):
            npc, player = chance.choice(self.dialogue.npcs), chance.choice(self.dialogue.players)
            self.books.enter(npc.send(str(len(self.books.told)), player))
        if self.books.open and chance.random() < 0.02:
            chance.choice(list(self.books.open.values())).cancel()

    def _break(self) -> None:
        if self._down_until:
            if self.seconds > self._down_until:
                self._order("revive", self._chance.random() < 0.5)
                self._down_until = 0.0
        elif self._chance.random() < 0.004:
            self._order("kill")
            self._down_until = self.seconds + self._chance.uniform(0.1, 4.0)
        elif self._chance.random() < 0.15:
            self._order("fail", self._chance.choice(ROUTES), self._chance.choice(FAULTS))
        elif self._chance.random() < 0.01:
            self._order("drop")
        elif self._chance.random() < 0.01:
            self._order("step", self._chance.uniform(1, 90))
            self.count()

    def _order(self, *words: Any) -> None:
        self.faults[words[2] if words[0] == "fail" else words[0]] += 1
        self._backend.order(*words)

    def count(self) -> None:
        """Record the backend's counts; this empties its list of requests."""
        counted = self._backend.order("count")
        self.backend["requests"] += counted.pop("requests")
        self.backend.update({name: total - self.backend[name] for name, total in counted.items()})

    def drain(self) -> None:
        """Stop the faults, and wait for the end of every message."""
        self._backend.order("heal")
        self._down_until = 0.0
        until = self.seconds + DRAIN
        while self.books.open and self.seconds < until:
            self.frame(talking=False)
        self.count()

    def weigh(self, patience: float) -> float:
        """Return the megabytes when nobody talks and no bubble is left; wait for that at most `patience` seconds."""
        self.drain()
        until = self.seconds + patience
        while any(self._picture.bubbles) and self.seconds < until:
            self.frame(talking=False)
        return settled()

    def end(self) -> tuple[int, float]:
        """Close during many messages; return the number of messages without an end, and the seconds that it took."""
        pygame.event.clear()
        messages = [npc.send("Good bye!") for npc in self.dialogue.npcs]
        for _ in range(3):
            self.frame_at_the_end()
        began = perf_counter()
        self.dialogue.close()
        return sum(not message.done for message in messages), perf_counter() - began

    def frame_at_the_end(self) -> None:
        """Run one frame without recording."""
        self.dialogue.update(self._clock.tick(FPS) / 1000)
        pygame.event.clear()


@dataclass
class Figures:
    """The results of a run."""

    minutes: float
    messages: int
    astray: int
    ends: Counter[str]
    faults: Counter[str]
    backend: Counter[str]
    memory: tuple[float, float]
    unended: int
    closing: float
    threads: list[str]
    villagers: int
    handles: tuple[int, int]


def open_handles() -> int:
    """Return the number of open files and sockets of this process, 0 if the system does not tell."""
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


def soak(
    minutes: float,
    seed: int,
    patience: float = 30.0,
    villagers: int = VILLAGERS,
    nature: Literal["contract", "measured"] = "measured",
) -> Figures:
    """Run for so many minutes, then wait for all messages, close, and return the counts."""
    log = logging.getLogger("stealth_pygame")
    before = log.level
    log.setLevel(logging.CRITICAL)
    pygame.init()
    # Unread events of another dialogue are not ends of these messages.
    pygame.event.clear()
    threads = set(threading.enumerate())
    with elsewhere(delay=0.15, nature=nature) as backend:
        handles = open_handles()
        run = Soak(backend, seed, villagers)
        while run.seconds < minutes * 60 * WARM_UP:
            run.frame()
        warm = run.weigh(patience)
        while run.seconds < minutes * 60:
            run.frame()
        memory = (warm, run.weigh(patience))
        unended, closing = run.end()
        handles_left = open_handles()
    log.setLevel(before)
    left = [thread.name for thread in threading.enumerate() if thread not in threads]
    books = run.books
    told = len(books.told)
    return Figures(
        minutes, told, books.astray, books.ends, run.faults, run.backend, memory, unended, closing, left, villagers,
        (handles, handles_left),
    )  # fmt: skip


def rows(found: Figures) -> list[Row]:
    """Return the rows: the guarantees that the run tried to break."""
    before, after = found.memory
    faults, kinds = sum(found.faults.values()), len(found.faults)
    run = f"{found.villagers} villagers, {found.minutes:g} min"
    broken = found.backend["overlapping"] + found.backend["finished_during_send"]
    ends = ", ".join(f"{count} {name}" for name, count in found.ends.most_common())
    return [
        Row(
            f"messages without exactly one end ({run})",
            "none",
            f"{faults} faults of {kinds} kinds",
            f"{found.astray} of {found.messages} ({ends})",
            None,
            found.astray == 0,
        ),
        Row(
            f"two sends at once in one conversation, or a finish during one ({run})",
            "none",
            f"{found.backend['requests']} requests",
            str(broken),
            None,
            broken == 0,
        ),
        Row(
            f"memory at the end ({run})",
            f"at most {MOST_GROWTH} times",
            f"at {WARM_UP:.0%}: {before:.1f} MB",
            f"{after:.1f} MB",
            after / before,
            after / before <= MOST_GROWTH,
        ),
        Row(
            "closing in a storm of messages",
            "within 2 s, all ended",
            "",
            f"{found.closing:.2f} s, {found.unended} open",
            None,
            found.closing <= 2.1 and not found.unended,
            "What is on the wire is waited for, then cut; on a busy machine its threads take longer to notice.",
        ),
        Row("threads left at the end", "none", "", str(len(found.threads)), None, not found.threads),
        Row(
            "files and sockets open at the end",
            "no more than before",
            str(found.handles[0]),
            str(found.handles[1]),
            None,
            found.handles[1] <= found.handles[0],
        ),
    ]


def measure(quick: bool = False, minutes: float = MINUTES, seed: int = 1) -> list[Row]:
    """Return all rows. quick: run for a moment, with hardly any time for growth."""
    one_heap()
    return rows(soak(0.02, seed, 0.0) if quick else soak(minutes, seed))


if __name__ == "__main__":
    given = [*sys.argv[1:], *(str(MINUTES), "1", str(VILLAGERS), "measured")[len(sys.argv) - 1 :]]
    kind: Literal["contract", "measured"] = "contract" if given[3] == "contract" else "measured"
    one_heap()
    sys.exit(1 if show(rows(soak(float(given[0]), int(given[1]), 30.0, int(given[2]), kind))) else 0)
