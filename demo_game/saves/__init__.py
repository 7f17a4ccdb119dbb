"""Saved games: their schema, their files, a village as one, and saving by itself; nothing here draws."""
