"""The list of characters that may be played."""

from __future__ import annotations

from pathlib import Path

import pytest

from stealth_pygame.backend.proxy.sheets import AllowedSheets, sheet_hash
from stealth_pygame.errors import ConfigurationError


def test_the_order_of_keys_does_not_count() -> None:
    """But every word does."""
    assert sheet_hash({"a": 1, "b": [{"c": 2, "d": 3}]}) == sheet_hash({"b": [{"d": 3, "c": 2}], "a": 1})
    assert sheet_hash({"bio": ["x"]}) != sheet_hash({"bio": ["y"]})
    assert sheet_hash({"name": "Bj\u00f6rn \ud800"})


def test_a_list_is_read_with_names_and_comments(tmp_path: Path) -> None:
    """One hash a line; whatever follows it is for the reader."""
    file = tmp_path / "sheets.txt"
    file.write_text(f"# the village\n\n{sheet_hash({'name': 'Bruno'})} Bruno the smith\n")
    sheets = AllowedSheets(file)
    assert len(sheets) == 1
    assert sheets.allows({"name": "Bruno"})
    assert not sheets.allows({"name": "Cora"})


def test_a_list_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """With the file and the line, and how to write it."""
    file = tmp_path / "sheets.txt"
    with pytest.raises(ConfigurationError, match="--learn-sheets"):
        AllowedSheets(file)
    file.write_text("0123\n")
    with pytest.raises(ConfigurationError, match="line 1"):
        AllowedSheets(file)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        AllowedSheets(tmp_path)


def test_learning_adds_each_sheet_once(tmp_path: Path) -> None:
    """The author plays the game once; after that the list stands."""
    file = tmp_path / "sheets.txt"
    learning = AllowedSheets(file, learn=True)
    for _ in range(2):
        assert learning.allows({"name": "Bruno\nthe smith"})
    assert file.read_text().count("Bruno the smith") == 1
    assert AllowedSheets(file).allows({"name": "Bruno\nthe smith"})
