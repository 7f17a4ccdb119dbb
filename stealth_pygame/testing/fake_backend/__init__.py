"""A backend with prepared replies and faults, over real HTTP on loopback.

Must not know pygame, pytest or the game.
"""
