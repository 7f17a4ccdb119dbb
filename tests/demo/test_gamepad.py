"""The demo without a keyboard, and without a mouse: its first errand by one device alone."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pygame
import pytest

import stealth_pygame as stealth
from demo_game import files
from demo_game.game import Game
from demo_game.gamepad import Gamepad
from demo_game.prefs import Prefs
from demo_game.saves.files import Saves
from demo_game.tour.hands import Hands
from demo_game.tour.runner import DT

PAD = 3
YES, BACK, JOURNAL, START = 0, 1, 2, 7


class Device:
    """Presses of one device; each knows how to walk, to say yes, to go back, and to choose below."""

    def __init__(self, frame: Callable[[], None]) -> None:
        self.frame = frame

    def post(self, *events: pygame.event.Event) -> None:
        for event in events:
            pygame.event.post(event)
        self.frame()


class Keys(Device):
    """A keyboard without letters."""

    def tap(self, key: int) -> None:
        self.post(
            *(
                pygame.event.Event(kind, key=key, mod=0, unicode="", scancode=0)
                for kind in (pygame.KEYDOWN, pygame.KEYUP)
            )
        )

    def yes(self) -> None:
        self.tap(pygame.K_RETURN)

    def back(self) -> None:
        self.tap(pygame.K_ESCAPE)

    def below(self) -> None:
        self.tap(pygame.K_DOWN)


class Pad(Device):
    """A gamepad: a cross, and buttons."""

    def press(self, button: int) -> None:
        self.post(
            *(
                pygame.event.Event(kind, button=button, instance_id=PAD)
                for kind in (pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP)
            )
        )

    def yes(self) -> None:
        self.press(YES)

    def back(self) -> None:
        self.press(BACK)

    def below(self) -> None:
        self.post(pygame.event.Event(pygame.JOYHATMOTION, value=(0, -1), hat=0, instance_id=PAD))
        self.post(pygame.event.Event(pygame.JOYHATMOTION, value=(0, 0), hat=0, instance_id=PAD))


class PadHands(Hands):
    """The tour's feet on a cross."""

    def _hold(self, dx: float, dy: float) -> None:
        way = (round(math.copysign(abs(dx) > 2.1, dx)), round(math.copysign(abs(dy) > 2.1, -dy)))
        pygame.event.post(pygame.event.Event(pygame.JOYHATMOTION, value=way, hat=0, instance_id=PAD))


@pytest.fixture
def game(window: pygame.Surface, tmp_path: Path) -> Iterator[Game]:
    with stealth.Dialogue.local(seed=7) as dialogue:
        yield Game(window, dialogue, files.ASSETS / "village.tmx", Prefs(), True, Saves(tmp_path))


def until(game: Game, holds: Callable[[], bool], what: str) -> None:
    """Let frames pass; real time is waited for only where the backend thinks."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, what
        game.frame(DT)


@pytest.mark.slow
@pytest.mark.parametrize("pad", [True, False], ids=["gamepad", "keyboard"])
def test_the_first_errand_is_played_with_one_device_alone(game: Game, pad: bool) -> None:
    """Begin, walk up, open the box, choose a reply, go on: the lanterns burn, and no letter was typed."""

    def frame() -> None:
        game.frame(DT)

    async def turn() -> None:
        frame()

    device: Keys | Pad = Pad(frame) if pad else Keys(frame)
    hands = PadHands(game, turn) if pad else Hands(game, turn)
    assert game.menu is not None
    device.yes()
    assert game.menu is None

    def ask(whom: str, text: str, holds: Callable[[], bool]) -> None:
        assert asyncio.run(hands.walk_to(whom)), whom
        npc = game.village.villagers[whom].npc
        device.yes()
        until(game, lambda: game.dialogue.focus is npc, f"the box opens with {whom}")
        presenter = game.dialogue.presenter
        assert isinstance(presenter, stealth.BubblePresenter)
        for _ in range(4):
            device.below()
            if presenter.chat.suggestions.text == text:
                break
        assert presenter.chat.suggestions.text == text
        device.yes()
        until(game, holds, f"{whom} does what was asked")
        until(game, lambda: not game.dialogue.npcs or not any(one.busy for one in game.dialogue.npcs), "the answer")
        device.back()
        assert game.dialogue.focus is None

    story = game.village.story
    ask("fisher", "Could you give me some fish oil?", lambda: bool(story.oil))
    ask("lamplighter", "Please light the lanterns.", lambda: story.errands["light"].done)


def test_sheets_open_and_close_by_gamepad(game: Game) -> None:
    """The journal, the pause, and a row chosen and left in it."""
    pad = Pad(lambda: game.frame(DT))
    pad.yes()
    pad.press(JOURNAL)
    assert game.menu is not None
    pad.back()
    assert game.menu is None
    pad.press(START)
    assert game.menu is not None
    assert game.menu.title == "Pause"
    pad.below()
    pad.yes()
    assert (Path(game.keeper.saves.folder) / "game.json").exists()
    pad.back()
    assert game.menu is None


def test_a_stick_walks_and_a_pad_that_is_unplugged_lets_go(game: Game) -> None:
    """Half a push counts as one; nobody walks on by a pad that is gone."""
    pad = Pad(lambda: game.frame(DT))
    pad.yes()
    hero = game.village.hero
    start = hero.at
    pad.post(pygame.event.Event(pygame.JOYAXISMOTION, axis=0, value=0.3, instance_id=PAD))
    assert hero.at == start
    pad.post(pygame.event.Event(pygame.JOYAXISMOTION, axis=0, value=-0.8, instance_id=PAD))
    game.frame(DT)
    assert hero.at[0] < start[0]
    pad.post(pygame.event.Event(pygame.JOYDEVICEREMOVED, instance_id=PAD))
    here = hero.at
    game.frame(DT)
    assert hero.at == here


@pytest.mark.parametrize("button", [11, 12, 13, 14])
def test_a_cross_of_buttons_holds_and_lets_go(button: int) -> None:
    """As PlayStation's and Switch's pads have it: a key goes down with it, and up with it."""
    pad = Gamepad()
    (down,) = pad.keys(pygame.event.Event(pygame.JOYBUTTONDOWN, button=button), in_sheet=False)
    (up,) = pad.keys(pygame.event.Event(pygame.JOYBUTTONUP, button=button), in_sheet=False)
    assert (down.type, up.type) == (pygame.KEYDOWN, pygame.KEYUP)
    assert down.key == up.key
