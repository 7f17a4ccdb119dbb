"""The backend without a process and a port: the same routes, memory and errors as over HTTP."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stealth_pygame import errors
from stealth_pygame.backend.brain.interface import Answer, BrainError, Question
from stealth_pygame.backend.local.in_process import InProcessBackend
from stealth_pygame.backend.store.storage import Storage
from stealth_pygame.characters.sheets import BasicCharacter
from tests.backend.parts import ADA, BOB, SHEET, Script, until

WITHOUT_A_SERVER = """
import sys
for name in ("fastapi", "starlette", "uvicorn", "sqlalchemy", "requests", "urllib3", "ssl", "pygame"):
    sys.modules[name] = None
from stealth_pygame.backend.local.in_process import InProcessBackend
sheet = {"name": "Bruna", "bio": "b", "lore": "l", "knowledge": "A sword costs 12 gold.",
         "messageExamples": [], "functions": []}
with InProcessBackend() as backend:
    secret = backend.create(sheet, [("Ada", "ada-1")]).secret
    print(backend.send(secret, "What does a sword cost?", "ada-1").content)
"""


@pytest.fixture
def backend() -> Iterator[InProcessBackend]:
    with InProcessBackend() as opened:
        yield opened


def test_a_conversation_without_a_server(backend: InProcessBackend) -> None:
    """The four routes, with a character object as well as with a sheet; no thread is left or even begun."""
    before = set(threading.enumerate())
    smith = BasicCharacter("Bruna", "The smith.", "Her father built the forge.", ["A sword costs 12 gold."])
    reference = backend.client.create(smith, [ADA])
    assert "12" in backend.send(reference.secret, "What does a sword cost?", "ada-1", {"gold": "3"}).content
    assert backend.send(reference.secret, "Hi", "bob-1").cancelled
    backend.update(reference.secret, [ADA, BOB])
    assert backend.send(reference.secret, "Hi", "bob-1").content
    backend.update(reference.secret, character=SHEET)
    assert backend.check().reachable
    backend.finish(reference.secret)
    with pytest.raises(errors.ConversationNotFoundError):
        backend.send(reference.secret, "Hi", "ada-1")
    assert set(threading.enumerate()) == before


class Telling(Script):
    """A brain that tells its words before the answer is whole."""

    def stream(self, question: Question, tell: Callable[[str], None]) -> Answer:
        tell("I hear ")
        return self.answer(question)


def test_words_come_as_they_are_thought(backend: InProcessBackend) -> None:
    """Where the brain can tell them; otherwise the reply comes as ever."""
    words: list[str] = []
    with InProcessBackend(brain=Telling()) as telling:
        secret = telling.create(SHEET, [ADA]).secret
        assert telling.stream(secret, "Hi", "ada-1", tell=words.append).content == "I hear Hi"
    assert words == ["I hear "]
    secret = backend.create(SHEET, [ADA]).secret
    assert backend.stream(secret, "Hi", "ada-1", tell=words.append).content
    assert words == ["I hear "]


def test_it_runs_without_the_libraries_of_a_server() -> None:
    """Nor those of a client: a web page has none of them."""
    ended = subprocess.run([sys.executable, "-c", WITHOUT_A_SERVER], capture_output=True, text=True, check=False)
    assert "12 gold" in ended.stdout, ended.stderr


def test_what_was_said_is_there_in_the_next_run(tmp_path: Path) -> None:
    """In a file, under a token; closing leaves one whole file."""
    path = tmp_path / "talks.db"
    with InProcessBackend(database=str(path)) as backend:
        reference = backend.create(SHEET, [ADA], "token")
        backend.send(reference.secret, "I am looking for my horse.", "ada-1")
    assert [file.name for file in tmp_path.iterdir()] == ["talks.db"]
    with InProcessBackend(database=str(path)) as backend:
        assert backend.create(SHEET, [ADA], "token") == reference
    storage = Storage(str(path))
    assert storage.hold(reference.secret).history[0].text == "I am looking for my horse."
    storage.close()


def test_a_refused_sheet_names_field_and_reason(backend: InProcessBackend) -> None:
    """As the server tells it."""
    with pytest.raises(errors.CharacterRefusedError) as caught:
        backend.create({**SHEET, "bio": [], "lore": None}, [ADA])
    assert {field for field, _ in caught.value.issues} == {"bio", "lore"}
    with pytest.raises(errors.CharacterRefusedError):
        backend.update(backend.create(SHEET, [ADA]).secret, character={"name": "x"})


def test_the_brains_trouble_is_the_callers_error(caplog: pytest.LogCaptureFixture) -> None:
    """A provider that fails is told; a fault of the brain is logged whole and told by its kind only."""
    raised: list[Exception] = [BrainError("the provider is away"), IndexError("private words")]

    def say(question: Question) -> Answer:
        raise raised.pop(0)

    with InProcessBackend(brain=Script(say)) as backend:
        secret = backend.create(SHEET, [ADA]).secret
        with pytest.raises(errors.ModeratedError, match="the provider is away"):
            backend.send(secret, "Hi", "ada-1")
        with pytest.raises(errors.ServerError, match="IndexError") as caught:
            backend.send(secret, "Hi", "ada-1")
    assert "private words" not in str(caught.value)
    assert "private words" in caplog.text


@pytest.mark.slow
def test_two_sends_in_one_conversation_are_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is busy, and a slow brain keeps its conversation for longer than a lease."""
    begun, go_on = threading.Event(), threading.Event()
    renewed = threading.Semaphore(0)
    renew = Storage.renew

    def counted(storage: Storage, held: object) -> bool:
        renewed.release()
        return renew(storage, held)  # type: ignore[arg-type]

    monkeypatch.setattr(Storage, "renew", counted)
    monkeypatch.setattr("stealth_pygame.backend.store.storage.LEASE", 0.06)

    def say(question: Question) -> Answer:
        begun.set()
        assert go_on.wait(10)
        return Answer(content="At last")

    answers: list[str] = []
    with InProcessBackend(brain=Script(say)) as backend:
        secret = backend.create(SHEET, [ADA]).secret
        thread = threading.Thread(target=lambda: answers.append(backend.send(secret, "Hi", "ada-1").content))
        thread.start()
        assert begun.wait(10)
        assert renewed.acquire(timeout=10)
        with pytest.raises(errors.BusyError):
            backend.send(secret, "Hi", "ada-1")
        go_on.set()
        thread.join(10)
    assert answers == ["At last"]


