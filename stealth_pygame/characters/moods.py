"""Moods of a sheet: the feelings that a character can show in the face, and a portrait for each.

The fields `moods` and `portraits` are not sent to the backend, which may refuse unknown fields. It is told only of the
function `set_mood`, which every NPC with moods declares.
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
"""The moods of a character with `moods = true`; the first one is shown until another is set."""
MOST: Final = 32
"""The most moods of one character: each makes every prompt longer."""
FIELDS: Final = ("moods", "portraits")
_NAME: Final = lazy(r"\w(?:[\w -]{0,30}\w)?")


def read_moods(value: object, problems: Problems) -> tuple[str, ...]:
    """Return the moods of a sheet: the words of a list, `USUAL` for true, none for false or a missing field."""
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
    """Return the picture files of a sheet by mood; paths in the sheet are relative to the folder of the sheet."""
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
