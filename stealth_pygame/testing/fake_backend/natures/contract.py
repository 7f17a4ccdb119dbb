"""A backend that follows the contract exactly. It has no sockets or threads, and is called under a lock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from stealth_pygame.testing.fake_backend.conversations import FakeConversation, FakeReply, wire_calls
from stealth_pygame.testing.fake_backend.responses import Answer, answer, refusal

NOT_FOUND: Final = "Conversation not found"


class ContractNature:
    """Exactly the contract: all users count, finish works at once, every field is present."""

    keeps_oldest: ClassVar[bool] = False
    most_body: ClassVar[int | None] = None
    no_secret: ClassVar[Answer | None] = refusal(403, "Invalid API key or conversation secret")

    def __init__(self) -> None:
        self.conversations: dict[str, FakeConversation] = {}
        self.now = 0.0
        self._ids = 0

    def forget(self) -> None:
        """Delete all data; ids are not used again."""
        self.conversations.clear()

    def wake(self) -> None:
        """Start again after a restart, with the data."""
        # The contract says nothing about restarts; a busy flag that stays would block conversations for ever.
        for conversation in self.conversations.values():
            conversation.busy = False

    def find(self, body: Mapping[str, Any]) -> FakeConversation | Answer:
        """Return the conversation of a secret, or the refusal."""
        secret = body.get("secret")
        if not isinstance(secret, str) or not secret:
            return refusal(400, "Invalid request")
        return self.conversations.get(secret) or refusal(404, NOT_FOUND)

    def create(self, body: Mapping[str, Any]) -> Answer:
        """Return the answer to `POST /api/create`."""
        problem = self.character_problem(body.get("character")) or users_problem(body.get("users"))
        if problem is not None:
            return problem
        conversation = self.kept(body.get("persistenceToken"), body["character"])
        if conversation is None:
            conversation = self.new_conversation(body)
        else:
            self.rejoin(conversation, body["users"])
        return answer(200, {"id": conversation.id, "secret": conversation.secret})

    def kept(self, token: str | None, character: Mapping[str, Any]) -> FakeConversation | None:
        """Return the conversation that is stored under a token, None if there is none."""
        if token is None:
            return None
        return next((conversation for conversation in self.conversations.values() if conversation.token == token), None)

    def new_conversation(self, body: Mapping[str, Any]) -> FakeConversation:
        """Return a new conversation with its users."""
        # Not reset after a loss of data, so that a test can tell old conversations from new ones.
        self._ids += 1
        conversation = FakeConversation(str(self._ids), dict(body["character"]), token=body.get("persistenceToken"))
        self.conversations[conversation.secret] = conversation
        self.join(conversation, body["users"])
        return conversation

    def rejoin(self, conversation: FakeConversation, users: list[dict[str, str]]) -> None:
        """Add the users of a create to the stored conversation that it found."""
        self.join(conversation, users)

    def join(self, conversation: FakeConversation, users: list[dict[str, str]]) -> None:
        """Add users to a conversation."""
        conversation.users.update({user["id"]: user["name"] for user in users})

    def character_problem(self, character: object) -> Answer | None:
        """Return the refusal of a character, None if it is valid; the contract leaves its format to the framework."""
        return None if isinstance(character, dict) else refusal(400, "Invalid request")

    def update(self, body: Mapping[str, Any]) -> Answer:
        """Return the answer to `POST /api/update`."""
        conversation = self.find(body)
        if isinstance(conversation, Answer):
            return conversation
        problem = users_problem(body.get("users"))
        if problem is not None:
            return problem
        conversation.users.clear()
        self.join(conversation, body["users"])
        if isinstance(body.get("character"), dict):
            conversation.character = dict(body["character"])
        return answer(200, {"message": "Conversation updated"})

    def finish(self, body: Mapping[str, Any]) -> Answer:
        """Return the answer to `POST /api/finish`."""
        conversation = self.find(body)
        if isinstance(conversation, Answer):
            return conversation
        del self.conversations[conversation.secret]
        return answer(200, {})

    def begin_send(self, body: Mapping[str, Any]) -> FakeConversation | Answer:
        """Begin `POST /api/send`: return the conversation, which is busy from now on, or a refusal."""
        if not body.get("secret") and self.no_secret is not None:
            return self.no_secret
        conversation = self.find(body)
        if isinstance(conversation, Answer):
            return conversation
        problem = send_problem(body)
        if problem is not None:
            return problem
        # The measured nature still lists finished conversations.
        if conversation.busy or conversation.finished_at is not None:
            return refusal(429, "Conversation is busy")
        return self.admit(conversation, body["playerId"])

    def admit(self, conversation: FakeConversation, player_id: str) -> FakeConversation | Answer:
        """Return the conversation if the player is in it, else the refusal."""
        conversation.busy = True
        return conversation

    def end_send(self, conversation: FakeConversation, reply: FakeReply) -> Answer:
        """Finish `POST /api/send`: return the reply in wire format."""
        conversation.busy = False
        calls = wire_calls(reply.calls, with_message=True)
        body = {"flagged": reply.flagged, "cancelled": reply.cancelled, "content": reply.content, "calls": calls}
        return answer(200, body)


def users_problem(users: object) -> Answer | None:
    """Return the refusal of a list of users, None if it is valid."""
    good = isinstance(users, list) and all(
        isinstance(user, dict) and isinstance(user.get("name"), str) and isinstance(user.get("id"), str)
        for user in users
    )
    return None if good else refusal(400, "Invalid request")


def send_problem(body: Mapping[str, Any]) -> Answer | None:
    """Return the refusal of a message, None if it is complete."""
    texts = isinstance(body.get("message"), str) and isinstance(body.get("playerId"), str)
    context = body.get("context")
    good = isinstance(context, list) and all(
        isinstance(entry, dict)
        and isinstance(entry.get("key"), str)
        and isinstance(entry.get("value"), (str, int, float, bool))
        for entry in context
    )
    return None if texts and good else refusal(400, "Invalid request")
