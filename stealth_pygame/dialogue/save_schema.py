"""The schema of a whole save file: the memories of all NPCs and the token generations."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from stealth_pygame.scene.persistence import MAX_GENERATION
from stealth_pygame.world.save_schema import MOST, Saved, SavedMemory, Text

Generation = Annotated[int, Field(ge=1, le=MAX_GENERATION)]


class SavedDialogue(Saved):
    """The whole save. If several NPCs have the same id, their memories are in the order in which they were added."""

    npcs: Annotated[dict[Text, Annotated[list[SavedMemory], Field(max_length=MOST)]], Field(max_length=MOST)]
    generations: Annotated[dict[Text, Generation], Field(max_length=MOST)] = Field(default_factory=dict)
