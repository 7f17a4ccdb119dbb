"""A socket with uvicorn, on this thread or on one beside the game."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator

import uvicorn

from stealth_pygame.backend.http.auth import App
from stealth_pygame.backend.http.connections import BoundedConnection
from stealth_pygame.errors import ConfigurationError

# The signals that stop a server cleanly; the last one is that of the Windows console.
STOP_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
# Connections that wait to be accepted at most.
BACKLOG = 512
# Connections that are accepted at a time: asyncio would accept all waiting ones, and use up all file handles.
ACCEPTED_AT_ONCE = 16
# Seconds that a stopping server waits for its last answers.
GRACE = 1.0


def listen(host: str, port: int) -> socket.socket:
    """Open a listening socket. Raises `ConfigurationError` if the port is in use or the host is not this machine."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns off Nagle's algorithm only on sockets of type TCP; otherwise each call would take 44 ms longer
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # on Windows, SO_REUSEADDR would let two servers use one port
        sock.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR), 1)
        sock.bind((host, port))
        sock.listen(BACKLOG)
    except (OSError, OverflowError) as exc:
        sock.close()
        raise ConfigurationError(f"Cannot listen on {host}:{port}: {_why(exc)}.") from exc
    return sock


def _why(exc: Exception) -> str:
    if getattr(exc, "errno", None) == errno.EADDRINUSE:
        return "something else listens there already; --port 0 takes a free one"
    return str(exc)


class Serving:
    """A server on a listening socket. `run` blocks, `start` does not; `stop` may be called from any thread."""

    def __init__(self, sock: socket.socket, app: App, on_ready: Callable[[], None], grace: float = GRACE) -> None:
        self._sock = sock
        self._server = _Server(app, on_ready, grace)
        self._thread: threading.Thread | None = None
        self.host: str
        self.port: int
        self.host, self.port = sock.getsockname()[:2]

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"

    def run(self) -> None:
        """Serve until `stop`, SIGINT or SIGTERM."""
        # A loop of its own: other code, such as nest_asyncio, may have replaced `asyncio.run` in the whole process.
        loop = asyncio.new_event_loop()
        try:
            loop.run_until_complete(self._server.serve([self._sock]))
            loop.run_until_complete(_leave_nothing())
        finally:
            loop.close()
            self._sock.close()
            self.end()

    def about(self) -> tuple[str, ...]:
        """Return the lines that a person sees who starts it by hand."""
        return (f"Serving on {self.url}",)

    def end(self) -> None:
        """Release all resources after serving."""

    def discard(self) -> None:
        """Release all resources of a server that has never served."""
        self._sock.close()
        self.end()

    def start(self) -> None:
        """Serve in a daemon thread."""
        self._thread = threading.Thread(target=self.run, name="stealth-backend", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 2.0) -> bool:
        """Stop serving, and wait up to `timeout` seconds for the thread. Return False if it is still running."""
        # uvicorn reads this ten times a second; any thread or signal handler may set it.
        self._server.should_exit = True
        if self._thread is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()


async def _leave_nothing() -> None:
    """Cancel the remaining tasks, as `asyncio.run` does, and let closed connections end."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()


def _tells_no_cancelling(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith("Cancel ")


class _Server(uvicorn.Server):
    """uvicorn without its log and signal handling, because it runs inside another program."""

    def __init__(self, app: App, on_ready: Callable[[], None], grace: float) -> None:
        config = uvicorn.Config(
            app,
            http=BoundedConnection,
            # No lifespan events and no logging set-up: the game's own logging stays as it is.
            lifespan="off",
            log_config=None,
            access_log=False,
            ws="none",
            server_header=False,
            timeout_keep_alive=75,
            backlog=ACCEPTED_AT_ONCE,
            timeout_graceful_shutdown=1,
        )
        # uvicorn's constructor accepts only whole seconds, but the wait itself accepts fractions.
        config.timeout_graceful_shutdown = grace  # type: ignore[assignment]
        super().__init__(config)
        self._on_ready = on_ready

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop cleanly at Ctrl+C or SIGTERM. uvicorn would raise the signal again, before the database is merged."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in STOP_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop without an error in the log: interrupted answers are reported to their clients, and are not a fault."""
        logger = logging.getLogger("uvicorn.error")
        logger.addFilter(_tells_no_cancelling)
        try:
            await super().shutdown(sockets)
        finally:
            logger.removeFilter(_tells_no_cancelling)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Report when the server really accepts connections."""
        await super().startup(sockets)
        for sock in sockets or ():
            sock.listen(BACKLOG)
        self._on_ready()
