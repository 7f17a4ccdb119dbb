"""Markup in a game's texts: emphasis, colours by name, and icons.

Marks are read only in a `Markup`, which only the game's code makes. The words of players and models are plain text,
unless the game sets `Theme.markup`. A mark that is not complete stays in the text as it was written.

    *words*   [gold]words[/]   :coin:   and \\* \\[ \\: for these characters themselves
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple

from stealth_pygame.text.cleaning import Safe, safe
from stealth_pygame.text.patterns import lazy

COLOURS: Final = ("red", "orange", "gold", "green", "teal", "blue", "purple", "pink", "grey")
ICONS: Final = ("heart", "star", "coin", "key", "skull")
"""Icons that the library draws; `Theme.icons` may add others."""
LONGEST: Final = 20_000
"""The most characters of a text in which marks are read; a longer text is shown as it is."""
# The characters that reserve the space of an icon, about as wide as a letter is tall; no line may break inside them.
ROOM: Final = "\u00a0" * 4 + "\u00b7"
_TOKEN: Final = lazy(r"\\([*\[:\\])|(\*)|\[(/?[a-z]{0,16})\]|:([a-z][a-z0-9_]{0,23}):")


class Markup(str):
    """A text whose marks are read: for `npc.say`, `Feedback`, and the name on a plate (`title`)."""

    __slots__ = ()

    @property
    def plain(self) -> str:
        """The words without marks, an icon as its name in brackets: the form for the transcript and the backend."""
        return "".join(f"({piece.icon})" if piece.icon else piece.text for piece in _pieces(str(self), None))


def plain(text: str) -> str:
    """Return a text without its marks, if it is a `Markup`."""
    return text.plain if isinstance(text, Markup) else text


class Span(NamedTuple):
    """The style of the characters from `start` up to, but not including, `end`."""

    start: int
    end: int
    strong: bool = False
    colour: str = ""
    icon: str = ""


class Marked(Safe):
    """A cleaned text without marks, and the spans that had them."""

    spans: tuple[Span, ...]


def marked(text: str, icons: Collection[str] = ICONS) -> Marked:
    """Return a text as it is drawn. icons: the names of known icons; other names in colons stay as they are."""
    spans: list[Span] = []
    words, length = "", 0
    parts: list[str] = []
    for piece in _pieces(safe(text), icons):
        words = ROOM if piece.icon else piece.text
        if piece.strong or piece.colour or piece.icon:
            spans.append(Span(length, length + len(words), piece.strong, piece.colour, piece.icon))
        parts.append(words)
        length += len(words)
    drawn = Marked("".join(parts))
    drawn.spans = tuple(spans)
    return drawn


class _Piece(NamedTuple):
    text: str
    strong: bool = False
    colour: str = ""
    icon: str = ""


def _pieces(text: str, icons: Collection[str] | None) -> Iterator[_Piece]:
    """Cut a text at its marks. icons: the names of known icons, None for any name."""
    tokens = list(_TOKEN.finditer(text)) if len(text) <= LONGEST else []
    pairs = {*_stars(text, tokens), *_brackets(tokens)}
    strong, colours, done = False, list[str](), 0
    for number, token in enumerate(tokens):
        escaped, star, bracket, icon = token.groups()
        shown = icon is not None and (icons is None or icon in icons)
        if not (escaped or shown or number in pairs):
            continue
        colour = colours[-1] if colours else ""
        if token.start() > done:
            yield _Piece(text[done : token.start()], strong, colour)
        done = token.end()
        if escaped:
            yield _Piece(escaped, strong, colour)
        elif shown:
            yield _Piece("", strong, colour, icon)
        elif star:
            strong = not strong
        elif bracket.startswith("/"):
            colours.pop()
        else:
            colours.append(bracket)
    if done < len(text):
        yield _Piece(text[done:], strong, colours[-1] if colours else "")


def _stars(text: str, tokens: Iterable[re.Match[str]]) -> Iterator[int]:
    """Yield the places, in `tokens`, of pairs of stars around words of one line, without spaces inside the stars."""
    opened: tuple[int, int] | None = None
    for number, token in enumerate(tokens):
        if not token[2]:
            continue
        start, end = token.span()
        if opened is not None and "\n" in text[opened[1] : start]:
            opened = None
        if opened is not None and start > opened[1] and not text[start - 1].isspace():
            yield opened[0]
            yield number
            opened = None
        elif end < len(text) and not text[end].isspace() and not (start and text[start - 1].isalnum()):
            opened = number, end


def _brackets(tokens: Iterable[re.Match[str]]) -> Iterator[int]:
    """Yield the places, in `tokens`, of colours that are closed again, and of the marks that close them."""
    opened: list[tuple[int, str]] = []
    for number, token in enumerate(tokens):
        word = token[3]
        if word in COLOURS:
            opened.append((number, word))
        elif word is not None and opened and word in ("/", f"/{opened[-1][1]}"):
            yield opened.pop()[0]
            yield number
