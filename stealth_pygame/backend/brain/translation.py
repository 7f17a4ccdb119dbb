"""Other languages in the words that the rules read, so that a language is a file of words and lines and no rewrite.

A message and a sheet are put into plain English word by word for comparing only, and words that no file lists keep one
form for all of their stem; what a character says stays as its sheet has it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping
from typing import Any, Final

import snowballstemmer  # type: ignore[import-untyped]

from stealth_pygame.backend.brain.language.vocabulary import lex, sections, table

# Languages beside English with files of their own, and the name of their stemmer.
LANGUAGES: Final = {"de": "german", "es": "spanish"}

_NAMES: Final = {"german": "de", "deutsch": "de", "spanish": "es", "español": "es", "espanol": "es", "castellano": "es"}
_WORD: Final = re.compile(r"[^\W\d_]+")
_LOCK: Final = threading.Lock()
# The small words of a language, of which a sheet must have some to be taken for one in it.
_SMALL: Final = {
    "en": lex("the and is of to you my for with it are"),
    **{code: lex(sections(code)["common"]) for code in LANGUAGES},
}
_LEAST: Final = 4
_MARKS: Final = str.maketrans("", "", "¿¡")


def language_of(character: Mapping[str, Any], texts: Iterable[str]) -> str:
    """Return the language of a sheet: the one that its field `language` names, else the one its small words are of."""
    if told := str(character.get("language") or character.get("lang") or "").strip().lower():
        named = _NAMES.get(told, told.partition("-")[0])
        return "en" if named in ("", "english") else named
    words = [word.lower() for text in texts for word in _WORD.findall(text)][:600]
    counts = {code: sum(word in small for word in words) for code, small in _SMALL.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= max(_LEAST, len(words) // 10) else "en"


class Translator:
    """The words of one sheet's language as plain English; `texts` are the sheet's own."""

    def __init__(self, language: str, texts: Iterable[str] = ()) -> None:
        known = language in LANGUAGES
        self._stemmer: Any = snowballstemmer.stemmer(LANGUAGES[language]) if known else None
        parts = sections(language) if known else {}
        self._words = table(parts.get("words", ""))
        self._phrases = table(parts.get("phrases", ""))
        listed = "|".join(map(re.escape, sorted(self._phrases, key=len, reverse=True)))
        self._phrase = re.compile(rf"\b(?:{listed or '(?!)'})\b", re.IGNORECASE)
        words = [word for text in texts for word in _WORD.findall(text.lower())] if known else []
        # the first form that the sheet has of a stem stands for all
        self._own: dict[str, str] = {self._stem(word): word for word in reversed(words)}

    def plain(self, text: str) -> str:
        """Return a text in plain English as far as its words are listed; English comes back as it is."""
        if self._stemmer is None:
            return text
        text = self._phrase.sub(lambda match: self._phrases[match[0].lower()], text.translate(_MARKS))
        return _WORD.sub(lambda match: self._word(match[0]), text)

    def _word(self, word: str) -> str:
        lower = word.lower()
        if lower in self._words:
            return self._words[lower]
        own = self._own.get(self._stem(lower), lower)
        return own.capitalize() if word[0].isupper() else own

    def _stem(self, word: str) -> str:
        # one stemmer keeps its word while it works
        with _LOCK:
            return str(self._stemmer.stemWord(word))
