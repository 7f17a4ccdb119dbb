"""`Dialogue`, the object that a game holds and calls in its loop: it connects the scene, the presenter and the network.

Knows all packages below; none of them knows this package.
"""
