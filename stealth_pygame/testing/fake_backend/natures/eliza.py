"""The published backend with its Eliza framework, as it was measured.

Differences from the basic framework: it replaces users, deletes a conversation at once, keeps rooms only in memory,
and uses the persistence token as the secret.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stealth_pygame.testing.fake_backend.conversations import FakeConversation, FakeReply, wire_calls
from stealth_pygame.testing.fake_backend.natures.characters import eliza_issues_of, issue_text
from stealth_pygame.testing.fake_backend.natures.contract import ContractNature, users_problem
from stealth_pygame.testing.fake_backend.responses import Answer, answer, framework_error, refusal


class ElizaNature(ContractNature):
    """The Eliza framework, with all differences that cause problems for clients of the basic one."""

    most_body = 1_048_576
    no_secret = None

    def wake(self) -> None:
        """Start again after a restart: the rooms are lost."""
        self.forget()

    def new_conversation(self, body: Mapping[str, Any]) -> FakeConversation:
        """Open a room. Its secret is the token if there is one."""
        conversation = super().new_conversation(body)
        if conversation.token:
            # Anybody who knows the token has the secret, so tokens must be random.
            del self.conversations[conversation.secret]
            conversation.secret = conversation.token
            self.conversations[conversation.secret] = conversation
        return conversation

    def kept(self, token: str | None, character: Mapping[str, Any]) -> FakeConversation | None:
        """Return the room of a token; an empty token is no token."""
        return self.conversations.get(token) if token else None

    def character_problem(self, character: object) -> Answer | None:
        """Refuse a sheet without topics, adjectives and style, or a function without similes and examples."""
        issues = list(eliza_issues_of(character))
        return refusal(400, issue_text(issues)) if issues else None

    def update(self, body: Mapping[str, Any]) -> Answer:
        """Replace the users by those of the list. If it is empty, nobody may speak any more."""
        conversation = self.find(body)
        if isinstance(conversation, Answer):
            return conversation
        users, character = body.get("users"), body.get("character")
        if users is None and character is None:
            return refusal(400, "Invalid request")
        problem = (users_problem(users) if users is not None else None) or (
            self.character_problem(character) if character is not None else None
        )
        if problem is not None:
            return problem
        if users is not None:
            conversation.users.clear()
            self.join(conversation, users)
        if isinstance(character, dict):
            conversation.character = dict(character)
            conversation.history.clear()
        return answer(200, {})

    def admit(self, conversation: FakeConversation, player_id: str) -> FakeConversation | Answer:
        """Refuse a player who is not in the room, with a 404 that differs from that of a wrong path."""
        if player_id not in conversation.users:
            return refusal(404, "User not found")
        return super().admit(conversation, player_id)

    def end_send(self, conversation: FakeConversation, reply: FakeReply) -> Answer:
        """Return an answer with words; a call without words is an internal error."""
        conversation.busy = False
        if reply.cancelled:
            return answer(200, {"cancelled": True, "content": "", "calls": []})
        # Measured: it reads the text of its answer without checking that there is one.
        if reply.calls and not reply.content:
            return framework_error(500, "Internal Server Error", "Cannot read properties of undefined")
        return answer(200, {"content": reply.content, "calls": wire_calls(reply.calls, with_message=False)})
