"""The weights of the gate, fitted on tables of sentences: `python -m tests.backend.brain.fit_gate [--write]`.

Every question of a table is asked three times: of its sheet, of its sheet without the facts that are right, and of
two other sheets, which cannot know the answer; what players say after a line was told is asked of its sheet and of one
without the right fact. A quarter of the sentences is held out by a hash of their letters; it is never fitted to and its
figures are printed. `--without set-9 set-10` holds out whole sets.

It fits the weights for the vectors of words that come with the library; `--judge` those for the extra `embeddings`,
`--embeddings` those for a model of a game's own, and `--rules` those for sheets in other languages, which have no
vectors. The words of the tables are mostly known to the brain by now, and those of a new player are not; so that its
words do not seem better than they are, each question is asked twice more by a brain that has forgotten the kin of every
other word (not for `--rules`).
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

from stealth_pygame.backend.brain import OfflineBrain, Question, Turn, offline
from stealth_pygame.backend.brain.knowledge import gate, search
from stealth_pygame.backend.brain.language.thesaurus import related
from stealth_pygame.backend.meaning.embeddings import packaged
from stealth_pygame.backend.meaning.vectors import Embedder, Vectors
from tests.backend.brain.blind_sets import SETS, sheets_of
from tests.backend.brain.follow_ups import follow_ups
from tests.backend.brain.tables import CONTEXT, Row, rows
from tests.backend.brain.test_tables import EVERYBODY
from tests.backend.brain.test_villagers import villager
from tests.backend.brain.villager_tables import TABLES

DATA = Path(gate.__file__).parents[1] / "data" / "en"
# The weight of a question without its right facts, whose neighbours are often half an answer; and of one for others.
OF_LESS, OF_OTHERS = 0.35, 0.5
# Harm of a wrong line to a question that the sheet does not answer, beside the use of a right line; one of a near
# meaning is at least about the matter.
HARM, HARM_OF_NEAR = 0.15, 0.1
# That of a wrong line to what is said after a line was told: most of it asks for no line, and talk goes on without one.
HARM_OF_ECHO = 0.7


@dataclass
class Asked:
    """One question with the features of each fact that may be told, and whether it is right."""

    text: str
    source: str
    weight: float = 1.0
    facts: list[tuple[dict[str, float], bool]] = field(default_factory=list)

    @property
    def held_out(self) -> bool:
        return _hash(self.text) % 4 == 0

    @property
    def echoes(self) -> bool:
        """Whether a line was told just before."""
        return any(features["echo"] for features, _ in self.facts)

    @property
    def answerable(self) -> bool:
        return any(right for _, right in self.facts)


def tables() -> Iterator[tuple[str, dict[str, Any], Mapping[str, str], str]]:
    """The name of every table's file, its sheet, its context and the table."""
    for character, table in EVERYBODY.values():
        yield "tables", character, CONTEXT, table
    for name, table in TABLES.items():
        yield "villagers", villager(name), CONTEXT, table
    for path in sorted(SETS.glob("set-*.toml")):
        for sheet in sheets_of(path.stem):
            yield path.stem, sheet["character"], sheet["context"], sheet["table"]


def collected(embed: Embedder | None = None) -> Iterator[Asked]:
    """Each question that reaches the gate, with all facts and without the right ones."""
    heard: list[tuple[Any, ...]] = []
    judge = gate.passed

    def listening(*told: Any, **more: Any) -> list[Any]:
        heard.append(told)
        return judge(*told, **more)

    gate.passed = listening
    try:
        listed = list(tables())
        brain = OfflineBrain(0, embed)
        for at, (source, character, context, table) in enumerate(listed):
            history: list[Turn] = []
            for row in rows(table):
                history = history if row.goes_on else []
                heard.clear()
                answer = brain.answer(Question(character, row.text, "Ada", ("Ada",), context, tuple(history)))
                history += [Turn("user", "Ada", row.text), Turn("character", "", answer.content)]
                yield from _judged(row, row.wanted, source, heard)
                for step in (3, 8) if _is_of_the_world(row) else ():
                    other = listed[(at + step) % len(listed)][1]
                    heard.clear()
                    brain.answer(Question(other, row.text, "Ada", ("Ada",)))
                    yield from _judged(row, "-none", source, heard, OF_OTHERS)
        for said in follow_ups(1):
            heard.clear()
            brain.answer(said.question)
            if not said.function:
                yield from _paired(said.text, "follow-ups", heard, {said.fact})
    finally:
        gate.passed = judge


@contextmanager
def forgetful(part: int) -> Iterator[None]:
    """Meanwhile the search knows the kin of no word of one part, 0 or 1, of all words."""
    with mock.patch.object(search, "related", lambda term: related(term) if _hash(term) % 2 == part else {}):
        search.nearness.cache_clear()
        yield
    search.nearness.cache_clear()


def _hash(text: str) -> int:
    return hashlib.sha256(text.encode()).digest()[0]


def _is_of_the_world(row: Row) -> bool:
    """Tell whether another character cannot know: a question about the character is for everybody to answer."""
    own = {"you", "your", "u", "ur", "yourself", "here"} & set(row.text.lower().replace("?", "").split())
    return not (row.goes_on or own or "(" in row.wanted or row.wanted.startswith("-"))


