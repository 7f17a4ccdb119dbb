"""Game functions that a character may call: declared from Python functions, checked and run.

`declare` makes an action from a function, `type_hints` converts parameters, `action` runs it, `call` is its outcome.

Knows types, docstrings and characters; must not know the scene, the network or pygame.
"""
