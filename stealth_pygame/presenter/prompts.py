"""The prompts on the screen: the keys that can be pressed now, and the notice that the backend is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pygame

from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.theme import Theme
from stealth_pygame.ui.widgets.prompt import Prompt
from stealth_pygame.world.placed import Point


class Placed(NamedTuple):
    """One prompt with its place on the surface, in pixels, and its words (None: the prompt's own words)."""

    prompt: Prompt
    at: Point
    words: str | None


class Prompts:
    """The "[E] Talk" over an NPC, the "go on" at the bottom of the screen, and the notice at its top."""

    def __init__(self, theme: Theme, fonts: FontChain) -> None:
        self.talk, self.go_on, self.notice = (Prompt(theme, fonts) for _ in range(3))
        self._placed: list[Placed] = []
        self._rects: list[pygame.Rect] = []
        self.keyless = False
        """True shows no keys, because the player uses only a mouse and clicks the prompts."""

    def place(
        self, surface: pygame.Surface, *, talk_at: Point | None, goes_on: bool, offline: bool, top_taken: bool = False
    ) -> Sequence[pygame.Rect]:
        """Place the prompts of this frame, and return their rectangles on the surface.

        talk_at: the place of "Talk", None for no such prompt; goes_on, offline: show these prompts.
        """
        middle, words = surface.get_width() / 2, self.notice.theme.words
        self._placed = []
        self.talk.keyless = self.go_on.keyless = self.keyless
        if talk_at is not None:
            self._placed.append(Placed(self.talk, talk_at, None))
        if goes_on:
            self._placed.append(Placed(self.go_on, (middle, surface.get_height()), words.go_on))
        if offline:
            self._placed.append(Placed(self.notice, (middle, surface.get_height() if top_taken else 0), words.offline))
        self._rects = [one.prompt.rect(surface, one.at, one.words) for one in self._placed]
        # A theme may leave a prompt without words; then it takes no room.
        return [rect for rect in self._rects if rect.width]

    @property
    def count(self) -> int:
        """The number of prompts that were placed last."""
        return len(self._placed)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the prompts at their places."""
        for one in self._placed:
            one.prompt.draw(surface, one.at, one.words)

    def pressed(self, place: tuple[int, int]) -> Prompt | None:
        """Return the prompt at the position of a click, or None; the notice cannot be clicked."""
        for one, rect in zip(self._placed, self._rects, strict=True):
            if one.prompt is not self.notice and rect.width and rect.collidepoint(place):
                return one.prompt
        return None

    def clear(self) -> None:
        """Forget the placed prompts, so that none can be clicked any more."""
        self._placed, self._rects = [], []
