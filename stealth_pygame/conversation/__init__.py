"""One conversation on the backend: its messages in order, its retries, and the executors that run its requests.

Must not know HTTP, NPCs or pygame.
"""
