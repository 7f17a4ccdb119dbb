"""Bubbles on the screen: stacked over their speakers, kept apart, shrunk by distance, replaced by pointers outside."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence

import pygame

from stealth_pygame.ui.bubble import Bubble
from stealth_pygame.ui.kit import Kit
from stealth_pygame.ui.layout import Page
from stealth_pygame.ui.palette import Kind
from stealth_pygame.ui.picture import Picture
from stealth_pygame.ui.placing import Place, Placer, Wish
from stealth_pygame.ui.pointer import Pointers, outside

Heads = dict[Hashable, tuple[float, float]]


class Stage:
    """Draws stacks of bubbles with one kit of parts."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        theme = kit.theme
        self._placer = Placer(theme.px(theme.gap), theme.margin)
        self._pointers = Pointers(kit)
        self._far: Picture | None = None
        self.rects: list[pygame.Rect] = []
        """What was taken, and where bubbles and pointers were drawn last, without their shadows."""

    def room(self, size: tuple[int, int]) -> tuple[int, int]:
        """For a screen of that size: pixels of the widest line, and the lines of one page."""
        theme, kit = self._kit.theme, self._kit
        aside = (
            theme.px(theme.padding) * 2 + theme.px(7) + round(theme.text_size * 1.25) + 2 * theme.margin + theme.px(8)
        )
        width = min(theme.px(theme.bubble_width), size[0] - aside)
        around = kit.tail_length + theme.px(8) * 4 + 2 * theme.margin + kit.small.line_height
        lines = (min(size[1] - around, round(size[1] * 0.7))) // kit.pen.line_height
        return max(1, width), max(1, min(theme.bubble_lines, lines))

    def draw(
        self,
        surface: pygame.Surface,
        camera: Callable[[tuple[float, float]], tuple[float, float]] | None,
        stacks: Mapping[Hashable, list[Bubble]],
        distance: Mapping[Hashable, float],
        area: pygame.Rect,
        taken: Sequence[pygame.Rect] = (),
        faces: Sequence[tuple[float, float]] = (),
    ) -> None:
        """Draw every stack within `area`; `distance` is the listener's in world pixels, where he is known.

        taken: where nothing is drawn; faces: points in the world over heads that a player's words do not cover.
        """
        self.rects = list(taken)
        heads, screen = self._heads(camera, stacks, distance), surface.get_rect()
        pointing = {key: head for key, head in heads.items() if outside(head, screen, self._kit.theme.offscreen)}
        for key, head in pointing.items():
            rect = self._pointers.rect(head, area, self.rects)
            self._pointers.draw(surface, rect, head, stacks[key][-1].kind)
            self.rects.append(rect)
        seen = {key: self._visible(stacks[key], distance.get(key, 0.0)) for key in heads if key not in pointing}
        wishes = [self._wish(key, heads[key], pictures, area) for key, pictures in seen.items() if pictures]
        quiet = [self._face(head if camera is None else camera(head)) for head in faces]
        places = self._placer.place(wishes, area, self.rects, quiet)
        for key, place in places.items():
            self._draw_stack(surface, place, seen[key])

    def _heads(
        self,
        camera: Callable[[tuple[float, float]], tuple[float, float]] | None,
        stacks: Mapping[Hashable, list[Bubble]],
        distance: Mapping[Hashable, float],
    ) -> Heads:
        heads = {}
        for key, stack in stacks.items():
            if distance.get(key, 0.0) <= self._kit.theme.far:
                world = stack[-1].anchor()
                x, y = world if camera is None else camera(world)
                if math.isfinite(x) and math.isfinite(y):
                    heads[key] = (x, y)
        return heads

    def _visible(self, stack: list[Bubble], distance: float) -> list[tuple[Bubble, Picture]]:
        if distance > self._kit.theme.near:
            return [(stack[-1], self._far_picture())]
        return [(bubble, bubble.picture) for bubble in stack if bubble.picture is not None]

    def _far_picture(self) -> Picture:
        if self._far is None:
            self._far = Picture(self._kit, Kind.SAID, Page((), last=True), dots=True)
        return self._far

    def _wish(
        self, key: Hashable, head: tuple[float, float], shown: list[tuple[Bubble, Picture]], area: pygame.Rect
    ) -> Wish:
        """Room for as much of a stack as the screen is high, the newest at least."""
        gap = self._placer.gap
        while len(shown) > 1 and self._height(shown) > area.height * 0.72:
            del shown[0]
        width = max(picture.size[0] for _, picture in shown)
        body = self._kit.theme.body_height
        players = shown[-1][0].kind is Kind.PLAYER
        return Wish(key, head, (width, self._height(shown)), body + gap, body, players)

    def _face(self, head: tuple[float, float]) -> pygame.Rect:
        body = self._kit.theme.body_height
        x, y = (round(max(-1e6, min(value, 1e6))) for value in head)
        return pygame.Rect(x - body // 4, y, body // 2, body)

    def _height(self, shown: list[tuple[Bubble, Picture]]) -> int:
        """Of a stack: only the newest has a tail."""
        tails = (len(shown) - 1) * (self._kit.tail_length - self._placer.gap)
        return sum(picture.size[1] for _, picture in shown) - tails

    def _draw_stack(self, surface: pygame.Surface, place: Place, shown: list[tuple[Bubble, Picture]]) -> None:
        """The newest nearest to the speaker, the older ones away from him."""
        edge = place.rect.top if place.up else place.rect.bottom
        for bubble, picture in reversed(shown):
            newest = bubble is shown[-1][0]
            width, height = picture.size
            height -= 0 if newest else self._kit.tail_length
            rect = pygame.Rect(0, edge if place.up else edge - height, width, height)
            rect.centerx = place.head[0]
            rect.left = max(place.rect.left, min(rect.left, place.rect.right - width))
            edge = rect.bottom + self._placer.gap if place.up else rect.top - self._placer.gap
            self.rects.append(rect)
            self._draw_one(surface, bubble, picture, rect, place, newest)

    def _draw_one(
        self, surface: pygame.Surface, bubble: Bubble, picture: Picture, rect: pygame.Rect, place: Place, newest: bool
    ) -> None:
        """Blit it; while it pops, fades or is an older one, blit it changed."""
        theme, tail = self._kit.theme, None
        if newest:
            low, high = picture.tail_range
            tail = min(max(place.head[0] - rect.x, low), high)
        up = place.up and newest
        old = 1.0 if newest or theme.high_contrast else theme.old_alpha / 255
        solid = bubble.solidity * old
        popping = not theme.reduced_motion and bubble.age < theme.pop_time and theme.pop_time > 0
        if popping:
            picture.draw_popping(surface, rect.topleft, tail, up, bubble.shown, bubble.age / theme.pop_time)
        elif solid < 1.0:
            picture.draw_faded(surface, rect.topleft, tail, up, round(255 * solid))
        else:
            picture.draw(surface, rect.topleft, tail, up, bubble.shown, bubble.age)
