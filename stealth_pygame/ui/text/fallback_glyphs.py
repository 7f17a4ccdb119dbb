"""Words in place of pictures that no font has: they can be read, an empty box cannot."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

# For what has neither picture nor readable name.
UNKNOWN = "?"
# Letters of a readable name at most.
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
    """Text that `has` a picture for each of its characters and means the same, or a question mark."""
    for text in (_KNOWN.get(character, ""), _plain(character), _named(character)):
        if text and all(map(has, text)):
            return text
    return "" if unicodedata.category(character) in ("Mn", "Me", "Cn", "Co") else UNKNOWN


def _plain(character: str) -> str:
    """The character without its accents and typographic form: "é" is "e", "①" is "1"."""
    apart = unicodedata.normalize("NFKD", character)
    return "".join(part for part in apart if not unicodedata.combining(part))


def _named(character: str) -> str:
    """Symbols by their name: a dragon is "[dragon]"; a flag's letters are its letters."""
    name = unicodedata.name(character, "").lower()
    if name.startswith("regional indicator symbol letter"):
        return name[-1].upper()
    if unicodedata.category(character) not in ("So", "Sm") or not name or len(name) > MOST_LETTERS:
        return ""
    return f"[{name.removesuffix(' face')}]"
