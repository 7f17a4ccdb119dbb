"""The parts of bubbles in one theme: bodies, tails, icons, name plates and marks. Each is rendered once.

Must not know speakers, time or positions.
"""
