"""Gamepads as steps and buttons: crosses, crosses that are buttons, sticks, each pad for itself."""

from __future__ import annotations

import pygame

_HAT = {1: -1, -1: 1}
# Pads whose cross is buttons: SDL's joysticks number them so (PlayStation, Switch), its controllers by name.
_JOYSTICK_CROSS = {11: -1, 12: 1}
_CONTROLLER_CROSS = {pygame.CONTROLLER_BUTTON_DPAD_UP: -1, pygame.CONTROLLER_BUTTON_DPAD_DOWN: 1}
# The left stick's axis up and down, as a joystick and as a controller.
_UPRIGHT_AXIS = 1
# Parts of the way that a stick goes before it counts as one step, and that are left before it may count again.
PUSHED, CENTRED = 0.6, 0.35
# Buttons by number, the same as a joystick and as a controller: the lower one, the right one, the upper one.
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
    """The gamepad's button that went down: 0 says yes, 1 goes back; None for other events and for crosses."""
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
    """The left sticks of all pads: one step for each push, however long it lasts.

    It has to see every event, wanted or not: a stick that came back unseen would count as pushed for ever.
    """

    def __init__(self) -> None:
        self._pushed: set[int] = set()

    def step(self, event: pygame.event.Event) -> int:
        """Return -1 for a step up, 1 for one down, of a cross or a stick; else 0."""
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
    """The number of the pad that an event comes from; -1 where it does not say."""
    return int(getattr(event, "instance_id", getattr(event, "joy", -1)))


class Pads:
    """Pads that pygame knows as controllers: it tells each press of theirs twice, the second time as a joystick."""

    def __init__(self) -> None:
        self._controllers: set[int] = set()

    def echo(self, event: pygame.event.Event) -> bool:
        """Return True for an event that says again what the same pad has said as a controller."""
        if event.type in (pygame.CONTROLLERBUTTONDOWN, pygame.CONTROLLERAXISMOTION):
            self._controllers.add(pad_of(event))
        elif event.type in UNPLUGGED:
            self._controllers.discard(pad_of(event))
        joystick = event.type in (pygame.JOYBUTTONDOWN, pygame.JOYHATMOTION, pygame.JOYAXISMOTION)
        return joystick and pad_of(event) in self._controllers
