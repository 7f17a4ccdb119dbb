"""A line that grows while it is said: its letters stay where they are, and its last moments count from its end."""

from __future__ import annotations

from collections.abc import Hashable

from stealth_pygame.ui.bubbles.assets.parts import MadeFor
from stealth_pygame.ui.bubbles.bubble import Anchor, Bubble
from stealth_pygame.ui.bubbles.timeline import NEVER, LayoutQueue, OnType, Timeline
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.text.pages import GrowingScript
from stealth_pygame.ui.text.typewriter import letters_in


class GrowingBubble(Bubble):
    """A line whose words still come: `grow` takes all of them until now. Made by `Bubbles.begin`.

    The typewriter follows them, and waits where it has caught up; the reader's time begins when all is there.
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
        """True when nothing more comes."""
        self._growth = GrowingScript(text)
        self._layouts = layouts
        super().__init__(speaker, text, anchor, BubbleKind.SAID, name, False, on_type, time)
        self._script = self._growth

    @property
    def start(self) -> int:
        """The place in the text where the present page begins."""
        return self._growth.start

    def grow(self, text: str, *, ended: bool = False) -> None:
        """Take the whole text until now; the letters that are shown stay. It is laid out in the next frame."""
        if not self.stale and text != self.text:
            self.stale = True
            self._layouts.waiting.append(self)
        self._growth.become(text)
        if ended and not self.ended:
            self.ended = True
            # The reader's time begins only now, however long the last word has been shown.
            self._read_from = max(self._read_from, self._now)
        self._takes = None if self.stale else self._takes
        self._plan()

    def lay_out(self, made_for: MadeFor) -> None:
        """Lay out what there is by now, typed as far as it was."""
        typing = self._typing
        goes_on = typing is not None and not typing.whole and not self.aged
        self._growth.kept = 0 if self.picture is None else letters_in(self.picture.page.text[: self.shown])
        self.stale = False
        super().lay_out(made_for)
        # It had caught up with the words, and types the new ones as well.
        if goes_on and self._typing is not None:
            self._typing.whole = False
            self._read_from = max(self._now, self._typing.since + self._typing.writer.takes)
            self._plan()

    @property
    def _read_until(self) -> float:
        # A page that is full can be turned; the last one can be read only when all of it is there.
        return super()._read_until if self.ended or self.more else NEVER

    def _turn(self) -> None:
        self._growth.kept = 0
        super()._turn()

    def advance(self) -> bool:
        """Do as any line; where its words have still to come, it only takes note."""
        waits = not (self.ended or self.typing or self.more or self.closing)
        return waits or super().advance()
