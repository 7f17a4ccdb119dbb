"""What a small model has learned from lines of players: how likely each of some lines answers what was said, and how
likely each of some deeds is asked for.

It reads vectors of words, and knows nothing of characters. What a likelihood is good for, the brain decides.
`tests.backend.brain.fit_judge` fits the model, on worlds and players' lines made for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Final

from stealth_pygame.backend.meaning.vectors import Kept, VectorError

# Lines whose word vectors are kept, 15 kB each; the least used goes first.
_KEPT: Final = 4_000
# Judgements that are kept: one message is judged several times while it is answered.
_RECENT: Final = 64
_ANSWERS, _ORDERS = range(2)


class Judge:
    """A model over the word vectors of texts. Thread-safe.

    encode: turns a text into its vector, and into an array of its words' vectors as the judge reads them, a row each.
    run: takes the vectors of what was said, those of the lines, filled up to the longest, and which of them are real;
    returns for each line, and for none of them, two numbers: for answering and for being ordered.
    remarks: the names of the `kinds` of remarks, and the `weights` and the `bias` of each over the vector of a text.
    """

    def __init__(
        self,
        encode: Callable[[str], tuple[Any, Any]],
        run: Callable[[dict[str, Any]], Sequence[Any]],
        remarks: Mapping[str, Any],
    ) -> None:
        self.reads_sentences = True
        self._encode = encode
        self._run = run
        self._texts = Kept(self._read, _KEPT)
        self._shares = Kept(self._judged, _RECENT)
        self._kinds = [str(kind) for kind in remarks["kinds"]]
        self._weights, self._bias = (remarks[name].astype("float32") for name in ("weights", "bias"))

    def vector(self, text: str) -> Any:
        """Return the vector of a text, of length 1. Raises `VectorError`."""
        return self._texts(text)[0]

    def answers(self, said: str, lines: Sequence[str]) -> list[float]:
        """Return for each line how likely it answers what was said, 0 to 1; with that of none they add up to 1.

        Raises `VectorError`.
        """
        return list(self._shares((said, tuple(lines), _ANSWERS)))

    def orders(self, said: str, deeds: Sequence[str]) -> list[float]:
        """Return for each described deed how likely it is asked for, in the same way."""
        return list(self._shares((said, tuple(deeds), _ORDERS)))

    def remark(self, said: str) -> tuple[str, float]:
        """Return the likeliest kind of a remark or of a question that no line answers, and how likely it is."""
        scores = self.vector(said) @ self._weights + self._bias
        best = int(scores.argmax())
        return self._kinds[best], 1 / sum(math.exp(float(score - scores[best])) for score in scores)

    def _read(self, text: str) -> tuple[Any, Any]:
        try:
            mean, words = self._encode(text)
            return (mean / math.hypot(*mean)).astype("float32"), words.astype("float16")
        except Exception as exc:
            raise VectorError(f"vectors of words were expected, and it ended with {exc!r}") from exc

    def _judged(self, asked: tuple[str, tuple[str, ...], int]) -> tuple[float, ...]:
        """The likelihood of each line to what was said, for one of the two kinds."""
        said, lines, kind = asked
        if not lines:
            return ()
        numpy = import_module("numpy")
        told = [self._texts(line)[1] for line in lines]
        rows = numpy.zeros((len(told), max(map(len, told)), told[0].shape[1]), "float32")
        real = numpy.zeros(rows.shape[:2], "float32")
        for at, vectors in enumerate(told):
            rows[at, : len(vectors)], real[at, : len(vectors)] = vectors, 1
        given = {"asked": self._texts(said)[1].astype("float32")[None], "told": rows, "mask": real}
        try:
            judged, none = self._run(given)
        except Exception as exc:
            raise VectorError(f"a judgement was expected, and it ended with {exc!r}") from exc
        scores = numpy.append(judged[:, kind], none[kind])
        shares = numpy.exp(scores - scores.max())
        return tuple(float(share) for share in (shares / shares.sum())[:-1])
