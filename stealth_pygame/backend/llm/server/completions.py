"""Answers of servers, whole or as a stream of events, read despite unusual and missing fields."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from stealth_pygame.backend.brain.interface import BrainError
from stealth_pygame.backend.llm.calls import CalledFunction
from stealth_pygame.backend.llm.server.transport import Response


@dataclass(frozen=True)
class ModelAnswer:
    """A model's answer: its text, its calls, its separate reasoning, and how it ended."""

    text: str = ""
    calls: tuple[CalledFunction, ...] = ()
    reasoning: str = ""
    finish: str = ""
    flagged: bool = False
    prompt_tokens: int = 0
    cached_tokens: int = 0
    answer_tokens: int = 0

    @property
    def cut_short(self) -> bool:
        """True if a token limit ended the answer."""
        return self.finish in ("length", "max_tokens", "MAX_TOKENS")

    def after(self, before: ModelAnswer) -> ModelAnswer:
        """Return this answer with the token counts of an earlier try added."""
        prompt, answer = before.prompt_tokens + self.prompt_tokens, before.answer_tokens + self.answer_tokens
        return replace(self, prompt_tokens=prompt, answer_tokens=answer)


def sentence_of(response: Response) -> str:
    """Return the provider's own message in an error, "" if there is none."""
    value = response.value
    if isinstance(value, list) and value and isinstance(value[0], dict):
        value = value[0]
    if isinstance(value, Mapping):
        error = value.get("error", None)
        # Some servers write `"error": null` into every answer.
        if response.status == 200 and not error:
            return ""
        for place in (error, value):
            if isinstance(place, str) and place:
                return place
            if isinstance(place, Mapping):
                words = next(
                    (place[key] for key in ("message", "detail", "msg", "reason", "type") if place.get(key)), ""
                )
                if words:
                    return words if isinstance(words, str) else json.dumps(words)[:300]
        return "" if response.status == 200 else json.dumps(value)[:300]
    # A proxy or a login page may also answer with status 200, and HTML.
    if response.status == 200 and value is None:
        return f"no JSON: {' '.join(response.body.split())[:200]}"
    return " ".join(response.body.split())[:300] if response.status != 200 else ""


class UnreadableError(BrainError):
    """The provider's answer does not have the usual form."""


def read_answer(value: Any, name: str) -> ModelAnswer:
    """Return a whole answer. Raises `UnreadableError` if it contains no choice."""
    choices = value.get("choices") if isinstance(value, Mapping) else None
    choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], Mapping) else None
    if choice is None and isinstance(value, Mapping) and isinstance(value.get("message"), Mapping):
        # The form of Ollama's own API.
        choice = value
    if choice is None:
        raise UnreadableError(f"{name}: the provider's answer holds no choice")
    message = choice.get("message") or choice.get("delta") or {}
    message = message if isinstance(message, Mapping) else {"content": message}
    usage = value.get("usage") or {}
    details = usage.get("prompt_tokens_details") or {} if isinstance(usage, Mapping) else {}
    finish = str(choice.get("finish_reason") or choice.get("done_reason") or "")
    text = _text(message.get("content", choice.get("text")))
    refusal = _text(message.get("refusal"))
    return ModelAnswer(
        text=text,
        calls=tuple(_calls(message)),
        reasoning=_text(message.get("reasoning_content") or message.get("reasoning") or message.get("thinking")),
        finish=finish,
        flagged=finish == "content_filter" or bool(refusal and not text),
        prompt_tokens=_count(usage, "prompt_tokens"),
        cached_tokens=_count(details, "cached_tokens"),
        answer_tokens=_count(usage, "completion_tokens"),
    )


def _count(usage: Any, key: str) -> int:
    value = usage.get(key) if isinstance(usage, Mapping) else 0
    return value if isinstance(value, int) else 0


def _text(content: Any) -> str:
    """Return the text of a content, which may be a list of parts; parts with reasoning are ignored."""
    if isinstance(content, str):
        return content
    if isinstance(content, Mapping):
        content = [content]
    if not isinstance(content, list):
        return ""
    parts = (part if isinstance(part, Mapping) else {"text": part} for part in content)
    texts = (
        part.get("text", part.get("content")) for part in parts if part.get("type") not in ("thinking", "reasoning")
    )
    return "".join(text for text in texts if isinstance(text, str))


def _calls(message: Mapping[str, Any]) -> Iterator[CalledFunction]:
    listed = message.get("tool_calls") or (
        [{"function": message["function_call"]}] if message.get("function_call") else []
    )
    for call in [listed] if isinstance(listed, Mapping) else listed:
        if isinstance(call, Mapping):
            function = call.get("function")
            place = function if isinstance(function, Mapping) else call
            name = place.get("name")
            arguments = next((place[key] for key in ("arguments", "parameters", "args", "input") if key in place), None)
            yield CalledFunction(name if isinstance(name, str) else "", arguments)


@dataclass
class StreamedAnswer:
    """An answer that arrived as a stream of events."""

    answer: ModelAnswer = field(default_factory=ModelAnswer)

    @classmethod
    def read(cls, lines: Iterable[str], tell: Callable[[str], bool], name: str) -> StreamedAnswer | Response:
        """Read the events to the end, or until `tell`, which is called with each piece of text, returns False.

        An error before the first text is returned as the response; a later one raises `BrainError`.
        """
        text, reasoning, finish = "", "", ""
        usage: dict[str, Any] = {}
        calls: dict[int, dict[str, Any]] = {}
        for value in _events(lines):
            refusal = Response(200, json.dumps(value)) if value.get("error") else Response(200, "{}")
            error = sentence_of(refusal)
            if error and not (text or calls):
                return refusal
            if error:
                raise BrainError(f'{name}: the provider broke off; it said: "{error[:300]}"')
            usage = value.get("usage") or usage
            for choice in (value.get("choices") or [])[:1]:
                delta = choice.get("delta") or choice.get("message") or {}
                piece = _text(delta.get("content", choice.get("text")))
                text += piece
                reasoning += _text(delta.get("reasoning_content") or delta.get("reasoning"))
                finish = str(choice.get("finish_reason") or finish)
                _gather(calls, delta.get("tool_calls") or [])
                if piece and not tell(piece):
                    # Closing the connection here stops the server's work; the last sentence may be incomplete.
                    whole = {"choices": [{"message": {"content": text}, "finish_reason": "length"}], "usage": usage}
                    return cls(read_answer(whole, name))
        message = {"content": text, "reasoning_content": reasoning, "tool_calls": [calls[at] for at in sorted(calls)]}
        whole = {"choices": [{"message": message, "finish_reason": finish}], "usage": usage}
        return cls(read_answer(whole, name))


def _events(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        data = line.removeprefix("data:").strip() if line.startswith("data:") else ""
        if data == "[DONE]":
            return
        try:
            value = json.loads(data) if data else None
        except ValueError:
            # Comments and pings between events.
            continue
        if isinstance(value, dict):
            yield value


def _gather(calls: dict[int, dict[str, Any]], pieces: Iterable[Any]) -> None:
    """Add pieces of calls to the calls with the same index."""
    for number, piece in enumerate(pieces):
        if not isinstance(piece, Mapping):
            continue
        at = piece.get("index") if isinstance(piece.get("index"), int) else number
        call = calls.setdefault(int(at or 0), {"function": {"name": "", "arguments": ""}})["function"]
        function = piece.get("function") or {}
        call["name"] += function.get("name") or ""
        arguments = function.get("arguments")
        if isinstance(arguments, str) and isinstance(call["arguments"], str):
            call["arguments"] += arguments
        elif arguments is not None:
            call["arguments"] = arguments
