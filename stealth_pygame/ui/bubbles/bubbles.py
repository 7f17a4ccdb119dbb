"""All bubbles of a scene: who says what, for how long, and where it goes on the screen."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Hashable, Iterator, Sequence

import pygame

from stealth_pygame.ui.bubbles.bubble import Anchor, Bubble, OnType
from stealth_pygame.ui.bubbles.parts import BubbleAssets
from stealth_pygame.ui.bubbles.renderer import Camera, Renderer, View
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.theme import Theme
from stealth_pygame.ui.widgets.base import Themed

log = logging.getLogger("stealth_pygame")


class Bubbles(Themed):
    """The bubbles over the heads of any number of speakers; `theme` may be set at any time.

    A speaker is anything that can be a key. `on_type` hears each letter of the typewriter, for a sound.
    """

    def __init__(
        self, theme: Theme | None = None, fonts: FontChain | None = None, on_type: OnType | None = None
    ) -> None:
        super().__init__(theme, fonts)
        self.on_type = on_type
        self._failed_on_type: OnType | None = None
        self.assets = BubbleAssets(self._theme, self.fonts)
        self.renderer = Renderer(self.assets)
        self._passed = 0.0
        self._stacks: dict[Hashable, list[Bubble]] = {}
        self._distance: dict[Hashable, float] = {}
        self._layouts = self._theme.layouts_per_frame
        self._size: tuple[int, int] | None = None

    def _dress(self) -> None:
        self.assets = BubbleAssets(self._theme if self._size is None else self._theme.fitted(self._size), self.fonts)
        self.renderer = Renderer(self.assets)

    def __iter__(self) -> Iterator[Bubble]:
        """Every bubble there is, oldest first for each speaker."""
        return iter([bubble for stack in self._stacks.values() for bubble in stack])

    def of(self, speaker: Hashable) -> list[Bubble]:
        """A speaker's bubbles, oldest first."""
        return list(self._stacks.get(speaker, ()))

    def say(
        self,
        speaker: Hashable,
        text: str,
        *,
        anchor: Anchor,
        kind: BubbleKind = BubbleKind.SAID,
        name: str = "",
        hold: bool = False,
    ) -> Bubble:
        """Show a line over a speaker, under the lines already there; `anchor` is asked when it is drawn."""
        self.stop_thinking(speaker)
        stack = self._stacks.setdefault(speaker, [])
        for older in stack:
            older.grow_old()
        bubble = Bubble(speaker, text, anchor, kind, name, hold, self._letter_shown)
        stack.append(bubble)
        for older in stack[: -self.theme.stack]:
            older.close()
        return bubble

    def _letter_shown(self, speaker: Hashable, character: str) -> None:
        """Tell the game's callback, whose errors are contained and logged once: a sound must not end a game."""
        if self.on_type is None:
            return
        try:
            self.on_type(speaker, character)
        except Exception:
            if self._failed_on_type is not self.on_type:
                self._failed_on_type = self.on_type
                log.exception("on_type failed at %r; further errors of the same callback are not logged.", character)

    def think(self, speaker: Hashable, *, anchor: Anchor, name: str = "") -> Bubble:
        """Show that a speaker thinks, until `say` or `stop_thinking`."""
        for bubble in self._stacks.get(speaker, ()):
            if bubble.kind is BubbleKind.THINKING and not bubble.closing:
                return bubble
        bubble = Bubble(speaker, "", anchor, BubbleKind.THINKING, name)
        self._stacks.setdefault(speaker, []).append(bubble)
        return bubble

    def stop_thinking(self, speaker: Hashable) -> None:
        """Take the thinking dots away at once."""
        self._keep(speaker, lambda bubble: bubble.kind is not BubbleKind.THINKING)

    def forget(self, speaker: Hashable) -> None:
        """Take all bubbles of a speaker away at once."""
        self._keep(speaker, lambda bubble: False)

    def part(self, speaker: Hashable) -> None:
        """A speaker left: the last line stays in its place until it can have been read, `Theme.farewell` at most.

        Older lines, thinking dots and what was read already fade at once; further pages are not turned to.
        """
        stack = self._stacks.get(speaker, [])
        for bubble in stack:
            bubble.part(self.theme.farewell)
        for older in stack[:-1]:
            older.close()

    def clear(self) -> None:
        """Take all bubbles away at once."""
        self._stacks.clear()

    def _keep(self, speaker: Hashable, wanted: Callable[[Bubble], bool]) -> None:
        rest = [bubble for bubble in self._stacks.pop(speaker, ()) if wanted(bubble)]
        if rest:
            self._stacks[speaker] = rest

    def quiet(self, speaker: Hashable) -> bool:
        """Return True when everything that a speaker said has been read."""
        return all(bubble.read for bubble in self._stacks.get(speaker, ()))

    def advance(self, speaker: Hashable | None = None) -> bool:
        """Hurry the newest line, else turn its page, else close it; of whoever is heard where no speaker is named.

        False when there was nothing to advance.
        """
        line = self.newest(speaker)
        return line is not None and line.advance(self.assets)

    def speaker_at(self, place: tuple[int, int]) -> Hashable | None:
        """Return whose bubbles are at a place on the surface, as they were drawn last; None where there is none."""
        for speaker, home in self.renderer.places.items():
            if home.rect.collidepoint(place) and speaker in self._stacks:
                return speaker
        return None

    def newest(self, speaker: Hashable | None = None) -> Bubble | None:
        """The line that `advance` would advance: a speaker's, or of whoever is audible, what players say aside."""
        if speaker is not None:
            lines = [bubble for bubble in self.of(speaker) if bubble.kind is not BubbleKind.THINKING]
        else:
            near, far = self.theme.near, self._distance
            audible = [stack for key, stack in self._stacks.items() if far.get(key, 0.0) <= near]
            lines = [
                one for stack in audible for one in stack if one.kind not in (BubbleKind.THINKING, BubbleKind.PLAYER)
            ]
        lines = [bubble for bubble in lines if not bubble.closing]
        return min(lines, key=lambda bubble: (bubble.aged, bubble.age), default=None)

    def update(self, dt: float, listener: tuple[float, float] | None = None) -> None:
        """Let `dt` seconds go by; `listener` is where the player stands in the world, None to hear all."""
        dt = max(0.0, min(dt, self.theme.max_dt))
        self._passed += dt
        self._layouts = self.theme.layouts_per_frame
        self.fonts.update()
        if self._size is None and pygame.display.get_init() and (window := pygame.display.get_surface()):
            self._fit(window.get_size())
        self._lay_out()
        bubbles, waits = list(self), self._size is not None and self.fonts.ready
        for bubble in bubbles:
            # Time does not pass for what waits for its layout, if it can ever be seen.
            if bubble.picture is not None or not waits:
                bubble.update(dt, self.assets)
        for speaker in {bubble.speaker: None for bubble in bubbles if bubble.gone}:
            self._keep(speaker, lambda bubble: not bubble.gone)
        self._distance = {} if listener is None else {key: self._far(key, listener) for key in self._stacks}

    def _far(self, speaker: Hashable, listener: tuple[float, float]) -> float:
        x, y = self._stacks[speaker][-1].anchor()
        return math.hypot(x - listener[0], y - listener[1])

    def _lay_out(self) -> None:
        """Lay out what needs it, the newest first, as many as one frame may cost."""
        if not self._stacks or self._size is None or not self.fonts.ready:
            return
        room = self.renderer.room(self._size)
        made_for = (self.assets, self.fonts.generation, room)
        needy = [bubble for stack in self._stacks.values() for bubble in stack if bubble.made_for != made_for]
        needy.sort(key=lambda bubble: (bubble.picture is not None, bubble.age))
        for bubble in needy[: self._layouts]:
            self._layouts -= 1
            bubble.lay_out(self.assets, room)

    def draw(
        self,
        surface: pygame.Surface,
        camera: Camera | None = None,
        clear_of: pygame.Rect | None = None,
        *,
        taken: Sequence[pygame.Rect] = (),
        faces: Sequence[tuple[float, float]] = (),
    ) -> None:
        """Draw all bubbles; `camera` turns world positions into those on the surface.

        They stay clear of `clear_of`, which is where a box at the bottom of the surface is, and of what is `taken`;
        the tail of somebody whom the box hides ends at its upper edge.
        faces: points over the heads, in the world, of those whom a player's words should not cover.
        """
        cover = None
        if clear_of is not None and clear_of.height and clear_of.top > surface.get_height() // 3:
            cover = clear_of
        self._fit(surface.get_size())
        self._lay_out()
        if self.fonts.ready:
            dt, self._passed = self._passed, 0.0
            self.renderer.draw(View(surface, camera, cover), self._stacks, self._distance, dt, taken, faces)

    def _fit(self, size: tuple[int, int]) -> None:
        """Another window may need other sizes."""
        if size == self._size:
            return
        self._size, fitted = size, self._theme.fitted(size)
        if fitted != self.assets.theme:
            self.assets = BubbleAssets(fitted, self.fonts)
            self.renderer = Renderer(self.assets)
