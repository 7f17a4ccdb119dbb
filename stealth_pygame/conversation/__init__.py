"""One conversation on the backend: its messages in order, its repairs, its worker threads.

Must not know HTTP, NPCs or pygame.
"""
