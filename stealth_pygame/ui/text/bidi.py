"""Right-to-left scripts, for a font engine that draws from left to right only."""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from itertools import accumulate
from typing import Any, NamedTuple

from stealth_pygame.text.patterns import lazy
from stealth_pygame.ui.text.segmentation import letters

_RIGHT_TO_LEFT = lazy("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LEFT_OUT = ("LRE", "RLE", "LRO", "RLO", "PDF", "BN", "B", "S", "")
# The zero-width non-joiner: it keeps two letters of a Persian word from joining, and is never drawn.
PARTING = "\u200c"
_STRONG = lazy(r"[^\W\d_]")


def right_to_left(text: str) -> bool:
    """Return True if the first letter of the text belongs to a right-to-left script."""
    first = _STRONG.search(text)
    return first is not None and _RIGHT_TO_LEFT.match(first.group()) is not None


def mixed(text: str) -> bool:
    """Return True if any letter of the text belongs to a right-to-left script."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def _optional(module: str) -> Any:
    """Return a library that may be missing, or None."""
    with contextlib.suppress(ImportError):
        return import_module(module)
    return None


@cache
def _bidi() -> Any:
    return _optional("bidi.algorithm")


@cache
def _arabic() -> Any:
    return _optional("arabic_reshaper")


@cache
def _reshape() -> Callable[[str], str] | None:
    reshape: Callable[[str], str] | None = getattr(_arabic(), "reshape", None)
    return reshape


@cache
def _join() -> Callable[[str], str] | None:
    arabic = _arabic()
    join: Callable[[str], str] | None = arabic and arabic.ArabicReshaper({"delete_harakat": False}).reshape
    return join


def prepare() -> None:
    """Load the libraries of the extra `rtl` now; during the game they would delay the first frame that needs them."""
    _bidi(), _reshape(), _join()


def shaped(text: str, has: Callable[[str], bool]) -> str:
    """Return the text with Arabic letters joined, where the fonts have the joined forms. Needs the extra `rtl`."""
    plain = text.replace(PARTING, "")
    reshape = _reshape() if mixed(text) else None
    if reshape is None:
        return plain
    joined = reshape(text).replace(PARTING, "")
    return joined if all(has(character) for character in set(joined) - {"\n"}) else plain


class Piece(NamedTuple):
    """A letter of a line: it stands for the characters from `start` to `end`, and `drawn` is its text on the screen."""

    start: int
    end: int
    drawn: str
    right_to_left: bool = False


def pieces(line: str, base: str, has: Callable[[str], bool] | None = None) -> list[Piece]:
    """Return the letters of a line in the order in which they are drawn, from left to right. base: "R" or "L".

    has: True for a character of the fonts, None: join no Arabic letters. Without the extra `rtl` lines are reversed.
    """
    if not mixed(line):
        return _as_read(letters(line))
    read = _as_read(letters(line)) if has is None else _joined(line, has)
    if _bidi() is None:
        return [piece._replace(right_to_left=True) for piece in reversed(read)] if base == "R" else read
    return _ordered(read, base)


def _as_read(drawn: Iterable[str]) -> list[Piece]:
    result, end = [], 0
    for letter in drawn:
        result.append(Piece(end, end + len(letter), letter))
        end += len(letter)
    return result


def _joined(line: str, has: Callable[[str], bool]) -> list[Piece]:
    """Return the letters in reading order, with Arabic letters in their joined forms; two letters may become one."""
    forms = _forms(line) if _join() is not None else None
    if forms is None or not all(has(character) for _, _, form in forms for character in form):
        return _as_read(letters(line))
    edges = {0, *accumulate(map(len, letters(line)))} & {0, *(end for _, end, _ in forms)}
    result: list[Piece] = []
    start, drawn = 0, ""
    for _, end, form in forms:
        drawn += form
        if end in edges:
            result.append(Piece(start, end, drawn))
            start, drawn = end, ""
    return result


def _forms(line: str) -> list[tuple[int, int, str]] | None:
    """Return the characters that each joined form stands for, from Unicode's own table; None if they do not match."""
    join = _join()
    assert join is not None
    result, place = [], 0
    try:
        forms = join(line)
    except IndexError:
        # arabic-reshaper makes mistakes with a joiner next to lam and alef.
        return None
    for form in forms:
        start = place
        for part in unicodedata.normalize("NFKC", form) if form not in line else form:
            place += len(line[place:]) - len(line[place:].lstrip("\u200d"))
            if line[place : place + 1] != part:
                return None
            place += 1
        result.append((start, place, form))
    if line[place:].strip("\u200d") or not result:
        return None
    start, _, form = result.pop()
    return [*result, (start, len(line), form)]


def _ordered(read: list[Piece], base: str) -> list[Piece]:
    """Return letters in the order of Unicode's bidirectional algorithm. Each counts as its first character."""
    bidi = _bidi()
    storage = bidi.get_empty_storage()
    level = int(base == "R")
    storage.update(base_level=level, base_dir=base)
    bidi.get_embedding_levels("".join(_stands_for(piece.drawn) for piece in read), storage)
    for piece, character in zip(read, storage["chars"], strict=True):
        character["piece"] = piece
    for step in ("explicit_embed_and_overrides", "resolve_weak_types", "resolve_neutral_types"):
        getattr(bidi, step)(storage, False)
    bidi.resolve_implicit_levels(storage, False)
    bidi.reorder_resolved_levels(storage, False)
    bidi.apply_mirroring(storage, False)
    return [_turned(entry["piece"], entry["ch"], entry["level"] % 2 == 1) for entry in storage["chars"]]


def _stands_for(drawn: str) -> str:
    """Return one character to stand for a letter in the algorithm; a space if the algorithm would remove it."""
    return " " if unicodedata.bidirectional(drawn[0]) in _LEFT_OUT else drawn[0]


def _turned(piece: Piece, first: str, right_to_left: bool) -> Piece:
    """Return the letter with its bracket mirrored if it is a bracket in right-to-left text."""
    mirrored = right_to_left and len(piece.drawn) == 1 and first != " "
    return Piece(piece.start, piece.end, first if mirrored else piece.drawn, right_to_left)


def in_view_order(line: str, base: str) -> str:
    """Return a line as it is drawn from left to right. base: "R" or "L"."""
    return "".join(piece.drawn for piece in pieces(line, base)) if mixed(line) else line


def label(text: str, has: Callable[[str], bool]) -> str:
    """Return a single line as it is drawn: letters joined, in the direction of its first letter."""
    return in_view_order(shaped(text, has), "R" if right_to_left(text) else "L") if mixed(text) else text


def gap(view: list[Piece], place: int, ahead: bool) -> int:
    """Return the number of letters to the left of a caret. ahead: it belongs to the next letter, else the previous."""
    ahead = ahead or place == 0
    for number, piece in enumerate(view):
        if piece.start <= place < piece.end if ahead else piece.start < place <= piece.end:
            return number + (piece.right_to_left is ahead)
    return gap(view, place, False) if ahead and place else 0


def crossed(line: str, place: int, ahead: bool, way: int) -> tuple[int, bool]:
    """Return the place of a caret one letter to the left (-1) or right (1), and True if it belongs to the next one."""
    view = pieces(line, "R" if right_to_left(line) else "L")
    number = gap(view, place, ahead) - (way < 0)
    if not 0 <= number < len(view):
        return place, ahead
    piece = view[number]
    before = (way < 0) is not piece.right_to_left
    return (piece.start if before else piece.end), before
