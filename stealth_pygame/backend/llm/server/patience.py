"""Waits for a server that is busy, loading a model or not reachable, and pauses without requests.

A player waits during all this, so a wait that cannot succeed in time is not begun. A server that takes time without
answering gets no requests for a while: meanwhile the offline brain answers at once.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final

from stealth_pygame.backend.brain.interface import BrainError
from stealth_pygame.backend.llm.server.completions import sentence_of
from stealth_pygame.backend.llm.server.transport import Response, UnreachableError

FIRST_PAUSE: Final = 0.5
LAST_PAUSE: Final = 3.0
# Tries for a server that is overloaded, without and with a time to wait in its answer.
BUSY_TRIES: Final = 3
ASKED_TRIES: Final = 2
# Seconds between two tries of a warm-up; with more, messages behind it would wait for nothing.
LONGEST_NAP: Final = 10.0
# Seconds that a model needs for an answer; a wait that leaves less time is not begun.
ANSWER_WITHIN: Final = 2.0
# Seconds without requests after a refusal that names no time; doubled after each further refusal.
FIRST_REST: Final = 5.0
LAST_REST: Final = 60.0
# The most seconds of a pause that a server asks for, because the account may be paid during the game.
LONGEST_REST: Final = 300.0
# Late answers in a row after which requests pause.
MOST_LATE: Final = 2
# A failure that takes this many seconds is too slow to be repeated for every message.
COSTLY: Final = 0.5

BUSY: Final = (429, 503, 529)
_LOADING: Final = re.compile(r"\b(?:re)?loading\b|being loaded|warming|starting|not (?:yet )?ready", re.I)
_UNPAID: Final = re.compile(r"\bquota\b|\bcredits?\b|\bbilling\b|insufficient|per day|daily", re.I)
_AGAIN: Final = re.compile(
    r"(?:again|retry) (?:in|after)\D{0,3}(?:(\d+)h)?(?:(\d+)m(?!s|in))?(?:(\d+(?:\.\d+)?) ?(ms|s\b|sec|m\b|min)?)?",
    re.I,
)


class RestingError(BrainError):
    """Requests to the server are paused, because it refused or did not answer a short time ago."""


def status_of(response: Response) -> int:
    """Return the status of an answer. For an error in an answer with status 200: its own code, or 502."""
    if response.status != 200 or not sentence_of(response):
        return response.status
    error = response.value.get("error") if isinstance(response.value, Mapping) else None
    code = error.get("code") if isinstance(error, Mapping) else None
    return code if isinstance(code, int) and 400 <= code < 600 else 502


def asked_wait(response: Response) -> float | None:
    """Return the seconds that a server asks to wait, in its header (in both forms) or in its message."""
    told = response.headers.get("retry-after", "").strip()
    try:
        return _bounded(float(response.headers["retry-after-ms"]) / 1000)
    except (KeyError, ValueError):
        pass
    try:
        return _bounded(float(told))
    except ValueError:
        pass
    try:
        # The clocks of two machines differ; a time in the past means now.
        return _bounded(parsedate_to_datetime(told).timestamp() - time.time())
    except (TypeError, ValueError, IndexError, OverflowError):
        return _told_wait(sentence_of(response)) if status_of(response) in BUSY else None


def _told_wait(sentence: str) -> float | None:
    match = _AGAIN.search(sentence)
    if match is None or not any(match.groups()):
        return None
    hours, minutes, number, unit = match.groups()
    scale = {"ms": 0.001, "m": 60.0, "min": 60.0}.get((unit or "s").lower(), 1.0)
    return _bounded(int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(number or 0) * scale)


def _bounded(seconds: float) -> float:
    # A value that is not a finite number is no time.
    return min(max(seconds, 0.0), 86_400.0) if seconds == seconds else 86_400.0


def is_loading(response: Response) -> bool:
    """Return True if the server is still loading its model."""
    return status_of(response) == 503 and bool(_LOADING.search(sentence_of(response)))


@dataclass
class Waits:
    """The waits of one request. for_load: wait only for loading."""

    deadline: float
    for_load: bool = False
    clock: Callable[[], float] = time.monotonic
    tries: int = 0
    pause: float = FIRST_PAUSE

    def next(self, end: Response | UnreachableError) -> float | None:
        """Return the seconds until the next try, None if another try cannot succeed in time."""
        self.tries += 1
        wait = self._wait(end)
        self.pause = min(self.pause * 1.6, LAST_PAUSE)
        if wait is None or self.clock() + wait >= self.deadline - self._needed(end):
            return None
        return wait

    def _needed(self, end: Response | UnreachableError) -> float:
        """Return the seconds that must be left after a wait."""
        wait = asked_wait(end) if isinstance(end, Response) else None
        return ANSWER_WITHIN if wait else 0.2

    def _wait(self, end: Response | UnreachableError) -> float | None:
        if isinstance(end, UnreachableError):
            return 0.1 if self.tries == 1 and end.again else None
        code, asked = status_of(end), asked_wait(end)
        # Loading may take a minute, so these tries are not counted.
        if is_loading(end):
            return (asked or self.pause) if not self.for_load or (asked or 0.0) <= LONGEST_NAP else None
        if self.for_load or _is_unpaid(end):
            return None
        if code in BUSY:
            tries = BUSY_TRIES if asked is None else ASKED_TRIES
            return (2 * self.pause if asked is None else asked) if self.tries < tries else None
        return self.pause if code in (500, 502, 504) and end.status != 200 and self.tries < 2 else None


def _is_unpaid(response: Response) -> bool:
    return status_of(response) == 429 and asked_wait(response) is None and bool(_UNPAID.search(sentence_of(response)))


class Rest:
    """A pause without requests to a server, and the error for requests during it. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._until = 0.0
        self._seconds = FIRST_REST
        self._reason: BrainError | None = None
        self._late = 0

    def check(self) -> None:
        """Raise `RestingError` during a pause."""
        with self._lock:
            left, reason = self._until - self._clock(), self._reason
        if reason is not None and left > 0:
            raise RestingError(f"{reason}; it is left alone for another {left:.0f} s") from None

    def begin(self, reason: BrainError, seconds: float | None = None) -> None:
        """Begin a pause of `seconds`, None: longer each time."""
        with self._lock:
            rest = self._seconds if seconds is None else min(seconds, LONGEST_REST)
            if seconds is None:
                self._seconds = min(self._seconds * 2, LAST_REST)
            self._until, self._reason = self._clock() + rest, reason

    def end(self) -> None:
        """End the pause, because the server has answered."""
        with self._lock:
            self._until, self._seconds, self._reason, self._late = 0.0, FIRST_REST, None, 0

    def late(self, error: BrainError) -> None:
        """Count a late answer. One may be an exception, but after several the pause begins."""
        with self._lock:
            self._late += 1
            often = self._late >= MOST_LATE
        if often:
            self.begin(error)

    def after(self, error: BrainError, end: Response | UnreachableError, took: float) -> None:
        """Begin the pause that fits a failure. took: the seconds of its last try."""
        if isinstance(end, UnreachableError):
            # If a refusal takes no time, the next message may ask again, and finds a server that has just started.
            if took > COSTLY:
                self.begin(error)
        elif status_of(end) in BUSY and (asked_wait(end) is not None or not is_loading(end)):
            self.begin(error, asked_wait(end))
