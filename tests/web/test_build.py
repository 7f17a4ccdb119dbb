"""The folder of a web game: everything in it, nothing else, each file with its hash."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
import urllib.request
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from stealth_pygame import cli
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.web import wheels
from stealth_pygame.web.build import PYODIDE_FILES, WebGame, build
from stealth_pygame.web.serve import server
from stealth_pygame.web.wheels import digest


def fetch(folder: Path, further: Iterable[str] = ()) -> list[Path]:
    """One wheel in place of pip's."""
    folder.mkdir()
    with zipfile.ZipFile(folder / "some-1-py3-none-any.whl", "w") as packed:
        packed.writestr("some.txt", "wheel")
    return [folder / "some-1-py3-none-any.whl"]


@pytest.fixture
def game(tmp_path: Path) -> Path:
    """A program with a picture beside it, and things that are not the game's."""
    folder = tmp_path / "game"
    for path in ("game.py", "pictures/hero.png", "__pycache__/game.pyc", ".git/config", "build/old.txt"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("x", "utf-8")
    return folder / "game.py"


def plan_of(page: Path) -> dict[str, Any]:
    (text,) = re.findall(r"const plan = (\{.*\});", page.read_text("utf-8"))
    plan: dict[str, Any] = json.loads(text)
    return plan


def names(archive: Path) -> set[str]:
    """The files of an archive; its bytecode is there or not, as the Python of the tests can make it."""
    with zipfile.ZipFile(archive) as packed:
        return {name for name in packed.namelist() if "__pycache__" not in name}


def test_the_folder_holds_game_library_and_wheels(game: Path, tmp_path: Path) -> None:
    """The game's own files and no others; the library without what a page cannot run; a hash for each archive."""
    page = build(WebGame(game, "Moon & <Village>"), tmp_path / "out", fetch)
    assert names(page.parent / "game.zip") == {"game.py", "pictures/hero.png"}
    library = names(page.parent / "library.zip")
    kinds = {Path(name).suffix for name in library if Path(name).stem == "dialogue"}
    assert kinds <= {".py", ".pyc"}
    assert {Path(name).with_suffix("").as_posix() for name in library} >= {"stealth_pygame/dialogue/dialogue"}
    assert not [name for name in library if "/testing/" in name or "/web/" in name or "__pycache__" in name]
    plan = plan_of(page)
    assert plan["game"]["program"] == "game.py"
    for archive in [*plan["archives"], plan["game"]]:
        assert digest(page.parent / archive["path"]) == archive["sha256"]
    assert "<title>Moon &amp; &lt;Village&gt;</title>" in page.read_text("utf-8")


def test_a_package_goes_with_what_lies_beside_it(game: Path, tmp_path: Path) -> None:
    """A game as a package, its pictures elsewhere; the page starts it with the arguments that were given."""
    package = tmp_path / "village"
    package.mkdir()
    for name in ("__init__.py", "__main__.py"):
        (package / name).touch()
    asked: list[Iterable[str]] = []

    def fetch_noting(folder: Path, further: Iterable[str] = ()) -> list[Path]:
        asked.append(further)
        return fetch(folder)

    (package / "__main__.py").write_text("import pytiled_parser")
    beside = [game.parent / "pictures", game]
    page = build(WebGame(package, "A", beside=beside, arguments=["--size", "640x360"]), tmp_path / "out", fetch_noting)
    assert names(page.parent / "game.zip") == {
        "village/__init__.py",
        "village/__main__.py",
        "pictures/hero.png",
        "game.py",
    }
    plan = plan_of(page)["game"]
    assert (plan["program"], plan["arguments"]) == ("village", ["--size", "640x360"])
    assert "pytiled-parser" in asked[0]
    with pytest.raises(ConfigurationError, match="cannot be packed with the game"):
        build(WebGame(package, "A", beside=[tmp_path / "nowhere"]), tmp_path / "out", fetch)
    assert page.exists()


def test_a_build_that_failed_can_be_tried_again(game: Path, tmp_path: Path) -> None:
    """Without wheels there is no page, but the folder is still known as ours."""

    def without_network(folder: Path, further: Iterable[str] = ()) -> list[Path]:
        folder.mkdir()
        raise ConfigurationError("The wheels for the page cannot be had")

    with pytest.raises(ConfigurationError, match="wheels"):
        build(WebGame(game, "A"), tmp_path / "out", without_network)
    build(WebGame(game, "A"), tmp_path / "out", fetch)


@pytest.mark.slow
def test_pyodide_comes_from_a_pinned_address_or_a_copy(game: Path, tmp_path: Path) -> None:
    """Without a copy its own pygame-ce is loaded; with one, everything lies in the folder."""
    plan = plan_of(build(WebGame(game, "A"), tmp_path / "out", fetch))
    assert re.fullmatch(r"https://\S+/v\d+\.\d+\.\d+/full/", plan["pyodide"])
    assert plan["packages"] == ["pygame-ce"]
    copy, engine = tmp_path / "copy", tmp_path / "engine.zip"
    copy.mkdir()
    shutil.copyfile(fetch(tmp_path / "engine")[0], engine)
    with pytest.raises(ConfigurationError, match="npm install pyodide"):
        build(WebGame(game, "A", copy, engine), tmp_path / "out", fetch)
    for name in PYODIDE_FILES:
        (copy / name).write_bytes(b"x")
    plan = plan_of(build(WebGame(game, "A", copy, engine), tmp_path / "out", fetch))
    assert (plan["pyodide"], plan["packages"], plan["archives"][0]["path"]) == ("./pyodide/", [], "pygame.zip")
    assert (tmp_path / "out" / "pyodide" / "pyodide.mjs").exists()


@pytest.mark.slow
def test_nothing_of_anybody_is_overwritten(game: Path, tmp_path: Path) -> None:
    """A folder with other files is refused, an earlier build replaced, a program that is not there named."""
    build(WebGame(game, "A"), tmp_path / "out", fetch)
    build(WebGame(game, "A"), tmp_path / "out", fetch)
    with pytest.raises(ConfigurationError, match="other files"):
        build(WebGame(game, "A"), game.parent, fetch)
    with pytest.raises(ConfigurationError, match="not there"):
        build(WebGame(game.parent / "none.py", "A"), tmp_path / "out", fetch)


def test_a_build_inside_the_game_does_not_pack_itself(game: Path) -> None:
    """`--out` beside the program is the usual place."""
    page = build(WebGame(game, "A"), game.parent / "web", fetch)
    assert not [name for name in names(page.parent / "game.zip") if name.startswith("web/")]


def test_wheels_are_asked_for_by_platform_and_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Pip is asked for the versions that run here, for Pyodide's platform; what it says is told."""
    asked: list[list[str]] = []

    class Ended:
        returncode = 1
        stderr = "WARNING: noise\nERROR: No matching distribution found for pydantic-core\n"

    def run(command: list[str], **options: object) -> Ended:
        asked.append(command)
        return Ended()

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(ConfigurationError, match="No matching distribution"):
        wheels.fetch_wheels(tmp_path / "wheels")
    assert "--no-deps" in asked[0]
    assert [word for word in asked[0] if word.startswith("pydantic==")]


def test_the_command_builds_and_says_what_next(
    game: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where it is, how large, and how it goes to a host."""
    monkeypatch.setattr(cli, "build", lambda game, target: build(game, target, fetch))
    assert cli.main(["web", str(game), "--out", str(tmp_path / "out")]) == 0
    assert "itch.io" in capsys.readouterr().out


@pytest.mark.slow
def test_it_is_served_with_the_types_that_browsers_ask_for(game: Path, tmp_path: Path) -> None:
    """On this machine alone; a module must be called JavaScript."""
    build(WebGame(game, "A"), tmp_path / "out", fetch)
    (tmp_path / "out" / "some.mjs").write_text("x")
    with server(tmp_path / "out") as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{serving.server_port}/some.mjs", timeout=5) as answer:
                assert answer.headers["Content-Type"] == "text/javascript"
        finally:
            serving.shutdown()
            thread.join(5)


def test_a_loop_that_cannot_run_in_a_page_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing that awaits, in none of the game's files: the page would stand still."""
    (tmp_path / "game.py").write_text("while True:\n    pass\n", "utf-8")
    build(WebGame(tmp_path / "game.py", "Still"), tmp_path / "still", fetch)
    assert "await asyncio.sleep(0)" in caplog.text
    caplog.clear()
    (tmp_path / "loop.py").write_text("async def main():\n    await sleep(0)\n", "utf-8")
    build(WebGame(tmp_path / "game.py", "Goes"), tmp_path / "goes", fetch)
    assert "await" not in caplog.text
