"""The library where Python has no network: a web page has neither sockets nor threads, and no `requests`."""

from __future__ import annotations

import subprocess
import sys

PAGE = """
import builtins, sys

MISSING = {"requests", "urllib3", "ssl", "_ssl", "http.client", "certifi", "truststore"}
NOT_OURS = {"socket", "threading", "queue", "asyncio", "selectors", "concurrent"}
plain = builtins.__import__


def guarded(name, globals=None, locals=None, fromlist=(), level=0):
    importer = (globals or {}).get("__name__", "")
    top = name.split(".")[0]
    if top in MISSING or name in MISSING:
        raise ImportError(f"a page has no {name} (asked by {importer})")
    if importer.startswith("stealth_pygame") and top in NOT_OURS:
        needed.add((importer, name))
    return plain(name, globals, locals, fromlist, level)


needed = set()
builtins.__import__ = guarded
"""
CORE = """
import stealth_pygame as stealth
from stealth_pygame.client import Health, Reply, User
from stealth_pygame.client.backend_api import ClientWrapper
from stealth_pygame.conversation.conversation import Conversation
from stealth_pygame.conversation.retry import remedy_for
from stealth_pygame.scene.scene import Scene

stealth.Settings()
for name in stealth.__all__:
    if name in ("Character", "BasicCharacter", "NPC", "Player", "Message", "Health", "Reply", "Settings"):
        getattr(stealth, name)
print(sorted(needed))
"""
WITH_PICTURE = """
import stealth_pygame.dialogue.dialogue
import stealth_pygame.client.fetch
import stealth_pygame.conversation.tasks
import stealth_pygame.client.recording.replay
import stealth_pygame.debug.fault_injector
print("imported")
"""


def run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PAGE + program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


def test_the_core_asks_for_no_network() -> None:
    """Neither `import stealth_pygame` nor a conversation imports sockets, threads or `requests`."""
    assert run(CORE) == "[]"


def test_a_page_imports_all_that_it_uses() -> None:
    """The dialogue, its executor without threads, its client over fetch, and the wrappers around a client."""
    assert run(WITH_PICTURE) == "imported"


def test_the_blocking_client_comes_when_it_is_asked_for() -> None:
    """It is a public name all the same."""
    program = "import sys, stealth_pygame as s; before = 'requests' in sys.modules; s.StealthClient; "
    program += "print(before, 'requests' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["False", "True"]
