"""People in the world: NPCs, players, what NPCs remember, and the distances between them.

Must not know the network, conversations or pygame.
"""
