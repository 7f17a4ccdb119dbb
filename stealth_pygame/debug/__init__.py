"""The developer's overlay: what goes on, what it costs, and faults made by hand.

Nothing but the dialogue imports it.
"""
