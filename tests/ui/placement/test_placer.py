"""Bubbles are whole, apart from each other and still, under any camera and in any window."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stealth_pygame.ui.bubbles.bubble import BubbleKind
from stealth_pygame.ui.bubbles.bubbles import Bubbles
from stealth_pygame.ui.bubbles.picture import Picture
from stealth_pygame.ui.placement.placer import Placer, Wish
from stealth_pygame.ui.placement.spots import Search
from stealth_pygame.ui.theme import Theme
from tests.gate import for_the_gate
from tests.ui.crowd import Crowd
from tests.ui.helpers import LINE, THEME, at, chain

FONTS = chain()
"""Opened once, for the many pictures that Hypothesis asks for."""


def test_the_camera_decides_where_heads_are(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """A bubble follows speaker and camera, and stays the same size when the camera zooms."""
    bubbles.say("smith", LINE, anchor=at(1000, 1000), hold=True)
    bubbles.draw(screen, lambda spot: (spot[0] - 700, spot[1] - 800))
    one = bubbles.renderer.rects[0].copy()
    bubbles.draw(screen, lambda spot: ((spot[0] - 850) * 2, (spot[1] - 895) * 2))
    two = bubbles.renderer.rects[0]
    assert one.size == two.size
    assert one.midbottom == (300, 200 - THEME.gap - THEME.tail)
    assert two.midbottom == (300, 210 - THEME.gap - THEME.tail)


def test_a_camera_gone_mad_draws_nothing(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """A division by zero in a zoom is no reason to crash."""
    bubbles.say("smith", LINE, anchor=at(0, 0))
    bubbles.draw(screen, lambda spot: (float("nan"), float("inf")))
    assert bubbles.renderer.rects == []


def test_bubbles_stay_above_the_chat_box(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """Who stands at the lower edge can be read while the player types."""
    bubbles.say("smith", LINE, anchor=at(300, 340), hold=True)
    bubbles.draw(screen, None, pygame.Rect(40, 280, 560, 80))
    assert bubbles.renderer.rects[0].bottom <= 280


@pytest.mark.parametrize("still", [100, 160, 300])
@pytest.mark.parametrize("gone", [False, True])
def test_what_had_no_room_gets_it_however_long_all_were_still(still: int, gone: bool) -> None:
    """A neighbour shrinks or goes after a long calm: whoever was "…" beside him speaks in full within half a second."""
    placer, area = Placer(), pygame.Rect(0, 0, 200, 130)
    small = Wish("b", (150, 110), ((120, 60), (30, 20)))
    big = Wish("a", (60, 110), ((180, 60), (30, 20)))
    for _ in range(still):
        places = placer.place([big, small], area)
    assert places["b"].form == 1
    shrunk = [] if gone else [Wish("a", (60, 110), ((20, 12), (20, 12)))]
    for _ in range(30):
        places = placer.place([*shrunk, small], area)
    assert places["b"].form == 0


def test_more_frames_a_second_change_nothing_sooner() -> None:
    """On a screen of 240 Hz a bubble waits as long before it grows back as on one of 60."""

    def seconds(rate: int) -> float:
        placer, area = Placer(), pygame.Rect(0, 0, 200, 130)
        small = Wish("b", (150, 110), ((120, 60), (30, 20)))
        neighbour = Wish("a", (60, 110), ((180, 60), (30, 20)))
        for frame in range(10 * rate):
            if frame == rate // 4:
                neighbour = Wish("a", (60, 110), ((20, 12), (20, 12)))
            if placer.place([neighbour, small], area, dt=1 / rate)["b"].form == 0:
                return frame / rate
        raise AssertionError("it never grew back")

    assert seconds(60) == pytest.approx(seconds(240), abs=0.1)
    assert seconds(60) > 0.4


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
    rects = bubbles.renderer.rects
    assert len(rects) == 10
    assert all(screen.get_rect().contains(rect) for rect in rects)


text = st.text(st.characters(exclude_categories=()), max_size=120)
spot = st.tuples(st.integers(-100, 900), st.integers(-100, 700))


@given(
    said=st.lists(st.tuples(text, spot, st.sampled_from(BubbleKind)), min_size=1, max_size=3),
    size=st.tuples(st.integers(200, 800), st.integers(150, 600)),
    letters=st.integers(8, 24),
    shown=st.floats(0, 3),
)
@settings(derandomize=True, deadline=None, max_examples=40, database=None)
def test_whatever_is_said_stays_on_the_screen_and_in_its_bubble(
    said: list[tuple[str, tuple[int, int], BubbleKind]], size: tuple[int, int], letters: int, shown: float
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
    for rect in bubbles.renderer.rects:
        assert screen.get_rect().contains(rect)
    for bubble in bubbles:
        assert bubble.picture is None or bubble.kind is BubbleKind.THINKING or inside(bubble.picture)


def inside(picture: Picture) -> bool:
    """Whether the text's own surface lies within the body."""
    body = picture.body(False)
    lines = max(1, len(picture.page.lines)) * picture.assets.pen.line_height
    wide = picture.page.width
    return body.contains(pygame.Rect(picture.text_origin(False), (wide, lines)))


