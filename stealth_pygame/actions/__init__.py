"""Game functions that a character may call: declared from Python functions, checked, run, and told about.

Knows types, docstrings and characters; must not know the scene, the network or pygame.
"""
