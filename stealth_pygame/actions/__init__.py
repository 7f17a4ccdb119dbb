"""Game functions that a character may call: declared from Python functions, checked and run.

Knows types, docstrings and characters; must not know the scene, the network or pygame.
"""