heads = st.tuples(st.integers(0, 100), st.integers(0, 100))
WORDS = " ".join(f"Word {number}," for number in range(60))


@pytest.mark.slow
@given(
    percent=heads,
    size=st.tuples(st.integers(320, 900), st.integers(180, 600)),
    length=st.integers(1, 500),
    boxed=st.booleans(),
)
@settings(derandomize=True, deadline=None, max_examples=150, database=None)
def test_who_speaks_alone_can_always_be_read(
    percent: tuple[int, int], size: tuple[int, int], length: int, boxed: bool
) -> None:
    """Anywhere in any window, with a box or without: lines of text, not three dots, and the face is free."""
    theme = replace(THEME, least_text_size=10, reduced_motion=True)
    screen, bubbles = pygame.Surface(size), Bubbles(theme, FONTS)
    fitted = theme.fitted(size)
    box = pygame.Rect(fitted.margin, size[1] - fitted.px(76), size[0] - 2 * fitted.margin, fitted.px(70))
    head = (percent[0] * (size[0] - 1) / 100, percent[1] * (size[1] - 1) / 100)
    bubbles.say("smith", WORDS[:length], anchor=at(*head), name="Brunhild")
    bubbles.draw(screen, None, box if boxed else None)
    stage = bubbles.renderer
    place, (rect,) = stage.places["smith"], stage.rects
    assert place.form == 0
    assert screen.get_rect().contains(rect)
    assert not rect.colliderect(place.figure.face)
    assert not (boxed and rect.colliderect(box))
    assert stage.tails["smith"].length < fitted.px(60)


@pytest.mark.slow
@given(
    percents=st.lists(heads, min_size=2, max_size=7),
    size=st.sampled_from([(1280, 720), (640, 360), (480, 270), (320, 180)]),
    lengths=st.lists(st.integers(1, 200), min_size=7, max_size=7),
    frames=st.integers(1, 3),
)
@settings(derandomize=True, deadline=None, max_examples=150, database=None)
def test_any_arrangement_has_its_tails_and_faces(
    percents: list[tuple[int, int]], size: tuple[int, int], lengths: list[int], frames: int
) -> None:
    """Two to seven anywhere: bubbles whole, tails on their speakers, own faces free, words never covered."""
    theme = replace(THEME, least_text_size=10, reduced_motion=True)
    screen, bubbles = pygame.Surface(size), Bubbles(theme, FONTS)
    for number, (x, y) in enumerate(percents):
        head = (x * (size[0] - 1) / 100, y * (size[1] - 1) / 100)
        bubbles.say(number, WORDS[: lengths[number]], anchor=at(*head), name="Odo")
    for _ in range(frames):
        bubbles.update(1 / 60)
        bubbles.draw(screen)
    stage = bubbles.renderer
    readable = {who: place for who, place in stage.places.items() if place.form == 0}
    assert readable
    for who, place in stage.places.items():
        assert screen.get_rect().contains(place.rect)
        assert (
            place.figure.body.inflate(12, 12)
            .union(pygame.Rect(place.figure.shown, (4, 4)))
            .inflate(8, 8)
            .collidepoint(stage.tails[who].tip)
        )
        if who in readable:
            assert not place.rect.colliderect(place.figure.face)
            others = [other.rect for key, other in readable.items() if key != who]
            assert place.rect.collidelist(others) == -1
            assert not any(other.clipline(stage.tails[who].root, stage.tails[who].tip) for other in others)
    if len(percents) <= 3 and size[0] >= 640:
        rects = [place.rect for place in stage.places.values()]
        assert not any(rect.collidelist(rects[index + 1 :]) != -1 for index, rect in enumerate(rects))


