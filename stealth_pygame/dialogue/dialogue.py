"""`Dialogue`, the object that a game holds: it runs the scene and its presenter in the game's loop, without waiting."""

from __future__ import annotations

import atexit
import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pygame

from stealth_pygame.client.backend_api import Backend
from stealth_pygame.conversation.executor import Executor
from stealth_pygame.dialogue import checks, save, setup, sheets
from stealth_pygame.dialogue.canvas import Canvas, CanvasPlace
from stealth_pygame.dialogue.cast import Cast
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.events import Event
from stealth_pygame.message import Message
from stealth_pygame.presenter.protocol import Camera, Presenter
from stealth_pygame.presenter.pygame_events import Mailbox, is_ours
from stealth_pygame.scene.persistence import Installation
from stealth_pygame.scene.scene import Scene
from stealth_pygame.settings import Settings
from stealth_pygame.validation import MOST_SECONDS, check_flag, known_only
from stealth_pygame.world.npc import NPC

if TYPE_CHECKING:
    from stealth_pygame.debug.overlay import DebugPresenter

log = logging.getLogger("stealth_pygame")

_OF_LOCAL = (
    *("model", "model_url", "model_timeout", "model_options", "model_fallback"),
    *("embeddings", "database", "seed", "in_process"),
)
"""The options of `Dialogue.local` that `Dialogue` does not have."""