def test_a_database_that_cannot_be_opened_is_tried_again(tmp_path: Path) -> None:
    """The error is that of a backend that does not run; the next call may find it in order."""
    path = tmp_path / "talks.db"
    path.write_text("{" * 2000)
    with InProcessBackend(database=str(path)) as backend:
        with pytest.raises(errors.ConnectError, match="something else than a SQLite database"):
            backend.create(SHEET, [ADA])
        path.unlink()
        assert backend.create(SHEET, [ADA])


def test_closing_ends_it(backend: InProcessBackend) -> None:
    """A call that still thinks, and every later one, hears that it is closed."""
    begun, go_on = threading.Event(), threading.Event()

    def say(question: Question) -> Answer:
        begun.set()
        assert go_on.wait(10)
        return Answer(content="too late")

    failed: list[errors.StealthError] = []

    def ask(slow: InProcessBackend, secret: str) -> None:
        try:
            slow.send(secret, "Hi", "ada-1")
        except errors.StealthError as exc:
            failed.append(exc)

    slow = InProcessBackend(brain=Script(say))
    thread = threading.Thread(target=ask, args=(slow, slow.create(SHEET, [ADA]).secret))
    thread.start()
    assert begun.wait(10)
    assert slow.close()
    go_on.set()
    until(lambda: not thread.is_alive())
    with pytest.raises(errors.ClosedError):
        slow.check()
    assert isinstance(failed[0], errors.ClosedError)
    assert slow.close()


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that brings it."""
    monkeypatch.setattr("stealth_pygame.backend.local.in_process.find_spec", lambda name: None)
    with pytest.raises(errors.MissingExtraError, match="pip install"):
        InProcessBackend()
    with pytest.raises(errors.MissingExtraError, match="llm"):
        InProcessBackend(model="ollama:llama3.2")
