"""NPCs and players: their positions, the distances between them, and the memory of each NPC.

Must not know the network, conversations or pygame.
"""
