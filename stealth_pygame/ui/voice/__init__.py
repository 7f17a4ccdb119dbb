"""Voices for villagers: blips that are made here for each letter, and whole lines by an engine that the game brings.

Must not know NPCs, events or the network: a speaker is anything with an `id`, or a text.
"""
