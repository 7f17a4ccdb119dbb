"""Clients that write a conversation down and play it again, such as on a demo day without a network.

Must not know HTTP, conversations, NPCs or pygame.
"""
