"""A game that forks: a child never touches its parent's sockets, threads or exit hooks."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.gate import for_the_gate

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")

GAME = """
import os, sys, time
os.environ["SDL_VIDEODRIVER"] = "dummy"
import stealth_pygame as stealth
from stealth_pygame.testing import CHARACTER, FakeBackend, pump

backend = FakeBackend().__enter__()
backend.script(lambda message, context, users: f"You said {message}.")
dialogue = stealth.Dialogue(backend.url, backend.auth, installation="i")
dialogue.add_player(stealth.Player("Ada"))
npc = dialogue.add_npc(CHARACTER, position=(0, 0))
backend.hold()
message = npc.send("Hi")
pump(dialogue, lambda: backend.waiting == 1, 20)
child = os.fork()
if child == 0:
    CHILD
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
backend.release()
pump(dialogue, lambda: message.done, 20)
print(message.state.name, message.reply and message.reply.content)
dialogue.close()
sys.stdout.flush()
os._exit(0)
"""
REFUSED = """
    try:
        CALL
    except stealth.StealthError as exc:
        sys.exit(0 if "forked" in str(exc) else 4)
    sys.exit(5)
"""
CHILDREN = {
    "ends": "sys.exit(0)",
    "closes": "dialogue.close(); sys.exit(0)",
    "forgets": "del dialogue, npc, message; import gc; gc.collect(); sys.exit(0)",
    "updates": REFUSED.strip().replace("CALL", "dialogue.update(0.01)"),
    "sends": REFUSED.strip().replace("CALL", 'npc.send("from the child")'),
    "cancels": REFUSED.strip().replace("CALL", "message.cancel()"),
}


@pytest.mark.slow
@pytest.mark.parametrize("child", ["sends", *for_the_gate(child for child in CHILDREN if child != "sends")])
def test_the_parent_is_answered(child: str) -> None:
    """Whatever the child does; what it cannot do is said in a sentence."""
    program = GAME.replace("CHILD", CHILDREN[child])
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.splitlines()[-2:] == ["0", "SAID You said Hi."], done.stdout + done.stderr
