"""The memory of all NPCs, as versioned JSON for the game's own save file.

Loading is turning back time: what is on its way belongs to a future that has not happened, so it is dropped, and
conversations that the backend does not keep begin anew, with the earlier lines in their context.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stealth_pygame.dialogue.save_file import NAME, VERSION, read_save
from stealth_pygame.scene.scene import Scene


def save(scene: Scene) -> dict[str, Any]:
    """Return memories per NPC id, those of NPCs that have not come (back) yet among them, and token generations."""
    npcs: dict[str, list[dict[str, Any]]] = {}
    for npc in scene.npcs:
        npcs.setdefault(npc.id, []).append(npc.memory.save())
    for id, absent in scene.absent.items():
        npcs.setdefault(id, []).extend(memory.as_saved() for memory in absent)
    return {NAME: VERSION, "npcs": npcs, "generations": scene.installation.save()}


def load(scene: Scene, saved: Mapping[str, Any]) -> None:
    """Load a save, all or nothing.

    An NPC that is added later gets its memory then; one that the save does not name has met nobody.
    """
    memory = read_save(saved)
    scene.absent = {id: list(memories) for id, memories in memory.npcs.items()}
    for npc in list(scene.npcs):
        scene.turn_back(npc)
        npc.memory.forget()
        scene.remember(npc)
    scene.installation.restore(memory.generations)
