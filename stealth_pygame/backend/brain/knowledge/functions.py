"""A character's functions as declared on its sheet: what they are called for, and what their parameters may be."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from stealth_pygame.backend.brain.language.adjectives import describes
from stealth_pygame.backend.brain.language.thesaurus import actions, all_actions
from stealth_pygame.backend.brain.language.vocabulary import STOP, groups_of, patterns_of, sections, table
from stealth_pygame.backend.brain.language.words import STEMS, plain, stem, tokens

_FORMS: Final = patterns_of("functions")
# every repeat has an end: without one, a search takes time with the square of the text
_WORD: Final = r"[\w-]{1,64}"
_TITLE: Final = r"[A-Z][\w'-]{0,64}(?: (?:(?:of|the|for|and|in|to|a) ){0,2}[A-Z][\w'-]{0,64}){1,5}"
_ITEM: Final = rf"(?:{_TITLE}|{_WORD}(?: (?!(?:or|to|of|that|which|whose?)\b){_WORD})?)"
_MORE: Final = rf"(?:\s{{0,3}}[,/|]\s{{0,3}}{_ITEM})"
# A list with `or`, one behind a word or a mark that leads to it, and words parted by slashes.
_LISTS: Final = (
    re.compile(rf"(?<![\w-])({_ITEM}{_MORE}{{0,20}}(?:\s{{0,3}},?\s{{1,3}}or\s{{1,3}}(?:an? |the )?{_ITEM}){{1,9}})"),
    re.compile(
        r"(?::|=|\(|one of|either|among|can be|may be|must be|options are|choices are)\s{0,3}"
        rf"((?:an? |the )?{_ITEM}{_MORE}{{1,40}})"
    ),
    re.compile(r"\b(\w{1,64}(?:[/|]\w{1,64}){1,40})\b"),
)
_WORDS: Final = groups_of("functions")
_MEASURES: Final = STEMS["measures"] | STEMS["count"] | set(map(stem, table(sections("en", "lists")["amounts spans"])))


@dataclass(frozen=True)
class Parameter:
    """One parameter: `kind` is string, number or boolean; `choices` are its allowed words, `hints` mere examples."""

    name: str
    description: str
    kind: str
    choices: tuple[str, ...]
    hints: tuple[str, ...]
    optional: bool
    words: frozenset[str]


@dataclass(frozen=True)
class Function:
    """One function: `verbs` are the action groups and stems it is called by, `things` the stems of what it acts on;
    `direction`: `out` where something goes to the player, `in` where it comes from the player."""

    name: str
    description: str
    parameters: tuple[Parameter, ...]
    words: tuple[str, ...]
    verbs: frozenset[str]
    things: frozenset[str]
    named_things: frozenset[str]
    direction: str

    @property
    def outward(self) -> bool:
        """Tell whether it hands something to the player."""
        return self.direction == "out"

    @property
    def deeds(self) -> frozenset[str]:
        """Return the stems of choices that may stand as the verb of a request, where something else is its object."""
        if self.direction or all(p.choices or p.kind != "string" for p in self.parameters):
            return frozenset()
        words = [word for p in self.parameters if not p.words & STEMS["colour"] for word in p.choices]
        return frozenset(stem(word) for word in words if word.islower() and word.isalpha() and not describes(word))

    @property
    def told(self) -> str:
        """Return its description and those of its parameters, as a text to compare meanings with."""
        return f"{self.description}: {', '.join(p.description for p in self.parameters)}"

    @property
    def choices(self) -> tuple[str, ...]:
        """All words that any of its parameters allows or gives as an example."""
        return tuple(word for parameter in self.parameters for word in (*parameter.choices, *parameter.hints))


@dataclass(frozen=True)
class Heard:
    """The source of parameters: the words of the request, the raw message, and who is there."""

    words: tuple[str, ...]
    raw: str
    user_name: str
    users: tuple[str, ...]
    fragment: bool = False
    # Words said beside the request, which may name what it calls `it`.
    beside: tuple[str, ...] = ()
    # Words of the message's other statements (`he is dead`).
    told: tuple[str, ...] = ()
    # Names that the game tells of.
    known: tuple[str, ...] = ()


def declared(value: Any, plain: Callable[[str], str] = str) -> tuple[Function, ...]:
    """The functions of a sheet; what has no name is passed over. `plain` puts a text into the words of the rules."""
    return tuple(_function(one, plain) for one in _named(value))


def _named(value: Any) -> list[Mapping[str, Any]]:
    """The mappings with a name in a list, alone, or under their names as keys."""
    if isinstance(value, Mapping) and not isinstance(value.get("name"), str):
        value = [{"name": key, **inner} for key, inner in value.items() if isinstance(inner, Mapping)]
    return [one for one in _listed(value) if isinstance(one, Mapping) and str(one.get("name") or "").strip()]


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [] if value is None else [value]


def _function(value: Mapping[str, Any], plain: Callable[[str], str]) -> Function:
    name = str(value["name"])
    description = plain(str(value.get("description") or ""))
    parameters = tuple(_parameter(one, plain) for one in _named(value.get("parameters")))
    words = tuple(split_name(name)) or (name.lower(),)
    switches = [p for p in parameters if p.kind == "boolean"]
    verbs = _verbs(words, description, _listed(value.get("similes")), switches)
    gives = _FORMS["gives"].search(description)
    takes = words[0] == "take" or actions(stem(words[0])) & _WORDS["inward"]
    inward = _FORMS["takes"].search(description) or (takes and not gives)
    outward = verbs & _WORDS["outward"] or (gives and verbs & _WORDS["handing"])
    told = [description, *(text for p in parameters for text in (p.description, *p.choices, *p.hints))]
    # a take may be recorded
    named = _stems(words[1:]) | {stem(word) for word in _acting(words[1:][-1:])}
    joined = {stem(words[1] + words[0])} if len(words) == 2 and words[1] not in _WORDS["subjects"] else set()
    return Function(
        name=name,
        description=description,
        parameters=parameters,
        words=words,
        verbs=verbs,
        things=named | _stems(tokens(" ".join(told))),
        named_things=named | joined,
        direction="in" if inward else "out" if outward else "",
    )


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words if word not in STOP)


def split_name(name: str) -> list[str]:
    """The words of a function's name: snake, kebab, camel or upper case."""
    return tokens(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name))


