"""Every number of the picture in one frozen object: what people change for their eyes, games change for their look."""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.ui.palette import STYLES, BubbleKind, Colour, Style, checked_style, high_contrast
from stealth_pygame.ui.words import Words
from stealth_pygame.validation import called_with, check_fields, known_only

WHOLE = (480, 270)
"""Windows of at least so many pixels get everything at its full size."""


@known_only
@dataclass(frozen=True)
class Theme:
    """The look of everything. Sizes are pixels on the screen, times are seconds, unless a line says otherwise."""

    words: Words = field(default_factory=Words)
    """Every word that the library shows."""
    text_size: int = 17
    """Height of the letters in bubbles and boxes, 8 to 96; everything else grows with it."""
    least_text_size: int = 10
    """In windows under 480 × 270 everything shrinks with the window, letters never under this; 96: never."""
    typing_speed: float = 42.0
    """Characters a second; 0 shows a line at once."""
    high_contrast: bool = False
    """Black on white, thicker borders, no transparency."""
    reduced_motion: bool = False
    """No pop, no fade, no bounce, no blinking caret; text appears at once."""
    fonts: tuple[str, ...] = ()
    """Font files asked before the one that the library brings; a file that is not a font is refused."""
    system_fonts: bool = True
    """Search the fonts of the system for glyphs that the others lack."""
    styles: Mapping[BubbleKind, Style] = field(default_factory=lambda: STYLES, hash=False)
    """Colours, shape and icon of each kind of bubble."""

    bubble_width: int = 300
    """Widest line of text in a bubble at `text_size` 17; it grows with the text."""
    bubble_lines: int = 5
    """Lines on one page."""
    padding: int = 12
    """Between text and border."""
    border: float = 2.0
    """Thickness of a bubble's border."""
    radius: int = 13
    """Of a bubble's corners."""
    tail: int = 12
    """Length of a bubble's tail."""
    reach: int = 170
    """Longest tail of a bubble that had to make room for others; where none so near has room it becomes "…"."""
    gap: int = 4
    """Between a tail and the head, and between bubbles."""
    margin: int = 6
    """Between a bubble and the edge of the screen."""
    stack: int = 3
    """Bubbles that one speaker shows at a time."""
    body_height: int = 44
    """Of a speaker, on the screen; the upper half is the face, which bubbles never cover."""
    shadow: int = 56
    """Darkness of the shadow under a bubble, 0 to 255."""

    narration: bool = False
    """True shows the stage directions that a language model wrote, in brackets before the words."""
    markup: bool = False
    """True reads the marks (`*words*`, `[gold]words[/]`, `:coin:`) in what a language model says as well."""
    icons: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Surfaces for icons in marked words, by their names, beside those that the library draws."""
    near: float = 520.0
    """World pixels from the listener up to which a bubble is shown whole, unless the NPC has a distance of its own."""
    far: float = 900.0
    """World pixels from the listener up to which a bubble is shown as "…"; farther away it is not shown."""
    offscreen: int = 24
    """Pixels that a head may be outside the screen before a pointer at the edge takes the bubble's place."""

    pop_time: float = 0.16
    """Seconds in which a bubble pops up."""
    fade_time: float = 0.35
    """Seconds in which a bubble fades."""
    old_alpha: int = 190
    """Solidity of an older bubble under which a newer one stands, 0 to 255."""
    sentence_pause: float = 0.30
    """Seconds that the typewriter rests after a sentence."""
    comma_pause: float = 0.13
    """Seconds that the typewriter rests after a comma, a dash or a line."""
    farewell: float = 12.0
    """Seconds for which the last words of a speaker who left can be read at most: enough for a full page."""
    linger: float = 1.0
    """Time for which a bubble stays, in reading times: 2 for slow readers."""
    dots_period: float = 1.2
    """Seconds in which the thinking dots go round once."""
    caret_period: float = 1.06
    """Seconds in which the caret blinks once."""

    box_width: int = 560
    """Of the chat box at most."""
    box_fill: Colour = (38, 34, 52)
    """Behind the chat box and the transcript."""
    box_ink: Colour = (246, 243, 255)
    """Text in them."""
    box_dim: Colour = (176, 168, 200)
    """Hints and placeholders in them."""
    box_accent: Colour = (255, 205, 112)
    """Caret, choice and names in them."""
    box_field: Colour = (58, 52, 78)
    """Behind the line being typed."""
    box_selection: Colour = (98, 84, 150)
    """Behind selected text."""
    repeat_delay: int = 380
    """Milliseconds until a key that is held down repeats, while the chat box is open."""
    repeat_interval: int = 32
    """Milliseconds between repeats."""
    text_input_stays: bool = True
    """After a talk text input stays on, as pygame has it from the start, for other text fields of the game. False for
    games whose players have an IME that would take the keys that walk."""
    history: int = 50
    """Lines that the chat box remembers."""
    log_entries: int = 500
    """Lines that the transcript shows."""

    layouts_per_frame: int = 2
    """Texts laid out in one frame at most; others wait for the next."""
    max_dt: float = 0.25
    """Seconds that one frame may count for."""

    def __post_init__(self) -> None:
        """Raises `ConfigurationError` for a value of another type, and for a number that cannot work."""
        check_fields(self, positive=_POSITIVE, signed=_SIGNED)
        if not 8 <= self.text_size <= 96:
            raise ConfigurationError(f"Theme.text_size is {self.text_size!r}; it must be 8 to 96.")
        if not isinstance(self.words, Words):
            example = called_with(self.words)
            raise ConfigurationError(f"Theme.words is {self.words!r}; it must be a Words: stealth.Words({example})")
        for name in _COLOURS:
            # Lists and pygame's own colours are no keys of a cache. This is the one way to set a field here.
            object.__setattr__(self, name, tuple(map(int, getattr(self, name))))
        styles = {kind: checked_style(style, f"Theme.styles[{kind}]") for kind, style in self.styles.items()}
        if any(style is not self.styles[kind] for kind, style in styles.items()):
            object.__setattr__(self, "styles", styles)
        for name, picture in self.icons.items():
            if not hasattr(picture, "get_size"):
                raise ConfigurationError(f"Theme.icons[{name!r}] is {picture!r:.80}; give a Surface.")
        for file in self.fonts:
            _check_font(file)

    def fitted(self, size: tuple[int, int]) -> Theme:
        """The theme for a window of `size` pixels: itself, or for small windows one that is smaller all over.

        `Bubbles` and `BubblePresenter` ask for it themselves; a chat box or transcript used alone is given it.
        """
        part = min(size[0] / WHOLE[0], size[1] / WHOLE[1])
        letters = max(round(self.text_size * part), self.least_text_size)
        if letters >= self.text_size:
            return self
        part = letters / self.text_size
        margin, body = max(2, round(self.margin * part)), round(self.body_height * part)
        return replace(self, text_size=max(8, letters), margin=margin, body_height=body)

    @property
    def scale(self) -> float:
        """Factor by which everything is bigger than at `text_size` 17."""
        return self.text_size / 17

    @property
    def small_size(self) -> int:
        """Height of the letters in name plates and hints."""
        return max(8, round(self.text_size * 0.78))

    def px(self, value: float) -> int:
        """A size, grown with the text, in whole pixels."""
        return round(value * self.scale)

    def style(self, kind: BubbleKind) -> Style:
        """The look of a kind of bubble, contrast considered."""
        style = self.styles.get(kind, STYLES[kind])
        return high_contrast(style) if self.high_contrast else style

    @property
    def border_width(self) -> float:
        """Thickness of borders, contrast considered."""
        return self.border * self.scale * (1.5 if self.high_contrast else 1.0)


