"""Work of the first answer, done while a page loads."""

from __future__ import annotations

import subprocess
import sys

ASK = """
import sys
from stealth_pygame.backend.local.warm_up import warm_up
warm_up()
before = set(sys.modules)
from stealth_pygame.backend.local.in_process import InProcessBackend
with InProcessBackend() as backend:
    sheet = {"name": "B", "bio": ["b"], "lore": ["l"], "knowledge": ["A sword costs ten gold."],
             "messageExamples": [], "functions": []}
    backend.send(backend.create(sheet, [("Ada", "ada")]).secret, "How much is a sword?", "ada")
print(sorted(name for name in set(sys.modules) - before if "stealth" in name or "snowball" in name))
"""


def test_nothing_is_loaded_when_a_player_speaks() -> None:
    """All modules of the brain and of the storage are there."""
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]", done.stderr
