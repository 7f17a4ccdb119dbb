"""A little game with a chat box in it, and a player at its keys."""

from __future__ import annotations

from collections import defaultdict

import pygame

from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.widgets.chat_box import ChatBox
from tests.ui.helpers import THEME, key


class Game:
    """A loop with a chat box that opens on E; `leaked` is what the game itself got to see."""

    def __init__(self, fonts: FontChain) -> None:
        self.said: list[str] = []
        self.closed = 0
        self.leaked: list[pygame.event.Event] = []
        self.box = ChatBox(THEME, fonts, max_chars=60, on_submit=self.said.append, on_close=self._closed)
        self.screen = pygame.Surface((640, 360))
        pygame.event.clear()
        self.pressed: defaultdict[int, bool] = defaultdict(bool)
        """Keys that are down, as `pygame.key.get_pressed` tells."""

    def _closed(self) -> None:
        self.closed += 1

    def frame(self, *events: pygame.event.Event) -> None:
        for event in events:
            if event.type in (pygame.KEYDOWN, pygame.KEYUP):
                self.pressed[event.key] = event.type == pygame.KEYDOWN
            pygame.event.post(event)
        for event in pygame.event.get():
            if self.box.handle_event(event):
                continue
            self.leaked.append(event)
            if event.type == pygame.KEYDOWN and event.key == pygame.K_e and not self.box.is_open:
                self.box.open("Brunhild")
        self.box.update(1 / 60)
        self.box.draw(self.screen)

    def press(self, code: int, text: str = "", mod: int = 0) -> None:
        self.frame(*key(code, text, mod))

    def type(self, text: str) -> None:
        for letter in text:
            self.press(ord(letter.lower()), letter)

    def pad(self, kind: int, **what: object) -> None:
        self.frame(pygame.event.Event(kind, what))

    def mouse(self, kind: int, pos: tuple[int, int], button: int = 1) -> None:
        self.frame(pygame.event.Event(kind, pos=pos, button=button, rel=(0, 0), buttons=(1, 0, 0)))
