"""Speech bubbles: what is drawn over a head, in what form and for how long.

Must not know the network, NPCs or events.
"""
