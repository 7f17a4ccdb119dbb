"""The backend as a running server: a socket of our own, uvicorn on it, in this thread or in one beside the game."""

from __future__ import annotations

import contextlib
import errno
import importlib
import ipaddress
import secrets
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import uvicorn

from stealth_pygame.backend.app import create_app
from stealth_pygame.backend.brain.interface import Brain
from stealth_pygame.backend.brain.offline import OfflineBrain
from stealth_pygame.backend.gate import App
from stealth_pygame.backend.service import Moderate, Service
from stealth_pygame.backend.storage import Storage
from stealth_pygame.errors import ConfigurationError

OFFLINE_THINKERS = 4
"""Answers at once from a brain that only computes: more would only wait for each other."""
MODEL_THINKERS = 64
"""Answers at once from a brain that waits for a provider."""


@dataclass(frozen=True)
class Options:
    """How to run a backend. `port` 0 takes a free one; `auth` empty makes a key on loopback."""

    host: str = "127.0.0.1"
    port: int = 0
    auth: str = field(default="", repr=False)
    database: str = "sqlite://"
    model: str = ""
    model_url: str = ""
    seed: int | None = None
    moderate: Moderate | None = None


def checked(options: Options) -> tuple[Options, bool]:
    """The options with a key, and whether the key is new. Raises `ConfigurationError` for an open door."""
    if options.auth:
        return options, False
    if not is_loopback(options.host):
        raise ConfigurationError(
            f"--host {options.host} can be reached from other machines: give --auth KEY (or STEALTH_AUTH), "
            "or leave --host away."
        )
    return Options(**{**vars(options), "auth": secrets.token_urlsafe(24)}), True


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises `ConfigurationError` when the port is taken or the host is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's algorithm off only on sockets that say TCP; with it, a kept connection costs 44 ms a call
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # on Windows, SO_REUSEADDR would let two servers have one port
        sock.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR), 1)
        sock.bind((host, port))
        sock.listen(512)
    except (OSError, OverflowError) as exc:
        sock.close()
        raise ConfigurationError(f"Cannot listen on {host}:{port}: {_why(exc)}.") from exc
    return sock


def _why(exc: Exception) -> str:
    if getattr(exc, "errno", None) == errno.EADDRINUSE:
        return "something else listens there already; --port 0 takes a free one"
    return str(exc)


class Backend:
    """A backend on a socket. `run` blocks; `start` runs it in a daemon thread. `stop` may be called from anywhere.

    A `brain` of one's own takes the place of the options' one. Raises `ConfigurationError` and `DatabaseError`.
    """

    def __init__(
        self, options: Options, *, brain: Brain | None = None, on_ready: Callable[[], None] = lambda: None
    ) -> None:
        self.options, self.key_is_new = checked(options)
        self._sock = listen(self.options.host, self.options.port)
        self.port: int = self._sock.getsockname()[1]
        with contextlib.ExitStack() as stack:
            stack.callback(self._sock.close)
            self._storage = Storage(self.options.database)
            self._brain = brain or _brain(self.options)
            thinkers = OFFLINE_THINKERS if brain is None and not options.model else MODEL_THINKERS
            self._service = Service(self._storage, self._brain, moderate=options.moderate, thinkers=thinkers)
            self._server = _Server(create_app(self._service, self.options.auth), on_ready)
            stack.pop_all()
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The base URL for a client."""
        host = f"[{self.options.host}]" if ":" in self.options.host else self.options.host
        return f"http://{host}:{self.port}"

    def run(self) -> None:
        """Serve until `stop`, SIGINT or SIGTERM."""
        try:
            self._server.run(sockets=[self._sock])
        finally:
            self._sock.close()
            self._service.close()
            self._storage.close()
            getattr(self._brain, "close", bool)()

    def start(self) -> None:
        """Serve in a daemon thread."""
        self._thread = threading.Thread(target=self.run, name="stealth-backend", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 2.0) -> bool:
        """Stop serving; a thread is waited for, for `timeout` seconds. False when it is still there."""
        self._server.should_exit = True
        if self._thread is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()


class _Server(uvicorn.Server):
    """uvicorn, as quiet as a guest in somebody else's program must be."""

    def __init__(self, app: App, on_ready: Callable[[], None]) -> None:
        config = uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            ws="none",
            server_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=1,
        )
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell when connections are really taken."""
        await super().startup(sockets)
        self._on_ready()


def _brain(options: Options) -> Brain:
    if not options.model:
        return OfflineBrain(options.seed)
    # asked for by name: its library takes seconds to import, and the offline brain need not wait for it
    made: Brain = importlib.import_module("stealth_pygame.backend.model").ModelBrain(options.model, options.model_url)
    return made
