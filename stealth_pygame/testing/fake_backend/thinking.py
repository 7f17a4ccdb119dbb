"""The work behind the gateway: conversations, sends that take time, and the script that answers them."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stealth_pygame import protocol
from stealth_pygame.testing.fake_backend.conversations import FakeConversation, FakeReply, Script, Seen, echo
from stealth_pygame.testing.fake_backend.http import Wire
from stealth_pygame.testing.fake_backend.natures.contract import ContractNature
from stealth_pygame.testing.fake_backend.responses import Answer, framework_error

log = logging.getLogger("stealth_pygame")


@dataclass(eq=False)
class Thinking:
    """A send that has no reply yet."""

    conversation: FakeConversation
    wire: Wire


class Mind:
    """Answers the four routes. Everything runs under one lock, except the script, which may take time."""

    def __init__(self, nature: ContractNature, delay: float) -> None:
        self.lock = threading.Condition()
        self.nature = nature
        self.delay = delay
        self.script: Script = echo
        self.replies: deque[FakeReply] = deque()
        self.thinking: set[Thinking] = set()
        self.seen: list[Seen] = []
        self.overlapping_sends = 0
        self.finished_during_send = 0
        self._held = False
        self._permits = 0
        self._alive = True

    def hold(self) -> None:
        """Let every send wait until `release`."""
        with self.lock:
            self._held = True

    def release(self, count: int | None) -> None:
        """Let so many waiting sends answer; None: all of them, and all later ones."""
        with self.lock:
            if count is None:
                self._held, self._permits = False, 0
            else:
                self._permits += count
            self.lock.notify_all()

    def wake(self) -> None:
        """Work again after `die`."""
        with self.lock:
            self._alive = True

    def die(self, *, stuck: bool) -> None:
        """Drop all sends that wait, and accept no more. stuck: busy flags stay, as when a process is killed."""
        with self.lock:
            self._alive = False
            for thinking in self.thinking:
                thinking.conversation.busy = stuck
            self.thinking.clear()
            self.lock.notify_all()

    def answer(self, route: str, body: dict[str, Any], wire: Wire) -> Answer | None:
        """Return the answer of a route, None if the backend was stopped meanwhile."""
        if route == protocol.SEND:
            return self._send(body, wire)
        with self.lock:
            if route == protocol.FINISH:
                self.finished_during_send += any(self._same(body))
            routes = {
                protocol.CREATE: self.nature.create,
                protocol.UPDATE: self.nature.update,
                protocol.FINISH: self.nature.finish,
            }
            return routes[route](body)

    def _same(self, body: Mapping[str, Any]) -> list[Thinking]:
        """Return the waiting sends in the conversation of a request."""
        return [thinking for thinking in self.thinking if thinking.conversation.secret == body.get("secret")]

    def _send(self, body: dict[str, Any], wire: Wire) -> Answer | None:
        with self.lock:
            # A send whose client has given up does not count, because nobody waits for it.
            self.overlapping_sends += any(not thinking.wire.gone() for thinking in self._same(body))
            conversation = self.nature.begin_send(body)
            if isinstance(conversation, Answer):
                return conversation
            # It arrived while the backend was stopping, so it gets no answer and holds nothing.
            if not self._alive:
                conversation.busy = False
                return None
            thinking = Thinking(conversation, wire)
            self.thinking.add(thinking)
            context = {str(entry["key"]): str(entry["value"]) for entry in body["context"]}
            self.seen.append(conversation.seen(context, body["message"], keeps_oldest=self.nature.keeps_oldest))
            self._think(thinking)
        return self._end(thinking, body["message"], context, self._say(body["message"], context, conversation))

    def _think(self, thinking: Thinking) -> None:
        """Wait for the delay and for `release`, or until the backend is stopped."""
        if self.delay:
            self.lock.wait_for(lambda: thinking not in self.thinking, self.delay)
        self.lock.wait_for(lambda: thinking not in self.thinking or not self._held or self._permits > 0)
        if self._held and thinking in self.thinking:
            self._permits -= 1

    def _say(self, message: str, context: dict[str, str], conversation: FakeConversation) -> FakeReply | None:
        """Return the next prepared reply, or else the script's; None if the script failed."""
        with self.lock:
            if self.replies:
                return self.replies.popleft()
            users = conversation.listed_users()
        try:
            # Outside the lock, because a script may wait for another request.
            reply = self.script(message, context, users)
        except Exception as exc:
            log.error("The script of the fake backend failed", exc_info=exc)
            return None
        return FakeReply(reply) if isinstance(reply, str) else reply

    def _end(self, thinking: Thinking, message: str, context: dict[str, str], reply: FakeReply | None) -> Answer | None:
        with self.lock:
            # The backend was stopped meanwhile, so the reply is lost.
            if thinking not in self.thinking:
                return None
            self.thinking.discard(thinking)
            if reply is None:
                thinking.conversation.busy = False
                return framework_error(500, "Internal Server Error", "the script failed; the log says how")
            # The published backend stores nothing of a send that failed.
            if not reply.cancelled:
                thinking.conversation.remember(context, message, reply.content)
            return self.nature.end_send(thinking.conversation, reply)
