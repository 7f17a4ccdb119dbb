"""Keys that stay down. pygame repeats their KEYDOWN events, but the player pressed only once."""

from __future__ import annotations

import pygame


class HeldKeys:
    """Distinguishes a key press from its repeats, which pygame does not mark.

    A key that is still down at the end of a frame cannot be pressed again. pygame is asked for the key's state, so a
    release event that the game did not pass on does no harm.
    """

    def __init__(self) -> None:
        self._used: dict[int, bool] = {}
        self._down: set[int] = set()

    def repeats(self, event: pygame.event.Event) -> bool:
        """Return True for a KEYDOWN of a key that was already down."""
        return event.type == pygame.KEYDOWN and event.key in self._down

    def used(self, event: pygame.event.Event) -> bool:
        """Return True if this is a repeat of a press that was used; then the repeat is not for the game either."""
        return self._used.get(event.key, False)

    def note(self, event: pygame.event.Event, used: bool) -> None:
        """Remember if a press was used, until the key is released."""
        if event.type == pygame.KEYUP:
            self._used.pop(event.key, None)
            self._down.discard(event.key)
        elif event.type == pygame.KEYDOWN and event.key not in self._down:
            self._used[event.key] = used

    def next_frame(self) -> None:
        """Ask pygame which of the pressed keys are still down. Call it once per frame."""
        if self._used:
            pressed = pygame.key.get_pressed() if pygame.display.get_init() else None
            self._used = {key: used for key, used in self._used.items() if pressed is not None and pressed[key]}
            self._down = set(self._used)
