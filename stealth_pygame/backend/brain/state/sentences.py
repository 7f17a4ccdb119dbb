"""One value of the moment as a sentence: what is true or not, how much there is, where and how something is."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from stealth_pygame.backend.brain.language.adjectives import an, describes, done, one_of, several, the
from stealth_pygame.backend.brain.language.vocabulary import groups_of, sections, table
from stealth_pygame.backend.brain.state.entries import StateEntry, short

_PERSONS: Final = {"user": ("you", "are", "have"), "self": ("I", "am", "have")}
_OWN: Final = {"user": "your", "self": "my", "our": "our"}
_IT_IS: Final = table(sections("en", "lists")["sentences it is"])
_WORDS: Final = groups_of("sentences")
_REST: Final = {"left": "left", "remaining": "left", "total": "in total"}


def sentence(entry: StateEntry, person: str = "") -> str:
    """Return what an entry tells, for `person` ("user", "self" or "our") where it does not say whose it is."""
    person = entry.owner or ("" if entry.of else person)
    tell = _truth if entry.truth is not None else _number if entry.is_number else _text
    return tell(entry, person)


def _subject(entry: StateEntry, person: str) -> tuple[str, str, str]:
    """Return what a sentence is about with its `is` and its `has`: a thing, the user, the character, or nothing."""
    if entry.of:
        return the(entry.subject), _is(entry.subject), "have" if several(entry.subject) else "has"
    return _PERSONS.get(person, ("", "is", "have"))


def _opening(entry: StateEntry, person: str) -> str:
    """The opening of a sentence: `your health is`, `the rewards of the quest are`, `the wind is`."""
    of = f" of {the(entry.subject)}" if entry.of else ""
    return f"{'the' if of else _OWN.get(person, 'the')} {entry.name}{of} {_is(entry.name)}"


def _is(name: str) -> str:
    return "are" if several(name) else "is"


def _truth(entry: StateEntry, person: str) -> str:
    *before, last = entry.name.split()
    no = "" if entry.truth else "not "
    subject, be, have = _subject(entry, person)
    owner, named = subject or "you", an(entry.name) if entry.truth else f"no {entry.name}"
    if entry.name in _IT_IS:
        return f"it is {no}{_IT_IS[entry.name]}"
    if entry.verb == "can":
        return f"{owner} {'can' if entry.truth else 'cannot'} {entry.name}"
    if entry.verb == "has" or (entry.kind == "inventory" and not describes(last)):
        return f"{owner} {have} {named}"
    if describes(last):
        if before and (entry.verb != "is" or not subject):
            subject, be = the(" ".join(before)), _is(" ".join(before))
        return f"{subject or 'it'} {be} {no}{last}"
    if before and done(before[0]):
        return f"{owner} {have} {no}{before[0]} {the(' '.join([*before[1:], last]))}"
    if subject and entry.verb == "is":
        return f"{subject} {be} {no}{an(entry.name)}"
    return f"{subject} {have} {named}" if subject else f"there {_is(entry.name)} {named}"


def _number(entry: StateEntry, person: str) -> str:
    *before, last = entry.name.split()
    value = entry.spoken
    subject, be, have = _subject(entry, person)
    counted = " ".join(before) or entry.subject
    whole = "." not in value
    if entry.kind == "time":
        return f"it is {value} o'clock" if whole else f"it is {int(float(value))}:{int(float(value) % 1 * 60):02}"
    if entry.kind == "date" and not entry.of:
        return f"it is {entry.name} {value}"
    if entry.percent is not None and entry.kind != "money":
        return f"{_opening(entry, person)} at {short(entry.percent)} percent"
    if whole and done(last):
        return _done_so_often(counted, last, int(value))
    if before == ["in"]:
        return f"{subject or 'it'} {be} in {value} {last}"
    if before and last in _WORDS["units"] and (before[-1] in _WORDS["measured"] or last == "percent"):
        # `best time minutes`, `weight in grams`, `oxygen percent`
        named = replace(entry, name=" ".join(before).removesuffix(" in"))
        return f"{_opening(named, person)} {'at ' if last == 'percent' else ''}{value} {last}"
    if last in _REST and several(counted):
        return f"{_how_many('', '', value, counted)} {_REST[last]}"
    if entry.kind in ("money", "inventory") or (whole and several(entry.name)):
        return _how_many(subject, have, value, entry.name)
    return f"{_opening(entry, person)} {value}"


def _how_many(subject: str, have: str, value: str, name: str) -> str:
    """`you have 7 arrows`, `there are no wolves left`."""
    name = one_of(name) if value == "1" else name
    holds = have if subject else "is" if value == "1" else "are"
    return f"{subject or 'there'} {holds} {'no' if value == '0' else value} {name}"


def _done_so_often(name: str, deed: str, count: int) -> str:
    """`no wolves have been killed`, `the bridge has been crossed twice`."""
    holds = "has" if count == 1 else "have"
    if not name:
        return f"{count} {holds} been {deed}"
    if several(name):
        return f"{count or 'no'} {one_of(name) if count == 1 else name} {holds} been {deed}"
    times = {0: "", 1: " once", 2: " twice"}.get(count, f" {count} times")
    return f"{the(name)} has {'been' if count else 'never been'} {deed}{times}"


def _text(entry: StateEntry, person: str) -> str:
    last = entry.name.split()[-1]
    value = entry.spoken
    subject, be, have = _subject(entry, person)
    if entry.kind in ("inventory", "money") and subject and not entry.of:
        return f"{subject} {have if entry.kind == 'money' else 'carry'} {value}"
    if entry.kind == "mood" and subject:
        return f"{subject} {'feels' if be == 'is' else 'feel'} {value}"
    if entry.kind == "place":
        return f"{subject or 'it'} {be} {entry.somewhere}" if entry.somewhere else f"this is {value}"
    if not entry.of and (entry.kind in ("time", "date") or (entry.kind == "weather" and entry.name == "weather")):
        return f"it is {value}"
    if last in ("state", "status", "condition") and subject:
        return f"{subject} {be} {value}"
    if done(last) and last.endswith("ed"):
        return f"{subject or 'you'} {last} {value}"
    deed = "" if entry.of else _deed(entry.name, be if subject else "are")
    return f"{subject or 'you'} {deed} {value}" if deed else f"{_opening(entry, person)} {value}"


def _deed(name: str, be: str) -> str:
    """The deed that a name tells (`hunted by`, `looking for`, `owes money to`, `wearing`), or an empty text."""
    first, *_, last = name.split() if " " in name else (name, "")
    doing = name in _WORDS["doing"] or (last in _WORDS["towards"] and first.endswith("ing"))
    if doing or (last in ("by", "to") and (done(first) or describes(first))):
        return f"{be} {name}"
    if last in _WORDS["towards"] and first in _WORDS["third person"]:
        return f"{first[:-1]}{name[len(first) :]}"
    # `arrived at` and `came with` stay as they are
    return name if last in _WORDS["towards"] and done(first) else ""
