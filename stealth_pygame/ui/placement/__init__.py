"""Places for bubbles: off all faces and other bubbles, on the screen, with a tail to the speaker.

Must not draw.
"""
