"""The house keeps its floors and its sizes: read from the code itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.source import forget_trees as forget_trees
from tests.source import nodes_of, tree_of

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "stealth_pygame"

# From the ground up; a room may import those of its own floor that stand before it, and all below.
FLOORS = [
    ["errors", "validation", "text", "protocol", "settings", "message"],
    ["characters", "client", "context"],
    ["conversation"],
    ["actions", "events", "world", "scene"],
    ["ui"],
    ["presenter", "debug", "dialogue"],
    ["new_game", "web", "page", "cli", "tiled"],
]
RANKS = {room: (floor, place) for floor, rooms in enumerate(FLOORS) for place, room in enumerate(rooms)}
GUESTS = {"backend", "testing", "__pyinstaller"}
PICTURE_MAY = {"errors", "validation", "settings", "text", "ui"}
WITHOUT_PYGAME = {room for floor in FLOORS[:4] for room in floor} | GUESTS | {"cli", "new_game", "web"}
PARTS_OF_THE_PICTURE = ["text", "input", "widgets", "placement", "bubbles", "box", "voice"]
"""Packages of `ui` from below; the modules beside them (`theme`, `palette`, `words`, `shapes`) lie under all."""
PUBLIC_MODULES = {"errors", "tiled", "testing", "ui"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    """The name that an import statement would use."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


NAMES = {name_of(path): path for path in modules()}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def imports(path: Path) -> tuple[tuple[str, bool], ...]:
    """Each imported module by its whole name, and whether the import stands at module level."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[str, bool]]:
    tree = tree_of(path)
    top = set(map(id, tree.body)) | {
        id(inner)
        for node in tree.body
        if isinstance(node, (ast.If, ast.Try))
        for inner in ast.walk(node)
        if isinstance(inner, (ast.Import, ast.ImportFrom))
    }
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, id(node) in top
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where a thing lives"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", id(node) in top


def own_modules(path: Path) -> set[str]:
    """The modules of this project that a module imports at its top."""
    found = set()
    for name, top in imports(path):
        if top and name.startswith("stealth_pygame"):
            while name not in NAMES:
                name = name.rpartition(".")[0]
            found.add(name)
    return found - {name_of(path)}


def own_rooms(path: Path) -> set[str]:
    """The rooms that a module imports from, wherever the import stands; "" for the front door."""
    parts = [name.split(".") for name, _ in imports(path) if name.split(".")[0] == "stealth_pygame"]
    return {part[1] if len(part) > 1 and f"stealth_pygame.{part[1]}" in NAMES else "" for part in parts}


def main_house() -> list[Path]:
    return [path for path in modules() if room_of(path) not in GUESTS | {"__init__"}]


def test_every_room_has_a_floor() -> None:
    """A new room beside the others says where it belongs."""
    assert {room_of(path) for path in main_house()} == set(RANKS)


@pytest.mark.parametrize("path", main_house(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_from_below(path: Path) -> None:
    """A room knows the rooms below it, never those above, and nobody the front door or the guests."""
    mine = room_of(path)
    for room in own_rooms(path) - {mine}:
        assert room, f"{path.name} imports the front door"
        if room in GUESTS:
            # the command line asks every guest in; `Dialogue.local()` asks for the backend when it is called
            assert mine == "cli" or (room == "backend" and mine == "dialogue" and room not in top_rooms(path))
        else:
            assert RANKS[room] <= RANKS[mine], f"{mine} imports {room} from above"


def top_rooms(path: Path) -> set[str]:
    return {name.split(".")[1] for name in own_modules(path) if "." in name}


def cycle_in(graph: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as exc:
        return list(exc.args[1])
    return []


def test_no_modules_import_each_other() -> None:
    """No circle of modules, through however many."""
    assert cycle_in({name: own_modules(path) for name, path in NAMES.items()}) == []


def test_no_packages_import_each_other() -> None:
    """No circle of packages at any depth: two packages that need each other are one."""
    graph: dict[str, set[str]] = {}
    for name, path in NAMES.items():
        for other in own_modules(path):
            mine, theirs = name.split("."), other.split(".")
            depth = next(
                i for i, pair in enumerate(zip([*mine, ""], [*theirs, ""], strict=False)) if pair[0] != pair[1]
            )
            here, there = ".".join(mine[: depth + 1]), ".".join(theirs[: depth + 1])
            if len(mine) > depth and len(theirs) > depth:
                graph.setdefault(here, set()).add(there)
    assert cycle_in(graph) == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_picture_is_optional(path: Path) -> None:
    """Client, backend and command line run without pygame."""
    if room_of(path) in WITHOUT_PYGAME or path == PACKAGE / "__init__.py":
        assert not [name for name, _ in imports(path) if name.split(".")[0] == "pygame"]


def test_the_picture_knows_nothing_of_the_network() -> None:
    """`ui/` is usable alone."""
    for path in (PACKAGE / "ui").rglob("*.py"):
        assert own_rooms(path) <= PICTURE_MAY, path


def test_the_parts_of_the_picture_lie_upon_each_other() -> None:
    """Text lies under placement, placement under bubbles, and so on."""
    for path in (PACKAGE / "ui").rglob("*.py"):
        part = path.parent.name
        if part in PARTS_OF_THE_PICTURE:
            above = {f"stealth_pygame.ui.{p}" for p in PARTS_OF_THE_PICTURE[PARTS_OF_THE_PICTURE.index(part) + 1 :]}
            assert not [name for name in own_modules(path) if name.rpartition(".")[0] in above], path


def test_own_code_is_imported_at_module_level() -> None:
    """An import inside a function hides a cycle, unless a comment above it gives its reason."""
    for path in modules():
        lines = path.read_text("utf-8").splitlines()
        for function in nodes_of(path):
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                for node in ast.walk(function):
                    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("stealth_pygame"):
                        reason = lines[node.lineno - 2].strip().startswith("#") or "  # " in lines[node.lineno - 1]
                        assert reason, f"{path}:{node.lineno} gives no reason"


def test_the_demo_uses_public_names_only() -> None:
    """What the demo needs, every game can have."""
    for path in (ROOT / "demo_game").rglob("*.py"):
        for name, _ in imports(path):
            if name.split(".")[0] == "stealth_pygame":
                assert name.count(".") <= 1 or name.split(".")[1] in PUBLIC_MODULES, f"{path}: {name}"


def test_every_test_states_its_promise() -> None:
    """A test without a sentence is a check that nobody can argue with."""
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in nodes_of(path):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                assert ast.get_docstring(node), f"{path.name}: {node.name} has no docstring"
