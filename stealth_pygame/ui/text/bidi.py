"""Right-to-left scripts on a font engine that draws from left to right."""

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
# Keeps two letters of a Persian word from joining; never drawn.
PARTING = "\u200c"
_STRONG = lazy(r"[^\W\d_]")


def right_to_left(text: str) -> bool:
    """Return True if the first letter of the text is read from right to left."""
    first = _STRONG.search(text)
    return first is not None and _RIGHT_TO_LEFT.match(first.group()) is not None


def mixed(text: str) -> bool:
    """Return True if anything in the text is read from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def _optional(module: str) -> Any:
    """A library that a game may do without."""
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
    """Load what the extra `rtl` brings: in the middle of a game they would cost the first frame."""
    _bidi(), _reshape(), _join()


def shaped(text: str, has: Callable[[str], bool]) -> str:
    """Arabic letters joined, as far as the fonts have the joined forms; needs the extra `rtl`. What parts them goes."""
    plain = text.replace(PARTING, "")
    reshape = _reshape() if mixed(text) else None
    if reshape is None:
        return plain
    joined = reshape(text).replace(PARTING, "")
    return joined if all(has(character) for character in set(joined) - {"\n"}) else plain


class Piece(NamedTuple):
    """A letter of a line: the characters `start` to `end` that it stands for, and how they are drawn."""

    start: int
    end: int
    drawn: str
    right_to_left: bool = False


def pieces(line: str, base: str, has: Callable[[str], bool] | None = None) -> list[Piece]:
    """The letters of a line as they are drawn from left to right; `base` is "R" or "L".

    has: whether the fonts have a character, to join Arabic letters. Without the extra `rtl`, whole lines turn.
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
    """The letters as they are read, Arabic ones in the form that joins them; two may become one."""
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
    """The characters that each joined form stands for, by Unicode's own table; None if they do not add up."""
    join = _join()
    assert join is not None
    result, place = [], 0
    try:
        forms = join(line)
    except IndexError:
        # arabic-reshaper stumbles over a joiner beside lam and alef.
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
    """By Unicode's bidirectional algorithm, each letter taken for its first character: its marks stay with it."""
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
    """One character that goes where the letter goes; what the algorithm would leave out goes as a space does."""
    return " " if unicodedata.bidirectional(drawn[0]) in _LEFT_OUT else drawn[0]


def _turned(piece: Piece, first: str, right_to_left: bool) -> Piece:
    """The piece with its bracket mirrored, if it is one."""
    mirrored = right_to_left and len(piece.drawn) == 1 and first != " "
    return Piece(piece.start, piece.end, first if mirrored else piece.drawn, right_to_left)


def in_view_order(line: str, base: str) -> str:
    """A line as it is drawn from left to right; `base` is "R" or "L"."""
    return "".join(piece.drawn for piece in pieces(line, base)) if mixed(line) else line


def label(text: str, has: Callable[[str], bool]) -> str:
    """A line of its own as it is drawn: joined, and turned to its own direction."""
    return in_view_order(shaped(text, has), "R" if right_to_left(text) else "L") if mixed(text) else text


def gap(view: list[Piece], place: int, ahead: bool) -> int:
    """Count the letters to the left of a caret that belongs to the letter behind it (`ahead`) or before it."""
    ahead = ahead or place == 0
    for number, piece in enumerate(view):
        if piece.start <= place < piece.end if ahead else piece.start < place <= piece.end:
            return number + (piece.right_to_left is ahead)
    return gap(view, place, False) if ahead and place else 0


def crossed(line: str, place: int, ahead: bool, way: int) -> tuple[int, bool]:
    """The place of a caret one letter to the left (-1) or right (1), and True if it belongs to the letter behind it."""
    view = pieces(line, "R" if right_to_left(line) else "L")
    number = gap(view, place, ahead) - (way < 0)
    if not 0 <= number < len(view):
        return place, ahead
    piece = view[number]
    before = (way < 0) is not piece.right_to_left
    return (piece.start if before else piece.end), before
