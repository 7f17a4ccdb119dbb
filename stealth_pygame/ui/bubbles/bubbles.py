"""All bubbles of a scene: who says what, for how long, and where it goes on the screen."""

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
"""Lines of one speaker that are shown or wait to be; of more, the oldest that only tell of an action go first."""
MOST_VIEWS = 8
"""Surfaces of other sizes or places that are remembered: the halves of a split screen, a map."""


class _Look:
    """How bubbles look on one surface: sizes, parts and places."""

    def __init__(self, assets: BubbleAssets) -> None:
        self.assets = assets
        self.renderer = Renderer(assets)
        self.frame = -1
        """The frame in which it was drawn last."""
        self._drawn_at: float | None = None
        self._made_for: MadeFor | None = None

    def made_for(self, size: tuple[int, int]) -> MadeFor:
        """Return what texts on a surface of that size are laid out for, the same object while nothing changes."""
        known, generation = self._made_for, self.assets.fonts.generation
        if known is None or known[1] != generation:
            self._made_for = known = (self.assets, generation, self.renderer.room(size))
        return known

    def seconds_since_drawn(self, now: float) -> float:
        """Return the seconds since it was drawn last, and begin to count again."""
        last, self._drawn_at = self._drawn_at, now
        return 0.0 if last is None else now - last


