"""The weights of the gate, fitted on tables of sentences: `python -m tests.backend.brain.fit_gate [--write]`.

Every question of a table is asked three times: of its sheet, of its sheet without the facts that are right, and of
two other sheets, which cannot know the answer. A quarter of the sentences is held out by a hash of their letters; it
is never fitted to and its figures are printed.
"""

from __future__ import annotations

import hashlib
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stealth_pygame.backend.brain import OfflineBrain, Question, Turn
from stealth_pygame.backend.brain.knowledge import gate
from tests.backend.brain.blind_sets import SETS, sheets_of
from tests.backend.brain.tables import CONTEXT, Row, rows
from tests.backend.brain.test_tables import EVERYBODY
from tests.backend.brain.test_villagers import villager
from tests.backend.brain.villager_tables import TABLES

FILE = Path(gate.__file__).parents[1] / "data" / "en" / "gate.txt"
HEAD = "# Written by `python -m tests.backend.brain.fit_gate`: the weights of the gate.\n"
# The weight of a question without its right facts, whose neighbours are often half an answer; and of one for others.
OF_LESS, OF_OTHERS = 0.35, 0.5
# Harm of a wrong line to a question that the sheet does not answer, beside the use of a right line.
HARM = 0.15


@dataclass
class Asked:
    """One question with the features of each fact that may be told, and whether it is right."""

    text: str
    weight: float = 1.0
    facts: list[tuple[dict[str, float], bool]] = field(default_factory=list)

    @property
    def held_out(self) -> bool:
        return hashlib.sha256(self.text.encode()).digest()[0] % 4 == 0

    @property
    def answerable(self) -> bool:
        return any(right for _, right in self.facts)


def tables() -> Iterator[tuple[dict[str, Any], Mapping[str, str], str]]:
    """Every sheet with its context and its table."""
    for character, table in EVERYBODY.values():
        yield character, CONTEXT, table
    for name, table in TABLES.items():
        yield villager(name), CONTEXT, table
    for path in sorted(SETS.glob("set-*.toml")):
        for sheet in sheets_of(path.stem):
            yield sheet["character"], sheet["context"], sheet["table"]


def collected() -> Iterator[Asked]:
    """Each question that reaches the gate, with all facts and without the right ones."""
    heard: list[tuple[Any, ...]] = []
    judge = gate.passed

    def listening(*told: Any, **more: Any) -> list[Any]:
        heard.append(told)
        return judge(*told, **more)

    gate.passed = listening
    try:
        listed = list(tables())
        brain = OfflineBrain()
        for at, (character, context, table) in enumerate(listed):
            history: list[Turn] = []
            for row in rows(table):
                history = history if row.goes_on else []
                heard.clear()
                answer = brain.answer(Question(character, row.text, "Ada", ("Ada",), context, tuple(history)))
                history += [Turn("user", "Ada", row.text), Turn("character", "", answer.content)]
                yield from _judged(row.text, row.wanted, heard)
                for step in (3, 8) if _is_of_the_world(row) else ():
                    other = listed[(at + step) % len(listed)][0]
                    heard.clear()
                    brain.answer(Question(other, row.text, "Ada", ("Ada",)))
                    yield from _judged(row.text, "-none", heard, OF_OTHERS)
    finally:
        gate.passed = judge


def _is_of_the_world(row: Row) -> bool:
    """Tell whether another character cannot know: a question about the character is for everybody to answer."""
    own = {"you", "your", "u", "ur", "yourself", "here"} & set(row.text.lower().replace("?", "").split())
    return not (row.goes_on or own or "(" in row.wanted or row.wanted.startswith("-"))


def _judged(text: str, wanted: str, heard: Sequence[tuple[Any, ...]], weight: float = 1.0) -> Iterator[Asked]:
    """The pairs of a row; a row that wants a call or nothing in particular teaches nothing."""
    if wanted == "-" or "(" in wanted or "-ask" in wanted or "&" in wanted:
        return
    words = [] if wanted == "-none" else [word.strip().lower() for word in wanted.split("|")]
    for sheet, results, asked, whole in heard[-1:]:
        right = {one.fact.text for one in results if any(word in one.fact.text.lower() for word in words)}
        judged = gate.judgeable(sheet, results, asked, whole)
        yield Asked(text, weight, [(features, one.fact.text in right) for one, features in judged])
        if right:
            judged = gate.judgeable(sheet, [one for one in results if one.fact.text not in right], asked, whole)
            yield Asked(text, OF_LESS, [(features, False) for _, features in judged])


def fitted(rows: Sequence[Asked], rounds: int = 1000, rate: float = 1.0, decay: float = 0.0008) -> dict[str, float]:
    """Weights by logistic regression; each question counts the same, however many facts it has."""
    samples = []
    for row in rows:
        for right in (True, False):
            group = [features for features, is_right in row.facts if is_right == right]
            samples += [(features, float(right), row.weight / len(group)) for features in group]
    names = sorted({name for features, _, _ in samples for name in features})
    table = [([features.get(name, 0.0) for name in names], right, weight) for features, right, weight in samples]
    total = sum(weight for _, _, weight in table)
    weights, slopes = [0.0] * len(names), [1e-8] * len(names)
    for _ in range(rounds):
        steps = [decay * weight for weight in weights]
        for values, wanted, share in table:
            miss = (
                share / total * (1 / (1 + math.exp(-sum(w * v for w, v in zip(weights, values, strict=True)))) - wanted)
            )
            for at, value in enumerate(values):
                if value:
                    steps[at] += miss * value
        for at, step in enumerate(steps):
            slopes[at] += step * step
            weights[at] -= 0.1 * rate * step / math.sqrt(slopes[at])
    return dict(zip(names, weights, strict=True))


def outcome(rows: Sequence[Asked], weights: Mapping[str, float], least: float) -> dict[str, int]:
    """How many questions get a right line, a wrong one or none, by the sheet's knowing the answer."""
    counts = dict.fromkeys(
        (
            "right",
            "wrong",
            "unsaid",
            *(f"{n} of {w}" for w in ("outside", "less", "others") for n in ("told", "unsaid")),
        ),
        0,
    )
    for row in rows:
        likely, right = max(((gate.likelihood(f, weights), r) for f, r in row.facts), default=(0.0, False))
        told = likely >= least
        if row.answerable:
            counts["right" if told and right else "wrong" if told else "unsaid"] += 1
        else:
            where = {OF_LESS: "less", OF_OTHERS: "others"}.get(row.weight, "outside")
            counts[f"{'told' if told else 'unsaid'} of {where}"] += 1
    return counts


def main() -> None:
    """Fit, print both parts, and write the file where `--write` asks for it."""
    rows = list(collected())
    learnt = [row for row in rows if not row.held_out]
    weights = fitted(learnt)
    scores = {}
    for hundredth in range(16, 80, 2):
        told = outcome(learnt, weights, hundredth / 100)
        scores[hundredth / 100] = told["right"] - HARM * (
            told["told of outside"] + OF_LESS * told["told of less"] + OF_OTHERS * told["told of others"]
        )
    least = max(scores, key=lambda one: scores[one])
    for part, some in (("fitted on", learnt), ("held out", [row for row in rows if row.held_out])):
        print(part, len(some), outcome(some, weights, least))
    lines = [f"{name} = {weight:.2f}" for name, weight in sorted(weights.items())]
    if "--write" in sys.argv:
        FILE.write_text(HEAD + "\n".join([*lines, f"least = {least:.2f}"]) + "\n", encoding="utf-8")
    print("\n".join(lines), f"\nleast = {least:.2f}")


if __name__ == "__main__":
    main()
