"""The published backend with its Eliza framework, as it was measured.

Unlike the basic one it replaces users, forgets a conversation at once, keeps rooms in memory only, and takes the
persistence token for the secret.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stealth_pygame.testing.fake_backend.conversations import FakeConversation, FakeReply, wire_calls
from stealth_pygame.testing.fake_backend.natures.characters import eliza_issues_of, issue_text
from stealth_pygame.testing.fake_backend.natures.contract import ContractNature, users_problem
from stealth_pygame.testing.fake_backend.responses import Answer, answer, framework_error, refusal


class ElizaNature(ContractNature):
    """The Eliza framework, with everything that a client of the basic one stumbles over."""

    most_body = 1_048_576
    no_secret = None

    def wake(self) -> None:
        """Come back from a restart: the rooms are gone."""
        self.forget()

    def new_conversation(self, body: Mapping[str, Any]) -> FakeConversation:
        """Open a room, whose secret is the token where there is one."""
        conversation = super().new_conversation(body)
        if conversation.token:
            # Whoever knows the token has the secret: tokens must be random.
            del self.conversations[conversation.secret]
            conversation.secret = conversation.token
            self.conversations[conversation.secret] = conversation
        return conversation

    def kept(self, token: str | None, character: Mapping[str, Any]) -> FakeConversation | None:
        """Return the room of a token; an empty one is none."""
        return self.conversations.get(token) if token else None

    def character_problem(self, character: object) -> Answer | None:
        """Refuse a sheet without topics, adjectives and style, or a function without similes and examples."""
        issues = list(eliza_issues_of(character))
        return refusal(400, issue_text(issues)) if issues else None

    def update(self, body: Mapping[str, Any]) -> Answer:
        """Replace the users by those of the list, which may be empty: then nobody may speak any more."""
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
        """Refuse whoever is not in the room, with a 404 that is not a wrong path."""
        if player_id not in conversation.users:
            return refusal(404, "User not found")
        return super().admit(conversation, player_id)

    def end_send(self, conversation: FakeConversation, reply: FakeReply) -> Answer:
        """Answer with words; a call without words fails inside."""
        conversation.busy = False
        if reply.cancelled:
            return answer(200, {"cancelled": True, "content": "", "calls": []})
        # Measured: its answer is taken apart without a look whether there is one.
        if reply.calls and not reply.content:
            return framework_error(500, "Internal Server Error", "Cannot read properties of undefined")
        return answer(200, {"content": reply.content, "calls": wire_calls(reply.calls, with_message=False)})
