"""All bubbles of a scene: their speakers, their times and their places on the screen."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

import pygame

from stealth_pygame.ui.bubbles.assets.parts import BubbleAssets, MadeFor
from stealth_pygame.ui.bubbles.bubble import Anchor, Bubble, Spot
from stealth_pygame.ui.bubbles.growing import GrowingBubble
from stealth_pygame.ui.bubbles.renderer import ACTIONS, Renderer
from stealth_pygame.ui.bubbles.sight import Camera, Distances, View, check_can_be_drawn_on, head_of
from stealth_pygame.ui.bubbles.timeline import LayoutQueue, Letters, OnType, Timeline
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.theme import Theme
from stealth_pygame.ui.widgets.base import Themed

BubbleT = TypeVar("BubbleT", bound=Bubble)

MOST_LINES = 8
"""Lines of one speaker that are shown or wait; if there are more, the oldest that only report an action go first."""
MOST_VIEWS = 8
"""Surfaces of other sizes or positions that are remembered: the halves of a split screen, a map."""


class _Look:
    """The look of bubbles on one surface: sizes, assets and places."""

    def __init__(self, assets: BubbleAssets) -> None:
        self.assets = assets
        self.renderer = Renderer(assets)
        self.frame = -1
        """The frame in which the surface was drawn last."""
        self._drawn_at: float | None = None
        self._made_for: MadeFor | None = None

    def made_for(self, size: tuple[int, int]) -> MadeFor:
        """Return the key of layouts for a surface of this size; the same object until something changes."""
        known, generation = self._made_for, self.assets.fonts.generation
        if known is None or known[1] != generation:
            self._made_for = known = (self.assets, generation, self.renderer.room(size))
        return known

    def seconds_since_drawn(self, now: float) -> float:
        """Return the seconds since the last call for a drawing, and start counting again."""
        last, self._drawn_at = self._drawn_at, now
        return 0.0 if last is None else now - last


class _Looks:
    """The surfaces of a game, each with its look. One of them is the main one: it decides when time passes."""

    def __init__(self, theme: Theme, fonts: FontChain) -> None:
        self._theme, self._fonts = theme, fonts
        self._looks: dict[object, _Look] = {}
        self._main: object = None
        self.size: tuple[int, int] | None = None
        """The size of the main surface, None before the first drawing."""
        self.present = _Look(BubbleAssets(theme, fonts))
        """The look of the surface that was drawn last."""

    def __len__(self) -> int:
        return len(self._looks)

    def dressed(self, theme: Theme, frame: int) -> _Looks:
        """Return the looks in another theme, with the same main surface."""
        looks = _Looks(theme, self._fonts)
        if self.size is not None:
            looks.turn_to(self._main, self.size, frame)
        return looks

    def drawn_lately(self, frame: int) -> bool:
        """Return True if a surface was drawn in this frame or the one before."""
        return self._main is not None and frame - self.present.frame <= 1

    def turn_to(self, key: object, size: tuple[int, int], frame: int) -> bool:
        """Select a surface. Return True for the main one: the first one drawn, until it is no longer drawn."""
        look = self._looks.get(key)
        if look is None:
            fitted = self._theme.fitted(size)
            alike = [old.assets for old in (self.present, *self._looks.values()) if old.assets.theme == fitted]
            look = _Look(alike[0] if alike else BubbleAssets(fitted, self._fonts))
            if len(self._looks) >= MOST_VIEWS:
                del self._looks[next(old for old in self._looks if old != self._main)]
            self._looks[key] = look
        self.present = look
        first = self._looks.get(self._main)
        main = first is None or first is look or self._main is None or first.frame < frame - 1
        if main:
            self._main, self.size = key, size
        look.frame = frame
        return main


class Bubbles(Themed):
    """The bubbles over the heads of any number of speakers; `theme` may be set at any time.

    A speaker is any hashable object. `on_type` is called for each letter that is typed, for example to play a sound.
    """

    def __init__(
        self, theme: Theme | None = None, fonts: FontChain | None = None, on_type: OnType | None = None
    ) -> None:
        super().__init__(theme, fonts)
        self.on_type = on_type
        self.letter_shown: OnType = Letters(lambda: self.on_type).shown
        """Called for each letter; it passes the letter on to `on_type`."""
        self.distances: Distances = lambda speaker: (self._theme.near, self._theme.far)
        self._time = Timeline(self._theme)
        self._stacks: dict[Hashable, list[Bubble]] = {}
        self._spoken: list[Bubble] = []
        """Lines in the order in which they were said; closed ones are removed from time to time."""
        self._gone = self._frame = 0
        self._layouts = LayoutQueue()
        self._listener: tuple[float, float] | None = None
        self._layouts.left = self._theme.layouts_per_frame
        self._looks = _Looks(self._theme, self.fonts)

    def _dress(self) -> None:
        self._time.theme = self._theme
        self._time.version += 1
        self._layouts.forget_layouts()
        self._looks = self._looks.dressed(self._theme, self._frame)

    @property
    def assets(self) -> BubbleAssets:
        """The assets of the surface that was drawn last."""
        return self._looks.present.assets

    @property
    def renderer(self) -> Renderer:
        """The renderer of the surface that was drawn last."""
        return self._looks.present.renderer

    def __iter__(self) -> Iterator[Bubble]:
        """Yield all bubbles, the oldest of each speaker first."""
        return iter([bubble for stack in self._stacks.values() for bubble in stack])

    @property
    def views(self) -> int:
        """The number of surfaces whose sizes and places are remembered."""
        return len(self._looks)

    @property
    def speaking(self) -> bool:
        """True while there is at least one bubble."""
        return bool(self._stacks)

    def of(self, speaker: Hashable) -> list[Bubble]:
        """Return a speaker's bubbles, oldest first."""
        return list(self._stacks.get(speaker, ()))

    # --- what is said

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
        """Show a line over a speaker, under the speaker's earlier lines.

        If there is no room for all lines, they are shown one after the other, each for its reading time.
        anchor: called in each frame; returns the point over the head, or the body as (left, top, width, height).
        """
        heard = self.on_type and self.letter_shown
        return self._put(Bubble(speaker, text, anchor, kind, name, hold, heard, self._time))

    def begin(self, speaker: Hashable, text: str, *, anchor: Anchor, name: str = "") -> GrowingBubble:
        """Show a line of which only the first words are known. `grow` of the result takes the whole text so far."""
        heard = self.on_type and self.letter_shown
        return self._put(GrowingBubble(speaker, text, anchor, name, heard, self._time, self._layouts))

    def _put(self, bubble: BubbleT) -> BubbleT:
        """Add a line below the earlier ones of its speaker."""
        self.stop_thinking(bubble.speaker)
        stack = self._stacks.setdefault(bubble.speaker, [])
        if stack:
            stack[-1].grow_old()
        self._add(stack, bubble)
        self._spoken.append(bubble)
        if len(stack) > MOST_LINES:
            self._make_room(stack)
        return bubble

    def _add(self, stack: list[Bubble], bubble: Bubble) -> None:
        stack.append(bubble)
        self._layouts.waiting.append(bubble)
        self._time.version += 1

    def _make_room(self, stack: list[Bubble]) -> None:
        """Drop one line of a speaker who has too many."""
        lines = stack[:-1]
        ranked = [next((one for one in lines if one.closing or one.read), None)]
        ranked += [next((one for one in lines if one.kind in ACTIONS), None), lines[0]]
        dropped = next(one for one in ranked if one is not None)
        stack.remove(dropped)
        self._drop(dropped)

    def _drop(self, bubble: Bubble) -> None:
        bubble.drop()
        bubble.due = math.inf
        self._gone += 1
        self._time.version += 1

    def think(self, speaker: Hashable, *, anchor: Anchor, name: str = "", words: str = "") -> Bubble:
        """Show that a speaker is thinking, until `say` or `stop_thinking`: with dots, or with `words` instead."""
        for bubble in self._stacks.get(speaker, ()):
            if bubble.kind is BubbleKind.THINKING and not bubble.closing and bubble.text == words:
                return bubble
        self.stop_thinking(speaker)
        bubble = Bubble(speaker, words, anchor, BubbleKind.THINKING, name, time=self._time)
        self._add(self._stacks.setdefault(speaker, []), bubble)
        return bubble

    def stop_thinking(self, speaker: Hashable) -> None:
        """Remove the thinking dots at once."""
        self._keep(speaker, lambda bubble: bubble.kind is not BubbleKind.THINKING)

    def forget(self, speaker: Hashable) -> None:
        """Remove all bubbles of a speaker at once."""
        self._keep(speaker, lambda bubble: False)

    def part(self, speaker: Hashable) -> None:
        """Keep the bubbles of a speaker who has left until they can be read, for at most `Theme.farewell` seconds.

        Thinking dots and lines that were read fade out at once; pages that follow are not shown.
        """
        for bubble in self._stacks.get(speaker, ()):
            bubble.part(self.theme.farewell)

    def clear(self) -> None:
        """Remove all bubbles at once."""
        for stack in self._stacks.values():
            for bubble in stack:
                self._drop(bubble)
        self._stacks.clear()
        self._spoken.clear()
        self._layouts.waiting.clear()
        self._time.clear()

    def release(self) -> None:
        """Remove all bubbles and release all surfaces; later drawings render them again."""
        self.clear()
        self._layouts.forget_layouts()
        self._looks = _Looks(self._theme, self.fonts)

    def _keep(self, speaker: Hashable, wanted: Callable[[Bubble], bool]) -> None:
        stack = self._stacks.get(speaker)
        if stack is None or all(map(wanted, stack)):
            return
        for bubble in [bubble for bubble in stack if not wanted(bubble)]:
            stack.remove(bubble)
            self._drop(bubble)
        if not stack:
            del self._stacks[speaker]

    # --- reading

    def quiet(self, speaker: Hashable) -> bool:
        """Return True if everything that the speaker said has been read."""
        return all(bubble.read for bubble in self._stacks.get(speaker, ()))

    def advance(self, speaker: Hashable | None = None) -> bool:
        """Show the whole page of the newest line, else turn its page, else close it. Without a speaker: see `newest`.

        Return False if there was nothing to advance.
        """
        line = self.newest(speaker)
        return line is not None and line.advance()

    def speaker_at(self, place: tuple[int, int]) -> Hashable | None:
        """Return the speaker whose bubble was last drawn at this point of the surface, None if there is none."""
        for speaker, rect in self.renderer.touchable():
            if rect.collidepoint(place) and speaker in self._stacks:
                return speaker
        return None

    def newest(self, speaker: Hashable | None = None) -> Bubble | None:
        """Return the line that `advance` would act on. speaker: None: anybody who can be heard, except players.

        This is the newest visible line; lines that wait for room come after it.
        """
        lines = self._spoken if speaker is None else self._stacks.get(speaker, ())
        best: Bubble | None = None
        for bubble in reversed(lines):
            if bubble.closing or bubble.gone or bubble.kind is BubbleKind.THINKING:
                continue
            if speaker is None and (bubble.kind is BubbleKind.PLAYER or not self._audible(bubble)):
                continue
            if not bubble.waits and not bubble.aged:
                return bubble
            if best is None or best.waits > bubble.waits:
                best = bubble
        return best

    def _audible(self, bubble: Bubble) -> bool:
        if self._listener is None:
            return True
        x, y = self.renderer.sight.head(bubble.speaker) or head_of(bubble.anchor())
        return not math.hypot(x - self._listener[0], y - self._listener[1]) > self.distances(bubble.speaker)[0]

    # --- the loop

    def update(self, dt: float, listener: tuple[float, float] | None = None) -> None:
        """Let `dt` seconds pass. listener: the player's position in the world, None: all lines can be heard."""
        dt = max(0.0, min(dt, self.theme.max_dt))
        self._frame += 1
        self._listener = listener
        self._layouts.left = self._theme.layouts_per_frame
        self.fonts.update()
        if self._looks.size is None and pygame.display.get_init() and (window := pygame.display.get_surface()):
            self._looks.turn_to(None, window.get_size(), self._frame)
        if self._layouts.waiting:
            self._lay_out_unseen(dt)
        time = self._time
        time.now += dt
        if listener is not None:
            self.renderer.sight.forget_heads()
        while (bubble := time.due()) is not None:
            bubble.act()
            if bubble.gone:
                self._keep(bubble.speaker, lambda one: not one.gone)
        if self._gone > max(MOST_LINES, len(self._spoken) // 2):
            self._gone, self._spoken = 0, [bubble for bubble in self._spoken if not bubble.gone]

    def _lay_out_unseen(self, dt: float) -> None:
        """Lay out texts before the first drawing; time does not pass for bubbles that still wait for their layout."""
        if self._looks.size is None or not self.fonts.ready:
            return
        if not self._looks.drawn_lately(self._frame):
            self._layouts.lay_out(self._looks.present.made_for(self._looks.size), None)
        for bubble in self._layouts.waiting:
            if bubble.picture is None and self.renderer.sight.may_show(bubble.speaker):
                bubble.postpone(dt)

    def draw(
        self,
        surface: pygame.Surface,
        camera: Camera | None = None,
        clear_of: pygame.Rect | None = None,
        *,
        taken: Sequence[pygame.Rect] = (),
        faces: Sequence[Spot] = (),
    ) -> None:
        """Draw all bubbles. camera: converts world positions to those on the surface.

        clear_of: a box at the bottom of the surface, which bubbles do not cover; tails to speakers behind it end at
        its upper edge. taken: more rectangles that bubbles do not cover.
        Raises `ConfigurationError` for a display in OPENGL mode.
        faces: points over the heads, or bodies, in world pixels, of silent characters that bubbles must not cover.
        """
        check_can_be_drawn_on(surface)
        cover = None
        if clear_of is not None and clear_of.height and clear_of.top > surface.get_height() // 3:
            cover = clear_of
        size = surface.get_size()
        key = (size, surface.get_abs_offset())
        main = self._looks.turn_to(key, size, self._frame)
        if not self.fonts.ready:
            return
        look, view = self._looks.present, View(surface, camera, cover)
        look.renderer.sight.look(view, self._stacks, self._listener, self.distances)
        made_for = look.made_for(size)
        if main:
            self._layouts.lay_out_all(self, made_for, look.renderer.sight.can_be_read)
        elif self._stacks:
            self._layouts.lay_out_beside(self, made_for, look.renderer.sight.can_be_read)
        dt = look.seconds_since_drawn(self._time.now)
        look.renderer.draw(view, self._stacks, self._time, made_for, dt, taken, faces, main=main)
