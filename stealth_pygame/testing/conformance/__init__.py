"""A test of all four routes of any backend against the contract.

Must not know pygame, pytest or the game.
"""
