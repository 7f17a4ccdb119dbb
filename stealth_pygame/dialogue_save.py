"""What the villagers remember, as versioned JSON for the game's own save file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.npc_memory import Memory
from stealth_pygame.scene import Scene

VERSION: Final = 1


def save(scene: Scene) -> dict[str, Any]:
    """Transcripts and visits per NPC id, and the generations of tokens."""
    return {
        "stealth_pygame": VERSION,
        "npcs": {npc.id: npc.memory.save() for npc in scene.npcs},
        "generations": scene.installation.save(),
    }


def load(scene: Scene, saved: Mapping[str, Any]) -> None:
    """Take it back, all or nothing; NPCs that are not there any more are passed over."""
    memories = _memories(scene, saved)
    for npc in scene.npcs:
        if npc.id in memories:
            npc.memory.load(memories[npc.id].save())
    scene.installation.restore(saved.get("generations", {}))


def _memories(scene: Scene, saved: object) -> dict[str, Memory]:
    """The saved memories, read whole before anything is changed."""
    if not isinstance(saved, Mapping) or not isinstance(saved.get("npcs"), Mapping):
        raise ConfigurationError("This is no save of a dialogue: expected the dict that Dialogue.save() gave.")
    if saved.get("stealth_pygame") != VERSION:
        raise ConfigurationError(
            f"This save has version {saved.get('stealth_pygame')!r}, and this library reads version {VERSION}."
        )
    memories = {}
    for id, kept in saved["npcs"].items():
        memories[id] = Memory(scene.settings.max_transcript, scene.settings.max_notices)
        memories[id].load(kept)
    return memories
