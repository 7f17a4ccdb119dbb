"""The published backend with its basic framework, as it was measured.

It differs from the contract in the places that `docs/protocol.md` lists, and is the same elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from stealth_pygame.testing.fake_backend.conversations import FakeConversation, FakeReply, hash_of, wire_calls
from stealth_pygame.testing.fake_backend.natures.characters import issue_text, issues_of
from stealth_pygame.testing.fake_backend.natures.contract import NOT_FOUND, ContractNature, users_problem
from stealth_pygame.testing.fake_backend.responses import Answer, answer, framework_error, refusal


class MeasuredNature(ContractNature):
    """The published backend as `protocol.md` measured it, with everything that a client stumbles over."""

    keeps_oldest = True
    most_body = 1_048_576
    no_secret = None
    FINISHED_SECONDS: ClassVar[float] = 60.0
    CANCELLED: ClassVar[dict[str, Any]] = {"cancelled": True, "content": "", "calls": []}

    def __init__(self) -> None:
        super().__init__()
        self._where: dict[str, FakeConversation] = {}

    def forget(self) -> None:
        """Lose conversations and users."""
        super().forget()
        self._where.clear()

    def wake(self) -> None:
        """The busy flag is stored: a conversation killed in mid-send stays busy for ever."""

    def find(self, body: Mapping[str, Any]) -> FakeConversation | Answer:
        """Finished conversations go after a minute."""
        conversation = super().find(body)
        if isinstance(conversation, FakeConversation) and self._is_gone(conversation):
            return refusal(404, NOT_FOUND)
        return conversation

    def _is_gone(self, conversation: FakeConversation) -> bool:
        return conversation.finished_at is not None and self.now - conversation.finished_at >= self.FINISHED_SECONDS

    def create(self, body: Mapping[str, Any]) -> Answer:
        """The same new user twice in one list is an error inside."""
        users = body.get("users")
        ids = [user.get("id") for user in users if isinstance(user, dict)] if isinstance(users, list) else []
        # Its table of users has one row for each id, and it inserts both.
        if any(ids.count(id_) > 1 and id_ not in self._where for id_ in ids):
            return framework_error(500, "Internal Server Error", "Unique constraint failed")
        return super().create(body)

    def kept(self, token: str | None, character: Mapping[str, Any]) -> FakeConversation | None:
        """The oldest conversation of a token, if the character is still the same to the letter."""
        if token is None:
            return None
        known = (
            conversation
            for conversation in self.conversations.values()
            if conversation.token == token and not self._is_gone(conversation)
        )
        first = next(known, None)
        # Another character under the same token finds nothing, and opens one more each time.
        return first if first is not None and hash_of(first.character) == hash_of(character) else None

    def rejoin(self, conversation: FakeConversation, users: list[dict[str, str]]) -> None:
        """Ignore the users of a create that found a kept conversation."""

    def join(self, conversation: FakeConversation, users: list[dict[str, str]]) -> None:
        """Move users here: joining takes them out of any other conversation."""
        for user in users:
            self._where[user["id"]] = conversation
        super().join(conversation, users)

    def character_problem(self, character: object) -> Answer | None:
        """The basic framework's check: the message of the refusal is itself JSON text."""
        issues = list(issues_of(character))
        return refusal(400, issue_text(issues)) if issues else None

    def update(self, body: Mapping[str, Any]) -> Answer:
        """Users are added and never removed; a new character wipes the history, an invalid one comes too late."""
        conversation = self.find(body)
        if isinstance(conversation, Answer):
            return conversation
        if body.get("users") is None and body.get("character") is None:
            return refusal(400, "Invalid request")
        if body.get("users") is not None:
            problem = users_problem(body["users"])
            if problem is not None:
                return problem
            # The users are in force before the character is looked at.
            self.join(conversation, body["users"])
        return self._recast(conversation, body.get("character"))

    def _recast(self, conversation: FakeConversation, character: object) -> Answer:
        if character is not None:
            problem = self.character_problem(character)
            if problem is not None:
                return problem
            conversation.character = dict(character) if isinstance(character, dict) else {}
            # A new character wipes the memory.
            conversation.history.clear()
        return answer(200, {})

    def finish(self, body: Mapping[str, Any]) -> Answer:
        """Finished, but still there for a minute."""
        conversation = self.find(body)
        if isinstance(conversation, Answer):
            return conversation
        # Finishing twice does not make the minute longer.
        if conversation.finished_at is None:
            conversation.finished_at = self.now
        return answer(200, {})

    def admit(self, conversation: FakeConversation, player_id: str) -> FakeConversation | Answer:
        """Cancel, without a reason, a player who is unknown here or has been moved elsewhere."""
        # One conversation for each user: the last that they were put into.
        if self._where.get(player_id) is not conversation:
            return answer(200, self.CANCELLED)
        return super().admit(conversation, player_id)

    def end_send(self, conversation: FakeConversation, reply: FakeReply) -> Answer:
        """`cancelled` only when true, `flagged` never unless a script asks for it, calls without a message."""
        conversation.busy = False
        if reply.cancelled:
            return answer(200, self.CANCELLED)
        body: dict[str, Any] = {"content": reply.content, "calls": wire_calls(reply.calls, with_message=False)}
        return answer(200, {**body, "flagged": True} if reply.flagged else body)
