"""The cost of bubbles, each figure beside the plain pygame call for the same work, measured in the same run."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from functools import partial
from itertools import cycle

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame

from benchmarks import peers
from benchmarks.peers import TEXT
from benchmarks.report import Row, show
from benchmarks.rounds import beside, micros
from stealth_pygame.ui.bubbles.assets.parts import BubbleAssets
from stealth_pygame.ui.bubbles.bubble import Bubble
from stealth_pygame.ui.bubbles.bubbles import Bubbles
from stealth_pygame.ui.bubbles.picture import Picture
from stealth_pygame.ui.placement.tail import Side, Tail
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.text.layout import Pen
from stealth_pygame.ui.text.pages import pages
from stealth_pygame.ui.theme import Theme

THEME = Theme(system_fonts=False, layouts_per_frame=100, linger=1000, bubble_lines=12)


def shown(count: int, theme: Theme) -> Bubbles:
    """Return so many bubbles, laid out and, if the theme has no typewriter, completely shown."""
    bubbles = Bubbles(theme)
    for index in range(count):
        spot = (80.0 + index % 10 * 120, 120.0 + index // 10 * 130)
        bubbles.say(index, TEXT[:120] if count == 1 else TEXT[:13], anchor=partial(tuple, spot), hold=True)  # type: ignore[arg-type]
    bubbles.draw(pygame.display.get_surface())
    for _ in range(4):
        bubbles.update(0.25)
    return bubbles


def straight(picture: Picture) -> Tail:
    """Return the tail of a bubble that is directly over a head."""
    middle, low = picture.body(False).midbottom
    return Tail(Side.DOWN, (middle, low), (middle, low + picture.assets.tail_length))


def cached(screen: pygame.Surface, rounds: int) -> Row:
    """Return the row for drawing a complete bubble with its tail, compared with blitting a surface of the same size."""
    bubbles = shown(1, replace(THEME, typing_speed=0, reduced_motion=True))
    picture = bubbles.of(0)[0].picture
    assert picture is not None
    plain = pygame.Surface(
        picture.shell(False, True).get_rect().inflate(0, picture.assets.tail_length).size, pygame.SRCALPHA
    )
    picture.draw(plain, (6, 6), straight(picture), False, 10_000, 0.0)
    draw = partial(picture.draw, screen, (200, 200), straight(picture), False, 10_000, 0.0)
    ours, blit, apart = beside(draw, partial(screen.blit, plain, (200, 200)), rounds, 400)
    size = "x".join(map(str, plain.get_size()))
    return row(
        "draw a cached bubble", "at most 1.3 times", f"blit of {size}: {blit:.1f} µs", ours, ours / blit, 1.3, apart
    )


def wrapped(text: str, width: int, font: pygame.font.Font) -> list[str]:
    """Return a text wrapped in the simplest way: words while they fit."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if font.size(longer)[0] <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def typewriter(screen: pygame.Surface, rounds: int) -> Row:
    """Return the row for a frame during typing, compared with the simple way: draw body and tail, wrap and render.

    Both go through the page from the first letter to the last; the simple way's body is neither smooth nor shaded.
    """
    bubbles = shown(1, THEME)
    bubbles.advance(0)
    picture = bubbles.of(0)[0].picture
    assert picture is not None
    text, tail, body = picture.page.text.replace("\n", " "), straight(picture), picture.body(False).move(200, 200)
    font = bubbles.fonts.base(THEME.text_size)
    letters, same = cycle(range(len(text))), cycle(range(len(text)))
    x, y = picture.text_origin(False)
    horn = [(body.centerx - 9, body.bottom - 2), (body.centerx + 9, body.bottom - 2), (body.centerx, body.bottom + 12)]

    def again() -> None:
        pygame.draw.rect(screen, (255, 253, 248), body, border_radius=13)
        pygame.draw.rect(screen, (74, 63, 107), body, 2, border_radius=13)
        pygame.draw.polygon(screen, (255, 253, 248), horn)
        for place, line in enumerate(wrapped(text[: next(letters)], picture.page.width, font)):
            screen.blit(font.render(line, True, (0, 0, 0)), (200 + x, 200 + y + place * 24))

    ours, render, apart = beside(
        lambda: picture.draw(screen, (200, 200), tail, False, next(same), 0.0), again, rounds, 2 * len(text)
    )
    copy = micros(partial(screen.blit, picture.shell(False, False), (200, 200)), 2 * len(text))
    times = render / ours
    return Row(
        "a frame of the typewriter, body and all",
        "at least 5 times faster",
        f"draw, wrap and render: {render:.0f} µs",
        f"{ours:.1f} µs",
        times,
        times >= 5,
        f"{copy:.1f} µs of it are one copy of the smooth body and its shadow, which the other way does without.",
        apart,
    )


