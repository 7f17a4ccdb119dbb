"""Somebody who plays a recipe: presses keys, looks at what is said, and closes the window in the end."""

from __future__ import annotations

import importlib
import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, TypeAlias

import pygame
import pytest

import stealth_pygame as stealth
from stealth_pygame.presenter.box_presenter import BoxPresenter

Visit: TypeAlias = Generator[None, None, None]
PATIENCE = 60.0
# A folder for pictures of what is played, as `python -m tests.recipes.gallery` makes them.
GALLERY = os.environ.get("STEALTH_GALLERY", "")
# Frames after the last act, until every word is written.
READING = 240
# Frames that a bubble takes to pop up.
POPPED = 12


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
        self._name = ""
        self._wrong: BaseException | None = None
        self._shown: list[tuple[stealth.Dialogue, pygame.Surface]] = []
        draw = stealth.Dialogue.draw

        def shown(dialogue: stealth.Dialogue, surface: pygame.Surface, camera: Any = None) -> None:
            self._shown = [(dialogue, surface)]
            draw(dialogue, surface, camera)

        monkeypatch.setattr(stealth.Dialogue, "draw", shown)
        monkeypatch.setattr(pygame.event, "get", self._listen)
        monkeypatch.setattr(pygame.display, "flip", self._frame)
        monkeypatch.setattr(pygame.key, "get_pressed", lambda: self.held)
        monkeypatch.setattr(pygame.time, "Clock", QuickClock)

    def play(self, name: str, visit: Visit, *given: Any) -> None:
        """Run a recipe to its end, the visitor's end being the window's."""
        self._visit, self._name = visit, name
        if GALLERY:
            self._visit = self._posing(visit)
        recipe = importlib.import_module(f"demo_game.recipes.{name}")
        ended = recipe.main(*given)
        if ended is not None:
            importlib.import_module("asyncio").run(ended)
        if self._wrong is not None:
            raise self._wrong
        assert not pygame.get_init(), f"{name} leaves pygame on"

    def _posing(self, visit: Visit) -> Visit:
        """A visit that waits for the words to be written, and saves the first frame with the last of them."""
        picture, shown, frames = None, None, 0
        for _ in self._prolonged(visit):
            newest, written = self._newest()
            frames = frames + 1 if newest is shown and written and self.said else 0
            shown = newest
            # Its bubble has popped up by then, and older ones are not yet gone.
            if frames == POPPED:
                picture = pygame.display.get_surface().copy()
            yield
        pygame.image.save(picture or pygame.display.get_surface(), Path(GALLERY) / f"{self._name}.png")

    def _newest(self) -> tuple[object, bool]:
        """The line that was said last and can be seen, and True once all of it is written."""
        presenter = self._shown[0][0].presenter if self._shown else None
        if isinstance(presenter, BoxPresenter) and presenter.box.current is not None:
            return presenter.box.current, not presenter.box.current.typing
        newest = presenter.bubbles.newest() if isinstance(presenter, stealth.BubblePresenter) else None
        return newest, newest is None or not newest.typing

    @staticmethod
    def _prolonged(visit: Visit) -> Visit:
        yield from visit
        for _ in range(READING):
            yield

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

    def click(self, at: tuple[int, int]) -> Visit:
        """Press and release the left button, in pixels of the window."""
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            pygame.event.post(pygame.event.Event(kind, button=1, pos=at, touch=False))
            yield

    def click_on(self, text: str, scale: int = 1, corner: tuple[int, int] = (0, 0)) -> Visit:
        """Click on a reply, on the prompt over an NPC's head ("Talk") or on the box's cross ("×"), once it is there."""
        yield from self.until(lambda: self._place_of(text))
        x, y = self._place_of(text) or (0, 0)
        yield from self.click((x * scale + corner[0], y * scale + corner[1]))

    def _place_of(self, text: str) -> tuple[int, int] | None:
        dialogue, surface = self._shown[0]
        presenter = dialogue.presenter
        assert isinstance(presenter, stealth.BubblePresenter)
        if text == "Talk":
            npc = dialogue.nearest(dialogue.players[0])
            rect = presenter.prompt.rect(surface, npc.head, None) if npc and npc.head else pygame.Rect(0, 0, 0, 0)
            return rect.center if rect.width else None
        if text == "×":
            return presenter.chat.view.cross.center if presenter.chat.is_open else None
        texts = presenter.chat.suggestions.texts if presenter.chat.is_open else []
        chips = presenter.chat.view.chips
        return chips[texts.index(text)].center if text in texts and len(chips) == len(texts) else None

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
