"""One bubble: its text, how much of it has been typed and read, and when it disappears.

A bubble is not updated in each frame. It registers the moment of its next change with the `Timeline`. Its clock
stops while there is no room to show it, so that the player can read every line.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable

from stealth_pygame.text import one_line, reading_time
from stealth_pygame.text.markup import Marked
from stealth_pygame.ui.bubbles.assets.marks import marks_of
from stealth_pygame.ui.bubbles.assets.parts import BubbleAssets, MadeFor
from stealth_pygame.ui.bubbles.picture import Picture, thinking
from stealth_pygame.ui.bubbles.timeline import LISTEN_EVERY, NEVER, OnType, Presence, Timeline
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.text.pages import Passage, Script
from stealth_pygame.ui.text.typewriter import Typing, characters_of, letters_in
from stealth_pygame.ui.theme import Theme

__all__ = ["Anchor", "Bubble", "BubbleKind", "Spot"]

Spot = tuple[float, float] | tuple[float, float, float, float]
"""A point over a head as (x, y), or a body as (left, top, width, height), in world pixels."""
Anchor = Callable[[], Spot]
"""Returns the point over a speaker's head, or the speaker's body, in world pixels."""

PAGE = 1_000
"""Characters of a page for the reading time if no page was laid out."""


class Bubble(Presence):
    """A line over a speaker's head, made by `Bubbles.say`; `hold` keeps it until it is advanced, closed or replaced."""

    def __init__(
        self,
        speaker: Hashable,
        text: str,
        anchor: Anchor,
        kind: BubbleKind = BubbleKind.SAID,
        name: str = "",
        hold: bool = False,
        on_type: OnType | None = None,
        time: Timeline | None = None,
    ) -> None:
        super().__init__(Timeline(Theme()) if time is None else time)
        self.speaker, self.anchor, self.kind = speaker, anchor, kind
        self.name = name if isinstance(name, Marked) else one_line(name[:400])
        self.hold, self.on_type = hold, on_type
        self.read = kind is BubbleKind.THINKING
        self.aged = self.stale = False
        self.picture: Picture | None = None
        self.made_for: MadeFor | None = None
        self.due = NEVER
        """The time of the next change, in seconds of the timeline."""
        self._script = Script(text)
        self._others: dict[MadeFor, Picture] = {}
        self._typing: Typing | None = None
        self._born = self._read_from = self._time.now
        self._takes: float | None = None
        self._leaves_at = NEVER
        self._plan()

    def __repr__(self) -> str:
        return f"<Bubble {self.kind.value} of {self.speaker!r}: {self._script.passage.read(40)[:40]!r}>"

    # --- the visible part

    @property
    def text(self) -> str:
        """The whole text, on all pages."""
        return self._script.passage.text

    @property
    def age(self) -> float:
        """Seconds since the bubble appeared, without the time in which it waited."""
        return self._now - self._born

    @property
    def typing(self) -> bool:
        """True while letters of this page are still to come."""
        return self._typing is not None and self._typing.goes_on(self._now)

    @property
    def shown(self) -> int:
        """The number of characters of this page that are visible."""
        return 0 if self._typing is None else self._typing.shown(self._now)

    @property
    def more(self) -> bool:
        """True if another page follows."""
        return self.picture is not None and not self.picture.page.last

    @property
    def passage(self) -> Passage:
        """The text, cleaned as far as it has been read."""
        return self._script.passage

    # --- pages

    def lay_out(self, made_for: MadeFor) -> None:
        """Lay the text out for a window. The current page keeps its beginning and its typed letters."""
        shown, fresh, typing = self.shown, self.picture is None, self.typing
        letters = 0 if self.picture is None else letters_in(self.picture.page.text[:shown])
        self.made_for = made_for
        self._others.clear()
        typed = self._show()
        if not fresh:
            text = typed.writer.text
            typed.go_on_from(shown if letters_in(text[:shown]) == letters else characters_of(text, letters), self._now)
            typed.whole = typed.whole or not typing
        self._read_from = self._now if typed.whole else max(self._now, typed.since + typed.writer.takes)
        self._plan()

    def picture_for(self, made_for: MadeFor) -> Picture | None:
        """Return the picture for a window: the main one, or that of another view with the same words; else None."""
        return self.picture if made_for is self.made_for or made_for == self.made_for else self._others.get(made_for)

    @property
    def other_views(self) -> list[MadeFor]:
        """The windows besides the main one for which the words are laid out."""
        return list(self._others)

    def show_elsewhere(self, made_for: MadeFor) -> None:
        """Lay out the words of this page for a second view."""
        self._others[made_for] = self._drawn(made_for)

    def shown_of(self, picture: Picture) -> int:
        """Return the number of visible characters in a view's picture."""
        if picture is self.picture or self.picture is None:
            return self.shown
        text = picture.page.text
        return characters_of(text, letters_in(self.picture.page.text[: self.shown])) if self.typing else len(text)

    def squeeze(self, assets: BubbleAssets, pixels: int) -> bool:
        """Lay the text out on pages that are `pixels` lower. Return False if a page has only one line already."""
        rows = 0 if self.picture is None else len(self.picture.page.lines)
        lines = max(1, rows - math.ceil(pixels / assets.pen.line_height))
        if rows <= 1 or self.made_for is None or self.made_for[:2] != (assets, assets.fonts.generation):
            return False
        self._script.squeeze(self.made_for[2], lines)
        self.lay_out(self.made_for)
        return True

    def _drawn(self, made_for: MadeFor) -> Picture:
        """Return the picture of the current page."""
        assets, _, room = made_for
        page = self._script.page(room, assets.pen, assets.theme.words.far)
        if self.kind is BubbleKind.THINKING and not self._script.passage.read(1):
            return thinking(assets, page, self.name)
        return Picture(assets, self.kind, page, name=self.name, marks=marks_of(self._script))

    def _show(self) -> Typing:
        """Show the current page from its first letter."""
        assert self.made_for is not None
        if self.picture is None:
            self._born = self._now
        self.picture = self._drawn(self.made_for)
        whole = self.aged or self.kind in (BubbleKind.PLAYER, BubbleKind.THINKING)
        self._typing = typed = Typing(self.picture.page.text, self.made_for[0].theme, self._now, whole)
        self._takes = reading_time(typed.writer.text)
        self._read_from = self._now + (0.0 if whole else typed.writer.takes)
        self._time.version += 1
        return typed

    def _turn(self) -> None:
        """Go to the next page."""
        if self.picture is not None:
            self._script.start += self.picture.page.length
        self._others.clear()
        self._show()

    # --- time

    def act(self) -> None:
        """Make the change that is due."""
        if self._fades_from is not None:
            self.gone = self._now >= self._fades_from + self._fade
            self._time.version += 1
        elif self._time.now >= self._leaves_at:
            self.close()
        elif self._waits_since is None and self.kind is not BubbleKind.THINKING:
            if self.on_type is not None and self._typing is not None:
                for letter in self._typing.new_letters(self._now):
                    self.on_type(self.speaker, letter)
            if self._now >= self._read_until:
                self._read_on()
        if not self.gone:
            self._plan()

    @property
    def _read_until(self) -> float:
        if self._takes is None:
            self._takes = reading_time(self._script.passage.read(PAGE)[:PAGE])
        return self._read_from + self._takes * self._time.theme.linger

    def _plan(self) -> None:
        """Compute the time of the next change."""
        due = self._leaves_at
        if self._fades_from is not None:
            due = self._fades_from + self._fade
        elif self._waits_since is None and self.kind is not BubbleKind.THINKING:
            if self.on_type is not None and self._typing is not None and self.typing:
                due = min(due, self._typing.next_letter())
            elif not self.hold or not (self.read or (self.more and self._now >= self._read_until)):
                due = min(due, self._read_until)
        if due != self.due:
            self.due = due
            if due < NEVER:
                self._time.look_at(self, due)

    def _read_on(self) -> None:
        """Turn the page or close, after the reading time."""
        leaves = self._leaves_at < NEVER
        if self.more and not self.hold and not leaves:
            self._turn()
        elif self.spoken and not self.more and not leaves:
            # A bubble with a voice waits until the voice is done.
            self._read_from += LISTEN_EVERY
        elif not self.more or leaves:
            self.read = True
            if not self.hold:
                self.close()

    def wait(self, waits: bool) -> None:
        """Stop the bubble's clock while there is no room to show it; start it again afterwards."""
        if waits == self.waits:
            return
        if self._waits_since is None:
            self._waits_since = self._time.now
        else:
            self.postpone(self._time.now - self._waits_since)
            self._waits_since = None
        self._plan()

    def postpone(self, seconds: float) -> None:
        """Shift all times of this bubble by so many seconds."""
        self._born += seconds
        if self._typing is not None:
            self._typing.since += seconds
        self._read_from += seconds
        self._plan()

    def finish(self) -> None:
        """Show the whole page at once."""
        if self._typing is not None:
            self._read_from = self._now if self.typing else self._read_from
            self._typing.whole = True
        self._plan()

    def advance(self) -> bool:
        """Show the whole page, else turn the page, else close. False if it closes already or only thinks."""
        if self.closing or self.kind is BubbleKind.THINKING:
            return False
        if self.typing:
            self.finish()
        elif self.more:
            self._turn()
        else:
            self.close()
        self._plan()
        return True

    def grow_old(self) -> None:
        """Show the whole page and stop holding: a newer bubble of the same speaker has come."""
        self.aged, self.hold = True, False
        self._time.version += 1
        self.finish()

    def part(self, seconds: float) -> None:
        """Stay in place after the speaker has left, with the whole page visible, for at most `seconds`."""
        spot = self.anchor()
        self.anchor = lambda: spot
        self.grow_old()
        self._leaves_at = min(self._leaves_at, self._time.now + seconds)
        if self.read:
            self.close()
        self._plan()

    def close(self) -> None:
        """Begin to fade out."""
        self.read = True
        self.silence()
        if self._fades_from is None:
            self._waits_since = None
            self._fades_from = self._now
            self._time.version += 1
            self._plan()
