"""A test of a model before a game uses it: `stealth-pygame doctor --model`."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from stealth_pygame.backend.brain.interface import BrainError
from stealth_pygame.backend.llm.calls import Tools, read_calls, written_calls
from stealth_pygame.backend.llm.names import Endpoint, endpoint
from stealth_pygame.backend.llm.options import ModelOptions
from stealth_pygame.backend.llm.server.chat import ChatServer
from stealth_pygame.backend.llm.server.transport import UnreachableError
from stealth_pygame.backend.llm.window import USUAL_ELSEWHERE, USUAL_HERE

# Seconds for an answer, because a model may have to be loaded first.
PATIENCE: Final = 120.0
LOOK_WITHIN: Final = 5.0
# Below this number of tokens per second, players read faster than the model writes.
SLOW: Final = 8.0
_GATE: Final[dict[str, Any]] = {
    "functions": [
        {
            "name": "open_gate",
            "description": "Open a gate of the village",
            "parameters": [{"name": "side", "type": "string", "description": '"north" or "south"'}],
        }
    ]
}
_ASKED: Final = "Please open the north gate for me."


@dataclass(frozen=True)
class Finding:
    """One line of the table: the subject, the result, and True if it is good enough."""

    name: str
    words: str
    good: bool = True


def examine(name: str, url: str = "") -> Iterator[Finding]:
    """Yield the findings about a model until one fails. Raises `ConfigurationError`."""
    where = endpoint(name, url)
    server = ChatServer(where, ModelOptions(max_tokens=120))
    try:
        yield Finding("address", where.url)
        yield Finding("key", "given" if where.key else "none")
        try:
            yield _listed(where, server)
        except BrainError as exc:
            yield Finding("reachable", str(exc), not isinstance(exc, UnreachableError))
            return
        yield from _asked(where, server)
    finally:
        server.close()


def _listed(where: Endpoint, server: ChatServer) -> Finding:
    """Search the model in the server's own list; not every server has one."""
    response = server.transport.get("/models", LOOK_WITHIN)
    value = response.value
    listed = value.get("data") if response.status == 200 and isinstance(value, dict) else None
    names = [str(one.get("id")) for one in listed or [] if isinstance(one, dict)]
    if not names:
        return Finding("reachable", f"yes; it has no list of its models ({response.status})")
    there = where.model in names or f"{where.model}:latest" in names or len(names) == 1
    shown = ", ".join(sorted(names)[:5])
    return Finding("reachable", f"yes; the model is {'there' if there else 'not among'}: {shown}", there)


def _asked(where: Endpoint, server: ChatServer) -> Iterator[Finding]:
    tools = Tools(_GATE)
    messages = [
        {"role": "system", "content": "You are Wilm, who keeps the gates of a village. Speak in one short sentence."},
        {"role": "user", "content": "Good day! Who are you?"},
    ]

    def formed() -> list[dict[str, Any]]:
        if server.abilities.system:
            return messages
        return [{"role": "user", "content": "\n\n".join(message["content"] for message in messages)}]

    try:
        # The first request loads the model, so it says nothing about speed.
        server.ask(formed, [], time.monotonic() + PATIENCE, most_tokens=1)
        began = time.perf_counter()
        answer = server.ask(formed, [], time.monotonic() + PATIENCE)
        seconds = time.perf_counter() - began
        count = answer.answer_tokens or max(len(answer.text) // 4, 1)
        yield Finding("answer", f'"{" ".join(answer.text.split())[:60]}" in {seconds:.1f} s', bool(answer.text.strip()))
        yield Finding("speed", f"{count / seconds:.0f} tokens a second", count / seconds >= SLOW)
        messages[-1]["content"] = _ASKED
        answer = server.ask(formed, tools.definitions, time.monotonic() + PATIENCE)
    except BrainError as exc:
        yield Finding("answer", str(exc), False)
        return
    known = server.abilities
    yield Finding("tools", "yes" if known.tools else "no: the functions are described in the prompt")
    yield Finding("system role", "yes" if known.system else "no: it is put before the first message")
    _, written = written_calls(answer.text, tools)
    calls = [call.name for call in read_calls([*answer.calls, *written], tools)]
    yield Finding("a call", "made" if "open_gate" in calls else "not made: it will talk and rarely act", bool(calls))
    with contextlib.suppress(BrainError):
        server.find_window()
    window, usual = known.window, USUAL_HERE if where.local else USUAL_ELSEWHERE
    told = f"{window} tokens" if window else f'not told; {usual} tokens are assumed (model_options={{"window": ...}})'
    yield Finding("window", told, not window or window >= 2048)
