"""The end of the day: a warning, a page, and the next morning; the feast waits for the player."""

from __future__ import annotations

import pygame

from demo_game.game import Game
from demo_game.night import BEDTIME, LATE, MORNING, WARNING
from tests.demo.hands import press

DT = 1 / 30


def title(game: Game) -> str:
    return game.menu.title if game.menu is not None else ""


def test_the_late_hour_is_told_once_a_day(game: Game) -> None:
    """In the bar, while there is still time to talk to somebody."""
    game.village.clock.minutes = LATE
    game.frame(DT)
    assert game.hud.flashed == WARNING
    game.hud.forget()
    game.frame(DT)
    assert game.hud.flashed == ""
    game.village.clock.day += 1
    game.frame(DT)
    assert game.hud.flashed == WARNING


def test_the_day_ends_and_comes_again(game: Game) -> None:
    """Everybody sleeps behind the page; in the morning the hero is rested, beside the healer, and nothing is lost."""
    story, clock = game.village.story, game.village.clock
    story.take_fish_oil()
    clock.minutes = BEDTIME
    game.frame(DT)
    assert title(game) == "Night"
    assert game.night.asleep
    press(game, pygame.K_RETURN)
    game.frame(DT)
    assert title(game) == ""
    assert not game.night.asleep
    assert (clock.day, clock.part, round(clock.minutes)) == (2, "morning", round(MORNING))
    assert (story.purse.health, story.oil) == (8, "fish oil")
    assert game.village.place == "the healer's cottage"
    assert "Day 2" in game.hud.flashed
    assert game.village.world.free(*game.village.hero.at)


def test_pip_wakes_beside_whom_he_follows(game: Game) -> None:
    """The errand goes on in the morning."""
    game.village.story.pip_follows()
    game.frame(DT)
    game.village.clock.minutes = BEDTIME
    game.frame(DT)
    press(game, pygame.K_RETURN)
    game.frame(DT)
    pip, hero = game.village.villagers["pip"].at, game.village.hero.at
    assert abs(pip[0] - hero[0]) + abs(pip[1] - hero[1]) < 120
    assert game.village.story.pip == "following"


def test_nobody_is_sent_to_bed_in_the_middle_of_a_sentence(game: Game) -> None:
    """The page waits for the end of a conversation."""
    game.village.clock.minutes = BEDTIME
    game.dialogue.focus = game.village.villagers["elder"].npc
    game.frame(DT)
    assert title(game) == ""
    game.dialogue.focus = None
    game.frame(DT)
    assert title(game) == "Night"


def test_at_the_feast_nobody_sleeps(game: Game) -> None:
    """No warning and no page, before midnight and after it."""
    game.village.story.feast = True
    for minutes in (LATE, BEDTIME, 60.0):
        game.village.clock.minutes = minutes
        game.frame(DT)
        assert (title(game), game.hud.flashed) == ("", "")


def test_the_feast_can_begin_on_any_day(game: Game) -> None:
    """Whoever is ready in the morning brings the evening along."""
    story, clock = game.village.story, game.village.clock
    clock.day, clock.minutes = 2, 8 * 60.0
    for deed in (story.take_fish_oil, story.light_lanterns, story.pip_may_fish, story.write_pass, story.open_gate):
        assert deed()
    assert story.begin_feast()
    game.frame(DT)
    assert (clock.day, clock.part) == (2, "night")
