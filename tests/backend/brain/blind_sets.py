"""Sets of sheets and sentences by people who never saw the brain's code, and the scorer for them.

`sets/*.toml` hold sheets with a table each, under headers that name the kind of sentence. Beside what `tables` reads:

`-none`            outside the sheet: no call, and neither a line of the sheet nor the player's own state is told
`-ask`             asks back or declines, without a call
`a | b & c`        one word of each side of `&`

Run as a module for the table by kind: `python -m tests.backend.brain.blind_sets set-1 [-v]`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stealth_pygame.backend.brain import Answer, OfflineBrain, Question, Turn
from stealth_pygame.backend.brain.language.vocabulary import content
from stealth_pygame.backend.brain.language.words import stem, tokens
from stealth_pygame.context import entries
from tests.backend.brain.tables import rows

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SETS = Path(__file__).parent / "sets"
_ASKS_BACK = re.compile(r"\?|\b(?:not|cannot|only|tell me|need to know|choose|say which|no)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Scored:
    """One row of a set with its answer."""

    sheet: str
    kind: str
    text: str
    wanted: str
    answer: Answer
    right: bool

    @property
    def harmful(self) -> bool:
        """A call that the player did not ask for, or one with other values."""
        return bool(self.answer.calls) and not self.right


def score(name: str, brain: OfflineBrain | None = None) -> list[Scored]:
    """Play a whole set against a brain."""
    brain = brain or OfflineBrain()
    return [scored for sheet in sheets_of(name) for scored in _play(sheet, brain)]


def sheets_of(name: str) -> list[dict[str, Any]]:
    """The sheets of a set, each with its context and its table."""
    listed: list[dict[str, Any]] = tomllib.loads((SETS / f"{name}.toml").read_text(encoding="utf-8"))["sheets"]
    for sheet in listed:
        # as a game sends it: numbers and lists in words
        sheet["context"] = {entry.key: entry.value for entry in entries.joined(entries.read(sheet["context"])).entries}
    return listed


def _play(sheet: dict[str, Any], brain: OfflineBrain) -> Iterator[Scored]:
    character, history = sheet["character"], list[Turn]()
    for row in rows(sheet["table"]):
        history = history if row.goes_on else []
        answer = brain.answer(Question(character, row.text, "Ada", ("Ada",), sheet["context"], tuple(history)))
        history += [Turn("user", "Ada", row.text), Turn("character", character["name"], answer.content)]
        yield Scored(sheet["id"], row.kind, row.text, row.wanted, answer, is_right(answer, row.wanted, sheet))


def is_right(answer: Answer, wanted: str, sheet: dict[str, Any]) -> bool:
    """The verdict on one answer."""
    options = [option.strip() for option in wanted.split("|")]
    called = [(call.name, {k: str(v).lower() for k, v in call.parameters.items()}) for call in answer.calls]
    if any("(" in option for option in options):
        return any(called == _calls(option) for option in options if "(" in option) or (
            not called and ("-" in options or ("-ask" in options and bool(_ASKS_BACK.search(answer.content))))
        )
    if called or not answer.content:
        return False
    if wanted == "-ask":
        return bool(_ASKS_BACK.search(answer.content))
    if wanted == "-none":
        return not recites(answer.content, sheet)
    said = answer.content.lower()
    sides = (wanted if wanted != "-" else "").split("&")
    return all(any(word.strip().lower() in said for word in side.split("|")) for side in sides)


def _calls(option: str) -> list[tuple[str, dict[str, str]]]:
    listed = []
    for name, inner in re.findall(r"(\w+)\(([^)]*)\)", option):
        pairs = [pair.partition("=") for pair in re.split(r",\s*(?=\w+=)", inner) if pair]
        listed.append((name, {key.strip(): value.strip().lower() for key, _, value in pairs}))
    return listed


def lines_of(character: dict[str, Any]) -> list[str]:
    """The lines of a character that tell something."""
    fields = [character.get(key, ()) for key in ("bio", "lore", "knowledge")]
    return [line for value in fields for line in ([value] if isinstance(value, str) else value)]


def recites(said: str, sheet: dict[str, Any]) -> bool:
    """Whether an answer tells a line of the sheet, or a value of the player's context."""
    spoken = set(map(stem, content(tokens(said))))
    for sentence in (part for line in lines_of(sheet["character"]) for part in re.split(r"(?<=[.!?]) ", line)):
        stems = set(map(stem, content(tokens(sentence))))
        if len(stems) > 1 and len(stems & spoken) / len(stems) > 0.6:
            return True
    return any(value.lower() in said.lower() for value in map(str, sheet["context"].values()))


def table(scored: list[Scored]) -> str:
    """The share of right answers by kind, and the harmful calls."""
    asked, right = Counter(one.kind for one in scored), Counter(one.kind for one in scored if one.right)
    lines = [f"{kind:14} {right[kind]:3} of {count:3}" for kind, count in asked.items()]
    harmful = sum(one.harmful for one in scored)
    share = right.total() / asked.total()
    return "\n".join(
        [*lines, f"{'all':14} {right.total():3} of {asked.total():3}  {share:.1%}, {harmful} harmful calls"]
    )


def main() -> None:
    """Print the tables of the sets named on the command line, with `-v` every miss."""
    for name in (word for word in sys.argv[1:] if not word.startswith("-")):
        scored = score(name)
        print(f"{name}\n{table(scored)}")
        for one in scored if "-v" in sys.argv else ():
            if not one.right:
                calls = " + ".join(f"{call.name}({dict(call.parameters)})" for call in one.answer.calls)
                print(f"  {'HARM ' * one.harmful}[{one.kind}] {one.text}")
                print(f"      wanted {one.wanted}, got {one.answer.content!r} {calls}")


if __name__ == "__main__":
    main()