def _verbs(words: tuple[str, ...], description: str, similes: list[Any], switches: list[Parameter]) -> frozenset[str]:
    """Action groups and stems: of the name's first verb, the description's first word, the similes, and of switches."""
    told = [word for word in tokens(description)[:6] if word not in STOP and word not in _WORDS["subjects"]]
    # `Let the trees step aside`: the first word that is no verb opens a description only where it stands in front
    opening = told if told[:1] == tokens(description)[:1] else _acting(told)
    switched = [word for p in switches for word in tokens(p.description) if word not in ("it", "the")]
    acting = _acting([*_FORMS["asked to"].findall(description), *switched])
    heads = [*_acting(words)[:1], *opening[:1], *acting, *(p.name for p in switches)]
    results = {f"*{group}" for group in all_actions(switched)}
    for head in (*([word] for word in heads), words, *map(split_name, map(str, similes))):
        stems = [stem(word) for word in head[:2]]
        results |= {f"*{group}" for group in all_actions(stems) - all_actions(stems[1:])} | set(stems[:1])
    return frozenset(results)


def _acting(words: Iterable[str]) -> list[str]:
    return [word for word in words if actions(stem(word))]


def _parameter(value: Mapping[str, Any], told: Callable[[str], str]) -> Parameter:
    name, description = str(value["name"]), str(value.get("description") or "")
    kind = str(value.get("type") or "string").lower()
    kind = "number" if kind in _WORDS["number"] else "boolean" if kind.startswith("bool") else "string"
    # the choices of a text are sent as they are written, so only what joins them is put into plain words
    description = _FORMS["joining"].sub(lambda m: told(m[0]), description) if kind == "string" else told(description)
    listed = tuple(map(str, _listed(value.get("enum") or value.get("choices"))))
    # `the role on the yacht, pilot or trimmer`: what leads up to a list is no part of it
    told_of = rf"(?i)^(?:the |an? )?{re.escape(name)} (?:on|in|at|for) (?:the |an? )?[\w-]+, "
    found = tuple(dict.fromkeys(choices(re.sub(told_of, "", description)))) if kind == "string" and not listed else ()
    # `planet or station` names two kinds of things
    found = () if all(plain(one) in _WORDS["kinds of things"] for one in found) else found
    # minutes are counted, whatever their type
    last = "".join(split_name(name)[-1:])
    counted = last in _WORDS["counts"] or (last.endswith("s") and stem(last) in _MEASURES)
    kind = "number" if counted and not (listed or found) else kind
    # `the number of the room, or cellar`: the kind itself is no choice, and its number is free
    is_kind = re.search(rf"\b(?:number|name|letter|code) of (?:the |an? )?{re.escape(name)}\b", description) is not None
    is_open = bool(_FORMS["open list"].search(description)) or (is_kind and name in found)
    found = tuple(one for one in found if one != name or not is_kind)
    head = _FORMS["aside"].sub(r"\1\2", description) if kind == "string" else description
    return Parameter(
        name=name,
        description=head,
        kind=kind,
        choices=listed or (() if is_open else found),
        hints=found if is_open else (),
        optional=bool(_FORMS["optional"].search(description)) or value.get("required") is False or "default" in value,
        # what is only an example names no kind
        words=_stems((*split_name(name), *tokens(_FORMS["open list"].split(head)[0]))),
    )