def as_theme(theme: Theme | None) -> Theme:
    """The theme that was given, or the usual one. Raises `ConfigurationError` for anything else."""
    if theme is not None and not isinstance(theme, Theme):
        raise ConfigurationError(f"theme is {theme!r:.80}; give a Theme: stealth.Theme({called_with(theme)})")
    return Theme() if theme is None else theme


def _check_font(file: str) -> None:
    """Raise `ConfigurationError` for a file that is missing, no font, or cut short.

    pygame opens the file at the first word, and on some versions the whole process dies of one that is not a font.
    """
    try:
        with open(file, "rb") as opened:
            trouble = _font_trouble(opened)
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or str(exc)
        place = "" if os.path.isabs(file) else f" (looked for in {os.getcwd()})"
        raise ConfigurationError(f"Theme.fonts names {file!r}, which cannot be read{place}: {reason}.") from exc
    if trouble:
        raise ConfigurationError(f"Theme.fonts names {file!r}, {trouble}; give the path of a .ttf or .otf file.")


def _font_trouble(opened: BinaryIO) -> str | None:
    """Return the reason why an open file cannot be a font, or None for one that can."""
    start = opened.read(24)
    size = opened.seek(0, os.SEEK_END)
    if start.startswith(b"version https://git-lfs"):
        return "a Git LFS pointer in place of the font (`git lfs pull` fetches it)"
    if start[:4] not in _SINGLE_FONTS:
        return None if start.startswith(_OTHER_FONTS) else f"which is not a font: it begins with {start[:8]!r}"
    tables = struct.unpack(">H", start[4:6])[0] if len(start) >= 12 else 0
    opened.seek(12)
    directory = opened.read(16 * tables)
    if not tables or len(directory) < 16 * tables:
        return "which is cut short"
    ends = (at + length for _, at, length in struct.iter_unpack(">8sII", directory))
    return f"which is cut short: {size} bytes are there" if max(ends) > size else None


_SINGLE_FONTS = (b"\0\1\0\0", b"true", b"OTTO")
# Collections, web fonts, PostScript and bitmap fonts, which FreeType reads as well.
_OTHER_FONTS = (b"ttcf", b"wOFF", b"wOF2", b"\x80\x01", b"%!", b"\x01fcp", b"STARTFONT", b"MZ", b"\x1f\x8b")
_COLOURS = ("box_fill", "box_ink", "box_dim", "box_accent", "box_field", "box_selection")
_POSITIVE = ("bubble_width", "bubble_lines", "stack", "layouts_per_frame", "history", "log_entries", "linger")
# A head may have to be well inside the screen.
_SIGNED = ("offscreen",)
