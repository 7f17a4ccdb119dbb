"""The parts that bubbles of one theme are drawn with: bodies, tails, icons, plates and marks, each made once.

Must not know speakers, time or places.
"""
