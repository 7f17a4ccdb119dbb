"""The likeness of two sentences by their meaning, as an embedding model sees it; without one nothing here is used.

It knows sentences and vectors only: what a likeness is good for, the search and the gate decide.
"""

from __future__ import annotations

import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from operator import mul
from typing import Final, TypeAlias

# Turns a text into a vector of length 1, all vectors of one model having as many numbers.
Embedder: TypeAlias = Callable[[str], Sequence[float]]
# Vectors that are kept, of 384 numbers 1.5 kB each; the least used goes first.
_KEPT: Final = 8_000


class Meanings:
    """The vectors of sentences, each computed once; safe between threads."""

    def __init__(self, embed: Embedder) -> None:
        self._embed = embed
        self._lock = threading.Lock()
        self._vectors: OrderedDict[str, array[float]] = OrderedDict()

    def read(self, text: str) -> array[float]:
        """Return the vector of a text."""
        with self._lock:
            known = self._vectors.get(text)
            if known is not None:
                self._vectors.move_to_end(text)
                return known
        vector = array("f", self._embed(text))
        with self._lock:
            self._vectors[text] = vector
            if len(self._vectors) > _KEPT:
                self._vectors.popitem(last=False)
        return vector

    def likeness(self, text: str, others: Sequence[str]) -> list[float]:
        """Return the cosine of a text with each of the others, from -1 to 1."""
        one = self.read(text)
        return [sum(map(mul, one, self.read(other))) for other in others]
