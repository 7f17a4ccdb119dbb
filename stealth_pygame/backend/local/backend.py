"""The embedded backend of a game: started and ended with it; no frame waits for it.

It runs in its own process, so that its work slows no frame; a frozen game has no interpreter to start, and uses a
thread. The client waits, in the worker threads, until the port is known, and restarts the process if it has died.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from stealth_pygame.backend.brains import embeddings_wish, model_wishes
from stealth_pygame.backend.local.place import writable
from stealth_pygame.backend.local.process import ProcessRun, Run, ThreadRun
from stealth_pygame.conversation.worker import need_threads
from stealth_pygame.errors import ClosedError, ConnectError, MissingExtraError, pip_command
from stealth_pygame.protocol.models import ConversationRef, Reply

if TYPE_CHECKING:
    from stealth_pygame.client.backend_api import Health
    from stealth_pygame.client.client import StealthClient
    from stealth_pygame.protocol.requests import CharacterLike, ContextLike, UserLike

# Seconds in which the backend must be listening.
START_WITHIN = 15.0
# Starts in a row without an answer; then the backend is not started for a while.
MOST_STARTS = 5
# Seconds of that pause.
REST = 30.0
# Seconds between two starts for a temporary reason, such as a locked database; those starts are not counted.
PAUSE = 2.0


def start_local(
    *,
    model: str | None = None,
    database: str | None = None,
    seed: int | None = None,
    embeddings: bool = False,
    model_options: Mapping[str, Any] | None = None,
    **client_options: Any,
) -> LocalBackend:
    """Start an embedded backend; returns at once. Raises `MissingExtraError` with the packages to install."""
    return LocalBackend(
        model=model,
        database=database,
        seed=seed,
        embeddings=embeddings,
        model_options=model_options,
        **client_options,
    )


class LocalBackend:
    """An embedded backend for this game alone; use its `client`. The constructor returns before the backend runs.

    `model` is a name such as "openai:gpt-4o-mini" or "ollama:llama3.2" (None: offline); `database` a file or a
    SQLAlchemy URL (None: in memory, lost at the end); `embeddings` True lets the offline brain use the
    packaged embedding model; `model_options` are those of `model_wishes`; further options are those of
    `StealthClient`.
    """

    def __init__(
        self,
        *,
        model: str | None = None,
        database: str | None = None,
        seed: int | None = None,
        embeddings: bool = False,
        model_options: Mapping[str, Any] | None = None,
        python: str = sys.executable,
        **client_options: Any,
    ) -> None:
        need_threads()
        wishes = model_wishes(model, **(model_options or {}))
        self._in_thread = not python or hasattr(sys, "frozen") or "__compiled__" in globals()
        # Another interpreter has its own libraries, and reports itself which ones are missing.
        same_python = self._in_thread or python == sys.executable
        if same_python:
            _look_for_extras(model)
        embeddings = embeddings_wish(embeddings, wishes, in_process=False, same_python=same_python)
        self._python = python
        self._wishes = {**wishes, "database": writable(database or "sqlite://"), "seed": seed, "embeddings": embeddings}
        self._client_options = client_options
        self._lock = threading.Lock()
        self._closed = False
        self._starts = 0
        self._started_at = 0.0
        self._connected: StealthClient | None = None
        self._run = self._start()
        self.client = LocalClient(self)

    @property
    def run(self) -> Run:
        """The present process or thread, or the last one."""
        return self._run

    @property
    def has_model(self) -> bool:
        """True if a language model answers."""
        return bool(self._wishes["model"])

    @property
    def starts(self) -> int:
        """The number of starts since the last answer."""
        return self._starts

    def _start(self) -> Run:
        self._starts += 1
        self._started_at = time.monotonic()
        return ThreadRun(self._wishes) if self._in_thread else ProcessRun(self._python, self._wishes)

    def connected(self) -> StealthClient:
        """Return a client of the running backend, after waiting for it. Raises `ConnectError` if it does not start."""
        run = self._living()
        # Outside the lock, so that `close` and `abort` can run meanwhile.
        run.wait(START_WITHIN)
        with self._lock:
            if self._closed:
                raise ClosedError("The embedded backend is closed.")
            if run is not self._run or not run.port:
                raise ConnectError(f"The embedded backend does not run: {run.last_words()}")
            if self._connected is None:
                # Imported here because a web page has no `requests`; this code does not run there.
                from stealth_pygame.client.client import StealthClient  # noqa: PLC0415

                self._connected = StealthClient(f"http://127.0.0.1:{run.port}", run.key, **self._client_options)
            return self._connected

    def _living(self) -> Run:
        """Return the present run, or a new one if that has died."""
        with self._lock:
            if self._closed:
                raise ClosedError("The embedded backend is closed.")
            if self._run.ended and self._may_start():
                # The old client has connections to, and the key of, the process that died.
                old, self._connected = self._connected, None
                self._run = self._start()
                if old is not None:
                    old.close()
            return self._run

    def _may_start(self) -> bool:
        since = time.monotonic() - self._started_at
        if self._run.passing:
            self._starts = min(self._starts, 1)
            return since >= PAUSE
        if since >= REST:
            self._starts = 0
        return self._starts < MOST_STARTS and not self._run.hopeless

    def answered(self) -> None:
        """Reset the count of starts, because the backend has answered."""
        self._starts = 0

    def abort(self) -> None:
        """End all requests and waits at once. Later calls work."""
        with self._lock:
            run, connected = self._run, self._connected
        run.give_up()
        if connected is not None:
            connected.abort()

    def close(self, timeout: float = 2.0) -> bool:
        """End the backend within `timeout` seconds, by force if necessary. Return True if nothing of it is left."""
        with self._lock:
            self._closed = True
            connected, self._connected = self._connected, None
        # The client first, because an open connection would delay the end of the server.
        if connected is not None:
            connected.close()
        return self._run.stop(timeout)

    def __enter__(self) -> LocalBackend:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _look_for_extras(model: str | None) -> None:
    wanted = ["fastapi", "uvicorn", "snowballstemmer"]
    missing = [name for name in wanted if find_spec(name) is None]
    if missing:
        extras = ("backend", "llm") if model else ("backend",)
        raise MissingExtraError(f"The embedded backend needs {missing[0]}: {pip_command(*extras)}")


class LocalClient:
    """A `StealthClient` for a backend that may still be starting: each call waits until it runs."""

    def __init__(self, backend: LocalBackend) -> None:
        self._backend = backend

    def create(
        self, character: CharacterLike, users: Iterable[UserLike], persistence_token: str | None = None
    ) -> ConversationRef:
        """The same as `StealthClient.create`."""
        reference = self._backend.connected().create(character, users, persistence_token)
        self._backend.answered()
        return reference

    def send(self, secret: str, message: str, player_id: str, context: ContextLike = ()) -> Reply:
        """The same as `StealthClient.send`."""
        return self._backend.connected().send(secret, message, player_id, context)

    @property
    def has_model(self) -> bool:
        """True if a language model answers."""
        return self._backend.has_model

    @property
    def streams(self) -> bool:
        """The same as `StealthClient.streams`; waits for the backend."""
        return self._backend.connected().streams

    def stream(
        self, secret: str, message: str, player_id: str, context: ContextLike = (), *, tell: Callable[[str], None]
    ) -> Reply:
        """The same as `StealthClient.stream`."""
        return self._backend.connected().stream(secret, message, player_id, context, tell=tell)

    def update(
        self, secret: str, users: Iterable[UserLike] | None = None, character: CharacterLike | None = None
    ) -> None:
        """The same as `StealthClient.update`."""
        self._backend.connected().update(secret, users, character)

    def finish(self, secret: str) -> None:
        """The same as `StealthClient.finish`."""
        self._backend.connected().finish(secret)

    def check(self) -> Health:
        """The same as `StealthClient.check`; waits for the backend."""
        return self._backend.connected().check()

    def abort(self) -> None:
        """The same as `StealthClient.abort`."""
        self._backend.abort()

    def close(self) -> None:
        """Do nothing: `LocalBackend.close` closes everything."""
