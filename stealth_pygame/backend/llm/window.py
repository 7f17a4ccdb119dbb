"""The contents of a model's window: its size, the knowledge that stays, and the start of the history.

The beginning of a prompt stays the same from turn to turn as far as possible, because servers keep what they have
computed for it, and compute only the new part.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stealth_pygame.backend.brain.interface import Turn
from stealth_pygame.backend.brain.knowledge.search import search
from stealth_pygame.backend.brain.knowledge.sheet import compile_sheet
from stealth_pygame.backend.brain.language.questions import query
from stealth_pygame.backend.brain.language.words import tokens

# Tokens of a local model's window if its server does not tell: the default of Ollama.
USUAL_HERE: Final = 4_096
USUAL_ELSEWHERE: Final = 16_384
LEAST: Final = 512
# Bytes of UTF-8 for each token: so few that the estimate is large enough in every language.
_BYTES_PER_TOKEN: Final = 3.3
# Tokens for the markers around each message.
_PER_MESSAGE: Final = 8
# Lines of knowledge that are looked up for a message.
_NEAREST: Final = 12
# Lines of knowledge that are searched at most.
_READ: Final = 400

log = logging.getLogger("stealth_pygame.backend.llm")


def size(text: str) -> int:
    """Return the approximate number of tokens of a text."""
    return int(len(text.encode("utf-8", "replace")) / _BYTES_PER_TOKEN) + 1


@dataclass(frozen=True)
class Budget:
    """The tokens of a prompt: the window without the room for the answer."""

    window: int
    answer: int

    @property
    def prompt(self) -> int:
        """The tokens for the whole prompt."""
        return max(self.window - min(self.answer, self.window // 3) - 64, LEAST // 2)

    @property
    def sheet(self) -> int:
        """The tokens for the sheet and the functions."""
        return int(self.prompt * 0.6)


def kept_knowledge(lines: Sequence[str], budget: int) -> list[str]:
    """Return the first lines of knowledge: all if they fit, else as many as fit half of the budget."""
    if sum(size(line) for line in lines) <= budget:
        return list(lines)
    kept, left = [], budget // 2
    for line in lines:
        left -= size(line)
        if left < 0:
            break
        kept.append(line)
    return kept


def nearest_knowledge(lines: Sequence[str], message: str, budget: int) -> list[str]:
    """Return the lines that fit a message best, found by the search of the offline brain."""
    sheet = compile_sheet({"name": "", "knowledge": list(lines[:_READ])})
    near: list[str] = []
    left = budget
    for result in search(sheet, query(tokens(message), (), sheet.names)):
        # A fact is a sentence of a line, in a form that can be read alone.
        words = result.fact.text.rstrip(".!?")[-40:]
        line = next((line for line in lines if words in line and line not in near), "")
        if line and size(line) <= left and len(near) < _NEAREST:
            near.append(line)
            left -= size(line)
    return near


class HistoryStart:
    """The start of each conversation's history. It moves rarely, but then far, so that the prompt's beginning stays."""

    def __init__(self, most: int = 256) -> None:
        self._first: OrderedDict[object, Turn] = OrderedDict()
        self._most = most
        self._lock = threading.Lock()

    def start(self, key: object, turns: Sequence[Turn], budget: int) -> int:
        """Return the index of the first turn in the prompt."""
        if not turns:
            return 0
        with self._lock:
            first = self._first.get(key)
            at = next((i for i, turn in enumerate(turns) if turn == first), None)
            # A conversation that fits completely starts at its beginning.
            if first is None and _fits(turns, budget):
                at = 0
            if at is None or not _fits(turns[at:], budget):
                at = self._moved(turns, budget)
            self._first[key] = turns[at] if at < len(turns) else turns[-1]
            self._first.move_to_end(key)
            while len(self._first) > self._most:
                self._first.popitem(last=False)
            return at

    @staticmethod
    def _moved(turns: Sequence[Turn], budget: int) -> int:
        """Return a start that leaves room for many turns: half of the budget, and a quarter of the turns."""
        for at in range(len(turns) // 4, len(turns)):
            if turns[at].speaker == "user" and _fits(turns[at:], budget // 2):
                return at
        return len(turns)


def _fits(turns: Sequence[Turn], budget: int) -> bool:
    return sum(size(turn.text) + _PER_MESSAGE for turn in turns) <= budget
