"""The place of a game's database, where its own folder may not be written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stealth_pygame.backend.local.place import writable


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}"])
def test_a_place_that_can_be_written_is_taken(tmp_path: Path, form: str) -> None:
    """A new folder is made; nothing is told."""
    database = form.format(tmp_path / "saves" / "talks.db")
    assert writable(database) == database


@pytest.mark.parametrize("database", ["sqlite://", "sqlite:///:memory:", "postgresql://me@host/x"])
def test_what_is_no_file_is_left_alone(database: str) -> None:
    """Memory and servers have no folder."""
    assert writable(database) == database


def test_a_read_only_place_is_told_and_the_users_folder_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Of a folder that cannot be made, and of a file or folder that may only be read."""
    for variable in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "data"))
    kept = str(tmp_path / "data" / "stealth-pygame" / "talks.db")

    def refuse(folder: Path, **how: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "mkdir", refuse)
        assert writable("/opt/game/talks.db") == kept
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert writable(str(tmp_path / "talks.db")) == kept
    assert caplog.text.count("cannot be written here: the conversations are kept in") == 2


def test_any_other_trouble_is_left_to_the_opening() -> None:
    """A folder that is missing for another reason is told with that reason."""
    assert writable("/proc/nowhere/a.db") == "/proc/nowhere/a.db"
