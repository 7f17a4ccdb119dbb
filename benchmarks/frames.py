"""A loop of 60 frames a second in which a hundred villagers are spoken to, and the same loop without the library.

The backend is slow and lives in another process. Only the work of a frame is counted, not the wait for the next one.
The loops take turns of a few seconds, so that whatever else the machine does falls on all of them.
"""

from __future__ import annotations

import itertools
import os
import queue
import sys
import threading
from collections.abc import Sequence
from time import perf_counter
from typing import Protocol

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame
import requests

from benchmarks.elsewhere import AUTH, character, elsewhere
from benchmarks.report import Row, show
from benchmarks.silent import Silent
from stealth_pygame import Dialogue, Message, Player, StealthClient

VILLAGERS = 100
DELAY = 0.4
EVERY = 2
"""Frames between two messages: 30 a second, which 16 workers can just carry at this delay."""
MOST_MORE = 0.5
TEXT = "Good day! What does a sword cost?"
SPRITES = 250


class Talk(Protocol):
    """What a loop does about its villagers."""

    def frame(self, dt: float, number: int) -> None:
        """Everything that belongs to one frame."""

    def rest(self) -> None:
        """Let what is under way come to its end, outside of any frame."""

    def close(self) -> None:
        """The benchmark is over."""


class Nobody:
    """The loop without villagers."""

    def frame(self, dt: float, number: int) -> None:
        """Nothing."""

    def rest(self) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


class Library:
    """The library: send, update, draw."""

    def __init__(self, dialogue: Dialogue, screen: pygame.Surface) -> None:
        self._dialogue = dialogue
        self._screen = screen
        self._turns = itertools.cycle(dialogue.npcs)
        self._last: dict[object, Message] = {}
        self.answered = 0

    def frame(self, dt: float, number: int) -> None:
        """Speak to the next villager who is not thinking, and do what every game does each frame."""
        if number % EVERY == 0:
            npc = next(npc for npc in self._turns if npc not in self._last or self._last[npc].done)
            self.answered += npc in self._last and self._last[npc].reply is not None
            self._last[npc] = npc.send(TEXT)
        self._dialogue.update(dt)
        self._dialogue.draw(self._screen)

    def rest(self) -> None:
        """Wait for the answers."""
        while not all(message.done for message in self._last.values()):
            self._dialogue.update(pygame.time.wait(5) / 1000)
        pygame.event.clear()

    def close(self) -> None:
        """Close the dialogue."""
        self._dialogue.close()


class Plain:
    """The obvious ways: a request in the loop, or a thread for each."""

    def __init__(self, url: str, secrets: Sequence[str], *, threads: bool) -> None:
        self._url = url + "/api/send"
        self._turns = itertools.cycle(secrets)
        self._threads: list[threading.Thread] | None = [] if threads else None
        self._answers: queue.SimpleQueue[object] = queue.SimpleQueue()

    def frame(self, dt: float, number: int) -> None:
        """Ask the next villager, and take what was answered."""
        if number % EVERY == 0:
            self._speak(next(self._turns))
        while not self._answers.empty():
            self._answers.get()

    def _speak(self, secret: str) -> None:
        if self._threads is None:
            self._post(secret)
            return
        thread = threading.Thread(target=self._post, args=(secret,))
        thread.start()
        self._threads.append(thread)

    def _post(self, secret: str) -> None:
        body = {"secret": secret, "message": TEXT, "playerId": "ada", "context": []}
        self._answers.put(requests.post(self._url, json=body, headers={"Authorization": AUTH}, timeout=30).json())

    def rest(self) -> None:
        """Wait for the threads."""
        for thread in self._threads or ():
            thread.join()
        if self._threads is not None:
            self._threads.clear()

    def close(self) -> None:
        """Nothing is left."""


class Game:
    """A fixed piece of game work: a background, sprites that move and bounce, the event queue."""

    def __init__(self, screen: pygame.Surface) -> None:
        self._screen = screen
        self._ground = pygame.Surface(screen.get_size()).convert()
        self._sprite = pygame.Surface((24, 32), pygame.SRCALPHA)
        self._sprite.fill((200, 120, 60, 200))
        self._spots = [[37.0 * n % 1280, 53.0 * n % 720, 60.0 + n % 7, 40.0 + n % 5] for n in range(SPRITES)]

    def frame(self, dt: float) -> None:
        """Events, movement, drawing."""
        pygame.event.get()
        self._screen.blit(self._ground, (0, 0))
        for spot in self._spots:
            spot[0] = (spot[0] + spot[2] * dt) % 1280
            spot[1] = (spot[1] + spot[3] * dt) % 720
            self._screen.blit(self._sprite, (spot[0], spot[1]))


