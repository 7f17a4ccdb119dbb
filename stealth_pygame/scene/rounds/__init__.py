"""Several NPCs who speak one after the other: to a player who speaks to everybody near, or to each other.

Knows messages and NPCs; must not know the scene, the network or pygame.
"""
