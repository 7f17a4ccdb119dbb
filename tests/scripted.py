"""A client that answers from a script, and a conversation's ear that keeps what it hears."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from stealth_pygame.client.backend_api import Eventually, Health
from stealth_pygame.client.recording.pause import Pause
from stealth_pygame.conversation.outgoing import Outgoing, SoFar
from stealth_pygame.errors import BusyError, StealthError
from stealth_pygame.message import MessageState
from stealth_pygame.protocol.models import ContextEntry, ConversationRef, Reply, User, WireCall

T = TypeVar("T")


class ScriptedClient:
    """Answers with what was put up for a route, in order; then with a success. Keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.answers: dict[str, deque[object]] = defaultdict(deque)
        self.reachable = True
        self.stuck: set[str] = set()
        self.streams = self.has_model = False
        self.pieces: deque[Sequence[str]] = deque()
        self._made = 0

    def will(self, route: str, *answers: object) -> ScriptedClient:
        """Put up answers (an error is raised) for a route."""
        self.answers[route].extend(answers)
        return self

    def routes(self) -> list[str]:
        """The routes that were asked, in order."""
        return [asked[0] for asked in self.asked]

    def _answer(self, route: str, default: object) -> Any:
        answer = self.answers[route].popleft() if self.answers[route] else default
        if isinstance(answer, StealthError):
            raise answer
        return answer

    def create(
        self, character: Mapping[str, Any], users: Sequence[User], persistence_token: str | None = None
    ) -> ConversationRef:
        self.asked.append(("create", dict(character), list(users), persistence_token))
        self._made += 1
        return self._answer("create", ConversationRef(id=str(self._made), secret=f"secret-{self._made}"))  # type: ignore[no-any-return]

    def send(self, secret: str, message: str, player_id: str, context: Iterable[ContextEntry] = ()) -> Reply:
        self.asked.append(("send", secret, message, player_id, list(context)))
        if secret in self.stuck:
            raise BusyError("busy", route="/api/send", status=429)
        return self._answer("send", said(f"You said: {message}"))  # type: ignore[no-any-return]

    def stream(
        self,
        secret: str,
        message: str,
        player_id: str,
        context: Iterable[ContextEntry] = (),
        *,
        tell: Callable[[str], None],
    ) -> Reply:
        """As `send`, with the words that were put up as `pieces`."""
        for words in self.pieces.popleft() if self.pieces else ():
            tell(words)
        return self.send(secret, message, player_id, context)

    def update(self, secret: str, users: Sequence[User] | None = None) -> None:
        self.asked.append(("update", secret, list(users or ())))
        self._answer("update", None)

    def finish(self, secret: str) -> None:
        self.asked.append(("finish", secret))
        self._answer("finish", None)

    def check(self) -> Health:
        self.asked.append(("check",))
        healthy = Health(reachable=self.reachable, stealth=True, key_accepted=True, ms=1.0, sentence="")
        return self._answer("check", healthy)  # type: ignore[no-any-return]

    def sent(self) -> list[str]:
        """The texts that were sent, in order."""
        return [asked[2] for asked in self.asked if asked[0] == "send"]


def said(text: str = "Hello.", *calls: tuple[str, dict[str, str]]) -> Reply:
    """A plain reply, with calls as (name, parameters)."""
    return Reply(content=text, calls=tuple(WireCall(name=name, parameters=given) for name, given in calls))


class KeepingEar:
    """Keeps what a conversation tells."""

    def __init__(self) -> None:
        self.ends: list[tuple[str, MessageState]] = []
        self.thought: list[str] = []
        self.life: list[str] = []
        self.parts: list[str | None] = []

    def ended(self, outgoing: Outgoing) -> None:
        self.ends.append((outgoing.message.text, outgoing.message.state))

    def thinking(self, outgoing: Outgoing) -> None:
        self.thought.append(outgoing.message.text)

    def words(self, outgoing: Outgoing, so_far: SoFar | None) -> None:
        self.parts.append(None if so_far is None else so_far.text)

    def waking(self, outgoing: Outgoing) -> None:
        self.life.append("waking")

    def started(self) -> None:
        self.life.append("started")

    def over(self) -> None:
        self.life.append("over")

    def catch_up(self) -> None: ...


class KeptPause(Pause):
    """Keeps how long it was waited for, and does not wait."""

    def __init__(self) -> None:
        super().__init__("closed")
        self.seconds: list[float] = []

    def wait(self, seconds: float) -> Eventually[None]:
        self.seconds.append(seconds)
        return super().wait(0.0)


def now(answer: Eventually[T]) -> T:
    """Return an answer that must be there already, as from a client that blocks."""
    assert not isinstance(answer, Awaitable)
    return answer
