"""What a picture of a dialogue is: the one seam between what happens and how it looks.

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
    """What a picture may ask of the dialogue it shows."""

    @property
    def settings(self) -> Settings:
        """The numbers of behaviour."""

    @property
    def speaker(self) -> Player | None:
        """Who is at the keyboard."""

    @property
    def online(self) -> bool:
        """Whether the backend is known to be down."""

    @property
    def npcs(self) -> tuple[NPC, ...]:
        """Everybody in the scene."""

    def nearby(self, player: Player) -> NPC | None:
        """Whom a player could talk to now."""

    def ask(self, npc: NPC, text: str) -> Message:
        """Send what was typed."""


class Presenter(Protocol):
    """Shows a dialogue. Everything is called on the game thread; nothing may wait."""

    def attach(self, stage: Stage) -> None:
        """Called once, before anything else."""

    @property
    def typing(self) -> bool:
        """Whether a text box has the keyboard."""

    @property
    def focus(self) -> NPC | None:
        """Whom the text box talks to."""

    @focus.setter
    def focus(self, npc: NPC | None) -> None: ...

    def tell(self, event: Event) -> None:
        """Something happened."""

    def has_read(self, npc: NPC) -> bool:
        """Whether the NPC's last line has been read; actions may wait for that."""

    def handle_event(self, event: pygame.event.Event) -> bool:
        """A pygame event; True when it was used."""

    def update(self, dt: float) -> None:
        """Let `dt` seconds pass."""

    def draw(self, surface: pygame.Surface, camera: Camera | None) -> None:
        """Draw on top of the game's picture."""

    def close(self) -> None:
        """The dialogue is over; give the keyboard back."""
