"""One send from question to answer: hold the conversation, ask the brain, keep what was said.

The brain thinks in a thread of its own, so a slow model holds up nobody else; the hold is renewed meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from stealth_pygame.backend.brain.interface import Answer, Brain, Prepared, Question, Quick, Turn
from stealth_pygame.backend.http.thread_pool import ThreadPool
from stealth_pygame.backend.store.database import DatabaseError
from stealth_pygame.backend.store.storage import Held, Storage
from stealth_pygame.protocol.models import Reply, SendRequest, User, WireCall

Moderate = Callable[[str], bool]
"""A function that is True for a text to refuse; it reads the player's message and the answer."""

T = TypeVar("T")


class Service:
    """The work behind the routes. `thinkers` is how many answers may be thought about at once."""

    def __init__(self, storage: Storage, brain: Brain, *, moderate: Moderate | None = None, thinkers: int = 64) -> None:
        self._storage = storage
        self._brain = brain
        self._moderate = moderate or _allow
        self._quick = moderate is None and isinstance(brain, Quick) and brain.quick
        self._thinkers = ThreadPool(thinkers)
        self._storing = ThreadPool(storage.database.threads)

    async def create(self, character: dict[str, Any], users: Sequence[User], token: str | None) -> tuple[str, str]:
        """Open a conversation, or that of a token; return id and secret."""
        reference = await self._stored(self._storage.create, character, users, token)
        await self._prepared(character)
        return reference

    async def update(self, secret: str, users: Sequence[User] | None, character: dict[str, Any] | None) -> None:
        """Replace users, character or both."""
        await self._stored(self._storage.update, secret, users, character)
        await self._prepared(character)

    async def finish(self, secret: str) -> None:
        """Forget a conversation at once."""
        await self._stored(self._storage.finish, secret)

    async def send(self, request: SendRequest) -> Reply:
        """Answer a message. Raises `BrainError` and what `Storage.hold` raises."""
        if self._quick:
            return await self._stored(self._send_at_once, request)
        held = await self._stored(self._storage.hold, request.secret)
        renewing = asyncio.ensure_future(self._keep_renewing(held))
        kept = False
        try:
            player = _player(held, request)
            if player is None:
                return Reply(cancelled=True)
            answer = await self._thought(_question(held, player, request))
            if answer.flagged:
                return Reply(flagged=True)
            kept = await self._stored(self._storage.keep, held, _turns(held, player, request, answer))
            return _reply(answer) if kept else Reply(cancelled=True)
        finally:
            renewing.cancel()
            if not kept:
                await self._stored(self._storage.release, held)

    def _send_at_once(self, request: SendRequest) -> Reply:
        """Do the same in one thread, for a brain that needs less time than a change of threads."""
        held, kept = self._storage.hold(request.secret), False
        try:
            player = _player(held, request)
            if player is None:
                return Reply(cancelled=True)
            answer = self._think(_question(held, player, request))
            if answer.flagged:
                return Reply(flagged=True)
            kept = self._storage.keep(held, _turns(held, player, request, answer))
            return _reply(answer) if kept else Reply(cancelled=True)
        finally:
            if not kept:
                self._storage.release(held)

    async def _prepared(self, character: dict[str, Any] | None) -> None:
        brain = self._brain
        if character is not None and isinstance(brain, Prepared):
            await self._thinkers.run(lambda: brain.prepare(character))

    async def _stored(self, work: Callable[..., T], *args: Any) -> T:
        return await self._storing.run(lambda: work(*args))

    async def _thought(self, question: Question) -> Answer:
        return await self._thinkers.run(lambda: self._think(question))

    def _think(self, question: Question) -> Answer:
        if self._moderate(question.message):
            return Answer(flagged=True)
        answer = self._brain.answer(question)
        return Answer(flagged=True) if self._moderate(_words(answer)) else answer

    def close(self) -> None:
        """Let the threads end after their present work."""
        self._thinkers.close()
        self._storing.close()

    async def _keep_renewing(self, held: Held) -> None:
        with contextlib.suppress(DatabaseError):
            while True:
                await asyncio.sleep(self._storage.lease / 3)
                if not await self._stored(self._storage.renew, held):
                    return


def _allow(text: str) -> bool:
    return False


def _player(held: Held, request: SendRequest) -> User | None:
    """Return the user who speaks, if they are in the conversation."""
    return next((user for user in held.users if user.id == request.player_id), None)


def _turns(held: Held, player: User, request: SendRequest, answer: Answer) -> tuple[Turn, Turn]:
    """Return the two turns of an exchange for the memory."""
    return Turn("user", player.name, request.message), Turn("character", _name(held), _words(answer))


def _name(held: Held) -> str:
    return str(held.character.get("name", ""))


def _question(held: Held, player: User, request: SendRequest) -> Question:
    return Question(
        character=held.character,
        message=request.message,
        user_name=player.name,
        users=tuple(user.name for user in held.users),
        context={entry.key: entry.value for entry in request.context},
        history=held.history,
    )


def _words(answer: Answer) -> str:
    """Return an answer's text for the memory; calls without words are told in brackets."""
    acts = [call.message or f"({call.name} {', '.join(call.parameters.values())})" for call in answer.calls]
    return "\n".join(filter(None, [answer.content, *acts]))


def _reply(answer: Answer) -> Reply:
    calls = tuple(
        WireCall(
            name=call.name,
            message=drawable(call.message),
            parameters={key: drawable(value) for key, value in call.parameters.items()},
        )
        for call in answer.calls
    )
    return Reply(content=drawable(answer.content), calls=calls)


def drawable(text: str) -> str:
    """Return a text that UTF-8 can carry: a model may write lone surrogates."""
    return text.encode("utf-8", "replace").decode()
