"""The deed of a function in words for the character to say: `open the gate`, `give you a map`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from stealth_pygame.backend.brain.knowledge.functions import Function
from stealth_pygame.backend.brain.knowledge.voice import listed
from stealth_pygame.backend.brain.language.thesaurus import actions
from stealth_pygame.backend.brain.language.vocabulary import STOP, lex, words_of
from stealth_pygame.backend.brain.language.words import stem, stem_set

_USER: Final = lex("player user hero customer traveller visitor guest")
_UNCOUNTED: Final = words_of("phrasing uncounted", "lists")
_LOOSE: Final = lex("set toggle switch change adjust trigger do use run start let allow enable disable activate")
_TO_WHOM: Final = lex("give sell lend hand serve teach tell offer bring pay write grant rent show")
_THROUGH: Final = lex("across to with at for")
_ADJECTIVES: Final = words_of("phrasing adjectives", "lists")
_PERSONS: Final = stem_set("person name crew member who whom suspect player target contact")
_BETWEEN: Final = lex("over out up in back down item items goods thing")
_AIMED: Final = frozenset(
    {"heal", "bless", "follow", "lead", "arrest", "attack", "forgive", "curse", "feed", "hide", "recruit"}
)


def with_article(word: str) -> str:
    """`an axe`, but `bread`, `arrows` and `Reyes`."""
    head = word.split()[-1].lower()
    if head in _UNCOUNTED or (head.endswith("s") and not head.endswith("ss")) or word[:1].isupper():
        return word
    return f"{'an' if word[0].lower() in 'aeiou' else 'a'} {word}"


def many(thing: str) -> str:
    """The plural of a thing, where it has one."""
    head = thing.split()[-1]
    if head in _UNCOUNTED or (head.endswith("s") and not head.endswith("ss")):
        return thing
    return thing + ("es" if head.endswith(("ss", "x", "ch", "sh")) else "s")


def ability(function: Function) -> str:
    """Return what a function does with all that may be chosen, as words after `I can`."""
    words = ["you" if word in _USER else word for word in function.words]
    chosen = listed([with_article(word) for word in function.choices[:4]])
    if words[-1] == "you" and len(words) > 1:
        return " ".join(words)
    if len(words) == 1 and function.outward and chosen:
        return f"{words[0]} {chosen}"
    if len(words) == 1:
        aimed = not function.parameters and words[0] not in STOP
        return f"{words[0]} you" if aimed else words[0]
    if words[-1] in ("item", "items", "goods", "thing") and chosen:
        return f"{words[0]} {chosen}"
    if words[-1] in _THROUGH:
        return " ".join(words[:-1])
    return f"{words[0]} {'' if words[1] in STOP or words[-1].endswith('s') else 'the '}{' '.join(words[1:])}"


def deed(function: Function, values: Mapping[str, str] | None = None, user_name: str = "") -> str:
    """Return what a function does with its values, as words after `let me` or `shall I`."""
    words = ["you" if word in _USER else word for word in function.words]
    verb, rest = words[0], [_shown(word, function) for word in words[1:] if word not in _BETWEEN]
    told = _value(function, values or {}, user_name)
    if not rest:
        return _alone(verb, told, function)
    if rest[-1] in _THROUGH or rest[-1] == "you":
        place = f"to {_the(told)}" if told and rest[-1] == "to" else ""
        return " ".join(filter(None, [verb, *([r for r in rest if r not in _THROUGH] or ["you"]), place]))
    if rest[0].endswith("ing"):
        return " ".join([verb, *rest])
    switched = any(p.kind == "boolean" for p in function.parameters)
    switched = switched and verb not in _TO_WHOM
    if verb in ("let", "allow"):
        return "see to that"
    if verb in _LOOSE or switched or not (actions(stem(verb)) or verb in _TO_WHOM or verb in ("make", "take", "show")):
        return f"see to {_the(' '.join(rest))}"
    thing = _thing(" ".join(rest), told, function)
    if verb in _TO_WHOM and function.direction != "in":
        return f"{verb} you {with_article(thing) if verb not in ('show', 'pay') else _the(thing)}"
    return f"{verb} {_the(thing)}"


def _alone(verb: str, told: str, function: Function) -> str:
    """A function of one word: `heal you`, `accuse Hobbs`, `whistle`."""
    if told:
        ware = function.outward and told != "you"
        return f"{verb} you {with_article(told)}" if ware else f"{verb} {_the(told)}"
    if function.outward and function.choices:
        return f"{verb} you something"
    aimed = actions(stem(verb)) & _AIMED and not any(p.kind == "number" for p in function.parameters)
    return f"{verb} you" if aimed else verb


def _thing(named: str, told: str, function: Function) -> str:
    """Return what the function acts on: the value where it is the thing itself, else the thing of its name."""
    first = next((p for p in function.parameters if p.kind == "string"), None)
    if not told or first is None or len(told) > 30:
        return named
    if stem(first.name) in function.named_things:
        return f"{told} {named}" if told.lower() in _ADJECTIVES else told
    return (
        told
        if (told[:1].isupper() and first.words & _PERSONS and function.words[0] not in _TO_WHOM)
        or (not first.choices and function.outward and not first.words & _PERSONS)
        else named
    )


def _shown(word: str, function: Function) -> str:
    """A word of the function's name, with a capital where the description writes it as a name."""
    name = word.capitalize()
    pattern = rf"(?:^|\s)(?!(?:the|a|an|our|my)\b)[a-z]+ {re.escape(name)}\b"
    return name if re.search(pattern, function.description) else word


def _value(function: Function, values: Mapping[str, str], user_name: str) -> str:
    first = next((p for p in function.parameters if p.kind == "string" and values.get(p.name)), None)
    told = values[first.name] if first else ""
    if told and told == user_name:
        return "you"
    return told if len(told) <= 40 else ""


def _the(text: str) -> str:
    first = text.split()[0] if text else ""
    return text if not text or first[:1].isupper() or first in STOP else f"the {text}"
