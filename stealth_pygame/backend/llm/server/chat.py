"""A server that speaks as OpenAI's does, as such servers are: each refuses something, says so in its own words, and may
be loading.

What a server refused is left out the next time, and remembered for the run.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from stealth_pygame.backend.brain.interface import BrainError
from stealth_pygame.backend.llm.answers import ModelAnswer, StreamedAnswer, read_answer, sentence_of
from stealth_pygame.backend.llm.names import Endpoint
from stealth_pygame.backend.llm.options import ModelOptions
from stealth_pygame.backend.llm.transport import LateError, Response, Transport, UnreachableError

ROUTE: Final = "/chat/completions"
# Requests in a row that leave out one thing more.
MOST_CHANGES: Final = 6
FIRST_PAUSE: Final = 0.5
LAST_PAUSE: Final = 3.0
# Tries at a server that is overloaded, or answers with an error of its own.
BUSY_TRIES: Final = 4
# How many times more tokens a model gets that used them all up before it spoke.
THINKING_FACTOR: Final = 4

_OVERLONG: Final = re.compile(
    r"context (?:length|window|size)|maximum context|n_ctx|too (?:long|large|many tokens)"
    r"|exceeds? the (?:available|model|maximum)"
    r"|token limit|prompt is too|reduce the length",
    re.I,
)
_LOADING: Final = re.compile(r"\bload(?:ing|ed)?\b|warming|starting up|not ready|unavailable", re.I)
_HISTORY: Final = re.compile(r"role['\" ]*:?[ '\"]*tool|tool_call_id|tool messages?|after role|tool_calls? must", re.I)
_TOOLS: Final = re.compile(r"\btools?\b|tool_choice|function(?:s| call)|--jinja", re.I)
_SYSTEM: Final = re.compile(
    r"system (?:role|message|prompt)|role['\" ]*:?[ '\"]*system|must alternate|only user|developer instr", re.I
)
_HINTS: Final = {
    401: ": it refused the key",
    402: ": the account has no credit",
    403: ": it refused the key",
    404: ": it has no such model, or the URL is not its base URL",
    429: ": too many requests, or no credit",
    503: ": it is overloaded, or the model is still loading",
}


class OverlongError(BrainError):
    """The prompt is longer than the model's window."""


class ServerError(BrainError):
    """The server answered with an error; `status` is its code."""

    def __init__(self, words: str, status: int) -> None:
        super().__init__(words)
        self.status = status


@dataclass
class Abilities:
    """The facts that are known of a server by now. `window` 0 means that it has not been told."""

    tools: bool = True
    system: bool = True
    tool_history: bool = True
    tokens_field: str = "max_tokens"
    left_out: set[str] = field(default_factory=set)
    window: int = 0
    # True where a model thinks so long that the usual number of tokens is not enough.
    more_tokens: bool = False
    # True where reasoning came without the tag that opens it, so that no beginning of an answer is certain.
    thinks_aloud: bool = False
    answered: bool = False


