"""The moment as the game tells it (gold, health, place, what happened), put into words when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from stealth_pygame.backend.brain.language.thesaurus import kinship
from stealth_pygame.backend.brain.language.vocabulary import STOP, pattern_of
from stealth_pygame.backend.brain.language.words import stem, tokens
from stealth_pygame.backend.brain.state import inventory, query
from stealth_pygame.backend.brain.state.entries import KINDS, StateEntry, entries
from stealth_pygame.backend.brain.state.values import is_somewhere, share

_ABOUT_ME: Final = pattern_of("situation about me")
_TIME: Final = pattern_of("situation time")
_PLACE: Final = pattern_of("situation place")
_FAILED: Final = pattern_of("situation failed", re.IGNORECASE)
_FRACTION: Final = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(?:/|of|out of)\s*(\d+(?:\.\d+)?)|^\s*(\d+(?:\.\d+)?)\s*%?\s*$")


# What something costs is no question about what the player has of it.
_PRICE: Final = re.compile(r"\bhow much (?:is|are|for|does|do)\b")


def told(words: Sequence[str], context: Mapping[str, str]) -> str:
    """The sentences that answer a question about the asker's own state or about the query, or an empty text."""
    text = " ".join(words)
    if not words or {"if", "no", "his", "her", "hers", "their", "theirs"} & set(words) or {"we", "for"} <= set(words):
        return ""
    if _PRICE.search(text) and not {"i", "my", "me", "we", "our"} & set(words):
        return ""
    known = entries(context)
    for kinds, pattern in ((("time", "date"), _TIME), (("place",), _PLACE)):
        here = [entry for entry in known if entry.kind in kinds and not entry.of and entry.owner != "self"]
        if here and pattern.search(text):
            return query.told((), here, "user")
    return (
        _of_asker(words, known)
        or query.answered(words, known)
        or query.within(words, known)
        or query.of_asker(words, known)
    )


def hinted(words: Sequence[str], context: Mapping[str, str]) -> str:
    """Return what the moment tells of the thing that a question names, for when nothing else answers it."""
    return query.hinted(words, entries(context)) if words else ""


def feeling(context: Mapping[str, str]) -> str:
    """Return how the character feels, where the game tells it."""
    moods = [entry for entry in entries(context) if entry.kind == "mood" and entry.owner == "self" and not entry.of]
    return query.told((), moods[-1:], "self")


def _of_asker(words: Sequence[str], known: Sequence[StateEntry]) -> str:
    """Return what the moment tells of the user's own: what is carried, how much of it, how hurt."""
    text = " ".join(words)
    if not (_ABOUT_ME.search(text) or _WHAT_I_HAVE.search(text)) or ("your" in words and "my" not in words):
        return ""
    own = [entry for entry in known if entry.owner != "self" and not entry.of]
    if words[0] == "why" or (words[0] in ("how", "who") and words[1:2] and words[1] in _MANNER):
        return ""
    owned = query.answered(words, [entry for entry in own if entry.verb == "has"])
    if owned:
        return owned
    bag = inventory.carried(own)
    held = inventory.asked_for(words, bag)
    if held:
        return held
    if bag and _WHAT_I_HAVE.search(text):
        return " ".join([f"You carry {bag}.", *inventory.beside(own)])
    hurt = [entry for entry in own if entry.kind == "health" and _HURT.search(text)]
    if hurt:
        return _wounds(words, min(hurt, key=lambda entry: len(entry.name)))
    results = [entry for entry in own if entry.kind != "inventory" and _asks_for(entry, words)]
    if words[0] == "where":
        results = [entry for entry in results if entry.kind == "place" or is_somewhere(entry.value)]
    named = [
        entry for entry in results if any(query.alike(word, name) for word in words for name in tokens(entry.name))
    ]
    return query.told(words, named or results, query.person_of(words))


_WHAT_I_HAVE: Final = pattern_of("situation what i have")
_HURT: Final = pattern_of("situation hurt")
# After `how` or `who`, these ask for a way to do something and not for what the user has.
_MANNER: Final = frozenset({"can", "could", "do", "should", "to", "would", "often"})
_DEGREES: Final = ((0.34, "Yes, badly: "), (0.67, "Yes: "), (1.0, "A little: "))


