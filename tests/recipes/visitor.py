"""Somebody who plays a recipe: presses keys, looks at what is said, and closes the window in the end."""

from __future__ import annotations

import importlib
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Generator
from typing import Any, TypeAlias

import pygame
import pytest

import stealth_pygame as stealth

Visit: TypeAlias = Generator[None, None, None]
PATIENCE = 20.0


class QuickClock:
    """pygame's clock for a test: a frame counts as a sixtieth of a second and takes two thousandths."""

    def tick(self, framerate: float = 0) -> int:
        threading.Event().wait(0.002)
        return 16


class Visitor:
    """Acts once per frame, where a recipe flips the display. A visit is a generator; each `yield` is one frame."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.heard: list[pygame.event.Event] = []
        self.held: defaultdict[int, int] = defaultdict(int)
        self._get, self._flip = pygame.event.get, pygame.display.flip
        self._visit: Visit = iter(())  # type: ignore[assignment]
        self._wrong: BaseException | None = None
        monkeypatch.setattr(pygame.event, "get", self._listen)
        monkeypatch.setattr(pygame.display, "flip", self._frame)
        monkeypatch.setattr(pygame.key, "get_pressed", lambda: self.held)
        monkeypatch.setattr(pygame.time, "Clock", QuickClock)

    def play(self, name: str, visit: Visit) -> None:
        """Run a recipe to its end, the visitor's end being the window's."""
        self._visit = visit
        recipe = importlib.import_module(f"demo_game.recipes.{name}")
        ended = recipe.main()
        if ended is not None:
            importlib.import_module("asyncio").run(ended)
        if self._wrong is not None:
            raise self._wrong
        assert not pygame.get_init(), f"{name} leaves pygame on"

    def _listen(self, *args: Any, **options: Any) -> list[pygame.event.Event]:
        events = self._get(*args, **options)
        self.heard += [event for event in events if getattr(event, "stealth", False)]
        return events

    def _frame(self) -> None:
        self._flip()
        try:
            next(self._visit)
        except StopIteration:
            pygame.event.post(pygame.event.Event(pygame.QUIT))
        except AssertionError as exc:
            self._wrong = exc
            pygame.event.post(pygame.event.Event(pygame.QUIT))

    def got(self, number: int) -> list[pygame.event.Event]:
        """The events of one kind."""
        return [event for event in self.heard if event.type == number]

    @property
    def said(self) -> list[str]:
        """The lines that the villager has said."""
        return [event.text for event in self.got(stealth.NPC_SAID)]

    # --- hands

    def press(self, key: int, text: str = "") -> Visit:
        """Press and release a key."""
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=text, scancode=0))
        if text:
            pygame.event.post(pygame.event.Event(pygame.TEXTINPUT, text=text, window=None))
        yield
        pygame.event.post(pygame.event.Event(pygame.KEYUP, key=key, mod=0, unicode=text, scancode=0))
        yield

    def hold(self, key: int, frames: int) -> Visit:
        """Hold a key down."""
        self.held[key] = 1
        for _ in range(frames):
            yield
        self.held[key] = 0

    def say(self, text: str) -> Visit:
        """Type a line and press Enter."""
        for char in text:
            yield from self.press(pygame.key.key_code(char) if char.isalnum() else pygame.K_SPACE, char)
        yield from self.press(pygame.K_RETURN)

    def until(self, true: Callable[[], object]) -> Visit:
        """Let frames pass until something is so."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, f"it never came; heard: {self.heard}"
            yield
