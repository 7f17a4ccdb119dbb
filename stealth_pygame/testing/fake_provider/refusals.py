"""The refusals of real servers with their original messages; each applies to some requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Refusal:
    """A refusal: the requests that it applies to, its status and its message."""

    applies: Callable[[Body], bool]
    status: int
    words: str


def _has_role(body: Body, role: str) -> bool:
    return any(message.get("role") == role for message in body.get("messages", []))


def _length(body: Body) -> int:
    return sum(len(str(message.get("content") or "")) for message in body.get("messages", []))


REFUSALS: Final[Mapping[str, Refusal]] = {
    "tools": Refusal(lambda body: "tools" in body, 400, "fake does not support tools"),
    "tools without jinja": Refusal(lambda body: "tools" in body, 500, "tools param requires --jinja flag"),
    "system": Refusal(lambda body: _has_role(body, "system"), 400, "System role not supported"),
    "alternation": Refusal(
        lambda body: _has_role(body, "system"),
        500,
        "Conversation roles must alternate user/assistant/user/assistant/...",
    ),
    "tool messages": Refusal(lambda body: _has_role(body, "tool"), 400, "Unexpected role 'user' after role 'tool'"),
    "max_tokens": Refusal(
        lambda body: "max_tokens" in body,
        400,
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    ),
    "max_completion_tokens": Refusal(
        lambda body: "max_completion_tokens" in body, 422, "Extra inputs are not permitted: max_completion_tokens"
    ),
    "temperature": Refusal(
        lambda body: "temperature" in body,
        400,
        "Unsupported value: 'temperature' does not support 0.7 with this model. Only the default (1) is supported.",
    ),
    "reasoning_effort": Refusal(
        lambda body: "reasoning_effort" in body, 400, "Unrecognized request argument supplied: reasoning_effort"
    ),
    "stream": Refusal(lambda body: bool(body.get("stream")), 400, "stream is not supported"),
    "long prompts": Refusal(
        lambda body: _length(body) > 6_000,
        400,
        "This model's maximum context length is 2048 tokens. However, your messages resulted in 2517 tokens.",
    ),
}
"""All refusals, by the name of the refused feature."""
