"""The backend as a running server: its options, and the objects that exist while it runs."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from stealth_pygame.backend.brain.interface import Brain
from stealth_pygame.backend.brains import make_brain
from stealth_pygame.backend.exchange import Moderate
from stealth_pygame.backend.http.app import create_app
from stealth_pygame.backend.http.origins import Doors
from stealth_pygame.backend.http.service import Service
from stealth_pygame.backend.http.serving import GRACE, Serving, listen
from stealth_pygame.backend.loading_brain import LoadingBrain
from stealth_pygame.backend.store.retention import Retention
from stealth_pygame.backend.store.storage import Storage
from stealth_pygame.client.url import is_loopback
from stealth_pygame.errors import ConfigurationError

# Answers at the same time from a brain that only computes: more threads would wait for the processor.
OFFLINE_THINKERS = 4
# Answers at the same time from a brain that waits for a provider.
MODEL_THINKERS = 64


@dataclass(frozen=True)
class Options:
    """The options of a backend. `port` 0: any free port; `auth` "": on loopback a new key is generated."""

    host: str = "127.0.0.1"
    port: int = 0
    auth: str = field(default="", repr=False)
    database: str = "sqlite://"
    model: str = ""
    model_url: str = ""
    # Seconds for a model's answer; 0: the default.
    model_timeout: float = 0.0
    # More options of the model, as JSON text.
    model_options: str = ""
    # The brain that answers if the model fails: "offline" or "".
    model_fallback: str = ""
    seed: int | None = None
    # The packaged embedding model helps the offline brain.
    embeddings: bool = False
    moderate: Moderate | None = None
    # The age at which unfinished conversations are deleted.
    retention: Retention = field(default_factory=Retention)
    # Origins of web pages that are allowed.
    origins: tuple[str, ...] = ()
    # Host names that are allowed, in addition to this machine's own.
    hosts: tuple[str, ...] = ()
    # Seconds at the end for answers that are not complete yet.
    grace: float = GRACE


def checked(options: Options) -> tuple[Options, bool]:
    """Return the options with a key, and True if the key is new. Raises `ConfigurationError` for an open host."""
    if options.auth:
        return options, False
    if not is_loopback(options.host):
        raise ConfigurationError(
            f"--host {options.host} can be reached from other machines: give --auth KEY (or STEALTH_AUTH), "
            "or leave --host away."
        )
    return Options(**{**vars(options), "auth": secrets.token_urlsafe(24)}), True


class Backend(Serving):
    """A backend on a socket: routes, storage and brain.

    A `brain` argument replaces the one of the options. Raises `ConfigurationError` and `DatabaseError`.
    """

    def __init__(
        self, options: Options, *, brain: Brain | None = None, on_ready: Callable[[], None] = lambda: None
    ) -> None:
        self.options, self.key_is_new = checked(options)
        # Other machines use host names that are not known here.
        doors = Doors(options.origins, options.hosts, any_name=not is_loopback(options.host))
        sock = listen(self.options.host, self.options.port)
        with contextlib.ExitStack() as stack:
            # If the database cannot be opened, the port must be free again.
            stack.callback(sock.close)
            self._storage = Storage(self.options.database, retention=self.options.retention)
            self._brain = brain or _brain(self.options)
            stack.pop_all()
        thinkers = OFFLINE_THINKERS if brain is None and not options.model else MODEL_THINKERS
        self._service = Service(self._storage, self._brain, moderate=options.moderate, thinkers=thinkers)
        self._on_ready = on_ready
        super().__init__(sock, create_app(self._service, self.options.auth, doors), self._ready, options.grace)

    def _ready(self) -> None:
        if isinstance(self._brain, LoadingBrain):
            self._brain.load_beside()
        self._on_ready()

    def about(self) -> tuple[str, ...]:
        """Return the lines to print: the address, and the key if it is new."""
        where = f"Stealth backend on {self.url}, described on {self.url}/reference"
        return (where, f"The key of this run: {self.options.auth}") if self.key_is_new else (where,)

    def end(self) -> None:
        """Release threads, connections and the model's loop."""
        # Threads first, because their last writes need an open database.
        self._service.close()
        self._storage.close()
        getattr(self._brain, "close", bool)()


def _brain(options: Options) -> Brain:
    names = ("seed", "model", "model_url", "model_timeout", "model_options", "model_fallback", "embeddings")
    return make_brain(**{name: getattr(options, name) for name in names})
