"""A server with OpenAI's API. Real servers differ: each refuses some fields, with its own error message, and may still
be loading the model.

A field that was refused is left out of all later requests of this run.
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
from stealth_pygame.backend.llm.names import Endpoint
from stealth_pygame.backend.llm.options import ModelOptions
from stealth_pygame.backend.llm.server.completions import ModelAnswer, StreamedAnswer, read_answer, sentence_of
from stealth_pygame.backend.llm.server.patience import ANSWER_WITHIN, Rest, Waits, asked_wait, is_loading, status_of
from stealth_pygame.backend.llm.server.transport import LateError, Response, Transport, UnreachableError
from stealth_pygame.backend.llm.server.window_size import window_of

ROUTE: Final = "/chat/completions"
# Repeated requests in a row, each with one field less.
MOST_CHANGES: Final = 6
# The factor for the tokens of a model that used all of them for reasoning.
THINKING_FACTOR: Final = 4

_OVERLONG: Final = re.compile(
    r"context (?:length|window|size)|maximum context|n_ctx|too (?:long|large|many tokens)"
    r"|exceeds? the (?:available|model|maximum)"
    r"|token limit|prompt is too|reduce the length",
    re.I,
)
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
    """The prompt is longer than the model's context window."""


class ServerError(BrainError):
    """The server answered with an error; `status` is its status code."""

    def __init__(self, words: str, status: int) -> None:
        super().__init__(words)
        self.status = status


TELLS_TOKENS: Final = ("openai", "ollama")
"""Providers that are asked for the token counts of a stream; others may refuse the field."""


@dataclass
class Abilities:
    """The known facts about a server. `window` 0: it has not told its context window."""

    tools: bool = True
    system: bool = True
    tool_history: bool = True
    tokens_field: str = "max_tokens"
    left_out: set[str] = field(default_factory=set)
    window: int = 0
    # True if a model reasons so long that the default number of tokens is not enough.
    more_tokens: bool = False
    # True if reasoning came without an opening tag, so that the beginning of an answer is never certain.
    thinks_aloud: bool = False
    answered: bool = False


