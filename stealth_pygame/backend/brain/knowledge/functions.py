"""A character's functions as declared on its sheet: what they are called for, and what their parameters may be."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from stealth_pygame.backend.brain.language.adjectives import describes
from stealth_pygame.backend.brain.language.thesaurus import actions, all_actions
from stealth_pygame.backend.brain.language.vocabulary import STOP, lex, pattern_of, words_of
from stealth_pygame.backend.brain.language.words import plain, stem, tokens

_OPTIONAL: Final = pattern_of("functions optional", re.IGNORECASE)
_OPEN_LIST: Final = pattern_of("functions open list", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[\"“”`]([^\"“”`]{1,40})[\"“”`]|(?<!\w)['‘]([^'‘’]{1,40})['’](?!\w)")
# every repeat has an end: without one, a search takes time with the square of the text
_WORD: Final = r"[\w-]{1,64}"
_TITLE: Final = r"[A-Z][\w'-]{0,64}(?: (?:(?:of|the|for|and|in|to|a) ){0,2}[A-Z][\w'-]{0,64}){1,5}"
_ITEM: Final = rf"(?:{_TITLE}|{_WORD}(?: {_WORD})?)"
_LIST: Final = re.compile(
    rf"(?<![\w-])({_ITEM}(?:\s{{0,3}}[,/|]\s{{0,3}}{_ITEM}){{0,20}}\s{{0,3}},?\s{{1,3}}or\s{{1,3}}"
    rf"(?:an? |the )?{_ITEM})"
)
_COLON: Final = re.compile(
    r"(?::|=|\(|one of|either|among|can be|may be|must be|options are|choices are)\s{0,3}"
    rf"((?:an? |the )?{_ITEM}(?:\s{{0,3}}[,/|]\s{{0,3}}{_ITEM}){{1,40}})"
)
_SLASHED: Final = re.compile(r"\b\w{1,64}(?:[/|]\w{1,64}){1,40}\b")
_TAKES: Final = pattern_of("functions takes", re.IGNORECASE)
_GIVES: Final = pattern_of("functions gives", re.IGNORECASE)
_OUTWARD: Final = frozenset({"sell", "give", "lend", "rent", "serve", "forge", "brew", "cook"})
_BRINGS: Final = frozenset({"bring", "fetch", "hand"})
_INWARD: Final = frozenset({"buy", "accept"})


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
    """One function: `verbs` are the action groups and stems it is called by, `things` the stems of what it acts on."""

    name: str
    description: str
    parameters: tuple[Parameter, ...]
    words: tuple[str, ...]
    verbs: frozenset[str]
    things: frozenset[str]
    named_things: frozenset[str]
    direction: str
    examples: tuple[str, ...]
    # Stems of what the description names as an occasion besides being asked: `or says that all is ready`.
    occasions: tuple[frozenset[str], ...] = ()

    @property
    def outward(self) -> bool:
        """Tell whether it hands something to the player."""
        return self.direction == "out"

    @property
    def deeds(self) -> frozenset[str]:
        """Return the stems of choices that may stand as the verb of a request, where something else is its object."""
        done_to = any(p.kind == "string" and not p.choices and not p.optional for p in self.parameters)
        words = [word for p in self.parameters for word in p.choices] if done_to and not self.direction else []
        return frozenset(stem(word) for word in words if word.islower() and word.isalpha() and not describes(word))

    @property
    def choices(self) -> tuple[str, ...]:
        """All words that any of its parameters allows or gives as an example."""
        return tuple(word for parameter in self.parameters for word in (*parameter.choices, *parameter.hints))


def declared(value: Any, plain: Callable[[str], str] = str) -> tuple[Function, ...]:
    """The functions of a sheet; what has no name is passed over. `plain` puts a text into the words of the rules."""
    listed = value.values() if isinstance(value, Mapping) and "name" not in value else value
    listed = [listed] if isinstance(listed, Mapping) else listed if isinstance(listed, (list, tuple)) else list(listed)
    return tuple(
        _function(one, plain) for one in listed if isinstance(one, Mapping) and str(one.get("name") or "").strip()
    )


def _function(value: Mapping[str, Any], plain: Callable[[str], str]) -> Function:
    name = str(value["name"])
    description = plain(str(value.get("description") or ""))
    parameters = tuple(_parameters(value.get("parameters"), plain))
    similes = [str(one) for one in _listed(value.get("similes"))]
    words = tuple(split_name(name)) or (name.lower(),)
    verbs = _verbs(words, description, similes, parameters)
    text = " ".join(
        [description, *(p.description for p in parameters), *(c for p in parameters for c in (*p.choices, *p.hints))]
    )
    named = frozenset(stem(word) for word in words[1:] if word not in STOP)
    return Function(
        name=name,
        description=description,
        parameters=parameters,
        words=words,
        verbs=verbs,
        things=named | {stem(word) for word in tokens(text) if word not in STOP},
        named_things=named | ({stem(words[1] + words[0])} if len(words) == 2 and words[1] not in _SUBJECTS else set()),
        direction=_direction(verbs, description, words),
        examples=tuple(_examples(value.get("examples"))),
        occasions=tuple(_occasions(description)),
    )


_OCCASION: Final = pattern_of("functions occasion", re.IGNORECASE)


def _occasions(description: str) -> Iterator[frozenset[str]]:
    for wording, verb, thing in _OCCASION.findall(description):
        stems = {stem(word) for word in tokens(wording or thing) if word not in STOP}
        if stems:
            yield frozenset(stems | ({stem("bring")} if verb else set()))


def split_name(name: str) -> list[str]:
    """The words of a function's name: snake, kebab, camel or upper case."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return tokens(re.sub(r"[_\-.]+", " ", spaced))


