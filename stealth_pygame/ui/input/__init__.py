"""Keyboard, clipboard and gamepads, the same on pygame and pygame-ce.

Must not know what is typed into.
"""
