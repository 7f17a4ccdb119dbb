"""Packages that a game imports go with it into the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from stealth_pygame.web.needs import needs_of

KNOWN = {"pytiled_parser": ["pytiled_parser"], "attr": ["attrs"], "PIL": ["Pillow"], "pygame": ["pygame-ce"]}


@pytest.mark.parametrize(
    ("files", "needs"),
    [
        ({"game.py": "import pygame, stealth_pygame, json"}, set()),
        ({"game.py": "import attr"}, {"attrs"}),
        ({"game.py": "def f():\n    from PIL.Image import open"}, {"pillow"}),
        ({"game.py": "import world", "world.py": "import attr"}, {"attrs"}),
        ({"game.py": "from . import x\nfrom .y import z"}, set()),
        ({"game.py": "import attr.("}, set()),
        ({"game.py": "", "assets/make/paint.py": "import PIL"}, set()),
        ({"village/__init__.py": "", "village/__main__.py": "import attr"}, {"attrs"}),
        ({"game.py": "import nobody_has_this"}, set()),
    ],
)
def test_imports_become_packages(files: dict[str, str], needs: set[str], tmp_path: Path) -> None:
    """Those of modules that the game can import, wherever the import stands; not the library's, not Python's."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert needs_of({name: tmp_path / name for name in files}, KNOWN) == needs


def test_a_package_brings_what_it_needs_itself(tmp_path: Path) -> None:
    """As far as its own words say, without extras."""
    (tmp_path / "game.py").write_text("import pytiled_parser")
    needs = needs_of({"game.py": tmp_path / "game.py"}, KNOWN)
    assert {"pytiled-parser", "attrs", "typing-extensions"} <= needs
    assert "zstandard" not in needs
