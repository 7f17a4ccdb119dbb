"""The one seam between what happens in a dialogue and how it looks.

`BubblePresenter` is one; a game with a dialogue box of its own brings another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

import pygame

from stealth_pygame.events import Event
from stealth_pygame.message import Message
from stealth_pygame.settings import Settings
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.placed import Point
from stealth_pygame.world.player import Player

Camera: TypeAlias = Callable[[Point], Point]
"""World (x, y) → screen (x, y), in pixels."""


class Stage(Protocol):
    """The dialogue as a presenter sees it: all that a picture may ask of it."""

    @property
    def settings(self) -> Settings:
        """The numbers of behaviour."""

    @property
    def speaker(self) -> Player | None:
        """The player at the keyboard."""

    @property
    def online(self) -> bool:
        """False while the backend is known to be down."""

    @property
    def npcs(self) -> tuple[NPC, ...]:
        """All NPCs of the scene."""

    def nearby(self, player: Player) -> NPC | None:
        """The NPC that a player could talk to now."""

    def to_window(self, rect: pygame.Rect) -> pygame.Rect:
        """A rectangle of the surface that is drawn on, in window pixels: for an IME's candidates."""

    def ask(self, npc: NPC, text: str) -> Message:
        """Send what was typed."""


class Presenter(Protocol):
    """Shows a dialogue. Everything is called on the game thread; nothing may wait."""

    def attach(self, stage: Stage) -> None:
        """Called once, before anything else."""

    @property
    def typing(self) -> bool:
        """True while a text box has the keyboard."""

    @property
    def focus(self) -> NPC | None:
        """The NPC that the text box talks to."""

    @focus.setter
    def focus(self, npc: NPC | None) -> None: ...

    def tell(self, event: Event) -> None:
        """Hear one event, in order."""

    def has_read(self, npc: NPC) -> bool:
        """Return True when the NPC's last line has been read; actions may wait for that."""

    def handle_event(self, event: pygame.event.Event) -> bool:
        """Take a pygame event; return True when it was used."""

    def update(self, dt: float) -> None:
        """Let `dt` seconds pass."""

    def draw(self, surface: pygame.Surface, camera: Camera | None) -> None:
        """Draw on top of the game's picture."""

    def close(self) -> None:
        """The dialogue is over; give the keyboard back."""
