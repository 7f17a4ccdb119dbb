"""The embedded backend as a game holds it: started beside the game, gone with it, and never waited for by a frame.

It is a process of its own, so that its thinking costs no frame; a thread only where a frozen game has no interpreter
to start. Its client waits, in the worker's threads, until the port is known, and starts the process again if it died.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from stealth_pygame.backend.brains import model_wishes
from stealth_pygame.backend.local.place import writable
from stealth_pygame.backend.local.process import ProcessRun, Run, ThreadRun
from stealth_pygame.conversation.worker import need_threads
from stealth_pygame.errors import ClosedError, ConnectError, MissingExtraError, pip_command
from stealth_pygame.protocol.models import ConversationRef, Reply

if TYPE_CHECKING:
    from stealth_pygame.client.backend_api import Health
    from stealth_pygame.client.client import StealthClient
    from stealth_pygame.protocol.requests import CharacterLike, ContextLike, UserLike

# Seconds in which the backend must listen.
START_WITHIN = 15.0
# Starts in a row without one answer between them; then the backend rests.
MOST_STARTS = 5
# Seconds until a backend that has always died is started again.
REST = 30.0
# Seconds between two starts when the reason may pass, such as a locked database: those are not counted.
PAUSE = 2.0


def start_local(
    *,
    model: str | None = None,
    database: str | None = None,
    seed: int | None = None,
    model_options: Mapping[str, Any] | None = None,
    **client_options: Any,
) -> LocalBackend:
    """Start an embedded backend, without a wait for it. Raises `MissingExtraError` naming what to install."""
    return LocalBackend(model=model, database=database, seed=seed, model_options=model_options, **client_options)


class LocalBackend:
    """An embedded backend for this game alone; `client` speaks to it. The constructor does not wait for it.

    `model` is such as "openai:gpt-4o-mini" or "ollama:llama3.2" (None: offline); `database` a file or a SQLAlchemy URL
    (None: in memory, forgotten at the end); `model_options` are those of `model_wishes`;
    further options are those of `StealthClient`.
    """

    def __init__(
        self,
        *,
        model: str | None = None,
        database: str | None = None,
        seed: int | None = None,
        model_options: Mapping[str, Any] | None = None,
        python: str = sys.executable,
        **client_options: Any,
    ) -> None:
        need_threads()
        wishes = model_wishes(model, **(model_options or {}))
        self._in_thread = not python or hasattr(sys, "frozen") or "__compiled__" in globals()
        # Another interpreter has libraries of its own, and tells what it lacks.
        if self._in_thread or python == sys.executable:
            _look_for_extras(model)
        self._python = python
        self._wishes = {**wishes, "database": writable(database or "sqlite://"), "seed": seed}
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
        """The process or thread that is up, or was last."""
        return self._run

    @property
    def has_model(self) -> bool:
        """True where a language model answers."""
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
        """Return a client of the running backend. Waits for it. Raises `ConnectError` when it does not come up."""
        run = self._living()
        # Not under the lock: `close` and `abort` must get through meanwhile.
        run.wait(START_WITHIN)
        with self._lock:
            if self._closed:
                raise ClosedError("The embedded backend is closed.")
            if run is not self._run or not run.port:
                raise ConnectError(f"The embedded backend does not run: {run.last_words()}")
            if self._connected is None:
                # `requests` is not there in a web page, where nobody gets here.
                from stealth_pygame.client.client import StealthClient  # noqa: PLC0415

                self._connected = StealthClient(f"http://127.0.0.1:{run.port}", run.key, **self._client_options)
            return self._connected

    def _living(self) -> Run:
        """Return the run that is up or coming up; a new one when it died."""
        with self._lock:
            if self._closed:
                raise ClosedError("The embedded backend is closed.")
            if self._run.ended and self._may_start():
                # A client keeps connections and a key of the process that died.
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
        """Forget the starts in vain: it works."""
        self._starts = 0

    def abort(self) -> None:
        """End what is on the wire, and waiting for the start, at once. Later calls work."""
        with self._lock:
            run, connected = self._run, self._connected
        run.give_up()
        if connected is not None:
            connected.abort()

    def close(self, timeout: float = 2.0) -> bool:
        """End the backend within `timeout` seconds, by force if need be; True when nothing of it is left."""
        with self._lock:
            self._closed = True
            connected, self._connected = self._connected, None
        # First the client: a kept connection would hold up the end of the server.
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
    """A `StealthClient` whose backend is still starting, or starting again: each call waits for it first."""

    def __init__(self, backend: LocalBackend) -> None:
        self._backend = backend

    def create(
        self, character: CharacterLike, users: Iterable[UserLike], persistence_token: str | None = None
    ) -> ConversationRef:
        """As `StealthClient.create`."""
        reference = self._backend.connected().create(character, users, persistence_token)
        self._backend.answered()
        return reference

    def send(self, secret: str, message: str, player_id: str, context: ContextLike = ()) -> Reply:
        """As `StealthClient.send`."""
        return self._backend.connected().send(secret, message, player_id, context)

    @property
    def has_model(self) -> bool:
        """True where a language model answers."""
        return self._backend.has_model

    @property
    def streams(self) -> bool:
        """As `StealthClient.streams`; waits for the backend, as each call does."""
        return self._backend.connected().streams

    def stream(
        self, secret: str, message: str, player_id: str, context: ContextLike = (), *, tell: Callable[[str], None]
    ) -> Reply:
        """As `StealthClient.stream`."""
        return self._backend.connected().stream(secret, message, player_id, context, tell=tell)

    def update(
        self, secret: str, users: Iterable[UserLike] | None = None, character: CharacterLike | None = None
    ) -> None:
        """As `StealthClient.update`."""
        self._backend.connected().update(secret, users, character)

    def finish(self, secret: str) -> None:
        """As `StealthClient.finish`."""
        self._backend.connected().finish(secret)

    def check(self) -> Health:
        """As `StealthClient.check`; a backend that is still starting is waited for."""
        return self._backend.connected().check()

    def abort(self) -> None:
        """As `StealthClient.abort`."""
        self._backend.abort()

    def close(self) -> None:
        """The backend is closed with `LocalBackend.close`; the client has nothing of its own."""
