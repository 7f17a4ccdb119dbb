"""What fits into a model's window: how large it is, which knowledge stays, and where the history begins.

Everything here is chosen so that the beginning of a prompt stays the same from turn to turn: servers keep what they
have computed for it, and compute only what is new.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from stealth_pygame.backend.brain.interface import BrainError, Turn
from stealth_pygame.backend.brain.knowledge.search import search
from stealth_pygame.backend.brain.knowledge.sheet import compile_sheet
from stealth_pygame.backend.brain.language.questions import query
from stealth_pygame.backend.brain.language.words import tokens
from stealth_pygame.backend.llm.names import Endpoint
from stealth_pygame.backend.llm.transport import Transport

# Tokens of a window on this machine, where its server does not tell: Ollama's usual one.
USUAL_HERE: Final = 4_096
USUAL_ELSEWHERE: Final = 16_384
LEAST: Final = 512
# Bytes of UTF-8 for a token: few enough for every language, so that no estimate is too small.
_BYTES_PER_TOKEN: Final = 3.3
# Tokens around each message.
_PER_MESSAGE: Final = 8
# Seconds for a server to tell its window.
_LOOK_WITHIN: Final = 2.0
# Lines of knowledge that are looked up for a message.
_NEAREST: Final = 12
# Lines of knowledge that are searched.
_READ: Final = 400

log = logging.getLogger("stealth_pygame.backend.llm")


def size(text: str) -> int:
    """Return about how many tokens a text has."""
    return int(len(text.encode("utf-8", "replace")) / _BYTES_PER_TOKEN) + 1


@dataclass(frozen=True)
class Budget:
    """The tokens of a prompt: what is left of a window when the answer has its place."""

    window: int
    answer: int

    @property
    def prompt(self) -> int:
        """Return the tokens for the whole prompt."""
        return max(self.window - min(self.answer, self.window // 3) - 64, LEAST // 2)

    @property
    def sheet(self) -> int:
        """Return the tokens for the sheet and the functions."""
        return int(self.prompt * 0.6)


def kept_knowledge(lines: Sequence[str], budget: int) -> list[str]:
    """Return the first lines of knowledge that fit; all, or half of the budget, for the rest is looked up."""
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
    """Return the lines that are nearest to a message, by the search of the offline brain."""
    sheet = compile_sheet({"name": "", "knowledge": list(lines[:_READ])})
    near: list[str] = []
    left = budget
    for result in search(sheet, query(tokens(message), (), sheet.names)):
        # A fact is a sentence of a line, made readable alone.
        words = result.fact.text.rstrip(".!?")[-40:]
        line = next((line for line in lines if words in line and line not in near), "")
        if line and size(line) <= left and len(near) < _NEAREST:
            near.append(line)
            left -= size(line)
    return near


class HistoryStart:
    """Where each conversation's history begins. It moves rarely and then far, so that the beginning stays the same."""

    def __init__(self, most: int = 256) -> None:
        self._first: OrderedDict[object, Turn] = OrderedDict()
        self._most = most
        self._lock = threading.Lock()

    def start(self, key: object, turns: Sequence[Turn], budget: int) -> int:
        """Return the index of the first turn that goes into the prompt."""
        if not turns:
            return 0
        with self._lock:
            first = self._first.get(key)
            at = next((i for i, turn in enumerate(turns) if turn == first), None)
            # A talk that fits begins at its beginning.
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


def window_of(endpoint: Endpoint, transport: Transport) -> int:
    """Return the tokens of a model's window as its server tells them, or 0. Never raises."""
    looks = [("/models", False)]
    looks += [] if endpoint.provider in ("vllm", "openai") else [("/props", True)]
    own = {
        "ollama": [("/api/ps", True)],
        "lmstudio": [(f"/api/v0/models/{endpoint.model}", True)],
        "koboldcpp": [("/api/extra/true_max_context_length", True)],
    }
    for path, root in own.get(endpoint.provider, looks):
        try:
            response = transport.get(path, _LOOK_WITHIN, root=root)
        except BrainError:
            return 0
        found = _told(response.value, endpoint.model) if response.status == 200 else 0
        if found >= LEAST:
            return found
    return 0


_KEYS: Final = ("max_model_len", "context_length", "loaded_context_length", "max_context_length", "n_ctx", "value")


def _told(value: Any, model: str) -> int:
    """Return the window in what a server tells of itself, in whichever of the usual forms."""
    if not isinstance(value, dict):
        return 0
    listed = value.get("data") or value.get("models")
    if isinstance(listed, list):
        named = [
            one
            for one in listed
            if isinstance(one, dict) and model in (one.get("id"), one.get("name"), one.get("model"))
        ]
        return next(filter(None, (_told(one, model) for one in named or listed[:1])), 0)
    for place in (value, value.get("default_generation_settings")):
        if isinstance(place, dict):
            for key in _KEYS:
                if isinstance(place.get(key), int) and not isinstance(place[key], bool):
                    return int(place[key])
    return 0
