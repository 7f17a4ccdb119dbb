"""Keys that stay down: pygame repeats their presses, and only the first one was meant by the player."""

from __future__ import annotations

import pygame


class HeldKeys:
    """Tells a press from its repeats, which pygame does not mark.

    A key that was still down at the end of a frame cannot go down again. That is asked of pygame, so that a release
    that the game never handed over holds nothing up.
    """

    def __init__(self) -> None:
        self._used: dict[int, bool] = {}
        self._down: set[int] = set()

    def repeats(self, event: pygame.event.Event) -> bool:
        """Return True for a KEYDOWN of a key that was down before."""
        return event.type == pygame.KEYDOWN and event.key in self._down

    def used(self, event: pygame.event.Event) -> bool:
        """Return True if the first press of a key that repeats was used: its repeats are not the game's either."""
        return self._used.get(event.key, False)

    def note(self, event: pygame.event.Event, used: bool) -> None:
        """Remember what became of a press, until its release."""
        if event.type == pygame.KEYUP:
            self._used.pop(event.key, None)
            self._down.discard(event.key)
        elif event.type == pygame.KEYDOWN and event.key not in self._down:
            self._used[event.key] = used

    def next_frame(self) -> None:
        """A frame went by: ask which of the pressed keys are still down."""
        if self._used:
            pressed = pygame.key.get_pressed() if pygame.display.get_init() else None
            self._used = {key: used for key, used in self._used.items() if pressed is not None and pressed[key]}
            self._down = set(self._used)
