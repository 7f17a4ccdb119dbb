"""Tables of sentences with what must come back, played against a brain.

`sentence => word | other word`  the answer holds one of the words, and there is no call
`sentence => name(a=x, b=y)`     just this call (`name() + other()` for two; `|` between alternatives), whatever is said
`sentence => -`                  no call
`> sentence => ...`              goes on with the conversation of the line before
`[kind]`                         names the kind of the sentences below
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stealth_pygame.backend.brain import Answer, OfflineBrain, Question, Turn

CONTEXT = {
    "gold": "12",
    "health": "80/100",
    "inventory": "rope, 2 apples",
    "time_of_day": "evening",
    "place": "the plaza",
}


@dataclass(frozen=True)
class Row:
    """One sentence and what must come back."""

    text: str
    wanted: str
    goes_on: bool
    kind: str = ""


def rows(table: str) -> list[Row]:
    """The rows of a table; empty lines are for the eye."""
    listed: list[Row] = []
    kind = ""
    for line in filter(None, map(str.strip, table.splitlines())):
        text, arrow, wanted = line.rpartition("=>")
        if arrow:
            listed.append(Row(text.removeprefix(">").strip(), wanted.strip(), text.startswith(">"), kind))
        else:
            kind = line.strip("[]")
    return listed


def said_calls(answer: Answer) -> str:
    """Calls as the tables write them."""
    return " + ".join(
        f"{call.name}({', '.join(f'{name}={value}' for name, value in call.parameters.items())})"
        for call in answer.calls
    )


def is_right(answer: Answer, wanted: str) -> bool:
    """Whether an answer is what the table wants."""
    if wanted.endswith(")"):
        return said_calls(answer) in wanted.split(" | ")
    if wanted == "-":
        return not answer.calls and bool(answer.content)
    return not answer.calls and any(word.strip().lower() in answer.content.lower() for word in wanted.split("|"))


def play(character: dict[str, Any], table: str, brain: OfflineBrain | None = None) -> Iterator[tuple[Row, Answer]]:
    """Each row with its answer."""
    brain = brain or OfflineBrain()
    history: list[Turn] = []
    for row in rows(table):
        history = history if row.goes_on else []
        answer = brain.answer(Question(character, row.text, "Ada", ("Ada",), CONTEXT, tuple(history)))
        history += [Turn("user", "Ada", row.text), Turn("character", str(character["name"]), answer.content)]
        yield row, answer


def check(character: dict[str, Any], table: str, least: float = 0.9) -> None:
    """Fail, naming every miss, when fewer than `least` of the rows are right, or when a question makes a call."""
    played = list(play(character, table))
    misses = [(row, answer) for row, answer in played if not is_right(answer, row.wanted)]
    told = "\n".join(
        f"  {row.text}\n    wanted {row.wanted}, got {answer.content!r} {said_calls(answer)}" for row, answer in misses
    )
    assert len(played) >= 25, f"{len(played)} rows, 25 needed"
    share = 1 - len(misses) / len(played)
    print(f"{len(misses)} of {len(played)} missed:\n{told}")
    rash = [row.text for row, answer in misses if answer.calls and not row.wanted.endswith(")")]
    assert not rash, f"called without being asked to: {rash}"
    assert share >= least, f"{share:.0%} of {len(played)} right, {least:.0%} wanted; misses:\n{told}"
