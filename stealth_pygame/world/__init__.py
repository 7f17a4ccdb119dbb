"""NPCs and players: their positions, the distances between them, and the memory of each NPC.

`npc` and `player` are the people, `placed` reads positions, `proximity` finds who is near, `memory` is the transcript.

Must not know the network, conversations or pygame.
"""
