"""The words that describe (locked, hungry) and those that name several things, told by form and by a short list."""

from __future__ import annotations

import re
from typing import Final

from stealth_pygame.backend.brain.language.vocabulary import groups_of, lex, pairs_of, patterns_of, sections, words_of

_DESCRIBES: Final = words_of("describes")
_NAMES: Final = words_of("names")
_WORDS: Final = groups_of("adjectives")
_FORMS: Final = patterns_of("adjectives")
# Names of several things without an `s`, or loses more than that.
_ONE: Final = pairs_of("several")
# Groups of words of which one tells about the others.
_OPPOSITES: Final = tuple(map(lex, sections()["opposites"].splitlines()))


def opposed(word: str, other: str) -> bool:
    """Tell whether how something is by one word tells something of the other (`open` and `locked`)."""
    return any({word, other} <= group for group in _OPPOSITES)


def describes(word: str) -> bool:
    """Tell whether a word says how something is (`locked`), rather than what it is (`lock`)."""
    return word in _DESCRIBES or (word not in _NAMES and bool(_FORMS["ending"].match(word)))


def done(word: str) -> bool:
    """Tell whether a word says what has been done (`killed`)."""
    return word in _WORDS["done"] or (word not in _NAMES and bool(_FORMS["done"].match(word)))


def several(name: str) -> bool:
    """Tell whether a name is that of several things (`wolves`)."""
    last = name.lower().split()[-1] if name.split() else ""
    return last in _ONE or bool(_FORMS["several"].match(last))


def one_of(name: str) -> str:
    """The name of one of several things (`door` of `doors`)."""
    *before, last = name.split()
    known = _ONE.get(last.lower(), last if not several(last) else "")
    shorter = re.sub(r"ies$", "y", re.sub(r"(?<=[sxh])es$|(?<!e)s$|(?<=[^sxhi]e)s$", "", last))
    return " ".join([*before, known or shorter])


def an(name: str) -> str:
    """A name with its article; what is several, is not counted or has a name of its own needs none."""
    first, last = name.split()[0], name.split()[-1]
    if several(name) or last.lower() in _WORDS["uncounted"] or name[:1].isupper() or first in _WORDS["no article"]:
        return name
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def the(name: str) -> str:
    """A name with `the`, unless it is somebody's own."""
    return name if name[:1].isupper() or name.split()[0] in _WORDS["no article"] else f"the {name}"