def _wounds(words: Sequence[str], entry: StateEntry) -> str:
    """Measure how hurt the user is; a share of a whole is weighed as well."""
    wording = query.told((), [entry], "user")
    part = share(entry.name, entry.value)
    if part is None or not {"hurt", "wounded", "injured"} & set(words) or words[0] not in ("am", "do"):
        return wording
    degree = next((degree for most, degree in _DEGREES if part < most), "No: ")
    return degree + wording[:1].lower() + wording[1:]


def _asks_for(entry: StateEntry, words: Sequence[str]) -> bool:
    names = KINDS.get(entry.kind, frozenset()) | set(tokens(entry.name))
    if entry.kind in ("place", "time") and not entry.value.isdigit():
        names = names - {"where", "place", "time", "room", "map", "area"}
    if (
        entry.kind == "money"
        and {"much", "many", "rich", "poor", "afford"} & set(words)
        and {"have", "am", "own", "left", "got"} & set(words)
    ):
        return not _other_thing(words, names)
    stemmed = {stem(word) for word in words}
    mine = bool({"my", "mine", "our"} & set(words)) or bool(
        {"have", "am", "got", "own", "need", "left", "carry", "owe", "bring", "pack"} & set(words)
    )
    return mine and entry.truth is None and any(stem(name) in stemmed for name in names)


def _other_thing(words: Sequence[str], names: frozenset[str]) -> bool:
    things = [word for word in words if word not in STOP and word not in ("rich", "poor", "afford", "left", "own")]
    return bool(things) and not any(kinship(stem(word), stem(name)) >= 0.6 for word in things for name in names)


def is_hurt(context: Mapping[str, str]) -> bool:
    """Tell whether the context says that the user's health is low: under a third, by number or by word."""
    for entry in entries(context):
        value = entry.value
        if entry.kind != "health" or entry.of or entry.owner == "self":
            continue
        match = _FRACTION.match(value)
        if match:
            part, whole = float(match.group(1) or match.group(3)), float(match.group(2) or 100)
            return (
                whole > 0
                and part / whole < 0.34
                and not (match.group(3) and part <= 1 and "." in match.group(3) and part > 0.34)
            )
        return bool(re.search(r"\b(?:low|critical|wounded|hurt|dying|bad|injured|weak)\b", value, re.IGNORECASE))
    return False


def outcomes(context: Mapping[str, str]) -> list[tuple[bool, str]]:
    """Return what became of calls, oldest first: whether it worked, and in which words."""
    results = []
    for part in re.split(r"[;\n|]+|(?<=[.!?])\s+(?=[A-Z\w]+\()", str(context.get("last_actions", ""))):
        text = part.strip()
        if text and not text.endswith("not finished yet"):
            worked = not _FAILED.search(text)
            results.append((worked, _in_words(text)))
    return results


def _in_words(text: str) -> str:
    """The sentence behind `sell(item=sword): failed: not enough gold`."""
    wording = re.sub(r"^\s*\w+\s*\([^)]*\)\s*", "", text)
    wording = re.sub(r"^\s*\w+ (?=(?:failed|succeeded)\b)", "", wording, flags=re.IGNORECASE)
    wording = re.sub(
        r"^(?:[:,=>-]+\s*)?(?:failed|failure|success|succeeded|ok|done|worked)\b\s*[:,(-]*\s*",
        "",
        wording.strip(" :->="),
        flags=re.IGNORECASE,
    )
    wording = wording.strip(" ()'\"") or "I could not do it" * bool(_FAILED.search(text)) or "I have done it"
    return wording if wording.endswith((".", "!", "?")) else wording + "."


def happenings(context: Mapping[str, str]) -> str:
    """Return what happened, told to the user as `you`."""
    text = str(context.get("events", "")).strip()
    text = re.sub(r"\b[Tt]he player's\b", "your", text)
    text = re.sub(r"\b[Tt]he player (?:is|was)\b", "you were", text)
    text = re.sub(r"\b[Tt]he player\b", "you", text)
    return text if not text or text.endswith((".", "!", "?")) else text + "."


def named(context: Mapping[str, str]) -> set[str]:
    """The words of the context's keys, which are spelt as the game spells them."""
    return {word for entry in entries(context) for word in entry.words}
