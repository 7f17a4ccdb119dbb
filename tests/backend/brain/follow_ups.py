"""What players say after a line was told to them, for the sheets of the blind sets, and the scorer for it.

`sets/follow-ups-*.txt` were written by people who saw only the sheets: the gate is fitted on those of the first file,
those of the second are held out. No judge has learned from either.

`@ set-9 keeper`     begins a sheet of a set, by its id
`= line`             the line just told
`- | sentence`       what is said then; neither a line nor a function is asked for
`line | sentence`    what another line answers, or the same once more
`name | sentence`    what asks for a function

Run as a module for the table: `python -m tests.backend.brain.follow_ups 2 [--judge] [-v]`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from stealth_pygame.backend.brain import Answer, OfflineBrain, Question, Turn
from stealth_pygame.backend.brain.knowledge.sheet import compile_sheet
from stealth_pygame.backend.meaning.embeddings import packaged
from tests.backend.brain.blind_sets import SETS, sheets_of
from tests.backend.brain.lessons import told_as


@dataclass(frozen=True)
class FollowUp:
    """A sentence after a fact was told. fact: the one that answers it, if any; function: the one that it asks for."""

    sheet: dict[str, Any]
    told: str
    text: str
    fact: str
    function: str

    @property
    def kind(self) -> str:
        """What is asked for."""
        if self.function:
            return "function"
        return "nothing" if not self.fact else "same" if self.fact == self.told else "another line"

    @property
    def question(self) -> Question:
        """The sentence as a game asks it."""
        character = self.sheet["character"]
        history = (Turn("user", "Ada", "What can you tell me?"), Turn("character", character["name"], self.told))
        return Question(character, self.text, "Ada", ("Ada",), self.sheet["context"], history)

    def is_right(self, answer: Answer) -> bool:
        """The verdict on an answer: just the fact, the call or an offer of it, or no fact and no call."""
        called = [call.name for call in answer.calls]
        if self.function:
            return called == [self.function] or (not called and "?" in answer.content and not self._recites(answer))
        return not called and (self.fact in answer.content if self.fact else not self._recites(answer))

    def _recites(self, answer: Answer) -> bool:
        return any(fact in answer.content for fact in facts_of(self.sheet))


@cache
def _facts(name: str, at: int) -> tuple[str, ...]:
    return tuple(fact.text for fact in compile_sheet(sheets_of(name)[at]["character"]).facts)


def facts_of(sheet: dict[str, Any]) -> tuple[str, ...]:
    """The facts of a sheet as the character says them."""
    return _facts(*sheet["place"])


def follow_ups(number: int) -> Iterator[FollowUp]:
    """All of a file."""
    sheet: dict[str, Any] = {}
    told = ""
    for line in (SETS / f"follow-ups-{number}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            name, _, known = line[2:].partition(" ")
            at, sheet = next((at, one) for at, one in enumerate(sheets_of(name)) if one["id"] == known)
            sheet["place"] = (name, at)
        elif line.startswith("= "):
            told = _fact(sheet, line[2:])
        elif " | " in line:
            wanted, _, text = line.partition(" | ")
            functions = [function["name"] for function in sheet["character"].get("functions", ())]
            is_fact = wanted != "-" and wanted not in functions
            function = wanted if wanted in functions else ""
            yield FollowUp(sheet, told, text, _fact(sheet, wanted) if is_fact else "", function)


def _fact(sheet: dict[str, Any], line: str) -> str:
    return facts_of(sheet)[told_as(line, facts_of(sheet))]


def main() -> None:
    """Print how much of a file is right, with `-v` every miss."""
    brain = OfflineBrain(0, packaged() if "--judge" in sys.argv else None)
    asked, right = Counter[str](), Counter[str]()
    for one in follow_ups(int(sys.argv[1])):
        answer = brain.answer(one.question)
        asked[one.kind] += 1
        right[one.kind] += one.is_right(answer)
        if "-v" in sys.argv and not one.is_right(answer):
            print(
                f"{one.kind} | {one.told} | {one.text} => {answer.content} | wanted: {one.fact or one.function or '-'}"
            )
    for kind, count in asked.items():
        print(f"{kind:14} {right[kind]:4} of {count:4}")
    print(f"{'all':14} {right.total():4} of {asked.total():4}")


if __name__ == "__main__":
    main()
