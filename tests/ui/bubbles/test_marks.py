"""Marked words in pictures: seen, easy to read, and never wider than plain ones."""

from __future__ import annotations

import dataclasses

import pygame
import pytest

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.text.markup import ICONS, marked
from stealth_pygame.ui.bubbles.assets.marks import Marker, icon, marks_from
from stealth_pygame.ui.bubbles.assets.page_text import PageText
from stealth_pygame.ui.bubbles.bubbles import Bubbles
from stealth_pygame.ui.palette import MARKS, STYLES, Colour
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.text.layout import Pen
from stealth_pygame.ui.text.pages import Passage
from stealth_pygame.ui.theme import Theme
from tests.ui.helpers import THEME, at, same_as_golden

PAPER: Colour = (255, 253, 248)
INK: Colour = (44, 40, 58)
WORDS = "The *gate* is [red]shut[/], and a key costs [gold]*five*[/] :coin: today. Ask the :star: by the well. " * 3


def page_text(fonts: FontChain, text: str, start: int = 0, theme: Theme = THEME) -> PageText:
    pen, drawn = Pen(fonts, 17), marked(text)
    page = Passage(drawn).page(start, 200, 4, pen)
    marks = marks_from(drawn, start)
    return PageText(page, pen, INK, marked=(marks, Marker(theme, PAPER, INK)) if marks else None)


def colours(picture: PageText) -> set[tuple[int, ...]]:
    surface = picture.surface
    width, height = surface.get_size()
    points = ((x, y) for x in range(width) for y in range(height))
    return {tuple(surface.get_at(point)) for point in points}


def luminance(colour: Colour) -> float:
    parts = [value / 255 for value in colour]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", MARKS)
def test_every_colour_can_be_read_on_every_paper(name: str) -> None:
    """4.5 to 1 at least, on bubbles of every kind and in the dark boxes."""
    on_light, on_dark = MARKS[name]
    assert all(contrast(on_light, style.fill) >= 4.5 for style in STYLES.values())
    assert all(contrast(on_dark, paper) >= 4.5 for paper in (Theme().box_fill, Theme().box_field))


def test_marks_change_no_place(fonts: FontChain) -> None:
    """Each line is as wide as it would be without marks, and begins with the same letter."""
    pen, drawn = Pen(fonts, 17), marked(WORDS)
    with_marks = Passage(drawn).page(0, 200, 9, pen)
    without = Passage(str(drawn)).page(0, 200, 9, pen)
    assert with_marks == without


@pytest.mark.parametrize("start", [0, 40, 120])
def test_marks_are_found_on_every_page(fonts: FontChain, start: int) -> None:
    """A page that begins in the middle of the text, or of a mark, has its own."""
    drawn = marked(WORDS)
    marks, pen = marks_from(drawn, start), Pen(fonts, 17)
    assert marks is not None
    page = Passage(drawn).page(start, 200, 4, pen)
    told = [line.text[span.start : span.end] for line in page.lines for span in marks.of(line) if not span.icon]
    assert told
    assert all(word in ("gate", "shut", "five", "ate", "ut") for word in told)


def test_a_colour_is_seen_and_high_contrast_has_none(fonts: FontChain) -> None:
    """Emphasis stays in both: it needs no colour."""
    plain, red = page_text(fonts, "The gate is shut."), page_text(fonts, "The gate is [red]shut[/].")
    strong = page_text(fonts, "The *gate* is shut.")
    assert (*MARKS["red"][0], 255) in colours(red)
    assert (*MARKS["red"][0], 255) not in colours(plain)
    black = dataclasses.replace(THEME, high_contrast=True)
    assert (*MARKS["red"][0], 255) not in colours(page_text(fonts, "The gate is [red]shut[/].", theme=black))
    pictures = [pygame.image.tobytes(one.surface, "RGBA") for one in (plain, strong)]
    assert pictures[0] != pictures[1]


@pytest.mark.parametrize(
    "text", ["[red]שלום[/] *לכם*", "*سلام*", "[gold]剣[/] :coin:", "*" + "x" * 300 + "*", ":coin:" * 40]
)
def test_other_scripts_are_drawn_whatever_is_marked(fonts: FontChain, text: str) -> None:
    """Lines that are read from the right are drawn without marks."""
    assert page_text(fonts, text).surface.get_width() > 0


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_has_a_picture(name: str) -> None:
    """At every size of letters, and none for what is not known."""
    for size in (4, 9, 17, 96):
        drawn = icon(name, size, INK)
        assert drawn is not None
        assert drawn.get_size() == (size, size)
        assert drawn.get_bounding_rect().width > size / 2 - 1
    assert icon("nothing", 17, INK) is icon(name, 2, INK) is None


def test_a_theme_may_have_icons_of_its_own(fonts: FontChain) -> None:
    """Surfaces alone, in the size of the letters."""
    sword = pygame.Surface((64, 32), pygame.SRCALPHA)
    sword.fill((1, 200, 3))
    theme = dataclasses.replace(THEME, icons={"sword": sword})
    drawn, pen = marked("a :sword:", {"sword"}), Pen(fonts, 17)
    marks = marks_from(drawn, 0)
    assert marks is not None
    picture = PageText(Passage(drawn).page(0, 200, 1, pen), pen, INK, marked=(marks, Marker(theme, PAPER, INK)))
    assert (1, 200, 3, 255) in colours(picture)
    with pytest.raises(ConfigurationError, match=r"Theme.icons\['sword'\] is 'sword.png'; give a Surface"):
        Theme(icons={"sword": "sword.png"})


def test_marked_words_look_as_they_should(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """Compared with a picture that somebody has looked at: words and name, typed to the end."""
    screen.fill((104, 158, 92))
    text = marked(
        "The *gate* is [red]shut[/] today. A [purple]silver key[/] costs [gold]*five*[/] :coin:, and a :heart:."
    )
    bubbles.say("Bo", text, anchor=at(320, 200), name=marked("Bruno :star:"))
    for _ in range(60):
        bubbles.update(0.1)
        bubbles.draw(screen)
    screen.fill((104, 158, 92))
    bubbles.draw(screen)
    same_as_golden(screen, "marked")


def test_distances_may_differ_from_speaker_to_speaker(bubbles: Bubbles, screen: pygame.Surface) -> None:
    """A crier is read from afar, somebody who whispers only near by."""
    bubbles.distances = lambda speaker: {"crier": (1000.0, 2000.0), "whisperer": (20.0, 40.0)}[str(speaker)]
    for speaker, x in (("crier", 100), ("whisperer", 500)):
        bubbles.say(speaker, "Hear me.", anchor=at(x, 200))
    for place, expected in (((320.0, 200.0), {"crier"}), ((490.0, 200.0), {"crier", "whisperer"})):
        for _ in range(5):
            bubbles.update(0.05, place)
            bubbles.draw(screen)
        assert {bubble.speaker for bubble, _ in bubbles.renderer.readable} == expected
