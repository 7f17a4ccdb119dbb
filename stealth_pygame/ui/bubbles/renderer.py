"""Bubbles on the screen: stacked over their speakers, kept apart, "…" for far speakers, signs for those outside.

While nothing moves or changes, a frame is one call that blits the composed surfaces again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

import pygame

from stealth_pygame.ui.bubbles.assets.parts import BubbleAssets, MadeFor
from stealth_pygame.ui.bubbles.bubble import Bubble, Spot
from stealth_pygame.ui.bubbles.picture import Picture
from stealth_pygame.ui.bubbles.pointer import Pointers, outside
from stealth_pygame.ui.bubbles.sight import Point, Seen, Sight, Stacks, View, figure
from stealth_pygame.ui.bubbles.timeline import Timeline
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.placement.captions import Captions
from stealth_pygame.ui.placement.glide import Glide
from stealth_pygame.ui.placement.obstacles import Measures, upper_half
from stealth_pygame.ui.placement.placer import Place, Placer, Wish
from stealth_pygame.ui.placement.tail import Side, Tail, reaching
from stealth_pygame.ui.text.pages import Page
from stealth_pygame.ui.theme import Theme

Blit = tuple[pygame.Surface, tuple[int, int]]
Shown = list[tuple[Bubble, Picture]]
"""Bubbles of one speaker with their pictures, oldest first."""

ACTIONS = (BubbleKind.ACTION_DONE, BubbleKind.ACTION_FAILED)
SPARE = 10
"""Pixels of free room over a head that a line needs in addition before it joins the stack."""


class Item(NamedTuple):
    """One bubble with its position."""

    bubble: Bubble
    picture: Picture
    rect: pygame.Rect
    tail: Tail | None
    up: bool
    newest: bool


class _Painter:
    """The bubbles and signs of one view, ready to blit; when nothing moves, all of them in one call."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.clear()

    def clear(self) -> None:
        """Remove all bubbles and signs."""
        self.items: list[Item] = []
        self.signs: list[Blit] = []
        self._blits: list[Blit] | None = None

    def paint(self, surface: pygame.Surface) -> None:
        """Blit everything."""
        if self._blits is not None:
            surface.blits(self._blits, False)
            return
        blits = list(self.signs)
        surface.blits(blits, False)
        still = True
        for item in self.items:
            blit = self._paint_one(surface, item)
            if blit is None:
                still = False
            elif still:
                blits.append(blit)
        self._blits = blits if still else None

    def _paint_one(self, surface: pygame.Surface, item: Item) -> Blit | None:
        """Blit one bubble. Return the blit if the bubble is at rest, None while it pops, types, fades or moves."""
        theme, (bubble, picture, rect, tail, up, newest) = self._theme, item
        tail = None if tail is None else tail.moved(-rect.x, -rect.y)
        solid = bubble.solidity * (1.0 if newest or theme.high_contrast else theme.old_alpha / 255)
        if not theme.reduced_motion and bubble.age < theme.pop_time and theme.pop_time > 0:
            picture.draw_popping(surface, rect.topleft, tail, up, bubble.shown_of(picture), bubble.age / theme.pop_time)
            return None
        if solid < 1.0:
            blit = picture.faded(rect.topleft, tail, up, round(255 * solid))
            surface.blit(*blit)
            return None if bubble.closing else blit
        if picture.moves or bubble.typing:
            picture.draw(surface, rect.topleft, tail, up, bubble.shown_of(picture), bubble.age)
            return None
        whole = picture.resting(rect.topleft, tail, up)
        if whole is None:
            picture.draw(surface, rect.topleft, tail, up, bubble.shown_of(picture), bubble.age)
        else:
            surface.blit(*whole)
        return whole


