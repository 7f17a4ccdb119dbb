"""The offline brain of a server that has just started: loaded once, beside the first requests."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from stealth_pygame.backend.brain.interface import Question, Quick
from stealth_pygame.backend.loading_brain import LoadingBrain
from stealth_pygame.backend.meaning import embeddings
from tests.backend.parts import SHEET
from tests.embedding import IN_OTHER_WORDS, SLEEPER, topics

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


def told(brain: LoadingBrain) -> str:
    return brain.answer(Question(SLEEPER, IN_OTHER_WORDS, "Ada", ("Ada",))).content


def test_a_model_of_vectors_is_used() -> None:
    """The brain finds what is said in other words; its answers then take too long for the thread of the storage."""
    assert "attic" not in told(LoadingBrain(1))
    assert "attic" in told(LoadingBrain(1, topics))
    for brain, quick in ((LoadingBrain(1), True), (LoadingBrain(1, topics), False)):
        assert isinstance(brain, Quick)
        assert (brain.quick, brain.load().quick) == (quick, quick)


def test_a_model_that_cannot_be_loaded_mutes_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The villager answers by the sheet's words, and the log has the reason once."""

    def broken() -> Callable[[str], list[float]]:
        raise OSError("model.onnx is damaged")

    monkeypatch.setattr(embeddings, "packaged", broken)
    brain = LoadingBrain(1, True)
    brain.prepare(SLEEPER)
    assert told(brain) == told(LoadingBrain(1))
    assert caplog.text.count("model.onnx is damaged") == 1
    assert "without embeddings" in caplog.text


@pytest.mark.parametrize("lasts", [0, 5], ids=["at once", "later"])
def test_a_model_that_fails_mutes_nobody(lasts: int, caplog: pytest.LogCaptureFixture) -> None:
    """Whether it fails while a sheet is prepared or while somebody asks; it is asked no more."""
    asked: list[str] = []

    def fails(text: str) -> list[float]:
        asked.append(text)
        if len(asked) > lasts:
            raise RuntimeError("out of memory")
        return topics(text)

    brain = LoadingBrain(1, fails)
    brain.prepare(SLEEPER)
    assert told(brain) == told(LoadingBrain(1))
    assert len(asked) == lasts + 1
    assert caplog.text.count("out of memory") == 1


def test_a_sheet_is_prepared_with_a_rest_after_each_vector() -> None:
    """A model takes milliseconds for a line, and a frame of a web page has few."""
    asked: list[str] = []

    def counting(text: str) -> list[float]:
        asked.append(text)
        return topics(text)

    most, before = 0, 0
    for _ in LoadingBrain(1, counting).preparing(SLEEPER):
        most, before = max(most, len(asked) - before), len(asked)
    assert (most, before >= 4) == (1, True)


def test_a_prepared_sheet_is_not_looked_at_again() -> None:
    """Lines and functions have their vectors; a question costs only its own."""
    asked: list[str] = []

    def counting(text: str) -> list[float]:
        asked.append(text)
        return topics(text)

    brain = LoadingBrain(1, counting)
    dims = {"name": "dim_lamp", "description": "Make the lamp in the attic glow less", "parameters": []}
    character = {**SLEEPER, "functions": [dims]}
    brain.prepare(character)
    for message in (IN_OTHER_WORDS, "Could it be a bit darker up there, please?"):
        before = len(asked)
        brain.answer(Question(character, message, "Ada", ("Ada",)))
        assert len(asked) - before <= 2, asked
