"""Whole lines spoken by an engine of the game's choice, on a thread beside the game's: captions always stay."""

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
"""(text, name of the speaker) → a sound, a sound file or its bytes, or None where the engine has spoken itself."""

MOST_WAITING = 3
"""Lines that wait at most: of more, the oldest is left out, for a voice that lags behind is of no use."""
PATIENCE = 10.0
"""Seconds for which the screen waits for a voice that has not begun to speak."""
LOOK_EVERY = 0.02
"""Seconds between looks whether a sound is over."""


class Utterance:
    """One line on its way to the ears: the bubble with its words stays until it is `done`, and may `stop` it."""

    def __init__(self, name: str, text: str, stop: Callable[[Utterance], None]) -> None:
        self.name, self.text = name, text
        self.began = self.ended = False
        self._stop = stop
        self._since = time.monotonic()

    @property
    def done(self) -> bool:
        """True when nothing is to be heard of it any more, or the engine has taken too long to wait for."""
        return self.ended or not (self.began or time.monotonic() - self._since < PATIENCE)

    def stop(self) -> None:
        """Be silent at once: the player went on. A line that waits its turn is left out."""
        self._stop(self)


@known_only
class Speaker:
    """Speaks each line as it comes on the screen: `BubblePresenter(on_line=Speaker(say_aloud))`.

    say_aloud: called with the text and the speaker's name on a thread of its own, one line after the other, so that it
    may take its time, and ask a server; players: speak the players' words too, or not; own_words: and those of the
    picture, such as "[E] Talk".
    A line stays on the screen as long as its voice, and the voice ends when the player goes on.
    What the engine raises is logged once. Close it at the end of the game, or use it as a context manager.
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
        """Hear a line that came on the screen; never waits. Return what becomes of it, None where it is not spoken."""
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
                # A daemon: an engine that hangs must not keep the game's process alive.
                self._thread = threading.Thread(target=self._run, name="stealth-speaker", daemon=True)
                self._thread.start()
        return utterance

    def stop(self) -> None:
        """Be silent, and forget what waits."""
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
        """Be silent for good; may be called twice. An engine at work is waited for, `timeout` seconds at most."""
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

    # --- on the thread

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
            # The engine is the game's, or a server's: a voice must end neither the game nor the voices after it.
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
            # Stopped while the engine was at work.
            if self._closed or utterance.ended:
                return
            utterance.began = True
            self._channel = channel = pygame.mixer.find_channel(True)
            channel.set_volume(self.volume)
            channel.play(sound)
            # One voice at a time; the condition is woken by `close` alone.
            while not (self._closed or utterance.ended) and pygame.mixer.get_init() and channel.get_busy():
                self._changed.wait(LOOK_EVERY)
