"""Gamepads of every make, each for itself."""

from __future__ import annotations

from typing import Any

import pygame
import pytest

from stealth_pygame.ui.input.gamepad import Pads, Sticks, pad_button


def event(kind: int, **what: Any) -> pygame.event.Event:
    return pygame.event.Event(kind, {"instance_id": 0, **what})


@pytest.mark.parametrize(
    ("up", "down"),
    [
        (event(pygame.JOYHATMOTION, hat=0, value=(0, 1)), event(pygame.JOYHATMOTION, hat=0, value=(0, -1))),
        (event(pygame.JOYBUTTONDOWN, button=11), event(pygame.JOYBUTTONDOWN, button=12)),
        (
            event(pygame.CONTROLLERBUTTONDOWN, button=pygame.CONTROLLER_BUTTON_DPAD_UP),
            event(pygame.CONTROLLERBUTTONDOWN, button=pygame.CONTROLLER_BUTTON_DPAD_DOWN),
        ),
    ],
    ids=["hat", "buttons of a joystick", "buttons of a controller"],
)
def test_every_cross_steps(up: pygame.event.Event, down: pygame.event.Event) -> None:
    """A cross is a hat on one pad and buttons on another; as a step it is not a button."""
    sticks = Sticks()
    assert (sticks.step(up), sticks.step(down)) == (-1, 1)
    assert pad_button(up) is None
    assert pad_button(down) is None


@pytest.mark.parametrize(("kind", "full"), [(pygame.JOYAXISMOTION, 1.0), (pygame.CONTROLLERAXISMOTION, 32767)])
def test_a_push_of_the_stick_is_one_step(kind: int, full: float) -> None:
    """However long it is held and however it trembles; back in the middle it may step again."""
    sticks = Sticks()
    steps = [sticks.step(event(kind, axis=1, value=full * part)) for part in (0.1, 0.5, 0.7, 1.0, 0.55, 0.9, 0.0, -0.8)]
    assert steps == [0, 0, 1, 0, 0, 0, 0, -1]
    assert sticks.step(event(kind, axis=0, value=full)) == 0


def test_sticks_of_two_pads_do_not_disturb_each_other() -> None:
    """A stick that rests in a corner on one pad leaves the other its steps."""
    sticks = Sticks()
    assert sticks.step(event(pygame.JOYAXISMOTION, axis=1, value=1.0, instance_id=1)) == 1
    assert sticks.step(event(pygame.JOYAXISMOTION, axis=1, value=1.0, instance_id=2)) == 1


def test_only_the_same_pad_echoes() -> None:
    """What a controller said comes again as a joystick; another pad, or the same number plugged in anew, is heard."""
    pads = Pads()
    assert not pads.echo(event(pygame.CONTROLLERBUTTONDOWN, button=0, instance_id=3))
    assert pads.echo(event(pygame.JOYBUTTONDOWN, button=0, instance_id=3))
    assert not pads.echo(event(pygame.JOYBUTTONDOWN, button=0, instance_id=4))
    pads.echo(event(pygame.CONTROLLERDEVICEREMOVED, instance_id=3))
    assert not pads.echo(event(pygame.JOYBUTTONDOWN, button=0, instance_id=3))


@pytest.mark.parametrize("removed", [pygame.JOYDEVICEREMOVED, pygame.CONTROLLERDEVICEREMOVED])
def test_a_pad_that_was_unplugged_with_its_stick_pushed(removed: int) -> None:
    """Plugged in again under the same number, its first push is a step."""
    sticks = Sticks()
    push = event(pygame.JOYAXISMOTION, axis=1, value=1.0)
    assert sticks.step(push) == 1
    assert sticks.step(event(removed)) == 0
    assert sticks.step(push) == 1
