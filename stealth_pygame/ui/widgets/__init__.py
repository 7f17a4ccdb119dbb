"""Widgets to type into and to read: chat box, transcript, prompt and suggested replies.

Must not know the network, NPCs or events.
"""
