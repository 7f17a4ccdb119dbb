"""Lines spoken by an engine on a thread of its own: in order, never in the way of the game."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path
from typing import Any

import pygame
import pytest

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.ui.voice.blips import blip
from stealth_pygame.ui.voice.speaker import MOST_WAITING, Speaker, Utterance
from tests.sound import mixer as mixer

PATIENCE = 10.0


class Engine:
    """Speaks when it may, and notes what, and on which thread."""

    def __init__(self, sound: Any = None) -> None:
        self.said: list[tuple[str, str]] = []
        self.threads: set[str] = set()
        self.may, self.began, self.heard = threading.Event(), threading.Event(), threading.Condition()
        self.may.set()
        self.sound = sound

    def __call__(self, text: str, name: str) -> Any:
        self.began.set()
        assert self.may.wait(PATIENCE)
        with self.heard:
            self.said.append((name, text))
            self.threads.add(threading.current_thread().name)
            self.heard.notify()
        if isinstance(self.sound, Exception):
            raise self.sound
        return self.sound

    def until(self, count: int) -> list[tuple[str, str]]:
        with self.heard:
            assert self.heard.wait_for(lambda: len(self.said) >= count, PATIENCE)
            return list(self.said)


def test_lines_are_spoken_in_order_beside_the_game() -> None:
    """On one thread of its own; the words of the picture only if they are asked for."""
    engine = Engine()
    with Speaker(engine) as speaker:
        for name, text in (("Bruno", "Good day."), ("", "[E] Talk"), ("Marta", ""), ("Marta", "Hm.")):
            speaker(name, text)
        assert engine.until(2) == [("Bruno", "Good day."), ("Marta", "Hm.")]
    assert engine.threads == {"stealth-speaker"}
    engine = Engine()
    with Speaker(engine, own_words=True) as speaker:
        speaker("", "[E] Talk")
        assert engine.until(1) == [("", "[E] Talk")]


def test_an_engine_that_lags_behind_leaves_the_oldest_out() -> None:
    """The game never waits for it."""
    engine = Engine()
    engine.may.clear()
    with Speaker(engine) as speaker:
        speaker("Bo", "first")
        assert engine.began.wait(PATIENCE)
        for number in range(10):
            speaker("Bo", str(number))
        engine.may.set()
        lines = [text for _, text in engine.until(1 + MOST_WAITING)]
    assert lines == ["first", "7", "8", "9"]


@pytest.mark.parametrize("kind", ["sound", "file", "bytes", "path"])
def test_a_sound_is_played_however_it_comes(tmp_path: Path, kind: str) -> None:
    """A `Sound`, the name of a file, its bytes, or nothing where the engine spoke itself."""
    path = tmp_path / "a.wav"
    path.write_bytes(wav(b"\x00\x01" * 40))
    sound = {"sound": blip(220.0), "file": str(path), "bytes": path.read_bytes(), "path": path}[kind]
    engine = Engine(sound)
    with Speaker(engine, volume=0.5) as speaker:
        speaker("Bo", "One.")
        speaker("Bo", "Two.")
        assert len(engine.until(2)) == 2


def test_silence_at_once_when_the_player_goes_on() -> None:
    """`stop` ends the sound that plays and forgets what waits; `close` ends the thread in the middle of a sound."""
    long = pygame.mixer.Sound(buffer=bytes(22_050 * 2 * 60))
    engine = Engine(long)
    speaker = Speaker(engine)
    speaker("Bo", "A minute long.")
    engine.until(1)
    speaker("Bo", "Waits.")
    speaker.stop()
    speaker("Bo", "Next.")
    assert [text for _, text in engine.until(2)] == ["A minute long.", "Next."]
    speaker.close()
    speaker.close()
    speaker("Bo", "Too late.")
    assert not pygame.mixer.get_busy()
    assert "stealth-speaker" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize("sound", [RuntimeError("no voice"), b"no sound at all", "nowhere.wav", 3.5])
def test_what_goes_wrong_is_told_once(sound: Any, caplog: pytest.LogCaptureFixture) -> None:
    """And the next line is tried all the same."""
    engine = Engine(sound)
    with caplog.at_level(logging.ERROR, "stealth_pygame"), Speaker(engine) as speaker:
        for number in range(3):
            speaker("Bo", f"Line {number}.")
            engine.until(number + 1)
    assert [record.message for record in caplog.records] == [
        "say_aloud failed at 'Line 0.'; further errors are not logged."
    ]


def test_one_line_may_be_stopped(caplog: pytest.LogCaptureFixture) -> None:
    """The one that is heard, one that the engine is still at work on, or one that waits; the others are spoken."""
    engine = Engine(pygame.mixer.Sound(buffer=bytes(22_050 * 2 * 60)))
    with Speaker(engine) as speaker:
        lines = [speaker("Bo", text) for text in ("One.", "Two.", "Three.")]
        engine.until(1)
        assert [line is not None and line.done for line in lines] == [False] * 3
        for line in (lines[1], lines[0]):
            assert line is not None
            line.stop()
        assert [text for _, text in engine.until(2)] == ["One.", "Three."]
        assert [line is not None and line.done for line in lines] == [True, True, False]
        speaker.stop()
        assert lines[2] is not None
        assert lines[2].done


def test_a_line_is_done_when_it_was_spoken_or_never_will_be() -> None:
    """The screen waits for nothing: one that was left out, an engine that fails, a speaker that is closed."""
    engine = Engine()
    engine.may.clear()
    with Speaker(engine) as speaker:
        first = speaker("Bo", "first")
        assert engine.began.wait(PATIENCE)
        left_out, *_ = [speaker("Bo", str(number)) for number in range(1 + MOST_WAITING)]
        assert first is not None
        assert left_out is not None
        assert (first.done, left_out.done) == (False, True)
        engine.may.set()
        engine.until(1 + MOST_WAITING)
    assert first.done
    assert speaker("Bo", "Too late.") is None


def test_an_engine_that_would_end_its_thread_costs_a_line(caplog: pytest.LogCaptureFixture) -> None:
    """Told as any other error: `sys.exit` in a thread says nothing by itself."""
    ends = iter([SystemExit(), None])

    def engine(text: str, name: str) -> None:
        if (error := next(ends)) is not None:
            raise error

    with Speaker(engine) as speaker:
        for text in ("One.", "Two."):
            line = speaker("Bo", text)
            assert line is not None
            end = time.monotonic() + PATIENCE
            while not line.ended and time.monotonic() < end:
                pass
            assert line.ended
    assert next(ends, "spoken") == "spoken"
    assert "say_aloud failed at 'One.'" in caplog.text


def test_a_slow_engine_holds_no_line_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has read the words goes on, and hears them when the server has thought of them."""
    now = [0.0]
    monkeypatch.setattr("stealth_pygame.ui.voice.speaker.time.monotonic", lambda: now[0])
    line = Utterance("Bo", "Hm.", lambda utterance: None)
    assert not line.done
    now[0] = 60.0
    assert line.done
    line.began = True
    assert not line.done


def test_a_muted_speaker_asks_nothing() -> None:
    """An engine may cost money."""
    engine = Engine()
    with Speaker(engine) as speaker:
        speaker.muted = True
        speaker("Bo", "Hm.")
    assert engine.said == []
    for volume in (-1, 2, "loud", None, True):
        with pytest.raises(ConfigurationError, match=r"volume of voices is .* from 0 to 1"):
            Speaker(engine, volume=volume)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="say_aloud is 'espeak'; give a function"):
        Speaker("espeak")  # type: ignore[arg-type]


def wav(data: bytes) -> bytes:
    """The bytes of a sound file with these samples."""
    head = b"WAVEfmt " + (16).to_bytes(4, "little") + (1).to_bytes(2, "little") + (1).to_bytes(2, "little")
    head += (22_050).to_bytes(4, "little") + (44_100).to_bytes(4, "little")
    head += (2).to_bytes(2, "little") + (16).to_bytes(2, "little")
    body = head + b"data" + len(data).to_bytes(4, "little") + data
    return b"RIFF" + len(body).to_bytes(4, "little") + body
