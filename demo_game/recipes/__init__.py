"""Complete small programs to start from, one for each kind of game: `python -m demo_game.recipes.bare_loop`."""
