"""Clients that record conversations and play them again, for example for a demonstration without a network.

Must not know HTTP, conversations, NPCs or pygame.
"""
