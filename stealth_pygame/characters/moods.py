"""Moods of a sheet: the faces that a character can show, and a portrait for each.

The fields `moods` and `portraits` are the game's alone. What a backend hears of them is one function that the NPC
declares, so that a sheet with moods is as valid on the wire as one without.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from stealth_pygame.characters.reader import Problems, join, shown
from stealth_pygame.text.patterns import lazy

SET_MOOD: Final = "set_mood"
"""The name of the function that the library declares for an NPC with moods."""
USUAL: Final = ("neutral", "happy", "sad", "angry", "surprised", "afraid")
"""The moods of who has no list of their own; the first one is that of somebody who feels nothing in particular."""
MOST: Final = 32
"""Moods of one character at most: each costs words in every prompt."""
FIELDS: Final = ("moods", "portraits")
_NAME: Final = lazy(r"\w(?:[\w -]{0,30}\w)?")


def read_moods(value: object, problems: Problems) -> tuple[str, ...]:
    """Return the moods of a sheet: a list of words, true for the usual ones, none where the field is left out."""
    if value is None or value is False:
        return ()
    if value is True:
        return USUAL
    if isinstance(value, str) or not isinstance(value, (list, tuple)):
        problems.add("moods", f'found {shown(value)}, expected a list of words such as ["calm", "angry"], or true')
        return ()
    names = [name.strip() if isinstance(name, str) else name for name in value]
    for place, name in enumerate(names):
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            problems.add(f"moods[{place}]", f"found {shown(name)}, expected a word of at most 32 letters")
        elif name.casefold() in [str(other).casefold() for other in names[:place]]:
            problems.add("moods", f"{name!r} is there twice; each mood may appear once")
    if len(names) > MOST:
        problems.add("moods", f"found {len(names)} moods, expected {MOST} at most")
    return tuple(names)


def read_portraits(value: object, source: str, problems: Problems) -> dict[str, str]:
    """Return the picture files of a sheet by mood; a path counts from the folder of the sheet."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        problems.add("portraits", f'found {shown(value)}, expected a table such as {{calm = "smith_calm.png"}}')
        return {}
    files = {}
    for mood, file in value.items():
        if isinstance(file, (str, os.PathLike)) and os.fspath(file):
            files[str(mood)] = os.fspath(Path(source).parent / file)
        else:
            problems.add(join("portraits", str(mood)), f"found {shown(file)}, expected the name of a picture file")
    return files
