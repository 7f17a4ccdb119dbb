"""What players type at characters, written for the judge to learn from: no sentence of a table or a set stands here.

A world is a character of few lines, in a file of worlds:

`@ name | kind`            begins a world
`B1: line`, `K1: line`     lines of the bio and of knowledge
`F1: name | description | parameter: what it takes; another: ...`   a function
`? K1 | sentence`          a question that just this line answers, `? -` one that none does
`! F1 | sentence`          an order for just this function, `! -` what is near and orders nothing
`. sentence`               a remark

`follow-ups-*.txt` hold what players say next, for the worlds of the file with the same letters, each behind an `@`:
`K3 > K1 | sentence`        said to a character that has just told K3; K1, a function or nothing (`-`) is asked for

`remarks-*.txt` hold remarks and questions that no sheet answers, `kind: sentence`, by the kind of lines.txt that fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stealth_pygame.backend.brain.language.words import tokens

HERE = Path(__file__).parent
_LINE = re.compile(r"([BKF]\d+): *(.+)")
_SAID = re.compile(r"([?!]) *(-|[BKF]\d+) *\| *(.+)|(\.) +(.+)")
_NEXT = re.compile(r"([BK]\d+) *> *(-|[BKF]\d+) *\| *(.+)")


@dataclass
class World:
    """A character with what players say to it: each with its sign, the label of what it is after, and the words.

    next: the label of the line just told, of what is asked for then, and the words; source: the letters of its file.
    """

    name: str
    source: str
    lines: dict[str, str] = field(default_factory=dict)
    functions: dict[str, dict[str, Any]] = field(default_factory=dict)
    said: list[tuple[str, str, str]] = field(default_factory=list)
    next: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def character(self) -> dict[str, Any]:
        """The sheet of the character."""
        bio, knowledge = ([line for label, line in self.lines.items() if label[0] == kind] for kind in "BK")
        return {"name": self.name, "bio": bio, "knowledge": knowledge, "functions": list(self.functions.values())}


def worlds() -> Iterator[World]:
    """All worlds, those of a file together."""
    for path in sorted(HERE.glob("worlds-*.txt")):
        source = path.stem.rpartition("-")[2]
        next_said = {text.partition("\n")[0].strip(): text for text in _parts(HERE / f"follow-ups-{source}.txt")}
        for text in _parts(path):
            world = _world(text, source)
            world.next += [(one[1], one[2], one[3]) for one in _NEXT.finditer(next_said.get(world.name, ""))]
            yield world


def told_as(line: str, facts: Sequence[str]) -> int:
    """The place of the fact that a line of a sheet is told as: a character says it in the first person."""

    def alike(at: int) -> float:
        one, other = set(tokens(line)), set(tokens(facts[at]))
        return len(one & other) / max(1, len(one | other))

    return max(range(len(facts)), key=alike)


def _parts(path: Path) -> list[str]:
    """The parts of a file that begin with an `@`."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return re.split(r"^@ ", text, flags=re.MULTILINE)[1:]


def remarks() -> Iterator[tuple[str, str]]:
    """Each kind of remark with a sentence of it."""
    for path in sorted(HERE.glob("remarks-*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, colon, sentence = line.partition(": ")
            if colon and sentence.strip():
                yield kind, sentence.strip()


def _world(text: str, source: str) -> World:
    head, *lines = text.splitlines()
    world = World(head.partition("|")[0].strip(), source)
    for line in lines:
        if told := _LINE.match(line):
            if told[1][0] == "F":
                world.functions[told[1]] = _function(told[2])
            else:
                world.lines[told[1]] = told[2]
        elif said := _SAID.match(line):
            world.said.append((said[1] or said[4], said[2] or "-", said[3] or said[5]))
    return world


def _function(text: str) -> dict[str, Any]:
    name, description, parameters = ([part.strip() for part in text.split("|")] + ["", ""])[:3]
    listed = []
    for parameter in filter(None, map(str.strip, parameters.split(";"))):
        called, _, told = (part.strip() for part in parameter.partition(":"))
        counts = re.search(r"how many|how much|number", told + called)
        kind = "boolean" if told.startswith("yes or no") else "number" if counts else "string"
        listed.append({"name": called.replace(" ", "_"), "type": kind, "description": told})
    return {"name": name.replace(" ", "_"), "description": description, "parameters": listed}
