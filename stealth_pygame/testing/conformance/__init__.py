"""A drive of all four routes against any backend: does it keep the contract?

Must not know pygame, pytest or the game.
"""
