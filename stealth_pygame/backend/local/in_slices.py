"""The embedded backend of a web page: it thinks in the page's only thread, a few milliseconds of each frame."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

from stealth_pygame.backend.brain.interface import Steps
from stealth_pygame.backend.local.in_process import InProcessBackend, InProcessHealth
from stealth_pygame.errors import StealthError
from stealth_pygame.protocol.models import ConversationRef, Reply
from stealth_pygame.protocol.requests import CharacterLike, ContextLike, UserLike

T = TypeVar("T")

SLICE: Final = 0.004
"""Seconds of a frame after which no further step is begun: a quarter of a frame at 60 pictures a second."""


async def in_slices(
    steps: Steps[T],
    seconds: float = SLICE,
    rest: Callable[[float], Any] | None = None,
    now: Callable[[], float] = time.perf_counter,
) -> T:
    """Take steps for so many seconds, let the game have a frame, and so on; returns what they lead to."""
    # Looked up at each call: a page puts its frames in the place of `asyncio.sleep`.
    rest = rest or asyncio.sleep
    try:
        while True:
            end = now() + seconds
            next(steps)
            while now() < end:
                next(steps)
            await rest(0)
    except StopIteration as last:
        value: T = last.value
        return value
    finally:
        # A dialogue that is closed ends its jobs, and its database may be closed already.
        with contextlib.suppress(StealthError):
            steps.close()


class SlicedBackend:
    """A backend without a server or a thread; it is its own `client`, whose answers are awaited.

    slice_seconds: how much of a frame it may take; the other options are those of `InProcessBackend`.
    """

    def __init__(self, *, slice_seconds: float = SLICE, **options: Any) -> None:
        self._slice = slice_seconds
        self._backend = InProcessBackend(**options)

    @property
    def client(self) -> SlicedBackend:
        """The client: this very object."""
        return self

    async def create(
        self, character: CharacterLike, users: Iterable[UserLike], persistence_token: str | None = None
    ) -> ConversationRef:
        """Open a conversation, as `InProcessBackend.create` does."""
        return await in_slices(self._backend.creating(character, users, persistence_token), self._slice)

    async def send(self, secret: str, message: str, player_id: str, context: ContextLike = ()) -> Reply:
        """Answer a message, as `InProcessBackend.send` does."""
        return await in_slices(self._backend.sending(secret, message, player_id, context), self._slice)

    def update(
        self, secret: str, users: Iterable[UserLike] | None = None, character: CharacterLike | None = None
    ) -> None:
        """Replace users, character or both, as `InProcessBackend.update` does."""
        self._backend.update(secret, users, character)

    def finish(self, secret: str) -> None:
        """Forget a conversation at once, as `InProcessBackend.finish` does."""
        self._backend.finish(secret)

    def check(self) -> InProcessHealth:
        """Open what is not open yet, as `InProcessBackend.check` does."""
        return self._backend.check()

    def abort(self) -> None:
        """Do nothing: there is no wire to cut."""

    def close(self, timeout: float = 0.0) -> bool:
        """Put the database in order and close it, as `InProcessBackend.close` does."""
        return self._backend.close(timeout)
