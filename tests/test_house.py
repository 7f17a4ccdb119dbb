"""The house keeps its floors: what each room may import, read from the imports themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "stealth_pygame"

# From the ground up; within a floor a room may import those named before it.
FLOORS = [
    ["errors", "arguments", "protocol", "settings", "characters", "context", "text"],
    ["client", "recording", "installation"],
    ["worker", "message", "calls", "events", "line", "conversation"],
    ["actions", "player", "npc", "scene"],
    ["ui"],
    ["pygame_events", "picture", "presenter", "dialogue"],
    ["cli", "tiled"],
]
GUESTS = {"backend", "testing", "__pyinstaller"}
PICTURE_MAY = {"errors", "arguments", "settings", "text", "ui"}
WITHOUT_PYGAME = {room for floor in FLOORS[:4] for room in floor} | GUESTS | {"cli"}


def rank(room: str) -> tuple[int, int]:
    """Floor, and place on the floor, of a room (`scene_near` lives with `scene`)."""
    for floor, rooms in enumerate(FLOORS):
        for place, name in enumerate(rooms):
            if room == name or room.startswith(name + "_"):
                return floor, place
    raise AssertionError(f"{room} has no floor: put it into FLOORS, or into the room it belongs to")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Each imported module by its whole name, and whether the import stands at module level."""
    tree = ast.parse(path.read_text("utf-8"))
    top = set(map(id, tree.body)) | {
        id(inner)
        for node in tree.body
        if isinstance(node, (ast.If, ast.Try))
        for inner in ast.walk(node)
        if isinstance(inner, (ast.Import, ast.ImportFrom))
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, id(node) in top
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where a thing lives"
            base = node.module or ""
            for alias in node.names:
                yield f"{base}.{alias.name}", id(node) in top


def own_rooms(path: Path) -> Iterator[str]:
    for name, _ in imports(path):
        parts = name.split(".")
        if parts[0] == "stealth_pygame":
            yield parts[1] if len(parts) > 1 else ""


def main_house() -> list[Path]:
    return [path for path in modules() if room_of(path) not in GUESTS | {"__init__"}]


@pytest.mark.parametrize("path", main_house(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_from_below(path: Path) -> None:
    """A room knows the rooms below it, never those above, and nobody the front door or the guests."""
    mine = room_of(path)
    for room in set(own_rooms(path)) - {mine}:
        assert room, f"{path.name} imports the front door"
        assert room not in GUESTS or mine == "cli", f"{path.name} imports {room}, which only visits"
        # equal: parts of one room, as npc_memory is of npc; of the guests, whom only the command line asks in, no rank
        assert room in GUESTS or rank(room) <= rank(mine), f"{mine} imports {room} from above"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_picture_is_optional(path: Path) -> None:
    """Client, backend and command line run without pygame."""
    if room_of(path) in WITHOUT_PYGAME or path == PACKAGE / "__init__.py":
        assert not [name for name, _ in imports(path) if name.split(".")[0] == "pygame"]


def test_the_picture_knows_nothing_of_the_network() -> None:
    """`ui/` is usable alone."""
    for path in (PACKAGE / "ui").rglob("*.py"):
        assert set(own_rooms(path)) <= PICTURE_MAY, path


def test_own_code_is_imported_at_module_level() -> None:
    """An import inside a function hides a cycle."""
    for path in modules():
        for name, top in imports(path):
            assert top or not name.startswith("stealth_pygame"), f"{path}: {name} inside a function"


def test_the_demo_uses_public_names_only() -> None:
    """What the demo needs, every game can have."""
    for path in (ROOT / "demo_game").rglob("*.py"):
        for name, _ in imports(path):
            if name.split(".")[0] == "stealth_pygame":
                assert name.count(".") <= 1 or name.startswith(("stealth_pygame.errors.", "stealth_pygame.tiled.")), (
                    f"{path}: {name}"
                )


def test_every_test_states_its_promise() -> None:
    """A test without a sentence is a check that nobody can argue with."""
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                assert ast.get_docstring(node), f"{path.name}: {node.name} has no docstring"
