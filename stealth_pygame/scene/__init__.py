"""Players and NPCs who talk through one backend: messages, replies, actions and events, without any drawing.

`scene` is the whole, `messages` sends and ends messages, `session` is one NPC with one player, `replies` runs actions.

Knows the people and their conversations; must not know pygame or HTTP.
"""
