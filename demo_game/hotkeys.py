"""Keys of the game itself, if neither a menu, the dialogue nor the hero has used them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame

from demo_game import spots
from demo_game.menus import pages
from demo_game.menus.chart import Chart
from demo_game.menus.pause import Pause

if TYPE_CHECKING:
    from demo_game.game import Game

HUNGRY = "You carry nothing to eat. Marta at the bakery sells bread and buns."
NO_MAP = "You have no map. Tobias at the market stall sells one for 7 gold."
NOBODY_NEAR = "Nobody is near enough to hear you."
NOTHING_NEAR = "There is nothing to use here. Try the signpost, or the old well."


def press(game: Game, key: int) -> None:
    """Do the action of a key; other keys do nothing."""
    if key in DEEDS:
        DEEDS[key](game)


def _pause(game: Game) -> None:
    game.open(Pause(game.prefs, game.keeper, game.apply_prefs, game.open_saves, game.leave))


def _eat(game: Game) -> None:
    eaten = game.village.story.eat()
    game.hud.flash(eaten or HUNGRY, True if eaten else None)


def _look_at_map(game: Game) -> None:
    village = game.village
    if "map" in village.story.purse.items:
        game.open(Chart(village))
    else:
        game.hud.flash(NO_MAP, None)


def _use(game: Game) -> None:
    """Use the thing beside the hero."""
    spot = spots.nearest(game.village.map, game.village.hero.at)
    if spot is None:
        game.hud.flash(NOTHING_NEAR, None)
    elif spot.kind == "signpost":
        game.open(pages.signpost(spots.directions(game.village.map, spot.at)))
    else:
        outcome = game.village.story.use_well()
        game.hud.flash(outcome.message, outcome.success or None)


def _call_out(game: Game) -> None:
    """Ask everybody near at the same time."""
    if not game.village.call_out():
        game.hud.flash(NOBODY_NEAR, None)


def _mute(game: Game) -> None:
    game.muted = not game.muted
    game.apply_prefs()
    game.hud.flash("Sound off. M brings it back." if game.muted else "Sound on.")


DEEDS: dict[int, Callable[[Game], None]] = {
    pygame.K_ESCAPE: _pause,
    pygame.K_j: lambda game: game.open(pages.journal(game.village.story)),
    pygame.K_F1: lambda game: game.open(pages.help_page()),
    pygame.K_F3: lambda game: game.open(pages.costs(game.dialogue)),
    pygame.K_F5: lambda game: game.tell(game.keeper.save()),
    pygame.K_F9: lambda game: game.tell(game.keeper.load()),
    pygame.K_F11: lambda game: game.full_screen(),
    pygame.K_f: _eat,
    pygame.K_TAB: _look_at_map,
    pygame.K_u: _use,
    pygame.K_g: _call_out,
    pygame.K_m: _mute,
}