class ChatServer:
    """One model at one server. Thread-safe and blocking. Raises only `BrainError`, with the provider's own words."""

    def __init__(self, endpoint: Endpoint, options: ModelOptions) -> None:
        self.endpoint = endpoint
        self.transport = Transport(endpoint)
        self.abilities = Abilities(tools=options.tools is not False)
        if endpoint.provider == "openai":
            self.abilities.tokens_field = "max_completion_tokens"
        self.rest = Rest()
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
        for_load: bool = False,
        waking: Callable[[], None] | None = None,
    ) -> ModelAnswer:
        """Ask for an answer until `deadline` (seconds of `time.monotonic`). tell: gets pieces of text as they arrive;
        if it returns False, the answer ends.

        messages: returns the prompt, and is called again when `abilities` change; for_load: retry only during loading;
        waking: is called when a try finds that the server is loading the model. Raises `BrainError`.
        """
        self.rest.check()
        for change in range(MOST_CHANGES + 1):
            body = self._body(messages(), tools, most_tokens)
            if tell is not None and "stream" not in self.abilities.left_out:
                body["stream"] = True
                # These servers are known to report the token counts of a stream on request.
                if self.endpoint.provider in TELLS_TOKENS and "stream_options" not in self.abilities.left_out:
                    body["stream_options"] = {"include_usage": True}
            response = self._patiently(body, Waits(deadline, for_load), tell, waking)
            if isinstance(response, StreamedAnswer):
                self.rest.end()
                return response.answer
            error = sentence_of(response)
            if response.status == 200 and not error:
                self.rest.end()
                return read_answer(response.value, self._name)
            if change == MOST_CHANGES or not self._learn(response, error, body):
                raise self._error(response, error)
        raise AssertionError("the last request returns or raises")

    def find_window(self) -> None:
        """Ask the server for the model's context window. Raises `RestingError` and `UnreachableError`."""
        self.rest.check()
        began = time.monotonic()
        try:
            self.abilities.window = window_of(self.endpoint, self.transport)
        except UnreachableError as exc:
            self._given_up(exc, Waits(began), time.monotonic() - began)

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
        self,
        body: Mapping[str, Any],
        waits: Waits,
        tell: Callable[[str], bool] | None,
        waking: Callable[[], None] | None,
    ) -> Response | StreamedAnswer:
        """Repeat a request while the server is loading, and a few times while it is busy, until the deadline."""
        while True:
            began = time.monotonic()
            end: Response | UnreachableError
            try:
                answer = self._once(body, waits.deadline, tell)
                if isinstance(answer, StreamedAnswer):
                    return answer
                end = answer
            except UnreachableError as exc:
                end = exc
            wait = waits.next(end)
            if wait is None:
                return self._given_up(end, waits, time.monotonic() - began)
            if waking is not None and isinstance(end, Response) and is_loading(end):
                waking()
            if self._closing.wait(wait):
                raise BrainError(f"{self._name}: the backend ends")

    def _given_up(self, end: Response | UnreachableError, waits: Waits, took: float) -> Response:
        """Return the last answer of a server, and pause requests to it if it asked for that."""
        if isinstance(end, UnreachableError):
            error = UnreachableError(f"{self._name} at {self.endpoint.url}: {end}", again=end.again)
            self.rest.after(error, end, took)
            raise error from end
        # A refused warm-up says nothing about messages, unless the server names a time.
        if not waits.for_load or asked_wait(end) is not None:
            self.rest.after(self._error(end, sentence_of(end)), end, took)
        return end

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
            error = LateError(f"{self._name}: no answer from the provider within {seconds:.3g} s")
            # A message that waited for loading had little time left, so its failure does not count.
            if seconds >= ANSWER_WITHIN:
                self.rest.late(error)
            raise error from exc

    def _learn(self, response: Response, error: str, body: Mapping[str, Any]) -> bool:
        """Leave out the refused field from now on. Return False if there is nothing to leave out."""
        known = self.abilities
        # A wrong key, missing credit and overload have nothing to do with the fields of a request.
        if response.status not in (200, 400, 404, 413, 415, 422, 500, 501):
            return False
        if _OVERLONG.search(error) and not re.search(r"max_(?:completion_)?tokens", error):
            raise OverlongError(f"{self._name}: {error}")
        fields = ("max_tokens", "max_completion_tokens")
        named = next((name for name in (*fields, *self._extras(body)) if re.search(rf"\b{name}\b", error)), "")
        if known.tokens_field in body and (named in fields) and known.tokens_field not in known.left_out:
            # A server knows at most one of the two field names.
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
        code = status_of(response)
        hint = _HINTS.get(code, "")
        wait = asked_wait(response)
        later = f"; it asks to come back in {wait:.3g} s" if wait is not None else ""
        words = f'; it said: "{self.without_key(error)}"' if error else ""
        status = "an error" if code == 502 and response.status == 200 else str(code)
        where = f"{self._name} at {self.endpoint.url}"
        return ServerError(f"{where}: the provider answered {status}{hint}{later}{words}", code)

    def without_key(self, text: str) -> str:
        """Return a provider's message without anything that looks like a key."""
        # Providers quote the key that they refuse.
        if self.endpoint.key:
            text = text.replace(self.endpoint.key, "…")
        text = re.sub(r"\b(?:sk|pk|key|gsk|xai|AIza)[-_][\w*-]{4,}|\bBearer \S+", "…", text)
        return text if len(text) <= 300 else f"{text[:300]}…"

    @property
    def _name(self) -> str:
        return self.endpoint.name

    def close(self) -> None:
        """End all requests and waits."""
        self._closing.set()
        self.transport.close()


log = logging.getLogger("stealth_pygame.backend.llm")
