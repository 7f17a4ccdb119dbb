"""The time until a player reads the first word of a model, and the part of each prompt that its server can cache.

A fake provider writes 30 words per second, so that only the library differs. Tokens are estimated as in the prompt.
"before" is the first version: state and recent conversation in the system message, which comes first.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Sequence
from typing import Any, Final

from benchmarks.report import Row, show
from stealth_pygame.backend.brain.interface import Question, Turn
from stealth_pygame.backend.llm.model import ModelBrain
from stealth_pygame.backend.llm.window import size
from stealth_pygame.testing import FakeProvider, text_answer

WORDS_PER_SECOND: Final = 30.0
TURNS: Final = 30
MOST_FIRST_S: Final = 1.0
LEAST_KEPT: Final = 0.8
ANSWER: Final = (
    "Mind the sparks, traveller, and come closer. A sword costs twenty-five gold coins, and it will hold its edge. "
    "A shield is fourteen, if you would rather keep your head. Tell me which of them it shall be."
)
SHEET: Final[dict[str, Any]] = {
    "name": "Hilda",
    "bio": ["I am Hilda, the smith of Alderbrook.", "I speak plainly and laugh loudly."],
    "lore": ["I learned the trade from my father Garret."],
    "knowledge": [
        f"The {ware} costs {price} gold coins." for price, ware in enumerate(("sword", "shield", "nail") * 10, 4)
    ],
    "messageExamples": [],
    "functions": [
        {
            "name": "sell",
            "description": "Sell something",
            "parameters": [{"name": "item", "type": "string", "description": "what"}],
        }
    ],
}


def measure(quick: bool = False) -> list[Row]:
    """Return the rows of the table."""
    return [*_waits(2 if quick else 4), *_prompts(6 if quick else TURNS)]


def _waits(rounds: int) -> list[Row]:
    question = Question(SHEET, "What do you sell?", "Ada", ("Ada",))
    first: list[float] = []
    last: list[float] = []
    whole: list[float] = []
    with FakeProvider() as provider:
        provider.words_per_second = WORDS_PER_SECOND
        provider.answer = text_answer(ANSWER)
        brain = ModelBrain("m", provider.url)
        brain.answer(question)
        for _ in range(rounds):
            heard: list[float] = []
            began = time.perf_counter()
            brain.stream(question, lambda words, heard=heard: heard.append(time.perf_counter()))  # type: ignore[misc]
            last.append(time.perf_counter() - began)
            first.append(heard[0] - began)
            began = time.perf_counter()
            brain.answer(question)
            whole.append(time.perf_counter() - began)
        brain.close()
    seconds = statistics.median(first)
    return [
        Row(
            f"first words, {len(ANSWER.split())} words at {WORDS_PER_SECOND:g} a second",
            f"within {MOST_FIRST_S:g} s",
            f"{statistics.median(whole):.2f} s whole",
            f"{seconds:.2f} s streamed",
            seconds / statistics.median(whole),
            seconds <= MOST_FIRST_S,
        ),
        Row(
            "last word, streamed",
            "as whole",
            f"{statistics.median(whole):.2f} s",
            f"{statistics.median(last):.2f} s",
            None,
            True,
        ),
    ]


def _prompts(turns: int) -> list[Row]:
    now, before = _talk(turns), [_first_form(question) for question in _questions(turns)]
    kept, kept_before = _kept(now), _kept(before)
    sizes, sizes_before = ([statistics.mean(map(_tokens, prompts))] for prompts in (now, before))
    return [
        Row(
            f"tokens of a prompt, mean of {turns} turns",
            "fewer",
            f"{sizes_before[0]:.0f}",
            f"{sizes[0]:.0f}",
            sizes[0] / sizes_before[0],
            sizes[0] < sizes_before[0],
        ),
        Row(
            "share that a prefix cache keeps",
            f"at least {LEAST_KEPT:.0%}",
            f"{kept_before:.0%}",
            f"{kept:.0%}",
            None,
            kept >= LEAST_KEPT,
        ),
    ]


def _questions(turns: int) -> list[Question]:
    history: list[Turn] = []
    questions = []
    for number in range(turns):
        question = f"And what does number {number} cost, if I may ask?"
        recent = " | ".join(f'{turn.name}: "{turn.text}"' for turn in history[-12:])[-2_000:]
        context = {"gold": str(20 + number), "time": f"{number}:00", "recent_conversation": recent}
        questions.append(Question(SHEET, question, "Ada", ("Ada",), context, tuple(history[-40:])))
        history += [
            Turn("user", "Ada", question),
            Turn("character", "Hilda", f"Number {number} is {number + 4} gold, friend."),
        ]
    return questions


def _talk(turns: int) -> list[list[dict[str, Any]]]:
    """Return the prompts that the library sends."""
    with FakeProvider() as provider:
        brain = ModelBrain("m", provider.url)
        for question in _questions(turns):
            brain.answer(question)
        brain.close()
        return [body["messages"] for body in provider.asked]


def _first_form(question: Question) -> list[dict[str, Any]]:
    """Return the prompt of the first version, whose first message contains everything that changes."""
    lines = [f"- {line}" for field in ("bio", "lore", "knowledge") for line in SHEET[field]]
    state = [f"{key}: {value}" for key, value in {**question.context, "users": "Ada", "username": "Ada"}.items()]
    told = [{"role": "system", "content": "\n".join(["x" * 700, *lines, "The game now:", *state])}]
    for turn in question.history:
        role, words = ("user", f"Ada: {turn.text}") if turn.speaker == "user" else ("assistant", turn.text)
        told.append({"role": role, "content": words})
    return [*told, {"role": "user", "content": f"Ada: {question.message}"}]


def _tokens(messages: Sequence[dict[str, Any]]) -> int:
    return size(json.dumps(messages))


def _kept(prompts: Sequence[Sequence[dict[str, Any]]]) -> float:
    """Return the part of each prompt that equals the beginning of one of the two before; caches hold several."""
    # Between two turns the model may have been asked for a summary.
    texts = [json.dumps(messages) for messages in prompts]
    shares = [
        max(_alike(earlier, text) for earlier in texts[max(0, at - 2) : at]) / len(text)
        for at, text in enumerate(texts)
        if at
    ]
    return statistics.mean(shares)


def _alike(one: str, other: str) -> int:
    """Return the number of equal characters at the beginning of two texts."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))


if __name__ == "__main__":
    sys.exit(min(show(measure("--quick" in sys.argv)), 1))
