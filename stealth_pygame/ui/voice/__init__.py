"""Voices: short tones for each letter, generated here, and whole lines spoken by an engine of the game.

Must not know NPCs, events or the network: a speaker is any object with an `id`, or a text.
"""