class _Looks:
    """The surfaces that are drawn on, each with its look; time goes by one of them, the main one."""

    def __init__(self, theme: Theme, fonts: FontChain) -> None:
        self._theme, self._fonts = theme, fonts
        self._looks: dict[object, _Look] = {}
        self._main: object = None
        self.size: tuple[int, int] | None = None
        """The size of the main surface, once there is one."""
        self.present = _Look(BubbleAssets(theme, fonts))
        """The look of the surface that was turned to last."""

    def __len__(self) -> int:
        return len(self._looks)

    def dressed(self, theme: Theme, frame: int) -> _Looks:
        """Return the looks in another theme, turned to the same main surface."""
        looks = _Looks(theme, self._fonts)
        if self.size is not None:
            looks.turn_to(self._main, self.size, frame)
        return looks

    def drawn_lately(self, frame: int) -> bool:
        """Return True when the game draws, in this frame or the one before."""
        return self._main is not None and frame - self.present.frame <= 1

    def turn_to(self, key: object, size: tuple[int, int], frame: int) -> bool:
        """Look at a surface; True for the one by which time goes, which is the first until it is drawn no more."""
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

    A speaker is anything that can be a key. `on_type` hears each letter of the typewriter, for a sound.
    """

    def __init__(
        self, theme: Theme | None = None, fonts: FontChain | None = None, on_type: OnType | None = None
    ) -> None:
        super().__init__(theme, fonts)
        self.on_type = on_type
        self.letter_shown: OnType = Letters(lambda: self.on_type).shown
        """Hears each letter of the typewriter, for `on_type`."""
        self.distances: Distances = lambda speaker: (self._theme.near, self._theme.far)
        self._time = Timeline(self._theme)
        self._stacks: dict[Hashable, list[Bubble]] = {}
        self._spoken: list[Bubble] = []
        """Lines in the order in which they were said; those that are gone are left out now and then."""
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
        """The parts of what was drawn last."""
        return self._looks.present.assets

    @property
    def renderer(self) -> Renderer:
        """The places of what was drawn last."""
        return self._looks.present.renderer

    def __iter__(self) -> Iterator[Bubble]:
        """Every bubble there is, oldest first for each speaker."""
        return iter([bubble for stack in self._stacks.values() for bubble in stack])

    @property
    def views(self) -> int:
        """Surfaces whose sizes and places are remembered."""
        return len(self._looks)

    @property
    def speaking(self) -> bool:
        """True while there is any bubble."""
        return bool(self._stacks)

    def of(self, speaker: Hashable) -> list[Bubble]:
        """A speaker's bubbles, oldest first."""
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
        """Show a line over a speaker, under the lines already there; `anchor` is asked when it is drawn.

        Lines that have no room beside each other are shown one after the other, each for its reading time.
        anchor: gives the point over the head, or the body as (left, top, width, height).
        """
        heard = self.on_type and self.letter_shown
        return self._put(Bubble(speaker, text, anchor, kind, name, hold, heard, self._time))

    def begin(self, speaker: Hashable, text: str, *, anchor: Anchor, name: str = "") -> GrowingBubble:
        """Do the same with the first words of a line; its `grow` takes all of them until then."""
        heard = self.on_type and self.letter_shown
        return self._put(GrowingBubble(speaker, text, anchor, name, heard, self._time, self._layouts))

    def _put(self, bubble: BubbleT) -> BubbleT:
        """Show a line under those of its speaker."""
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
        """Drop one line of a speaker who says more than anybody can read."""
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
        """Show that a speaker thinks, until `say` or `stop_thinking`: by dots, or by words in their place."""
        for bubble in self._stacks.get(speaker, ()):
            if bubble.kind is BubbleKind.THINKING and not bubble.closing and bubble.text == words:
                return bubble
        self.stop_thinking(speaker)
        bubble = Bubble(speaker, words, anchor, BubbleKind.THINKING, name, time=self._time)
        self._add(self._stacks.setdefault(speaker, []), bubble)
        return bubble

    def stop_thinking(self, speaker: Hashable) -> None:
        """Take the thinking dots away at once."""
        self._keep(speaker, lambda bubble: bubble.kind is not BubbleKind.THINKING)

    def forget(self, speaker: Hashable) -> None:
        """Take all bubbles of a speaker away at once."""
        self._keep(speaker, lambda bubble: False)

    def part(self, speaker: Hashable) -> None:
        """A speaker left: what was said stays in its place until it can have been read, `Theme.farewell` at most.

        Thinking dots and lines that were read already fade at once; further pages are not turned to.
        """
        for bubble in self._stacks.get(speaker, ()):
            bubble.part(self.theme.farewell)

    def clear(self) -> None:
        """Take all bubbles away at once."""
        for stack in self._stacks.values():
            for bubble in stack:
                self._drop(bubble)
        self._stacks.clear()
        self._spoken.clear()
        self._layouts.waiting.clear()
        self._time.clear()

    def release(self) -> None:
        """Take all bubbles away, and let go of every surface; what is drawn later is made anew."""
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

    # --- what can be read

    def quiet(self, speaker: Hashable) -> bool:
        """Return True when everything that a speaker said has been read."""
        return all(bubble.read for bubble in self._stacks.get(speaker, ()))

    def advance(self, speaker: Hashable | None = None) -> bool:
        """Hurry the newest line, else turn its page, else close it; of whoever is heard where no speaker is named.

        False when there was nothing to advance.
        """
        line = self.newest(speaker)
        return line is not None and line.advance()

    def speaker_at(self, place: tuple[int, int]) -> Hashable | None:
        """Return whose bubbles are at a place on the surface, as they were drawn last; None where there is none."""
        for speaker, rect in self.renderer.touchable():
            if rect.collidepoint(place) and speaker in self._stacks:
                return speaker
        return None

    def newest(self, speaker: Hashable | None = None) -> Bubble | None:
        """The line that `advance` would advance: a speaker's, or of whoever is audible, what players say aside.

        That is the newest that can be seen: lines that wait for a place come after it.
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
        """Let `dt` seconds go by; `listener` is where the player stands in the world, None to hear all."""
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
        """Before anything was drawn lay texts out here; time does not pass for those that still wait for it."""
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
        """Draw all bubbles; `camera` turns world positions into those on the surface.

        They stay clear of `clear_of`, which is where a box at the bottom of the surface is, and of what is `taken`;
        the tail of somebody whom the box hides ends at its upper edge.
        Raises `ConfigurationError` for a display in OPENGL mode.
        faces: points over the heads, or bodies, in the world, of those who say nothing and are not to be covered.
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
