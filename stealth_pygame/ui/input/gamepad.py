"""Gamepads as steps and buttons: D-pads, D-pads that report as buttons, and sticks, separate for each pad."""

from __future__ import annotations

import pygame

_HAT = {1: -1, -1: 1}
# Pads whose D-pad reports as buttons: by number as a joystick (PlayStation, Switch), by name as a controller.
_JOYSTICK_CROSS = {11: -1, 12: 1}
_CONTROLLER_CROSS = {pygame.CONTROLLER_BUTTON_DPAD_UP: -1, pygame.CONTROLLER_BUTTON_DPAD_DOWN: 1}
# The number of the left stick's vertical axis, as a joystick and as a controller.
_UPRIGHT_AXIS = 1
# Positions from 0 to 1: above the first a stick counts as pushed, below the second it may count again.
PUSHED, CENTRED = 0.6, 0.35
# Button numbers, the same as a joystick and as a controller: the lower, the right and the upper button.
YES, BACK, TRANSCRIPT = 0, 1, 3

UNPLUGGED = (pygame.CONTROLLERDEVICEREMOVED, pygame.JOYDEVICEREMOVED)
PAD_EVENTS = (
    pygame.JOYHATMOTION,
    pygame.JOYBUTTONDOWN,
    pygame.CONTROLLERBUTTONDOWN,
    pygame.JOYAXISMOTION,
    pygame.CONTROLLERAXISMOTION,
)


def pad_button(event: pygame.event.Event) -> int | None:
    """Return the button that was pressed: 0 is yes, 1 is back; None for other events and for D-pads."""
    if event.type not in (pygame.JOYBUTTONDOWN, pygame.CONTROLLERBUTTONDOWN) or _cross(event):
        return None
    return int(event.button)


def _cross(event: pygame.event.Event) -> int:
    if event.type == pygame.JOYHATMOTION:
        return _HAT.get(event.value[1], 0) if not event.value[0] else 0
    if event.type == pygame.JOYBUTTONDOWN:
        return _JOYSTICK_CROSS.get(event.button, 0)
    if event.type == pygame.CONTROLLERBUTTONDOWN:
        return _CONTROLLER_CROSS.get(event.button, 0)
    return 0


class Sticks:
    """The left sticks of all pads: one step for each push, no matter how long it lasts.

    It must see every event. If it misses that a stick came back, the stick would count as pushed for ever.
    """

    def __init__(self) -> None:
        self._pushed: set[int] = set()

    def step(self, event: pygame.event.Event) -> int:
        """Return -1 for a step up, 1 for a step down, of a D-pad or a stick, else 0."""
        if event.type == pygame.JOYAXISMOTION:
            return self._axis(event, float(event.value))
        if event.type == pygame.CONTROLLERAXISMOTION:
            return self._axis(event, event.value / 32767)
        if event.type in UNPLUGGED:
            self._pushed.discard(pad_of(event))
        return _cross(event)

    def _axis(self, event: pygame.event.Event, value: float) -> int:
        pad = pad_of(event)
        if event.axis != _UPRIGHT_AXIS:
            return 0
        if abs(value) < CENTRED:
            self._pushed.discard(pad)
        if abs(value) < PUSHED or pad in self._pushed:
            return 0
        self._pushed.add(pad)
        return -1 if value < 0 else 1


def pad_of(event: pygame.event.Event) -> int:
    """Return the number of the pad that sent an event, -1 if the event has none."""
    return int(getattr(event, "instance_id", getattr(event, "joy", -1)))


class Pads:
    """Pads that pygame knows as controllers. Each press of these is reported twice, the second time as a joystick's."""

    def __init__(self) -> None:
        self._controllers: set[int] = set()

    def echo(self, event: pygame.event.Event) -> bool:
        """Return True for a joystick event that repeats an event of the same pad as a controller."""
        if event.type in (pygame.CONTROLLERBUTTONDOWN, pygame.CONTROLLERAXISMOTION):
            self._controllers.add(pad_of(event))
        elif event.type in UNPLUGGED:
            self._controllers.discard(pad_of(event))
        joystick = event.type in (pygame.JOYBUTTONDOWN, pygame.JOYHATMOTION, pygame.JOYAXISMOTION)
        return joystick and pad_of(event) in self._controllers
