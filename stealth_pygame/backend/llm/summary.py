"""Summaries of earlier turns that no longer fit into a model's window, made in the background."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Final

from stealth_pygame.backend.brain.interface import BrainError, Summary, Turn

# Conversations with a summary in memory at most; the one that was not used for the longest time is dropped.
MOST: Final = 256
MOST_CHARACTERS: Final = 600
LONGEST_LINE: Final = 300
_TASK: Final = (
    "Sum up this talk in at most 60 words, in the language it is in: who told what, what was promised, bought, given. "
    "Write the summary alone."
)

log = logging.getLogger("stealth_pygame.backend.llm")
Ask = Callable[[list[dict[str, Any]]], str]
Keep = Callable[[Summary], None]


class Summaries:
    """Summaries of conversations by key. Thread-safe. ask: asks the model for a summary, and may raise."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: OrderedDict[object, str] = OrderedDict()
        self._last: dict[object, str] = {}
        self._keep: dict[object, Keep] = {}
        self._waiting: dict[object, tuple[Turn, ...]] = {}
        self._lock = threading.Lock()

    def of(self, key: object) -> str:
        """Return the summary of a conversation, "" if there is none yet."""
        with self._lock:
            return self._known.get(key, "")

    def recall(self, key: object, kept: Summary) -> None:
        """Use the summary that was stored in an earlier run, if there is no newer one."""
        with self._lock:
            if kept.text and key not in self._known:
                self._known[key], self._last[key] = kept.text, kept.until

    def leave_out(self, key: object, turns: Sequence[Turn], keep: Keep | None = None) -> None:
        """Note the turns at the beginning that do not fit; those that a summary already covers are ignored.

        keep: a function that stores the new summary for a later run.
        """
        with self._lock:
            if keep is not None:
                self._keep[key] = keep
            last = self._last.get(key)
            at = next((number for number, turn in enumerate(turns) if turn.text == last), -1)
            if turns[at + 1 :]:
                self._waiting[key] = tuple(turns[at + 1 :])

    def make(self) -> None:
        """Summarise the noted turns in a thread; returns at once."""
        with self._lock:
            work, self._waiting = self._waiting, {}
            for key, turns in work.items():
                self._last[key] = turns[-1].text
        for key, turns in work.items():
            threading.Thread(target=self._sum_up, args=(key, turns), name="stealth-summary", daemon=True).start()

    def _sum_up(self, key: object, turns: Sequence[Turn]) -> None:
        before = self.of(key)
        lines = [f"{turn.name}: {' '.join(turn.text.split())[:LONGEST_LINE]}" for turn in turns]
        talk = "\n".join([*([f"Before: {before}"] if before else []), *lines])
        try:
            words = self._ask([{"role": "user", "content": f"{_TASK}\n\n{talk}"}])
        except BrainError as exc:
            # The oldest turns are lost then, as they would be without summaries.
            log.info("No summary of an earlier talk: %s", exc)
            return
        if not words:
            return
        with self._lock:
            self._known[key] = words[:MOST_CHARACTERS]
            keep = self._keep.get(key)
            while len(self._known) > MOST:
                oldest, _ = self._known.popitem(last=False)
                self._last.pop(oldest, None)
                self._keep.pop(oldest, None)
        try:
            if keep is not None:
                keep(Summary(words[:MOST_CHARACTERS], turns[-1].text))
        except Exception:
            # The database may be closed already; a lost summary is made again when it is needed.
            log.info("A summary was not kept", exc_info=True)
