"""A client that keeps a conversation as JSON lines, so that an evening can be played again without a network.

A line is written by the thread that heard the answer, never by the game's own. It holds the NPC, the words and the
seconds; no key, no secret of a conversation, no token, and nothing of the context, which is the players' own.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from stealth_pygame.client.backend_api import Backend, ClientWrapper, Eventually, follow, name_of
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.protocol.lenient_json import whole_pairs
from stealth_pygame.protocol.models import ContextEntry, ConversationRef, Reply
from stealth_pygame.protocol.secrecy import HIDDEN

log = logging.getLogger("stealth_pygame")
# Letters that a word must have to be hidden; a shorter one would be no secret, and in every line.
LEAST_HIDDEN = 6


class Recorded(BaseModel):
    """One line of a recording: a message to an NPC, their answer, and the seconds until it came."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    npc: str
    message: str
    reply: Reply
    latency: float = Field(default=0.0, ge=0.0, allow_inf_nan=False)


class Recorder(ClientWrapper):
    """A client that appends each answer to the file at `path`; thread-safe.

    hide: words that must not be written, such as the API key. A disk that is full costs the rest of the recording,
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
        super().__init__(client)
        self._path = Path(path)
        self._clock = clock
        self._hide = set(hide)
        self._lock = threading.Lock()
        try:
            # A line that a crash cut short must not swallow the first one of this run.
            whole = not self._path.exists() or self._path.read_bytes()[-1:] in (b"", b"\n")
            # What players say is for the owner of the file alone.
            self._file = os.fdopen(_privately(self._path), "a", encoding="utf-8", newline="\n")
            self._file.write("" if whole else "\n")
        except OSError as exc:
            raise ConfigurationError(f"The recording {self._path} cannot be written: {exc.strerror}.") from exc
        self._writes = True

    def opened(self, character: Mapping[str, Any], token: str | None, ref: ConversationRef) -> ConversationRef:
        """Remember whose conversation it is, and that neither its secret nor its token may be written."""
        with self._lock:
            self._hide |= {ref.secret, token or ref.secret}
        return super().opened(character, token, ref)

    def send(
        self, secret: str, message: str, player_id: str, context: Sequence[ContextEntry] = ()
    ) -> Eventually[Reply]:
        """Send a player's message, and write its answer down."""
        send = super().send
        return self._kept(secret, message, lambda: send(secret, message, player_id, context))

    def stream(
        self,
        secret: str,
        message: str,
        player_id: str,
        context: Sequence[ContextEntry] = (),
        *,
        tell: Callable[[str], None],
    ) -> Eventually[Reply]:
        """Send a player's message, pass words of its answer on, and write the whole of it down."""
        if not self.streams:
            return self.send(secret, message, player_id, context)
        stream = super().stream
        return self._kept(secret, message, lambda: stream(secret, message, player_id, context, tell=tell))

    def _kept(self, secret: str, message: str, ask: Callable[[], Eventually[Reply]]) -> Eventually[Reply]:
        started = self._clock()

        def keep(reply: Reply) -> Reply:
            # Written by whoever hears the answer, so the game's thread does no I/O.
            seconds = round(self._clock() - started, 3)
            name = self.npc_of(secret) or name_of({})
            self._write(Recorded(npc=name, message=message, reply=reply, latency=seconds))
            return reply

        return follow(ask(), keep)

    def _write(self, line: Recorded) -> None:
        with self._lock:
            if not self._writes:
                return
            text = json.dumps(self._clean(line.model_dump(mode="json")), ensure_ascii=False)
            try:
                self._file.write(text + "\n")
                # A game that crashes keeps all that was said until then.
                self._file.flush()
            except OSError as exc:
                self._writes = False
                log.warning("The recording %s ends here, the game goes on: %s.", self._path, exc.strerror)

    def _clean(self, value: Any) -> Any:
        """Return the same without the words that must not be written."""
        if isinstance(value, dict):
            return {key: self._clean(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._clean(inner) for inner in value]
        if isinstance(value, str):
            # Plain words only: a megabyte of a model's text is looked through for every secret of the game.
            for word in self._hide:
                value = value.replace(word, HIDDEN) if len(word) >= LEAST_HIDDEN else value
            return whole_pairs(value)
        return value

    def close(self) -> None:
        """End the recording; later answers are not written."""
        with self._lock:
            self._writes = False
            try:
                self._file.close()
            except OSError as exc:
                log.warning("The recording %s may lack its end: %s.", self._path, exc.strerror)


def _privately(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
