"""The tree of everything that can go wrong, as it is drawn."""

from __future__ import annotations

import copy
import inspect
import json
import os
import pickle
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

from stealth_pygame import errors

CLASSES = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.StealthError)]
BACKEND = [kind for kind in CLASSES if issubclass(kind, errors.BackendError)]


def drawn() -> dict[str, str]:
    """Each class of the drawing with its parent, by the depth at which it is drawn."""
    parents: dict[str, str] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"^([│├└─ ]*)([A-Z]\w+Error)\b", line)
        if found:
            depth = len(found[1]) // 4
            path[depth:] = [found[2]]
            parents[found[2]] = path[depth - 1] if depth else ""
    return parents


def test_the_drawing_is_true() -> None:
    """The tree at the top of the module has every class, each under its own parent."""
    tree = drawn()
    assert set(tree) == {kind.__name__ for kind in CLASSES}
    for kind in CLASSES:
        if tree[kind.__name__]:
            assert kind.__bases__[0].__name__ == tree[kind.__name__]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_class_says_what_it_is(kind: type[errors.StealthError]) -> None:
    """A sentence under each, since a game chooses by them what to do."""
    assert (kind.__doc__ or "").strip().endswith(".")


@pytest.mark.parametrize("kind", BACKEND, ids=lambda kind: kind.__name__)
def test_backend_errors_carry_route_and_status(kind: type[errors.BackendError]) -> None:
    """Message, route and status are there, and survive copying and pickling."""
    error = kind("The reason.", route="/api/send", status=500)
    for same in (error, copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert type(same) is kind
        assert (same.message, same.route, same.status, str(same)) == ("The reason.", "/api/send", 500, "The reason.")


def test_a_character_error_names_source_field_and_reason() -> None:
    """All three are in the text and in attributes, and survive copying and pickling."""
    error = errors.CharacterError("smith.toml", "bio", "is empty")
    for same in (error, copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert (same.source, same.field, same.reason) == ("smith.toml", "bio", "is empty")
        assert str(same) == "smith.toml: bio: is empty"
    assert str(errors.CharacterError("smith.toml", "", "is no table")) == "smith.toml: is no table"


def test_a_refused_character_keeps_its_issues() -> None:
    """Issues survive copying and pickling."""
    error = errors.CharacterRefusedError("Refused.", route="/api/create", status=400, issues=(("bio", "empty"),))
    assert pickle.loads(pickle.dumps(error)).issues == (("bio", "empty"),)


def test_only_what_a_retry_can_help_says_so() -> None:
    """A refused connection and a busy conversation; never anything that may have arrived."""
    assert {kind.__name__ for kind in CLASSES if kind.retry} == {"ConnectError", "BusyError"}


def test_they_are_what_python_programmers_catch() -> None:
    """A wrong setting is a ValueError, a missing part an ImportError."""
    assert issubclass(errors.ConfigurationError, ValueError)
    assert issubclass(errors.MissingExtraError, ImportError)


@pytest.mark.parametrize(
    ("origin", "command"),
    [
        (None, 'pip install "stealth-pygame[backend,llm]"'),
        ({"url": "https://example.com/stealth.whl"}, 'pip install "stealth-pygame[backend,llm]"'),
        (
            {"url": "file:///home/ada/clone", "dir_info": {"editable": True}},
            'pip install -e "/home/ada/clone[backend,llm]"',
        ),
        ({"url": "file:///home/ada/my%20clone", "dir_info": {}}, 'pip install "/home/ada/my clone[backend,llm]"'),
    ],
)
def test_the_command_for_an_extra_fits_the_installation(
    origin: object, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy from a clone names the clone, one from an index the index: what is written can be run."""
    text = None if origin is None else json.dumps(origin)
    monkeypatch.setattr(metadata, "distribution", lambda name: SimpleNamespace(read_text=lambda file: text))
    assert errors.pip_command("backend", "llm") == command.replace("/", os.sep)


def test_a_copy_that_was_never_installed_names_its_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run from the folder of a clone, the command installs just that."""

    def missing(name: str) -> object:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", missing)
    assert errors.pip_command("backend") == f'pip install -e "{Path(errors.__file__).parents[1]}[backend]"'


@pytest.mark.parametrize(
    ("installed", "origin", "words"),
    [
        ({"pygame"}, "pygame/__init__.py", ""),
        ({"pygame-ce"}, "pygame/__init__.py", ""),
        (set(), None, ""),
        ({"pygame", "pygame-ce"}, "pygame/__init__.py", "are both installed"),
        ({"pygame"}, "", "is incomplete"),
        ({"pygame-ce"}, "", "is incomplete"),
        (set(), "", "is incomplete"),
    ],
)
def test_engines_that_spoil_each_other_are_noticed_with_the_repair(
    installed: set[str], origin: str | None, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both at once, or the folder that is left when one took files of the other with it; one alone is well."""

    def distribution(name: str) -> object:
        if name not in installed:
            raise metadata.PackageNotFoundError(name)
        return SimpleNamespace(metadata={"Name": name})

    spec = None if origin is None else SimpleNamespace(origin=origin or None)
    monkeypatch.setattr(metadata, "distribution", distribution)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: spec)
    trouble = errors.engine_trouble()
    assert words in trouble
    assert bool(trouble) == bool(words) == ("pip uninstall -y pygame pygame-ce" in trouble)


def test_a_folder_that_is_left_of_pygame_is_named_at_the_first_import() -> None:
    """The program that a beginner pastes ends with the cure, not with an attribute that pygame lacks."""
    program = """
import sys, types
from importlib.machinery import ModuleSpec
sys.modules["pygame"] = hollow = types.ModuleType("pygame")
hollow.__spec__ = ModuleSpec("pygame", None)
import stealth_pygame
stealth_pygame.Dialogue
"""
    root = Path(errors.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, timeout=60)
    last = done.stderr.strip().splitlines()[-1]
    assert "stealth_pygame.Dialogue cannot work: pygame is incomplete" in last
    assert "pip uninstall" in last
