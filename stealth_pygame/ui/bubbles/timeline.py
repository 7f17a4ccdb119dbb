"""The times of bubbles: moments at which they change, layouts that wait, letters that make a sound."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Hashable, Iterable
from heapq import heappop, heappush
from itertools import count
from typing import Final, Protocol

from stealth_pygame.ui.bubbles.assets.parts import MadeFor
from stealth_pygame.ui.bubbles.picture import Picture
from stealth_pygame.ui.theme import Theme

log = logging.getLogger("stealth_pygame")

OnType = Callable[[Hashable, str], None]
"""Called with (speaker, character) for each letter that is typed."""
NEVER: Final = math.inf
LISTEN_EVERY: Final = 0.1
"""Seconds between two checks if a voice is still speaking."""


class Line(Protocol):
    """The properties of a bubble that concern time."""

    speaker: Hashable
    picture: Picture | None
    gone: bool
    made_for: MadeFor | None
    stale: bool
    due: float

    @property
    def age(self) -> float: ...
    def act(self) -> None: ...
    def postpone(self, seconds: float) -> None: ...
    def lay_out(self, made_for: MadeFor) -> None: ...
    def picture_for(self, made_for: MadeFor) -> Picture | None: ...
    def show_elsewhere(self, made_for: MadeFor) -> None: ...


class Timeline:
    """The clock of some bubbles, and the moment at which each one changes next."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.now = 0.0
        self.version = 0
        """Increases when a bubble has changed in a way that may need another place."""
        self._moments: list[tuple[float, int, Line]] = []
        self._numbers = count()

    def look_at(self, bubble: Line, moment: float) -> None:
        """Register the moment of a bubble's next change."""
        heappush(self._moments, (moment, next(self._numbers), bubble))

    def due(self) -> Line | None:
        """Return a bubble whose moment has come, each only once; None if there is none."""
        moments = self._moments
        while moments and moments[0][0] <= self.now:
            moment, _, bubble = heappop(moments)
            # The bubble may have registered another moment since.
            if bubble.due == moment:
                bubble.due = NEVER
                return bubble
        return None

    def clear(self) -> None:
        """Remove all moments."""
        self._moments.clear()
        self.version += 1


class Voice(Protocol):
    """A line that is being spoken; `on_line` may return one."""

    @property
    def done(self) -> bool:
        """True when the voice has ended."""

    def stop(self) -> None:
        """Stop the voice at once."""


class Presence:
    """The time of a line on the screen: its clock, which may stop, its end, and the voice that speaks it."""

    voice: Voice | None = None

    def __init__(self, time: Timeline) -> None:
        self.gone = self.read = False
        self._time = time
        self._fades_from: float | None = None
        self._waits_since: float | None = None

    @property
    def closing(self) -> bool:
        """True while the line is fading out."""
        return self._fades_from is not None

    @property
    def waits(self) -> bool:
        """True while there is no room to show the line; its clock is stopped then."""
        return self._waits_since is not None

    @property
    def spoken(self) -> bool:
        """True while a voice speaks the line, or is about to."""
        return self.voice is not None and not self.voice.done

    @property
    def solidity(self) -> float:
        """The opacity: 0 when faded out, 1 when fully visible."""
        fade = self._fade
        return 1.0 if self._fades_from is None or not fade else max(0.0, 1 - (self._now - self._fades_from) / fade)

    @property
    def _now(self) -> float:
        return self._time.now if self._waits_since is None else self._waits_since

    @property
    def _fade(self) -> float:
        theme = self._time.theme
        return 0.0 if theme.reduced_motion else theme.fade_time

    def silence(self) -> None:
        """Stop the voice, because the player or the line goes on."""
        if self.voice is not None and not self.voice.done:
            self.voice.stop()

    def drop(self) -> None:
        """Remove the line at once, without fading."""
        self.read = self.gone = True
        self.silence()


class LayoutQueue:
    """The bubbles whose words must still be laid out; each frame does only a limited number."""

    def __init__(self) -> None:
        self.left = 0
        """The number of layouts that this frame may still do."""
        self.waiting: list[Line] = []
        self._laid_for: MadeFor | None = None

    def forget_layouts(self) -> None:
        """Mark all bubbles, so that each is laid out again at its next drawing."""
        self._laid_for = None

    def lay_out_all(self, bubbles: Iterable[Line], made_for: MadeFor, visible: Callable[[Hashable], bool]) -> None:
        """Lay out the visible bubbles for the main view, all of them again if that view has changed."""
        if self._laid_for != made_for:
            self._laid_for, self.waiting = made_for, list(bubbles)
        if self.waiting:
            self.lay_out(made_for, visible)

    def lay_out(self, made_for: MadeFor, visible: Callable[[Hashable], bool] | None) -> None:
        """Lay out the visible bubbles that need it, the newest first."""
        needy = [
            bubble
            for bubble in self.waiting
            if _needs(bubble, made_for) and (visible is None or visible(bubble.speaker))
        ]
        needy.sort(key=lambda bubble: (bubble.picture is not None, bubble.age))
        for bubble in needy[: self.left]:
            self.left -= 1
            bubble.lay_out(made_for)
        self.waiting = [bubble for bubble in self.waiting if _needs(bubble, made_for)]

    def lay_out_beside(self, bubbles: Iterable[Line], made_for: MadeFor, visible: Callable[[Hashable], bool]) -> None:
        """Lay out, for a second view, the words that are visible there."""
        for bubble in bubbles:
            missing = bubble.picture is not None and bubble.picture_for(made_for) is None
            if missing and self.left > 0 and visible(bubble.speaker):
                self.left -= 1
                bubble.show_elsewhere(made_for)


def _needs(bubble: Line, made_for: MadeFor) -> bool:
    """Return True if a bubble's words must still be laid out for a window."""
    return not bubble.gone and (bubble.stale or bubble.made_for != made_for)


class Letters:
    """Calls the game's callback for each letter. Its errors are logged once and stay here: a sound must not end a game.

    on_type: returns the callback, which the game may change at any time.
    """

    def __init__(self, on_type: Callable[[], OnType | None]) -> None:
        self._on_type = on_type
        self._failed: OnType | None = None

    def shown(self, speaker: Hashable, character: str) -> None:
        """Call the callback for one letter."""
        on_type = self._on_type()
        if on_type is None:
            return
        try:
            on_type(speaker, character)
        except Exception:
            if self._failed is not on_type:
                self._failed = on_type
                log.exception("on_type failed at %r; further errors of the same callback are not logged.", character)
