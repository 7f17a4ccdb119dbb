"""The text of games and models: cleaned so that any font can draw it, its markup, and the time that reading takes.

`cleaning` makes text drawable, `markup` reads marks, `reading` counts seconds, `patterns` compiles patterns late.

Must not know pygame, files or the network.
"""

from stealth_pygame.text.cleaning import (
    AT_ONCE,
    MAX_MARKS,
    Safe,
    one_line,
    parts,
    print_anything,
    safe,
    safe_at_leisure,
    typed,
    visible,
)
from stealth_pygame.text.reading import reading_time

__all__ = [
    "AT_ONCE",
    "MAX_MARKS",
    "Safe",
    "one_line",
    "parts",
    "print_anything",
    "reading_time",
    "safe",
    "safe_at_leisure",
    "typed",
    "visible",
]
