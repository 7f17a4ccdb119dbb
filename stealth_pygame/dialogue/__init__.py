"""`Dialogue`, the object that a game holds and calls in its loop: it connects the scene, the presenter and the network.

`dialogue` has the loop, `cast` the players and NPCs, `setup` the making of client and threads, `save` the saved games.

Knows all packages below; none of them knows this package.
"""