def _judged(
    row: Row, wanted: str, source: str, heard: Sequence[tuple[Any, ...]], weight: float = 1.0
) -> Iterator[Asked]:
    """The pairs of a row; a row that wants a call or nothing in particular teaches nothing."""
    if wanted == "-" or "(" in wanted or "-ask" in wanted or "&" in wanted:
        return
    words = [] if wanted == "-none" else [word.strip().lower() for word in wanted.split("|")]
    told = (one.fact.text for one in heard[-1][1]) if heard else ()
    right = {text for text in told if any(word in text.lower() for word in words)}
    yield from _paired(row.text, source, heard, right, weight)


def _paired(
    text: str, source: str, heard: Sequence[tuple[Any, ...]], right: set[str], weight: float = 1.0
) -> Iterator[Asked]:
    """The pairs of a question with the facts of which some are right, and with the others alone."""
    for sheet, results, asked, whole in heard[-1:]:
        judged = gate.judgeable(sheet, results, asked, whole)
        yield Asked(text, source, weight, [(features, one.fact.text in right) for one, features in judged])
        if any(one.fact.text in right for one in results):
            judged = gate.judgeable(sheet, [one for one in results if one.fact.text not in right], asked, whole)
            yield Asked(text, source, OF_LESS, [(features, False) for _, features in judged])


def fitted(rows: Sequence[Asked], looseness: float = 3.0) -> dict[str, float]:
    """Weights by logistic regression, by Newton's method; each question counts the same, however many facts it has."""
    samples = []
    for row in rows:
        for right in (True, False):
            group = [features for features, is_right in row.facts if is_right == right]
            samples += [(features, float(right), row.weight / len(group)) for features in group]
    names = sorted({name for features, _, _ in samples for name in features})
    numpy = import_module("numpy")
    values = numpy.array([[features.get(name, 0.0) for name in names] for features, _, _ in samples])
    wanted, share = (numpy.array([sample[at] for sample in samples]) for at in (1, 2))
    weights = numpy.zeros(len(names))
    for _ in range(15):
        likely = 1 / (1 + numpy.exp(-values @ weights))
        slope = values.T @ (share * (likely - wanted)) + weights / looseness
        bend = (values.T * (share * likely * (1 - likely))) @ values + numpy.eye(len(names)) / looseness
        weights -= numpy.linalg.solve(bend, slope)
    return dict(zip(names, map(float, weights), strict=True))


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
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = {"judged": "--judge", "meanings": "--embeddings", "rules": "--rules"}
    for name, option in kinds.items():
        parser.add_argument(option, dest="kind", action="store_const", const=name, default="words")
    parser.add_argument("--without", nargs="*", help="sets to hold out instead of a quarter of the sentences")
    parser.add_argument("--write", action="store_true", help="write the file of the weights")
    options = parser.parse_args()
    made: dict[str, Callable[[], Embedder]] = {"judged": packaged, "meanings": lambda: Vectors(lambda t: packaged()(t))}
    embed = made[options.kind]() if options.kind in made else None
    with mock.patch.object(offline, "Meanings", return_value=None) if options.kind == "rules" else nullcontext():
        rows = list(collected(embed))
    held_out = [row.source in options.without if options.without else row.held_out for row in rows]
    apart, learnt = (
        [row for row, held in zip(rows, held_out, strict=True) if held is wanted] for wanted in (True, False)
    )
    weights = fitted(learnt if options.kind == "rules" else [*learnt, *_forgotten(embed, apart)])
    harm = HARM if options.kind == "rules" else HARM_OF_NEAR
    limits = {
        "least": _best_limit([row for row in learnt if not row.echoes], weights, harm),
        "least_echo": _best_limit([row for row in learnt if row.echoes], weights, HARM_OF_ECHO),
    }
    for part, some in (("fitted on", learnt), ("held out", apart)):
        for name, echoes in (("least", False), ("least_echo", True)):
            listed = [row for row in some if row.echoes is echoes]
            print(part, name, len(listed), outcome(listed, weights, limits[name]))
    lines = [f"{name} = {number:.2f}" for name, number in [*sorted(weights.items()), *limits.items()]]
    if options.write:
        option = f" {kinds[options.kind]}" if options.kind in kinds else ""
        head = f"# Written by `python -m tests.backend.brain.fit_gate{option}`: the weights of the gate.\n"
        file = DATA / f"gate_{options.kind}.txt"
        file.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def _best_limit(rows: Sequence[Asked], weights: Mapping[str, float], harm: float) -> float:
    """The likelihood from which lines are told with the most use and the least harm."""

    def use(limit: float) -> float:
        told = outcome(rows, weights, limit)
        return told["right"] - harm * (
            told["told of outside"] + OF_LESS * told["told of less"] + OF_OTHERS * told["told of others"]
        )

    return max((hundredth / 100 for hundredth in range(16, 80, 2)), key=use)


def _forgotten(embed: Embedder | None, apart: Sequence[Asked]) -> Iterator[Asked]:
    """The questions that are not held out, asked of forgetful brains."""
    texts = {(row.source, row.text) for row in apart}
    for part in (0, 1):
        with forgetful(part):
            yield from (row for row in collected(embed) if (row.source, row.text) not in texts)


if __name__ == "__main__":
    main()
