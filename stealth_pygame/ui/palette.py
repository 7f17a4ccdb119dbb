"""Kinds of bubbles and their colours. Each kind also has a shape and an icon, for people who see no colours."""

from __future__ import annotations

from enum import Enum
from numbers import Integral
from typing import Any, NamedTuple, TypeAlias

from stealth_pygame.errors import ConfigurationError

# Red, green and blue, 0 to 255.
Colour: TypeAlias = tuple[int, int, int]


class BubbleKind(Enum):
    """The meaning of a bubble's text."""

    # Somebody speaks.
    SAID = "said"
    # Somebody thinks; three dots, no text.
    THINKING = "thinking"
    # The moderation refused a message.
    FLAGGED = "flagged"
    # The backend gave no answer.
    CANCELLED = "cancelled"
    # A message could not be delivered.
    FAILED = "failed"
    # An action was done.
    ACTION_DONE = "action done"
    # An action failed.
    ACTION_FAILED = "action failed"
    # The words of a player.
    PLAYER = "player"


class Shape(Enum):
    """The outline of a bubble's body."""

    # Round corners.
    ROUND = "round"
    # As round as possible; the tail is a trail of small bubbles.
    CLOUD = "cloud"
    # Corners cut off, like a road sign.
    CUT = "cut"
    # Round corners, and a border with gaps.
    DASHED = "dashed"
    # A zigzag border.
    JAGGED = "jagged"
    # Corners cut inwards.
    TICKET = "ticket"
    # Nearly square corners.
    SLAB = "slab"


class Icon(Enum):
    """The icon at the left of a bubble."""

    # No icon.
    NONE = "none"
    # A shield with an exclamation mark.
    SHIELD = "shield"
    # A circle with a bar.
    STOP = "stop"
    # A triangle with an exclamation mark.
    UNPLUGGED = "unplugged"
    # A check mark in a circle.
    CHECK = "check"
    # A cross in a square.
    CROSS = "cross"


class Style(NamedTuple):
    """The look of one kind of bubble."""

    fill: Colour
    border: Colour
    ink: Colour
    accent: Colour
    shape: Shape = Shape.ROUND
    icon: Icon = Icon.NONE


PAPER: Colour = (255, 253, 248)
INK: Colour = (44, 40, 58)
PLUM: Colour = (74, 63, 107)
BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)

STYLES: dict[BubbleKind, Style] = {
    BubbleKind.SAID: Style(PAPER, PLUM, INK, (98, 80, 160)),
    BubbleKind.THINKING: Style(PAPER, (148, 140, 170), INK, (120, 108, 150), Shape.CLOUD),
    BubbleKind.FLAGGED: Style((255, 246, 222), (176, 112, 8), (74, 48, 8), (184, 116, 8), Shape.CUT, Icon.SHIELD),
    BubbleKind.CANCELLED: Style(
        (243, 243, 247), (122, 124, 142), (66, 68, 84), (112, 114, 132), Shape.DASHED, Icon.STOP
    ),
    BubbleKind.FAILED: Style((255, 238, 234), (186, 56, 48), (88, 24, 24), (194, 58, 50), Shape.JAGGED, Icon.UNPLUGGED),
    BubbleKind.ACTION_DONE: Style(
        (233, 248, 236), (44, 128, 76), (18, 66, 40), (40, 132, 76), Shape.TICKET, Icon.CHECK
    ),
    BubbleKind.ACTION_FAILED: Style(
        (252, 236, 240), (164, 56, 96), (84, 20, 46), (170, 56, 98), Shape.SLAB, Icon.CROSS
    ),
    BubbleKind.PLAYER: Style((226, 240, 255), (46, 100, 168), (20, 44, 82), (40, 100, 172)),
}


MARKS: dict[str, tuple[Colour, Colour]] = {
    "red": ((176, 32, 32), (255, 138, 128)),
    "orange": ((156, 70, 0), (255, 170, 92)),
    "gold": ((130, 88, 0), (255, 213, 110)),
    "green": ((24, 104, 48), (134, 222, 150)),
    "teal": ((0, 100, 100), (110, 220, 214)),
    "blue": ((28, 80, 176), (150, 190, 255)),
    "purple": ((110, 50, 160), (210, 170, 255)),
    "pink": ((168, 32, 110), (255, 160, 210)),
    "grey": ((92, 92, 100), (190, 190, 200)),
}
"""Colours of marked words by name, on a light and on a dark background, with the same contrast as the text colour."""


def checked_style(style: Any, what: str) -> Style:
    """Return a style with plain colours. A fourth number, an opacity, is dropped, because bubbles are opaque.

    Raises `ConfigurationError` if it is not a style, or if a colour is not valid.
    """
    if not isinstance(style, Style):
        raise ConfigurationError(f"{what} is {style!r:.80}; give a Style: Style(fill, border, ink, accent)")
    given = dict(zip(_COLOURS, style, strict=False))
    fill, border, ink, accent = (_rgb(colour, f"{what}.{name}") for name, colour in given.items())
    # An unchanged style stays the same object, because the library's own styles are compared by identity.
    if all(type(colour) is tuple and len(colour) == 3 for colour in given.values()):
        return style
    return Style(fill, border, ink, accent, style.shape, style.icon)


_COLOURS = ("fill", "border", "ink", "accent")


def _rgb(given: Any, what: str) -> Colour:
    numbers = list(given) if hasattr(given, "__len__") and not isinstance(given, str) else []
    if len(numbers) in (3, 4) and all(isinstance(one, Integral) and 0 <= int(one) <= 255 for one in numbers):
        return int(numbers[0]), int(numbers[1]), int(numbers[2])
    guess = f" Write pygame.Color({given!r})." if isinstance(given, str) else ""
    raise ConfigurationError(f"{what} is {given!r:.80}; it must be red, green and blue, 0 to 255.{guess}")


def high_contrast(style: Style) -> Style:
    """Return a style with the same shape and icon in black on white, for players in white on black."""
    if style is STYLES[BubbleKind.PLAYER]:
        return Style(BLACK, WHITE, WHITE, WHITE, style.shape, style.icon)
    return Style(WHITE, BLACK, BLACK, BLACK, style.shape, style.icon)
