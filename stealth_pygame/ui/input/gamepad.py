"""Gamepads as keys."""

from __future__ import annotations

import pygame

_UP_DOWN = {(0, 1): -1, (0, -1): 1}


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