@pytest.mark.parametrize("high", range(96, 120))
def test_a_tail_can_be_seen(high: int) -> None:
    """Also where a bubble just fits between the head and the upper edge: it goes aside rather than hide its tail."""
    placer = Placer()
    place = placer.place([Wish("a", (320, high), ((200, 88),))], pygame.Rect(0, 0, 640, 360))["a"]
    assert place.tail is not None
    assert place.tail.length >= placer.measures.tail / 2


def test_three_who_stand_apart_are_all_read() -> None:
    """As long as the screen has room nobody is reduced to three dots."""
    bubbles, screen = Bubbles(THEME, FONTS), pygame.Surface((640, 360))
    for number, head in enumerate([(200, 250), (320, 260), (440, 250)]):
        bubbles.say(number, WORDS[:80], anchor=at(*head), name="Odo")
    bubbles.draw(screen)
    assert [place.form for place in bubbles.renderer.places.values()] == [0, 0, 0]


def test_what_had_no_room_comes_back_when_there_is(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """Three dots in a throng; words again, after a moment, when the others have left."""
    for number in range(9):
        bubbles.say(number, WORDS[:150], anchor=at(320, 180), name="Odo", hold=True)
    bubbles.draw(screen)
    places = bubbles.renderer.places
    small = [who for who, place in places.items() if place.form > 0]
    assert small
    for number in set(range(9)) - {small[-1]}:
        bubbles.forget(number)
    for _ in range(40):
        bubbles.update(1 / 60)
        bubbles.draw(screen)
    assert bubbles.renderer.places[small[-1]].form == 0


def test_bubbles_glide_to_another_place(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """Who is joined by a neighbour sees his bubble slide aside; with reduced motion it is there at once."""
    for motion in (False, True):
        bubbles.theme = replace(THEME, reduced_motion=motion)
        bubbles.clear()
        bubbles.say("smith", WORDS[:60], anchor=at(300, 250), hold=True)
        bubbles.draw(screen)
        before = bubbles.renderer.rects[0].copy()
        bubbles.say("miller", WORDS[:60], anchor=at(350, 250), hold=True)
        bubbles.update(1 / 60)
        bubbles.draw(screen)
        after, goal = bubbles.renderer.rects[0], bubbles.renderer.places["smith"].rect
        assert goal != before
        assert (after == goal) is motion
        assert motion or 0 < abs(after.x - before.x) < 20
        for _ in range(30):
            bubbles.update(1 / 60)
            bubbles.draw(screen)
        assert bubbles.renderer.rests
        assert bubbles.renderer.rects[0] == bubbles.renderer.places["smith"].rect


def test_what_was_moved_aside_drifts_home() -> None:
    """When a neighbour has gone the bubble is over the head again, by small steps."""
    placer, area = Placer(), pygame.Rect(0, 0, 640, 360)
    one, two = (Wish(key, (x, 250), ((160, 50), (40, 30))) for key, x in (("a", 320), ("b", 370)))
    aside = placer.place([one, two], area)["a"].rect
    way = [placer.place([one], area)["a"].rect for _ in range(80)]
    assert aside.centerx < 300
    assert way[-1].centerx == 320


def test_in_a_small_window_letters_shrink_but_stay_legible() -> None:
    """Nothing has to be set for 320 by 180; what somebody set for her eyes stays larger, and it can be turned off."""
    theme = Theme()
    assert theme.fitted((640, 360)) is theme
    assert theme.fitted((320, 180)).text_size == 11
    assert theme.fitted((100, 60)).text_size == theme.least_text_size == 10
    assert theme.fitted((320, 180)).body_height < theme.body_height
    assert Theme(text_size=26).fitted((320, 180)).text_size == 17
    assert Theme(text_size=8).fitted((320, 180)).text_size == 8
    assert Theme(least_text_size=96).fitted((320, 180)).text_size == 17


@pytest.mark.parametrize("size", [(1280, 720), (640, 360), (320, 180)], ids=str)
@pytest.mark.parametrize(
    ("count", "frames"),
    [(1, 600), (3, 600), (8, 60), *(pytest.param(*more, marks=pytest.mark.slow) for more in ((8, 600), (50, 60)))],
)
def test_a_crowd_that_walks_and_talks_can_be_followed(size: tuple[int, int], count: int, frames: int) -> None:
    """In every frame each bubble is whole, its tail on its speaker, his face free; none jumps, and few ever touch."""
    crowd = Crowd(count, size)
    for _ in range(frames):
        crowd.frame()
        crowd.check()
    if count <= 3 or (count == 8 and size[0] == 1280):
        assert crowd.crowded <= frames * (0.01 if size[0] > 320 else 0.06)


@pytest.mark.parametrize("zoom", [0.5, *for_the_gate([2.0, 3.0])])
def test_a_zoomed_camera_changes_nothing(zoom: float) -> None:
    """The same under a camera that is near or far."""
    crowd = Crowd(5, (640, 360), zoom)
    for _ in range(300):
        crowd.frame()
        crowd.check()


def test_a_camera_that_pans_carries_the_bubbles_along() -> None:
    """Over their heads and away from the edges nobody has to think: it comes to the same as thinking."""
    placer, area = Placer(), pygame.Rect(0, 0, 640, 360)
    sizes = ((120, 50), (40, 30))
    for step in range(0, 260, 7):
        wishes = [Wish(key, (250 - step + key * 130, 250 - step // 3), sizes) for key in range(3)]
        places = placer.place(wishes, area, [pygame.Rect(600 - step, 20 - step // 3, 20, 10)])
        assert places.keys() == {0, 1, 2}
        for key in range(3):
            place = places[key]
            assert area.contains(place.rect)
            assert place.head == (250 - step + key * 130, 250 - step // 3)
            fresh = Placer().place(wishes, area)[key]
            if step < 180:
                assert (place.rect, place.tail, place.figure) == (fresh.rect, fresh.tail, fresh.figure)


def test_behind_a_box_the_tail_ends_at_its_edge(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """Who stands behind the chat box is pointed at; who stands beside it has his bubble where it always is."""
    box = pygame.Rect(40, 280, 400, 80)
    bubbles.say("smith", LINE, anchor=at(240, 330), hold=True)
    bubbles.say("miller", "Hm.", anchor=at(540, 340), hold=True)
    bubbles.draw(screen, None, box)
    tail = bubbles.renderer.tails["smith"]
    assert tail.tip == (240, box.top - THEME.gap)
    assert bubbles.renderer.rects[1].midbottom == (540, 340 - THEME.gap - THEME.tail)


def test_what_comes_to_stand_over_a_head_moves_the_bubble() -> None:
    """Neither who stands still nor who is carried along stays under a prompt."""
    for way in (0, 3):
        placer, area = Placer(), pygame.Rect(0, 0, 640, 360)
        sizes = ((120, 50), (40, 30))
        placer.place([Wish("a", (300, 200), sizes)], area)
        prompt = pygame.Rect(290 + way, 160, 40, 20)
        assert not placer.place([Wish("a", (300 + way, 200), sizes)], area, [prompt])["a"].rect.colliderect(prompt)


def test_a_pointer_stands_clear_of_the_box(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """Somebody below the screen is pointed at from above the chat box."""
    box = pygame.Rect(40, 280, 560, 80)
    bubbles.say("smith", LINE, anchor=at(300, 600), hold=True)
    bubbles.draw(screen, None, box)
    (rect,) = bubbles.renderer.rects
    assert rect.bottom <= box.top
    assert bubbles.renderer.tails == {}


@pytest.mark.slow
def test_a_crowd_under_a_camera_looks_for_places_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """Heads that stand close take each other's room for tails; who has a place keeps it."""
    placer, area = Placer(), pygame.Rect(0, 0, 1280, 720)
    searches: list[object] = []
    find = Search.find

    def counted(search: Search, size: tuple[int, int]) -> object:
        searches.append(search)
        return find(search, size)

    monkeypatch.setattr(Search, "find", counted)
    heads = [(80 + key % 10 * 120, 130 + key // 10 * 130) for key in range(50)]
    for frame in range(240):
        if frame == 60:
            searches.clear()
        x = -(frame * 3 % 60)
        placer.place([Wish(key, (head[0] + x, head[1]), ((150, 40), (60, 40))) for key, head in enumerate(heads)], area)
    assert len(searches) < 180 * 4
