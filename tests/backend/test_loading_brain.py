"""The offline brain of a server that has just started: loaded once, beside the first requests."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from stealth_pygame.backend.brain.interface import Question
from stealth_pygame.backend.loading_brain import LoadingBrain
from tests.backend.parts import SHEET

IMPORTED = """
import sys
from stealth_pygame.backend.http.server import Backend, Options
backend = Backend(Options(database="sqlite://", auth="k"))
heavy = ("requests", "urllib3", "sqlalchemy", "fastapi", "starlette", "stealth_pygame.backend.brain.offline")
print([name for name in heavy if name in sys.modules])
backend.discard()
"""


def test_it_answers_as_the_brain_does() -> None:
    """Whoever asks before it is there waits; many at once load one."""
    brain = LoadingBrain(1)
    brain.load_beside()
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: id(brain.load()), range(16)))) == 1
    brain.prepare(SHEET)
    assert "12" in brain.answer(Question(SHEET, "What does a sword cost?", "Ada")).content


def test_a_server_listens_before_the_heavy_libraries_are_there() -> None:
    """What a game waits for at its start imports neither a web framework nor the word lists."""
    ended = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=False)
    assert ended.stdout.strip() == "[]", ended.stderr
