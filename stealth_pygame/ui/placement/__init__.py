"""Places for bubbles: beside no face, across no other words, on the screen, with a tail to the speaker.

Must not draw.
"""
