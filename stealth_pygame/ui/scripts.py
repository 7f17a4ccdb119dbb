"""Where a line may break, and how right-to-left scripts come out on a font engine that draws from left to right."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from importlib import import_module

# Ideographs, kana, hangul and emoji may be parted from each other, but not from the punctuation that closes them.
_IDEOGRAPH = (
    "\u2e80-\u2fff\u3003-\u3007\u3012-\u3013\u3020-\u9fff\ua000-\ua4cf\uac00-\ud7af\uf900-\ufaff\U0001f000-\U0003ffff"
)
_CLOSING = (
    "\u3001\u3002\u3009\u300b\u300d\u300f\u3011\u3015\u30fb\u30fc\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff5d"
    "!?,.;:)…’”»"
)
_OPENING = "\u3008\u300a\u300c\u300e\u3010\u3014\uff08\uff5b(“‘«"
_ATOM = re.compile(
    f" +|[{_OPENING}]*[{_IDEOGRAPH}][{_CLOSING}]*|(?:[^ {_IDEOGRAPH}])+?-(?=[^ \\-\\d])|[^ {_IDEOGRAPH}]+"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_STRONG = re.compile(r"[^\W\d_]")
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a]"
)


def atoms(paragraph: str) -> Iterator[str]:
    """The pieces of a paragraph that a line must not break: words, spaces, single ideographs."""
    return (found.group() for found in _ATOM.finditer(paragraph))


def letters(word: str) -> Iterator[str]:
    """The characters of a word, each with the marks on it."""
    start = 0
    for index in range(1, len(word)):
        if not _MARKS.match(word[index]):
            yield word[start:index]
            start = index
    if word:
        yield word[start:]


def right_to_left(text: str) -> bool:
    """Whether the first letter of the text is read from right to left."""
    first = _STRONG.search(text)
    return first is not None and _RIGHT_TO_LEFT.match(first.group()) is not None


def mixed(text: str) -> bool:
    """Whether anything in the text is read from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def _optional(module: str, name: str) -> Callable[..., str] | None:
    with contextlib.suppress(ImportError):
        function: Callable[..., str] = getattr(import_module(module), name)
        return function
    return None


_reshape = _optional("arabic_reshaper", "reshape")
_reorder = _optional("bidi.algorithm", "get_display")


def shaped(text: str, has: Callable[[str], bool]) -> str:
    """Arabic letters joined, as far as the fonts have the joined forms. Needs the extra `rtl`."""
    if _reshape is None or not mixed(text):
        return text
    joined = _reshape(text)
    return joined if all(has(character) for character in set(joined) - {"\n"}) else text


def in_view_order(line: str, base: str) -> str:
    """A line as it is drawn from left to right; `base` is "R" or "L". Without the extra `rtl`, whole lines turn."""
    if not mixed(line):
        return line
    if _reorder is not None:
        return _reorder(line, base_dir=base)
    return "".join(reversed(list(letters(line)))) if base == "R" else line
