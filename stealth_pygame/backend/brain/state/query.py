"""The values of the moment that a question is about: every word that it is about must be one of theirs."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Final

from stealth_pygame.backend.brain.language.adjectives import opposed
from stealth_pygame.backend.brain.language.thesaurus import kinship, related
from stealth_pygame.backend.brain.language.vocabulary import content, groups_of, patterns_of, rules_of
from stealth_pygame.backend.brain.language.words import capital, stem, tokens
from stealth_pygame.backend.brain.state.entries import StateEntry
from stealth_pygame.backend.brain.state.sentences import sentence

_TOPICS: Final = groups_of("query topics")
_PERSONS: Final = groups_of("query persons")
# What a question asks for without its name (`how far`), and the names that a game may give it.
_ASKED_FOR: Final = rules_of("asked for")
_WORDS: Final = groups_of("query")
_FORMS: Final = patterns_of("query")
# Sentences of one topic.
_MOST: Final = 4
_NAMED, _NEAREST, _OUTER, _TOPIC, _VALUE = 5.0, 3.0, 2.0, 1.0, 0.5
_NEAR: Final = 0.7
_BESIDE: Final = 0.48
# Letters that two words of one root begin with.
_ROOT: Final = 6


def answered(words: Sequence[str], known: Sequence[StateEntry]) -> str:
    """Return what the moment says to a question about it, or an empty text."""
    asked = _FORMS["you know"].sub("", " ".join(words)).split()
    about = _about(asked)
    text = " ".join(asked)
    # why, when, or how to do something is no question of how things stand
    stands = (_WORDS["states"] & set(asked) or _FORMS["bare"].match(text)) and not _FORMS["not asked"].match(text)
    if not (about and stands):
        return ""
    person = person_of(asked)
    return told(asked, _best(about, [entry for entry in known if _may_tell(entry, person, asked)]), person)


def own(words: Sequence[str], known: Sequence[StateEntry]) -> str:
    """Return the asker's own values that words of a question name, or what only the moment can tell of the asker."""
    person = person_of(words)
    if person not in ("user", "our") or _FORMS["not asked"].match(" ".join(words)):
        return ""
    about = _about(words)
    mine = [entry for entry in known if entry.of_asker and _WORDS["mine"] & set(words)]
    if best := _highest({entry: sum(_level(word, entry) for word in about) for entry in mine}, _TOPIC):
        return told(words, best, person)
    if words[0] not in _WORDS["of asker"] or not {"i", "we"} & set(words[1:4]):
        return ""
    near = _kin(about, words, known)
    # `which gate do I leave from`: by the departure gate
    deeds = [word for before, word in itertools.pairwise(words) if before in ("i", "we")]
    meant = any(entry.name == words[1] or any(_akin(word, entry) >= _NEAR for word in deeds) for entry in near)
    return told((), near, "user") if meant or words[1] in _WORDS["be"] else ""


def hinted(words: Sequence[str], known: Sequence[StateEntry]) -> str:
    """Return what the moment tells of the thing that a question names, where nothing else answers."""
    about = _about(words)
    near = [entry for entry in known if entry.of and any(_level(word, entry) >= _OUTER for word in about)]
    things = near if len(about) <= 2 and words[0] in _WORDS["yes no"] | _WORDS["opens"] else []
    return told(words, things or _kin(about, words, known), person_of(words))


def _about(words: Sequence[str]) -> list[str]:
    """The words that say what a question is about; several names in one text where any of them would do."""
    text = " ".join(words)
    wanted = ((names, pattern.sub(" ", text)) for pattern, names in _ASKED_FOR if pattern.search(text))
    names, rest = next(wanted, ("", text))
    return [*filter(None, [names]), *(word for word in content(rest.split()) if word not in _WORDS["fills"])]


def _kin(about: Sequence[str], words: Sequence[str], known: Sequence[StateEntry]) -> list[StateEntry]:
    """The one thing of the asker's whose name or value goes with a word of the question (`where do I live`: home)."""
    # `how long until I go` of what is called `days until`
    named = {word for entry in known for word in tokens(entry.name)}
    apart = _WORDS["may"] & set(words) - named or _FORMS["not asked"].match(" ".join(words))
    if apart or person_of(words) != "user":
        return []
    near = {
        entry: sum(max(float(word in about and _level(word, entry) > 0), _akin(word, entry)) for word in words[1:])
        for entry in known
        if entry.of_asker and (not entry.is_number or words[0] in _WORDS["of numbers"])
    }
    best = _highest(near, _BESIDE)
    return best if len(best) == 1 else []


