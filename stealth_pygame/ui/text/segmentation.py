"""Letters as people count them, and places where a line may break: the needed parts of Unicode's UAX 29 and UAX 14.

Libraries exist for both, but cost too much here: uniseg takes 11 MB, 0.3 s to import and 0.2 s for 300 characters,
these rules 0.1 ms; wcwidth handles only letters, and has no compiled wheels for a browser. Rules for historic
scripts are omitted. Call this on the original text, because the drawn text has lost its no-break spaces and
zero-width spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from stealth_pygame.text.patterns import lazy

# Joins the characters on both sides; drawn as a space.
NO_BREAK = "\xa0"
# Separates the words of scripts that write no spaces, such as Thai and Khmer; never drawn.
MAY_BREAK = "\u200b"

# A line may break between ideographs, kana, hangul and emoji, but not before closing punctuation.
_IDEOGRAPH = (
    "\u2e80-\u2fff\u3003-\u3007\u3012-\u3013\u3020-\u9fff\ua000-\ua4cf\uac00-\ud7af\uf900-\ufaff\U0001f000-\U0003ffff"
)
# Classes CL, CP, EX, IS, IN, NS, CJ and PO: none of them may begin a line.
_CLOSING = (
    "\u3001\u3002\u3009\u300b\u300d\u300f\u3011\u3015\u3017\u3019\u301b\u301c\u301e\u301f\u30a0\u30fb\u30fc\u3005\u303b"
    "\u309b-\u309e\u30fd\u30fe\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u308e\u3095\u3096"
    "\u30a1\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7\u30ee\u30f5\u30f6\u31f0-\u31ff"
    "\uff01\uff05\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3d\uff5d\uff5e\uff60-\uff65\u2103\u2030%°"
    "!?,.;:)\\]}…‥⋯’”»›"
)
# Classes OP and PR: none of them may end a line.
_OPENING = (
    "\u3008\u300a\u300c\u300e\u3010\u3014\u3016\u3018\u301a\u301d"
    "\uff08\uff3b\uff5b\uff5f\uff62\uff04\uffe1\uffe5(\\[{“‘«‹„‚¿¡"
)
_SINGLE = f"[{_OPENING}]*(?:[\U0001f1e6-\U0001f1ff]{{2}}|[{_IDEOGRAPH}])[{_CLOSING}]*"
# A line may break after a hyphen, a dash or a slash within words, but not within numbers.
_HYPHENED = f"(?:[^ {MAY_BREAK}{_IDEOGRAPH}])+?[-\u2010–—/](?=[^ {MAY_BREAK}\\-\u2010–—/\\d{_CLOSING}{NO_BREAK}])"
# French puts spaces before : ; ! ? and inside quotation marks; no line may begin or end with such a mark.
_LONE_CLOSING = lazy("[!?;:,.…»›)\\]}%]+")
_LONE_OPENING = lazy("[«‹(\\[{¿¡„“]+")
_MAY_GLUE = lazy(f"{NO_BREAK}| [!?;:,.…»›)\\]}}%]|[«‹(\\[{{¿¡„“] |[{_OPENING}](?:[{_IDEOGRAPH}])")


_ATOM = lazy(f" +|{MAY_BREAK}+|{_SINGLE}|{_HYPHENED}|[^ {MAY_BREAK}{_IDEOGRAPH}]+")


def atoms(paragraph: str) -> Iterator[str]:
    """Yield the pieces of a paragraph that a line must not break: words, spaces, single ideographs."""
    pieces = (match.group() for match in _ATOM.finditer(paragraph))
    return _glued(pieces) if _MAY_GLUE.search(paragraph) else pieces


def parts(atom: str) -> list[str]:
    """Return the words and spaces of an atom that is too long for a line, so that it can be broken."""
    return [part for part in re.split("( +)", atom) if part]


def _glued(pieces: Iterator[str]) -> Iterator[str]:
    """Join pieces that a no-break space, or a French mark with its space, holds together."""
    word, spaces = "", ""
    for piece in pieces:
        if piece.isspace() and NO_BREAK not in piece:
            if word:
                spaces += piece
            else:
                yield piece
        elif not word or _hold(word, spaces, piece):
            word, spaces = word + spaces + piece, ""
        else:
            yield word
            if spaces:
                yield spaces
            word, spaces = piece, ""
    if word:
        yield word
    if spaces:
        yield spaces


def _hold(word: str, spaces: str, piece: str) -> bool:
    if spaces:
        return bool(_LONE_CLOSING.fullmatch(piece) or _LONE_OPENING.fullmatch(word.rsplit(" ", 1)[-1]))
    return word[-1] == NO_BREAK or piece[0] == NO_BREAK


def drawn(text: str) -> str:
    """Return the text as it is drawn: characters that only control line breaks become a space, or nothing."""
    return text if text.isascii() else text.replace(NO_BREAK, " ").replace(MAY_BREAK, "")


_JOINER = "\u200d"


_ATTACHED = lazy("[\u200c\u200d\u0e33\u0eb3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")


_PICTURE = lazy(
    "[\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)


_FLAG = lazy("[\U0001f1e6-\U0001f1ff]")


_HANGUL = lazy("[\u1100-\u115f](?=[\u1100-\u11a7\uac00-\ud7a3])|[\u1160-\u11a7\uac00-\ud7a3](?=[\u1160-\u11ff])")


# Devanagari, Bengali, Gujarati, Oriya, Telugu and Malayalam join consonants with a sign that removes the vowel.
_CONJUNCT = lazy(
    "[\u0915-\u0939\u0958-\u095f\u0978-\u097f\u0995-\u09b9\u0a95-\u0ab9\u0b15-\u0b39\u0c15-\u0c39\u0d15-\u0d3a]"
)


# The combining class of such signs in Unicode.
_VIRAMA = 9


# Letters that are not joined to others here.
_SIMPLE = lazy("[\0-\u02ff\u0370-\u0482\u048a-\u0590\u3041-\u3098\u30a0-\u30ff\u3400-\u9fff]*")


def letters(text: str) -> Iterator[str]:
    """Yield the letters of a text as a person counts them."""
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
    """Return True if the character at `index` belongs to the letter that began at `start`."""
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
    """Return True if a letter ends with a sign that joins the next consonant to it."""
    last = letter.rstrip(_JOINER)[-1:]
    return bool(last) and unicodedata.combining(last) == _VIRAMA and _CONJUNCT.match(letter) is not None


def places(text: str) -> list[int]:
    """Return the indexes where a caret may be: before, between and after the letters."""
    result, end = [0], 0
    for letter in letters(text):
        end += len(letter)
        result.append(end)
    return result
