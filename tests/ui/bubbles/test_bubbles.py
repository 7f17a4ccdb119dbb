"""Bubbles type, wait, turn, make room and go, as a player sees it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

import pygame
import pytest

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.text import reading_time
from stealth_pygame.ui.bubbles.assets.parts import MOST_PLATES, BubbleAssets
from stealth_pygame.ui.bubbles.bubbles import Bubbles
from stealth_pygame.ui.bubbles.renderer import Renderer
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.text.layout import Pen, shortened
from stealth_pygame.ui.theme import Theme
from tests.ui.helpers import EXTRA_FONTS, LINE, LONG, THEME, at


def pass_time(bubbles: Bubbles, seconds: float, fps: int = 30) -> None:
    for _ in range(round(seconds * fps)):
        bubbles.update(1 / fps)


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


def test_a_new_line_ages_the_older_ones(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """Older lines show all at once and hold no longer; what is beyond the stack waits until it can be read."""
    said = [bubbles.say("smith", f"{LINE} {number}", anchor=at(300, 300), hold=True) for number in range(5)]
    bubbles.update(0.02)
    assert [bubble.typing for bubble in said] == [False] * 4 + [True]
    bubbles.draw(screen)
    assert [bubble.waits for bubble in said] == [False, True, False, False, False]
    assert bubbles.of("smith") == said
    shown = [0.0] * 5
    for _ in range(300):
        bubbles.update(1 / 30)
        bubbles.draw(screen)
        for number, bubble in enumerate(said):
            shown[number] += (not bubble.waits and not bubble.closing) / 30
    assert all(bubble.gone for bubble in said[:4])
    assert said[4].read
    assert all(time >= reading_time(said[0].text) - 0.1 for time in shown)


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


def test_nothing_of_a_megabyte_is_lost(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """However long a line is, its pages hold all of it, and only those that are turned to are laid out."""
    text = "Naïve — yes. " * 80_000
    bubble = bubbles.say("smith", text, anchor=at(300, 300), hold=True)
    bubbles.update(0.1)
    told = []
    for _ in range(40):
        assert bubble.picture is not None
        assert bubble.more
        told.append(bubble.picture.page.text.replace("\n", " "))
        bubbles.advance("smith")
        bubbles.advance("smith")
    assert " ".join(told) == text[: len(" ".join(told))]
    assert len(bubble.passage.cleaned) < 40_000
    assert bubble.text == text.rstrip()


def test_a_resized_window_keeps_the_reader_where_he_is(bubbles: Bubbles) -> None:
    """The page begins with the same word, however wide it has become, and costs no more for being the fiftieth."""
    bubble = bubbles.say("smith", LONG * 40, anchor=at(300, 300), hold=True)
    bubbles.draw(pygame.Surface((640, 360)))
    for _ in range(100):
        bubbles.advance("smith")
    assert bubble.picture is not None
    word = bubble.picture.page.text.split()[0]
    bubbles.draw(pygame.Surface((200, 200)))
    assert bubble.picture.page.text.split()[0] == word


def test_layouts_per_frame_are_limited(fonts: FontChain, screen: pygame.Surface) -> None:
    """When everybody speaks at once, two texts are laid out per frame, and the others wait without growing old."""
    bubbles = Bubbles(replace(THEME, layouts_per_frame=2), fonts)
    said = [bubbles.say(number, LINE, anchor=at(300, 200)) for number in range(5)]
    for ready in (2, 4, 5):
        bubbles.update(0.1)
        bubbles.draw(screen)
        assert sum(bubble.picture is not None for bubble in said) == ready
    assert said[0].age < 0.35


@pytest.mark.parametrize("change", [{"fonts": (EXTRA_FONTS[3],)}, {"text_size": 26}, {"high_contrast": True}])
def test_another_theme_is_laid_out_a_few_texts_at_a_time(change: dict[str, Any], fonts: FontChain) -> None:
    """Fonts, size, contrast: two bubbles follow in each frame, the newest first; the others are drawn as they were."""
    bubbles, screen = Bubbles(replace(THEME, layouts_per_frame=2), fonts), pygame.Surface((1280, 720))
    said = [bubbles.say(number, LINE, anchor=at(120 + number * 200, 300), hold=True) for number in range(5)]
    for _ in range(30):
        bubbles.update(0.1)
        bubbles.draw(screen)
    old = [bubble.picture for bubble in said]
    bubbles.theme = replace(bubbles.theme, **change)
    for ready in (2, 4, 5):
        bubbles.update(0.1)
        bubbles.draw(screen)
        assert sum(bubble.picture is not before for bubble, before in zip(said, old, strict=True)) == ready
        assert all(bubble.picture is not None for bubble in said)
    assets = said[0].picture.assets if said[0].picture else None
    assert assets is bubbles.assets
    assert all(getattr(assets.theme, name) == value for name, value in change.items())
    assert "fonts" not in change or assets.fonts.file_for("a") == EXTRA_FONTS[3]


def test_a_theme_that_is_set_each_frame_ends_like_any_other(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """A game may set an equal theme again and again: the bubble is read and goes, and nothing is laid out anew."""
    line = bubbles.say("smith", "Good day!", anchor=at(300, 200))
    for _ in range(600):
        bubbles.theme = replace(bubbles.theme)
        bubbles.update(1 / 60)
        bubbles.draw(screen)
    assert line.gone


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
    assert bubbles.renderer.rects


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
    assert words.drop_line("budget") == words.budget
    assert words.drop_line("vetoed") == words.dropped


def test_a_stage_without_bubbles_draws_nothing(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """An empty scene costs nothing and changes nothing."""
    bubbles.draw(screen)
    bubbles.update(0.1)
    assert screen.get_at((5, 5)) == pygame.Color(0, 0, 0)
    assert isinstance(bubbles.renderer, Renderer)


def test_a_long_name_is_shortened(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """A plate is never wider than its bubble; a name that fits is whole."""
    pen = bubbles.assets.small
    assert shortened("Brunhild", 400, pen) == "Brunhild"
    short = shortened("Brunhild of the Seven Silver Forges " * 9, 100, pen)
    assert short.startswith("Brunhild")
    assert short.endswith("…")
    assert pen.width(short) <= 100
    assert shortened("Brunhild", 1, pen) == ""
    bubbles.say("smith", "Aye.", anchor=at(300, 200), name="Brunhild of the Seven Silver Forges " * 9)
    bubbles.draw(screen)
    assert screen.get_rect().contains(bubbles.renderer.rects[0])


def test_a_bubble_without_pages_to_turn_says_what_it_is(fonts: FontChain) -> None:
    """An empty line is an ellipsis; one that was never laid out has nothing more."""
    bubbles = Bubbles(THEME, fonts)
    bubble = bubbles.say("smith", "", anchor=at(300, 200))
    assert not bubble.more
    assert bubble.shown == 0
    bubbles.advance()
    assert bubble.closing


def test_in_a_small_window_only_the_newest_lines_are_shown(bubbles: Bubbles) -> None:
    """A stack that is higher than the window loses its oldest lines first."""
    for number in range(3):
        bubbles.say("smith", f"{LINE} {number}", anchor=at(160, 150), name="Brunhild", hold=True)
    screen = pygame.Surface((320, 180))
    bubbles.draw(screen)
    assert 1 <= len(bubbles.renderer.rects) < 3


def test_a_name_plate_is_drawn_once(fonts: FontChain) -> None:
    """Who speaks again has his plate already; plates of a whole crowd are not kept for ever."""
    assets = BubbleAssets(THEME, fonts)
    plate = assets.name_plate("Bruna", BubbleKind.SAID, 200)
    assert assets.name_plate("Bruna", BubbleKind.SAID, 200) is plate
    assert assets.name_plate("Bruna", BubbleKind.FLAGGED, 200) is not plate
    for number in range(MOST_PLATES):
        assets.name_plate(f"Villager {number}", BubbleKind.SAID, 200)
    assert assets.name_plate("Bruna", BubbleKind.SAID, 200) is not plate


def test_near_the_upper_edge_a_stack_is_smaller(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """Older lines give way before the newest goes under the feet, and come back when there is room."""
    head = [320.0, 130.0]
    for number in range(3):
        bubbles.say("smith", f"Line {number}.", anchor=lambda: (head[0], head[1]), hold=True)
    bubbles.draw(screen)
    assert len(bubbles.renderer.rects) == 2
    assert all(rect.bottom < 130 for rect in bubbles.renderer.rects)
    head[1] = 250.0
    bubbles.draw(screen)
    assert len(bubbles.renderer.rects) == 3
    head[1] = 30.0
    bubbles.draw(screen)
    assert len(bubbles.renderer.rects) == 1
    assert not bubbles.renderer.rects[0].colliderect(bubbles.renderer.places["smith"].figure.face)


def test_the_reader_stays_where_he_was_when_pages_shrink(bubbles: Bubbles) -> None:
    """Where a speaker has no room for five lines he shows fewer, from the words being read, typed as far as before."""
    head = [240.0, 260.0]
    screen = pygame.Surface((480, 270))
    bubble = bubbles.say("smith", LONG, anchor=lambda: (head[0], head[1]), hold=True)
    bubbles.draw(screen)
    bubbles.advance()
    bubbles.advance()
    pass_time(bubbles, 0.6)
    bubbles.draw(screen)
    assert bubble.picture is not None
    first, rows = bubble.picture.page.text.split()[0], len(bubble.picture.page.lines)
    typed = bubble.picture.page.text[: bubble.shown]
    head[1] = 105.0
    bubbles.draw(screen)
    page = bubble.picture.page
    assert len(page.lines) < rows
    assert first in page.text
    assert page.text[: bubble.shown].endswith(typed.rstrip()) or typed.rstrip().endswith(
        page.text[: bubble.shown].rstrip()
    )
    head[1] = 260.0
    bubbles.draw(screen)
    assert len(bubble.picture.page.lines) == len(page.lines)


def test_a_line_that_is_one_line_is_not_squeezed(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """There is nothing less to show."""
    bubble = bubbles.say("smith", "Aye.", anchor=at(300, 200))
    assert not bubble.squeeze(bubbles.assets, 40)
    bubbles.draw(screen)
    assert not bubble.squeeze(bubbles.assets, 40)


def test_who_left_has_last_words(bubbles: Bubbles) -> None:
    """What was said stays in its place, typed out, no longer than its reading time, and turns no pages."""
    read = bubbles.say("smith", "Hm.", anchor=at(300, 200), hold=True)
    pass_time(bubbles, 3)
    bubbles.say("smith", "Wait.", anchor=at(300, 200))
    bubble = bubbles.say("smith", LONG, anchor=at(300, 200), hold=True)
    pass_time(bubbles, 0.2)
    older = bubbles.of("smith")[-2]
    bubbles.part("smith")
    bubbles.part("nobody")
    assert read.closing
    assert not older.closing
    assert not bubble.closing
    assert not bubble.typing
    page = bubble.picture
    pass_time(bubbles, THEME.farewell - 0.3)
    bubbles.part("smith")
    assert bubble.picture is page
    pass_time(bubbles, 0.4)
    assert bubble.closing
    short = bubbles.say("miller", "Aye.", anchor=at(300, 200), hold=True)
    pass_time(bubbles, 0.1)
    bubbles.part("miller")
    pass_time(bubbles, reading_time("Aye.") + 0.1)
    assert short.closing


def test_one_window_after_another(fonts: FontChain) -> None:
    """A game that goes from a large window to a small one and back keeps what was said, at the sizes of each."""
    bubbles = Bubbles(replace(THEME, least_text_size=10), fonts)
    bubbles.say("smith", LINE, anchor=at(100, 100), hold=True)
    heights = []
    for size in ((640, 360), (320, 180), (640, 360)):
        bubbles.draw(pygame.Surface(size))
        heights.append(bubbles.renderer.rects[0].height)
    assert heights[0] == heights[2] > heights[1]
    assert bubbles.theme.text_size == THEME.text_size


def test_a_hebrew_name_is_turned_on_its_plate(fonts: FontChain, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plate is read as a line is; the ellipsis of a long name stands where reading ends."""
    drawn: list[str] = []
    monkeypatch.setattr(Pen, "draw", lambda pen, surface, text, at, colour: drawn.append(text))
    assets = BubbleAssets(THEME, fonts)
    assets.name_plate("נפח 2", BubbleKind.SAID, 200)
    assets.name_plate("ברונהילד מהכפר התחתון שליד הנהר", BubbleKind.SAID, 90)
    assert drawn[0] == "2 חפנ"
    assert drawn[1].startswith("…")


def test_a_typing_sound_that_fails_is_logged_once(
    fonts: FontChain, screen: pygame.Surface, caplog: pytest.LogCaptureFixture
) -> None:
    """A game without a sound device goes on: the text is typed, and the log says once what happened."""
    letters: list[str] = []

    def blip(speaker: object, character: str) -> None:
        letters.append(character)
        raise pygame.error("mixer not initialized")

    bubbles = Bubbles(THEME, fonts, on_type=blip)
    bubble = bubbles.say("smith", "Aye, so be it.", anchor=at(300, 200))
    for _ in range(90):
        bubbles.update(1 / 60)
        bubbles.draw(screen)
    assert "".join(letters) == "Aye,sobeit."
    assert not bubble.typing
    assert len([record for record in caplog.records if "on_type failed" in record.message]) == 1
