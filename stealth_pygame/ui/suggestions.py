"""Suggested replies: chosen with keys, mouse or gamepad, for those who cannot or will not type."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from stealth_pygame.text import one_line

_UP_DOWN = {(0, 1): -1, (0, -1): 1}


class Suggestions:
    """Up to four texts, one of which may be `chosen` (None: none is)."""

    MOST = 4

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.chosen: int | None = None

    def set(self, texts: Sequence[str]) -> None:
        """Offer other texts; none is chosen."""
        self.texts = [line for line in map(one_line, texts) if line][: self.MOST]
        self.chosen = None

    def change(self, texts: Sequence[str]) -> None:
        """Offer other texts; the chosen one stays chosen if it is among them."""
        chosen = self.text
        self.set(texts)
        if chosen in self.texts:
            self.chosen = self.texts.index(chosen)

    @property
    def text(self) -> str:
        """The chosen text; empty when none is."""
        return "" if self.chosen is None else self.texts[self.chosen]

    def step(self, way: int) -> bool:
        """Choose the one below (1) or above (-1); False when there is none to choose."""
        if not self.texts:
            return False
        start = -1 if way > 0 else len(self.texts)
        self.chosen = ((start if self.chosen is None else self.chosen) + way) % len(self.texts)
        return True


def pad_step(event: pygame.event.Event) -> int:
    """What a gamepad's cross says: -1 for up, 1 for down, else 0."""
    if event.type == pygame.JOYHATMOTION:
        return _UP_DOWN.get(tuple(event.value), 0)
    if event.type == pygame.CONTROLLERBUTTONDOWN:
        buttons = {pygame.CONTROLLER_BUTTON_DPAD_UP: -1, pygame.CONTROLLER_BUTTON_DPAD_DOWN: 1}
        return buttons.get(event.button, 0)
    return 0


def pad_button(event: pygame.event.Event) -> int | None:
    """The gamepad's button that went down: 0 says yes, 1 goes back; None for other events."""
    if event.type in (pygame.JOYBUTTONDOWN, pygame.CONTROLLERBUTTONDOWN):
        return int(event.button)
    return None


class Pads:
    """Gamepads that pygame knows as controllers: it tells each press of theirs twice, the second time as a joystick."""

    def __init__(self) -> None:
        self._controllers = False

    def echo(self, event: pygame.event.Event) -> bool:
        """Whether the event says again what a controller has said already."""
        if event.type == pygame.CONTROLLERBUTTONDOWN:
            self._controllers = True
        return self._controllers and event.type in (pygame.JOYBUTTONDOWN, pygame.JOYHATMOTION)


PAD_EVENTS = (
    pygame.JOYHATMOTION,
    pygame.JOYBUTTONDOWN,
    pygame.CONTROLLERBUTTONDOWN,
)
