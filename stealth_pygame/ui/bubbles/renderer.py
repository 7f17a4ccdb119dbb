"""Bubbles on the screen: stacked over their speakers, kept apart, shrunk by distance, replaced by pointers outside."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple

import pygame

from stealth_pygame.ui.bubbles.bubble import Bubble
from stealth_pygame.ui.bubbles.parts import BubbleAssets
from stealth_pygame.ui.bubbles.picture import Picture
from stealth_pygame.ui.bubbles.pointer import Pointers, outside
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.placement.glide import Glide
from stealth_pygame.ui.placement.obstacles import Measures
from stealth_pygame.ui.placement.placer import Place, Placer, Wish
from stealth_pygame.ui.placement.tail import Side, Tail, reaching
from stealth_pygame.ui.text.pages import Page

Heads = dict[Hashable, tuple[float, float]]
Camera = Callable[[tuple[float, float]], tuple[float, float]]
Shown = list[tuple[Bubble, Picture]]
"""Bubbles of one speaker with their pictures, oldest first."""

SPARE = 10
"""Pixels of room over a head beyond what a line needs that was not shown a frame ago."""


class View(NamedTuple):
    """The surface that is drawn on, and the box at its lower edge, if there is one."""

    surface: pygame.Surface
    camera: Camera | None = None
    cover: pygame.Rect | None = None

    @property
    def area(self) -> pygame.Rect:
        """All of the surface."""
        return self.surface.get_rect()

    def at(self, world: tuple[float, float]) -> tuple[float, float]:
        """A point of the world on the surface."""
        return world if self.camera is None else self.camera(world)


class Renderer:
    """Draws stacks of bubbles with the assets of one theme."""

    def __init__(self, assets: BubbleAssets) -> None:
        self._assets = assets
        theme = assets.theme
        edge = theme.px(theme.radius) + assets.tail_half
        measures = Measures(theme.px(theme.gap), assets.tail_length, edge, theme.px(theme.reach))
        self._placer = Placer(measures, theme.margin)
        # What is lost between a head and the upper edge of the screen.
        self._over = measures.gap + measures.tail + theme.margin
        self._glide = Glide()
        self._pointers = Pointers(assets)
        self._far: Picture | None = None
        self._stacked: dict[Hashable, int] = {}
        self.rects: list[pygame.Rect] = []
        """The taken places, and those of the bubbles and pointers drawn last, without tails and shadows."""
        self.places: dict[Hashable, Place] = {}
        """The present goal of everybody's bubbles; they may be on their way there (`rests`)."""
        self.tails: dict[Hashable, Tail] = {}
        """The tails drawn last, by speaker."""

    @property
    def rests(self) -> bool:
        """True while no bubble is on its way to another place."""
        return not self._glide.moving

    def room(self, size: tuple[int, int]) -> tuple[int, int]:
        """For a screen of that size: pixels of the widest line, and the lines of one page.

        Where this finds no room beside its speaker, a bubble is squeezed.
        """
        theme, assets = self._assets.theme, self._assets
        aside = (
            theme.px(theme.padding) * 2 + theme.px(7) + round(theme.text_size * 1.25) + 2 * theme.margin + theme.px(8)
        )
        width = min(theme.px(theme.bubble_width), size[0] - aside)
        around = assets.tail_length + theme.px(8) * 4 + 2 * theme.margin + assets.small.line_height
        lines = (min(size[1] - around, round(size[1] * 0.7))) // assets.pen.line_height
        return max(1, width), max(1, min(theme.bubble_lines, lines))

    def draw(
        self,
        view: View,
        stacks: Mapping[Hashable, list[Bubble]],
        distance: Mapping[Hashable, float],
        dt: float = 0.0,
        taken: Sequence[pygame.Rect] = (),
        faces: Sequence[tuple[float, float]] = (),
    ) -> None:
        """Draw every stack, `dt` seconds after the last time; `distance` is the listener's in world pixels.

        taken: where nothing is drawn; faces: points in the world over heads that a player's words do not cover.
        """
        self.rects, self.tails = list(taken), {}
        heads, theme = self._heads(view, stacks, distance), self._assets.theme
        pointing = {key: head for key, head in heads.items() if outside(head, view.area, theme.offscreen)}
        for key, head in pointing.items():
            self._point(view, head, stacks[key][-1].kind)
        forms = {
            key: self._forms(view, heads[key], stacks[key], distance.get(key, 0.0))
            for key in heads
            if key not in pointing
        }
        wishes = [self._wish(key, heads[key], shown) for key, shown in forms.items() if shown]
        self._stacked = {key: len(shown[0]) for key, shown in forms.items() if shown}
        quiet = [self._face(view.at(head)) for head in faces]
        self.places = places = self._placer.place(wishes, view.area, self.rects, quiet, view.cover, dt)
        dt = 0.0 if theme.reduced_motion else dt
        rects = self._glide.towards({key: (place.head, place.rect) for key, place in places.items()}, dt, view.area)
        # What had no room of its own goes below what can be read.
        for key, place in sorted(places.items(), key=lambda placed: -placed[1].form):
            self._draw_stack(view, place, rects[key], forms[key][place.form])

    def _point(self, view: View, head: tuple[float, float], kind: BubbleKind) -> None:
        area = view.area
        if view.cover is not None:
            area.height = min(area.height, view.cover.top)
        rect = self._pointers.rect(head, area, self.rects)
        self._pointers.draw(view.surface, rect, head, kind)
        self.rects.append(rect)

    def _heads(self, view: View, stacks: Mapping[Hashable, list[Bubble]], distance: Mapping[Hashable, float]) -> Heads:
        heads = {}
        for key, stack in stacks.items():
            if distance.get(key, 0.0) <= self._assets.theme.far:
                anchor = stack[-1].anchor()
                # A camera rounds, which raises for a speaker who is nowhere.
                if not (math.isfinite(anchor[0]) and math.isfinite(anchor[1])):
                    continue
                x, y = view.at(anchor)
                if math.isfinite(x) and math.isfinite(y):
                    heads[key] = (x, y)
        return heads

    def _forms(self, view: View, head: tuple[float, float], stack: list[Bubble], distance: float) -> list[Shown]:
        """The forms in which a stack can be shown, the best first: all that fit, the newest, three dots."""
        if distance > self._assets.theme.near:
            return [[(stack[-1], self._far_picture())]]
        shown = [(bubble, bubble.picture) for bubble in stack if bubble.picture is not None]
        if not shown:
            return []
        shown[-1] = self._squeezed(view, head, *shown[-1])
        newest = shown[-1][0]
        over = min(head[1] - self._over, view.surface.get_height() * 0.72)
        before = self._stacked.get(newest.speaker, len(shown))
        while len(shown) > 1 and self._height(shown) > over - (SPARE if len(shown) > before else 0):
            del shown[0]
        dots = [(newest, self._far_picture())]
        return [shown, dots] if len(shown) == 1 else [shown, shown[-1:], dots]

    def _squeezed(
        self, view: View, head: tuple[float, float], newest: Bubble, picture: Picture
    ) -> tuple[Bubble, Picture]:
        """The newest, on lower pages if it has no room where its speaker is, even with nobody else around."""
        wide, tall = picture.size
        if tall <= head[1] - self._over and (view.cover is None or head[1] <= view.cover.top):
            return newest, picture
        wish = Wish(newest.speaker, head, ((wide, tall),), self._assets.theme.body_height)
        room = self._placer.height(wish, view.area, view.cover)
        if tall > room and newest.squeeze(self._assets, tall - room) and newest.picture is not None:
            return newest, newest.picture
        return newest, picture

    def _far_picture(self) -> Picture:
        if self._far is None:
            self._far = Picture(self._assets, BubbleKind.SAID, Page((), last=True), dots=True)
        return self._far

    def _wish(self, key: Hashable, head: tuple[float, float], forms: list[Shown]) -> Wish:
        sizes = tuple(
            shown[0][1].size if len(shown) == 1 else (max(picture.size[0] for _, picture in shown), self._height(shown))
            for shown in forms
        )
        return Wish(key, head, sizes, self._assets.theme.body_height, forms[0][-1][0].kind is BubbleKind.PLAYER)

    def _face(self, head: tuple[float, float]) -> pygame.Rect:
        body = self._assets.theme.body_height
        x, y = (round(max(-1e6, min(value, 1e6))) for value in head)
        return pygame.Rect(x - body // 4, y, body // 2, body)

    def _height(self, shown: Shown) -> int:
        return sum(picture.size[1] for _, picture in shown) + (len(shown) - 1) * self._placer.measures.gap

    def _draw_stack(self, view: View, place: Place, within: pygame.Rect, shown: Shown) -> None:
        """Draw the newest nearest to the speaker, the older ones further away."""
        under = within.top >= place.figure.face.bottom
        edge = within.top if under else within.bottom
        for bubble, picture in reversed(shown):
            width, height = picture.size
            rect = pygame.Rect(0, edge if under else edge - height, width, height)
            rect.centerx = place.head[0]
            rect.left = max(within.left, min(rect.left, within.right - width))
            edge = rect.bottom + self._placer.measures.gap if under else rect.top - self._placer.measures.gap
            self.rects.append(rect)
            newest = bubble is shown[-1][0]
            tail, up = self._tail(view, place, rect, picture) if newest else (None, False)
            if tail is not None:
                self.tails[bubble.speaker] = tail
            self._draw_one(view.surface, bubble, picture, rect, tail, up, newest)

    def _tail(self, view: View, place: Place, rect: pygame.Rect, picture: Picture) -> tuple[Tail | None, bool]:
        """The tail, and whether the name goes to the lower edge: it must not be between the tail and the speaker."""
        tip = place.figure.tip(rect, self._placer.measures, view.area)
        tail = reaching(picture.body(False).move(rect.topleft), tip, picture.edge)
        if tail is None or tail.side is Side.DOWN or (tail.side is not Side.UP and tail.root[1] <= tip[1]):
            return tail, False
        return reaching(picture.body(True).move(rect.topleft), tip, picture.edge), True

    def _draw_one(
        self,
        surface: pygame.Surface,
        bubble: Bubble,
        picture: Picture,
        rect: pygame.Rect,
        tail: Tail | None,
        up: bool,
        newest: bool,
    ) -> None:
        """Blit it; while it pops, fades or is an older one, blit it changed."""
        theme = self._assets.theme
        tail = None if tail is None else tail.moved(-rect.x, -rect.y)
        old = 1.0 if newest or theme.high_contrast else theme.old_alpha / 255
        solid = bubble.solidity * old
        popping = not theme.reduced_motion and bubble.age < theme.pop_time and theme.pop_time > 0
        if popping:
            picture.draw_popping(surface, rect.topleft, tail, up, bubble.shown, bubble.age / theme.pop_time)
        elif solid < 1.0:
            picture.draw_faded(surface, rect.topleft, tail, up, round(255 * solid))
        else:
            picture.draw(surface, rect.topleft, tail, up, bubble.shown, bubble.age)
