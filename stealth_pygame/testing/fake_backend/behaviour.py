"""The backend's two natures: what the contract page says, to the letter, and what the published backend really does.

Neither knows sockets or threads; both are asked under the fake backend's lock. The measured one is the subclass, since
it differs from the page in the places that `protocol.md` lists, and is the same elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from stealth_pygame.testing.fake_backend.characters import issue_text, issues_of
from stealth_pygame.testing.fake_backend.conversations import FakeConversation, FakeReply, hash_of, wire_calls
from stealth_pygame.testing.fake_backend.faults import Answer, answer, framework_error, refusal

NOT_FOUND = "Conversation not found"


class ContractNature:
    """The contract page to the letter: users are honoured, finish is immediate, every field is there."""

    keeps_oldest: ClassVar[bool] = False
    most_body: ClassVar[int | None] = None
    no_secret: ClassVar[Answer | None] = refusal(403, "Invalid API key or conversation secret")

    def __init__(self) -> None:
        self.talks: dict[str, FakeConversation] = {}
        self.now = 0.0
        self._ids = 0

    def forget(self) -> None:
        """Lose all data; ids are counted on."""
        self.talks.clear()

    def wake(self) -> None:
        """Come back from a restart with the data."""
        for talk in self.talks.values():
            talk.busy = False

    def find(self, body: Mapping[str, Any]) -> FakeConversation | Answer:
        """The conversation of a secret, or the refusal."""
        secret = body.get("secret")
        if not isinstance(secret, str) or not secret:
            return refusal(400, "Invalid request")
        return self.talks.get(secret) or refusal(404, NOT_FOUND)

    def create(self, body: Mapping[str, Any]) -> Answer:
        """`POST /api/create`."""
        problem = self.character_problem(body.get("character")) or _users_problem(body.get("users"))
        if problem is not None:
            return problem
        talk = self.kept(body.get("persistenceToken"), body["character"])
        if talk is None:
            talk = self.new_talk(body)
        else:
            self.rejoin(talk, body["users"])
        return answer(200, {"id": talk.id, "secret": talk.secret})

    def kept(self, token: str | None, character: Mapping[str, Any]) -> FakeConversation | None:
        """The conversation that is kept under a token."""
        if token is None:
            return None
        return next((talk for talk in self.talks.values() if talk.token == token), None)

    def new_talk(self, body: Mapping[str, Any]) -> FakeConversation:
        """A new conversation with its users."""
        self._ids += 1
        talk = FakeConversation(str(self._ids), dict(body["character"]), token=body.get("persistenceToken"))
        self.talks[talk.secret] = talk
        self.join(talk, body["users"])
        return talk

    def rejoin(self, talk: FakeConversation, users: list[dict[str, str]]) -> None:
        """Users of a create that found a kept conversation."""
        self.join(talk, users)

    def join(self, talk: FakeConversation, users: list[dict[str, str]]) -> None:
        """Put users into a conversation."""
        talk.users.update({user["id"]: user["name"] for user in users})

    def character_problem(self, character: object) -> Answer | None:
        """Why a character is refused; the contract leaves its format to the framework."""
        return None if isinstance(character, dict) else refusal(400, "Invalid request")

    def update(self, body: Mapping[str, Any]) -> Answer:
        """`POST /api/update`."""
        talk = self.find(body)
        if isinstance(talk, Answer):
            return talk
        problem = _users_problem(body.get("users"))
        if problem is not None:
            return problem
        talk.users.clear()
        self.join(talk, body["users"])
        if isinstance(body.get("character"), dict):
            talk.character = dict(body["character"])
        return answer(200, {"message": "Conversation updated"})

    def finish(self, body: Mapping[str, Any]) -> Answer:
        """`POST /api/finish`."""
        talk = self.find(body)
        if isinstance(talk, Answer):
            return talk
        del self.talks[talk.secret]
        return answer(200, {})

    def begin_send(self, body: Mapping[str, Any]) -> FakeConversation | Answer:
        """The first half of `POST /api/send`: the conversation, busy from now on, or the answer at once."""
        if not body.get("secret") and self.no_secret is not None:
            return self.no_secret
        talk = self.find(body)
        if isinstance(talk, Answer):
            return talk
        problem = _send_problem(body)
        if problem is not None:
            return problem
        if talk.busy or talk.finished_at is not None:
            return refusal(429, "Conversation is busy")
        return self.admit(talk, body["playerId"])

    def admit(self, talk: FakeConversation, player_id: str) -> FakeConversation | Answer:
        """Whether this player may speak here."""
        talk.busy = True
        return talk

    def end_send(self, talk: FakeConversation, reply: FakeReply) -> Answer:
        """The second half: the reply as the wire has it."""
        talk.busy = False
        calls = wire_calls(reply.calls, with_message=True)
        said = {"flagged": reply.flagged, "cancelled": reply.cancelled, "content": reply.content, "calls": calls}
        return answer(200, said)


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
        talk = super().find(body)
        if isinstance(talk, FakeConversation) and self._is_gone(talk):
            return refusal(404, NOT_FOUND)
        return talk

    def _is_gone(self, talk: FakeConversation) -> bool:
        return talk.finished_at is not None and self.now - talk.finished_at >= self.FINISHED_SECONDS

    def create(self, body: Mapping[str, Any]) -> Answer:
        """The same new user twice in one list is an error inside."""
        users = body.get("users")
        ids = [user.get("id") for user in users if isinstance(user, dict)] if isinstance(users, list) else []
        if any(ids.count(id_) > 1 and id_ not in self._where for id_ in ids):
            return framework_error(500, "Internal Server Error", "Unique constraint failed")
        return super().create(body)

    def kept(self, token: str | None, character: Mapping[str, Any]) -> FakeConversation | None:
        """The oldest conversation of a token, if the character is still the same to the letter."""
        if token is None:
            return None
        known = (talk for talk in self.talks.values() if talk.token == token and not self._is_gone(talk))
        first = next(known, None)
        return first if first is not None and hash_of(first.character) == hash_of(character) else None

    def rejoin(self, talk: FakeConversation, users: list[dict[str, str]]) -> None:
        """A known token ignores the users."""

    def join(self, talk: FakeConversation, users: list[dict[str, str]]) -> None:
        """A user is in one conversation: joining another takes him out of the first."""
        for user in users:
            self._where[user["id"]] = talk
        super().join(talk, users)

    def character_problem(self, character: object) -> Answer | None:
        """The basic framework's check: the message of the refusal is itself JSON text."""
        issues = list(issues_of(character))
        return refusal(400, issue_text(issues)) if issues else None

    def update(self, body: Mapping[str, Any]) -> Answer:
        """Users are added and never removed; a new character wipes the history, an invalid one comes too late."""
        talk = self.find(body)
        if isinstance(talk, Answer):
            return talk
        if body.get("users") is None and body.get("character") is None:
            return refusal(400, "Invalid request")
        if body.get("users") is not None:
            problem = _users_problem(body["users"])
            if problem is not None:
                return problem
            self.join(talk, body["users"])
        return self._recast(talk, body.get("character"))

    def _recast(self, talk: FakeConversation, character: object) -> Answer:
        if character is not None:
            problem = self.character_problem(character)
            if problem is not None:
                return problem
            talk.character = dict(character) if isinstance(character, dict) else {}
            talk.history.clear()
        return answer(200, {})

    def finish(self, body: Mapping[str, Any]) -> Answer:
        """Finished, but still there for a minute."""
        talk = self.find(body)
        if isinstance(talk, Answer):
            return talk
        if talk.finished_at is None:
            talk.finished_at = self.now
        return answer(200, {})

    def admit(self, talk: FakeConversation, player_id: str) -> FakeConversation | Answer:
        """Whoever is unknown here, or has been moved elsewhere, is cancelled without a reason."""
        if self._where.get(player_id) is not talk:
            return answer(200, self.CANCELLED)
        return super().admit(talk, player_id)

    def end_send(self, talk: FakeConversation, reply: FakeReply) -> Answer:
        """`cancelled` only when true, `flagged` never unless a script asks for it, calls without a message."""
        talk.busy = False
        if reply.cancelled:
            return answer(200, self.CANCELLED)
        said: dict[str, Any] = {"content": reply.content, "calls": wire_calls(reply.calls, with_message=False)}
        return answer(200, {**said, "flagged": True} if reply.flagged else said)


def _users_problem(users: object) -> Answer | None:
    good = isinstance(users, list) and all(
        isinstance(user, dict) and isinstance(user.get("name"), str) and isinstance(user.get("id"), str)
        for user in users
    )
    return None if good else refusal(400, "Invalid request")


def _send_problem(body: Mapping[str, Any]) -> Answer | None:
    texts = isinstance(body.get("message"), str) and isinstance(body.get("playerId"), str)
    context = body.get("context")
    good = isinstance(context, list) and all(
        isinstance(entry, dict)
        and isinstance(entry.get("key"), str)
        and isinstance(entry.get("value"), (str, int, float, bool))
        for entry in context
    )
    return None if texts and good else refusal(400, "Invalid request")
