"""Conversations with one character, for tests that ask what the last message brought."""

from __future__ import annotations

from typing import Any

from stealth_pygame.backend.brain import Answer, OfflineBrain, Question, Turn
from tests.backend.brain.tables import said_calls


def answers(sheet: dict[str, Any], *messages: str, **context: str) -> list[Answer]:
    """The answers to the messages of one conversation."""
    brain = OfflineBrain()
    history: tuple[Turn, ...] = ()
    found: list[Answer] = []
    for message in messages:
        found.append(brain.answer(Question(sheet, message, "Ada", ("Ada",), context, history)))
        history += (Turn("user", "Ada", message), Turn("character", str(sheet["name"]), found[-1].content))
    return found


def behind(sheet: dict[str, Any], message: str, *before: str, **context: str) -> Answer:
    """The answer to a message behind lines that were said, the player's and the character's in turn."""
    said = tuple(
        Turn("character", str(sheet["name"]), line) if at % 2 else Turn("user", "Ada", line)
        for at, line in enumerate(before)
    )
    return OfflineBrain().answer(Question(sheet, message, "Ada", ("Ada",), context, said))


def talk(sheet: dict[str, Any], *messages: str, **context: str) -> str:
    """The calls of the last message, or what was said to it."""
    last = answers(sheet, *messages, **context)[-1]
    return said_calls(last) or last.content


def told(sheet: dict[str, Any], *messages: str, **context: str) -> str:
    """What was said to the last message, which must not have made a call."""
    last = answers(sheet, *messages, **context)[-1]
    assert not last.calls, said_calls(last)
    return last.content
