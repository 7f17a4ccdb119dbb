"""The answers of a fake provider, complete or as a stream of events."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ProviderAnswer:
    """One answer. `hang`: it never arrives; `drop`: the connection is closed without an answer."""

    body: Any = field(default_factory=dict)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    hang: bool = False
    drop: bool = False

    @property
    def data(self) -> bytes:
        """Return the body as bytes."""
        if isinstance(self.body, bytes):
            return self.body
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()

    def events(self) -> Iterator[bytes]:
        """Yield the answer as events of a stream, word by word; calls come complete, and last."""
        choice = (self.body.get("choices") or [{}])[0]
        message, finish = choice.get("message") or {}, choice.get("finish_reason")
        for name in ("reasoning_content", "content"):
            text = message.get(name)
            pieces = re.findall(r"\s*\S+|\s+\Z", text) if isinstance(text, str) else [text] if text else []
            for piece in pieces:
                yield _event({"choices": [{"index": 0, "delta": {name: piece}}]})
        calls = message.get("tool_calls") or []
        if calls:
            listed = [{"index": at, **call} for at, call in enumerate(calls)]
            yield _event({"choices": [{"index": 0, "delta": {"tool_calls": listed}}]})
        yield _event({"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
        if self.body.get("usage"):
            yield _event({"choices": [], "usage": self.body["usage"]})
        yield b"data: [DONE]\n\n"


def _event(value: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(value)}\n\n".encode()


def text_answer(text: str | None, *, finish: str = "stop", **message: Any) -> ProviderAnswer:
    """Return an answer with text. message: more fields, such as `reasoning_content`."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text, **message}, "finish_reason": finish}
    usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    return ProviderAnswer(
        {"id": "x", "object": "chat.completion", "created": 1, "model": "fake", "choices": [choice], "usage": usage}
    )


def call_answer(*calls: tuple[Any, Any], text: str | None = None) -> ProviderAnswer:
    """Return an answer with calls, each as (name, arguments); a dict of arguments becomes JSON text."""
    listed = [
        {
            "id": f"call_{number}",
            "type": "function",
            "function": {"name": name, "arguments": json.dumps(given) if isinstance(given, dict) else given},
        }
        for number, (name, given) in enumerate(calls)
    ]
    return text_answer(text, finish="tool_calls", tool_calls=listed)


def busy_answer(seconds: float | str | None = None, words: str = "rate limit", status: int = 429) -> ProviderAnswer:
    """Return the refusal of an overloaded server. seconds: the time to wait that it names, None: no time."""
    headers = {} if seconds is None else {"Retry-After": str(seconds)}
    return ProviderAnswer({"error": {"message": words}}, status, headers)
