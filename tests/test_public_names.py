"""The front door: what a game sees of the library."""

from __future__ import annotations

import importlib
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


def test_a_dialogue_loads_only_what_every_game_needs() -> None:
    """The picture, the overlay, recordings, saves and readers of files come when a game first uses them."""
    later = ["ui", "debug", "client.recording", "dialogue.save_schema", "world.save_schema", "backend"]
    names = [f"stealth_pygame.{name}" for name in later] + ["tomllib", "difflib", "platformdirs", "font_manrope"]
    program = (
        "import sys, pygame, requests, pydantic\nbefore = set(sys.modules)\nimport stealth_pygame\n"
        f"stealth_pygame.Dialogue\nprint(sorted((set(sys.modules) - before) & {set(names)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1:] == ["[]"], done.stdout + done.stderr


OLD_NAMES = [
    "BACKEND_DOWN",
    "BACKEND_UP",
    "CONVERSATION_ENDED",
    "CONVERSATION_STARTED",
    "NPC",
    "NPC_ACTION_DONE",
    "NPC_CALLED",
    "NPC_CANCELLED",
    "NPC_DROPPED",
    "NPC_FAILED",
    "NPC_FLAGGED",
    "NPC_REFUSED",
    "NPC_SAID",
    "NPC_THINKING",
    "PLAYER_ENTERED",
    "PLAYER_LEFT",
    "BasicCharacter",
    "BubblePresenter",
    "Call",
    "CallState",
    "Character",
    "ConversationRef",
    "Dialogue",
    "ElizaCharacter",
    "Feedback",
    "Health",
    "Message",
    "MessageState",
    "Player",
    "Presenter",
    "Reply",
    "Settings",
    "StealthClient",
    "StealthError",
    "Theme",
    "Words",
]
IMPORTS = {
    "stealth_pygame.errors": ["StealthError", "ConfigurationError", "CharacterError", "BusyError"],
    "stealth_pygame.events": ["Said", "Called", "Thinking", "Event"],
    "stealth_pygame.tiled": ["read_npcs", "add_npcs", "MapNPC"],
    "stealth_pygame.testing": ["FakeBackend", "FakeReply", "Fault", "HandWorker", "ManualWorker", "pump", "CHARACTER"],
    "stealth_pygame.ui": ["Bubbles", "ChatBox", "Log", "Prompt", "Theme", "Words"],
    "stealth_pygame.client": ["StealthClient", "Health", "Reply", "ConversationRef", "User"],
    "stealth_pygame.characters": ["BasicCharacter", "Character", "ElizaCharacter", "FunctionSpec", "as_character"],
    "stealth_pygame.protocol": ["Reply", "User", "WireCall", "ContextEntry", "decode", "encode", "ROUTES"],
    "stealth_pygame.backend.local": ["start_local", "LocalBackend"],
}
"""Modules and names that games may rely on, from the first version on."""


def test_what_games_rely_on_stays_where_it_was() -> None:
    """A module may move inside; these imports go on working, and no name leaves the front door."""
    assert set(OLD_NAMES) <= set(stealth_pygame.__all__)
    for module, names in IMPORTS.items():
        found = importlib.import_module(module)
        assert [name for name in names if not hasattr(found, name)] == [], module


@pytest.mark.parametrize("module", ["stealth_pygame.backend", "stealth_pygame.testing.conformance"])
def test_programs_are_run_by_their_names(module: str) -> None:
    """`python -m` finds them, and they say what they take."""
    command = [sys.executable, "-m", module, "--help"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "usage: python -m " + module in ended.stdout
