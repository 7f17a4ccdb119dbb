"""A folder of character files: which of them are sheets, and what stands under each."""

from __future__ import annotations

from pathlib import Path

import pytest

from stealth_pygame.characters.folder import sheets_in
from stealth_pygame.errors import ConfigurationError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One character, and what may lie beside a character."""
    (tmp_path / "smith.toml").write_text('name = "Bruno"\n', "utf-8")
    (tmp_path / "base.toml").write_text('bio = "Somebody."\n', "utf-8")
    (tmp_path / "._smith.toml").write_bytes(b"\0\5")
    (tmp_path / ".smith.toml").symlink_to("nowhere")
    (tmp_path / "old.toml").mkdir()
    (tmp_path / "smith.toml~").write_text("", "utf-8")
    return tmp_path


@pytest.mark.parametrize("under", ["base.toml", "{folder}/base.toml", {"bio": "Somebody."}])
def test_only_character_files_are_sheets(folder: Path, under: object) -> None:
    """Not what editors and systems hide, no folder, and not the default sheet, whatever its name."""
    default = under.format(folder=folder) if isinstance(under, str) else under
    if not isinstance(default, str):
        (folder / "base.toml").unlink()
    (sheet,) = sheets_in(folder, default)  # type: ignore[arg-type]
    assert (sheet.path.name, sheet.read().to_wire()["bio"]) == ("smith.toml", ["Somebody."])


def test_two_files_of_one_name_are_told(folder: Path) -> None:
    """They would be one NPC."""
    (folder / "smith.json").write_text("{}", "utf-8")
    with pytest.raises(ConfigurationError, match=r"smith\.toml.* would be two NPCs with the id 'smith'"):
        sheets_in(folder)


@pytest.mark.parametrize("path", [None, 5, ["a"]])
def test_a_folder_is_a_path(path: object) -> None:
    """The usual slip is a list of files."""
    with pytest.raises(ConfigurationError, match="give a path"):
        sheets_in(path)  # type: ignore[arg-type]
