"""The front door: what a game sees of the library."""

from __future__ import annotations

import subprocess
import sys
import types

import pytest

import stealth_pygame


def public_names() -> set[str]:
    """Names that a look into the module finds, once everything has been asked for."""
    for name in stealth_pygame.__all__:
        getattr(stealth_pygame, name)
    found = vars(stealth_pygame)
    return {
        name for name, value in found.items() if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }


def test_all_is_what_is_visible() -> None:
    """`__all__` is sorted, complete, and at most forty names."""
    assert public_names() == set(stealth_pygame.__all__)
    assert len(stealth_pygame.__all__) <= 40
    assert dir(stealth_pygame) == sorted(stealth_pygame.__all__)


def test_a_name_that_is_not_there() -> None:
    """The usual error, with the usual words."""
    with pytest.raises(AttributeError, match="Dialog"):
        stealth_pygame.Dialog  # type: ignore[attr-defined]  # noqa: B018


def run_without_pygame(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program in an interpreter that finds no pygame."""
    hide = "import sys; sys.modules['pygame'] = None\n"
    return subprocess.run([sys.executable, "-c", hide + program], capture_output=True, text=True, timeout=60)


def test_client_and_command_line_run_without_pygame() -> None:
    """What draws nothing needs no engine."""
    program = "import stealth_pygame, stealth_pygame.cli; stealth_pygame.StealthClient; stealth_pygame.NPC"
    done = run_without_pygame(program)
    assert done.returncode == 0, done.stderr


def test_without_an_engine_there_is_one_clear_sentence() -> None:
    """Neither pygame nor pygame-ce: the error says which command helps."""
    done = run_without_pygame("import stealth_pygame; stealth_pygame.Dialogue")
    assert "MissingExtraError" in done.stderr
    assert "pip install pygame" in done.stderr


def test_importing_the_door_draws_nothing() -> None:
    """`import stealth_pygame` does not import pygame."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys, stealth_pygame; sys.exit('pygame' in sys.modules)"], timeout=60
    )
    assert done.returncode == 0
