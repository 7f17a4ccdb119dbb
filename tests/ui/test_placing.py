"""Bubbles are whole, apart from each other and still, under any camera and in any window."""

from __future__ import annotations

from dataclasses import replace

import pygame
from hypothesis import given, settings
from hypothesis import strategies as st

from stealth_pygame.ui.bubble import Kind
from stealth_pygame.ui.bubbles import Bubbles
from stealth_pygame.ui.picture import Picture
from stealth_pygame.ui.placing import Placer, Wish
from tests.ui.helpers import LINE, THEME, at, chain


def test_the_camera_decides_where_heads_are(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """A bubble follows speaker and camera, and stays the same size when the camera zooms."""
    bubbles.say("smith", LINE, anchor=at(1000, 1000), hold=True)
    bubbles.draw(screen, lambda spot: (spot[0] - 700, spot[1] - 800))
    one = bubbles._stage.rects[0].copy()
    bubbles.draw(screen, lambda spot: ((spot[0] - 850) * 2, (spot[1] - 895) * 2))
    two = bubbles._stage.rects[0]
    assert one.size == two.size
    assert one.midbottom == (300, 200 - THEME.gap - THEME.tail)
    assert two.midbottom == (300, 210 - THEME.gap - THEME.tail)


def test_a_camera_gone_mad_draws_nothing(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """A division by zero in a zoom is no reason to crash."""
    bubbles.say("smith", LINE, anchor=at(0, 0))
    bubbles.draw(screen, lambda spot: (float("nan"), float("inf")))
    assert bubbles._stage.rects == []


def test_bubbles_stay_above_the_chat_box(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """Who stands at the lower edge can be read while the player types."""
    bubbles.say("smith", LINE, anchor=at(300, 340), hold=True)
    bubbles.draw(screen, None, pygame.Rect(40, 280, 560, 80))
    assert bubbles._stage.rects[0].bottom <= 280


def test_a_still_head_makes_a_still_bubble() -> None:
    """Breathing by half a pixel moves nothing; a step does."""
    placer = Placer()
    area = pygame.Rect(0, 0, 640, 360)
    places = {
        placer.place([Wish("a", (300.0 + wobble, 200.0 - wobble), ((100, 40),))], area)["a"].rect.topleft
        for wobble in (0.0, 0.4, 0.6, -0.5, 0.9)
    }
    assert len(places) == 1
    assert placer.place([Wish("a", (305.0, 200.0), ((100, 40),))], area)["a"].rect.topleft not in places


def test_walking_through_each_other_makes_no_jumps() -> None:
    """Two who pass each other: bubbles never overlap; both make room, and change sides a few times, not every step."""
    placer, area = Placer(), pygame.Rect(0, 0, 640, 360)
    jumps, before = 0, None
    for step in range(200):
        wishes = [Wish("a", (320, 250), ((120, 50),)), Wish("b", (120 + step * 2, 250), ((120, 50),))]
        places = placer.place(wishes, area)
        one, two = places["a"].rect, places["b"].rect
        assert not one.colliderect(two)
        jumps += before is not None and abs(two.x - before.x) + abs(two.y - before.y) > 20
        before = two
    assert jumps <= 5


def test_a_full_screen_still_has_a_place() -> None:
    """Where there is no free place left, it covers as little as it can, on the screen."""
    placer, area = Placer(), pygame.Rect(0, 0, 200, 100)
    places = placer.place([Wish(key, (100, 50), ((150, 60),)) for key in range(4)], area)
    assert all(area.contains(place.rect) for place in places.values())


def test_an_area_smaller_than_its_margin_has_a_place() -> None:
    """A window of nothing does not raise."""
    assert Placer().place([Wish("a", (1, 1), ((50, 20),))], pygame.Rect(0, 0, 8, 8))


def test_pointers_stand_beside_each_other(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """Ten who call from the same side are ten pointers on the screen."""
    for number in range(10):
        bubbles.say(number, LINE, anchor=at(-500, 180))
    bubbles.draw(screen)
    rects = bubbles._stage.rects
    assert len(rects) == 10
    assert all(screen.get_rect().contains(rect) for rect in rects)


text = st.text(st.characters(exclude_categories=()), max_size=120)
spot = st.tuples(st.integers(-100, 900), st.integers(-100, 700))


@given(
    said=st.lists(st.tuples(text, spot, st.sampled_from(Kind)), min_size=1, max_size=3),
    size=st.tuples(st.integers(200, 800), st.integers(150, 600)),
    letters=st.integers(8, 24),
    shown=st.floats(0, 3),
)
@settings(derandomize=True, deadline=None, max_examples=40, database=None)
def test_whatever_is_said_stays_on_the_screen_and_in_its_bubble(
    said: list[tuple[str, tuple[int, int], Kind]], size: tuple[int, int], letters: int, shown: float
) -> None:
    """Any Unicode, any window, any place: nothing raises, bubbles are whole, text is inside them."""
    theme = replace(THEME, text_size=letters, pop_time=0)
    bubbles = Bubbles(theme, chain(theme))
    screen = pygame.Surface(size)
    for number, (line, head, kind) in enumerate(said):
        bubbles.say(number, line, anchor=at(*head), kind=kind, name=line[:20])
    bubbles.draw(screen)
    bubbles.update(shown)
    screen.fill((1, 2, 3))
    bubbles.draw(screen)
    for rect in bubbles._stage.rects:
        assert screen.get_rect().contains(rect)
    for bubble in bubbles:
        assert bubble.picture is None or bubble.kind is Kind.THINKING or inside(bubble.picture)


def inside(picture: Picture) -> bool:
    """Whether the text's own surface lies within the body."""
    body = picture.body(False)
    lines = max(1, len(picture.page.lines)) * picture.kit.pen.line_height
    wide = picture.page.width
    return body.contains(pygame.Rect(picture.text_origin(False), (wide, lines)))