def _verbs(
    words: tuple[str, ...], description: str, similes: list[str], parameters: tuple[Parameter, ...]
) -> frozenset[str]:
    """Action groups and stems: of the name's first verb, the description's first word, the similes, and of switches."""
    heads = [[word] for word in words if actions(stem(word))][:1] or [list(words[:1])]
    phrase = [words[0], words[1]] if len(words) > 1 else list(words)
    told = [word for word in tokens(description)[:6] if word not in STOP and word not in _SUBJECTS]
    opens = bool(told) and told[0] == tokens(description)[0]
    # `Let the trees step aside`: the first word that is no verb opens a description only where it stands in front
    first = told[0] if opens else next((word for word in told if actions(stem(word))), "")
    heads += [[word] for word in _ASKED_TO.findall(description.lower()) if actions(stem(word)) and word not in _ASIDE]
    heads += [phrase, [first], *(split_name(simile)[:2] for simile in similes)]
    heads += [[p.name] for p in parameters if p.kind == "boolean"]
    heads += [
        [word] for p in parameters if p.kind == "boolean" for word in tokens(p.description) if actions(stem(word))
    ]
    switched = [
        word for p in parameters if p.kind == "boolean" for word in tokens(p.description) if word not in ("it", "the")
    ]
    results = {f"*{group}" for group in all_actions(switched)}
    for head in heads:
        stemmed = [stem(word) for word in head if word]
        groups = all_actions(stemmed[:1]) | (all_actions(stemmed) - all_actions(stemmed[1:]))
        results |= {f"*{group}" for group in groups} | set(stemmed[:1])
    return frozenset(results - {""})


_ASKED_TO: Final = pattern_of("functions asked to")
_ASIDE: Final = frozenset({"buy", "sell", "them", "it", "somebody"})
_SUBJECTS: Final = frozenset(
    {"player", "user", "npc", "character", "called", "call", "function", "used", "when", "lets", "allows", "makes"}
)


def _direction(verbs: frozenset[str], description: str, words: tuple[str, ...]) -> str:
    """`out`: something goes to the player; `in`: something comes from the player; empty where neither."""
    groups = {verb[1:] for verb in verbs if verb.startswith("*")}
    if _TAKES.search(description):
        return "in"
    if _GIVES.search(description):
        return "out" if groups & (_OUTWARD | _INWARD) or words[0] in _BRINGS else ""
    head = {group for word in words[:1] for group in actions(stem(word))}
    if head & _INWARD or words[:1] == ("take",):
        return "in"
    return "out" if groups & _OUTWARD else ""


def _parameters(value: Any, plain: Callable[[str], str]) -> Iterator[Parameter]:
    listed = (
        [{"name": k, **v} for k, v in value.items() if isinstance(v, Mapping)] if isinstance(value, Mapping) else value
    )
    for one in _listed(listed):
        if isinstance(one, Mapping) and one.get("name"):
            yield _parameter(one, plain)