class Renderer:
    """Draws stacks of bubbles with the assets of one theme on one surface."""

    def __init__(self, assets: BubbleAssets) -> None:
        self._assets = assets
        theme = assets.theme
        edge = theme.px(theme.radius) + assets.tail_half
        measures = Measures(theme.px(theme.gap), assets.tail_length, edge, theme.px(theme.reach))
        self._placer = Placer(measures, theme.margin)
        # Pixels between a head and the upper edge of the screen that no bubble can use.
        self._over = measures.gap + measures.tail + theme.margin
        self._glide = Glide()
        self._captions = Captions(measures.gap, theme.margin)
        self._pointers = Pointers(assets)
        self._far: Picture | None = None
        self._stacked: dict[Hashable, int] = {}
        self.sight = Sight(theme)
        self._arranged: object = None
        self._painter = _Painter(theme)
        self._faces: list[pygame.Rect] = []
        self.rects: list[pygame.Rect] = []
        """The taken rectangles, and those of the bubbles and signs that were drawn last, without tails and shadows."""
        self.places: dict[Hashable, Place] = {}
        """The place to which each speaker's bubbles belong now; they may still be moving there (`rests`)."""
        self.tails: dict[Hashable, Tail] = {}
        """The tails of bubbles by speaker. A tail that would cross another face is listed, but not drawn."""
        self._captioned: dict[Hashable, Bubble] = {}
        self.captions: dict[Hashable, pygame.Rect] = {}
        """The rectangles of captions: lines at the foot of the screen, by speaker."""

    @property
    def rests(self) -> bool:
        """True while no bubble is moving to another place."""
        return not self._glide.moving

    @property
    def ways(self) -> Mapping[Hashable, Point]:
        """The positions of all bubbles as they were drawn, relative to their speakers' heads."""
        return self._glide.seen

    @property
    def readable(self) -> list[tuple[Bubble, pygame.Rect]]:
        """The bubbles that were drawn last with their words, and their rectangles."""
        return [(item.bubble, item.rect) for item in self._painter.items if item.picture is not self._far]

    @property
    def drawn_tails(self) -> list[Tail]:
        """The tails that were drawn last, without those that would cross another face."""
        return [item.tail for item in self._painter.items if item.tail is not None]

    def touchable(self) -> Iterator[tuple[Hashable, pygame.Rect]]:
        """Yield speakers and the rectangles that can be clicked, captions first: they are drawn over bubbles."""
        yield from self.captions.items()
        for speaker, place in self.places.items():
            yield speaker, place.rect

    def room(self, size: tuple[int, int]) -> tuple[int, int]:
        """Return the width of a line in pixels and the lines of a page, for a screen of this size.

        A bubble of that size that still has no room at its speaker is laid out on lower pages later.
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
        stacks: Stacks,
        time: Timeline,
        made_for: MadeFor,
        dt: float = 0.0,
        taken: Sequence[pygame.Rect] = (),
        faces: Sequence[Spot] = (),
        *,
        main: bool = True,
    ) -> None:
        """Draw every stack as `sight` saw it last. dt: seconds since the last drawing.

        taken: rectangles that stay free; faces: points over heads, or bodies, in world pixels, that nothing covers.
        main: this view decides how time passes.
        """
        quiet = [figure(view, face, self._assets.theme.body_height) for face in faces]
        arranged = (view.surface.get_size(), view.cover, list(taken), quiet, time.version, made_for)
        if self.sight.moved or arranged != self._arranged or not self._settled or time.now >= self._captions.due:
            # Copied, because the game may change its rectangle later.
            cover = view.cover and view.cover.copy()
            self._arranged = (arranged[0], cover, [rect.copy() for rect in taken], *arranged[3:])
            self._arrange(view, stacks, time, dt, taken, quiet, None if main else made_for)
        self._painter.paint(view.surface)

    @property
    def _settled(self) -> bool:
        return not self._glide.moving and self._placer.settled

    def _arrange(
        self,
        view: View,
        stacks: Stacks,
        time: Timeline,
        dt: float,
        taken: Sequence[pygame.Rect],
        quiet: list[pygame.Rect],
        beside: MadeFor | None,
    ) -> None:
        """Find a place for every bubble that is to be read. beside: the layout key of a second view, else None."""
        self._painter.clear()
        self.rects, self.tails = list(taken), {}
        theme, area = self._assets.theme, view.area
        pointing = {
            key for key, seen in self.sight.seen.items() if seen.far < 2 and outside(seen.head, area, theme.offscreen)
        }
        for key in pointing:
            self._point(view, self.sight.seen[key].head, stacks[key][-1].kind)
        forms = {
            key: self._forms(view, seen, stacks[key], beside)
            for key, seen in self.sight.seen.items()
            if seen.far < 2 and key not in pointing
        }
        wishes = [self._wish(key, self.sight.seen[key], shown) for key, shown in forms.items() if shown]
        self._stacked = {key: len(shown[0]) for key, shown in forms.items() if shown}
        self.places = places = self._placer.place(wishes, area, self.rects, quiet, view.cover, dt)
        step = 0.0 if theme.reduced_motion else dt
        rects = self._glide.towards({key: (place.head, place.rect) for key, place in places.items()}, step, area)
        self._faces = [upper_half(body) for body in quiet] + [place.figure.face for place in places.values()]
        # A bubble without a place of its own is drawn below the readable ones.
        for key, place in sorted(places.items(), key=lambda placed: -placed[1].form):
            self._put_stack(view, place, rects[key], forms[key][place.form])
        if beside is None:
            self._put_captions(view, stacks, pointing, time.now)
            self._let_wait(stacks)

    def _point(self, view: View, head: Point, kind: BubbleKind) -> None:
        area = view.area
        if view.cover is not None:
            area.height = min(area.height, view.cover.top)
        rect = self._pointers.rect(head, area, self.rects)
        self._painter.signs.append((self._pointers.sign(rect, head, kind), rect.topleft))
        self.rects.append(rect)

    def _forms(self, view: View, seen: Seen, stack: list[Bubble], made_for: MadeFor | None) -> list[Shown]:
        """Return the forms of a stack, the best first: all lines that fit, only the line to read now, three dots."""
        if seen.far:
            return [[(stack[-1], self._far_picture())]]
        shown = []
        for bubble in stack:
            picture = bubble.picture if made_for is None else bubble.picture_for(made_for)
            if picture is not None:
                shown.append((bubble, picture))
        if not shown:
            return []
        lead = _lead([bubble for bubble, _ in shown])
        if made_for is None:
            shown[lead] = self._squeezed(view, seen, *shown[lead])
        leader = shown[lead]
        self._drop_what_does_not_fit(view, seen, shown, leader)
        dots = [(leader[0], self._far_picture())]
        return [shown, dots] if len(shown) == 1 else [shown, [leader], dots]

    def _drop_what_does_not_fit(self, view: View, seen: Seen, shown: Shown, leader: tuple[Bubble, Picture]) -> None:
        """Remove lines until the stack fits: first lines that were read, then actions, then older words."""
        over = min(seen.head[1] - self._over, view.surface.get_height() * 0.72)
        before = self._stacked.get(leader[0].speaker, len(shown))
        most = self._assets.theme.stack
        while len(shown) > 1 and (
            len(shown) > most or self._height(shown) > over - (SPARE if len(shown) > before else 0)
        ):
            others = [one for one in shown if one is not leader]
            read = [one for one in others if one[0].read]
            done = [one for one in others if one[0].kind in ACTIONS]
            shown.remove((read or done[-1:] or others)[0])

    def _squeezed(self, view: View, seen: Seen, leader: Bubble, picture: Picture) -> tuple[Bubble, Picture]:
        """Return the line to read now, on lower pages if its speaker would have no room for it even alone."""
        tall = picture.size[1]
        if tall <= seen.head[1] - self._over and (view.cover is None or seen.head[1] <= view.cover.top):
            return leader, picture
        wish = self._wish(leader.speaker, seen, [[(leader, picture)]])
        room = self._placer.height(wish, view.area, view.cover)
        if tall > room and leader.squeeze(self._assets, tall - room) and leader.picture is not None:
            return leader, leader.picture
        return leader, picture

    def _far_picture(self) -> Picture:
        if self._far is None:
            self._far = Picture(self._assets, BubbleKind.SAID, Page((), last=True), dots=True)
        return self._far

    def _wish(self, key: Hashable, seen: Seen, forms: list[Shown]) -> Wish:
        sizes = tuple(
            shown[0][1].size if len(shown) == 1 else (max(picture.size[0] for _, picture in shown), self._height(shown))
            for shown in forms
        )
        wide, tall = round(seen.size[0]), round(seen.size[1]) or self._assets.theme.body_height
        return Wish(key, seen.head, sizes, tall, forms[0][-1][0].kind is BubbleKind.PLAYER, wide)

    def _height(self, shown: Shown) -> int:
        return sum(picture.size[1] for _, picture in shown) + (len(shown) - 1) * self._placer.measures.gap

    def _hides_a_face(self, tail: Tail, place: Place) -> bool:
        """Return True if a tail would cross another speaker's face. It is not drawn then; the name shows who speaks."""
        near = (self._faces[index] for index in tail.box.collidelistall(self._faces))
        return any(face.clipline(tail.root, tail.tip) for face in near if face != place.figure.face)

    def _put_stack(self, view: View, place: Place, within: pygame.Rect, shown: Shown) -> None:
        """Place the newest line nearest to the speaker, and the older ones farther away."""
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
            drawn = tail if tail is not None and not self._hides_a_face(tail, place) else None
            self._painter.items.append(Item(bubble, picture, rect, drawn, up, newest))

    def _tail(self, view: View, place: Place, rect: pygame.Rect, picture: Picture) -> tuple[Tail | None, bool]:
        """Return the tail, and True if the name plate goes to the lower edge because the tail leaves upwards."""
        tip = place.figure.tip(rect, self._placer.measures, view.area)
        tail = reaching(picture.body(False).move(rect.topleft), tip, picture.edge)
        if tail is None or tail.side is Side.DOWN or (tail.side is not Side.UP and tail.root[1] <= tip[1]):
            return tail, False
        return reaching(picture.body(True).move(rect.topleft), tip, picture.edge), True

    def _put_captions(self, view: View, stacks: Stacks, pointing: set[Hashable], now: float) -> None:
        """Place lines at the foot of the screen if their speakers have no room for them or are outside the screen."""
        shown = {id(item.bubble) for item in self._painter.items if item.picture is not self._far}
        homeless: dict[Hashable, tuple[Bubble, Picture]] = {}
        at_once = set()
        for key, seen in self.sight.seen.items():
            if seen.far == 0 and (line := self._homeless(stacks[key], shown)) is not None:
                homeless[key] = line
                if key not in pointing and any(id(bubble) in shown for bubble in stacks[key]):
                    at_once.add(key)
        sizes = {key: picture.size for key, (_, picture) in homeless.items()}
        cover = [view.cover] if view.cover is not None else []
        self.captions = self._captions.place(sizes, view.area, self.rects + cover, self._faces, now, at_once)
        self._captioned = {key: homeless[key][0] for key in self.captions}
        for key, rect in self.captions.items():
            self._painter.items.append(Item(*homeless[key], rect, None, False, True))

    def _homeless(self, stack: list[Bubble], shown: set[int]) -> tuple[Bubble, Picture] | None:
        """Return a speaker's oldest line that is unread and not shown, None if there is none. Actions may wait."""
        spoken = any(id(bubble) in shown for bubble in stack)
        for bubble in stack:
            fades = bubble.closing and bubble is self._captioned.get(bubble.speaker)
            if (bubble.read and not fades) or bubble.picture is None or id(bubble) in shown:
                continue
            if not spoken or bubble.kind not in (*ACTIONS, BubbleKind.PLAYER):
                return bubble, bubble.picture
        return None

    def _let_wait(self, stacks: Stacks) -> None:
        """Stop the clock of every unread bubble that has no place now."""
        shown = {id(item.bubble) for item in self._painter.items if item.picture is not self._far}
        for key, seen in self.sight.seen.items():
            for bubble in stacks[key]:
                if not bubble.read and bubble.picture is not None:
                    bubble.wait(seen.far == 0 and id(bubble) not in shown)


def _lead(stack: list[Bubble]) -> int:
    """Return the index of the line nearest to the speaker: the newest unread words, else the oldest unread action."""
    unread = [index for index, bubble in enumerate(stack) if not bubble.read]
    words = [index for index in unread if stack[index].kind not in ACTIONS]
    return (words[-1:] or unread[:1] or [len(stack) - 1])[0]
