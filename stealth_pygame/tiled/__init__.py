"""NPCs from a Tiled map, so that a level designer can place them without changing the program.

An object of any layer becomes an NPC if it has the property `character`: a file, with a path relative to the map. (A
property of the type "file" in a template, a tileset or a class is relative to that file.) The object may also have
`interest_radius` (pixels) and `bubble_offset` (pixels from its position up to the head, or "x, y"). Its name is the
NPC's id. As in Tiled's editor, an object also has the properties of its tile and its class, and its place is the one
that the editor shows. Needs the extra `demo` (pytiled-parser).
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
