"""One send from question to answer: hold the conversation, ask the brain, store both turns.

Blocking and without HTTP: a server runs the steps in its threads, a game without a server runs them directly.
"""

from __future__ import annotations

import contextlib
import functools
import re
import sys
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

# A function that returns True for a text to refuse. It gets the player's message, and later the answer.
Moderate = Callable[[str], bool]


# A function that is called with words of an answer before the answer is complete.
Tell = Callable[[str], None]
# A web page has no thread that could renew a hold, and nobody else who could take it.
_ALONE: Final = sys.platform == "emscripten"
SENTENCE_END: Final = re.compile(r"[.!?…。！？][\"'”’»)]{0,3}(?=\s)\s?|\n")


class Exchange:
    """The conversations of a storage, answered by a brain. Thread-safe."""

    def __init__(self, storage: Storage, brain: Brain, moderate: Moderate | None = None) -> None:
        self.storage = storage
        self._brain = brain
        self._moderate = moderate or _allow
        # True if an answer takes less time than switching threads.
        self.quick = moderate is None and isinstance(brain, Quick) and brain.quick
        # True if words are available before the answer is complete.
        self.streams = isinstance(brain, Streaming)
        self._sums_up = isinstance(brain, SumsUp) and brain.sums_up

    def create(self, character: dict[str, Any], users: Sequence[User], token: str | None) -> tuple[str, str]:
        """Open a conversation, or the one of the token; return its id and secret."""
        return finish(self.creating(character, users, token))

    def creating(self, character: dict[str, Any], users: Sequence[User], token: str | None) -> Steps[tuple[str, str]]:
        """The same as `create`, in steps."""
        # Stored before the brain prepares, so that the conversation exists even if preparing takes long.
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
        """Let the brain prepare for a character before the first message."""
        if isinstance(self._brain, Prepared):
            self._brain.prepare(character)

    def send(self, request: SendRequest, tell: Tell | None = None) -> Reply:
        """Answer a message. tell: is called with words of the answer as they arrive.

        Raises `BrainError` and what `Storage.hold` raises.
        """
        return finish(self.sending(request, tell))

    def sending(self, request: SendRequest, tell: Tell | None = None) -> Steps[Reply]:
        """The same as `send`, in steps; the conversation stays held between the steps."""
        held, is_stored = self.storage.hold(request.secret), False
        try:
            question = self.question(held, request)
            if question is None:
                return Reply(cancelled=True)
            with contextlib.nullcontext() if self.quick or _ALONE else _renewed(self.storage, held):
                answer = yield from self._thinking(question, tell)
            if answer.flagged:
                return Reply(flagged=True)
            is_stored = self.storage.keep(held, turns_of(question, answer))
            return reply_of(answer) if is_stored else Reply(cancelled=True)
        finally:
            # Also after an error: the player can try again at once instead of waiting for the lease to end.
            if not is_stored:
                self.storage.release(held)

    def question(self, held: Held, request: SendRequest) -> Question | None:
        """Return the question with the summary of the turns before its history; None as in `question_of`.

        Reads the database if the brain makes summaries.
        """
        question = question_of(held, request)
        if question is None or not self._sums_up:
            return question
        keep = functools.partial(self.storage.keep_summary, held.id)
        return replace(question, summary=self.storage.summary(held.id), keep_summary=keep)

    def think(self, question: Question, tell: Tell | None = None) -> Answer:
        """Return the brain's answer after moderation. tell: gets words as they arrive. Raises `BrainError`."""
        return finish(self._thinking(question, tell))

    def _thinking(self, question: Question, tell: Tell | None) -> Steps[Answer]:
        # The player's message is checked first, so that a refused one costs no request to a provider.
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
    """Collects words until a sentence is complete, and lets the moderation check all words so far before they are told.

    After a refusal it tells nothing more; the complete answer is flagged later.
    """

    def __init__(self, moderate: Moderate, tell: Tell) -> None:
        self._moderate = moderate
        self._tell = tell
        self._passed = ""
        self._waiting = ""
        self._refused = False

    def add(self, words: str) -> None:
        """Add some words, and tell the complete sentences. An empty text reports that a model is loading."""
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
    """Renew the hold of a conversation while the block runs, because a brain may be slow."""
    ended = threading.Event()

    def renew() -> None:
        renewed = True
        while renewed and not ended.wait(storage.lease / 3):
            # If the database cannot be reached for a moment, the next renewal tries again.
            with contextlib.suppress(DatabaseError):
                renewed = storage.renew(held)

    # A daemon thread, because a provider that hangs must not keep the game's process alive.
    threading.Thread(target=renew, name="stealth-renewing", daemon=True).start()
    try:
        yield
    finally:
        ended.set()


def _allow(text: str) -> bool:
    return False


def question_of(held: Held, request: SendRequest) -> Question | None:
    """Return the question for the brain, None if the user is not in the conversation."""
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
    """Return the turns of player and character, as they are stored."""
    name = str(question.character.get("name", ""))
    return Turn("user", question.user_name, question.message), Turn("character", name, _words(answer))


def _words(answer: Answer) -> str:
    """Return the text of an answer as it is stored; calls follow the words, in brackets."""
    acts = [line for call in answer.calls for line in (call.message, _act(call))]
    return "\n".join(filter(None, [answer.content, *acts]))


def _act(call: WireCall) -> str:
    return f"({' '.join(filter(None, [call.name, ', '.join(call.parameters.values())]))})"


def reply_of(answer: Answer) -> Reply:
    """Return the answer in the form for the client."""
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
    """Return a text that UTF-8 can encode: a model may write lone surrogates."""
    return text.encode("utf-8", "replace").decode()