def _parameter(value: Mapping[str, Any], told: Callable[[str], str]) -> Parameter:
    name, description = str(value["name"]), str(value.get("description") or "")
    kind = _KINDS.get(str(value.get("type") or "string").lower(), "string")
    # the choices of a text are sent as they are written, so only what joins them is put into plain words
    description = (
        re.sub(_JOINING, lambda match: told(match.group(0)), description) if kind == "string" else told(description)
    )
    listed = [str(one) for one in _listed(value.get("enum") or value.get("choices"))]
    results = listed or (choices(description) if kind == "string" else [])
    is_open = bool(_OPEN_LIST.search(description)) and not listed
    results = [] if not listed and results and all(plain(one) in _KINDS_OF_THINGS for one in results) else results
    return Parameter(
        name=name,
        description=description,
        kind=kind,
        choices=() if is_open else tuple(results),
        hints=tuple(results) if is_open else (),
        optional=bool(_OPTIONAL.search(description)) or value.get("required") is False or "default" in value,
        words=frozenset(stem(word) for word in (*split_name(name), *tokens(description)) if word not in STOP),
    )


_JOINING: Final = re.compile(r"\b(?:oder|und|o|u|y|uno? de|una de|eine?[sr]? von)\b", re.IGNORECASE)
# A list of these (`planet or station`) says what kind of thing is meant, and is no list of choices.
_KINDS_OF_THINGS: Final = words_of("functions kinds of things", "lists")
_KINDS: Final = {
    "number": "number",
    "integer": "number",
    "int": "number",
    "float": "number",
    "boolean": "boolean",
    "bool": "boolean",
}


def choices(description: str) -> list[str]:
    """The words that a description allows: quoted ones, else `one of a, b or c`, else a list after a colon."""
    for mark, part in (
        ("|", description.rpartition(":")[2]),
        (";", description.rpartition(":")[2]),
        ("\n", description.partition("\n")[2]),
    ):
        items = [item.strip(" \t-*•.;'\"`[]()") for item in part.split(mark)]
        # a list with bars or one item a line says by itself what may be chosen
        if len(items) > 1 and all(0 < len(item) <= 40 for item in items):
            return list(dict.fromkeys(items))
    quoted = [one or other for one, other in _QUOTED.findall(description)]
    if len(quoted) > 1 or (quoted and not _LIST.search(description)):
        return list(dict.fromkeys(word.strip() for word in quoted))
    bare = re.sub(r"\([^()]*\d[^()]*\)", "", description)
    for pattern in (_LIST, _COLON, _SLASHED):
        match = pattern.search(bare)
        if match:
            results = match.group(1) if pattern is not _SLASHED else match.group(0)
            items = re.split(r"\s*[,/|]\s*(?:or\s+)?|\s+or\s+", results)
            return _cleaned(items, bare[: match.start(0 if pattern is _SLASHED else 1)])
    return []


def _cleaned(items: list[str], before: str) -> list[str]:
    """List items without articles; the first one loses the words that led up to it."""
    cleaned: list[str] = []
    for at, item in enumerate(items):
        words = list(itertools.dropwhile(lambda word: plain(word) in _LEADS, item.split()))
        if (
            at == 0
            and before.strip()
            and len(item.split()) > 1
            and not re.search(
                r"(?:[:(=,]|one of|either"
                r"|among)\s*$",
                before,
            )
        ):
            words = words[-1:] if len(words) > 1 and len(items[1].split()) == 1 else words
        if words and (at or plain(words[0]) not in _VERBAL or not before.strip()):
            cleaned.append(" ".join(words))
    return cleaned if len(cleaned) > 1 else cleaned if len(items) == 2 else []


_LEADS: Final = frozenset(
    {"a", "an", "the", "of", "one", "either", "is", "are", "be", "for", "what", "which", "to", "from", "in", "with"}
)
_VERBAL: Final = lex("sold bought given wanted healed opened used item kind type name")


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [] if value is None else [value]


def _examples(value: Any) -> Iterator[str]:
    """The texts of a function's examples, whichever way they are nested."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _examples(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _examples(inner)


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
    # Words that the request rules out (`but not the red one`).
    excluded: tuple[str, ...] = ()
    # Words of the message's other statements (`he is dead`).
    told: tuple[str, ...] = ()
    # Return what the character itself is called.
    names: frozenset[str] = frozenset()
