"""The engines of the recipe `voices`: a server on this machine, and espeak-ng where it is installed."""

from __future__ import annotations

import io
import sys
import time
import wave
from collections.abc import Callable
from typing import Any

import pygame
import pytest
from pytest_httpserver import HTTPServer

from demo_game.recipes.engines.espeak import by_espeak
from demo_game.recipes.engines.server import by_server
from stealth_pygame.ui import Speaker
from stealth_pygame.ui.voice.speaker import Utterance
from tests.sound import mixer as mixer

PATIENCE = 10.0


def wav(seconds: float) -> bytes:
    """The bytes of a sound file of silence."""
    with wave.open(sound := io.BytesIO(), "wb") as file:
        file.setparams((1, 2, 22_050, 0, "NONE", ""))
        file.writeframes(bytes(round(seconds * 22_050) * 2))
    return sound.getvalue()


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not done() and time.monotonic() < end:
        pass
    assert done()


def spoken(engine: Any, *lines: tuple[str, str]) -> None:
    """Speak lines, one after the other; the first ends by itself, the others when the player goes on."""
    with Speaker(engine) as speaker:
        utterances: list[Utterance] = []
        for name, text in lines:
            utterance = speaker(name, text)
            assert utterance is not None
            utterances.append(utterance)
        for utterance in utterances:
            until(lambda utterance=utterance: utterance.began or utterance.ended)  # type: ignore[misc]
            assert utterance.began
            utterance.stop()
        until(lambda: not pygame.mixer.get_busy())


@pytest.mark.slow
def test_a_server_speaks(httpserver: HTTPServer, caplog: pytest.LogCaptureFixture) -> None:
    """It is asked for a WAV with the words; one that is busy costs a line, not the voice."""
    asked: list[dict[str, Any]] = []

    def answer(request: Any) -> Any:
        asked.append(request.get_json())
        from werkzeug import Response  # noqa: PLC0415  (of the server's own library)

        return Response("busy", 503) if "Hm" in asked[-1]["input"] else Response(wav(60.0), 200, mimetype="audio/wav")

    httpserver.expect_request("/v1/audio/speech", method="POST").respond_with_handler(answer)
    engine = by_server(httpserver.url_for("/v1/audio/speech"))
    spoken(engine, ("Grim", "Rye makes heavy bread."), ("Wren", "Quack."))
    with Speaker(engine) as speaker:
        line, again = speaker("Grim", "Hm."), speaker("Grim", "Rye.")
        assert line is not None
        assert again is not None
        until(lambda: again.began)
        assert (line.began, line.done) == (False, True)
    assert [wish["input"] for wish in asked] == ["Rye makes heavy bread.", "Quack.", "Hm.", "Rye."]
    assert {wish["response_format"] for wish in asked} == {"wav"}
    assert "say_aloud failed at 'Hm.'" in caplog.text


def test_espeak_speaks() -> None:
    """Offline, each in a pitch of their own, any words at all."""
    pytest.importorskip("espeakng_loader", reason="espeakng-loader is not installed")
    engine = by_espeak()
    lines = [("Grim", "Rye makes heavy bread."), ("Wren", "Rye makes heavy bread."), ("Odo", "\U0001f986 é 木 \n x")]
    sounds = [engine(text, name) for name, text in lines]
    assert sounds[0] != sounds[1]
    for sound in sounds[:2]:
        assert 0.5 < pygame.mixer.Sound(file=io.BytesIO(sound)).get_length() < 5
    spoken(engine, *lines[:2])


def test_an_engine_that_is_not_installed_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """In the log, and the game goes on with its captions."""
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    with Speaker(by_espeak()) as speaker:
        line = speaker("Grim", "Hm.")
        assert line is not None
        until(lambda: line.done)
    assert "espeakng_loader" in caplog.text
