"""One send from question to answer: hold the conversation, ask the brain, keep both turns.

Blocking and without HTTP: a server calls the steps from its threads, a game without a server all of them at once.
"""

from __future__ import annotations

import contextlib
import functools
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from stealth_pygame.backend.brain.interface import (
    Answer,
    Brain,
    Prepared,
    Question,
    Quick,
    Steps,
    Stepwise,
    Streaming,
    SumsUp,
    Turn,
    finish,
)
from stealth_pygame.backend.store.database import DatabaseError
from stealth_pygame.backend.store.storage import Held, Storage
from stealth_pygame.protocol.models import Reply, SendRequest, User, WireCall

# A function that is True for a text to refuse; it reads the player's message and the answer.
Moderate = Callable[[str], bool]


# A function that hears words of an answer before the answer is whole.
Tell = Callable[[str], None]
SENTENCE_END: Final = re.compile(r"[.!?…。！？][\"'”’»)]{0,3}(?=\s)\s?|\n")


class Exchange:
    """Conversations in a storage, answered by a brain. Thread-safe."""

    def __init__(self, storage: Storage, brain: Brain, moderate: Moderate | None = None) -> None:
        self.storage = storage
        self._brain = brain
        self._moderate = moderate or _allow
        # True when an answer takes less time than a change of threads.
        self.quick = moderate is None and isinstance(brain, Quick) and brain.quick
        # True when words can be had before the answer is whole.
        self.streams = isinstance(brain, Streaming)
        self._sums_up = isinstance(brain, SumsUp) and brain.sums_up

    def create(self, character: dict[str, Any], users: Sequence[User], token: str | None) -> tuple[str, str]:
        """Open a conversation, or that of a token; return id and secret."""
        return finish(self.creating(character, users, token))

    def creating(self, character: dict[str, Any], users: Sequence[User], token: str | None) -> Steps[tuple[str, str]]:
        """Open a conversation in steps."""
        # Kept before it is prepared: a sheet that takes long must not lose its conversation.
        reference = self.storage.create(character, users, token)
        yield
        if isinstance(self._brain, Stepwise):
            yield from self._brain.preparing(character)
        else:
            self.prepare(character)
        return reference

    def update(self, secret: str, users: Sequence[User] | None, character: dict[str, Any] | None) -> None:
        """Replace users, character or both. Raises `UnknownConversationError`."""
        self.storage.update(secret, users, character)
        if character is not None:
            self.prepare(character)

    def prepare(self, character: dict[str, Any]) -> None:
        """Let the brain get ready for a character before the first message."""
        if isinstance(self._brain, Prepared):
            self._brain.prepare(character)

    def send(self, request: SendRequest, tell: Tell | None = None) -> Reply:
        """Answer a message, here and now; `tell` hears words of the answer as they come.

        Raises `BrainError` and what `Storage.hold` raises.
        """
        return finish(self.sending(request, tell))

    def sending(self, request: SendRequest, tell: Tell | None = None) -> Steps[Reply]:
        """Answer a message in steps, which leave the conversation held between them."""
        held, kept = self.storage.hold(request.secret), False
        try:
            question = self.question(held, request)
            if question is None:
                return Reply(cancelled=True)
            with contextlib.nullcontext() if self.quick else _renewed(self.storage, held):
                answer = yield from self._thinking(question, tell)
            if answer.flagged:
                return Reply(flagged=True)
            kept = self.storage.keep(held, turns_of(question, answer))
            return reply_of(answer) if kept else Reply(cancelled=True)
        finally:
            # Also after an error: the player may try again at once, and not after a lease.
            if not kept:
                self.storage.release(held)

    def question(self, held: Held, request: SendRequest) -> Question | None:
        """Return the question for the brain, with what is kept of the turns before its history; None as `question_of`.

        Reads the database where the brain sums up.
        """
        question = question_of(held, request)
        if question is None or not self._sums_up:
            return question
        keep = functools.partial(self.storage.keep_summary, held.id)
        return replace(question, summary=self.storage.summary(held.id), keep_summary=keep)

    def think(self, question: Question, tell: Tell | None = None) -> Answer:
        """Return the brain's answer, moderated; `tell` hears its words as they come. Raises `BrainError`."""
        return finish(self._thinking(question, tell))

    def _thinking(self, question: Question, tell: Tell | None) -> Steps[Answer]:
        # Before the brain: a refused message must not cost a call of a provider.
        if self._moderate(question.message):
            return Answer(flagged=True)
        if tell is not None and isinstance(self._brain, Streaming):
            words = tell if self._moderate is _allow else ModeratedWords(self._moderate, tell).add
            answer = self._brain.stream(question, words)
        elif isinstance(self._brain, Stepwise):
            answer = yield from self._brain.answering(question)
            yield
        else:
            answer = self._brain.answer(question)
        return Answer(flagged=True) if self._moderate(_words(answer)) else answer


