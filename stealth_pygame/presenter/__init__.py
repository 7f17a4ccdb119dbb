"""Presenters, which draw the events of a scene as bubbles, chat box and transcript, and the events in pygame's queue.

Must not know the network, threads or the backend.
"""
