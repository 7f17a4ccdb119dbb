"""One page of a bubble as surfaces: rendered once, then only blitted, also during typing.

Bodies are run-length encoded: most of their pixels are opaque, and this makes blitting three times as fast.
"""

from __future__ import annotations

import math

import pygame

from stealth_pygame.ui.bubbles.assets.marks import Marker, Marks
from stealth_pygame.ui.bubbles.assets.page_text import PageText
from stealth_pygame.ui.bubbles.assets.parts import BubbleAssets
from stealth_pygame.ui.bubbles.assets.tail_shapes import Drawn
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.placement.tail import Spot, Tail
from stealth_pygame.ui.text.pages import Page

DOTS = 3
MOST_KEPT = 128
"""Pictures of thinking speakers that are kept at most."""


class Picture:
    """A page with its body. `size` is (width, height) in pixels of name plate and body, without shadow and tail."""

    def __init__(
        self,
        assets: BubbleAssets,
        kind: BubbleKind,
        page: Page,
        *,
        name: str = "",
        dots: bool = False,
        marks: Marks | None = None,
    ) -> None:
        self.assets, self.kind, self.page, self.dots = assets, kind, page, dots
        theme, self._style = assets.theme, assets.theme.style(kind)
        self._patch = assets.patch(kind)
        self._icon = assets.icon(kind)
        pad = theme.px(theme.padding)
        self._aside = 0 if self._icon is None else self._icon.get_width() + theme.px(7)
        self._dot = assets.dot(self._style.accent, theme.text_size * 0.2) if dots else None
        marked = None if marks is None else (marks, Marker(theme, self._style.fill, self._style.ink))
        self._words = PageText(page, assets.pen, self._style.ink, self._dots_size() if dots else None, marked)
        text_width, text_height = self._words.size
        plate_least = assets.small.width(name) + theme.px(34) if name else 0
        least = max(
            2 * pad + self._aside + text_width, min(plate_least, theme.px(180)), 2 * (assets.tail_half + theme.px(14))
        )
        # The name plate covers the upper border of the body.
        self._under = theme.px(6) if name else 0
        sign = 0 if self._icon is None else self._icon.get_height()
        tall = 2 * theme.px(8) + max(text_height, sign) + (theme.px(3) if name else 0)
        self.body_size = self._patch.fitting(least, tall)
        self._plate = assets.name_plate(name, kind, self.body_size[0] - theme.px(10)) if name else None
        self.over = self._plate.get_height() - self._under if self._plate else 0
        self.size = (self.body_size[0], self.over + self.body_size[1])
        self._more = None if page.last else assets.more(self._style.accent)
        self._shells: dict[tuple[bool, bool], pygame.Surface] = {}
        self._joined: tuple[object, pygame.Surface, Spot] | None = None
        self._last_tail: object = None
        self._tail_known: Tail | None = None
        self._tail_drawn: tuple[pygame.Surface, Spot] = (self._words.surface, (0, 0))
        self._rest: tuple[object, pygame.Surface, Spot] | None = None
        # The text is centred in the area that the icon leaves free.
        self._drop = theme.px(2) if name else 0
        free = self.body_size[0] - self._aside - text_width
        self._text_at = (
            self._aside + max(pad if self._aside else 0, free // 2),
            (self.body_size[1] - text_height) // 2,
        )

    def _dots_size(self) -> tuple[int, int]:
        return round(self.assets.theme.text_size * 2.1), round(self.assets.theme.text_size * 1.2)

    @property
    def edge(self) -> int:
        """The least distance in pixels from a corner of the body to the middle of a tail's root."""
        return self._patch.corner + self.assets.tail_half - self.assets.theme.px(4)

    def body(self, up: bool) -> pygame.Rect:
        """Return the rectangle of the body within `size`. up: the tail leaves upwards."""
        return pygame.Rect((0, self._body_top(up)), self.body_size)

    def shell(self, up: bool, whole: bool) -> pygame.Surface:
        """Return body and name plate; the plate is at the bottom if the tail goes `up`. whole: draw the text too."""
        if (up, whole) not in self._shells:
            shell = self._compose(up, whole)
            shell.set_alpha(255, pygame.RLEACCEL)
            self._shells[up, whole] = shell
        return self._shells[up, whole]

    def _compose(self, up: bool, whole: bool) -> pygame.Surface:
        halo, assets = self._patch.halo, self.assets
        width, height = self.size
        surface = pygame.Surface((width + 2 * halo, height + 2 * halo), pygame.SRCALPHA)
        top = self._body_top(up)
        surface.blit(self._patch.body(*self.body_size), (0, top))
        if self._plate is not None:
            surface.blit(self._plate, (halo + assets.theme.px(9), halo + self._plate_top(up)))
        if self._icon is not None:
            middle = (self.body_size[1] - self._icon.get_height()) // 2 + (-self._drop if up else self._drop)
            surface.blit(
                self._icon, (halo + assets.theme.px(assets.theme.padding) - assets.theme.px(2), top + halo + middle)
            )
        if whole:
            left, down = self.text_origin(up)
            surface.blit(self._words.surface, (halo + left, halo + down))
        return surface

    def _join(self, tail: Tail | None, up: bool, whole: bool) -> tuple[pygame.Surface, Spot]:
        """Return body, plate and tail on one surface, for fading and scaling, and its offset in `size`."""
        key = (tail, up, whole)
        if self._joined is None or self._joined[0] != key:
            self._joined = (key, *self._compose_with_tail(tail, up, whole))
        return self._joined[1:]

    def _compose_with_tail(self, tail: Tail | None, up: bool, whole: bool) -> tuple[pygame.Surface, Spot]:
        shell, halo = self._compose(up, whole), self._patch.halo
        drawn = None if tail is None else self.assets.tail(self.kind, tail)
        area = shell.get_rect(topleft=(-halo, -halo))
        at = (0, 0) if tail is None or drawn is None else _corner(tail, drawn)
        both = area if drawn is None else area.union(drawn.surface.get_rect(topleft=at))
        surface = pygame.Surface(both.size, pygame.SRCALPHA)
        surface.blit(shell, (area.x - both.x, area.y - both.y))
        if drawn is not None:
            surface.blit(drawn.surface, (at[0] - both.x, at[1] - both.y))
        if self._dot is not None:
            left, top = self.text_origin(up)
            self._draw_dots(surface, self._dot, left - both.x, top - both.y, 0.0)
        return surface, both.topleft

    def _plate_top(self, up: bool) -> int:
        """Return the y of the name plate: on the upper edge of the body, or on the lower one if the tail goes up."""
        return self.body_size[1] - self._under if up else 0

    def _body_top(self, up: bool) -> int:
        """Return the y at which the body with its shadow begins."""
        return 0 if up else self.over

    def text_origin(self, up: bool) -> tuple[int, int]:
        """Return the position of the text, from the corner of `size`."""
        drop = -self._drop if up else self._drop
        return self._text_at[0], self._body_top(up) + self._text_at[1] + drop

    def draw(self, surface: pygame.Surface, at: Spot, tail: Tail | None, up: bool, shown: int, clock: float) -> None:
        """Draw the page with the corner of `size` at `at`, and `shown` characters of its text. clock: seconds.

        tail: in pixels from that corner; up: the tail leaves upwards, so the name plate is at the bottom.
        """
        (x, y), halo = at, self._patch.halo
        whole = not self.dots and shown >= self._words.length
        surface.blit(self._shells.get((up, whole)) or self.shell(up, whole), (x - halo, y - halo))
        if tail is not None:
            # Looked up once while the speaker stands still: hashing a tail takes as long as blitting it.
            if tail != self._tail_known:
                drawn = self.assets.tail(self.kind, tail)
                self._tail_known, self._tail_drawn = tail, (drawn.surface, _corner(tail, drawn))
            drawn_tail, (left, top) = self._tail_drawn
            surface.blit(drawn_tail, (x + left, y + top))
        left, top = self.text_origin(up)
        if self._dot is not None:
            self._draw_dots(surface, self._dot, x + left, y + top, clock)
        elif not whole:
            # The background of the text has only one colour here.
            self._words.reveal(surface, x + left, y + top, shown, self._style.fill)
        elif self._more is not None:
            self._draw_more(surface, self._more, x, y + self._body_top(up), clock)

    @property
    def moves(self) -> bool:
        """True if the picture is animated: thinking dots, or the sign that another page follows."""
        return self.dots or self._more is not None

    def resting(self, at: Spot, tail: Tail | None, up: bool) -> tuple[pygame.Surface, Spot] | None:
        """Return the whole picture as one surface and its position; None if the tail has just changed."""
        before, self._last_tail = self._last_tail, (tail, up)
        if self._rest is None or self._rest[0] != (tail, up):
            if before != (tail, up):
                return None
            joined, corner = self._compose_with_tail(tail, up, True)
            joined.set_alpha(255, pygame.RLEACCEL)
            self._rest = ((tail, up), joined, corner)
            # The parts that only typing needs are released.
            self._shells.clear()
            self._words.typed()
            self._joined = None
        _, surface, (left, top) = self._rest
        return surface, (at[0] + left, at[1] + top)

    def faded(self, at: Spot, tail: Tail | None, up: bool, alpha: int) -> tuple[pygame.Surface, Spot]:
        """Return the whole picture as one surface and its position. alpha: opacity, 0 to 255."""
        joined, (left, top) = self._join(tail, up, not self.dots)
        joined.set_alpha(alpha)
        return joined, (at[0] + left, at[1] + top)

    def draw_popping(
        self, surface: pygame.Surface, at: Spot, tail: Tail | None, up: bool, shown: int, part: float
    ) -> None:
        """Draw the picture growing from the tip of its tail. part: progress, 0 to 1; near 1 it is too large."""
        joined, (left, top) = self._join(tail, up, not self.dots and shown >= self._words.length)
        joined.set_alpha(255)
        grown = 0.6 + 0.4 * (1 + 2.2 * (part - 1) ** 3 + 1.2 * (part - 1) ** 2)
        width, height = joined.get_size()
        tip = (self.size[0] // 2, 0 if up else self.size[1]) if tail is None else tail.tip
        small = pygame.transform.smoothscale(joined, (max(1, round(width * grown)), max(1, round(height * grown))))
        x, y = tip[0] + (left - tip[0]) * grown, tip[1] + (top - tip[1]) * grown
        surface.blit(small, (at[0] + round(x), at[1] + round(y)))

    def _draw_dots(self, surface: pygame.Surface, dot: pygame.Surface, x: int, y: int, clock: float) -> None:
        theme, size = self.assets.theme, dot.get_width()
        step = (self._words.size[0] - size) / (DOTS - 1)
        rest = (round(theme.text_size * 1.2) - size) // 2
        for index in range(DOTS):
            phase = clock / theme.dots_period - index * 0.16
            hop = 0.0 if theme.reduced_motion else max(0.0, math.sin(phase * math.tau)) * theme.text_size * 0.3
            surface.blit(dot, (x + round(index * step), y + rest - round(hop)))

    def _draw_more(self, surface: pygame.Surface, mark: pygame.Surface, x: int, y: int, clock: float) -> None:
        theme = self.assets.theme
        bob = 0 if theme.reduced_motion else round(math.sin(clock * 5.0) * theme.scale * 1.4)
        right, bottom = self.body_size
        size = mark.get_width()
        surface.blit(mark, (x + right - size - theme.px(8), y + bottom - size - theme.px(4) + bob))


def _corner(tail: Tail, drawn: Drawn) -> Spot:
    """Return the position of a tail's picture."""
    return tail.root[0] + drawn.at[0], tail.root[1] + drawn.at[1]


def thinking(assets: BubbleAssets, page: Page, name: str) -> Picture:
    """Return the dots of a thinking speaker. They are kept by name, because they are needed before each answer."""
    key = (name, page.text, assets.fonts.generation)
    if key not in assets.thinkers:
        if len(assets.thinkers) >= MOST_KEPT:
            del assets.thinkers[next(iter(assets.thinkers))]
        assets.thinkers[key] = Picture(assets, BubbleKind.THINKING, page, name=name, dots=True)
    picture: Picture = assets.thinkers[key]
    return picture
