"""What `pip install` brings: a wheel from the sources that are shipped, in an environment with nothing else in it."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
NO_BUILD = find_spec("build") is None or find_spec("twine") is None
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NO_BUILD, reason='build or twine is not installed: pip install -e ".[ship]"'),
]


def run(folder: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder that is not the repository, with nothing of this Python in its environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    environment |= {"XDG_DATA_HOME": str(folder / "data"), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return subprocess.run(
        [str(part) for part in command], cwd=folder, env=environment, capture_output=True, text=True, timeout=900
    )


def did(done: subprocess.CompletedProcess[str]) -> str:
    """What it printed. It must have worked."""
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel built from it, as a package index gets both."""
    folder = tmp_path_factory.mktemp("dist")
    did(run(folder, sys.executable, "-m", "build", "--outdir", folder, ROOT))
    return folder


@pytest.fixture(scope="module")
def wheel(packages: Path) -> Path:
    """The wheel."""
    return next(packages.glob("*.whl"))


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of an environment with the wheel and what it needs at least: no engine, no backend."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=True)
    found = folder / ("Scripts" if os.name == "nt" else "bin")
    did(run(folder, found / "python", "-m", "pip", "install", "-q", wheel))
    return found


def test_the_wheel_holds_what_is_shipped_and_nothing_else(wheel: Path) -> None:
    """Library, demo, assets, types, hooks and licence; no tests, no benchmarks, no painters."""
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"stealth_pygame", "stealth_village"}
    for wanted in (
        "stealth_pygame/py.typed",
        "stealth_pygame/__pyinstaller/hook-stealth_pygame.py",
        "stealth_village/demo_game/assets/village.tmx",
        "stealth_village/demo_game/assets/characters/smith.toml",
        "stealth_village/demo_game/assets/villager.toml",
    ):
        assert wanted in names
    assert any(name.endswith("LICENSE") for name in names)
    assert not [name for name in names if "/assets/make/" in name or name.startswith("docs/")]


def test_an_index_takes_both_packages(packages: Path) -> None:
    """Names, metadata and the README of each are as an index wants them; a warning counts."""
    files = sorted(packages.iterdir())
    assert [file.name.rpartition(".")[2] for file in files] == ["whl", "gz"]
    did(run(packages, sys.executable, "-m", "twine", "check", "--strict", *files))


def test_the_sources_hold_what_builds_and_tests_them(packages: Path) -> None:
    """Who packages for a distribution starts from them; what a working copy gathers stays out."""
    with tarfile.open(next(packages.glob("*.tar.gz"))) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    assert {"pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "assets/village.tmx"} <= names
    assert {"tests/conftest.py", "docs/index.md", "demo_game/__main__.py", "stealth_village/__main__.py"} <= names
    assert not [name for name in names if {".git", ".venv", "__pycache__", "build"} & set(name.split("/"))]


def test_without_an_engine_there_is_one_sentence(scripts: Path, tmp_path: Path) -> None:
    """Client and command line work; the first name that needs pygame says which command helps."""
    assert "doctor" in did(run(tmp_path, scripts / "stealth-pygame", "--help"))
    did(run(tmp_path, scripts / "python", "-c", "import stealth_pygame; stealth_pygame.StealthClient"))
    told = run(tmp_path, scripts / "python", "-c", "import stealth_pygame; stealth_pygame.Dialogue").stderr
    assert "stealth_pygame.Dialogue needs pygame: pip install pygame" in told.splitlines()[-1]
    did(run(tmp_path, scripts / "python", "-c", "import importlib.util as u; assert not u.find_spec('demo_game')"))
    village = run(tmp_path, scripts / "stealth-village", "--headless", "--tour")
    assert village.returncode == 2
    assert "pip install" in village.stderr
    assert "Traceback" not in village.stderr


def test_the_village_is_a_command(wheel: Path, scripts: Path, tmp_path: Path) -> None:
    """With the extras, `stealth-village` finds its assets from any folder and plays its story to the end."""
    did(run(tmp_path, scripts / "python", "-m", "pip", "install", "-q", f"{wheel}[pygame,demo]"))
    did(run(tmp_path, scripts / "stealth-village", "--headless", "--tour", "--out", "tour"))
    assert (tmp_path / "tour" / "transcript.txt").stat().st_size > 1000
    assert list((tmp_path / "tour").glob("*.png"))
