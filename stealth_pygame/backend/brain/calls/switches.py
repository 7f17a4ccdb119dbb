"""Yes-or-no parameters: the sides that a description names, or the opposite deeds that a switch stands between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stealth_pygame.backend.brain.knowledge.functions import Heard, Parameter, split_name
from stealth_pygame.backend.brain.language.thesaurus import actions, all_actions, kinship
from stealth_pygame.backend.brain.language.vocabulary import STOP, lex, pattern_of, sections, table
from stealth_pygame.backend.brain.language.words import stem, tokens

_YES: Final = lex("yes yeah yep aye sure okay please definitely certainly absolutely")
_NO: Final = lex("no not nope nah never without nothing")
_SIDES: Final = pattern_of("switches sides", re.IGNORECASE)
_OFF: Final = re.compile(r"(?<!\d)0 \((?:off|out|dark|silent|silence|mute|still|stopped)\b", re.IGNORECASE)
_SWITCH: Final = re.compile(r"\b(?:on|off|active|activated?|enabled?|running|lit|play(?:s|ing)?)\b", re.IGNORECASE)
# A switch, and the words that turn it off or on.
_SWITCHED: Final = re.compile(r"(?:^| )(?:(off|out|stop|quit|cease|silence|mute|enough|kill|cut)|on)(?: |$)")
_SMALL: Final = STOP - {"on", "off", "up", "down", "in", "out"}
_OPPOSITES: Final = table(sections("en", "lists")["switches opposites"])


def is_switch(parameter: Parameter) -> bool:
    """Tell whether a parameter turns something on and off."""
    if parameter.kind == "boolean":
        return bool(_SWITCH.search(f"{' '.join(split_name(parameter.name))} {parameter.description}"))
    # what goes down to `0 (off)` is turned off by that
    ends_in_off = parameter.kind == "number" and _OFF.search(parameter.description)
    return bool(ends_in_off) or {"on", "off"} <= set(parameter.choices)


def truth(parameter: Parameter, heard: Heard) -> str | None:
    """`true` or `false` as the words, or the opposites that the description names, say; None where nothing does."""
    switched = _SWITCHED.search(" ".join(heard.words)) if is_switch(parameter) else None
    if switched or (heard.words[:1] == ("have",) and is_switch(parameter)):
        # `lights, please` are to be on
        return "false" if switched and switched[1] else "true"
    by_act = "" if heard.fragment else _by_act(parameter, heard.words)
    return by_act or _by_sides(parameter, heard.words) or _by_name(parameter, heard) or None


def sides(parameter: Parameter) -> tuple[str, str] | None:
    """Return what true and false mean by the description, where it says so."""
    match = _SIDES.search(parameter.description)
    both = (match[1].strip(" ,.;"), match[2].strip(" ,.;")) if match else ("", "")
    return both if all(both) else None


def _by_sides(parameter: Parameter, words: Sequence[str]) -> str:
    spoken = set(map(stem, words))
    # `opens the bridge`: what is opened and closed belongs to neither side
    bare = [re.sub(r"\b(?:the|an?|its|their) \w+", "", side) or side for side in sides(parameter) or ()]
    stems = [{stem(word) for word in tokens(side) if word not in _SMALL} for side in bare]
    for value, at in (("true", 0), ("false", 1)) if stems else ():
        mine, other = stems[at], stems[1 - at]
        groups = all_actions(mine - other) - all_actions(other - mine)
        if spoken & (mine - other) or any(actions(word) & groups for word in spoken):
            return value
    return ""


def _by_act(parameter: Parameter, words: Sequence[str]) -> str:
    """`Put out the lamps` of a switch called `lit`: its name is one of two opposite deeds, the request the other."""
    named = all_actions(map(stem, split_name(parameter.name)))
    acts = _acts(words)
    for on, off in _OPPOSITES.items():
        meant = {on, off} & named or _SWITCH.search(parameter.description)
        if meant and (on in acts) != (off in acts):
            return "true" if (on in acts) != (off in named) else "false"
    return ""


def _by_name(parameter: Parameter, heard: Heard) -> str:
    """`Without breakfast`, `in no hurry` of what is called `urgent`; a bare yes or no answers the question for it."""
    for words, value in ((_YES, "true"), (_NO, "false")) if heard.fragment else ():
        if words & set(heard.words):
            return value
    named = {stem(word) for word in split_name(parameter.name) if word not in _SMALL}
    spoken = (*heard.words, *heard.told)
    for at, word in enumerate(spoken):
        if any(kinship(stem(word), name) >= 0.6 for name in named):
            return "false" if _NO & set(spoken[max(0, at - 3) : at]) else "true"
    return ""


def _acts(words: Sequence[str]) -> frozenset[str]:
    """The deeds of a request, a particle behind its thing (`turn the lamps off`) read with its verb."""
    head, *later = map(stem, words or ("",))
    joined = frozenset(group for word in later for group in all_actions([head, word]) - actions(word))
    return joined - actions(head) or actions(head)
