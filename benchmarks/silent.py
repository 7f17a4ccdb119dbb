"""A presenter that shows nothing, to part what talking costs from what drawing costs."""

from __future__ import annotations

import pygame

from stealth_pygame import NPC


class Silent:
    """No picture at all."""

    typing = False
    focus: NPC | None = None

    def attach(self, stage: object) -> None:
        """Nothing to show it on."""

    def tell(self, event: object) -> None:
        """Heard by nobody."""

    def has_read(self, npc: NPC) -> bool:
        """Nothing is left unread."""
        return True

    def handle_event(self, event: pygame.event.Event) -> bool:
        """Uses no event."""
        return False

    def update(self, dt: float) -> None:
        """Nothing moves."""

    def draw(self, surface: pygame.Surface, camera: object) -> None:
        """Nothing is drawn."""

    def close(self) -> None:
        """Nothing to give back."""
