"""The vectors of an embedding model, made safe for the offline brain: any model of a game may stand behind them."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence


class VectorError(Exception):
    """The model failed, or what it gave is no vector."""


class Vectors:
    """An embedding model whose vectors are checked and have the length 1; it is never asked for two at a time."""

    def __init__(self, embed: Callable[[str], Sequence[float]]) -> None:
        self._embed = embed
        self._lock = threading.Lock()
        self._size = 0

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
