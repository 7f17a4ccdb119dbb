"""Lines spoken by an engine of the game's choice, on its own thread. The text stays visible."""

from __future__ import annotations

import io
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Any, TypeAlias

import pygame

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.ui.voice.blips import checked_volume
from stealth_pygame.validation import known_only

log = logging.getLogger("stealth_pygame")

SayAloud: TypeAlias = "Callable[[str, str], pygame.mixer.Sound | bytes | str | os.PathLike[str] | None]"
"""A function of (text, speaker's name). It returns a sound, a file or bytes, or None if it has spoken itself."""

MOST_WAITING = 3
"""Lines that wait at most; if there are more, the oldest is dropped, because a late voice is of no use."""
PATIENCE = 10.0
"""Seconds that a line on the screen waits for a voice that has not started."""
LOOK_EVERY = 0.02
"""Seconds between two checks if a sound has ended."""


class Utterance:
    """One line to speak. Its bubble stays until the line is `done`; `stop` ends the voice."""

    def __init__(self, name: str, text: str, stop: Callable[[Utterance], None]) -> None:
        self.name, self.text = name, text
        self.began = self.ended = False
        self._stop = stop
        self._since = time.monotonic()

    @property
    def done(self) -> bool:
        """True when the voice has ended, or has not started in time."""
        return self.ended or not (self.began or time.monotonic() - self._since < PATIENCE)

    def stop(self) -> None:
        """Stop the voice at once because the player went on; a line that waits is dropped."""
        self._stop(self)


@known_only
class Speaker:
    """Speaks each line when it appears on the screen: `BubblePresenter(on_line=Speaker(say_aloud))`.

    say_aloud: called with the text and the speaker's name on its own thread, one line after the other, so that it may
    be slow or use a server; players: also speak the players' words; own_words: also speak words of the library,
    such as "[E] Talk".
    A line stays on the screen while it is spoken, and the voice ends when the player goes on.
    Errors of `say_aloud` are logged once. Close the speaker at the end, or use it as a context manager.
    """

    def __init__(
        self, say_aloud: SayAloud, *, volume: float = 1.0, players: bool = True, own_words: bool = False
    ) -> None:
        if not callable(say_aloud):
            raise ConfigurationError(f"say_aloud is {say_aloud!r:.80}; give a function of the text and the name.")
        self.volume = checked_volume(volume)
        self.players = players
        self.muted = False
        self._say_aloud, self._own_words = say_aloud, own_words
        self._waiting: deque[Utterance] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._current: Utterance | None = None
        self._channel: pygame.mixer.Channel | None = None
        self._closed = self._failed = False

    def __call__(self, name: str, text: str) -> Utterance | None:
        """Queue a line without waiting. Return its utterance, None if it is not spoken."""
        if self.muted or not text or not (name or self._own_words):
            return None
        utterance = Utterance(name, text, self._silence)
        with self._changed:
            if self._closed:
                return None
            self._waiting.append(utterance)
            if len(self._waiting) > MOST_WAITING:
                self._waiting.popleft().ended = True
            self._changed.notify()
            if self._thread is None:
                # A daemon thread, because an engine that hangs must not keep the game's process alive.
                self._thread = threading.Thread(target=self._run, name="stealth-speaker", daemon=True)
                self._thread.start()
        return utterance

    def stop(self) -> None:
        """Stop the voice, and drop all waiting lines."""
        with self._changed:
            utterances = [*self._waiting, self._current]
        for utterance in utterances:
            if utterance is not None:
                self._silence(utterance)

    def _silence(self, utterance: Utterance) -> None:
        with self._changed:
            utterance.ended = True
            if utterance in self._waiting:
                self._waiting.remove(utterance)
            channel = self._channel if utterance is self._current else None
        if channel is not None and pygame.mixer.get_init():
            channel.stop()

    def close(self, timeout: float = 1.0) -> None:
        """Stop for good; may be called twice. Waits up to `timeout` seconds for a running call of the engine."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self.stop()
        if self._thread is not None:
            self._thread.join(timeout)

    def __enter__(self) -> Speaker:
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # --- on the voice's thread

    def _run(self) -> None:
        while True:
            with self._changed:
                while not (self._waiting or self._closed):
                    self._changed.wait()
                if self._closed:
                    return
                self._current = utterance = self._waiting.popleft()
            try:
                if not self.muted:
                    self._play(self._say_aloud(utterance.text, utterance.name), utterance)
            # The engine is the game's code: its errors must end neither the game nor this thread.
            except (Exception, SystemExit):
                if not self._failed:
                    log.exception("say_aloud failed at %r; further errors are not logged.", utterance.text[:80])
                self._failed = True
            finally:
                with self._changed:
                    utterance.ended, self._current, self._channel = True, None, None

    def _play(self, sound: Any, utterance: Utterance) -> None:
        if sound is None or not pygame.mixer.get_init():
            return
        if isinstance(sound, (bytes, bytearray)):
            sound = pygame.mixer.Sound(file=io.BytesIO(sound))
        elif not isinstance(sound, pygame.mixer.Sound):
            sound = pygame.mixer.Sound(os.fspath(sound))
        with self._changed:
            # `stop` was called while the engine was working.
            if self._closed or utterance.ended:
                return
            utterance.began = True
            self._channel = channel = pygame.mixer.find_channel(True)
            channel.set_volume(self.volume)
            channel.play(sound)
            # Only one voice at a time; `close` wakes the condition early.
            while not (self._closed or utterance.ended) and pygame.mixer.get_init() and channel.get_busy():
                self._changed.wait(LOOK_EVERY)
