"""One send from question to answer: hold the conversation, ask the brain, keep what was said.

The brain thinks in a thread of its own, so a slow model holds up nobody else; the hold is renewed meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from anyio import to_thread

from stealth_pygame.backend.brain.interface import Answer, Brain, Question, Turn
from stealth_pygame.backend.database import DatabaseError
from stealth_pygame.backend.storage import Held, Storage
from stealth_pygame.protocol import Reply, SendRequest, User, WireCall

Moderate = Callable[[str], bool]
"""A text → whether it must be refused. Asked about what the player says, and about the answer."""

T = TypeVar("T")


class Service:
    """What the routes do. `thinkers` is how many answers may be thought about at once."""

    def __init__(self, storage: Storage, brain: Brain, *, moderate: Moderate | None = None, thinkers: int = 64) -> None:
        self._storage = storage
        self._brain = brain
        self._moderate = moderate or _allow
        self._thinkers = asyncio.Semaphore(thinkers)

    async def create(self, character: dict[str, Any], users: Sequence[User], token: str | None) -> tuple[str, str]:
        """Id and secret of a conversation."""
        return await to_thread.run_sync(self._storage.create, character, users, token)

    async def update(self, secret: str, users: Sequence[User] | None, character: dict[str, Any] | None) -> None:
        """Replace users, character or both."""
        await to_thread.run_sync(self._storage.update, secret, users, character)

    async def finish(self, secret: str) -> None:
        """Forget a conversation at once."""
        await to_thread.run_sync(self._storage.finish, secret)

    async def send(self, request: SendRequest) -> Reply:
        """The answer to a message. Raises `BrainError` and what `Storage.hold` raises."""
        held = await to_thread.run_sync(self._storage.hold, request.secret)
        renewing = asyncio.ensure_future(self._keep_renewing(held))
        kept = False
        try:
            player = next((user for user in held.users if user.id == request.player_id), None)
            if player is None:
                return Reply(cancelled=True)
            answer = await self._thought(_question(held, player, request))
            if answer.flagged:
                return Reply(flagged=True)
            said = (Turn("user", player.name, request.message), Turn("character", _name(held), _words(answer)))
            kept = await to_thread.run_sync(self._storage.keep, held, said)
            return _reply(answer) if kept else Reply(cancelled=True)
        finally:
            renewing.cancel()
            if not kept:
                await to_thread.run_sync(self._storage.release, held)

    async def _thought(self, question: Question) -> Answer:
        async with self._thinkers:
            return await in_thread(lambda: self._think(question))

    def _think(self, question: Question) -> Answer:
        if self._moderate(question.message):
            return Answer(flagged=True)
        answer = self._brain.answer(question)
        return Answer(flagged=True) if self._moderate(_words(answer)) else answer

    async def _keep_renewing(self, held: Held) -> None:
        with contextlib.suppress(DatabaseError):
            while True:
                await asyncio.sleep(self._storage.lease / 3)
                if not await to_thread.run_sync(self._storage.renew, held):
                    return


def _allow(text: str) -> bool:
    return False


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
    """What memory keeps of an answer that may only have acted."""
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
    """A text that UTF-8 can carry: a model may write lone surrogates."""
    return text.encode("utf-8", "replace").decode()


async def in_thread(work: Callable[[], T]) -> T:
    """The result of work done in a daemon thread: the pool's threads would hold up the end of the process."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def tell(settle: Callable[[Any], None], value: Any) -> None:
        # the loop may be closed, and the future cancelled, by the time a slow model answers
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: None if future.done() else settle(value))

    def run() -> None:
        try:
            result = work()
        except Exception as exc:  # noqa: BLE001 - handed over the border, and raised there
            tell(future.set_exception, exc)
        else:
            tell(future.set_result, result)

    threading.Thread(target=run, name="stealth-thinking", daemon=True).start()
    return await future
