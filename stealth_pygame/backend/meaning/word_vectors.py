"""A judge that needs no library: vectors of words, learned from lines of players.

Each piece of a word has a vector and a weight of its own, whatever stands beside it ("static embeddings"). Two texts
are compared by the cosine of their weighted sums, and by how near the nearest of the other's words is to each word
("late interaction"). It knows less than a model that reads whole sentences, and costs a few milliseconds.
`tests.backend.brain.fit_words` fits it; the file that it writes is a zip, so that a stranger can look into it.
"""

from __future__ import annotations

import io
import json
import math
import re
import sys
import threading
import unicodedata
import zipfile
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from operator import mul
from typing import Any, Final

from stealth_pygame.backend.meaning.vectors import Kept

FILE: Final = "words.zip"
# Letters of a word that are looked up as one piece, and pieces of a text that are read.
_LONGEST: Final = 18
_PIECES: Final = 64
# Texts that are kept, three kilobytes each, and pairs of pieces whose nearness is, a hundred bytes each.
_KEPT, _NEAR_KEPT = 8_000, 200_000
# Judgements that are kept: one message is judged several times while it is answered.
_RECENT: Final = 64
# The weight from which a piece is compared with each of another text's; those below are only in the sum.
_TELLING: Final = 0.3
_WORD: Final = re.compile(r"[a-z0-9]+")
_ANSWERS, _ORDERS = range(2)
_lock = threading.Lock()
_loaded: list[WordVectors] = []


@dataclass(frozen=True)
class _Text:
    """A text as it is compared: its telling pieces, the weight of each, and the vector of all pieces, of length 1."""

    pieces: tuple[int, ...]
    weights: tuple[float, ...]
    vector: tuple[float, ...]


def word_vectors() -> WordVectors:
    """Return the vectors that come with the library, read on the first call."""
    with _lock:
        if not _loaded:
            # named as a resource of the package, so that zipped and frozen games find it, too
            _loaded.append(WordVectors(files("stealth_pygame.backend.meaning").joinpath(FILE).read_bytes()))
        return _loaded[0]


def split(text: str, known: dict[str, int]) -> list[int]:
    """Return the numbers of the pieces of a text: of each word the longest that are known, from its beginning on."""
    plain = unicodedata.normalize("NFD", text.lower())
    found: list[int] = []
    for word in _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter))):
        at = 0
        while at < len(word) and len(found) < _PIECES:
            start, ends = "##" * (at > 0), range(min(len(word), at + _LONGEST), at, -1)
            end = next((end for end in ends if start + word[at:end] in known), 0)
            # a letter of no piece is passed over
            found += [known[start + word[at:end]]] if end else []
            at = end or at + 1
    return found


class WordVectors:
    """Vectors of pieces of words, as a file holds them. Thread-safe. It is the judge of its own vectors."""

    def __init__(self, file: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(file)) as told:
            self._known = {piece: at for at, piece in enumerate(told.read("pieces.txt").decode().split("\n"))}
            self._bytes = told.read("vectors.bin")
            self._weights, self._lengths = (_floats(told.read(name)) for name in ("weights.bin", "lengths.bin"))
            learned: dict[str, Any] = json.loads(told.read("learned.json"))
        self._size: int = learned["size"]
        self._scales: list[list[float]] = learned["scales"]
        self._none: list[list[list[float]]] = learned["none"]
        self._kinds: dict[str, list[float]] = learned["remarks"]
        self._vector = Kept(self._unpacked, len(self._known))
        self._texts = Kept(self._read, _KEPT)
        self._shares = Kept(self._judged, _RECENT)
        self._near: dict[int, dict[int, float]] = {}
        self._room = _NEAR_KEPT
        self.judge, self.kind, self.reads_sentences = self, "words", False

    def __call__(self, text: str) -> Sequence[float]:
        """Return the vector of a text, of length 1, or of zeros where no word of it is known."""
        return self._texts(text).vector

    def answers(self, said: str, lines: Sequence[str]) -> list[float]:
        """Return for each line how likely it answers what was said, 0 to 1; with that of none they add up to 1."""
        return list(self._shares((said, tuple(lines), _ANSWERS)))

    def orders(self, said: str, deeds: Sequence[str]) -> list[float]:
        """Return for each described deed how likely it is asked for, in the same way."""
        return list(self._shares((said, tuple(deeds), _ORDERS)))

    def remark(self, said: str) -> tuple[str, float]:
        """Return the likeliest kind of a remark or of a question that no line answers, and how likely it is."""
        vector = (*self(said), 1.0)
        scores = {kind: sum(map(mul, vector, weights)) for kind, weights in self._kinds.items()}
        best = max(scores, key=lambda kind: scores[kind])
        return best, 1 / sum(math.exp(score - scores[best]) for score in scores.values())

    def _judged(self, judged: tuple[str, tuple[str, ...], int]) -> tuple[float, ...]:
        said, lines, kind = judged
        asked = self._texts(said)
        rows = [(piece, self._near.setdefault(piece, {})) for piece in asked.pieces]
        alike = [self._compared(asked, rows, self._texts(line)) for line in lines]
        if not alike:
            return ()
        heard = (*asked.vector, *map(max, zip(*alike, strict=True)), 1.0)
        inner, outer = self._none
        none = sum(map(mul, (*(max(0.0, sum(map(mul, heard, row))) for row in inner), 1.0), outer[kind]))
        scores = [*(sum(map(mul, features, self._scales[kind])) for features in alike), none]
        most = max(scores)
        shares = [math.exp(score - most) for score in scores]
        total = sum(shares)
        return tuple(share / total for share in shares[:-1])

    def _compared(
        self, one: _Text, rows: Sequence[tuple[int, dict[int, float]]], other: _Text
    ) -> tuple[float, float, float]:
        """The cosine of two texts, and how near the other's words are to each of one's, and the other way round.

        rows: the pieces of the first text with what is known of their nearness to others.
        """
        if not rows or not other.pieces:
            return 0.0, 0.0, 0.0
        near = [
            [row[piece] if piece in row else self._met(row, mine, piece) for piece in other.pieces]
            for mine, row in rows
        ]
        cosine = sum(map(mul, one.vector, other.vector))
        return cosine, _mean(map(max, near), one.weights), _mean(map(max, zip(*near, strict=True)), other.weights)

    def _met(self, row: dict[int, float], one: int, other: int) -> float:
        """The cosine of two pieces, which is kept."""
        near: float = sum(map(mul, self._vector(one), self._vector(other))) / 127**2
        self._room -= 1
        if self._room < 0:
            self._near, self._room = {}, _NEAR_KEPT
        row[other] = near
        return near

    def _unpacked(self, piece: int) -> tuple[int, ...]:
        return tuple(array("b", self._bytes[piece * self._size : (piece + 1) * self._size]))

    def _read(self, text: str) -> _Text:
        pieces = split(text, self._known)
        total = [0.0] * self._size
        for piece in pieces:
            share = self._weights[piece] * self._lengths[piece]
            total = [number + share * one for number, one in zip(total, self._vector(piece), strict=True)]
        length = math.hypot(*total) or 1.0
        telling = tuple(piece for piece in pieces if self._weights[piece] >= _TELLING)
        weights = tuple(self._weights[piece] for piece in telling)
        return _Text(telling, weights, tuple(number / length for number in total))


def _mean(values: Iterable[float], weights: Sequence[float]) -> float:
    total: float = sum(map(mul, values, weights))
    return total / (sum(weights) or 1.0)


def _floats(packed: bytes) -> array[float]:
    numbers: array[float] = array("f", packed)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
