"""Presenters, which draw the events of a scene as bubbles, chat box and transcript, and the events in pygame's queue.

`protocol` is the interface, `bubble_presenter` and `box_presenter` are the two presenters, `controls` reads the keys.
Bubbles are placed in `stealth_pygame.ui.placement`.

Must not know the network, threads or the backend.
"""
