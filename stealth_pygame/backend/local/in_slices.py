"""The embedded backend of a web page: it runs in the page's only thread, a few milliseconds in each frame."""

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
"""Seconds in a frame after which no further step begins: a quarter of a frame at 60 frames per second."""


async def in_slices(
    steps: Steps[T],
    seconds: float = SLICE,
    rest: Callable[[float], Any] | None = None,
    now: Callable[[], float] = time.perf_counter,
) -> T:
    """Run steps for so many seconds, wait for the next frame, and so on; return their result."""
    # Looked up at each call, because a page replaces `asyncio.sleep`.
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
        # Closing a dialogue ends its jobs, and its database may be closed already.
        with contextlib.suppress(StealthError):
            steps.close()


class SlicedBackend:
    """A backend without server or thread; it is its own `client`, and its answers are awaited.

    slice_seconds: the seconds of each frame that it may use; the other options are those of `InProcessBackend`.
    """

    def __init__(self, *, slice_seconds: float = SLICE, **options: Any) -> None:
        self._slice = slice_seconds
        self._backend = InProcessBackend(**options)

    @property
    def client(self) -> SlicedBackend:
        """The client, which is this object."""
        return self

    async def create(
        self, character: CharacterLike, users: Iterable[UserLike], persistence_token: str | None = None
    ) -> ConversationRef:
        """Open a conversation; see `InProcessBackend.create`."""
        return await in_slices(self._backend.creating(character, users, persistence_token), self._slice)

    async def send(self, secret: str, message: str, player_id: str, context: ContextLike = ()) -> Reply:
        """Answer a message; see `InProcessBackend.send`."""
        return await in_slices(self._backend.sending(secret, message, player_id, context), self._slice)

    def update(
        self, secret: str, users: Iterable[UserLike] | None = None, character: CharacterLike | None = None
    ) -> None:
        """Replace users, character or both; see `InProcessBackend.update`."""
        self._backend.update(secret, users, character)

    def finish(self, secret: str) -> None:
        """Delete a conversation at once; see `InProcessBackend.finish`."""
        self._backend.finish(secret)

    def check(self) -> InProcessHealth:
        """Open brain and database if necessary; see `InProcessBackend.check`."""
        return self._backend.check()

    def abort(self) -> None:
        """Do nothing, because there is no connection to end."""

    def close(self, timeout: float = 0.0) -> bool:
        """Close the database; see `InProcessBackend.close`."""
        return self._backend.close(timeout)
