"""The measured backend without its sockets: a client that asks the fake's nature directly, so that runs repeat."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from stealth_pygame import errors, protocol
from stealth_pygame.client.client import Health
from stealth_pygame.protocol.models import ContextEntry, ConversationRef, ModelT, Reply, User
from stealth_pygame.testing.fake_backend.conversations import FakeConversation, FakeReply
from stealth_pygame.testing.fake_backend.natures.measured import MeasuredNature
from stealth_pygame.testing.fake_backend.responses import Answer

FAULTS = ("refused", "silent", "silent and busy", "broken off", "unreadable", "failed", "cancelled", "flagged")


class InProcessClient:
    """Has the interface of the client; every call is one step, and faults are ordered for the next calls."""

    def __init__(self) -> None:
        self.nature = MeasuredNature()
        self.faults: deque[str] = deque()
        self.down = False
        self.sends = 0

    def create(
        self, character: Mapping[str, Any], users: Sequence[User], persistence_token: str | None = None
    ) -> ConversationRef:
        body = protocol.CreateRequest(character=dict(character), users=list(users), persistenceToken=persistence_token)
        return self._read(ConversationRef, self._ask("create", body), protocol.CREATE)

    def update(self, secret: str, users: Sequence[User] | None = None) -> None:
        self._read(
            protocol.Empty, self._ask("update", protocol.UpdateRequest(secret=secret, users=list(users or ()))), ""
        )

    def finish(self, secret: str) -> None:
        self._read(protocol.Empty, self._ask("finish", protocol.FinishRequest(secret=secret)), "")

    def send(self, secret: str, message: str, player_id: str, context: Iterable[ContextEntry] = ()) -> Reply:
        fault = self._line()
        if fault == "refused":
            raise errors.ConnectError("nobody there")
        body = protocol.SendRequest(secret=secret, message=message, playerId=player_id, context=list(context))
        begun = self.nature.begin_send(_json(body))
        if isinstance(begun, Answer):
            return self._read(Reply, begun, protocol.SEND)
        self.sends += 1
        return self._finish_send(begun, message, fault)

    def _finish_send(self, talk: FakeConversation, message: str, fault: str) -> Reply:
        if fault == "silent and busy":
            raise errors.ReplyTimeoutError("no answer yet")
        reply = FakeReply(message, cancelled=fault == "cancelled", flagged=fault == "flagged")
        answer = self.nature.end_send(talk, reply)
        _raise_for(fault)
        return self._read(Reply, answer, protocol.SEND)

    def check(self) -> Health:
        return Health(not self.down, not self.down, not self.down, 1.0, "")

    def restart(self, *, keep_data: bool) -> None:
        """Busy flags stay where the data stays."""
        self.nature.wake() if keep_data else self.nature.forget()

    def settle(self) -> None:
        """Whatever still thinks comes to its end."""
        for talk in self.nature.conversations.values():
            talk.busy = False

    def _line(self) -> str:
        if self.down:
            raise errors.ConnectError("nobody there")
        return self.faults.popleft() if self.faults else ""

    def _ask(self, route: str, body: BaseModel) -> Answer:
        fault = self._line()
        if fault == "refused":
            raise errors.ConnectError("nobody there")
        answer: Answer = getattr(self.nature, route)(_json(body))
        _raise_for(fault.replace(" and busy", ""))
        return answer

    def _read(self, kind: type[ModelT], answer: Answer, route: str) -> ModelT:
        if answer.status != 200:
            raise protocol.error_from(answer.status, answer.body, route=route)
        return protocol.decode(kind, answer.body, route=route)


def _json(body: BaseModel) -> dict[str, Any]:
    return json.loads(protocol.encode(body))  # type: ignore[no-any-return]


def _raise_for(fault: str) -> None:
    if fault == "silent":
        raise errors.ReplyTimeoutError("no answer")
    if fault == "broken off":
        raise errors.ConnectionLostError("broken off")
    if fault == "unreadable":
        raise errors.AnswerError("unreadable", status=200)
    if fault == "failed":
        raise errors.ServerError("failed", status=500)
