"""A client that keeps what was said as JSON lines, so that an evening can be played again without a network.

A line is written by the thread that heard the answer, never by the game's own. It holds who was asked, the words and
the seconds; no key, no conversation's secret, no token, and nothing of the context, which is the players' own.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from stealth_pygame.client.backend_api import Backend, HealthLike, name_of
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.protocol.lenient_json import whole_pairs
from stealth_pygame.protocol.models import ContextEntry, ConversationRef, Reply, User

log = logging.getLogger("stealth_pygame")
HIDDEN = "***"
LEAST_HIDDEN = 6
"""Letters that a word must have to be hidden; a shorter one would be no secret, and in every line."""


class Recorded(BaseModel):
    """One line of a recording: what an NPC was asked, what he answered, and after how many seconds."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    npc: str
    message: str
    reply: Reply
    latency: float = Field(default=0.0, ge=0.0, allow_inf_nan=False)


class Recorder:
    """Passes everything to `client`, and appends each answer to the file at `path`; thread-safe.

    hide: what must not be written, whoever says it (the API key). A disk that is full costs the rest of the recording,
    said once in the log. Raises `ConfigurationError` for a file that cannot be written at all.
    """

    def __init__(
        self,
        client: Backend,
        path: str | os.PathLike[str],
        *,
        hide: Iterable[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._path = Path(path)
        self._clock = clock
        self._hide = set(hide)
        self._names: dict[str, str] = {}
        self._lock = threading.Lock()
        try:
            # A line that a crash cut short must not swallow the first one of this run.
            whole = not self._path.exists() or self._path.read_bytes()[-1:] in (b"", b"\n")
            self._file = self._path.open("a", encoding="utf-8", newline="\n")
            self._file.write("" if whole else "\n")
        except OSError as exc:
            raise ConfigurationError(f"The recording {self._path} cannot be written: {exc.strerror}.") from exc
        self._writes = True

    @property
    def url(self) -> object:
        """Where the backend is, if the client says so."""
        return getattr(self._client, "url", None)

    def create(
        self, character: dict[str, Any], users: Sequence[User], persistence_token: str | None = None
    ) -> ConversationRef:
        """As `StealthClient.create`; whose conversation it is, is remembered by its secret."""
        made = self._client.create(character, users, persistence_token)
        with self._lock:
            self._names[made.secret] = name_of(character)
            self._hide |= {made.secret, persistence_token or made.secret}
        return made

    def send(self, secret: str, message: str, player_id: str, context: Sequence[ContextEntry] = ()) -> Reply:
        """As `StealthClient.send`; what is answered is written down."""
        started = self._clock()
        reply = self._client.send(secret, message, player_id, context)
        name = self._names.get(secret, name_of({}))
        self._write(Recorded(npc=name, message=message, reply=reply, latency=round(self._clock() - started, 3)))
        return reply

    def update(self, secret: str, users: Sequence[User] | None = None) -> None:
        """As `StealthClient.update`."""
        self._client.update(secret, users)

    def finish(self, secret: str) -> None:
        """As `StealthClient.finish`."""
        self._client.finish(secret)

    def check(self) -> HealthLike:
        """As `StealthClient.check`."""
        return self._client.check()

    def _write(self, line: Recorded) -> None:
        with self._lock:
            if not self._writes:
                return
            text = json.dumps(self._clean(line.model_dump(mode="json")), ensure_ascii=False)
            try:
                self._file.write(text + "\n")
                self._file.flush()
            except OSError as exc:
                self._writes = False
                log.warning("The recording %s ends here, the game goes on: %s.", self._path, exc.strerror)

    def _clean(self, value: Any) -> Any:
        """The same without the words that must not be written."""
        if isinstance(value, dict):
            return {key: self._clean(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._clean(inner) for inner in value]
        if isinstance(value, str):
            for hidden in self._hide:
                value = value.replace(hidden, HIDDEN) if len(hidden) >= LEAST_HIDDEN else value
            return whole_pairs(value)
        return value

    def close(self) -> None:
        """End the recording; what is answered later is not written."""
        with self._lock:
            self._writes = False
            try:
                self._file.close()
            except OSError as exc:
                log.warning("The recording %s may lack its end: %s.", self._path, exc.strerror)