def choices(description: str) -> list[str]:
    """The words that a description allows: quoted ones, else `one of a, b or c`, else a list after a colon."""
    last = description.rpartition(":")[2]
    for part in (last.split("|"), last.split(";"), description.split("\n")[1:]):
        items = [item.strip(" \t-*•.;'\"`[]()") for item in part]
        # a list with bars or one item a line says by itself what may be chosen
        if len(items) > 1 and all(0 < len(item) <= 40 for item in items):
            return items
    quoted = [(one or other).strip() for one, other in _FORMS["quoted"].findall(description)]
    if len(quoted) > 1:
        return quoted
    # `the jaguar, lizard, snake` and nothing else
    listed = [_FORMS["article"].sub("", item.strip(" .")) for item in description.split(",")]
    if len(listed) > 2 and all(0 < len(item.split()) < 3 and not _FORMS["no item"].search(item) for item in listed):
        return listed
    # `red (urgent), amber (same day) or white`: what each one is for is no choice
    bare = re.sub(r" ?\([^()]*\)", "", description) if description.count(" (") > 1 else description
    match = next(filter(None, (pattern.search(bare) for pattern in _LISTS)), None)
    return _cleaned(re.split(r"\s*[,/|]\s*(?:or\s+)?|\s+or\s+", match[1]), bare[: match.start(1)]) if match else []


def _cleaned(items: list[str], before: str) -> list[str]:
    """List items without articles; the first one loses the words that led up to it."""
    # `A` in capitals is a choice and no article
    bare = [
        list(itertools.dropwhile(lambda word: plain(word) in _WORDS["leads"], item.split()))
        or [word for word in item.split()[-1:] if word.isupper()]
        for item in items
    ]
    if before.strip() and not _FORMS["leads to"].search(before) and len(items[1].split()) == 1:
        bare[0] = bare[0][-1:]
    if before.strip() and _WORDS["verbal"] & set(bare[0][:1]):
        bare[0] = []
    cleaned = [" ".join(words) for words in bare if words]
    return cleaned if len(cleaned) > 1 or len(items) == 2 else []
