"""Free talk with characters of many games, fifteen turns each, to be read aloud.

`talks/*.toml` hold the talks and characters of their own; `sheet` names one of these, one of `sets/*.toml` by its id or
a villager of the demo by the file. `~` before a line marks small talk, `=> name` a call that is asked for.

Run as a module to print them: `python -m tests.backend.brain.free_talk [first] [sheet]`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stealth_pygame.backend.brain import Answer, OfflineBrain, Question, Turn
from tests.backend.brain.blind_sets import SETS, sheets_of
from tests.backend.brain.tables import said_calls

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TALKS = Path(__file__).parent / "talks"
_VILLAGERS = Path(__file__).parents[3] / "assets" / "characters"


@dataclass(frozen=True)
class Exchange:
    """One turn of a talk: the player's line, and how it was answered."""

    sheet: str
    text: str
    is_small: bool
    wanted: str
    answer: Answer


def play(name: str, only: str = "") -> Iterator[list[Exchange]]:
    """The talks of one file, each played from its first line to its last."""
    held = tomllib.loads((TALKS / f"{name}.toml").read_text("utf-8"))
    own = {sheet["name"]: (sheet, sheet.pop("context", {})) for sheet in held.get("sheets", [])}
    for one in held["talks"]:
        if only in one["sheet"]:
            character, context = own.get(one["sheet"]) or _elsewhere(one["sheet"])
            yield list(_exchanges(one["sheet"], character, context, one["lines"]))


def _elsewhere(name: str) -> tuple[dict[str, Any], dict[str, str]]:
    villager = _VILLAGERS / f"{name}.toml"
    if villager.exists():
        return tomllib.loads(villager.read_text("utf-8")), {}
    listed = (sheet for path in sorted(SETS.glob("*.toml")) for sheet in sheets_of(path.stem))
    return next((sheet["character"], sheet["context"]) for sheet in listed if sheet["id"] == name)


def _exchanges(sheet: str, character: dict[str, Any], context: dict[str, str], lines: str) -> Iterator[Exchange]:
    brain, history = OfflineBrain(), list[Turn]()
    for line in filter(None, map(str.strip, lines.splitlines())):
        text, _, wanted = line.partition(" => ")
        said = text.removeprefix("~").strip()
        answer = brain.answer(Question(character, said, "Ada", ("Ada",), context, tuple(history)))
        history += [Turn("user", "Ada", said), Turn("character", character["name"], answer.content)]
        yield Exchange(sheet, said, text.startswith("~"), wanted, answer)


def _printed(exchange: Exchange) -> str:
    calls = f"  [{said_calls(exchange.answer)}]" if exchange.answer.calls else ""
    return f"  > {exchange.text}\n      {exchange.answer.content}{calls}"


if __name__ == "__main__":
    for talk in play(*(sys.argv[1:] or ["first"])):
        print(f"\n== {talk[0].sheet}")
        print("\n".join(map(_printed, talk)))
