"""Rounds: several NPCs speak in turn, either to a player who spoke to all NPCs near, or to each other.

Knows messages and NPCs; must not know the scene, the network or pygame.
"""
