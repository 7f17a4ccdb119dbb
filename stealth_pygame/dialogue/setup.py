"""The parts of a new dialogue: its client, its executor, its message limit, and its end when the program exits."""

from __future__ import annotations

import atexit
import os
import sys
import weakref
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from urllib.parse import urlsplit

from stealth_pygame.client.backend_api import Backend
from stealth_pygame.client.url import is_loopback
from stealth_pygame.conversation.executor import Executor
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.presenter.protocol import Presenter
from stealth_pygame.settings import Settings
from stealth_pygame.world.npc import NPC

if TYPE_CHECKING:
    from stealth_pygame.client.client import StealthClient
    from stealth_pygame.client.fetch import FetchClient
    from stealth_pygame.client.recording.recorder import Recorder
    from stealth_pygame.client.recording.replay import ReplayClient
    from stealth_pygame.debug.fault_injector import FaultInjector
    from stealth_pygame.debug.overlay import DebugPresenter
    from stealth_pygame.scene.scene import Scene

MESSAGES_PER_MINUTE_ELSEWHERE = 60
"""Messages a minute to a backend on another machine, if `Settings.messages_per_minute` is None."""


class Closes(Protocol):
    """An object with `close`: the dialogue."""

    def close(self) -> None: ...


class ClientChain(NamedTuple):
    """The client of a dialogue, and the wrappers around it.

    client: the outermost wrapper, which the scene uses; own: a client that was made here and is closed with the
    dialogue, None if the game gave its own.
    """

    client: Backend
    own: StealthClient | FetchClient | None
    recorder: Recorder | None
    injector: FaultInjector | None


def assemble(
    url: str | None,
    auth: str | None,
    given: Backend | None,
    settings: Settings,
    *,
    record: str | os.PathLike[str] | None,
    debug: bool,
) -> ClientChain:
    """Return the client of a dialogue with its wrappers. Raises `ConfigurationError` for a wrong URL or key.

    given: the game's own client, used instead of url and auth; record: the file of a `Recorder`; debug: adds a
    `FaultInjector`.
    """
    own: StealthClient | FetchClient | None = None
    if given is None:
        given = own = make_client(url, auth, settings)
    writer = _recorder(given, record, auth) if record is not None else None
    client = writer or given
    injector = _injector(client) if debug else None
    return ClientChain(injector or client, own, writer, injector)


def _recorder(client: Backend, path: str | os.PathLike[str], auth: str | None) -> Recorder:
    # Imported here, because few games record.
    from stealth_pygame.client.recording.recorder import Recorder  # noqa: PLC0415

    return Recorder(client, path, hide=[auth or ""])


def _injector(client: Backend) -> FaultInjector:
    # Imported here, because only debugging needs it.
    from stealth_pygame.debug.fault_injector import FaultInjector  # noqa: PLC0415

    return FaultInjector(client)


def replay_client(path: str | os.PathLike[str]) -> ReplayClient:
    """Return a client that plays a recording. Raises `ConfigurationError` for a file that is missing or empty."""
    # Imported here, because few games replay.
    from stealth_pygame.client.recording.replay import ReplayClient  # noqa: PLC0415

    return ReplayClient(path)


def overlay(picture: Presenter, scene: Scene, injector: FaultInjector, executor: Executor) -> DebugPresenter:
    """Return the debug overlay over a presenter."""
    # Imported here, because only debugging needs it.
    from stealth_pygame.debug.overlay import DebugPresenter  # noqa: PLC0415

    return DebugPresenter(picture, scene, injector, executor)


def make_client(url: str | None, auth: str | None, settings: Settings) -> StealthClient | FetchClient:
    """Return a new client for this platform. Raises `ConfigurationError` for a wrong URL or key."""
    if not url or auth is None:
        raise ConfigurationError(
            "Dialogue needs the url and the auth key of a Stealth backend. Without one, use Dialogue.local()."
        )
    # Imported inside the branches, because each platform lacks the modules of the other's client.
    if sys.platform == "emscripten":
        from stealth_pygame.client.fetch import FetchClient  # noqa: PLC0415

        return FetchClient(url, auth, allow_insecure=settings.allow_insecure, **_client_options(settings))
    # The same reason.
    from stealth_pygame.client.client import StealthClient  # noqa: PLC0415

    return StealthClient(
        url,
        auth,
        allow_insecure=settings.allow_insecure,
        system_network=settings.system_network,
        **_client_options(settings),
    )


