"""Contrast of the shipped looks by the formula of WCAG 2.2: 4.5 to 1 for text, 3 to 1 for what is not text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stealth_pygame.ui.palette import STYLES, BubbleKind, Colour, high_contrast
from stealth_pygame.ui.theme import Theme

PAGE = Path(__file__).parent.parent.parent / "docs" / "accessibility.md"
TEXT, SIGN = 4.5, 3.0
# Of the panels: what is drawn with one colour upon another.
PANELS = [
    ("box_ink", "box_fill"),
    ("box_ink", "box_field"),
    ("box_ink", "box_selection"),
    ("box_dim", "box_fill"),
    ("box_dim", "box_field"),
    ("box_accent", "box_fill"),
    ("box_fill", "box_accent"),
]


def luminance(colour: Colour) -> float:
    """Relative luminance, as WCAG defines it."""
    channels = [value / 255 for value in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """The ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_is_that_of_the_guideline() -> None:
    """Black on white is 21; the grey that just passes is known."""
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("kind", BubbleKind)
def test_every_bubble_can_be_read(kind: BubbleKind) -> None:
    """Words on paper; border, icon and dots against it; more than seven to one in high contrast."""
    style, strong = STYLES[kind], high_contrast(STYLES[kind])
    assert contrast(style.ink, style.fill) >= 7
    assert contrast(style.border, style.fill) >= SIGN
    assert contrast(style.accent, style.fill) >= SIGN
    assert min(contrast(colour, strong.fill) for colour in (strong.ink, strong.border, strong.accent)) >= 7


@pytest.mark.parametrize("theme", [Theme(), Theme(high_contrast=True)])
@pytest.mark.parametrize(("above", "below"), PANELS)
def test_every_panel_can_be_read(above: str, below: str, theme: Theme) -> None:
    """Chat box, transcript, prompts and suggestions, and the hints in them."""
    assert contrast(getattr(theme, above), getattr(theme, below)) >= TEXT


def test_the_page_tells_the_figures() -> None:
    """What stands in the documentation was computed from these colours."""
    page = PAGE.read_text("utf-8")
    for kind, style in STYLES.items():
        words, signs = (
            contrast(style.ink, style.fill),
            min(contrast(style.border, style.fill), contrast(style.accent, style.fill)),
        )
        assert f"| {kind.value} | {words:.1f} | {signs:.1f} |" in page
    for above, below in PANELS:
        ratio = contrast(getattr(Theme(), above), getattr(Theme(), below))
        assert re.search(rf"\| `{above}` on `{below}` \| {ratio:.1f} \|", page), (above, below, ratio)
