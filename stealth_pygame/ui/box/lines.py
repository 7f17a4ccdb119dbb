"""The lines that a dialogue box shows one after the other. They are typed, paged and timed like bubbles."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeVar

import pygame

from stealth_pygame.ui.bubbles.assets.marks import Marker, Marks, marks_of
from stealth_pygame.ui.bubbles.assets.page_text import PageText
from stealth_pygame.ui.bubbles.assets.parts import BubbleAssets, MadeFor
from stealth_pygame.ui.bubbles.bubble import Bubble
from stealth_pygame.ui.bubbles.growing import GrowingBubble
from stealth_pygame.ui.bubbles.picture import Picture
from stealth_pygame.ui.bubbles.timeline import LayoutQueue, OnType, Timeline
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.text.pages import GrowingScript, Page, Passage
from stealth_pygame.ui.theme import Theme

LineT = TypeVar("LineT", bound="InBox")
MOST_LINES = 8
"""Lines that wait at most; if there are more, the oldest waiting line is dropped."""


def nowhere() -> tuple[float, float]:
    """Return (0, 0), because a line in the box has no place in the world."""
    return 0.0, 0.0


class BoxPage(Picture):
    """The text of one page, and the icon of its kind before it. It has no body: the box is the body."""

    def __init__(self, assets: BubbleAssets, kind: BubbleKind, page: Page, marks: Marks | None) -> None:
        self.assets, self.kind, self.page, self.dots = assets, kind, page, False
        self.icon = assets.icon(kind)
        marked = None if marks is None else (marks, Marker(assets.theme, assets.theme.box_fill, assets.theme.box_ink))
        self.words = PageText(page, assets.pen, assets.theme.box_ink, marked=marked)

    def draw_at(self, surface: pygame.Surface, area: pygame.Rect, shown: int) -> None:
        """Draw the first `shown` characters into an area, from the upper corner where reading begins."""
        left = area.left
        if self.icon is not None:
            middle = (self.assets.pen.line_height - self.icon.get_height()) // 2
            surface.blit(self.icon, (left, area.top + max(0, middle)))
            left += aside(self.assets, self.kind)
        if self.page.lines and self.page.lines[0].right_to_left:
            left = area.right - self.words.size[0]
        self.words.reveal(surface, left, area.top, shown)


def aside(assets: BubbleAssets, kind: BubbleKind) -> int:
    """Return the width in pixels of a kind's icon and its gap, 0 if it has none."""
    icon = assets.icon(kind)
    return 0 if icon is None else icon.get_width() + assets.theme.px(7)


class InBox(Bubble):
    """A line in the box. portrait: a picture to draw beside it; column: the width of the portrait in pixels."""

    portrait: Any | None = None
    column = 0

    def _drawn(self, made_for: MadeFor) -> Picture:
        assets, _, (width, rows) = made_for
        room = max(1, width - aside(assets, self.kind) - (self.column if self.portrait is not None else 0))
        if isinstance(self._script, GrowingScript):
            page = self._script.page((room, rows), assets.pen, assets.theme.words.far)
        else:
            passage = self.passage if self.passage.read(1) else Passage(assets.theme.words.far)
            # The box has a fixed width, so lines are filled instead of balanced.
            page = passage.page(self._script.start, room, rows, assets.pen, kept=0)
        return BoxPage(assets, self.kind, page, marks_of(self._script))

    def stay(self, stays: bool) -> None:
        """Set that the line stays after it has been read, or disappears then."""
        stays = stays and not self.more
        if stays != self.hold:
            self.hold = stays
            self._plan()


class GrowingBoxLine(InBox, GrowingBubble):
    """A line in the box whose text is still arriving."""


class BoxLine(InBox):
    """A line in the box whose text is complete."""

    def __init__(
        self,
        speaker: Hashable,
        text: str,
        kind: BubbleKind,
        name: str,
        portrait: Any | None,
        on_type: OnType | None,
        time: Timeline,
    ) -> None:
        self.portrait = portrait
        super().__init__(speaker, text, nowhere, kind, name, on_type=on_type, time=time)


