"""A client without a network: each NPC gives the recorded answers, in order, after the recorded seconds.

A message that is not in the recording gets the answer to the most similar one, because a player types other words.
"""

from __future__ import annotations

import itertools
import logging
import os
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stealth_pygame.client.backend_api import Eventually, Health, follow, name_of
from stealth_pygame.client.recording.pause import Pause
from stealth_pygame.client.recording.recorder import Recorded
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.protocol.models import ContextEntry, ConversationRef, Reply, User

log = logging.getLogger("stealth_pygame")

# The most seconds that an answer takes, even if it took longer in the recording.
LONGEST = 3.0
# The least similarity of two messages, from 0 to 1; if no message is more similar, the next line in order is played.
LEAST_ALIKE = 0.35
# The most characters of a message that are compared.
COMPARED = 200


class Part:
    """The recorded lines of one NPC, in order."""

    def __init__(self) -> None:
        self.lines: list[Recorded] = []
        self._next = 0

    def answer(self, message: str) -> Recorded:
        """Return the line with the most similar message, or else the next line; the search then goes on after it."""
        # The search begins at the next line, because the same message may have two answers in the recording.
        rotated = self.lines[self._next :] + self.lines[: self._next]
        ahead = _nearest(_plain(message), [_plain(line.message) for line in rotated])
        self._next = (self._next + ahead + 1) % len(self.lines)
        return rotated[ahead]


def _nearest(message: str, candidates: list[str]) -> int:
    """Return the index of the candidate that is most similar to the message; 0 if none is similar enough."""
    best, place = LEAST_ALIKE, 0
    matcher = SequenceMatcher(b=message, autojunk=False)
    for index, candidate in enumerate(candidates):
        if candidate == message:
            return index
        matcher.set_seq1(candidate)
        # The first two are fast upper limits of the third, which is slow.
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
            best, place = matcher.ratio(), index
    return place


def _plain(message: str) -> str:
    return " ".join(message[: 2 * COMPARED].casefold().split())[:COMPARED]


class ReplayClient:
    """A client that answers from the recording at `path`; thread-safe. `longest`: the most seconds of an answer.

    Lines that cannot be read are skipped, with a warning that names the number of the line. Raises `ConfigurationError`
    for a file that is missing or empty.
    """

    def __init__(self, path: str | os.PathLike[str], *, longest: float = LONGEST, pause: Pause | None = None) -> None:
        self._path = Path(path)
        self._longest = longest
        self._parts: dict[str, Part] = {}
        self._names: dict[str, str] = {}
        self._numbers = itertools.count(1)
        self._pause = pause or Pause("The recording is closed.")
        self._unknown: set[str] = set()
        for line in _read(self._path):
            self._parts.setdefault(line.npc, Part()).lines.append(line)
        if not self._parts:
            raise ConfigurationError(
                f"The recording {self._path} has no line to play; make one with Dialogue(..., record={str(path)!r})."
            )

    def create(
        self, character: dict[str, Any], users: Sequence[User], persistence_token: str | None = None
    ) -> ConversationRef:
        """Open a conversation with the recorded NPC who has the character's name."""
        number = next(self._numbers)
        self._names[f"replay-{number}"] = name_of(character)
        return ConversationRef(id=str(number), secret=f"replay-{number}")

    def send(
        self, secret: str, message: str, player_id: str, context: Sequence[ContextEntry] = ()
    ) -> Eventually[Reply]:
        """Return the recorded answer after its seconds, at most `longest`. Raises `ClosedError` after `close`."""
        name = self._names.get(secret, "")
        part = self._parts.get(name)
        line = part.answer(message) if part else self._nothing(name)
        return follow(self._pause.wait(min(line.latency, self._longest)), lambda _: line.reply)

    def _nothing(self, name: str) -> Recorded:
        if name not in self._unknown:
            # Logged once for each NPC, and not for each message.
            self._unknown.add(name)
            known = ", ".join(sorted(self._parts))
            log.warning("%r has no line in %s; those who have are: %s.", name, self._path, known)
        return Recorded(npc=name, message="", reply=Reply(cancelled=True))

    def update(self, secret: str, users: Sequence[User] | None = None) -> None:
        """Do nothing: a recording has no users."""

    def finish(self, secret: str) -> None:
        """Do nothing: a recording has no open conversations."""

    def check(self) -> Health:
        """Return a good health: a recording is always there."""
        return Health(True, True, True, 0.0, f"{self._path} is played; no backend is asked.")

    def close(self, timeout: float = 0.0) -> None:
        """End all waits; they raise `ClosedError`."""
        self._pause.end()


def _read(path: Path) -> Iterator[Recorded]:
    try:
        text = path.read_text("utf-8", errors="replace")
    except OSError as exc:
        raise ConfigurationError(f"The recording {path} cannot be read: {exc.strerror}.") from exc
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield Recorded.model_validate_json(line)
        except ValidationError as exc:
            first = exc.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"]))
            log.warning("%s, line %d is damaged and passed over: %s %s", path, number, where, first["msg"])