class ModeratedWords:
    """Words that wait for their sentence to be whole, and for the moderation of all that was told so far.

    After a refusal nothing more is told; the answer as a whole is flagged later.
    """

    def __init__(self, moderate: Moderate, tell: Tell) -> None:
        self._moderate = moderate
        self._tell = tell
        self._passed = ""
        self._waiting = ""
        self._refused = False

    def add(self, words: str) -> None:
        """Take some words; tell those that end a sentence. None at all say that a model wakes up."""
        if not words:
            self._tell("")
            return
        self._waiting += words
        end = max((match.end() for match in SENTENCE_END.finditer(self._waiting)), default=0)
        if not end or self._refused:
            return
        sentences, self._waiting = self._waiting[:end], self._waiting[end:]
        self._passed += sentences
        self._refused = self._moderate(self._passed)
        if not self._refused:
            self._tell(sentences)


@contextlib.contextmanager
def _renewed(storage: Storage, held: Held) -> Iterator[None]:
    """Keep a conversation for as long as a slow brain thinks in the block."""
    ended = threading.Event()

    def renew() -> None:
        renewed = True
        while renewed and not ended.wait(storage.lease / 3):
            # A database that is out of reach for a moment is asked again.
            with contextlib.suppress(DatabaseError):
                renewed = storage.renew(held)

    # A daemon: a provider that hangs must not keep the game's process alive.
    threading.Thread(target=renew, name="stealth-renewing", daemon=True).start()
    try:
        yield
    finally:
        ended.set()


def _allow(text: str) -> bool:
    return False


def question_of(held: Held, request: SendRequest) -> Question | None:
    """Return the question for the brain; None when the user who speaks is not in the conversation."""
    player = next((user for user in held.users if user.id == request.player_id), None)
    if player is None:
        return None
    return Question(
        character=held.character,
        message=request.message,
        user_name=player.name,
        users=tuple(user.name for user in held.users),
        context={entry.key: entry.value for entry in request.context},
        history=held.history,
        conversation=str(held.id),
    )


def turns_of(question: Question, answer: Answer) -> tuple[Turn, Turn]:
    """Return the two turns of an exchange for the memory."""
    name = str(question.character.get("name", ""))
    return Turn("user", question.user_name, question.message), Turn("character", name, _words(answer))


def _words(answer: Answer) -> str:
    """Return an answer's text for the memory; each call is told in brackets, after its words."""
    acts = [line for call in answer.calls for line in (call.message, _act(call))]
    return "\n".join(filter(None, [answer.content, *acts]))


def _act(call: WireCall) -> str:
    return f"({' '.join(filter(None, [call.name, ', '.join(call.parameters.values())]))})"


def reply_of(answer: Answer) -> Reply:
    """Return an answer as it goes to the client."""
    calls = tuple(
        WireCall(
            name=call.name,
            message=drawable(call.message),
            parameters={key: drawable(value) for key, value in call.parameters.items()},
        )
        for call in answer.calls
    )
    return Reply(
        content=drawable(answer.content),
        calls=calls,
        narration=drawable(answer.narration),
        stand_in=drawable(answer.stand_in),
        prompt_tokens=max(0, answer.prompt_tokens),
        answer_tokens=max(0, answer.answer_tokens),
    )


def drawable(text: str) -> str:
    """Return a text that UTF-8 can carry: a model may write lone surrogates."""
    return text.encode("utf-8", "replace").decode()
