"""The demo starts its window by name, and lives on its assets."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from PyInstaller.utils.hooks import collect_submodules

_SPEC = find_spec("demo_game")
assert _SPEC is not None
assert _SPEC.origin is not None
_HERE = Path(_SPEC.origin).parent
_ASSETS = _HERE / "assets" if (_HERE / "assets").is_dir() else _HERE.parent / "assets"

hiddenimports = collect_submodules("demo_game", filter=lambda module: not module.startswith("demo_game.recipes"))
datas = [
    (str(path), str(Path("demo_game/assets", path.relative_to(_ASSETS).parent)))
    for path in _ASSETS.rglob("*")
    if path.is_file() and path.relative_to(_ASSETS).parts[0] != "make"
]
