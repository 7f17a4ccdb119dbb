"""NPCs placed in a Tiled map, so that a level designer moves a villager without touching the program.

An object of any layer becomes an NPC by its property `character` (a file, relative to the map; of the type "file" in a
template, a tileset or a class, relative to that). It may also have `interest_radius` (pixels) and `bubble_offset`
(pixels from its position up to the head, or "x, y"). The object's name is the NPC's id. As in Tiled's editor,
properties of an object's tile and class count where it lacks them itself, and an object stands where the editor shows
it. Needs the extra `demo` (pytiled-parser).
"""

from stealth_pygame.errors import MissingExtraError, pip_command

try:
    import pytiled_parser as _  # noqa: F401
except ImportError as exc:
    raise MissingExtraError(
        f"Tiled maps need pytiled-parser, which is not installed. Run: {pip_command('demo')}"
    ) from exc

from stealth_pygame.tiled.parsing import parse
from stealth_pygame.tiled.people import MapNPC, add_npcs, read_npcs

__all__ = ["MapNPC", "add_npcs", "parse", "read_npcs"]
