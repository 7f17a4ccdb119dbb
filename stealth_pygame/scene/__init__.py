"""Players and NPCs who talk through one backend: messages, replies, actions and events, without any drawing.

Knows the people and their conversations; must not know pygame or HTTP.
"""
