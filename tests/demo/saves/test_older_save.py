"""A saved game that players wrote with the first form of the house."""

from __future__ import annotations

from pathlib import Path

import stealth_pygame as stealth
from demo_game.saves.schema import read

SAVED = Path(__file__).parents[2] / "data" / "first_form" / "village.json"


def test_a_saved_game_loads_whole() -> None:
    """Story, hero, villagers, and what the villagers remember."""
    game = read(SAVED.read_bytes())
    assert (game.game, game.minutes, game.story.hero, len(game.villagers)) == ("0123456789abcdef", 1060.0, "Ada", 10)
    stealth.Dialogue.check_save(game.dialogue)
    assert game.dialogue["npcs"]["smith"][0]["transcript"][0]["text"] == "Who are you?"
    assert read(game.text().encode()) == game
