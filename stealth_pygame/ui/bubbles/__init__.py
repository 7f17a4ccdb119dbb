"""Speech bubbles: their content, their shapes and their times.

Must not know the network, NPCs or events.
"""