def turn(game: Game, talk: Talk, seconds: float) -> list[float]:
    """Milliseconds of work of each frame of a loop that runs so long."""
    clock, frames = pygame.time.Clock(), list[float]()
    until = perf_counter() + seconds
    while perf_counter() < until:
        dt = clock.tick(60) / 1000
        began = perf_counter()
        game.frame(dt)
        talk.frame(dt, len(frames))
        frames.append((perf_counter() - began) * 1000)
    talk.rest()
    return frames


def percentile(frames: Sequence[float], share: float) -> float:
    """The time within which that share of the frames was done."""
    return sorted(frames)[min(len(frames) - 1, int(len(frames) * share))]


def village(client: StealthClient, *, seen: bool) -> Dialogue:
    """A hundred villagers on a square; `seen`: with bubbles, chat box and transcript."""
    dialogue = Dialogue(client=client, installation="bench", presenter=None if seen else Silent())
    dialogue.add_player(Player("Ada", position=(640, 360)))
    for number in range(VILLAGERS):
        dialogue.add_npc(character(number), position=(100 + number % 10 * 120, 80 + number // 10 * 64))
    return dialogue


def loops(url: str, client: StealthClient, screen: pygame.Surface) -> dict[str, Talk]:
    """All loops by name, each with conversations of its own."""

    def secrets() -> list[str]:
        return [client.create(character(number), [("Ada", "ada")]).secret for number in range(VILLAGERS)]

    return {
        "alone": Nobody(),
        "library": Library(village(client, seen=False), screen),
        "bubbles": Library(village(client, seen=True), screen),
        "thread": Plain(url, secrets(), threads=True),
        "blocking": Plain(url, secrets(), threads=False),
    }


def play(rounds: int, seconds: float) -> dict[str, list[float]]:
    """The frames of each loop, which take turns; the library's conversations are opened before it counts."""
    pygame.init()
    screen = pygame.display.set_mode((1280, 720))
    game = Game(screen)
    with elsewhere(delay=DELAY) as backend, StealthClient(backend.url, AUTH) as client:
        talks = loops(backend.url, client, screen)
        frames: dict[str, list[float]] = {name: [] for name in talks}
        for number in range(rounds + 1):
            for name, talk in talks.items():
                played = turn(game, talk, seconds)
                frames[name] += played if number else []
        for talk in talks.values():
            talk.close()
    return frames


def more(frames: dict[str, list[float]], name: str, share: float) -> Row:
    """A loop with villagers against the one without, at one percentile."""
    alone, ours = percentile(frames["alone"], share), percentile(frames[name], share)
    what = {"library": "100 villagers spoken to", "bubbles": "the same, with bubbles drawn"}[name]
    return Row(
        f"frame work, {what}, {share * 100:g}th percentile",
        f"at most {MOST_MORE} ms more",
        f"without villagers: {alone:.2f} ms",
        f"{ours:.2f} ms ({ours - alone:+.2f})",
        ours / alone,
        ours - alone <= MOST_MORE,
    )


def rows(frames: dict[str, list[float]]) -> list[Row]:
    """The library against no villagers, then against the two obvious ways."""
    made = [more(frames, name, share) for name in ("library", "bubbles") for share in (0.99, 0.999)]
    for name, what in (("thread", "a thread per message"), ("blocking", "requests.post in the loop")):
        theirs, ours = percentile(frames[name], 0.99), percentile(frames["library"], 0.99)
        base = f"{what}: {theirs:.2f} ms"
        figure = f"frame work against {what}, 99th percentile"
        made.append(Row(figure, "less", base, f"{ours:.2f} ms", ours / theirs, ours < theirs))
    return made


def measure(quick: bool = False) -> list[Row]:
    """The figures; `quick` plays for a moment."""
    return rows(play(1, 0.2) if quick else play(12, 3.0))


if __name__ == "__main__":
    sys.exit(1 if show(measure("--quick" in sys.argv)) else 0)
