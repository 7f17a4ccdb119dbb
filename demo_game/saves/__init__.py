"""Saved games: their schema, their files, a village as a saved game, and automatic saving. Nothing here draws."""
