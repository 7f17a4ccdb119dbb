"""Facts of the game for an NPC, as key-value pairs: read on the game thread, joined and cut to size on a worker.

Must not know the network, NPCs or pygame.
"""
