"""The patience with a server that is busy, loads a model or is away: the waits that are worth it, and the rest it gets.

A player waits for all of it, so a wait that cannot end in time is not begun, and a server that costs time without an
answer is left alone for a while: whoever speaks meanwhile hears the offline brain at once.
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
# Tries at a server that is overloaded and does not say for how long, and at one that does.
BUSY_TRIES: Final = 3
ASKED_TRIES: Final = 2
# Seconds between two tries of a warm-up: longer, and the messages behind it would wait for nothing.
LONGEST_NAP: Final = 10.0
# Seconds that a model needs for an answer: a wait that leaves less is a wait for nothing.
ANSWER_WITHIN: Final = 2.0
# Seconds without a request after a refusal that names no time; twice as many after each further one.
FIRST_REST: Final = 5.0
LAST_REST: Final = 60.0
# Seconds for which a server's own word is taken: an account may be paid for in the middle of a game.
LONGEST_REST: Final = 300.0
# Answers in a row that do not come in time, after which the server is left alone.
MOST_LATE: Final = 2
# Seconds from which a failure is too dear to be repeated for every message.
COSTLY: Final = 0.5

BUSY: Final = (429, 503, 529)
_LOADING: Final = re.compile(r"\b(?:re)?loading\b|being loaded|warming|starting|not (?:yet )?ready", re.I)
_UNPAID: Final = re.compile(r"\bquota\b|\bcredits?\b|\bbilling\b|insufficient|per day|daily", re.I)
_AGAIN: Final = re.compile(
    r"(?:again|retry) (?:in|after)\D{0,3}(?:(\d+)h)?(?:(\d+)m(?!s|in))?(?:(\d+(?:\.\d+)?) ?(ms|s\b|sec|m\b|min)?)?",
    re.I,
)


class RestingError(BrainError):
    """The server is left alone for a while, because it refused or was away a moment ago."""


def status_of(response: Response) -> int:
    """Return the status of an answer; an error in an answer that says 200 tells its own, or is one of the gateway."""
    if response.status != 200 or not sentence_of(response):
        return response.status
    error = response.value.get("error") if isinstance(response.value, Mapping) else None
    code = error.get("code") if isinstance(error, Mapping) else None
    return code if isinstance(code, int) and 400 <= code < 600 else 502


def asked_wait(response: Response) -> float | None:
    """Return the seconds that a server asks to wait: by its header, in either form, or in its sentence."""
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
        # The clocks of two machines differ; what has passed already means now.
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
    # What is not a number at all cannot end.
    return min(max(seconds, 0.0), 86_400.0) if seconds == seconds else 86_400.0


def is_loading(response: Response) -> bool:
    """Return True for a server that is still loading its model."""
    return status_of(response) == 503 and bool(_LOADING.search(sentence_of(response)))


@dataclass
class Waits:
    """The waits of one request: how long until the next try, and if there is one. for_load: waits for a load only."""

    deadline: float
    for_load: bool = False
    clock: Callable[[], float] = time.monotonic
    tries: int = 0
    pause: float = FIRST_PAUSE

    def next(self, end: Response | UnreachableError) -> float | None:
        """Return the seconds until the next try, or None where none would help, or end in time."""
        self.tries += 1
        wait = self._wait(end)
        self.pause = min(self.pause * 1.6, LAST_PAUSE)
        if wait is None or self.clock() + wait >= self.deadline - self._needed(end):
            return None
        return wait

    def _needed(self, end: Response | UnreachableError) -> float:
        """Return the seconds that must be left after a wait."""
        asked = asked_wait(end) if isinstance(end, Response) else None
        return ANSWER_WITHIN if asked else 0.2

    def _wait(self, end: Response | UnreachableError) -> float | None:
        if isinstance(end, UnreachableError):
            return 0.1 if self.tries == 1 and end.again else None
        code, asked = status_of(end), asked_wait(end)
        # A load may take a minute, so its tries are not counted.
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
    """The time for which a server is left alone, and the error for whoever asks meanwhile. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._until = 0.0
        self._seconds = FIRST_REST
        self._reason: BrainError | None = None
        self._late = 0

    def check(self) -> None:
        """Raise `RestingError` while the server is left alone."""
        with self._lock:
            left, reason = self._until - self._clock(), self._reason
        if reason is not None and left > 0:
            raise RestingError(f"{reason}; it is left alone for another {left:.0f} s") from None

    def begin(self, reason: BrainError, seconds: float | None = None) -> None:
        """Leave the server alone: for the seconds that it asked for, or for longer each time."""
        with self._lock:
            rest = self._seconds if seconds is None else min(seconds, LONGEST_REST)
            if seconds is None:
                self._seconds = min(self._seconds * 2, LAST_REST)
            self._until, self._reason = self._clock() + rest, reason

    def end(self) -> None:
        """Note that the server answers."""
        with self._lock:
            self._until, self._seconds, self._reason, self._late = 0.0, FIRST_REST, None, 0

    def late(self, error: BrainError) -> None:
        """Note an answer that did not come in time; one may be bad luck, but nobody should wait for a third."""
        with self._lock:
            self._late += 1
            often = self._late >= MOST_LATE
        if often:
            self.begin(error)

    def after(self, error: BrainError, end: Response | UnreachableError, took: float) -> None:
        """Begin the rest that a failure asks for; `took` is how many seconds its last try cost."""
        if isinstance(end, UnreachableError):
            # Where a refusal costs nothing, a server that is started in this moment is found with the next message.
            if took > COSTLY:
                self.begin(error)
        elif status_of(end) in BUSY and (asked_wait(end) is not None or not is_loading(end)):
            self.begin(error, asked_wait(end))
