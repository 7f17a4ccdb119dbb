"""The time that the library adds to a request, and to the delivery of a reply to the loop."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame
import requests

from benchmarks.elsewhere import AUTH, Elsewhere, character, elsewhere
from benchmarks.report import Row, show
from benchmarks.rounds import alternately, spread
from stealth_pygame import NPC_SAID, ConversationRef, Dialogue, Player, Reply, StealthClient

TEXT = "What does a sword cost, and where is the mill?"
CONTEXT = {"gold": "12", "weather": "rain", "time": "evening"}
MOST_TIMES = 1.15
FRAME_MS = 1000 / 60


def seconds(work: Callable[[], object]) -> float:
    """Return the seconds that one call takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def client_row(backend: Elsewhere, count: int) -> Row:
    """Return the row for `StealthClient.send`, compared with `Session.post` of the same body and header."""
    with StealthClient(backend.url, AUTH) as client, requests.Session() as session:
        ours = client.create(character(1), [("Ada", "ada")]).secret
        theirs = client.create(character(2), [("Ada", "ada")]).secret
        context = [{"key": key, "value": value} for key, value in CONTEXT.items()]
        body = {"secret": theirs, "message": TEXT, "playerId": "ada", "context": context}

        def send() -> None:
            client.send(ours, TEXT, "ada", CONTEXT)

        def post() -> None:
            session.post(backend.url + "/api/send", json=body, headers={"Authorization": AUTH}, timeout=30).json()

        send()
        post()
        columns = alternately([lambda: seconds(send) * 1000, lambda: seconds(post) * 1000], count)
    mine, bare = map(statistics.median, columns)
    middle = [statistics.median(columns[0][at::20]) for at in range(20)]
    return Row(
        "StealthClient.send",
        f"at most {MOST_TIMES} times",
        f"requests.Session.post: {bare:.2f} ms",
        f"{mine:.2f} ms",
        mine / bare,
        mine / bare <= MOST_TIMES,
        rounds=spread(middle, "ms"),
    )


class Timed:
    """A client that records when a reply arrived, and how long its request took."""

    def __init__(self, inner: StealthClient) -> None:
        self._inner = inner
        self.arrived = 0.0
        self.took = 0.0

    def send(self, *arguments: Any) -> Reply:
        """Send a message, and record the times before and after."""
        began = perf_counter()
        reply = self._inner.send(*arguments)
        self.arrived = perf_counter()
        self.took = self.arrived - began
        return reply

    def create(self, *arguments: Any) -> ConversationRef:
        """Pass the call on."""
        return self._inner.create(*arguments)

    def update(self, *arguments: Any) -> None:
        """Pass the call on."""
        self._inner.update(*arguments)

    def finish(self, secret: str) -> None:
        """Pass the call on."""
        self._inner.finish(secret)

    def check(self) -> Any:
        """Pass the call on."""
        return self._inner.check()


def exchange(dialogue: Dialogue, client: Timed, clock: pygame.time.Clock) -> tuple[float, float, float]:
    """Send one message in a loop of 60 frames per second; return the seconds of request, rest and delivery.

    As in a game, the message is sent during event handling, and the update follows in the same frame.
    """
    dt = clock.tick(60) / 1000
    began = perf_counter()
    dialogue.npcs[0].send(TEXT)
    dialogue.update(dt)
    while not any(event.type == NPC_SAID for event in pygame.event.get()):
        dialogue.update(clock.tick(60) / 1000)
    heard = perf_counter()
    return client.took, heard - began - client.took, heard - client.arrived


def loop_rows(backend: Elsewhere, count: int) -> list[Row]:
    """Return the rows for the way from `send` to the event, without the request itself."""
    pygame.init()
    pygame.display.set_mode((320, 200))
    clock = pygame.time.Clock()
    with StealthClient(backend.url, AUTH) as inner:
        client = Timed(inner)
        with Dialogue(client=client, installation="bench") as dialogue:
            dialogue.add_player(Player("Ada", position=(0, 0)))
            dialogue.add_npc(character(3), position=(0, 0))
            exchange(dialogue, client, clock)
            taken = [exchange(dialogue, client, clock) for _ in range(count)]
    request, on_top, waited = (statistics.median(column) * 1000 for column in zip(*taken, strict=True))
    base = f"the request alone: {request:.2f} ms"
    goal = f"under one frame ({FRAME_MS:.1f} ms)"
    why = "An answer waits for the next update, half a frame on the average; the rest is a thread's wait for its turn."
    return [
        Row("a reply's way to its event", goal, base, f"{waited:.2f} ms", None, waited < FRAME_MS, why),
        Row("send to event, on top of the request", goal, base, f"{on_top:.2f} ms", None, on_top < FRAME_MS, why),
    ]


def measure(quick: bool = False) -> list[Row]:
    """Return all rows. quick: only few messages."""
    with elsewhere() as backend:
        return [client_row(backend, 20 if quick else 1_000), *loop_rows(backend, 5 if quick else 200)]


if __name__ == "__main__":
    sys.exit(1 if show(measure("--quick" in sys.argv)) else 0)
