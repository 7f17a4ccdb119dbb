"""People in the world: NPCs, players, what NPCs remember, and who stands near whom.

Must not know the network, conversations or pygame.
"""
