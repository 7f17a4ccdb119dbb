"""Answers that follow the story: `assets/answers.toml` changes the sheets of the villagers while the story goes on.

A sheet describes the beginning of the game. Sentences that are no longer true are removed, and questions about the
errands get present answers, so that nobody asks for oil while the lanterns burn.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import stealth_pygame as stealth
from demo_game import files
from demo_game.actions import ACTIONS
from demo_game.errors import AssetError
from demo_game.story import Story

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ANSWERS = "answers.toml"
Condition = Callable[[Story], bool]


def _lit(story: Story) -> bool:
    return story.errands["light"].done


def _found(story: Story) -> bool:
    return story.errands["pip"].done or story.pip == "following"


CONDITIONS: dict[str, Condition] = {
    "dark": lambda story: not _lit(story),
    "lit": _lit,
    "oil": lambda story: bool(story.oil),
    "no oil": lambda story: not story.oil,
    "missing": lambda story: not _found(story),
    "pip found": _found,
    "following": lambda story: story.pip == "following",
    "pip settled": lambda story: story.errands["pip"].done,
    "home": lambda story: story.pip == "home",
    "fishing": lambda story: story.pip == "allowed",
    "shut": lambda story: not story.gate_open,
    "open": lambda story: story.gate_open,
    "ready": lambda story: story.errand is None and not story.feast,
    "not ready": lambda story: story.errand is not None,
    "before": lambda story: not story.feast,
    "feast": lambda story: story.feast,
}
"""The conditions that `when` may name."""


@dataclass(frozen=True)
class Words:
    """Answers that are used under conditions, or, in the part "gone", parts of sentences that are no longer true."""

    when: tuple[str, ...]
    asked: tuple[str, ...]
    says: tuple[str, ...] = ()
    """Several wordings, so that neighbours who are asked at the same time answer differently."""
    about: str = ""
    """The neighbour whom the answer is about; that neighbour has an answer of their own."""

    def hold(self, story: Story) -> bool:
        """Return True if all conditions hold."""
        return all(CONDITIONS[name](story) for name in self.when)


@cache
def parts(path: Path = files.ASSETS / ANSWERS) -> Mapping[str, tuple[Words, ...]]:
    """Return the parts of the file: one for everybody, one for each villager, and "gone". Raises `AssetError`."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
        return {name: tuple(map(_words, entries)) for name, entries in tables.items()}
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise AssetError(path, f"the answers cannot be read ({exc})") from exc


def _words(entry: Mapping[str, Any]) -> Words:
    unknown = [name for name in entry["when"] if name not in CONDITIONS]
    if unknown:
        raise ValueError(f"there is no condition {unknown[0]!r}")
    asked, says = entry.get("asked") or entry["facts"], entry.get("says", ())
    wordings = (says,) if isinstance(says, str) else tuple(says)
    return Words(tuple(entry["when"]), tuple(asked), wordings, entry.get("id", ""))


def answers(villager: str, story: Story) -> dict[str, str]:
    """Return a villager's present answers by question; own answers replace general ones, feast answers all."""
    neighbours = (words for words in parts()["neighbour"] if words.about != villager)
    ranked = [*parts()["all"], *neighbours, *parts().get(villager, ())]
    ranked.sort(key=lambda words: "feast" in words.when)
    place = list(ACTIONS).index(villager) if villager in ACTIONS else 0
    return {
        asked: words.says[place % len(words.says)] for words in ranked if words.hold(story) for asked in words.asked
    }


def is_gone(fact: str, story: Story) -> bool:
    """Return True if the story has made a sentence of a sheet untrue."""
    return any(part in fact for words in parts()["gone"] if words.hold(story) for part in words.asked)


class Teller:
    """Keeps the sheet of one NPC in step with the story, from the sheet of the file on."""

    def __init__(self, npc: stealth.NPC, villager: str) -> None:
        self._npc, self._villager = npc, villager
        self._begin()

    def _begin(self) -> None:
        """Use the NPC's present sheet as the one for the beginning."""
        self._sheet = self._npc.character
        fields = self._sheet.to_wire()
        self._knowledge: list[str] = list(fields.get("knowledge", ()))
        self._examples: list[list[dict[str, str]]] = list(fields.get("messageExamples", ()))
        self._told: tuple[dict[str, str], list[str]] = ({}, self._knowledge)

    @property
    def has_another_sheet(self) -> bool:
        """True if the NPC has another sheet, because its file was saved while the game runs."""
        return self._npc.character is not self._sheet

    def follow(self, story: Story) -> None:
        """Change the sheet if the story requires it; the NPC keeps conversation and memory."""
        if self.has_another_sheet:
            self._begin()
        now = answers(self._villager, story)
        known = [fact for fact in self._knowledge if not is_gone(fact, story)]
        if (now, known) == self._told:
            return
        self._told = now, known
        pairs = [example for example in self._examples if len(example) == 2]
        longer = [example for example in self._examples if len(example) != 2]
        own = {pair[0]["content"]: pair[1]["content"] for pair in pairs if pair[0]["content"] not in now}
        # With the hero's name, not "You": beside the villager's name, an example is then read as a dialogue.
        examples = [
            [{"user": "User", "content": asked}, {"user": self._npc.name, "content": says}]
            for asked, says in (own | now).items()
        ]
        self._npc.update_character(knowledge=known, messageExamples=examples + longer)
        self._sheet = self._npc.character
