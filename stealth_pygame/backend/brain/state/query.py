"""Which values of the moment a question is about: every word that it is about must be one of theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stealth_pygame.backend.brain.language.adjectives import done, opposed
from stealth_pygame.backend.brain.language.thesaurus import kinship
from stealth_pygame.backend.brain.language.values import is_number, is_somewhere
from stealth_pygame.backend.brain.language.vocabulary import content, lex
from stealth_pygame.backend.brain.language.words import capital, stem, tokens
from stealth_pygame.backend.brain.state.entries import KINDS, StateEntry
from stealth_pygame.backend.brain.state.sentences import sentence

_TOPICS: Final = {
    "weather": lex(
        "weather rain raining rainy snow snowing snowy hail hailing storm stormy wind windy sun sunny shining fog "
        "foggy mist misty cloud cloudy clear cold hot warm wet dry thunder forecast"
    ),
    "mood": lex(
        "mood feel feeling temper spirits good bad foul happy sad angry cross cheerful upset merry glum grumpy gloomy"
    ),
    "inventory": lex("carry carrying hold holding own possess inventory bag backpack pockets pack pouch belongings"),
    "health": lex("health hurt wounded injured healthy hp life"),
    "money": lex("money rich poor cash wealth purse"),
}
"""What is asked of a kind of value without its name."""
_FILLS: Final = lex("left remaining today currently outside moment state status doing fare")
_STATES: Final = lex("is are am was were be has have had got left many much feel carry")
_OPENS: Final = lex("tell what how about which may might")
_ASIDE: Final = lex("why whose whom")
_MEASURED: Final = {
    "far": "distance",
    "fast": "speed velocity",
    "old": "age",
    "big": "size",
    "large": "size",
    "tall": "height",
    "high": "height altitude level",
    "long": "length duration",
    "heavy": "weight mass",
    "deep": "depth",
    "strong": "strength power",
    "hot": "temperature heat",
    "cold": "temperature",
    "expensive": "price cost",
}
"""What `how far` and its like ask for."""
_HOW_ELSE: Final = lex("soon come do does did can could should would will to")
_YES_NO: Final = lex("is are am was were has have do does did can could")
_MOST: Final = 4
"""Sentences of one topic."""
_YOU_KNOW: Final = re.compile(
    r"^(?:(?:do|can|could|would|will) you (?:know|tell me|say|see)|tell me|say) (?:if |whether )?"
)

_BARE: Final = re.compile(r"(?:and )?(?:(?:what|how) about )?(?:the|my|your|our) \w+(?: \w+)?$|about the \w+$")


def answered(words: Sequence[str], known: Sequence[StateEntry]) -> str:
    """What the moment says to a question about it, or an empty text."""
    asked = _YOU_KNOW.sub("", " ".join(words)).split()
    about = _about(asked)
    if not about or not _asks_state(asked, known):
        return ""
    person = person_of(asked)
    fits = [leaf for leaf in known if _may_tell(leaf, person, asked)]
    return told(asked, _best(about, fits), person)


def _about(words: Sequence[str]) -> list[str]:
    """The words that say what a question is about; `how far` asks for a distance."""
    about = [word for word in content(words) if word not in _FILLS]
    if words[0] != "how" or len(words) < 2 or words[1] not in _MEASURED:
        return about
    return [f"how {words[1]}", *(word for word in about if word != words[1])]


def hinted(words: Sequence[str], known: Sequence[StateEntry]) -> str:
    """What the moment tells of the thing that a question names, where nothing else answers."""
    about = _about(words)
    near = [leaf for leaf in known if leaf.of and any(_level(word, leaf) >= _OUTER for word in about)]
    things = near if len(about) <= 2 else []
    if not things or words[0] not in _YES_NO | _OPENS:
        return ""
    return told(words, things, person_of(words))


def person_of(words: Sequence[str]) -> str:
    """Whose things a question is about: "user", "self", "our", or an empty text."""
    said = set(words)
    if said & {"i", "my", "me", "mine", "myself"}:
        return "user"
    if said & {"our", "we", "us"}:
        return "our"
    return "self" if said & {"you", "your", "yours", "yourself"} else ""


def told(words: Sequence[str], found: Sequence[StateEntry], person: str) -> str:
    """The sentences of several leaves, what holds before what does not; with yes or no where one leaf answers that."""
    if not found:
        return ""
    ranked = sorted(found, key=_weight) if len(found) > 1 else found
    said = list(dict.fromkeys(capital(sentence(leaf, person)) for leaf in ranked[:_MOST]))
    verdict = _verdict(words, found[0]) if len(found) == 1 else ""
    return f"{verdict}{sentence(found[0], person)}." if verdict else " ".join(f"{text}." for text in said)


def _weight(leaf: StateEntry) -> int:
    return 2 if leaf.truth is False else 1 if is_number(leaf.value) else 0


def _verdict(words: Sequence[str], leaf: StateEntry) -> str:
    """The yes or no before a sentence, where the question names what the leaf says."""
    if not words or words[0] not in _YES_NO:
        return ""
    if leaf.truth is not None:
        named = any(alike(word, other) for word in words[1:] for other in tokens(leaf.name))
        return ("Yes, " if leaf.truth else "No, ") if named else ""
    sure = leaf.of or leaf.kind not in ("weather", "time", "date", "place")
    named = bool(sure) and any(stem(word) in map(stem, tokens(leaf.value)) for word in words[2:])
    return "Yes, " if named and len(tokens(leaf.value)) < 4 else ""


def _asks_state(words: Sequence[str], known: Sequence[StateEntry]) -> bool:
    """Whether a question asks how things stand, rather than why, when, or how to do something."""
    if words[0] in _ASIDE or (words[0] == "how" and words[1:2] and words[1] in _HOW_ELSE):
        return False
    if {"do", "does", "did"} & set(words) and not _STATES & set(words):
        deeds = {stem(word) for leaf in known for word in tokens(leaf.name) if done(word)}
        return any(stem(word) in deeds for word in words)
    if words[0] in ("can", "could") and any(
        leaf.verb == "can" and set(tokens(leaf.name)) & set(words) for leaf in known
    ):
        return True
    return bool(_STATES & set(words) or _BARE.match(" ".join(words)))


def _may_tell(leaf: StateEntry, person: str, words: Sequence[str]) -> bool:
    """Whether a leaf may be what a question about this person means."""
    if person == "self" and leaf.of and leaf.owner != "self" and "your" not in words:
        return False
    if leaf.of and ("it" in words[1:3] or words[-1] == "it"):
        return False
    if words[0] == "where" and leaf.kind != "place" and not is_somewhere(leaf.value):
        return False
    if words[0] == "when" and leaf.kind not in ("date", "time") and not leaf.name.startswith("in "):
        return False
    if words[0] == "who" and (leaf.truth is not None or is_number(leaf.value)):
        return False
    return not leaf.owner or leaf.owner == person or (person == "our" and leaf.owner == "user")


_NAMED, _NEAREST, _OUTER, _TOPIC, _VALUE = 5.0, 3.0, 2.0, 1.0, 0.5


def _best(about: Sequence[str], known: Sequence[StateEntry]) -> list[StateEntry]:
    """The leaves that every word is about: those that are named best, or all that a topic has, the nearest first."""
    levels = [(leaf, [_level(word, leaf) for word in about]) for leaf in known]
    fits = [(leaf, found) for leaf, found in levels if min(found) > 0 and max(found) > _VALUE]
    if fits and all(_NAMED not in found and _VALUE not in found for _, found in fits):
        return [leaf for leaf, _ in sorted(fits, key=lambda fit: -sum(fit[1]))]
    most = max((sum(found) for _, found in fits), default=0.0)
    return [leaf for leaf, found in fits if sum(found) == most]


def _level(word: str, leaf: StateEntry) -> float:
    """How a word belongs to a leaf: by its name, by what it is told of, by its topic, by its value, or not at all."""
    for name, score in ((leaf.name, _NAMED), (leaf.subject, _NEAREST), (" ".join((*leaf.of, leaf.inside)), _OUTER)):
        if any(alike(word, other) for other in tokens(name)):
            return score
    if word.startswith("how "):
        return _measures(word.removeprefix("how "), leaf)
    if opposed(word, leaf.name.split()[-1]):
        return _NEAREST
    if word in _TOPICS.get(leaf.kind, ()) or word in KINDS.get(leaf.kind, ()):
        return _TOPIC
    if any(kinship(stem(word), stem(other)) >= _NEAR for other in tokens(leaf.name)):
        return _TOPIC
    told = stem(word) in map(stem, tokens(leaf.value))
    return (_TOPIC if leaf.kind == "mood" else _VALUE) if told else 0.0


def _measures(word: str, leaf: StateEntry) -> float:
    """Whether a leaf answers `how far`, `how strong`: any number does of what the weather brings."""
    if set(_MEASURED[word].split()) & set(tokens(leaf.name)):
        return _NAMED
    return _VALUE if leaf.kind == "weather" and is_number(leaf.value) else 0.0


_NEAR: Final = 0.7


def alike(word: str, other: str) -> bool:
    """Whether two words are forms of one (`windy` of `wind`)."""
    one, two = stem(word), stem(other)
    return one == two or bool(re.fullmatch(rf"{re.escape(two)}\w?[iy]", one)) or (len(two) > 2 and one == f"{two}s")
