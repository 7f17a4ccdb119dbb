"""Several surfaces in one frame, floods of lines, and words whose speakers have no room for them."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.text import reading_time
from stealth_pygame.ui.bubbles.bubbles import MOST_LINES, MOST_VIEWS, Bubbles
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.placement.captions import AGAIN, DELAY, PATIENCE, Captions
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.theme import Theme
from tests.ui.helpers import LINE, LONG, THEME, at

SMALL = replace(THEME, least_text_size=8)


def frames(
    bubbles: Bubbles, screen: pygame.Surface, seconds: float, listener: tuple[float, float] | None = None
) -> None:
    for _ in range(round(seconds * 30)):
        bubbles.update(1 / 30, listener)
        bubbles.draw(screen)


# --- two views


def test_a_second_view_makes_nothing_anew(fonts: FontChain, screen: pygame.Surface) -> None:
    """A window and a small map beside it: each keeps its parts and pictures from frame to frame."""
    bubbles, small = Bubbles(SMALL, fonts), pygame.Surface((240, 135))
    bubble = bubbles.say("smith", LINE, anchor=at(300, 200), hold=True)
    parts = set()
    for _ in range(10):
        bubbles.update(1 / 30)
        bubbles.draw(screen)
        parts.add(bubbles.assets)
        picture = bubble.picture
        bubbles.draw(small, lambda spot: (spot[0] * 0.375, spot[1] * 0.375))
        parts.add(bubbles.assets)
        assert bubble.picture is picture
    assert len(parts) == 2
    assert bubbles.renderer.readable[0][0] is bubble
    assert small.get_rect().contains(bubbles.renderer.rects[0])


def test_the_second_view_types_along(fonts: FontChain, screen: pygame.Surface) -> None:
    """As many letters are seen on the map as in the window, and time goes by once."""
    bubbles, small = Bubbles(SMALL, fonts), pygame.Surface((240, 135))
    bubble = bubbles.say("smith", LONG, anchor=at(300, 300))
    for _ in range(20):
        bubbles.update(1 / 30)
        bubbles.draw(screen)
        bubbles.draw(small)
    assert bubble.typing
    assert bubble.age == pytest.approx(19 / 30, abs=0.04)
    other = next(item for item in [bubble.picture_for(made_for) for made_for in bubble.other_views])
    assert other is not None
    letters = [
        len("".join(text.split()))
        for text in (
            other.page.text[: bubble.shown_of(other)],
            bubble.picture.page.text[: bubble.shown] if bubble.picture else "",
        )
    ]
    assert abs(letters[0] - letters[1]) <= 1


def test_two_halves_of_a_screen_have_places_of_their_own(fonts: FontChain, screen: pygame.Surface) -> None:
    """Split screen: two cameras on equal surfaces do not pull a bubble to and fro."""
    bubbles = Bubbles(THEME, fonts)
    bubbles.say("smith", "Aye.", anchor=at(300, 200), hold=True)
    left, right = screen.subsurface((0, 0, 320, 360)), screen.subsurface((320, 0, 320, 360))
    for _ in range(20):
        bubbles.update(1 / 30)
        bubbles.draw(left, lambda spot: (spot[0] - 200, spot[1]))
        one = bubbles.renderer
        assert one.rests
        bubbles.draw(right, lambda spot: (spot[0] - 100, spot[1]))
        assert bubbles.renderer is not one
        assert bubbles.renderer.rests
    assert one.rects[0].centerx == 100
    assert bubbles.renderer.rects[0].centerx == 200


def test_views_that_are_drawn_no_more_are_forgotten(fonts: FontChain) -> None:
    """A window that is dragged to a hundred sizes leaves no hundred sets of parts."""
    bubbles = Bubbles(SMALL, fonts)
    bubbles.say("smith", LINE, anchor=at(100, 100), hold=True)
    for wide in range(200, 300):
        bubbles.update(1 / 30)
        bubbles.draw(pygame.Surface((wide, 160)))
    assert bubbles.views <= MOST_VIEWS


class Display(pygame.Surface):
    """A display as pygame gives it, by its flags."""

    flags = pygame.OPENGL

    def get_flags(self) -> int:
        return self.flags


def test_an_opengl_display_is_told(bubbles: Bubbles, monkeypatch: pytest.MonkeyPatch) -> None:
    """pygame cannot draw there: one sentence says what to do instead."""

    def refuse(_: object) -> None:
        raise pygame.error("Cannot update an OPENGL display")

    monkeypatch.setattr(pygame.display, "update", refuse)
    with pytest.raises(ConfigurationError, match="OPENGL"):
        bubbles.draw(Display((640, 360)))


@pytest.mark.parametrize("flags", [pygame.OPENGL | pygame.PREALLOC, pygame.OPENGL])
def test_a_window_that_sdl_draws_by_opengl_is_like_any_other(
    bubbles: Bubbles, monkeypatch: pytest.MonkeyPatch, flags: int
) -> None:
    """Plain and scaled windows have the flag on many machines, and take an update that OPENGL mode refuses."""
    monkeypatch.setattr(Display, "flags", flags)
    monkeypatch.setattr(pygame.display, "update", lambda _: None)
    bubbles.draw(Display((640, 360)))


# --- floods


def test_a_flood_of_lines_keeps_what_can_be_read(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """Of thousands of results in one frame the words and the last few are kept, in linear time."""
    words = bubbles.say("smith", LINE, anchor=at(300, 200))
    for number in range(3_000):
        bubbles.say("smith", f"Opened {number}.", anchor=at(300, 200), kind=BubbleKind.ACTION_DONE)
    lines = bubbles.of("smith")
    assert len(lines) == MOST_LINES
    assert lines[0] is words
    assert lines[-1].text == "Opened 2999."
    frames(bubbles, screen, 1)
    assert words in [bubble for bubble, _ in bubbles.renderer.readable]


# --- words without room


def test_what_was_done_waits_for_what_was_said(bubbles: Bubbles) -> None:
    """Near the upper edge both do not fit: the words have their reading time, then the result has its own."""
    screen = pygame.Surface((320, 120))
    words = bubbles.say("nurse", LINE, anchor=at(160, 60))
    done = bubbles.say("nurse", "All monsters are healed.", anchor=at(160, 60), kind=BubbleKind.ACTION_DONE)
    frames(bubbles, screen, 0.5)
    assert (words.waits, done.waits) == (False, True)
    frames(bubbles, screen, reading_time(LINE) + 2.0)
    assert words.gone
    assert not done.waits
    assert not done.closing
    frames(bubbles, screen, reading_time(done.text) + 1.0)
    assert done.gone


def test_words_from_outside_the_picture_go_to_the_foot(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """A pointer says where the speaker is; the words stand below, with the name, and are read and go."""
    bubble = bubbles.say("smith", LINE, anchor=at(320, -90), name="Brunhild")
    frames(bubbles, screen, 1.0, (320, 200))
    assert bubbles.renderer.captions["smith"].bottom == 360 - THEME.margin
    assert not bubble.waits
    assert bubbles.speaker_at(bubbles.renderer.captions["smith"].center) == "smith"
    frames(bubbles, screen, 6.0, (320, 200))
    assert bubble.gone
    assert bubbles.renderer.captions == {}


def test_who_is_too_far_away_to_be_heard_has_no_caption(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """Words in the distance are three dots, and go after their time."""
    bubble = bubbles.say("smith", LINE, anchor=at(320, -500))
    frames(bubbles, screen, 1.0, (320, 300))
    assert bubbles.renderer.captions == {}
    frames(bubbles, screen, 6.0, (320, 300))
    assert bubble.gone


AREA = pygame.Rect(0, 0, 640, 360)


def test_captions_stand_at_the_foot_and_stay_there() -> None:
    """In the middle of the lower edge after a moment; while that is free, nowhere else."""
    captions = Captions()
    assert captions.place({"a": (200, 60)}, AREA, [], [], 0.0) == {}
    assert captions.due == pytest.approx(AGAIN)
    first = captions.place({"a": (200, 60)}, AREA, [], [], DELAY)["a"]
    assert first.midbottom == (320, 354)
    blocked = captions.place({"a": (200, 60)}, AREA, [first], [], 1.0)["a"]
    assert blocked.collidelist([first]) == -1
    assert captions.place({"a": (200, 60)}, AREA, [], [], 2.0)["a"] == blocked


def test_captions_cover_words_sooner_than_faces() -> None:
    """Where all is full they wait, and then cover what others say, but no face."""
    captions, face = Captions(), pygame.Rect(300, 300, 32, 24)
    full = [pygame.Rect(0, 0, 640, 360)]
    assert captions.place({"a": (200, 60)}, AREA, full, [face], 0.0, {"a"}) == {}
    assert captions.place({"a": (200, 60)}, AREA, full, [face], 1.0) == {}
    rect = captions.place({"a": (200, 60)}, AREA, full, [face], PATIENCE)["a"]
    assert not rect.colliderect(face)
    assert AREA.contains(rect)


# --- the end


def test_released_bubbles_begin_anew(fonts: FontChain, screen: pygame.Surface) -> None:
    """Nothing is shown afterwards; what is said later is drawn as ever."""
    bubbles = Bubbles(Theme(system_fonts=False), fonts)
    bubble = bubbles.say("smith", LINE, anchor=at(300, 200))
    frames(bubbles, screen, 0.5)
    bubbles.release()
    assert bubble.gone
    assert not bubbles.speaking
    bubbles.say("smith", LINE, anchor=at(300, 200))
    frames(bubbles, screen, 0.5)
    assert len(bubbles.renderer.rects) == 1
