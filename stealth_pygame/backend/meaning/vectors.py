"""The vectors of an embedding model, made safe for the offline brain, and the likeness of two sentences by them.

Any model of a game may stand behind them. What a likeness is good for, the brain decides.
"""

from __future__ import annotations

import math
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from operator import mul
from typing import Final, Generic, Protocol, TypeAlias, TypeVar

# Turns a text into a vector of length 1, all vectors of one model having as many numbers.
Embedder: TypeAlias = Callable[[str], Sequence[float]]
Key = TypeVar("Key")
Made = TypeVar("Made")
# Vectors that are kept, of 384 numbers 1.5 kB each; the least used goes first.
_KEPT: Final = 8_000


class Judging(Protocol):
    """What judges lines by more than their vectors; few models come with it.

    reads_sentences: whether it knows a wish or a report from an order; else only what each word is about.
    """

    reads_sentences: bool

    def answers(self, said: str, lines: Sequence[str]) -> list[float]:
        """Return for each line how likely it answers what was said, 0 to 1."""
        ...

    def orders(self, said: str, deeds: Sequence[str]) -> list[float]:
        """Return for each described deed how likely it is asked for, 0 to 1."""
        ...

    def remark(self, said: str) -> tuple[str, float]:
        """Return the likeliest kind of a remark or of a question that no line answers, and how likely it is."""
        ...


class VectorError(Exception):
    """The model failed, or what it gave is no vector."""


class Vectors:
    """An embedding model whose vectors are checked and have the length 1; it is never asked for two at a time."""

    def __init__(self, embed: Callable[[str], Sequence[float]]) -> None:
        self._embed = embed
        self._lock = threading.Lock()
        self._size = 0
        self.judge: Judging | None = getattr(embed, "judge", None)

    def __call__(self, text: str) -> list[float]:
        """Return the vector of a text; a vector of zeros, which is like no other, stays one. Raises `VectorError`."""
        with self._lock:
            try:
                vector = [float(number) for number in self._embed(text)]
            except Exception as exc:
                raise VectorError(f"one list of numbers was expected, and it ended with {exc!r}") from exc
            self._size = self._size or len(vector)
        length = math.hypot(*vector)
        if not vector or len(vector) != self._size or not math.isfinite(length):
            raise VectorError(
                f"{self._size or 'some'} finite numbers were expected for each text, and it gave {vector!r:.80}"
            )
        return [number / length for number in vector] if length else vector


class Kept(Generic[Key, Made]):
    """What is made of each key, made once and kept, at most so many; the least used goes first. Thread-safe."""

    def __init__(self, make: Callable[[Key], Made], most: int) -> None:
        self._make = make
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, Made] = OrderedDict()

    def __call__(self, key: Key) -> Made:
        """Return what was made of a key. Two threads may make it at the same time, and the later one is kept."""
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known
        made = self._make(key)
        with self._lock:
            self._kept[key] = made
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


class Meanings:
    """The vectors of sentences, each computed once; safe between threads.

    kind: "words" for those that come with the library, "judged" for others with a judge, else "meanings".
    """

    def __init__(self, embed: Embedder) -> None:
        self.judge: Judging | None = getattr(embed, "judge", None)
        self.kind: str = getattr(embed, "kind", "judged" if self.judge else "meanings")
        self._vectors: Kept[str, array[float]] = Kept(lambda text: array("f", embed(text)), _KEPT)

    def of(self, language: str) -> Meanings | None:
        """Return itself, unless it has a judge and the language is another than the judge has learned, English."""
        return self if language == "en" or not self.judge else None

    def read(self, text: str) -> array[float]:
        """Return the vector of a text."""
        return self._vectors(text)

    def likeness(self, text: str, others: Sequence[str]) -> list[float]:
        """Return the cosine of a text with each of the others, from -1 to 1."""
        one = self.read(text)
        return [sum(map(mul, one, self.read(other))) for other in others]