class ChatServer:
    """One model at one server. Thread-safe; blocks. All errors are `BrainError`, in the provider's own words."""

    def __init__(self, endpoint: Endpoint, options: ModelOptions) -> None:
        self.endpoint = endpoint
        self.transport = Transport(endpoint)
        self.abilities = Abilities(tools=options.tools is not False)
        if endpoint.provider == "openai":
            self.abilities.tokens_field = "max_completion_tokens"
        self._options = options
        self._closing = threading.Event()

    def ask(
        self,
        messages: Callable[[], Sequence[Mapping[str, Any]]],
        tools: Sequence[Mapping[str, Any]],
        deadline: float,
        *,
        most_tokens: int | None = None,
        tell: Callable[[str], bool] | None = None,
    ) -> ModelAnswer:
        """Ask for an answer until `deadline` (monotonic); `tell` hears pieces of text as they come, and ends
        the answer by False.

        messages: makes the prompt, again after each change of `abilities`. Raises `BrainError`.
        """
        for change in range(MOST_CHANGES + 1):
            body = self._body(messages(), tools, most_tokens)
            if tell is not None and "stream" not in self.abilities.left_out:
                body["stream"] = True
            response = self._patiently(body, deadline, tell)
            if isinstance(response, StreamedAnswer):
                return response.answer
            error = sentence_of(response)
            if response.status == 200 and not error:
                return read_answer(response.value, self._name)
            if change == MOST_CHANGES or not self._learn(response, error, body):
                raise self._error(response, error)
        raise AssertionError("the last request returns or raises")

    def _body(
        self, messages: Sequence[Mapping[str, Any]], tools: Sequence[Mapping[str, Any]], most: int | None
    ) -> dict[str, Any]:
        known, options = self.abilities, self._options
        tokens = most or options.max_tokens * (THINKING_FACTOR if known.more_tokens else 1)
        effort = options.reasoning_effort or ("low" if known.more_tokens else None)
        extras: dict[str, Any] = {
            known.tokens_field: tokens,
            "temperature": options.temperature,
            "stop": list(options.stop) or None,
            "reasoning_effort": effort,
            **options.extra_body,
        }
        body: dict[str, Any] = {"model": self.endpoint.model, "messages": list(messages)}
        body |= {name: value for name, value in extras.items() if value is not None and name not in known.left_out}
        return {**body, "tools": list(tools)} if tools and known.tools else body

    def _patiently(
        self, body: Mapping[str, Any], deadline: float, tell: Callable[[str], bool] | None
    ) -> Response | StreamedAnswer:
        """Ask again while the server is loading, and a few times while it is busy, as long as there is time."""
        pause, tries = FIRST_PAUSE, 0
        while True:
            broken: UnreachableError | None = None
            response: Response | StreamedAnswer | None = None
            try:
                response = self._once(body, deadline, tell)
            except UnreachableError as exc:
                broken = exc
            tries += 1
            wait = self._wait(response, broken, pause, tries)
            # A wait that ends after the deadline only delays the answer of the offline brain.
            if wait is None or time.monotonic() + wait >= deadline - 0.2:
                if broken is not None:
                    raise UnreachableError(f"{self._name} at {self.endpoint.url}: {broken}") from broken
                assert response is not None
                return response
            if self._closing.wait(wait):
                raise BrainError(f"{self._name}: the backend ends")
            pause = min(pause * 1.6, LAST_PAUSE)

    def _wait(
        self, response: Response | StreamedAnswer | None, broken: UnreachableError | None, pause: float, tries: int
    ) -> float | None:
        """Return the seconds until the next try, or None where none would help."""
        if broken is not None:
            # A kept connection may have died meanwhile; where nobody listens, nobody will.
            return 0.1 if tries == 1 and "nothing listens" not in str(broken) and "name" not in str(broken) else None
        if not isinstance(response, Response):
            return None
        error = sentence_of(response)
        code = response.status if response.status != 200 or not error else 502
        asked = _retry_after(response.headers)
        # A load may take a minute, so its tries are not counted.
        if code == 503 and (asked is None) and _LOADING.search(error or "loading"):
            return pause
        if code in (429, 503) and tries < BUSY_TRIES:
            return asked if asked is not None else 2 * pause
        return pause if code in (500, 502, 504) and response.status != 200 and tries < 2 else None

    def _once(
        self, body: Mapping[str, Any], deadline: float, tell: Callable[[str], bool] | None
    ) -> Response | StreamedAnswer:
        seconds = max(deadline - time.monotonic(), 0.001)
        try:
            if tell is None or not body.get("stream"):
                return self.transport.post(ROUTE, body, seconds)
            with self.transport.stream(ROUTE, body, seconds) as (response, lines):
                if response.body or response.status != 200:
                    return response
                return StreamedAnswer.read(lines, tell, self._name)
        except LateError as exc:
            raise LateError(f"{self._name}: no answer from the provider within {seconds:.3g} s") from exc

    def _learn(self, response: Response, error: str, body: Mapping[str, Any]) -> bool:
        """Leave out what was refused; False where nothing is left to leave out."""
        known = self.abilities
        # A refused key, missing credit and overload have nothing to do with the form of a request.
        if response.status not in (200, 400, 404, 413, 415, 422, 500, 501):
            return False
        if _OVERLONG.search(error) and not re.search(r"max_(?:completion_)?tokens", error):
            raise OverlongError(f"{self._name}: {error}")
        fields = ("max_tokens", "max_completion_tokens")
        named = next((name for name in (*fields, *self._extras(body)) if re.search(rf"\b{name}\b", error)), "")
        if known.tokens_field in body and (named in fields) and known.tokens_field not in known.left_out:
            # Each server knows one of the two names, and some know neither.
            other = fields[1 - fields.index(known.tokens_field)]
            if f"tried {other}" in known.left_out:
                known.left_out.add(known.tokens_field)
            known.left_out.add(f"tried {known.tokens_field}")
            known.tokens_field = other
        elif named and named in body:
            known.left_out.add(named)
        elif known.tool_history and _HISTORY.search(error) and any(m.get("role") == "tool" for m in body["messages"]):
            known.tool_history = False
        elif known.tools and "tools" in body and _TOOLS.search(error):
            known.tools = False
        elif known.system and _SYSTEM.search(error):
            known.system = False
        else:
            return False
        log.info("%s: left out from now on, since the server said: %s", self._name, error[:200])
        return True

    def _extras(self, body: Mapping[str, Any]) -> list[str]:
        return [name for name in body if name not in ("model", "messages", "tools")]

    def _error(self, response: Response, error: str) -> ServerError:
        hint = _HINTS.get(response.status, "")
        asked = _retry_after(response.headers)
        later = f"; it asks to come back in {asked:.3g} s" if asked is not None else ""
        words = f'; it said: "{self.without_key(error)}"' if error else ""
        status = "an error" if response.status == 200 else str(response.status)
        where = f"{self._name} at {self.endpoint.url}"
        return ServerError(f"{where}: the provider answered {status}{hint}{later}{words}", response.status)

    def without_key(self, text: str) -> str:
        """Return a provider's words without what looks like a key."""
        # Providers quote the key that they refuse.
        if self.endpoint.key:
            text = text.replace(self.endpoint.key, "…")
        text = re.sub(r"\b(?:sk|pk|key|gsk|xai|AIza)[-_][\w*-]{4,}|\bBearer \S+", "…", text)
        return text if len(text) <= 300 else f"{text[:300]}…"

    @property
    def _name(self) -> str:
        return self.endpoint.name

    def close(self) -> None:
        """End what is on the wire and what waits."""
        self._closing.set()
        self.transport.close()


log = logging.getLogger("stealth_pygame.backend.llm")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    try:
        return max(float(headers["retry-after"]), 0.0)
    except (KeyError, ValueError):
        return None
