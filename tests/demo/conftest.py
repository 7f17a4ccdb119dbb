"""Fixtures of the demo's tests: a fake backend, a window, and a dialogue."""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest

import stealth_pygame as stealth
from demo_game import files
from demo_game.game import Game
from demo_game.prefs import Prefs
from stealth_pygame.testing import FakeBackend


@pytest.fixture(scope="module")
def backend() -> Iterator[FakeBackend]:
    with FakeBackend("measured") as made:
        yield made


@pytest.fixture
def window() -> Iterator[pygame.Surface]:
    pygame.init()
    yield pygame.display.set_mode((640, 360))
    pygame.quit()


@pytest.fixture
def dialogue(backend: FakeBackend, window: pygame.Surface) -> Iterator[stealth.Dialogue]:
    with stealth.Dialogue(backend.url, backend.auth, installation="test") as made:
        yield made


@pytest.fixture
def game(dialogue: stealth.Dialogue, window: pygame.Surface) -> Game:
    """The village after its first page."""
    made = Game(window, dialogue, files.ASSETS / "village.tmx", Prefs(), muted=True)
    made.menu = None
    return made