def laying_out(rounds: int) -> Row:
    """Return the row for wrapping 300 characters into balanced pages without caches, compared with one measurement."""
    fonts = FontChain(THEME)
    text = TEXT
    font = fonts.base(THEME.text_size)
    ours, plain, apart = beside(
        lambda: list(pages(fonts.readable(text), 300, 12, Pen(fonts, THEME.text_size))),
        lambda: font.size(text),
        rounds,
        20,
    )
    base = f"Font.size of it: {plain:.0f} µs"
    why = "All words are measured, and lines are balanced: it is done once for each page, by Python."
    return Row("lay out 300 characters", "under 2 ms", base, f"{ours / 1000:.2f} ms", None, ours < 2000, why, apart)


def first_picture(rounds: int) -> Row:
    """Return the row for the one-time cost of a new bubble: layout, text, body and tail."""
    fonts = FontChain(THEME)
    assets = BubbleAssets(THEME, fonts)
    assets.patch(shown(1, THEME).of(0)[0].kind)

    def make() -> None:
        bubble = Bubble(0, TEXT, lambda: (0.0, 0.0), name="Brunhild")
        bubble.lay_out((assets, fonts.generation, (300, 12)))
        assert bubble.picture is not None
        bubble.picture.shell(False, True)

    font = fonts.base(THEME.text_size)
    ours, plain, apart = beside(make, lambda: font.render(TEXT, True, (0, 0, 0)), rounds, 20)
    base = f"render in one line: {plain:.0f} µs"
    return Row(
        "a new bubble of 300 characters",
        "under 8 ms, half a frame",
        base,
        f"{ours / 1000:.2f} ms",
        ours / plain,
        ours < 8000,
        "Words, body, shadow and tail are drawn once; see how far the rounds lie apart.",
        apart,
    )


def plain_copy(shell: pygame.Surface) -> pygame.Surface:
    """Return the same picture without run-length encoding, as games usually have it."""
    plain = pygame.Surface(shell.get_size(), pygame.SRCALPHA)
    plain.blit(shell, (0, 0))
    return plain


def crowd(screen: pygame.Surface, rounds: int) -> Row:
    """Return the row for fifty bubbles at 1280 x 720: update, placement under a moving camera, drawing."""
    bubbles = shown(50, replace(THEME, typing_speed=0, reduced_motion=True))
    shells = [plain_copy(b.picture.shell(False, True)) for b in bubbles if b.picture is not None]

    camera = {"x": 0.0}

    def frame() -> None:
        camera["x"] += 3.0
        bubbles.update(1 / 60)
        bubbles.draw(screen, lambda spot: (spot[0] - camera["x"] % 60, spot[1]))

    def blits() -> None:
        for index, shell in enumerate(shells):
            screen.blit(shell, (index % 10 * 120, index // 10 * 130))

    ours, plain, apart = beside(frame, blits, rounds, 10)
    base = f"50 blits: {plain / 1000:.2f} ms"
    return Row(
        "50 short bubbles, update and draw",
        "under 16 ms, a frame",
        base,
        f"{ours / 1000:.2f} ms",
        ours / plain,
        ours < 16000,
        "Each finds a place that covers no face and no other bubble; see how far the rounds lie apart.",
        apart,
    )


def row(figure: str, goal: str, baseline: str, microseconds: float, ratio: float, most: float, rounds: str) -> Row:
    """Return a row whose goal is a ratio."""
    return Row(figure, goal, baseline, f"{microseconds:.1f} µs", ratio, ratio <= most, rounds=rounds)


def measure(quick: bool = False) -> list[Row]:
    """Return all rows. quick: fewer rounds, to test that the benchmark works."""
    pygame.init()
    screen = pygame.display.set_mode((1280, 720))
    rounds = 2 if quick else 12
    return [
        cached(screen, rounds),
        typewriter(screen, rounds),
        laying_out(rounds),
        first_picture(rounds),
        crowd(screen, rounds),
        *peers.compared(quick),
    ]


if __name__ == "__main__":
    sys.exit(1 if show(measure("--quick" in sys.argv)) else 0)
