"""State of the game as key-value pairs: read on the game thread, put into words on a worker.

Must not know the network, NPCs or pygame.
"""