@known_only
class Dialogue(Cast):
    """The dialogue of one game: add players and NPCs, then call `handle_event`, `update` and `draw` in the loop.

    url, auth: a Stealth backend and its API key; client: used instead of them if it is given, and not closed;
    presenter: draws the dialogue, by default a `BubblePresenter`; installation: the id of this copy of the game on the
    backend, by default a random id that is kept in the user's data folder; context: facts for every NPC;
    record: a file to which all answers are added, for `replay`; debug: `Settings.debug_keys` open an overlay that
    shows the state, and can cause faults; reload: when a character file is changed, its NPC changes within a second.
    Raises `ConfigurationError` for a wrong argument. Close it, or use it as a context manager.
    """

    def __init__(
        self,
        url: str | None = None,
        auth: str | None = None,
        *,
        settings: Settings | None = None,
        presenter: Presenter | None = None,
        client: Backend | None = None,
        installation: str | None = None,
        context: object = None,
        workers: Executor | None = None,
        record: str | os.PathLike[str] | None = None,
        debug: bool = False,
        reload: bool = False,
    ) -> None:
        self.settings = checks.as_settings(settings)
        if presenter is not None:
            checks.check_presenter(presenter)
        for name, flag in (("debug", debug), ("reload", reload)):
            check_flag(flag, f"{name} of a Dialogue")
        chain = setup.assemble(url, auth, client, self.settings, record=record, debug=debug)
        self._recorder, self._own_client, self._given_client = chain.recorder, chain.own, client
        executor = setup.make_executor(self.settings) if workers is None else workers
        self._scene = Scene(
            chain.client,
            self.settings,
            Installation(installation) if installation else Installation.load(),
            messages_per_minute=setup.message_limit(self.settings, chain.client),
            workers=executor,
        )
        self.context = context
        self._mailbox = Mailbox()
        self._canvas, self._events = Canvas(), checks.EventCheck()
        self._at_close: list[Callable[[float], object]] = []
        self._presenter: Presenter = setup.bubbles() if presenter is None else presenter
        self._overlay: DebugPresenter | None = None
        if chain.injector is not None:
            self._at_close.append(chain.injector.close)
            self._overlay = setup.overlay(self._presenter, self._scene, chain.injector, executor)
        self._picture.attach(self)
        self._scene.has_read = self._picture.has_read
        self._reloader = sheets.Reloader(executor, self._note) if reload else None
        self._process = os.getpid()
        self._exit_hook = setup.close_at_exit(self)
        self._finalizer = setup.end_when_forgotten(self, executor, self._at_close, self._exit_hook)

    @classmethod
    def local(
        cls,
        *,
        model: str | None = None,
        model_url: str | None = None,
        model_timeout: float | None = None,
        model_options: Mapping[str, Any] | None = None,
        model_fallback: bool = True,
        embeddings: bool | Callable[[str], Sequence[float]] = False,
        database: str | None = None,
        seed: int | None = None,
        in_process: bool = False,
        **options: Any,
    ) -> Dialogue:
        """Return a dialogue with the embedded backend, which runs on this machine: no server and no key are needed.

        model: a language model such as "ollama:llama3.2", used instead of the offline brain; model_url: its address,
        for any server with OpenAI's API; model_timeout: seconds for its answer, by default a little less than
        `Settings.reply_timeout`; model_options: temperature, max_tokens, stop, reasoning_effort, window, tools,
        warm_up, extra_body; model_fallback: the offline brain answers if the model fails or is late; embeddings: True
        lets the offline brain understand other words by a packaged model (extra `embeddings`), as does a function of
        the game from a text to its vector, for in_process only; database: an SQLAlchemy URL where conversations are
        kept, by default in memory; seed: for the offline brain; in_process: run on a thread of the game, without a
        second process and a port; options: as for `Dialogue`. Raises `MissingExtraError` without the extra `backend`.
        """
        used = checks.checked_options(options, cls, "Dialogue.local", _OF_LOCAL)
        wishes = {"url": model_url, "timeout": model_timeout, "options": model_options, "fallback": model_fallback}
        own: dict[str, Any] = {"embeddings": embeddings, "database": database, "seed": seed, "in_process": in_process}
        backend = setup.start_local(used, model=model, model_options=wishes, **own)
        dialogue = cls._with(backend.client, backend.close, options)
        # With a model, talks between NPCs may cost money, so they need a budget.
        dialogue._scene.free = dialogue._scene.free and model is None
        return dialogue

    @classmethod
    def replay(cls, path: str | os.PathLike[str], **options: Any) -> Dialogue:
        """Return a dialogue that plays a recording, without a network: each NPC gives the recorded answers, in order.

        The answers take the recorded time. A message that was not recorded gets the answer to the recorded message that
        is most similar. options: as for `Dialogue`. Raises `ConfigurationError` for a file that is missing or empty.
        """
        checks.checked_options(options, cls, "Dialogue.replay", ("path",))
        client = setup.replay_client(path)
        return cls._with(client, client.close, options)

    @classmethod
    def _with(cls, client: Backend, close: Callable[[float], object], options: Mapping[str, Any]) -> Dialogue:
        """Return a dialogue that closes its client at its end; if it cannot be made, close the client at once."""
        try:
            dialogue = cls(client=client, **options)
        except BaseException:
            close(0.5)
            raise
        dialogue._at_close.append(close)
        return dialogue

    def __enter__(self) -> Dialogue:
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def presenter(self) -> Presenter:
        """The presenter. It may be set while the game runs; then the bubbles that are shown disappear.

        Raises `ConfigurationError` if it is set to something that is no presenter, or after `close`.
        """
        return self._presenter

    @presenter.setter
    def presenter(self, presenter: Presenter) -> None:
        checks.check_presenter(presenter)
        if self._scene.closed:
            raise ConfigurationError("The dialogue is closed; give a presenter to a new Dialogue.")
        if presenter is self._presenter:
            return
        self._presenter.close()
        self._presenter = presenter
        if self._overlay is None:
            presenter.attach(self)
        else:
            self._overlay.show(presenter)
        self._scene.has_read = self._picture.has_read
        setup.recall(presenter, self._scene.npcs)

    @property
    def _picture(self) -> Presenter:
        """The presenter that the loop uses: the debug overlay, if there is one, else the game's presenter."""
        return self._overlay or self._presenter

    # --- the chat box

    @property
    def focus(self) -> NPC | None:
        """The NPC to whom the chat box is open. Set it to open the chat box from the game's code; None closes it."""
        return self._picture.focus

    @focus.setter
    def focus(self, npc: NPC | None) -> None:
        self._picture.focus = None if self._scene.closed else npc

    def to_window(self, rect: pygame.Rect) -> pygame.Rect:
        """Return a rectangle of the game's surface in window pixels (see `canvas`)."""
        return self._canvas.to_window(rect)

    def ask(self, npc: NPC, text: str) -> Message:
        """Send the words that the speaker has typed to an NPC."""
        return npc.send(text, self.speaker)

    # --- the loop

    @property
    def typing(self) -> bool:
        """True while the chat box has the keyboard; then a game should ignore `pygame.key.get_pressed()`."""
        return self._picture.typing

    @property
    def online(self) -> bool:
        """False while the backend is known to be down."""
        return self._scene.online

    def handle_event(self, event: pygame.event.Event) -> bool:
        """Handle a pygame event; return True if the dialogue used it. QUIT and key releases are never used."""
        if self._scene.closed or checks.type_of(event) == pygame.QUIT or is_ours(event):
            return False
        if not self._events.is_whole(event):
            return False
        # The chat box needs the release of the key that opened it, and the game may need it too.
        return self._picture.handle_event(self._canvas.event(event)) and event.type != pygame.KEYUP

    def update(self, dt: float) -> None:
        """Take answers, run actions, post events; call it once per frame. dt: seconds since the last; never waits."""
        self._scene.step(dt)
        if self._reloader is not None and not self._scene.closed:
            self._reloader.step(dt)
        for event in self._scene.events():
            self._mailbox.post(event)
            self._tell(event)
        if not self._scene.closed:
            self._picture.update(dt)

    def _note(self, text: str) -> None:
        if self._overlay is not None:
            self._overlay.note(text)

    def _tell(self, event: Event) -> None:
        try:
            self._picture.tell(event)
        # The presenter may be the game's code; an error in it must not stop the other events.
        except Exception:
            log.exception("The presenter failed at %s; the dialogue goes on.", type(event).__name__)

    def draw(self, surface: pygame.Surface, camera: Camera | None = None) -> None:
        """Draw bubbles and chat box over the game's picture.

        camera: a function from a point (x, y) in the world to a point on the surface, in pixels; None if both agree.
        Raises `ConfigurationError` for a wrong surface or camera.
        """
        if self._scene.closed:
            return
        if not isinstance(surface, pygame.Surface) or not (camera is None or callable(camera)):
            raise checks.cannot_draw(surface, camera)
        self._canvas.drawn_on(surface)
        self._picture.draw(surface, None if camera is None else checks.checked_camera(camera))

    @property
    def canvas(self) -> CanvasPlace:
        """The place in the window of the surface that the game draws on, if the game itself scales that surface.

        A rectangle in window pixels, or a callable that returns one; mouse, taps and IMEs need it. None is right if the
        game draws on the window, lets pygame scale (`pygame.SCALED`), or fills it with a surface of the same shape.
        """
        return self._canvas.place

    @canvas.setter
    def canvas(self, place: CanvasPlace) -> None:
        self._canvas.place = place

    # --- words, memory and the end

    def save(self) -> dict[str, Any]:
        """Return the memories of all NPCs as a dict that JSON can carry, for the game's own save file."""
        return save.save(self._scene)

    def load(self, saved: Mapping[str, Any]) -> None:
        """Load a dict that `save` returned. Raises `ConfigurationError` if it is damaged, and changes nothing then."""
        save.load(self._scene, saved)
        setup.recall(self.presenter, self._scene.npcs)

    @staticmethod
    def check_save(saved: object) -> None:
        """Raise `ConfigurationError` if `load` would: for a game that lists the saves that can be loaded."""
        save.read_save(saved)

    def close(self, timeout: float | None = None) -> None:
        """End the dialogue within `timeout` seconds, by default `Settings.close_timeout`.

        It may be called twice, and after `pygame.quit()`; in a forked process it does nothing.
        """
        if self._scene.closed or os.getpid() != self._process:
            return
        # With `math.inf` it still ends, because each answer has a deadline; clocks accept no longer time than this.
        seconds = min(self.settings.close_timeout if timeout is None else timeout, MOST_SECONDS)
        self._finalizer.detach()
        atexit.unregister(self._exit_hook)
        self._picture.close()
        deadline = time.monotonic() + seconds
        # An embedded backend gets the rest of the time, about half of it or more, to write its database.
        patience = seconds * 2 / 3 if self._at_close else seconds
        self._scene.close(patience, lambda: self._abort(max(seconds / 4, deadline - time.monotonic())))
        if self._recorder is not None:
            self._recorder.close()

    def _abort(self, timeout: float) -> None:
        """End the requests that are not answered yet, so that the worker threads can end."""
        if self._own_client is not None:
            self._own_client.close()
        elif callable(abort := getattr(self._given_client, "abort", None)):
            abort()
        for close in self._at_close:
            close(timeout)
