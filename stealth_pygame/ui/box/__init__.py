"""A dialogue box at the foot of the screen: portrait, name, words, choices and a line to type.

Must not know the network, NPCs or events.
"""
