"""A line whose text arrives while it is shown: letters keep their places, and its reading time begins at the end."""

from __future__ import annotations

from collections.abc import Hashable

from stealth_pygame.ui.bubbles.assets.parts import MadeFor
from stealth_pygame.ui.bubbles.bubble import Anchor, Bubble
from stealth_pygame.ui.bubbles.timeline import NEVER, LayoutQueue, OnType, Timeline
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.text.pages import GrowingScript
from stealth_pygame.ui.text.typewriter import letters_in


class GrowingBubble(Bubble):
    """A line whose text is still arriving, made by `Bubbles.begin`: `grow` takes the whole text so far.

    The typewriter waits when it has shown all that has arrived. The reading time begins when the text is complete.
    """

    def __init__(
        self,
        speaker: Hashable,
        text: str,
        anchor: Anchor,
        name: str,
        on_type: OnType | None,
        time: Timeline,
        layouts: LayoutQueue,
    ) -> None:
        self.ended = False
        """True when the text is complete."""
        self._growth = GrowingScript(text)
        self._layouts = layouts
        super().__init__(speaker, text, anchor, BubbleKind.SAID, name, False, on_type, time)
        self._script = self._growth

    @property
    def start(self) -> int:
        """The index in the text at which the current page begins."""
        return self._growth.start

    def grow(self, text: str, *, ended: bool = False) -> None:
        """Set the whole text so far; visible letters stay. It is laid out in the next frame. ended: it is complete."""
        if not self.stale and text != self.text:
            self.stale = True
            self._layouts.waiting.append(self)
        self._growth.become(text)
        if ended and not self.ended:
            self.ended = True
            # The reading time begins now, no matter how long the last word has been visible.
            self._read_from = max(self._read_from, self._now)
        self._takes = None if self.stale else self._takes
        self._plan()

    def lay_out(self, made_for: MadeFor) -> None:
        """Lay out the text so far; the typed letters stay typed."""
        typing = self._typing
        goes_on = typing is not None and not typing.whole and not self.aged
        self._growth.kept = 0 if self.picture is None else letters_in(self.picture.page.text[: self.shown])
        self.stale = False
        super().lay_out(made_for)
        # All letters had been shown, so typing continues with the new ones.
        if goes_on and self._typing is not None:
            self._typing.whole = False
            self._read_from = max(self._now, self._typing.since + self._typing.writer.takes)
            self._plan()

    @property
    def _read_until(self) -> float:
        # A full page may be turned, but the last page counts as read only when the text is complete.
        return super()._read_until if self.ended or self.more else NEVER

    def _turn(self) -> None:
        self._growth.kept = 0
        super()._turn()

    def advance(self) -> bool:
        """Do the same as for any line; at the end of the text so far, remember that the player wants to go on."""
        waits = not (self.ended or self.typing or self.more or self.closing)
        return waits or super().advance()
