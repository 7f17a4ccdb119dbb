"""The work behind the routes, for an event loop that must not block.

The brain runs in its own thread, so that a slow model delays nobody else; the hold is renewed during that time.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from stealth_pygame.backend.brain.interface import Brain
from stealth_pygame.backend.exchange import Exchange, Moderate, Tell, reply_of, turns_of
from stealth_pygame.backend.store.database import DatabaseError
from stealth_pygame.backend.store.storage import Held, Storage
from stealth_pygame.backend.thread_pool import ThreadPool
from stealth_pygame.protocol.models import Reply, SendRequest, User

T = TypeVar("T")


class Service:
    """Conversations for many clients. thinkers: the number of answers that are worked on at the same time."""

    def __init__(self, storage: Storage, brain: Brain, *, moderate: Moderate | None = None, thinkers: int = 64) -> None:
        self._storage = storage
        self._exchange = Exchange(storage, brain, moderate)
        self._thinkers = ThreadPool(thinkers)
        self._storing = ThreadPool(storage.database.threads)

    async def create(self, character: dict[str, Any], users: Sequence[User], token: str | None) -> tuple[str, str]:
        """Open a conversation, or the one of the token; return its id and secret."""
        reference = await self._stored(self._storage.create, character, users, token)
        await self._thinkers.run(lambda: self._exchange.prepare(character))
        return reference

    async def update(self, secret: str, users: Sequence[User] | None, character: dict[str, Any] | None) -> None:
        """Replace users, character or both."""
        await self._stored(self._storage.update, secret, users, character)
        if character is not None:
            await self._thinkers.run(lambda: self._exchange.prepare(character))

    async def finish(self, secret: str) -> None:
        """Delete a conversation at once."""
        await self._stored(self._storage.finish, secret)

    @property
    def streams(self) -> bool:
        """True if words are available before an answer is complete."""
        return self._exchange.streams

    async def send(self, request: SendRequest, tell: Tell | None = None) -> Reply:
        """Answer a message. Raises `BrainError` and what `Storage.hold` raises.

        tell: is called with words of the answer as they arrive, on the brain's thread.
        """
        # All steps run on one thread: three thread switches would take longer than the offline brain.
        if self._exchange.quick:
            return await self._stored(self._exchange.send, request)
        held = await self._stored(self._storage.hold, request.secret)
        renewing = asyncio.ensure_future(self._keep_renewing(held))
        is_stored = False
        try:
            question = await self._stored(self._exchange.question, held, request)
            if question is None:
                return Reply(cancelled=True)
            answer = await self._thinkers.run(lambda: self._exchange.think(question, tell))
            if answer.flagged:
                return Reply(flagged=True)
            is_stored = await self._stored(self._storage.keep, held, turns_of(question, answer))
            return reply_of(answer) if is_stored else Reply(cancelled=True)
        finally:
            # A renewal after the release could take the flag from the next send.
            renewing.cancel()
            if not is_stored:
                await self._stored(self._storage.release, held)

    async def _stored(self, work: Callable[..., T], *args: Any) -> T:
        return await self._storing.run(lambda: work(*args))

    async def _keep_renewing(self, held: Held) -> None:
        renewed = True
        while renewed:
            await asyncio.sleep(self._storage.lease / 3)
            # If the database cannot be reached for a moment, the next renewal tries again; nobody can reach it anyway.
            with contextlib.suppress(DatabaseError):
                renewed = await self._stored(self._storage.renew, held)

    def close(self) -> None:
        """Let each thread end after its current work."""
        self._thinkers.close()
        self._storing.close()
