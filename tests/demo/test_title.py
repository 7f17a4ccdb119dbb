"""The first page: a picture of our own, the ways to begin, and whose work it is."""

from __future__ import annotations

import pygame
import pytest

import stealth_pygame as stealth
from assets.make.palette import GOLD
from assets.make.things import everything
from assets.make.title import title
from demo_game import files
from demo_game.game import Game
from demo_game.menus.title import PICTURE, credits_page
from demo_game.prefs import Prefs

DT = 1 / 30


@pytest.fixture
def game(dialogue: stealth.Dialogue, window: pygame.Surface) -> Game:
    return Game(window, dialogue, files.ASSETS / "village.tmx", Prefs(), muted=True)


def press(game: Game, *keys: int) -> None:
    for key in keys:
        game.handle_event(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode="", scancode=0))
    game.frame(DT)


def test_the_picture_is_made_by_our_script(window: pygame.Surface) -> None:
    """Whoever runs it gets the file that is there, pixel by pixel."""
    drawn = pygame.image.tobytes(title(everything()), "RGB")
    assert drawn == pygame.image.tobytes(pygame.image.load(files.ASSETS / PICTURE), "RGB")


@pytest.mark.parametrize("size", [(1280, 720), (800, 600), (480, 270)])
def test_the_name_of_the_village_stays_free(game: Game, size: tuple[int, int]) -> None:
    """The page begins below it."""
    game.screen = pygame.display.set_mode(size)
    game.frame(DT)
    golden = [
        y
        for y in range(size[1])
        for x in range(0, size[0], 2)
        if tuple(game.screen.get_at((x, y)))[:3] == GOLD[0][:3]  # the foot of the letters
    ]
    assert golden
    assert max(golden) < size[1] * 0.3


def test_the_credits_say_what_is_ours(game: Game) -> None:
    """And what is not; Esc leads back to the first page."""
    press(game, pygame.K_c)
    title_page = game.menu
    words = " ".join(f"{left} {right}" for left, right in credits_page().lines)
    assert all(word in words for word in ("Ours", "Not ours", "MIT", "Manrope", "OFL", "pygame", "close this page"))
    press(game, pygame.K_ESCAPE)
    assert game.menu is title_page
    press(game, pygame.K_ESCAPE)
    assert game.menu is title_page
    press(game, pygame.K_RETURN)
    assert game.menu is None
