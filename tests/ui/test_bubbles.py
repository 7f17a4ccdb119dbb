"""Bubbles type, wait, turn, make room and go, as a player sees it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.text import reading_time
from stealth_pygame.ui.bubble import MOST_CHARACTERS, Bubble, Kind
from stealth_pygame.ui.bubbles import Bubbles
from stealth_pygame.ui.fonts import FontChain
from stealth_pygame.ui.picture import Picture
from stealth_pygame.ui.placing import Placer, Wish
from stealth_pygame.ui.stage import Stage
from stealth_pygame.ui.theme import Theme
from stealth_pygame.ui.typewriter import Typewriter
from tests.ui.helpers import THEME, chain

LINE = "Good evening. The forge is warm."
LONG = " ".join(f"Word{number}." for number in range(80))


def at(x: float, y: float) -> Callable[[], tuple[float, float]]:
    return lambda: (x, y)


@pytest.fixture
def screen() -> pygame.Surface:
    return pygame.Surface((640, 360))


@pytest.fixture
def bubbles(fonts: FontChain) -> Bubbles:
    return Bubbles(THEME, fonts)


def pass_time(bubbles: Bubbles, seconds: float, fps: int = 30) -> None:
    for _ in range(round(seconds * fps)):
        bubbles.update(1 / fps)


@pytest.mark.parametrize("fps", [30, 60, 240])
def test_typing_takes_the_same_time_at_any_frame_rate(fps: int) -> None:
    """The typewriter goes by seconds, not by frames."""
    writer = Typewriter(LINE, Theme(typing_speed=20))
    frames = 0
    while not writer.done:
        writer.update(1 / fps)
        frames += 1
    expected = len(LINE) / 20 + Theme().sentence_pause
    assert frames / fps == pytest.approx(expected, abs=1.5 / 30)


def test_it_rests_where_a_person_would() -> None:
    """After sentences and commas, also behind a quotation mark; not inside a number or an ellipsis."""
    theme = Theme(typing_speed=10, sentence_pause=1.0, comma_pause=0.5)

    def takes(text: str) -> float:
        writer, spent = Typewriter(text, theme), 0.0
        while not writer.done:
            writer.update(0.05)
            spent += 0.05
        return spent - len(text) / 10

    assert takes("Hi. Ok") == pytest.approx(1.0, abs=0.1)
    assert takes("Hi, Ok") == pytest.approx(0.5, abs=0.1)
    assert takes('"Hi." Ok') == pytest.approx(1.0, abs=0.1)
    assert takes("Hm... ok") == pytest.approx(1.0, abs=0.1)
    assert takes("3.5 gold") == pytest.approx(0.0, abs=0.1)
    assert takes("はい。剣") == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize("theme", [replace(THEME, typing_speed=0), replace(THEME, reduced_motion=True)])
def test_speed_nought_and_reduced_motion_show_a_line_at_once(theme: Theme) -> None:
    """Nobody has to wait for letters."""
    writer = Typewriter(LINE, theme)
    assert writer.done
    assert writer.update(1.0) == ""


def test_each_letter_can_be_heard(bubbles: Bubbles) -> None:
    """The sound callback gets who speaks and each letter, once, without the spaces."""
    heard: list[tuple[Hashable, str]] = []
    bubbles.on_type = lambda speaker, letter: heard.append((speaker, letter))
    bubbles.say("smith", "Hi you", anchor=at(300, 200))
    pass_time(bubbles, 2)
    assert heard == [("smith", letter) for letter in "Hiyou"]


def test_nobody_need_listen(fonts: FontChain) -> None:
    """Without a callback it types in silence, alone too."""
    bubbles = Bubbles(THEME, fonts)
    bubble = bubbles.say("smith", "Hi", anchor=at(300, 200))
    pass_time(bubbles, 1)
    assert not bubble.typing
    assert "Hi" in repr(bubble)


def test_one_key_hurries_then_turns_then_closes(bubbles: Bubbles) -> None:
    """Advance shows the whole page, then the next page, and at the end lets the bubble go."""
    bubble = bubbles.say("smith", LONG, anchor=at(300, 300), hold=True)
    bubbles.update(0.1)
    assert bubble.typing
    assert bubbles.advance("smith")
    assert not bubble.typing
    first = bubble.picture
    assert bubbles.advance()
    assert bubble.picture is not first
    for _ in range(20):
        bubbles.advance("smith")
    assert bubble.closing
    assert not bubbles.advance("smith")
    assert not bubbles.advance("nobody")


def test_advance_takes_the_newest_line(bubbles: Bubbles) -> None:
    """The key is for what was said last, by whomever, and never for thinking dots."""
    older = bubbles.say("smith", LINE, anchor=at(100, 300))
    bubbles.update(0.05)
    newer = bubbles.say("miller", LINE, anchor=at(500, 300))
    bubbles.think("cook", anchor=at(300, 300))
    bubbles.update(0.05)
    bubbles.advance()
    assert older.typing
    assert not newer.typing


def test_a_line_stays_until_it_can_have_been_read(bubbles: Bubbles) -> None:
    """Typed, read, faded: then nobody knows it any more."""
    bubble = bubbles.say("smith", "Aye.", anchor=at(300, 200))
    pass_time(bubbles, 0.3)
    assert not bubbles.quiet("smith")
    pass_time(bubbles, reading_time("Aye.") - 0.4)
    assert not bubble.closing
    pass_time(bubbles, 0.5)
    assert bubble.closing
    assert bubbles.quiet("smith")
    pass_time(bubbles, 0.5)
    assert list(bubbles) == []


def test_long_replies_turn_their_pages_themselves(bubbles: Bubbles) -> None:
    """A player who does nothing reads it all."""
    bubble = bubbles.say("smith", LONG, anchor=at(300, 300))
    bubbles.update(0)
    assert bubble.more
    pass_time(bubbles, 90)
    assert bubble.read
    assert bubble.gone


def test_a_held_line_waits_for_the_player(bubbles: Bubbles) -> None:
    """It is never taken away nor turned, but counts as read after its time."""
    bubble = bubbles.say("smith", "Aye.", anchor=at(300, 200), hold=True)
    pages = bubbles.say("miller", LONG, anchor=at(300, 300), hold=True)
    pass_time(bubbles, 40)
    assert not bubble.closing
    assert bubbles.quiet("smith")
    assert pages.more
    assert not bubbles.quiet("miller")


def test_a_new_line_ages_the_older_ones(bubbles: Bubbles) -> None:
    """Older lines show all at once, hold no longer, and beyond the stack they go."""
    said = [bubbles.say("smith", f"{LINE} {number}", anchor=at(300, 300), hold=True) for number in range(5)]
    bubbles.update(0.02)
    assert [bubble.typing for bubble in said] == [False] * 4 + [True]
    assert [bubble.closing for bubble in said] == [True, True, False, False, False]
    assert bubbles.of("smith") == said


def test_thinking_ends_when_something_is_said(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """Dots appear once, and give way to the line."""
    dots = bubbles.think("smith", anchor=at(300, 200), name="Brunhild")
    assert bubbles.think("smith", anchor=at(300, 200)) is dots
    pass_time(bubbles, 20)
    bubbles.draw(screen)
    assert bubbles.of("smith") == [dots]
    assert bubbles.quiet("smith")
    said = bubbles.say("smith", LINE, anchor=at(300, 200))
    assert bubbles.of("smith") == [said]
    bubbles.think("smith", anchor=at(300, 200))
    bubbles.stop_thinking("smith")
    assert bubbles.of("smith") == [said]


def test_forget_and_clear_take_bubbles_at_once(bubbles: Bubbles) -> None:
    """When a villager leaves the scene nothing of his stays."""
    bubbles.say("smith", LINE, anchor=at(1, 1))
    bubbles.say("miller", LINE, anchor=at(1, 1))
    bubbles.forget("smith")
    bubbles.forget("nobody")
    assert [bubble.speaker for bubble in bubbles] == ["miller"]
    bubbles.clear()
    assert list(bubbles) == []


def test_an_overlong_line_is_cut() -> None:
    """A megabyte is not kept to be read over a head."""
    bubble = Bubble("smith", "word " * 200_000, at(0, 0))
    assert len(bubble.text) == MOST_CHARACTERS + 1


def test_layouts_per_frame_are_limited(fonts: FontChain, screen: pygame.Surface) -> None:
    """When everybody speaks at once, two texts are laid out per frame, and the others wait without growing old."""
    bubbles = Bubbles(replace(THEME, layouts_per_frame=2), fonts)
    said = [bubbles.say(number, LINE, anchor=at(300, 200)) for number in range(5)]
    for ready in (2, 4, 5):
        bubbles.update(0.1)
        bubbles.draw(screen)
        assert sum(bubble.picture is not None for bubble in said) == ready
    assert said[0].age < 0.35


def test_the_page_and_its_letters_survive_another_theme(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """Bigger text in the middle of a long reply: the reader stays where he was."""
    bubble = bubbles.say("smith", LONG, anchor=at(300, 300), hold=True)
    bubbles.update(0.1)
    bubbles.advance()
    bubbles.advance()
    pass_time(bubbles, 0.5)
    shown = bubble.shown
    bubbles.theme = replace(THEME, high_contrast=True)
    bubbles.draw(screen)
    assert bubble.shown == shown > 0
    assert bubbles.theme.high_contrast
    assert bubble.picture is not None
    assert "Word0" not in bubble.picture.page.text


def test_it_lives_without_a_window(fonts: FontChain) -> None:
    """After pygame.quit() time still passes, and nothing raises."""
    bubbles = Bubbles(THEME, fonts)
    bubbles.say("smith", "Aye.", anchor=at(0, 0))
    pygame.quit()
    pass_time(bubbles, 5)
    assert bubbles.quiet("smith")


def test_it_draws_again_after_pygame_came_back(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """A game that restarts its display keeps its bubbles."""
    bubbles.say("smith", LINE, anchor=at(300, 200), hold=True)
    bubbles.draw(screen)
    pygame.quit()
    bubbles.draw(screen)
    pygame.init()
    pass_time(bubbles, 1)
    bubbles.draw(screen)


def test_fading_and_popping_can_be_turned_off(fonts: FontChain, screen: pygame.Surface) -> None:
    """With reduced motion a bubble is there or it is not."""
    bubbles = Bubbles(replace(THEME, reduced_motion=True), fonts)
    bubble = bubbles.say("smith", LINE, anchor=at(300, 200))
    bubbles.draw(screen)
    bubbles.advance()
    bubbles.update(0.01)
    assert bubble.gone


def test_every_moment_of_a_bubble_can_be_drawn(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """Popping, typing, whole, with a mark, old, fading, under the speaker."""
    bubbles.say("smith", LONG, anchor=at(300, 10), name="Brunhild")
    bubbles.think("miller", anchor=at(100, 300))
    for frame in range(150):
        if frame == 60:
            bubbles.say("smith", LINE, anchor=at(300, 10))
        if frame == 120:
            bubbles.advance("smith")
            bubbles.advance("smith")
        bubbles.update(1 / 30)
        bubbles.draw(screen)
    assert bubbles._stage.rects


def test_the_camera_decides_where_heads_are(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """A bubble follows speaker and camera, and stays the same size when the camera zooms."""
    bubbles.say("smith", LINE, anchor=at(1000, 1000), hold=True)
    bubbles.draw(screen, lambda spot: (spot[0] - 700, spot[1] - 800))
    one = bubbles._stage.rects[0].copy()
    bubbles.draw(screen, lambda spot: ((spot[0] - 850) * 2, (spot[1] - 895) * 2))
    two = bubbles._stage.rects[0]
    assert one.size == two.size
    assert one.midbottom == (300, 200 - THEME.gap)
    assert two.midbottom == (300, 210 - THEME.gap)


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
        placer.place([Wish("a", (300.0 + wobble, 200.0 - wobble), (100, 40))], area)["a"].rect.topleft
        for wobble in (0.0, 0.4, 0.6, -0.5, 0.9)
    }
    assert len(places) == 1
    assert placer.place([Wish("a", (305.0, 200.0), (100, 40))], area)["a"].rect.topleft not in places


def test_walking_through_each_other_makes_no_jumps() -> None:
    """Two who pass each other: bubbles never overlap, and change sides once, not at every step."""
    placer, area = Placer(), pygame.Rect(0, 0, 640, 360)
    jumps, before = 0, None
    for step in range(200):
        wishes = [Wish("a", (320, 250), (120, 50)), Wish("b", (120 + step * 2, 250), (120, 50))]
        places = placer.place(wishes, area)
        one, two = places["a"].rect, places["b"].rect
        assert not one.colliderect(two)
        jumps += before is not None and abs(two.x - before.x) + abs(two.y - before.y) > 20
        before = two
    assert jumps <= 3


def test_a_full_screen_still_has_a_place() -> None:
    """Where there is no free place left, it covers as little as it can, on the screen."""
    placer, area = Placer(), pygame.Rect(0, 0, 200, 100)
    places = placer.place([Wish(key, (100, 50), (150, 60)) for key in range(4)], area)
    assert all(area.contains(place.rect) for place in places.values())


def test_an_area_smaller_than_its_margin_has_a_place() -> None:
    """A window of nothing does not raise."""
    assert Placer().place([Wish("a", (1, 1), (50, 20))], pygame.Rect(0, 0, 8, 8))


@pytest.mark.parametrize(
    "change",
    [{"text_size": 4}, {"bubble_width": 0}, {"typing_speed": -1.0}, {"layouts_per_frame": 0}],
    ids=lambda change: next(iter(change)),
)
def test_numbers_that_cannot_work_are_refused(change: dict[str, float]) -> None:
    """The message names the field and what was expected."""
    with pytest.raises(ConfigurationError, match=next(iter(change))):
        Theme(**change)  # type: ignore[arg-type]


def test_reasons_for_dropping_have_words() -> None:
    """Each reason that a player can meet has its line, others share one."""
    words = THEME.words
    assert words.drop_line("rate limit") == words.rate_limit
    assert words.drop_line("vetoed") == words.dropped


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
    body = pygame.Rect((0, picture._body_top(False)), picture.body_size)
    lines = max(1, len(picture.page.lines)) * picture.kit.pen.line_height
    wide = picture.page.width
    return body.contains(pygame.Rect(picture.text_origin(False), (wide, lines)))


def test_a_stage_without_bubbles_draws_nothing(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """An empty scene costs nothing and changes nothing."""
    bubbles.draw(screen)
    bubbles.update(0.1)
    assert screen.get_at((5, 5)) == pygame.Color(0, 0, 0)
    assert isinstance(bubbles._stage, Stage)