class BoxLines:
    """The line that is shown, and the lines that wait until it has been read."""

    def __init__(self, theme: Theme) -> None:
        self._time = Timeline(theme)
        self._lines: list[InBox] = []
        self._layouts = LayoutQueue()

    def wear(self, theme: Theme) -> None:
        """Use the times of another theme."""
        self._time.theme = theme

    @property
    def now(self) -> float:
        """The time of this clock in seconds."""
        return self._time.now

    @property
    def current(self) -> InBox | None:
        """The line that is shown, None if there is none."""
        return self._lines[0] if self._lines else None

    @property
    def waiting(self) -> int:
        """The number of lines that wait."""
        return max(0, len(self._lines) - 1)

    def say(
        self,
        speaker: Hashable,
        text: str,
        *,
        kind: BubbleKind = BubbleKind.SAID,
        name: str = "",
        portrait: Any | None = None,
        on_type: OnType | None = None,
    ) -> BoxLine:
        """Show a line after those before it have been read."""
        return self._put(BoxLine(speaker, text, kind, name, portrait, on_type, self._time))

    def begin(
        self, speaker: Hashable, text: str, *, name: str, portrait: Any | None, on_type: OnType | None
    ) -> GrowingBoxLine:
        """Show a line of which only the first words are known. `grow` of the result takes the whole text so far."""
        line = GrowingBoxLine(speaker, text, nowhere, name, on_type, self._time, self._layouts)
        line.portrait = portrait
        return self._put(line)

    def _put(self, line: LineT) -> LineT:
        self._lines.append(line)
        if len(self._lines) > MOST_LINES:
            self._lines.pop(1).drop()
        self._look()
        return line

    def _look(self) -> None:
        """Show the first line and let the others wait; remove the first one if it was read and another waits."""
        while len(self._lines) > 1 and (self._lines[0].read or self._lines[0].closing):
            self._go()
        self._lines = [line for line in self._lines if not (line.closing or line.gone)]
        for place, line in enumerate(self._lines):
            line.wait(place > 0)

    def _go(self) -> None:
        line = self._lines.pop(0)
        line.close()
        line.gone = True

    def update(self, dt: float, stays: bool) -> None:
        """Let `dt` seconds pass. stays: keep the last line after it has been read."""
        self._time.now += max(0.0, min(dt, self._time.theme.max_dt))
        while (due := self._time.due()) is not None:
            due.act()
        self._look()
        if self._lines:
            self._lines[0].stay(stays and len(self._lines) == 1)

    def advance(self, stays: bool) -> bool:
        """Show the whole page, else turn the page, else go to the next line. False if there is nothing to do."""
        line = self.current
        if line is not None and line.spoken and not line.typing and not line.more:
            # The last line stays visible, but its voice stops.
            line.silence()
            if stays and not self.waiting:
                return True
        if line is None or (stays and not self.waiting and not line.typing and not line.more):
            return False
        line.advance()
        self._look()
        return True

    def answered(self) -> None:
        """Remove the current line if it has been shown in full, and stop its voice: the player has answered."""
        line = self.current
        if line is not None:
            line.silence()
        if line is not None and line.picture is not None and not line.typing and not line.more:
            self._go()
            self._look()

    def lay_out(self, made_for: MadeFor, column: int) -> None:
        """Lay out the current line. column: the width of the portrait in pixels."""
        line = self.current
        # The one line of the box is laid out below, so the queue of layouts is not needed.
        self._layouts.waiting.clear()
        if line is not None and (line.stale or line.made_for != made_for or line.column != column):
            line.column = column
            line.lay_out(made_for)

    def clear(self) -> None:
        """Remove all lines."""
        for line in self._lines:
            line.drop()
        self._lines.clear()
        self._time.clear()
