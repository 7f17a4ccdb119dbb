"""A client without a network: it answers from a recording, by villager and in order, as fast as it was then.

A message that is not in it gets the answer to the nearest one, because on a demo day nobody types the same words twice.
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

# Seconds that an answer takes at most, however long it took then.
LONGEST = 3.0
# Of 1: words less alike than this have nothing to do with each other, and the next line in order is said.
LEAST_ALIKE = 0.35
# Characters of a message that are compared.
COMPARED = 200


class Part:
    """The lines of one villager, in order."""

    def __init__(self) -> None:
        self.lines: list[Recorded] = []
        self._next = 0

    def answer(self, message: str) -> Recorded:
        """Return the line for a message: the next one if it was that, else the nearest; the part goes on behind it."""
        # From where the evening stands: the same question may have had two answers.
        rotated = self.lines[self._next :] + self.lines[: self._next]
        ahead = _nearest(_plain(message), [_plain(line.message) for line in rotated])
        self._next = (self._next + ahead + 1) % len(self.lines)
        return rotated[ahead]


def _nearest(message: str, candidates: list[str]) -> int:
    """Return the place of the candidate most like the message, the first of equals; 0 where none is like it."""
    best, place = LEAST_ALIKE, 0
    matcher = SequenceMatcher(b=message, autojunk=False)
    for index, candidate in enumerate(candidates):
        if candidate == message:
            return index
        matcher.set_seq1(candidate)
        # The first two are quick upper bounds of the third, which takes its time.
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
            best, place = matcher.ratio(), index
    return place


def _plain(message: str) -> str:
    return " ".join(message[: 2 * COMPARED].casefold().split())[:COMPARED]


class ReplayClient:
    """A client that answers from the recording at `path`; thread-safe. `longest`: seconds of the slowest answer.

    Lines that cannot be read are passed over, with a warning that names their number. Raises `ConfigurationError` for a
    file that is not there or holds nothing to play.
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
        """Open a conversation with the villager of that name."""
        number = next(self._numbers)
        self._names[f"replay-{number}"] = name_of(character)
        return ConversationRef(id=str(number), secret=f"replay-{number}")

    def send(
        self, secret: str, message: str, player_id: str, context: Sequence[ContextEntry] = ()
    ) -> Eventually[Reply]:
        """Answer as it was answered then, after as long, `longest` at most. Raises `ClosedError` after `close`."""
        name = self._names.get(secret, "")
        part = self._parts.get(name)
        line = part.answer(message) if part else self._nothing(name)
        return follow(self._pause.wait(min(line.latency, self._longest)), lambda _: line.reply)

    def _nothing(self, name: str) -> Recorded:
        if name not in self._unknown:
            # Once per villager, not once per message.
            self._unknown.add(name)
            known = ", ".join(sorted(self._parts))
            log.warning("%r has no line in %s; those who have are: %s.", name, self._path, known)
        return Recorded(npc=name, message="", reply=Reply(cancelled=True))

    def update(self, secret: str, users: Sequence[User] | None = None) -> None:
        """Do nothing: nobody has to be told."""

    def finish(self, secret: str) -> None:
        """Do nothing: there is nothing to end."""

    def check(self) -> Health:
        """Return a good health: a recording is always there."""
        return Health(True, True, True, 0.0, f"{self._path} is played; no backend is asked.")

    def close(self, timeout: float = 0.0) -> None:
        """End every wait."""
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
