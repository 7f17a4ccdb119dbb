"""The memory that a copy of the game has of itself."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from stealth_pygame.scene import persistence
from stealth_pygame.scene.persistence import Installation


def test_the_id_is_random_and_stays(tmp_path: Path) -> None:
    """Two runs have one id, two installations have two."""
    first = Installation.load(tmp_path / "a")
    assert Installation.load(tmp_path / "a").id == first.id
    assert Installation.load(tmp_path / "b").id != first.id


def test_a_given_up_token_has_a_next_generation(tmp_path: Path) -> None:
    """A stuck villager moves on to `~2`, and still does so in the next run."""
    first = Installation.load(tmp_path)
    assert first.token("smith") == "smith"
    assert first.next_generation("smith") == "smith~2"
    first.store()
    assert Installation.load(tmp_path).token("smith") == "smith~2"


def test_a_given_id_writes_no_file(tmp_path: Path) -> None:
    """`Dialogue(installation=...)` keeps nothing on the disk."""
    made = Installation("abc")
    made.next_generation("smith")
    made.store()
    assert made.token("smith") == "smith~2"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["{", "[]", '{"id": ""}', '{"id": "x", "generations": {"a": "b", "c": 1}}', "\x00"])
def test_a_damaged_file_costs_no_run(tmp_path: Path, content: str) -> None:
    """Whatever stands in the file, there is an id."""
    (tmp_path / "installation.json").write_text(content, "utf-8")
    made = Installation.load(tmp_path)
    assert made.id
    assert made.token("a") == "a"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A read-only disk costs the memory of this run, and the log says so."""
    (tmp_path / "file").write_text("in the way", "utf-8")
    assert Installation.load(tmp_path / "file").id
    assert "cannot be" in caplog.text


def test_generations_travel_in_a_save_file() -> None:
    """The later generation of two counts."""
    made = Installation("abc")
    made.restore({"smith": 3, "cook": "junk"})
    made.restore({"smith": 2})
    assert made.token("smith") == "smith~3"
    assert made.save() == {"smith": 3}


def test_an_empty_id_is_made_once(tmp_path: Path) -> None:
    """A damaged file is mended, so that the next run is the same stranger again."""
    (tmp_path / "installation.json").write_text('{"id": ""}', "utf-8")
    first = Installation.load(tmp_path).id
    assert first
    assert Installation.load(tmp_path).id == first


def test_a_user_without_a_home_plays_all_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """No HOME and no entry for the user, as in containers: a new id for this run, and a word in the log."""

    def homeless(*_: object, **__: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr("platformdirs.user_data_path", homeless)
    installation = Installation.load()
    assert len(installation.id) == 32
    installation.store()
    assert "this run only" in caplog.text


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        '{"id": "a", "generations": {"b": %s}}' % ("9" * 5_000),
        '{"id": "a"} trailing',
        "\udcff",
        "5",
        " " * (persistence.MAX_FILE_BYTES + 1),
    ],
    ids=["deep", "a huge number", "two things", "no UTF-8", "a number", "too long"],
)
def test_a_file_that_cannot_be_read_is_set_aside(
    tmp_path: Path, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    """It can be looked at later, the log tells its new name, and the next run has the new id."""
    (tmp_path / "installation.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    first = Installation.load(tmp_path)
    assert (tmp_path / "installation.damaged").exists()
    assert "installation.damaged" in caplog.text
    assert Installation.load(tmp_path).id == first.id


@pytest.mark.parametrize("generation", [10**4200, 10**9, -5, 0, 1.5, True, "3", None])
def test_a_generation_out_of_reason_is_not_believed(tmp_path: Path, generation: object) -> None:
    """Whatever stands there, the token is one that a backend takes."""
    body = json.dumps({"id": "a", "generations": {"b": generation, "c": 2}})
    (tmp_path / "installation.json").write_text(body, "utf-8")
    installation = Installation.load(tmp_path)
    assert (installation.token("b"), installation.token("c")) == ("b", "c~2")
    assert installation.next_generation("b") == "b~2"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_the_place_of_the_file_does_not_hang(tmp_path: Path) -> None:
    """Nobody will ever write into it."""
    os.mkfifo(tmp_path / "installation.json")
    assert Installation.load(tmp_path).id


def test_an_id_cannot_be_guessed_or_read_by_others(tmp_path: Path) -> None:
    """It is part of each persistence token: 128 random bits, in a file for its owner alone."""
    ids = {Installation.load(tmp_path / str(number)).id for number in range(20)}
    assert len(ids) == 20
    assert all(len(id) == 32 for id in ids)
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "0" / "installation.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("refusals", [0, 1, 3, 4])
def test_a_file_that_is_held_for_a_moment_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, refusals: int
) -> None:
    """As a virus scanner of Windows holds it; when it holds on, the old file stays whole and the log says so."""
    installation = Installation.load(tmp_path)
    installation.next_generation("base")
    replace, left = Path.replace, [PermissionError(13, "in use")] * refusals

    def held(part: Path, path: Path) -> Path:
        if left:
            raise left.pop()
        return replace(part, path)

    monkeypatch.setattr(persistence, "REPLACE_PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setattr(Path, "replace", held)
    installation.store()
    kept = Installation.load(tmp_path)
    assert kept.id == installation.id
    assert kept.token("base") == ("base" if refusals == 4 else "base~2")
    assert ("cannot be written" in caplog.text) is (refusals == 4)
