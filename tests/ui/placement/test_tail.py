"""Tails reach from the edge of a bubble that faces the speaker to the speaker, in one piece with the bubble."""

from __future__ import annotations

import math

import pygame
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stealth_pygame.ui.bubbles.assets import parts
from stealth_pygame.ui.bubbles.assets.parts import BubbleAssets
from stealth_pygame.ui.bubbles.bubble import BubbleKind
from stealth_pygame.ui.bubbles.picture import Picture
from stealth_pygame.ui.placement.tail import Side, Tail, reaching
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.text.pages import Page
from tests.ui.helpers import THEME

BODY = pygame.Rect(300, 300, 160, 50)
EDGE = 18


@given(tip=st.tuples(st.integers(0, 800), st.integers(0, 700)))
@settings(derandomize=True, deadline=None, max_examples=300, database=None)
def test_a_tail_begins_on_the_body_and_ends_at_its_tip(tip: tuple[int, int]) -> None:
    """Wherever the tip is: the root is on the edge towards it, off the corners; a tip within the body needs no tail."""
    tail = reaching(BODY, tip, EDGE)
    if tail is None:
        assert BODY.collidepoint(tip) or tip[0] in (BODY.left, BODY.right) or tip[1] in (BODY.top, BODY.bottom)
        return
    x, y = tail.root
    ahead, out = tail.way, tail.side.value
    assert tail.tip == tip
    assert ahead[0] * out[0] + ahead[1] * out[1] > 0
    on_edge = {
        Side.DOWN: y == BODY.bottom,
        Side.UP: y == BODY.top,
        Side.LEFT: x == BODY.left,
        Side.RIGHT: x == BODY.right,
    }
    assert on_edge[tail.side]
    along, low, high = (x, BODY.left, BODY.right) if out[1] else (y, BODY.top, BODY.bottom)
    assert low + EDGE - 1 <= along <= high - EDGE + 1


@given(
    way=st.tuples(st.integers(-90, 90), st.integers(6, 90)),
    kind=st.sampled_from([kind for kind in BubbleKind if kind is not BubbleKind.THINKING]),
    turned=st.booleans(),
)
@settings(derandomize=True, deadline=None, max_examples=60, database=None)
def test_bubble_and_tail_are_one_piece(way: tuple[int, int], kind: BubbleKind, turned: bool) -> None:
    """However long and slanted: painted without a gap, up to a few pixels before the tip, and not beyond it."""
    assume(abs(way[0]) <= 2.5 * way[1])
    picture = Picture(BubbleAssets(THEME, FontChain(THEME)), kind, Page((), last=True), name="Odo")
    body = picture.body(turned).move(150, 150)
    root = (body.centerx, body.top if turned else body.bottom)
    tip = (root[0] + way[0], root[1] + (-way[1] if turned else way[1]))
    tail = Tail(Side.UP if turned else Side.DOWN, root, tip)
    surface = pygame.Surface((500, 400), pygame.SRCALPHA)
    picture.draw(surface, (150, 150), tail.moved(-150, -150), turned, 0, 0.0)
    # What is more than a shadow, or the pale end of a tip.
    painted = pygame.mask.from_surface(surface, 90)
    whole = painted.connected_component(body.center)
    assert painted.count() - whole.count() <= 2
    assert min(math.dist(spot, tip) for spot in whole.outline()) < 12
    assert not painted.get_at((tip[0], tip[1] + (-3 if turned else 3)))


def test_thoughts_trail_off_in_clouds() -> None:
    """A thinker's tail is a row of clouds, the longer the more of them, none beyond the tip."""
    assets = BubbleAssets(THEME, FontChain(THEME))
    pieces = []
    for length in (12, 60, 120):
        drawn = assets.tail(BubbleKind.THINKING, Tail(Side.DOWN, (0, 0), (0, length)))
        pieces.append(len(pygame.mask.from_surface(drawn.surface, 60).connected_components()))
        assert drawn.at[1] + drawn.surface.get_height() <= length + 1
    assert pieces[0] < pieces[1] < pieces[2]


def test_a_tail_is_drawn_once_and_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Walking about, speakers need the same few tails again; what a whole evening needed is not kept."""
    assets = BubbleAssets(THEME, FontChain(THEME))
    monkeypatch.setattr(parts, "MOST_TAILS", 3)
    first = assets.tail(BubbleKind.SAID, Tail(Side.DOWN, (0, 0), (4, 20)))
    assert assets.tail(BubbleKind.SAID, Tail(Side.DOWN, (70, 9), (74, 29))) is first
    for length in range(3):
        assets.tail(BubbleKind.SAID, Tail(Side.DOWN, (0, 0), (4, 30 + length)))
    assert assets.tail(BubbleKind.SAID, Tail(Side.DOWN, (0, 0), (4, 20))) is not first


def test_tails_know_whether_they_cross() -> None:
    """One across the other, and two side by side."""
    down = Tail(Side.DOWN, (50, 0), (50, 100))
    assert down.crosses(Tail(Side.RIGHT, (0, 50), (100, 60)))
    assert not down.crosses(Tail(Side.DOWN, (60, 0), (70, 100)))
    assert not down.crosses(Tail(Side.RIGHT, (0, 150), (100, 160)))


def test_dots_pop_and_fade_with_their_bubble() -> None:
    """Three dots are never an empty bubble, not for a frame."""
    assets = BubbleAssets(THEME, FontChain(THEME))
    picture = Picture(assets, BubbleKind.THINKING, Page((), last=True), dots=True)
    tail = Tail(Side.DOWN, (30, 30), (34, 50))
    accent = THEME.style(BubbleKind.THINKING).accent
    faded, popping = pygame.Surface((200, 200)), pygame.Surface((200, 200))
    faded.blit(*picture.faded((50, 50), tail, False, 255))
    picture.draw_popping(popping, (50, 50), tail, False, 0, 0.9)
    for surface in (faded, popping):
        assert pygame.mask.from_threshold(surface, accent, (20, 20, 20, 255)).count() > 30
