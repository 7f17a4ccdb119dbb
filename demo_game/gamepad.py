"""The demo with a gamepad: D-pads, sticks and buttons act as keys for walking and for sheets."""

from __future__ import annotations

import pygame

ARROWS = {(-1, 0): pygame.K_LEFT, (1, 0): pygame.K_RIGHT, (0, -1): pygame.K_UP, (0, 1): pygame.K_DOWN}
BUTTONS = {0: pygame.K_RETURN, 1: pygame.K_ESCAPE, 2: pygame.K_j, 6: pygame.K_ESCAPE, 7: pygame.K_ESCAPE}
"""By number: the lower, the right and the left button, and Start, which has two numbers on different pads."""
SHEETS_ONLY = (0, 1)
"""Buttons that act as keys only in sheets; otherwise they belong to the dialogue."""
CROSS = {11: (0, -1), 12: (0, 1), 13: (-1, 0), 14: (1, 0)}
"""D-pads that report as buttons, in pygame's numbers."""
PUSHED = 0.5
"""The position, from 0 to 1, from which a stick counts as pushed."""
EVENTS = (
    pygame.JOYBUTTONDOWN,
    pygame.JOYBUTTONUP,
    pygame.JOYHATMOTION,
    pygame.JOYAXISMOTION,
    pygame.JOYDEVICEADDED,
    pygame.JOYDEVICEREMOVED,
)


class Gamepad:
    """All connected pads, as keys that are pressed and released."""

    def __init__(self) -> None:
        self._pads: dict[int, pygame.joystick.JoystickType] = {}
        self._held: dict[str, set[int]] = {}
        self._stick = [0.0, 0.0]

    def keys(self, event: pygame.event.Event, in_sheet: bool) -> list[pygame.event.Event]:
        """Return the key events for an event of a pad. in_sheet: a sheet is open over the game."""
        if event.type == pygame.JOYDEVICEADDED:
            # pygame sends events only for a pad whose object is kept.
            pad = pygame.joystick.Joystick(event.device_index)
            self._pads[pad.get_instance_id()] = pad
        elif event.type == pygame.JOYDEVICEREMOVED:
            self._pads.pop(event.instance_id, None)
            return self.release()
        elif event.type == pygame.JOYHATMOTION:
            return self._hold(
                "hat", {ARROWS[way] for way in ((event.value[0], 0), (0, -event.value[1])) if way in ARROWS}
            )
        elif event.type == pygame.JOYAXISMOTION and event.axis in (0, 1):
            self._stick[event.axis] = event.value
            x, y = (0 if abs(value) < PUSHED else (1 if value > 0 else -1) for value in self._stick)
            return self._hold("stick", {ARROWS[way] for way in ((x, 0), (0, y)) if way in ARROWS})
        elif event.type in (pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP):
            return self._button(event, in_sheet)
        return []

    def _button(self, event: pygame.event.Event, in_sheet: bool) -> list[pygame.event.Event]:
        down = event.type == pygame.JOYBUTTONDOWN
        if event.button in CROSS:
            return self._hold(f"button {event.button}", {ARROWS[CROSS[event.button]]} if down else set())
        if not down or event.button not in BUTTONS or (event.button in SHEETS_ONLY and not in_sheet):
            return []
        key = BUTTONS[event.button]
        return [_key(pygame.KEYDOWN, key), _key(pygame.KEYUP, key)]

    def _hold(self, part: str, keys: set[int]) -> list[pygame.event.Event]:
        """Return the releases and presses of keys when a part of the pad now holds these keys."""
        held = self._held.get(part, set())
        self._held[part] = keys
        up = [_key(pygame.KEYUP, key) for key in sorted(held - keys)]
        return up + [_key(pygame.KEYDOWN, key) for key in sorted(keys - held)]

    def release(self) -> list[pygame.event.Event]:
        """Return the releases of all keys."""
        self._stick = [0.0, 0.0]
        return [event for part in list(self._held) for event in self._hold(part, set())]


def _key(kind: int, key: int) -> pygame.event.Event:
    return pygame.event.Event(kind, key=key, mod=0, unicode="", scancode=0)
