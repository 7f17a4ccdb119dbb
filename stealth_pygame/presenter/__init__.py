"""Events of the scene as a picture: bubbles, chat box, transcript, and pygame's own events.

Must not know the network, threads or the backend.
"""
