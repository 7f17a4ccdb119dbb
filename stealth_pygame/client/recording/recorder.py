"""A client that records messages and answers in a file of JSON lines, to be played again without a network.

A line is written by the thread that received the answer, never by the game's thread. It holds the NPC's name, the words
and the seconds, but no key, secret or token, and no context, which may hold private facts of the players.
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
# The least characters of a word that is hidden; a shorter word is no secret, and may occur in every line.
LEAST_HIDDEN = 6


class Recorded(BaseModel):
    """One line of a recording: a message to an NPC, the answer, and the seconds (`latency`) until it came."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    npc: str
    message: str
    reply: Reply
    latency: float = Field(default=0.0, ge=0.0, allow_inf_nan=False)


class Recorder(ClientWrapper):
    """A client that appends each answer to the file at `path`; thread-safe.

    hide: words that must not be written, such as the API key. If the disk is full, the recording ends, which is logged.
    Raises `ConfigurationError` for a file that cannot be opened.
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
            # After a crash the last line may be incomplete; then a new line begins here.
            whole = not self._path.exists() or self._path.read_bytes()[-1:] in (b"", b"\n")
            # Readable by this user only, because the file holds the players' words.
            self._file = os.fdopen(_privately(self._path), "a", encoding="utf-8", newline="\n")
            self._file.write("" if whole else "\n")
        except OSError as exc:
            raise ConfigurationError(f"The recording {self._path} cannot be written: {exc.strerror}.") from exc
        self._writes = True

    def opened(self, character: Mapping[str, Any], token: str | None, ref: ConversationRef) -> ConversationRef:
        """Remember the character of a conversation, and that its secret and its token must not be written."""
        with self._lock:
            self._hide |= {ref.secret, token or ref.secret}
        return super().opened(character, token, ref)

    def send(
        self, secret: str, message: str, player_id: str, context: Sequence[ContextEntry] = ()
    ) -> Eventually[Reply]:
        """Send a player's message, and record the answer."""
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
        """Send a player's message, pass on the words of the unfinished answer, and record the whole answer."""
        if not self.streams:
            return self.send(secret, message, player_id, context)
        stream = super().stream
        return self._kept(secret, message, lambda: stream(secret, message, player_id, context, tell=tell))

    def _kept(self, secret: str, message: str, ask: Callable[[], Eventually[Reply]]) -> Eventually[Reply]:
        started = self._clock()

        def keep(reply: Reply) -> Reply:
            # This runs on the thread that received the answer, so the game's thread does no I/O.
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
                # Written at once, so that a crash of the game does not lose the last lines.
                self._file.flush()
            except OSError as exc:
                self._writes = False
                log.warning("The recording %s ends here, the game goes on: %s.", self._path, exc.strerror)

    def _clean(self, value: Any) -> Any:
        """Return a copy of a JSON value without the words that must not be written."""
        if isinstance(value, dict):
            return {key: self._clean(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._clean(inner) for inner in value]
        if isinstance(value, str):
            # Only the plain words are searched, because a long text is searched for every secret of the game.
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
