"""Text of a model, cleaned for drawing: fonts raise for NUL and surrogates, and draw boxes for many others."""

from __future__ import annotations

import io
import re
import sys
import time
import unicodedata
from collections.abc import Iterator

from stealth_pygame.text.patterns import lazy

TAB = "    "
# Combining marks that one character may have; more of them would cover the lines above.
MAX_MARKS = 3

# Characters that a worker cleans without a pause, in about a millisecond.
AT_ONCE = 16_384
# Seconds of the pause after them, in which other threads run.
BREATH = 0.001

_BREAKS = lazy("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_TERMINAL = lazy("\x1b\\[[0-9;]*[A-Za-z]")
_SURROGATES = lazy("[\ud800-\udfff]")
_SPACES = lazy("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\u2800]")
_BREAKING_SPACES = lazy("[\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000\u2800]")
_NO_BREAK_SPACES = lazy("[\u2007\u202f]")
# Control characters, soft hyphen, joiners, bidi marks and overrides, fillers, variation selectors, skin tones, tags.
_HIDDEN = (
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc"
    "\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_INVISIBLE = lazy(_HIDDEN)
# Persian separates letters within a word by an invisible character (U+200C).
_PERSIAN = "[\u0620-\u064a\u0671-\u06d3\u06fa-\u06ff]"
# Thai, Lao, Burmese and Khmer may separate words by an invisible character (U+200B), where a line may break.
_SPACELESS = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
_NOT_PARTING = lazy(
    f"(?<!{_PERSIAN})\u200c|\u200c(?!{_PERSIAN})|(?<!{_SPACELESS})\u200b|\u200b(?!{_SPACELESS})"
    f"|(?![\u200b\u200c]){_HIDDEN}"
)
_WRITTEN = "\u200c\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff"
_UNWRITTEN = lazy(f"(?![{_WRITTEN}]){_HIDDEN}")
_TYPED_BREAKS = lazy("[\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")
_MARK = "\u0591-\u05bd\u064b-\u065f\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
_SMEAR = lazy(f"([{_MARK}]{{{MAX_MARKS}}})[{_MARK}]+")
_COMPOSABLE = lazy("[^\\W\\d_][\u0300-\u036f\u3099\u309a]+|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")
_ACCENT = lazy("[\u0300-\u036f\u3099\u309a\u1161-\u1175]")
_ASCII = {
    **dict.fromkeys([*range(0x20), 0x7F]),
    **dict.fromkeys(map(ord, "\n\r\v\f\x1c\x1d\x1e"), "\n"),
    ord("\t"): TAB,
}
_LETTER = "(?:[^\\W\\d_\u1100-\u11ff\U00010000-\U0010ffff]|[\U0001f300-\U0001f3fa\U0001f400-\U0001faff])"
_TWO_LETTERS = lazy(f"(?:{_LETTER}|[\u0300-\u036f\u3099\u309a]){_LETTER}")
_BLANK_LINES = lazy("\n{3,}")


class Safe(str):
    """Text that was cleaned already, so that `safe` returns it as it is."""

    __slots__ = ()


def safe(text: str) -> Safe:
    """Return text that any font can draw: without control (except newlines) and invisible characters.

    At most one blank line stays in a row. A letter and its accent become one character, if Unicode has one. Cleaning
    a text again changes nothing.
    """
    # Long texts come here several times before they are drawn.
    if isinstance(text, Safe):
        return text
    # The commonest case: only printable ASCII, which needs no cleaning.
    if text.isascii() and text.isprintable():
        return Safe(text.rstrip(" "))
    text = _safe_ascii(text) if text.isascii() else _safe_any(text)
    if " \n" in text or text.endswith(" "):
        text = "\n".join(line.rstrip(" ") for line in text.split("\n"))
    if "\n\n\n" in text:
        text = _BLANK_LINES.sub("\n\n", text)
    return Safe(text.strip("\n"))


def parts(text: str, size: int) -> Iterator[str]:
    """Yield parts of about `size` characters, cut so that the parts, cleaned one by one, give the whole text cleaned.

    A cut is always between two letters, with their accents; a text without two letters in a row is one part.
    """
    start = 0
    while start < len(text):
        pair = _TWO_LETTERS.search(text, start + size - 1) if len(text) - start > size else None
        end = pair.start() + 1 if pair else len(text)
        yield text[start:end]
        start = end


def safe_at_leisure(text: str) -> Safe:
    """Return `safe` of a text, with short pauses for other threads if it is long; to be called on a worker."""
    if len(text) <= AT_ONCE:
        return safe(text)
    cleaned = []
    for part in parts(text, AT_ONCE):
        # The pause releases the interpreter's lock, so that the game can draw a frame.
        cleaned.append(safe(part))
        time.sleep(BREATH)
    return Safe("".join(cleaned))


def _safe_ascii(text: str) -> str:
    """Clean ASCII text, which is many times faster than other text."""
    return _TERMINAL.sub("", text).replace("\r\n", "\n").translate(_ASCII)


def _safe_any(text: str) -> str:
    if _SURROGATES.search(text):
        # Surrogate pairs become one character, and lone surrogates, for which fonts raise, are dropped.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    text = _TERMINAL.sub("", text)
    text = _BREAKING_SPACES.sub(" ", _BREAKS.sub("\n", text).replace("\t", TAB))
    # No-break spaces stay: French needs them, so that no line breaks before its punctuation.
    text = _NO_BREAK_SPACES.sub("\xa0", text)
    # The whole text is never normalized at once: a megabyte of marks on one letter would take minutes.
    hidden = _NOT_PARTING if "\u200c" in text or "\u200b" in text else _INVISIBLE
    text = _SMEAR.sub(r"\1", hidden.sub("", text).replace("\u0344", "\u0308\u0301"))
    return _COMPOSABLE.sub(_compose, text) if _ACCENT.search(text) else text


def _compose(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match.group())


def one_line(text: str) -> str:
    """Return cleaned text in one line, for names, buttons and the input line."""
    return " ".join(safe(text).split())


def typed(text: str) -> str:
    """Return the text that a player types or pastes, in one line: newlines and tabs become spaces, controls go.

    Unlike `safe`, it keeps invisible characters that a writer needs: joiners (Persian, emoji of families), skin tones.
    """
    if _SURROGATES.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    text = _SPACES.sub(" ", _TYPED_BREAKS.sub(" ", _TERMINAL.sub("", text)))
    text = _SMEAR.sub(r"\1", _UNWRITTEN.sub("", text).replace("\u0344", "\u0308\u0301"))
    return _COMPOSABLE.sub(_compose, text) if _ACCENT.search(text) else text


def visible(text: str) -> str:
    """Return cleaned or typed text without invisible characters."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def print_anything() -> None:
    """Let stdout and stderr write characters that their encoding lacks as escapes: a Windows console would raise."""
    for stream in (sys.stdout, sys.stderr):
        # The streams may be replaced, for example by a test, with objects that have no encoding to change.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
