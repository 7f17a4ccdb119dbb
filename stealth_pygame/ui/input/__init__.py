"""Keyboard, clipboard and gamepads, with the same behaviour on pygame and pygame-ce.

Must not know the boxes that receive the input.
"""
