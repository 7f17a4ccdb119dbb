"""A game's flat or dotted keys as things with names and owners, because `player.bag.gold` is nobody's English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from stealth_pygame.backend.brain.language.adjectives import one_of
from stealth_pygame.backend.brain.language.vocabulary import groups_of, patterns_of, sections, table, words_of
from stealth_pygame.backend.brain.language.words import tokens

# Keys that the library and the backend write; no user asks for them by name.
OWN_KEYS: Final = frozenset({"recent_conversation", "last_actions", "events", "users", "username"})

# The words in a key that say what kind of thing it tells.
KINDS: Final = groups_of("entries kinds")
# Whose a level of a key is by its first word, and whose a kind is where the key does not say.
_WHOSE: Final = table(sections("en", "lists")["entries whose"])
_OWNERS: Final = table(sections("en", "lists")["entries owners"])
_WORDS: Final = groups_of("entries")
_WHICH: Final = words_of("entries which", "lists")
# The things measured in units, so that 0.5 of it is no share of a whole.
_MEASURES: Final = words_of("values measures", "lists")
_FORMS: Final = patterns_of("values")


@dataclass(frozen=True)
class StateEntry:
    """One value: what is told of (`of`, outermost first), under which name, of which kind, and whose it is."""

    of: tuple[str, ...]
    name: str
    value: str
    kind: str
    owner: str = ""
    verb: str = ""
    inside: str = ""

    @property
    def subject(self) -> str:
        """The nearest thing that it is told of, or an empty text where the name stands alone."""
        if len(self.of) > 1 and self.of[-1].lower() in _WHICH:
            return f"{self.of[-1]} {one_of(self.of[-2])}"
        return self.of[-1] if self.of else ""

    @property
    def of_asker(self) -> bool:
        """Tell whether it may be the user's own: told of nothing else, and not the character's."""
        return not self.of and self.owner != "self"

    @property
    def truth(self) -> bool | None:
        """Return what a yes or no says; None for every other value."""
        return {"true": True, "yes": True, "false": False, "no": False}.get(self.value.lower())

    @property
    def is_number(self) -> bool:
        """Tell whether its value is a number and nothing else."""
        return bool(_FORMS["number"].fullmatch(self.value))

    @property
    def somewhere(self) -> str:
        """The place that its value tells (`in the mine`, `at 4, 9`), or an empty text."""
        at = "at " if _FORMS["spot"].fullmatch(self.value) else ""
        return f"{at}{self.spoken}" if at or _FORMS["somewhere"].search(self.value) else ""

    @property
    def percent(self) -> float | None:
        """The share of a whole that a number between 0 and 1 is, in percent, or None."""
        part = float(self.value) if self.is_number and "." in self.value else -1.0
        return 100 * part if 0 <= part <= 1 and not set(self.name.split()) & _MEASURES else None

    @property
    def spoken(self) -> str:
        """The value as it is said: no long tails behind the point, no records in brackets, no underscores."""
        if self.is_number or _FORMS["spot"].fullmatch(self.value):
            return _FORMS["decimal"].sub(lambda match: short(float(match[0])), self.value.strip("()"))
        value = _FORMS["record"].sub(lambda match: _record(match[1]), self.value)
        return re.sub(r"(?<=\w)_+(?=\w)", " ", value)


def short(number: float) -> str:
    """A number without a long tail behind the point."""
    return f"{round(number, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def entries(context: Mapping[str, str]) -> list[StateEntry]:
    """Return what a context tells, in its order; `x` and `y` are one place, hour and minute are one time."""
    entries = {str(key): str(value).strip() for key, value in context.items() if key not in OWN_KEYS}
    named = ((key, value) for key, value in _joined(entries).items() if tokens(" ".join(_parts(key)[-1:])))
    return [entry for key, value in named if (entry := _leaf(key, value)).value]


def _joined(entries: Mapping[str, str]) -> dict[str, str]:
    results = dict(entries)
    for key in entries:
        outer, _, last = key.rpartition(".")
        if last == "x" and outer and f"{outer}.y" in entries:
            values = [results.pop(f"{outer}.{axis}") for axis in "xyz" if f"{outer}.{axis}" in results]
            named = set(" ".join(_parts(outer)).split()) & KINDS["place"]
            results[outer if named else f"{outer}.position"] = ", ".join(values)
        elif last == "hour" and (minute := results.pop(f"{outer}.minute".lstrip("."), "")).isdecimal():
            results[key] = f"{entries[key]}:{int(minute):02}"
    return results


@lru_cache(maxsize=2_000)
def _parts(key: str) -> tuple[str, ...]:
    """The levels of a key, each as words: underscores and humps are spaces."""
    # a game sends the same keys with every message
    humps = ((level, re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", level)) for level in re.split(r"[./\\>]+", key))
    levels = (re.findall(r"[^\W_]+", level if parted == level else parted.lower()) for level, parted in humps)
    return tuple(" ".join(words) for words in levels if words)


def _leaf(key: str, value: str) -> StateEntry:
    *outer, last = _parts(key)
    # whose a level is by its first word, and what is left of it without that word
    owners = [_WHOSE.get(level.split()[0].lower(), "") for level in (*outer, last)]
    parts = zip(owners, (*outer, last.lower()), strict=True)
    *rests, name = (level.partition(" ")[2] if own else level for own, level in parts)
    levels = [level for level in rests if level and level.lower() not in _WORDS["shelves"]]
    verb, _, rest = name.partition(" ")
    verb, name = (verb, rest) if rest and verb in _WORDS["verbs"] else ("", name or last.lower())
    inside = next((level for level in levels if _kind(level) in ("inventory", "weather", "time", "mood")), "")
    around = _kind(inside)
    kind = around if around in ("weather", "time") else _kind(name) or around or name
    of = tuple(level for level in levels if level != inside)
    value = value.rstrip(".")
    nothing = kind == "inventory" and value.lower() in ("", "none", "empty", "[]")
    owner = next(filter(None, reversed(owners)), "" if of else _OWNERS.get(kind, ""))
    return StateEntry(of, name, "nothing" if nothing else value, kind, owner, verb, inside)


@lru_cache(maxsize=1_000)
def _kind(words: str) -> str:
    """Return what kind of thing a name tells of, or an empty text."""
    named = words.lower().split()
    for kind, names in KINDS.items():
        whole = names & set(named) and set(named) <= names | _WORDS["aside"]
        if whole or (kind in _WORDS["by head"] and names & set(named[-1:])):
            return kind
    return ""


def _record(text: str) -> str:
    """Return a record as words: `name: ore, tons: 3` as `ore (tons 3)`."""
    fields = [field.partition(": ")[::2] for field in re.split(r", (?=[^:,]+: )", text)]
    first = next((at for at, (key, _) in enumerate(fields) if key in ("name", "title", "item", "id")), 0)
    _, head = fields.pop(first)
    rest = " and ".join({"true": key, "false": f"not {key}"}.get(value, f"{key} {value}") for key, value in fields)
    return f"{head} ({rest})" if rest else head
