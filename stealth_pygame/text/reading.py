"""The time that a person needs to read a text."""

from __future__ import annotations

from stealth_pygame.text.patterns import lazy

# Seconds: to notice the text, the least time for a whole text, and for each letter and each wide character.
_START = 0.8
_LEAST = 1.6
_PER_CHARACTER = 1 / 17
_PER_WIDE = 1 / 6


_WIDE = lazy("[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U0001f000-\U0003ffff]")


def reading_time(text: str) -> float:
    """Return the seconds that a person needs to read the text: 17 letters or 6 ideographs a second, plus 0.8 s."""
    wide = 0 if text.isascii() else len(_WIDE.findall(text))
    return max(_LEAST, _START + (len(text) - wide) * _PER_CHARACTER + wide * _PER_WIDE)
