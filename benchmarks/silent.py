"""A presenter that shows nothing, to measure conversations without drawing."""

from __future__ import annotations

import pygame

from stealth_pygame import NPC


class Silent:
    """A presenter that shows nothing."""

    typing = False
    focus: NPC | None = None

    def attach(self, stage: object) -> None:
        """Do nothing."""

    def tell(self, event: object) -> None:
        """Do nothing."""

    def has_read(self, npc: NPC) -> bool:
        """Return True: nothing is ever unread."""
        return True

    def handle_event(self, event: pygame.event.Event) -> bool:
        """Return False: no event is used."""
        return False

    def update(self, dt: float) -> None:
        """Do nothing."""

    def draw(self, surface: pygame.Surface, camera: object) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""
