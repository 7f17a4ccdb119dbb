"""The published backend with its basic framework, as it was measured.

It differs from the contract only in the points that `docs/protocol.md` lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from stealth_pygame.testing.fake_backend.conversations import FakeConversation, FakeReply, hash_of, wire_calls
from stealth_pygame.testing.fake_backend.natures.characters import issue_text, issues_of
from stealth_pygame.testing.fake_backend.natures.contract import NOT_FOUND, ContractNature, users_problem
from stealth_pygame.testing.fake_backend.responses import Answer, answer, framework_error, refusal


class MeasuredNature(ContractNature):
    """The published backend as `protocol.md` describes it, with all properties that cause problems for clients."""

    keeps_oldest = True
    most_body = 1_048_576
    no_secret = None
    FINISHED_SECONDS: ClassVar[float] = 60.0
    CANCELLED: ClassVar[dict[str, Any]] = {"cancelled": True, "content": "", "calls": []}

    def __init__(self) -> None:
        super().__init__()
        self._where: dict[str, FakeConversation] = {}

    def forget(self) -> None:
        """Delete all conversations and users."""
        super().forget()
        self._where.clear()

    def wake(self) -> None:
        """Start again after a restart. Busy flags are stored: a conversation killed in a send stays busy for ever."""

    def find(self, body: Mapping[str, Any]) -> FakeConversation | Answer:
        """Return the conversation of a secret, or the refusal; finished conversations are deleted after a minute."""
        conversation = super().find(body)
        if isinstance(conversation, FakeConversation) and self._is_gone(conversation):
            return refusal(404, NOT_FOUND)
        return conversation

    def _is_gone(self, conversation: FakeConversation) -> bool:
        return conversation.finished_at is not None and self.now - conversation.finished_at >= self.FINISHED_SECONDS

    def create(self, body: Mapping[str, Any]) -> Answer:
        """Return the answer to a create; a new user twice in one list is an internal error."""
        users = body.get("users")
        ids = [user.get("id") for user in users if isinstance(user, dict)] if isinstance(users, list) else []
        # Its table of users has one row for each id, but it inserts both users.
        if any(ids.count(id_) > 1 and id_ not in self._where for id_ in ids):
            return framework_error(500, "Internal Server Error", "Unique constraint failed")
        return super().create(body)

    def kept(self, token: str | None, character: Mapping[str, Any]) -> FakeConversation | None:
        """Return the oldest conversation of a token, if the character's JSON text is identical; else None."""
        if token is None:
            return None
        known = (
            conversation
            for conversation in self.conversations.values()
            if conversation.token == token and not self._is_gone(conversation)
        )
        first = next(known, None)
        # Another character under the same token finds nothing, and opens a new conversation each time.
        return first if first is not None and hash_of(first.character) == hash_of(character) else None

    def rejoin(self, conversation: FakeConversation, users: list[dict[str, str]]) -> None:
        """Ignore the users of a create that found a stored conversation."""

    def join(self, conversation: FakeConversation, users: list[dict[str, str]]) -> None:
        """Move users to this conversation, which removes them from any other."""
        for user in users:
            self._where[user["id"]] = conversation
        super().join(conversation, users)

    def character_problem(self, character: object) -> Answer | None:
        """Return the refusal of the basic framework's check; its message is itself JSON text."""
        issues = list(issues_of(character))
        return refusal(400, issue_text(issues)) if issues else None

    def update(self, body: Mapping[str, Any]) -> Answer:
        """Return the answer to an update. Users are added, never removed; an invalid character is noticed too late."""
        conversation = self.find(body)
        if isinstance(conversation, Answer):
            return conversation
        if body.get("users") is None and body.get("character") is None:
            return refusal(400, "Invalid request")
        if body.get("users") is not None:
            problem = users_problem(body["users"])
            if problem is not None:
                return problem
            # The users are added before the character is checked.
            self.join(conversation, body["users"])
        return self._recast(conversation, body.get("character"))

    def _recast(self, conversation: FakeConversation, character: object) -> Answer:
        if character is not None:
            problem = self.character_problem(character)
            if problem is not None:
                return problem
            conversation.character = dict(character) if isinstance(character, dict) else {}
            # A new character deletes the memory.
            conversation.history.clear()
        return answer(200, {})

    def finish(self, body: Mapping[str, Any]) -> Answer:
        """Mark a conversation as finished; it stays for a minute."""
        conversation = self.find(body)
        if isinstance(conversation, Answer):
            return conversation
        # A second finish does not extend the minute.
        if conversation.finished_at is None:
            conversation.finished_at = self.now
        return answer(200, {})

    def admit(self, conversation: FakeConversation, player_id: str) -> FakeConversation | Answer:
        """Cancel, without a reason, a send of a player who is unknown or was moved to another conversation."""
        # Each user belongs to one conversation only: the last one that added them.
        if self._where.get(player_id) is not conversation:
            return answer(200, self.CANCELLED)
        return super().admit(conversation, player_id)

    def end_send(self, conversation: FakeConversation, reply: FakeReply) -> Answer:
        """Return a reply with `cancelled` only if true, `flagged` only if a script sets it; calls have no message."""
        conversation.busy = False
        if reply.cancelled:
            return answer(200, self.CANCELLED)
        body: dict[str, Any] = {"content": reply.content, "calls": wire_calls(reply.calls, with_message=False)}
        return answer(200, {**body, "flagged": True} if reply.flagged else body)
