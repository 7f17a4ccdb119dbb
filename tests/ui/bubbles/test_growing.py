"""A line that grows while it is said: what is read of it stays where it is, and nothing of it goes before its end."""

from __future__ import annotations

import random
from dataclasses import replace

import pygame
import pytest

from stealth_pygame.ui.bubbles.bubbles import Bubbles
from stealth_pygame.ui.bubbles.growing import GrowingBubble
from stealth_pygame.ui.palette import BubbleKind
from tests.ui.bubbles.test_bubbles import pass_time
from tests.ui.helpers import LONG, THEME, at

WELCOME = "Welcome to my forge! Swords are twelve gold each, shields are eight. Take your time and look around."

PROSE = " ".join(
    f"The {name} of the old village was never seen without a lantern, nor without a song." for name in "abcdef"
)


def begun(bubbles: Bubbles, text: str) -> GrowingBubble:
    return bubbles.begin("smith", text, anchor=at(300, 300), name="Bruno")


def seen(bubble: GrowingBubble) -> list[tuple[int, int, str]]:
    """Each letter that can be seen, with its line and its place in the line."""
    assert bubble.picture is not None
    letters, left = [], bubble.shown
    for row, line in enumerate(bubble.picture.page.lines):
        letters += [(row, column, letter) for column, letter in enumerate(line.text[: max(left, 0)])]
        left -= len(line.text) + 1
    return letters


def words_of(text: str) -> list[str]:
    """All beginnings of a text that end with a word."""
    ends = [place for place, letter in enumerate(text) if letter == " "]
    return [text[:end] for end in ends] + [text]


@pytest.mark.parametrize("seed", range(12))
def test_letters_that_are_seen_stay_where_they_are(bubbles: Bubbles, seed: int) -> None:
    """However the words come: none is typed again, none goes to another line or page, until the page is turned."""
    chance = random.Random(seed)
    text = chance.choice([WELCOME, PROSE, LONG])
    pieces = [piece for piece in words_of(text) if chance.random() < 0.4] or [text]
    bubble = begun(bubbles, pieces[0])
    before, page = list[tuple[int, int, str]](), 0
    for piece in [*pieces[1:], text]:
        bubble.grow(piece, ended=piece is text)
        for _ in range(chance.choice([1, 2, 10, 60])):
            bubbles.update(1 / 30)
            now, place = seen(bubble), bubble.start
            if place != page:
                page, before = place, []
            assert now[: len(before)] == before
            before = now
    assert bubble.text == text


def test_the_typewriter_goes_on_where_it_had_caught_up(bubbles: Bubbles) -> None:
    """The next words are typed as well, not thrown in whole."""
    bubble = begun(bubbles, "Well.")
    pass_time(bubbles, 2)
    assert (bubble.typing, bubble.shown) == (False, 5)
    bubble.grow(WELCOME.replace("Welcome", "Well. Welcome"))
    bubbles.update(1 / 30)
    assert bubble.typing
    assert 5 <= bubble.shown < 9
    pass_time(bubbles, 0.5)
    assert 9 < bubble.shown < len(WELCOME)


def test_each_letter_is_heard_once(bubbles: Bubbles) -> None:
    """Also where the words come in the middle of the typing."""
    heard: list[str] = []
    bubbles.on_type = lambda speaker, letter: heard.append(letter)
    bubble = begun(bubbles, "Well met.")
    for text in words_of("Well met. Twelve gold, or a good story.")[1:]:
        pass_time(bubbles, 0.2)
        bubble.grow(text)
    pass_time(bubbles, 4)
    assert "".join(heard) == "Wellmet.Twelvegold,oragoodstory."


def test_nothing_goes_before_its_last_word(bubbles: Bubbles) -> None:
    """A model may pause for as long as it likes; the time to read counts from the end."""
    bubble = begun(bubbles, "Well.")
    pass_time(bubbles, 60)
    assert (bubble.closing, bubble.read) == (False, False)
    bubble.grow("Well.", ended=True)
    pass_time(bubbles, 0.5)
    assert not bubble.closing
    pass_time(bubbles, 20)
    assert bubble.gone


def test_a_full_page_is_turned_before_the_end(bubbles: Bubbles) -> None:
    """A reader goes on while the rest is still written."""
    bubble = begun(bubbles, LONG)
    pass_time(bubbles, 60)
    assert bubble.start > 0
    assert not bubble.closing


def test_a_key_hurries_and_does_not_close_what_is_not_whole(bubbles: Bubbles) -> None:
    """What comes after it is shown at once; at the end the key closes as always."""
    bubble = begun(bubbles, WELCOME[:20])
    bubbles.update(0.1)
    assert bubbles.advance("smith")
    assert not bubble.typing
    assert bubbles.advance("smith")
    assert not bubble.closing
    bubble.grow(WELCOME, ended=True)
    bubbles.update(0.1)
    assert not bubble.typing
    assert bubbles.advance("smith")
    assert bubble.closing


@pytest.mark.parametrize("final", ["Let us speak of swords.", "W", ""])
def test_the_finished_text_takes_the_place_of_what_came(bubbles: Bubbles, final: str) -> None:
    """Also where the game's moderation has changed it, or it is shorter."""
    bubble = begun(bubbles, "Welcome to my forge!")
    pass_time(bubbles, 0.3)
    bubble.grow(final, ended=True)
    pass_time(bubbles, 1.5)
    assert bubble.text == final
    assert bubble.picture is not None
    assert bubble.picture.page.text == (final or "")


def test_a_newer_line_shows_it_whole(bubbles: Bubbles) -> None:
    """As it does with any line; later words are still shown."""
    bubble = begun(bubbles, WELCOME[:20])
    bubbles.say("smith", "Ouch.", anchor=at(300, 300))
    bubble.grow(WELCOME, ended=True)
    bubbles.update(0.1)
    assert not bubble.typing
    assert bubble.shown == len(WELCOME)


def test_the_first_words_take_the_place_of_the_dots(bubbles: Bubbles) -> None:
    """Nobody thinks and speaks in one bubble."""
    bubbles.think("smith", anchor=at(300, 300))
    bubble = begun(bubbles, "Well.")
    assert bubbles.of("smith") == [bubble]
    assert bubble.kind is BubbleKind.SAID


def test_lines_that_grow_share_the_layouts_of_a_frame(bubbles: Bubbles) -> None:
    """Sixteen that grow in one frame are laid out over the next ones, and are drawn as they were until then."""
    bubbles.theme = replace(THEME, layouts_per_frame=2)
    lines = [bubbles.begin(number, "Well.", anchor=at(20 * number, 200)) for number in range(16)]
    surface = pygame.Surface((640, 360))
    for _ in range(20):
        bubbles.update(1 / 60)
        bubbles.draw(surface)
    for line in lines:
        line.grow(WELCOME)
    frames = 0
    while any(line.stale for line in lines):
        before = sum(line.stale for line in lines)
        bubbles.update(1 / 60)
        bubbles.draw(surface)
        frames += 1
        assert before - sum(line.stale for line in lines) <= 2
        assert all(line.picture is not None for line in lines)
    assert frames == 8