def make_executor(settings: Settings) -> Executor:
    """Return the executor of this platform: threads, or tasks of the event loop in a web page."""
    # Imported inside the branches, because each needs modules that the other's platform lacks.
    if sys.platform == "emscripten":
        from stealth_pygame.conversation.tasks import TaskExecutor  # noqa: PLC0415

        return TaskExecutor()
    # The same reason.
    from stealth_pygame.conversation.worker import Workers  # noqa: PLC0415

    return Workers(settings.workers)


def start_local(
    settings: Settings, *, in_process: bool = False, model_options: Mapping[str, Any], **wishes: Any
) -> Any:
    """Start the embedded backend: as a process, in this process, or in a web page. Raises `MissingExtraError`."""
    model = {**model_options, "reply_timeout": settings.reply_timeout}
    if sys.platform == "emscripten":
        # A web page has only one thread, which also draws, so the work on an answer is spread over frames.
        from stealth_pygame.backend.local.in_slices import SlicedBackend  # noqa: PLC0415

        return SlicedBackend(**wishes, **model)
    if in_process:
        # Only brain and storage: no process is started, and no HTTP is used.
        from stealth_pygame.backend.local.in_process import InProcessBackend  # noqa: PLC0415

        return InProcessBackend(**wishes, **model)
    # Imported here, because a game with another backend does not need it.
    from stealth_pygame.backend.local.backend import start_local as start  # noqa: PLC0415

    return start(**wishes, model_options=model, **_client_options(settings))


def _client_options(settings: Settings) -> dict[str, Any]:
    return {
        "connect_timeout": settings.connect_timeout,
        "reply_timeout": settings.reply_timeout,
        "max_reply_bytes": settings.max_reply_bytes,
    }


def message_limit(settings: Settings, client: object) -> int | None:
    """Return the messages a minute for the whole game, None for no limit.

    Without a number in the settings, a backend on this machine, or a client without a URL, has no limit.
    """
    if settings.messages_per_minute is not None:
        return settings.messages_per_minute
    url = getattr(client, "url", None)
    host = urlsplit(url).hostname if isinstance(url, str) else None
    return None if host is None or is_loopback(host) else MESSAGES_PER_MINUTE_ELSEWHERE


def bubbles() -> Presenter:
    """Return the default presenter."""
    # Imported here: a game with its own presenter needs no bubbles, and an embedded backend starts meanwhile.
    from stealth_pygame.presenter.bubble_presenter import BubblePresenter  # noqa: PLC0415

    return BubblePresenter()


def recall(presenter: Presenter, npcs: Iterable[NPC]) -> None:
    """Fill the transcript of a `BubblePresenter` with the lines that NPCs remember; do nothing for other presenters."""
    # Imported here for the same reason.
    from stealth_pygame.presenter.bubble_presenter import BubblePresenter, recall  # noqa: PLC0415

    if isinstance(presenter, BubblePresenter):
        recall(presenter, npcs)


def close_at_exit(dialogue: Closes) -> Callable[[], None]:
    """Close the dialogue when the program exits; return the hook. The hook does not keep the dialogue alive."""
    reference, process = weakref.ref(dialogue), os.getpid()

    def close() -> None:
        living = reference()
        # A forked child runs this hook too, but threads and connections belong to its parent.
        if living is not None and os.getpid() == process:
            living.close()

    atexit.register(close)
    return close


def end_when_forgotten(
    dialogue: object, executor: Executor, at_close: Iterable[Callable[[float], object]], exit_hook: Callable[[], None]
) -> weakref.finalize[[], object]:
    """Return a finalizer that ends the threads and the backend of a dialogue that was not closed; it never waits."""
    process = os.getpid()

    def end() -> None:
        atexit.unregister(exit_hook)
        if os.getpid() == process:
            executor.close(0.0)
            for close in at_close:
                close(0.0)

    finalizer = weakref.finalize(dialogue, end)
    finalizer.atexit = False
    return finalizer
