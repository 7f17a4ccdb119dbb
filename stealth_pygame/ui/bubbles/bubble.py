"""One bubble: what it says, how much of it has been typed and read, and when it goes."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable

from stealth_pygame.text import one_line, reading_time
from stealth_pygame.ui.bubbles.parts import BubbleAssets
from stealth_pygame.ui.bubbles.picture import Picture, thinking
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.text.pages import Passage
from stealth_pygame.ui.text.typewriter import Typewriter

__all__ = ["Anchor", "Bubble", "BubbleKind", "OnType"]

Anchor = Callable[[], tuple[float, float]]
"""Gives the point over a speaker's head, in world pixels."""
OnType = Callable[[Hashable, str], None]
"""Hears (speaker, character) for each letter that the typewriter shows."""

PAGE = 1_000
"""Characters that count for a reader where no page was laid out."""


class Bubble:
    """A line over somebody's head. Made by `Bubbles.say`; `hold` keeps it until it is advanced, closed or replaced."""

    def __init__(
        self,
        speaker: Hashable,
        text: str,
        anchor: Anchor,
        kind: BubbleKind = BubbleKind.SAID,
        name: str = "",
        hold: bool = False,
        on_type: OnType | None = None,
    ) -> None:
        self.speaker = speaker
        self._passage = Passage(text)
        self.anchor = anchor
        self.kind = kind
        self.name = one_line(name[:400])
        self.hold = hold
        self.on_type = on_type
        self.age = 0.0
        self.read = kind is BubbleKind.THINKING
        self.aged = False
        self.picture: Picture | None = None
        self.made_for: object = None
        """The assets, their fonts' generation and the room that it was laid out for; a change lays it out again."""
        self._room = (1, 1)
        self._squeezed: tuple[tuple[int, int], int] | None = None
        self._start = 0
        self._typed: Typewriter | None = None
        self._read_for = 0.0
        self._takes: float | None = None
        self._fading: float | None = None
        self._leaves_in: float | None = None

    def __repr__(self) -> str:
        return f"<Bubble {self.kind.value} of {self.speaker!r}: {self._passage.read(40)[:40]!r}>"

    @property
    def text(self) -> str:
        """All that it says, on however many pages."""
        return self._passage.text

    @property
    def gone(self) -> bool:
        """True when it has faded."""
        return self._fading is not None and self._fading <= 0.0

    @property
    def closing(self) -> bool:
        """True while it is about to go."""
        return self._fading is not None

    @property
    def typing(self) -> bool:
        """True while letters are still to come on this page."""
        return self._typed is not None and not self._typed.done

    @property
    def shown(self) -> int:
        """Characters of this page that can be seen."""
        return 0 if self._typed is None else self._typed.shown

    @property
    def more(self) -> bool:
        """True when another page follows."""
        return self.picture is not None and not self.picture.page.last

    @property
    def solidity(self) -> float:
        """0 when faded, 1 when whole."""
        return 1.0 if self._fading is None else max(0.0, self._fading)

    def lay_out(self, assets: BubbleAssets, room: tuple[int, int]) -> None:
        """Lay the text out for `room`: pixels of the widest line, and the most lines. The page begins where it did."""
        shown, letters, fresh = self.shown, self._letters(self.shown), self._typed is None
        self.made_for, self._room = (assets, assets.fonts.generation, room), room
        self._show(assets)
        if self._typed is not None and not self._typed.done and not fresh:
            self._typed.shown = shown if self._letters(shown) == letters else self._characters(letters)

    def squeeze(self, assets: BubbleAssets, pixels: int) -> bool:
        """Lay it out on pages lower by so many pixels; False where it is one line already."""
        rows = 0 if self.picture is None else len(self.picture.page.lines)
        lines = max(1, rows - math.ceil(pixels / assets.pen.line_height))
        if rows <= 1 or self.made_for != (assets, assets.fonts.generation, self._room):
            return False
        self._squeezed = (self._room, lines)
        self.lay_out(assets, self._room)
        return True

    def _letters(self, end: int | None = None) -> int:
        """Letters on this page, of its first `end` characters: what pages are compared by, for spaces get lost."""
        text = "" if self.picture is None else self.picture.page.text[:end]
        return len(text) - sum(map(str.isspace, text))

    def _characters(self, letters: int) -> int:
        """Characters of this page up to so many letters."""
        assert self._typed is not None
        text = self._typed.text
        for index, character in enumerate(text):
            if letters <= 0:
                return index
            letters -= not character.isspace()
        return len(text)

    def _turn(self, assets: BubbleAssets) -> None:
        """Go to the next page."""
        if self.picture is not None:
            self._start += self.picture.page.length
        self._show(assets)

    def _show(self, assets: BubbleAssets) -> None:
        passage = self._passage if self._passage.read(1) else Passage(assets.theme.words.far)
        width, most = self._room
        if self._squeezed is not None and self._squeezed[0] == self._room:
            most = self._squeezed[1]
        page = passage.page(self._start, width, most, assets.pen)
        thinks = self.kind is BubbleKind.THINKING
        self.picture = thinking(assets, page, self.name) if thinks else Picture(assets, self.kind, page, name=self.name)
        self._typed = Typewriter(page.text, assets.theme)
        self._takes = reading_time(page.text)
        if self.kind in (BubbleKind.PLAYER, BubbleKind.THINKING) or self.aged:
            self._typed.finish()
        self._read_for = 0.0

    def update(self, dt: float, assets: BubbleAssets) -> None:
        """Let `dt` seconds go by."""
        self.age += dt
        if self._leaves_in is not None:
            self._leaves_in -= dt
            if self._leaves_in <= 0:
                self.close()
        if self._fading is not None:
            fade = 0.0 if assets.theme.reduced_motion else assets.theme.fade_time
            self._fading = self._fading - dt / fade if fade else 0.0
        elif self._typed is not None and not self._typed.done:
            self._tell(self._typed.update(dt))
        elif self.kind is not BubbleKind.THINKING:
            self._read_on(dt, assets)

    def _tell(self, appeared: str) -> None:
        if self.on_type is not None:
            for character in appeared:
                if not character.isspace():
                    self.on_type(self.speaker, character)

    def _read_on(self, dt: float, assets: BubbleAssets) -> None:
        """Let the reader read; then turn the page, or go."""
        self._read_for += dt
        if self._takes is None:
            self._takes = reading_time(self._passage.read(PAGE)[:PAGE])
        if self._read_for < self._takes * assets.theme.linger:
            return
        if self.more and not self.hold and self._leaves_in is None:
            self._turn(assets)
        elif not self.more or self._leaves_in is not None:
            self.read = True
            if not self.hold:
                self.close()

    def advance(self, assets: BubbleAssets) -> bool:
        """Hurry the typewriter, else turn the page, else close; False when it is closing already or only thinks."""
        if self.closing or self.kind is BubbleKind.THINKING:
            return False
        if self._typed is not None and not self._typed.done:
            self._typed.finish()
        elif self.more:
            self._turn(assets)
        else:
            self.close()
        return True

    def grow_old(self) -> None:
        """A newer bubble of the same speaker came: show the whole page, hold no longer."""
        self.aged = True
        self.hold = False
        if self._typed is not None:
            self._typed.finish()

    def part(self, seconds: float) -> None:
        """Stay in place after the speaker left, all of the page to be read, for `seconds` at most."""
        x, y = self.anchor()
        self.anchor = lambda: (x, y)
        self.grow_old()
        self._leaves_in = seconds if self._leaves_in is None else self._leaves_in
        if self.read:
            self.close()

    def close(self) -> None:
        """Let it fade."""
        self.read = True
        if self._fading is None:
            self._fading = 1.0
