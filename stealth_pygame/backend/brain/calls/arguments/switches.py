"""Yes-or-no parameters: the sides that a description names, or the opposite deeds that a switch stands between."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from typing import Final

from stealth_pygame.backend.brain.knowledge.functions import Heard, Parameter, split_name
from stealth_pygame.backend.brain.language.thesaurus import actions, all_actions, kinship
from stealth_pygame.backend.brain.language.vocabulary import STOP, groups_of, patterns_of, sections, table
from stealth_pygame.backend.brain.language.words import stem, tokens

_WORDS: Final = groups_of("switches")
_FORMS: Final = patterns_of("switches")
_SMALL: Final = STOP - {"on", "off", "up", "down", "in", "out"}
_OPPOSITES: Final = table(sections("en", "lists")["switches opposites"])
_CONTRARY: Final = table(sections("en", "lists")["switches contraries"])


def is_switch(parameter: Parameter) -> bool:
    """Tell whether a parameter turns something on and off."""
    if parameter.kind == "boolean":
        return bool(_FORMS["switch"].search(f"{' '.join(split_name(parameter.name))} {parameter.description}"))
    # what goes down to `0 (off)` is turned off by that
    ends_in_off = parameter.kind == "number" and _FORMS["off"].search(parameter.description)
    return bool(ends_in_off) or {"on", "off"} <= set(parameter.choices)


def undoes(groups: Collection[str], verbs: Collection[str]) -> bool:
    """Tell whether one of some deeds is the opposite of one that a function is called by."""
    both = [pair for one, other in _OPPOSITES.items() for pair in ((one, other), (other, one))]
    return any(f"*{one}" in groups and f"*{other}" in verbs for one, other in both)


def truth(parameter: Parameter, heard: Heard) -> str | None:
    """`true` or `false` as the words, or the opposites that the description names, say; None where nothing does."""
    turns, words = is_switch(parameter), heard.words
    if switched := turns and _FORMS["switched"].search(" ".join(words)):
        return "false" if any(switched.groups()) else "true"
    told = by_act(parameter, words) or by_sides(parameter, words) or _by_name(parameter, heard)
    # `lights, please` and `get some lights in here` are to be on, unless it is the `end` of them
    ordered = turns and words[:1] in (("have",), ("get",), ("put",)) and not _WORDS["ending"] & set(words)
    return told or ("true" if ordered else None)


def sides(parameter: Parameter) -> tuple[str, str] | None:
    """Return what true and false mean by the description, where it says so."""
    match = _FORMS["sides"].search(parameter.description)
    both = (match[1].strip(" ,.;"), match[2].strip(" ,.;")) if match else ("", "")
    return both if all(both) else None


def by_sides(parameter: Parameter, words: Sequence[str]) -> str:
    """`true` or `false` as the words name one of two sides (`a full repair`), or an empty text."""
    spoken, told = set(map(stem, words)), sides(parameter) or ("", "")
    on, off = ({stem(word) for word in tokens(side) if word not in _SMALL} for side in told)
    return "true" if spoken & (on - off) else "false" if spoken & (off - on) else ""


def by_act(parameter: Parameter, words: Sequence[str]) -> str:
    """`Put out the lamps` of a switch called `lit`: its name is one of two opposite deeds, the request the other."""
    named = all_actions(map(stem, split_name(parameter.name)))
    verb = stem(words[0]) if words else ""
    acts = actions(verb).union(*(actions(f"{verb} {word}") for word in _WORDS["particles"] & set(words[1:])))
    for on, off in _OPPOSITES.items():
        meant = {on, off} & named or _FORMS["switch"].search(parameter.description)
        if meant and (on in acts) != (off in acts):
            return "true" if (on in acts) != (off in named) else "false"
    return ""


def _by_name(parameter: Parameter, heard: Heard) -> str:
    """`Without breakfast`, `in no hurry` of what is called `urgent`; a bare yes or no answers the question for it."""
    for words, value in ((_WORDS["yes"], "true"), (_WORDS["no"], "false")) if heard.fragment else ():
        if words & set(heard.words):
            return value
    named = [stem(word) for word in split_name(parameter.name) if word not in _SMALL]
    spoken = (*heard.words, *heard.told)
    # `no hot, just cold water`: a no at the head of a message is no word of the request
    refused = any(one in _WORDS["no"] and stem(word) in named for one, word in itertools.pairwise(tokens(heard.raw)))
    if refused or {_CONTRARY.get(name) for name in named} & set(spoken):
        return "false"
    for at, word in enumerate(spoken):
        if any(kinship(stem(word), name) >= 0.6 for name in named):
            # the second class is not the first
            other = len(named) == 2 and stem(word) == named[1] and stem(spoken[at - 1]) != named[0]
            return "false" if other or _WORDS["no"] & set(spoken[max(0, at - 3) : at]) else "true"
    return ""
