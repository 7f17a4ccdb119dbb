"""Whole small programs to begin from, one for each kind of game: `python -m demo_game.recipes.bare_loop`."""
