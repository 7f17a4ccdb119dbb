"""What the villagers remember, as versioned JSON for the game's own save file.

Loading is turning back time: what is on its way belongs to a future that has not happened, so it is dropped, and
conversations that the backend does not keep begin anew, with what was said until then in their context.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import Field

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.scene.scene import Scene
from stealth_pygame.world.save_schema import Saved, SavedMemory, read

VERSION: Final = 1
NAME: Final = "stealth_pygame"


class SavedDialogue(Saved):
    """The whole save. Several villagers may share an id: their memories stand in the order of their arrival."""

    npcs: dict[str, list[SavedMemory]]
    generations: dict[str, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)


def save(scene: Scene) -> dict[str, Any]:
    """Memories per NPC id, those of NPCs that have not come (back) yet among them, and the generations of tokens."""
    npcs: dict[str, list[dict[str, Any]]] = {}
    for npc in scene.npcs:
        npcs.setdefault(npc.id, []).append(npc.memory.save())
    for id, absent in scene.absent.items():
        npcs.setdefault(id, []).extend(memory.model_dump(mode="json") for memory in absent)
    return {NAME: VERSION, "npcs": npcs, "generations": scene.installation.save()}


def load(scene: Scene, saved: Mapping[str, Any]) -> None:
    """Take it back, all or nothing; who is not there yet remembers when he is added, who is not in it met nobody."""
    made = read_save(saved)
    scene.absent = {id: list(memories) for id, memories in made.npcs.items()}
    for npc in list(scene.npcs):
        scene.turn_back(npc)
        npc.memory.forget()
        scene.remember(npc)
    scene.installation.restore(made.generations)


def read_save(saved: object) -> SavedDialogue:
    """The save, read whole before anything is changed. Raises `ConfigurationError` for what cannot be loaded."""
    if not isinstance(saved, Mapping) or NAME not in saved:
        raise ConfigurationError("This is no save of a dialogue: expected the dict that Dialogue.save() gave.")
    version = saved[NAME]
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ConfigurationError(f"This save is damaged at {NAME}: the version is {version!r}; expected {VERSION}.")
    if version > VERSION:
        raise ConfigurationError(
            f"This save has version {version}, and this library reads up to {VERSION}: "
            "it comes from a newer game; update stealth-pygame."
        )
    return read(SavedDialogue, saved, "This save")
