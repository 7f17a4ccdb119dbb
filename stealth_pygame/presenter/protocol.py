"""The interface between a dialogue and its presenter, which draws it.

`BubblePresenter` and `BoxPresenter` are presenters; a game may write its own.
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
"""A function from a point (x, y) in the world to a point (x, y) on the screen, in pixels."""


class Stage(Protocol):
    """The part of the dialogue that a presenter may use."""

    @property
    def settings(self) -> Settings:
        """The settings of the dialogue."""

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
        """Return the NPC to whom a player could talk now, or None."""

    def to_window(self, rect: pygame.Rect) -> pygame.Rect:
        """Return a rectangle of the game's surface in window pixels, for the candidate list of an IME."""

    def ask(self, npc: NPC, text: str) -> Message:
        """Send the typed words to an NPC."""


class Presenter(Protocol):
    """An object that draws a dialogue. All methods are called on the game thread, and must return at once."""

    def attach(self, stage: Stage) -> None:
        """Begin to show a dialogue; it is called once, before all other methods."""

    @property
    def typing(self) -> bool:
        """True while a text box has the keyboard."""

    @property
    def focus(self) -> NPC | None:
        """The NPC to whom the text box is open, or None."""

    @focus.setter
    def focus(self, npc: NPC | None) -> None: ...

    def tell(self, event: Event) -> None:
        """Show an event; the events come in the order in which they happened."""

    def has_read(self, npc: NPC) -> bool:
        """Return True if the NPC's last answer was read; actions may wait for that."""

    def handle_event(self, event: pygame.event.Event) -> bool:
        """Handle a pygame event; return True if it was used."""

    def update(self, dt: float) -> None:
        """Let `dt` seconds pass."""

    def draw(self, surface: pygame.Surface, camera: Camera | None) -> None:
        """Draw over the game's picture. camera: None if world and screen have the same coordinates."""

    def close(self) -> None:
        """Release the keyboard and the dialogue, which is over, or gets another presenter."""
