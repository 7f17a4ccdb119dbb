"""What a small model has learned from lines of players: how likely each of some lines answers what was said, and how
likely each of some deeds is asked for.

It reads the word vectors of the packaged model beside it, and knows nothing of characters. What a likelihood is good
for, the brain decides. `tests.backend.brain.fit_judge` fits the model, on worlds and players' lines made for it.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Final

from stealth_pygame.backend.vectors import VectorError

# Lines whose word vectors are kept, 15 kB each; the least used goes first.
_KEPT: Final = 4_000
_ANSWERS, _ORDERS = range(2)


class Judge:
    """A model over the word vectors of texts. Thread-safe.

    encode: turns a text into an array of its words' vectors, a row each.
    run: takes the vectors of what was said, those of the lines, filled up to the longest, and which of them are real;
    returns for each line, and for none of them, two numbers: for answering and for being ordered.
    remarks: the names of the `kinds` of remarks, and the `weights` and the `bias` of each over the vector of a text.
    """

    def __init__(
        self, encode: Callable[[str], Any], run: Callable[[dict[str, Any]], Sequence[Any]], remarks: Mapping[str, Any]
    ) -> None:
        self._encode = encode
        self._run = run
        self._kinds = [str(kind) for kind in remarks["kinds"]]
        self._weights, self._bias = (remarks[name].astype("float32") for name in ("weights", "bias"))
        self._lock = threading.Lock()
        self._read: OrderedDict[str, Any] = OrderedDict()

    def words(self, text: str) -> Any:
        """Return the vectors of the words of a text, a row each."""
        with self._lock:
            known = self._read.get(text)
            if known is not None:
                self._read.move_to_end(text)
                return known
        vectors = self._encode(text).astype("float16")
        with self._lock:
            self._read[text] = vectors
            if len(self._read) > _KEPT:
                self._read.popitem(last=False)
        return vectors

    def answers(self, said: str, lines: Sequence[str]) -> list[float]:
        """Return for each line how likely it answers what was said, 0 to 1; with that of none they add up to 1.

        Raises `VectorError`.
        """
        return self._likely(said, lines, _ANSWERS)

    def orders(self, said: str, deeds: Sequence[str]) -> list[float]:
        """Return for each described deed how likely it is asked for, in the same way."""
        return self._likely(said, deeds, _ORDERS)

    def remark(self, said: str) -> tuple[str, float]:
        """Return the likeliest kind of a remark or of a question that no line answers, and how likely it is."""
        mean = self.words(said).mean(0, dtype="float32")
        scores = mean / math.hypot(*mean) @ self._weights + self._bias
        best = int(scores.argmax())
        return self._kinds[best], 1 / sum(math.exp(float(score - scores[best])) for score in scores)

    def _likely(self, said: str, lines: Sequence[str], kind: int) -> list[float]:
        if not lines:
            return []
        numpy = import_module("numpy")
        try:
            told = [self.words(line) for line in lines]
            rows = numpy.zeros((len(told), max(map(len, told)), told[0].shape[1]), "float32")
            real = numpy.zeros(rows.shape[:2], "float32")
            for at, vectors in enumerate(told):
                rows[at, : len(vectors)], real[at, : len(vectors)] = vectors, 1
            asked = self.words(said).astype("float32")[None]
            judged, none = self._run({"asked": asked, "told": rows, "mask": real})
        except Exception as exc:
            raise VectorError(f"a judgement was expected, and it ended with {exc!r}") from exc
        scores = numpy.append(judged[:, kind], none[kind])
        shares = numpy.exp(scores - scores.max())
        return [float(share) for share in (shares / shares.sum())[:-1]]
