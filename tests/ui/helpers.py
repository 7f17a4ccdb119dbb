"""What the tests of the picture share: fonts that are the same everywhere, pictures compared, players that type."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pygame
from PIL import Image, ImageChops, ImageFilter

from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.theme import Theme

GOLDEN = Path(__file__).parent.parent / "golden"
OUT = Path(__file__).parent.parent / "out"
DIFFERENT = 40
"""Of 255: how far a channel may be off after a slight blur; versions of an engine differ a little."""
MOST_DIFFERENT = 0.002
"""Part of the picture that may be off by more."""

_NOTO = Path(str(files("manimgx_fonts")))
EXTRA_FONTS = (
    str(_NOTO / "NotoSansHebrew[wght].ttf"),
    str(_NOTO / "NotoSansArabic[wght].ttf"),
    str(_NOTO / "NotoEmoji[wght].ttf"),
    str(files("noto_cjk_sans_jp_regular") / "NotoSansCJKjp-Regular.otf"),
)

THEME = Theme(system_fonts=False, layouts_per_frame=100, least_text_size=96)
"""On pictures that are small because they show a part of a window, letters are as large as in a whole one."""
LINE = "Good evening. The forge is warm."
LONG = " ".join(f"Word{number}." for number in range(80))


def at(x: float, y: float) -> Callable[[], tuple[float, float]]:
    """A head that stays where it is."""
    return lambda: (x, y)


def chain(theme: Theme = THEME) -> FontChain:
    """Fonts that are the same on every machine."""
    return FontChain(theme, more=EXTRA_FONTS)


def meadow(size: tuple[int, int]) -> pygame.Surface:
    """Something to draw on that is neither black nor white."""
    surface = pygame.Surface(size)
    surface.fill((104, 158, 92))
    for x in range(0, size[0], 32):
        for y in range(0, size[1], 32):
            pygame.draw.rect(surface, (98, 150, 88), (x, y, 16, 16))
    return surface


def villager(surface: pygame.Surface, head: tuple[float, float]) -> None:
    """Somebody whose head is just under the anchor."""
    x, y = head
    pygame.draw.circle(surface, (240, 200, 160), (x, y + 10), 10)
    pygame.draw.rect(surface, (90, 60, 140), (x - 10, y + 20, 20, 22))


def as_image(surface: pygame.Surface) -> Image.Image:
    return Image.frombytes("RGB", surface.get_size(), pygame.image.tobytes(surface, "RGB"))


def difference(one: Image.Image, other: Image.Image) -> float:
    """The part of two pictures that a person would see to differ."""
    soft = ImageFilter.GaussianBlur(0.8)
    channels = ImageChops.difference(one.filter(soft), other.filter(soft)).split()
    worst = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    histogram = worst.histogram()
    return sum(histogram[DIFFERENT:]) / (one.width * one.height)


def same_as_golden(surface: pygame.Surface, name: str) -> None:
    """The picture is the committed one; otherwise both are saved in tests/out."""
    drawn, path = as_image(surface), GOLDEN / f"{name}.png"
    if path.exists():
        golden = Image.open(path).convert("RGB")
        if golden.size == drawn.size and difference(golden, drawn) <= MOST_DIFFERENT:
            return
        OUT.mkdir(exist_ok=True)
        golden.save(OUT / f"{name}.golden.png")
    OUT.mkdir(exist_ok=True)
    drawn.save(OUT / f"{name}.drawn.png", optimize=True)
    raise AssertionError(
        f"{name} is not the golden picture: look at tests/out/{name}.*.png, and copy it if it is right"
    )


def key(code: int, text: str = "", mod: int = 0) -> list[pygame.event.Event]:
    """A key going down and up, and the text that it types."""
    down = pygame.event.Event(pygame.KEYDOWN, key=code, mod=mod, unicode=text, scancode=0)
    typed = [pygame.event.Event(pygame.TEXTINPUT, text=text)] if text else []
    return [down, *typed, pygame.event.Event(pygame.KEYUP, key=code, mod=mod, unicode=text, scancode=0)]
