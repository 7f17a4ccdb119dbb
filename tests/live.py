"""A scene on real threads and real HTTP, against the fake backend."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

from stealth_pygame.client.client import StealthClient
from stealth_pygame.events import Cancelled, Dropped, Event, Failed, Flagged, Said
from stealth_pygame.message import Message
from stealth_pygame.scene.persistence import Installation
from stealth_pygame.scene.scene import Scene
from stealth_pygame.settings import Settings
from stealth_pygame.testing import FakeBackend, pump
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player
from tests.village import smith

# Of the embedded backend's server, and of a font search that ends by itself: not of a dialogue.
OTHERS = ("stealth-thinking", "stealth-fonts")


def threads_left() -> list[str]:
    """The threads that a dialogue or a client has left behind."""
    names = [thread.name for thread in threading.enumerate()]
    return [name for name in names if name.startswith("stealth") and not name.startswith(OTHERS)]


def accepted(listener: socket.socket, ended: threading.Event) -> Iterator[socket.socket]:
    """Yield connections until the event is set, in steps: nothing wakes a thread in `accept` on Windows."""
    listener.settimeout(0.05)
    while not ended.is_set():
        try:
            sock, _ = listener.accept()
        except TimeoutError:
            continue
        sock.settimeout(None)
        yield sock


ENDS = (Said, Flagged, Cancelled, Failed, Dropped)


class Live:
    """A scene on a fake backend: `go` turns the loop until something holds."""

    def __init__(self, backend: FakeBackend, **settings: Any) -> None:
        self.backend = backend
        self.settings = Settings(**{"reply_timeout": 5.0, "connect_timeout": 1.0, **settings})
        self.client = StealthClient(
            backend.url,
            backend.auth,
            connect_timeout=self.settings.connect_timeout,
            reply_timeout=self.settings.reply_timeout,
        )
        self.scene = Scene(self.client, self.settings, Installation("inst"))
        self.told: list[Event] = []

    def __enter__(self) -> Live:
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, at: TracebackType | None) -> None:
        self.scene.close(2.0, self.client.close)
        assert threads_left() == []

    def update(self, dt: float) -> None:
        self.told += self.scene.update(dt)

    def player(self, name: str = "Ada") -> Player:
        return self.scene.add_player(Player(name))

    def npc(self, name: str = "Bruno", **options: Any) -> NPC:
        character = options.pop("character", None) or smith(name=name)
        return self.scene.add_npc(character, position=(0, 0), **options)

    def go(self, until: Callable[[], bool], timeout: float = 10.0, dt: float = 0.1) -> None:
        """Turn the loop; game time runs a hundred times faster than real time, so that pauses cost nothing."""
        pump(self, until, timeout, dt)

    def say(self, npc: NPC, text: str, player: Player | None = None) -> Message:
        message = npc.send(text, player)
        self.go(lambda: message.done and bool(self.ends(message)))
        return message

    def ends(self, message: Message) -> list[str]:
        """The events that told the end of a message."""
        return [type(e).__name__ for e in self.told if isinstance(e, ENDS) and e.message is message]
