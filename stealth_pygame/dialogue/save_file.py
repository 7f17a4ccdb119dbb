"""The schema of a whole save, and its reading: all of it before anything is changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import Field

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.scene.persistence import MAX_GENERATION
from stealth_pygame.world.save_schema import MOST, Saved, SavedMemory, Text, read, shown

VERSION: Final = 1
NAME: Final = "stealth_pygame"
Generation = Annotated[int, Field(ge=1, le=MAX_GENERATION)]


class SavedDialogue(Saved):
    """The whole save. Several NPCs may share an id: their memories stand in the order of their arrival."""

    npcs: Annotated[dict[Text, Annotated[list[SavedMemory], Field(max_length=MOST)]], Field(max_length=MOST)]
    generations: Annotated[dict[Text, Generation], Field(max_length=MOST)] = Field(default_factory=dict)


def read_save(saved: object) -> SavedDialogue:
    """Return the save, read whole before anything is changed. Raises `ConfigurationError` for what cannot be loaded."""
    try:
        version = saved[NAME] if isinstance(saved, Mapping) and NAME in saved else None
    # A mapping of the game's own may raise anything.
    except Exception as exc:
        raise ConfigurationError(f"This save cannot be read: {type(exc).__name__}.") from exc
    if version is None:
        raise ConfigurationError("This is not a save of a dialogue: expected the dict that Dialogue.save() gave.")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ConfigurationError(
            f"This save is damaged at {NAME}: the version is {shown(version)}; expected {VERSION}."
        )
    if version > VERSION:
        raise ConfigurationError(
            f"This save has version {shown(version)}, and this library reads up to {VERSION}: "
            "it comes from a newer game; update stealth-pygame."
        )
    return read(SavedDialogue, saved, "This save")
