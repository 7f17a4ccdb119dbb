"""What a person takes for one letter: a flag, a face with its tone, a syllable. The caret never stands inside of one.

After Unicode's text segmentation (UAX 29), for which Python has no function; rules for scripts that no longer live
are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"
_ATTACHED = re.compile("[\u200c\u200d\u0e33\u0eb3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_PICTURE = re.compile(
    "[\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")
_HANGUL = re.compile("[\u1100-\u115f](?=[\u1100-\u11a7\uac00-\ud7a3])|[\u1160-\u11a7\uac00-\ud7a3](?=[\u1160-\u11ff])")
# Devanagari, Bengali, Gujarati, Oriya, Telugu and Malayalam join consonants by a sign that takes the vowel away.
_CONJUNCT = re.compile(
    "[\u0915-\u0939\u0958-\u095f\u0978-\u097f\u0995-\u09b9\u0a95-\u0ab9\u0b15-\u0b39\u0c15-\u0c39\u0d15-\u0d3a]"
)
_VIRAMA = 9
"""Unicode's combining class of such signs."""
_SIMPLE = re.compile("[\0-\u02ff\u0370-\u0482\u048a-\u0590\u3041-\u3098\u30a0-\u30ff\u3400-\u9fff]*")
"""Letters that nothing here joins."""


def letters(text: str) -> Iterator[str]:
    """The letters of a text as a person counts them."""
    simple = _SIMPLE.match(text)
    done = max(0, simple.end() - 1) if simple else 0
    yield from text[:done]
    start = done
    for index in range(done + 1, len(text)):
        if not _joined(text, start, index):
            yield text[start:index]
            start = index
    if text:
        yield text[start:]


def _joined(text: str, start: int, index: int) -> bool:
    """Whether the character at `index` belongs to the letter that began at `start`."""
    before, here = text[index - 1], text[index]
    if before.isascii() and here.isascii():
        return False
    if unicodedata.category(here) in ("Mn", "Mc", "Me") or _ATTACHED.match(here):
        return True
    if before == _JOINER and _PICTURE.match(here):
        return True
    if _FLAG.match(here):
        return index == start + 1 and _FLAG.match(before) is not None
    if _CONJUNCT.match(here):
        return _takes_more(text[start:index])
    return _HANGUL.match(text, index - 1) is not None


def _takes_more(letter: str) -> bool:
    """Whether a letter ends in a sign that joins the next consonant to it."""
    last = letter.rstrip(_JOINER)[-1:]
    return bool(last) and unicodedata.combining(last) == _VIRAMA and _CONJUNCT.match(letter) is not None


def places(text: str) -> list[int]:
    """Where a caret may stand: before, between and after the letters."""
    result, end = [0], 0
    for letter in letters(text):
        end += len(letter)
        result.append(end)
    return result
