"""The memories of all NPCs, as versioned JSON for the game's own save file.

Loading drops all unfinished messages, because they belong to the time after the save. Conversations that are not
persistent begin anew, with the earlier lines in their context.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.scene.scene import Scene

if TYPE_CHECKING:
    from stealth_pygame.dialogue.save_schema import SavedDialogue

VERSION: Final = 1
NAME: Final = "stealth_pygame"


def save(scene: Scene) -> dict[str, Any]:
    """Return the memories by NPC id, also of loaded NPCs that were not added yet, and the token generations."""
    npcs: dict[str, list[dict[str, Any]]] = {}
    for npc in scene.npcs:
        npcs.setdefault(npc.id, []).append(npc.memory.save())
    for id, absent in scene.absent.items():
        npcs.setdefault(id, []).extend(memory.as_saved() for memory in absent)
    return {NAME: VERSION, "npcs": npcs, "generations": scene.installation.save()}


def load(scene: Scene, saved: Mapping[str, Any]) -> None:
    """Load a save. Raises `ConfigurationError` for a damaged one, and changes nothing then.

    An NPC that is added later gets their memory then; an NPC that is not in the save gets an empty memory.
    """
    memory = read_save(saved)
    scene.absent = {id: list(memories) for id, memories in memory.npcs.items()}
    for npc in list(scene.npcs):
        scene.turn_back(npc)
        npc.memory.forget()
        scene.remember(npc)
    scene.installation.restore(memory.generations)


def read_save(saved: object) -> SavedDialogue:
    """Return the checked save. Raises `ConfigurationError` if it cannot be loaded."""
    # Imported here, because the schema takes milliseconds to build and many runs load no save.
    from stealth_pygame.dialogue.save_schema import SavedDialogue  # noqa: PLC0415
    from stealth_pygame.world.save_schema import read, shown  # noqa: PLC0415

    try:
        version = saved[NAME] if isinstance(saved, Mapping) and NAME in saved else None
    # The mapping may be the game's own class, which may raise any exception.
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
