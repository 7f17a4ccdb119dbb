"""A window without a screen for each test of the picture."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pygame
import pytest

from stealth_pygame.ui.bubbles.bubbles import Bubbles
from stealth_pygame.ui.input import clipboard
from stealth_pygame.ui.text.fonts import FontChain
from tests.ui.game import Game
from tests.ui.helpers import THEME, chain


@pytest.fixture(autouse=True)
def window() -> Iterator[pygame.Surface]:
    """pygame, up for one test."""
    pygame.display.init()
    pygame.font.init()
    yield pygame.display.set_mode((640, 360))
    pygame.quit()


@pytest.fixture
def fonts() -> FontChain:
    """The fonts that the library brings, and those of the golden pictures; none of this machine's."""
    return chain(THEME)


@pytest.fixture
def screen() -> pygame.Surface:
    return pygame.Surface((640, 360))


@pytest.fixture
def bubbles(fonts: FontChain) -> Bubbles:
    return Bubbles(THEME, fonts)


@pytest.fixture
def game(fonts: FontChain, monkeypatch: pytest.MonkeyPatch) -> Game:
    made = Game(fonts)
    monkeypatch.setattr(pygame.key, "get_pressed", lambda: made.pressed)
    return made


@pytest.fixture
def talking(game: Game) -> Game:
    game.press(pygame.K_e, "e")
    game.leaked.clear()
    return game


@pytest.fixture(autouse=True)
def scrapbook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both engines without a desktop's clipboard."""
    clipboard.forget()
    monkeypatch.setattr(
        pygame, "scrap", SimpleNamespace(get_init=lambda: True, get=lambda kind: None, put=lambda *a: None)
    )