def _highest(scores: Mapping[StateEntry, float], least: float) -> list[StateEntry]:
    """The entries of the highest score, if it is at least the least."""
    most = max(scores.values(), default=0.0)
    return [entry for entry, score in scores.items() if score == most >= least]


def _akin(word: str, entry: StateEntry) -> float:
    """Measure how near a word is to one of an entry's name."""
    return max((related(stem(word)).get(stem(one), 0.0) for one in tokens(entry.name)), default=0)


def person_of(words: Sequence[str]) -> str:
    """Return whose things a question is about: "user", "self", "our", or an empty text."""
    return next((person for person, named in _PERSONS.items() if named & set(words)), "")


def told(words: Sequence[str], results: Sequence[StateEntry], person: str) -> str:
    """The sentences of several entries, what holds first; with yes or no where one entry answers that."""
    if not results:
        return ""
    verdict = _verdict(words, results[0]) if len(results) == 1 else ""
    # what does not hold comes last
    ranked = sorted(results, key=lambda entry: 2 if entry.truth is False else entry.is_number)
    wording = dict.fromkeys(sentence(entry, person) for entry in ranked[:_MOST])
    return verdict + " ".join(f"{text if verdict else capital(text)}." for text in wording)


def _verdict(words: Sequence[str], entry: StateEntry) -> str:
    """The yes or no before a sentence, where the question names what the entry says."""
    if not words or words[0] not in _WORDS["yes no"]:
        return ""
    if entry.truth is not None:
        named = any(alike(word, other) for word in words[1:] for other in tokens(entry.name))
        return ("Yes, " if entry.truth else "No, ") if named else ""
    told_by = set(map(stem, tokens(entry.value))) if entry.kind not in ("weather", "time", "date", "place") else set()
    return "Yes, " if len(told_by) < 4 and told_by & set(map(stem, words[2:])) else ""


def _may_tell(entry: StateEntry, person: str, words: Sequence[str]) -> bool:
    """Tell whether an entry may be what a question about this person means."""
    # a value without an owner is the player's or the world's
    unowned = entry.kind in ("weather", "time", "date") if person == "self" else not entry.owner
    fits = {
        "where": entry.kind == "place" or bool(entry.somewhere),
        "when": entry.kind in ("date", "time") or entry.name.startswith("in "),
        "who": entry.truth is None and not entry.is_number,
    }
    return (entry.owner == person or unowned) and fits.get(words[0], True)


def _best(about: Sequence[str], known: Sequence[StateEntry]) -> list[StateEntry]:
    """The entries that every word is about: those that are named best, or all that a topic has, the nearest first."""
    levels = {entry: [_level(word, entry) for word in about] for entry in known}
    fits = {entry: sum(each) for entry, each in levels.items() if min(each) > 0 and max(each) > _VALUE}
    named = any(_NAMED in levels[entry] for entry in fits)
    return _highest(fits, _VALUE) if named else sorted(fits, key=lambda entry: -fits[entry])


def _level(word: str, entry: StateEntry) -> float:
    """Return how a word belongs to an entry: by its name, by what it is told of, by its topic, by its value."""
    for name, score in ((entry.name, _NAMED), (entry.subject, _NEAREST), (" ".join((*entry.of, entry.inside)), _OUTER)):
        if any(alike(word, other) for other in tokens(name)):
            return score
    if " " in word:
        # anything answers `how strong` of what the weather brings
        return _NAMED if set(word.split()) & set(tokens(entry.name)) else _VALUE * (entry.kind == "weather")
    if opposed(word, entry.name.split()[-1]):
        return _NEAREST
    akin = (kinship(stem(word), stem(other)) >= _NEAR for other in tokens(entry.name))
    if word in _TOPICS.get(entry.kind, ()) or any(akin):
        return _TOPIC
    return (_TOPIC if entry.kind == "mood" else _VALUE) * (stem(word) in map(stem, tokens(entry.value)))


def alike(word: str, other: str) -> bool:
    """Tell whether two words are forms of one (`windy` of `wind`, `suspicious` of `suspicion`)."""
    one, two = stem(word), stem(other)
    same_root = min(len(one), len(two)) > _ROOT and one[:_ROOT] == two[:_ROOT]
    return one == two or same_root or (one.startswith(two) and one.endswith(("i", "y")) and len(one) <= len(two) + 2)
