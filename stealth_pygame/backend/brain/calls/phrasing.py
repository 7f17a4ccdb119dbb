"""The deed of a function in words for the character to say: `open the gate`, `give you a map`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from stealth_pygame.backend.brain.knowledge.functions import Function
from stealth_pygame.backend.brain.knowledge.voice import listed
from stealth_pygame.backend.brain.language.adjectives import an, describes, the
from stealth_pygame.backend.brain.language.thesaurus import actions
from stealth_pygame.backend.brain.language.vocabulary import STOP, groups_of
from stealth_pygame.backend.brain.language.words import STEMS, stem

_WORDS: Final = groups_of("phrasing")


def many(thing: str) -> str:
    """The plural of a thing, where it has one."""
    return thing if an(thing) == thing else thing + ("es" if thing.endswith(("ss", "x", "ch", "sh")) else "s")


def _spoken(function: Function) -> list[str]:
    """The words of the name, with `you` for the player: `call a guest` and `show the guest book` name others."""
    last = function.words[-1]
    is_user = last in _WORDS["user"] and not re.search(rf"\ban? {last}\b", function.description)
    return [
        "you" if word in _WORDS["user"] and (is_user or word in ("player", "user", "me")) else word
        for word in function.words
    ]


def ability(function: Function) -> str:
    """Return what a function does with all that may be chosen, as words after `I can`."""
    verb, *rest = _spoken(function)
    chosen = listed([an(word) for word in function.choices[:4]])
    if chosen and (rest[-1:] in (["item"], ["items"], ["goods"], ["thing"]) or (not rest and function.outward)):
        return f"{verb} {chosen}"
    if not rest:
        return f"{verb} you" if not function.parameters and verb not in STOP else verb
    if rest[-1] != "you" and rest[0] not in STOP and not rest[-1].endswith("s"):
        rest.insert(0, "the")
    return " ".join([verb, *rest])


def deed(function: Function, values: Mapping[str, str] | None = None, user_name: str = "") -> str:
    """Return what a function does with its values, as words after `let me` or `shall I`."""
    verb, *named = _spoken(function)
    rest = [_shown(word, function) for word in named if word not in _WORDS["between"]]
    given = values or {}
    told = next((given[p.name] for p in function.parameters if p.kind == "string" and given.get(p.name)), "")
    told = "you" if told and told == user_name else told if len(told) <= 40 else ""
    if not rest:
        return _alone(verb, told, function)
    if rest[-1] in _WORDS["through"] or rest[-1] == "you":
        place = [f"to {the(told)}"] if told and rest[-1] == "to" else []
        # who leads the player leads `you`, and who whispers to somebody nobody else
        moved = [word for word in rest if word not in _WORDS["through"]] or ["you"] * (not place or _moves(function))
        return " ".join([verb, *moved, *place])
    if rest[0].endswith("ing") and verb in _WORDS["going on"]:
        return " ".join([verb, *rest])
    if rest[0] in ("to", "into", "through", "at", "on", "with") and rest[1:]:
        return f"{verb} {rest[0]} {the(' '.join(rest[1:]))}"
    if verb in ("let", "allow"):
        return "see to that"
    switched = verb in _WORDS["loose"] or any(p.kind == "boolean" for p in function.parameters)
    if verb not in _WORDS["to whom"] and (switched or not (actions(stem(verb)) or verb in ("make", "take"))):
        return f"see to {the(' '.join(rest))}"
    thing = _thing(" ".join(rest), told, function)
    if verb in _WORDS["to whom"] and function.direction != "in":
        return f"{verb} you {the(thing) if verb in ('show', 'pay') else an(thing)}"
    return f"{verb} {the(thing)}"


def _alone(verb: str, told: str, function: Function) -> str:
    """A function of one word: `heal you`, `accuse Hobbs`, `whistle`."""
    if told and _moves(function) and function.parameters[0].words & STEMS["place"]:
        return f"{verb} you to {the(told)}"
    if told:
        return f"{verb} you {an(told)}" if function.outward and told != "you" else f"{verb} {the(told)}"
    if len(function.words) > 1 and function.words[-1] != "you":
        # `give_item` gives what is not named yet
        return f"{verb} you something" if function.outward else "see to that"
    aimed = actions(stem(verb)) & _WORDS["aimed"] and not any(p.kind == "number" for p in function.parameters)
    return f"{verb} you" if aimed else verb


def _moves(function: Function) -> bool:
    """Tell whether it is the player who is led or sent somewhere."""
    return stem("player") in function.things


def _thing(named: str, told: str, function: Function) -> str:
    """Return what the function acts on: the value where it is the thing itself, else the thing of its name."""
    first = next((p for p in function.parameters if p.kind == "string"), None)
    if not told or first is None or len(told) > 30:
        return named
    if stem(first.name) in function.named_things:
        is_kind = told.lower() in _WORDS["adjectives"] or (told.islower() and describes(told.split()[-1]))
        return f"{told} {named}" if is_kind else told
    if first.words & STEMS["named"]:
        # a lane is reserved for somebody, and a suspect accused
        acted_on = function.named_things & (first.words | STEMS["named"])
        return told if told[:1].isupper() and acted_on and function.words[0] not in _WORDS["to whom"] else named
    return told if function.outward and not first.choices else named


def _shown(word: str, function: Function) -> str:
    """A word of the function's name, with a capital where the description writes it as a name."""
    name = word.capitalize()
    pattern = rf"(?:^|\s)(?!(?:the|a|an|our|my)\b)[a-z]+ {re.escape(name)}\b"
    return name if re.search(pattern, function.description) else word
