"""Words that replace characters without a glyph in any font, because players cannot read an empty box."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

# For a character with neither a glyph nor a readable name.
UNKNOWN = "?"
# Letters of a name at most.
MOST_LETTERS = 24

_KNOWN = {
    "…": "...", "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "–": "-",
    "—": "-", "‐": "-", "‑": "-", "−": "-", "•": "*", "·": "*", "→": "->", "←": "<-",
    "↔": "<->", "⇒": "=>", "★": "*", "☆": "*", "✓": "v", "✔": "v", "✗": "x", "✘": "x",
    "×": "x", "。": ".", "、": ",", "「": '"', "」": '"', "『": '"', "』": '"', "♥": "<3",
    "❤": "<3", "💔": "</3", "😀": ":D", "😁": ":D", "😂": ":'D", "😃": ":D", "😄": ":D",
    "😅": ":')", "😆": "xD", "😉": ";)", "😊": ":)", "🙂": ":)", "😇": "o:)", "😍": "<3",
    "😘": ":*", "😎": "B)", "😐": ":|", "😑": ":|", "😒": ":/", "😕": ":/", "🙁": ":(",
    "☹": ":(", "😞": ":(", "😢": ":'(", "😭": ":'(", "😠": ">:(", "😡": ">:(", "😮": ":o",
    "😱": ":O", "😛": ":P", "😜": ";P", "😝": "xP", "☺": ":)", "🤣": "xD", "💕": "<3",
    "💖": "<3", "💙": "<3", "💚": "<3", "💛": "<3", "💜": "<3", "🖤": "<3", "👍": "(+1)",
    "👎": "(-1)",
}  # fmt: skip


def stand_in(character: str, has: Callable[[str], bool]) -> str:
    """Return a text with the same meaning that the fonts can draw, or "?". has: True for a drawable character."""
    for text in (_KNOWN.get(character, ""), _plain(character), _named(character)):
        if text and all(map(has, text)):
            return text
    return "" if unicodedata.category(character) in ("Mn", "Me", "Cn", "Co") else UNKNOWN


def _plain(character: str) -> str:
    """Return the character without accents and typographic form: "é" becomes "e", "①" becomes "1"."""
    apart = unicodedata.normalize("NFKD", character)
    return "".join(part for part in apart if not unicodedata.combining(part))


def _named(character: str) -> str:
    """Return a symbol's name in brackets, such as "[dragon]"; a flag's letters become plain letters."""
    name = unicodedata.name(character, "").lower()
    if name.startswith("regional indicator symbol letter"):
        return name[-1].upper()
    if unicodedata.category(character) not in ("So", "Sm") or not name or len(name) > MOST_LETTERS:
        return ""
    return f"[{name.removesuffix(' face')}]"
