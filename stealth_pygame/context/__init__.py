"""Facts of the game for an NPC, as key-value pairs: read on the game thread, joined and cut to size on a worker.

`snapshot` reads the game's values, `entries` joins them, `escape` makes their text safe for a prompt.

Must not know the network, NPCs or pygame.
"""
