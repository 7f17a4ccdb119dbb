"""Yes-or-no parameters: the sides that a description names, or the opposite deeds that a switch stands between."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from stealth_pygame.backend.brain.knowledge.functions import Heard, Parameter
from stealth_pygame.backend.brain.language.thesaurus import actions, all_actions
from stealth_pygame.backend.brain.language.vocabulary import STOP, lex, pattern_of
from stealth_pygame.backend.brain.language.words import stem, tokens

_YES: Final = lex("yes yeah yep aye sure okay please definitely certainly absolutely")
_NO: Final = lex("no not nope nah never without")
_SIDES: Final = pattern_of("switches sides", re.IGNORECASE)
_SWITCH: Final = re.compile(r"\b(?:on|off|active|activated?|enabled?|running|lit|play(?:s|ing)?)\b", re.IGNORECASE)
# A switch, and the words that turn it off or on.
_SWITCHED: Final = re.compile(r"(?:^| )(?:(off|out|stop|quit|cease|silence|mute|enough|kill|cut)|on)(?: |$)")
_SMALL: Final = STOP - {"on", "off", "up", "down", "in", "out"}
_OPPOSITES: Final = (
    ("light", "extinguish"),
    ("activate", "deactivate"),
    ("open", "close"),
    ("hoist", "drop"),
    ("begin", "stop"),
    ("follow", "stop"),
    ("dock", "undock"),
)


def is_switch(parameter: Parameter) -> bool:
    """Tell whether a parameter turns something on and off."""
    if parameter.kind == "boolean":
        return bool(_SWITCH.search(f"{parameter.name} {parameter.description}"))
    return {"on", "off"} <= set(parameter.choices)


def truth(parameter: Parameter, heard: Heard) -> str | None:
    """`true` or `false` as the words, or the opposites that the description names, say; None where nothing does."""
    spoken = {stem(word) for word in heard.words}
    switched = _SWITCHED.search(" ".join(heard.words))
    if switched and _SWITCH.search(f"{parameter.name} {parameter.description}".replace("_", " ")):
        return "false" if switched.group(1) else "true"
    if heard.words[:1] == ("have",) and is_switch(parameter):
        # `lights, please`
        return "true"
    acts = _acts(list(heard.words)) if _SWITCH.search(parameter.description) else frozenset()
    for on, off in _OPPOSITES if not heard.fragment else ():
        if (on in acts) != (off in acts):
            return "true" if on in acts else "false"
    results = _by_sides(parameter, spoken) or _by_act(parameter, heard.words)
    if results:
        return results
    if heard.fragment and _YES & set(heard.words):
        return "true"
    if heard.fragment and _NO & set(heard.words):
        return "false"
    told = {stem(word) for word in tokens(parameter.name.replace("_", " ")) if word not in STOP}
    if told & {stem(word) for word in heard.excluded}:
        return "false"
    if spoken & told:
        return "false" if _NO & set(heard.words) else "true"
    return _by_sides(parameter, {stem(word) for word in heard.told}) if heard.told else None


def sides(parameter: Parameter) -> tuple[str, str] | None:
    """Return what true and false mean by the description, where it says so."""
    match = _SIDES.search(parameter.description)
    both = (match.group(1).strip(" ,.;"), match.group(2).strip(" ,.;")) if match else ("", "")
    return both if all(both) else None


def _by_sides(parameter: Parameter, spoken: set[str]) -> str | None:
    both = sides(parameter)
    if not both:
        return None
    # `opens the bridge`: what is opened and closed belongs to neither side
    bare = [re.sub(r"\b(?:the|an?|its|their) \w+", "", side) or side for side in both]
    yes, no = ({stem(word) for word in tokens(side) if word not in _SMALL} for side in bare)
    for mine, other, value in ((yes, no, "true"), (no, yes, "false")):
        if spoken & (mine - other) or _share_action(spoken, mine - other, other - mine):
            return value
    return None


def _share_action(spoken: set[str], side: set[str], other: set[str]) -> bool:
    groups = {group for word in side for group in actions(word)} - {group for word in other for group in actions(word)}
    return any(group in groups for word in spoken for group in actions(word))


def _by_act(parameter: Parameter, words: Iterable[str]) -> str | None:
    """`Put out the lamps` of a switch called `lit`: its name is one of two opposite deeds, the request the other."""
    named = all_actions([stem(word) for word in tokens(parameter.name.replace("_", " "))])
    done = _acts(list(words))
    for deed, undone in _OPPOSITES:
        for mine, other, value in ((deed, undone, "true"), (undone, deed, "false")):
            if mine in named:
                return value if mine in done else ("false" if value == "true" else "true") if other in done else None
    return None


def _acts(words: list[str]) -> frozenset[str]:
    """The deeds of a request, a particle behind its thing (`turn the lamps off`) read with its verb."""
    stemmed = [stem(word) for word in words]
    apart = {group for word in stemmed[1:] for group in all_actions([stemmed[0], word]) - actions(word)}
    alone = actions(stemmed[0]) if stemmed else frozenset()
    joined = frozenset(apart) - alone
    return joined or alone
