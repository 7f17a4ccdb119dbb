"""Things that are used without a word: the signpost, the well with a rope, and the map."""

from __future__ import annotations

import pygame
import pytest

from demo_game import spots
from demo_game.game import Game
from demo_game.hotkeys import HUNGRY, NO_MAP, NOTHING_NEAR
from demo_game.menus.chart import Chart
from demo_game.purse import Purse
from demo_game.story import WISHES, Story
from tests.demo.hands import press

DT = 1 / 30


def stand_at(game: Game, kind: str) -> None:
    """Stand in reach of a thing, where there is room."""
    spot = next(spot for spot in spots.spots(game.village.map) if spot.kind == kind)
    around = [(spot.at[0] + dx, spot.at[1] + dy) for dx in (24, -24, 0) for dy in (0, 20, -20)]
    game.village.hero.at = next(at for at in around if game.village.world.free(*at) and spot.is_near(at))


def test_the_signpost_says_where_everything_is(game: Game) -> None:
    """With a direction for each place of the map."""
    stand_at(game, "signpost")
    press(game, pygame.K_u)
    assert game.menu is not None
    ways = {place: way for way, places in game.menu.lines for place in places.split(", ")}
    assert (ways["the plaza"], ways["the healer's cottage"], ways["the lake"]) == ("North", "West", "East")
    assert {name for name, rect in game.village.map.places if not rect.collidepoint(421, 518)} <= set(ways)
    press(game, pygame.K_u)
    game.frame(DT)
    assert game.menu is None


@pytest.mark.parametrize("kind", list(spots.WORDS))
def test_what_can_be_used_says_so(game: Game, kind: str) -> None:
    """A prompt stands over it as soon as the hero is near."""
    pictures = []
    for _ in range(2):
        game.frame(DT)
        pictures.append(pygame.image.tobytes(game.screen, "RGB"))
        stand_at(game, kind)
    assert spots.nearest(game.village.map, game.village.hero.at) is not None
    assert pictures[0] != pictures[1]


def test_a_rope_brings_up_the_wishes_of_the_well() -> None:
    """Without one there is a hint for the journal; with one there are coins once, and water for wounds ever after."""
    story = Story()
    outcome = story.use_well()
    assert not outcome
    assert "rope" in outcome.message
    assert any("old well" in fact for fact in story.known)
    story.purse.items.append("rope")
    gold = story.purse.gold
    assert story.use_well()
    assert (story.purse.gold, "rope" in story.purse.items) == (gold + WISHES, False)
    assert story.use_well()
    assert (story.purse.gold, story.purse.health) == (gold + WISHES, 7)
    assert any("well" in text for text in story.heard_by("elder"))
    assert not any("rotted" in fact for fact in story.known)


def test_a_map_is_looked_at_with_a_key(game: Game) -> None:
    """Who has none is told where to buy one; nothing has failed."""
    press(game, pygame.K_TAB)
    assert (game.menu, game.hud.flashed) == (None, NO_MAP)
    game.village.story.buy("merchant", "map")
    game.village.met = {"bard"}
    press(game, pygame.K_TAB)
    game.frame(DT)
    assert isinstance(game.menu, Chart)
    press(game, pygame.K_TAB)
    game.frame(DT)
    assert game.menu is None


def test_a_key_that_can_do_nothing_says_why(game: Game) -> None:
    """No food, nothing near."""
    press(game, pygame.K_f)
    assert game.hud.flashed == HUNGRY
    press(game, pygame.K_u)
    assert game.hud.flashed == NOTHING_NEAR


def test_hearts_make_the_hero_quick(game: Game) -> None:
    """A wounded hero limps; four hearts are enough to walk as fast as ever."""
    ways = []
    for health in (6, 8, 10):
        game.village.story.purse.health = health
        game.village.hero.at = game.village.map.start
        game.village.hero.handle_event(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_UP))
        for _ in range(5):
            game.frame(DT)
        game.village.hero.release()
        ways.append(game.village.map.start[1] - game.village.hero.at[1])
    assert ways[0] < ways[1] * 0.9
    assert ways[1] == pytest.approx(ways[2])
    assert Purse(health=7).pace < 1 == Purse(health=8).pace


@pytest.mark.parametrize(
    ("goal", "way"), [((10, 0), "east"), ((0, -10), "north"), ((-9, 9), "south-west"), ((3, -10), "north")]
)
def test_a_direction_is_said_as_people_say_it(goal: tuple[float, float], way: str) -> None:
    """Eight winds; y grows to the south."""
    assert spots.wind((0, 0), goal) == way


@pytest.mark.parametrize("size", [(320, 180), (480, 270), (800, 600), (1280, 720)])
def test_news_is_seen_in_every_window(game: Game, size: tuple[int, int]) -> None:
    """In the smallest one it takes the whole bar."""
    game.screen = pygame.display.set_mode(size)
    game.village.clock.minutes = 12 * 60
    bars = []
    for news in ("", NO_MAP):
        if news:
            game.hud.flash(news, None)
        game.draw()
        bar = game.hud.height(game.prefs.size_in(size))
        bars.append(pygame.image.tobytes(game.screen.subsurface((0, size[1] - bar, size[0], bar)), "RGB"))
    assert bars[0] != bars[1]
