"""Players and NPCs who talk through one backend, without any picture.

Knows the people and their conversations; must not know pygame or HTTP.
"""
