"""All numbers of the user interface in one frozen object, for the needs of players and for the look of a game."""

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
"""Windows of at least so many pixels show everything at full size."""


@known_only
@dataclass(frozen=True)
class Theme:
    """The look of the user interface. Sizes are pixels on the screen and times are seconds, unless stated otherwise."""

    words: Words = field(default_factory=Words)
    """All words that the library shows."""
    text_size: int = 17
    """Height of the letters in bubbles and boxes, 8 to 96; everything else is scaled with it."""
    least_text_size: int = 10
    """In windows under 480 × 270 everything shrinks with the window, letters only to this height; 96: nothing does."""
    typing_speed: float = 42.0
    """Characters per second; 0 shows a line at once."""
    high_contrast: bool = False
    """Black on white, thicker borders, no transparency."""
    reduced_motion: bool = False
    """No pop, fade, bounce or blinking caret; text appears at once."""
    fonts: tuple[str, ...] = ()
    """Font files that come before the bundled font. A file that is not a font raises an error."""
    system_fonts: bool = True
    """Search the fonts of the system for glyphs that the other fonts lack."""
    styles: Mapping[BubbleKind, Style] = field(default_factory=lambda: STYLES, hash=False)
    """Colours, shape and icon of each kind of bubble."""

    bubble_width: int = 300
    """Greatest width of a line in a bubble at `text_size` 17; it is scaled with the text."""
    bubble_lines: int = 5
    """Lines on one page."""
    padding: int = 12
    """Space between text and border."""
    border: float = 2.0
    """Thickness of a bubble's border."""
    radius: int = 13
    """Radius of a bubble's corners."""
    tail: int = 12
    """Length of a bubble's tail."""
    reach: int = 170
    """Greatest length of a tail if the bubble had to make room for others; without room that near it becomes "…"."""
    gap: int = 4
    """Space between a tail and the head, and between bubbles."""
    margin: int = 6
    """Space between a bubble and the edge of the screen."""
    stack: int = 3
    """Bubbles that one speaker shows at a time."""
    body_height: int = 44
    """Height of a speaker on the screen; the upper half is the face, which bubbles never cover."""
    shadow: int = 56
    """Darkness of the shadow under a bubble, 0 to 255."""

    narration: bool = False
    """True shows stage directions from a language model, in brackets before the words."""
    markup: bool = False
    """True also reads marks (`*words*`, `[gold]words[/]`, `:coin:`) in the words of a language model."""
    icons: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Surfaces for icons in marked words, by name, in addition to those of the library."""
    near: float = 520.0
    """World pixels: up to this distance from the listener bubbles are shown whole, unless the NPC has another."""
    far: float = 900.0
    """World pixels: up to this distance from the listener bubbles are shown as "…", and beyond it not at all."""
    offscreen: int = 24
    """Pixels that a head may be outside the screen before a sign at the edge replaces the bubble."""

    pop_time: float = 0.16
    """Seconds in which a bubble grows to its full size."""
    fade_time: float = 0.35
    """Seconds in which a bubble fades out."""
    old_alpha: int = 190
    """Opacity of an older bubble above a newer one, 0 to 255."""
    sentence_pause: float = 0.30
    """Seconds that the typewriter pauses after a sentence."""
    comma_pause: float = 0.13
    """Seconds that the typewriter pauses after a comma, a dash or a line."""
    farewell: float = 12.0
    """Seconds for which the last words of a speaker who has left stay at most: enough for a full page."""
    linger: float = 1.0
    """Factor for the time that a bubble stays: 2 for slow readers."""
    dots_period: float = 1.2
    """Seconds of one cycle of the thinking dots."""
    caret_period: float = 1.06
    """Seconds of one cycle of the blinking caret."""

    box_width: int = 560
    """Greatest width of the chat box."""
    box_fill: Colour = (38, 34, 52)
    """Background of the chat box and the transcript."""
    box_ink: Colour = (246, 243, 255)
    """Text of the chat box and the transcript."""
    box_dim: Colour = (176, 168, 200)
    """Hints and placeholders in the chat box and the transcript."""
    box_accent: Colour = (255, 205, 112)
    """Caret, selected reply and names in the chat box and the transcript."""
    box_field: Colour = (58, 52, 78)
    """Background of the text field."""
    box_selection: Colour = (98, 84, 150)
    """Background of selected text."""
    repeat_delay: int = 380
    """Milliseconds until a held key repeats while the chat box is open."""
    repeat_interval: int = 32
    """Milliseconds between two repeats."""
    text_input_stays: bool = True
    """Keep text input on after the chat box closes, as pygame has it at first, for other text fields. False: turn it
    off, for players whose IME would take the movement keys."""
    history: int = 50
    """Lines that the chat box keeps for the Up key."""
    log_entries: int = 500
    """Lines of the transcript at most."""

    layouts_per_frame: int = 2
    """Texts that are laid out in one frame at most; others wait for the next frame."""
    max_dt: float = 0.25
    """Seconds that one frame counts for at most."""

    def __post_init__(self) -> None:
        """Raise `ConfigurationError` for a value of the wrong type or out of range."""
        check_fields(self, positive=_POSITIVE, signed=_SIGNED)
        if not 8 <= self.text_size <= 96:
            raise ConfigurationError(f"Theme.text_size is {self.text_size!r}; it must be 8 to 96.")
        if not isinstance(self.words, Words):
            example = called_with(self.words)
            raise ConfigurationError(f"Theme.words is {self.words!r}; it must be a Words: stealth.Words({example})")
        for name in _COLOURS:
            # Lists and pygame's own colours cannot be keys of a cache. A frozen data class needs this way to set it.
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
        """Return the theme for a window of `size` pixels: itself, or a smaller copy for a small window.

        `Bubbles` and `BubblePresenter` call this themselves; for a chat box or transcript used alone, the game does.
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
        """The factor by which sizes differ from those at `text_size` 17."""
        return self.text_size / 17

    @property
    def small_size(self) -> int:
        """Height of the letters in name plates and hints."""
        return max(8, round(self.text_size * 0.78))

    def px(self, value: float) -> int:
        """Return a size in whole pixels, scaled with the text."""
        return round(value * self.scale)

    def style(self, kind: BubbleKind) -> Style:
        """Return the style of a kind of bubble, in black and white if `high_contrast` is set."""
        style = self.styles.get(kind, STYLES[kind])
        return high_contrast(style) if self.high_contrast else style

    @property
    def border_width(self) -> float:
        """Thickness of borders; `high_contrast` makes them thicker."""
        return self.border * self.scale * (1.5 if self.high_contrast else 1.0)


def as_theme(theme: Theme | None) -> Theme:
    """Return this theme, or the default one for None. Raises `ConfigurationError` for anything else."""
    if theme is not None and not isinstance(theme, Theme):
        raise ConfigurationError(f"theme is {theme!r:.80}; give a Theme: stealth.Theme({called_with(theme)})")
    return Theme() if theme is None else theme


def _check_font(file: str) -> None:
    """Raise `ConfigurationError` for a file that is missing, not a font, or incomplete.

    pygame opens the file only at the first text, and some versions crash the process on a file that is not a font.
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
    """Return the reason why an open file cannot be a font, or None if it can."""
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
# Collections, web fonts, PostScript and bitmap fonts, which FreeType can read.
_OTHER_FONTS = (b"ttcf", b"wOFF", b"wOF2", b"\x80\x01", b"%!", b"\x01fcp", b"STARTFONT", b"MZ", b"\x1f\x8b")
_COLOURS = ("box_fill", "box_ink", "box_dim", "box_accent", "box_field", "box_selection")
_POSITIVE = ("bubble_width", "bubble_lines", "stack", "layouts_per_frame", "history", "log_entries", "linger")
# A negative value means: a head must be so far inside the screen.
_SIGNED = ("offscreen",)
