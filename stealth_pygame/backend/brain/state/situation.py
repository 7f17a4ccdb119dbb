"""The moment as the game tells it (gold, health, place, what happened), put into words when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from stealth_pygame.backend.brain.language.adjectives import an
from stealth_pygame.backend.brain.language.vocabulary import STOP, patterns_of, rules_of
from stealth_pygame.backend.brain.language.words import stem, tokens
from stealth_pygame.backend.brain.state import query
from stealth_pygame.backend.brain.state.entries import KINDS, StateEntry, entries

_FORMS: Final = patterns_of("situation")
_NO_THINGS: Final = KINDS["money"] | KINDS["inventory"] | KINDS["health"] | {"enough"}
_HAPPENINGS: Final = rules_of("happenings")
_DEGREES: Final = ((34, "Yes, badly: "), (67, "Yes: "), (100, "A little: "))


def told(words: Sequence[str], context: Mapping[str, str]) -> str:
    """The sentences that answer a question about the asker's own state or about the query, or an empty text."""
    text = " ".join(words)
    if _FORMS["aside"].search(text):
        return ""
    known = entries(context)
    for kinds, pattern in ((("time", "date"), _FORMS["time"]), (("place",), _FORMS["place"])):
        here = [entry for entry in known if entry.kind in kinds and entry.of_asker]
        if here and pattern.search(text):
            return query.told((), here, "user")
    return _carried(words, known) or query.answered(words, known) or query.own(words, known)


def lines(words: Sequence[str], context: Mapping[str, str]) -> list[str]:
    """Return all that is told of the asker, a sentence each, where a question is about them."""
    text = " ".join(words)
    of_asker = query.person_of(words) == "user" and not (_FORMS["aside"].search(text) or _FORMS["ought"].search(text))
    return [query.told((), [entry], "user") for entry in entries(context) if entry.of_asker] if of_asker else []


def hinted(words: Sequence[str], context: Mapping[str, str]) -> str:
    """Return what the moment tells of the thing that a question names, for when nothing else answers it."""
    return query.hinted(words, entries(context)) if words else ""


def feeling(context: Mapping[str, str]) -> str:
    """Return how the character feels, where the game tells it."""
    moods = [entry for entry in entries(context) if entry.kind == "mood" and entry.owner == "self" and not entry.of]
    return query.told((), moods[-1:], "self")


def _carried(words: Sequence[str], known: Sequence[StateEntry]) -> str:
    """Return what the user carries and how hurt they are, where a question is about just that."""
    text = " ".join(words)
    if query.person_of(words) not in ("user", "our") and not _FORMS["what i have"].search(text):
        return ""
    own = [entry for entry in known if entry.of_asker]
    bag = _bag(own)
    if held := query.answered(words, [entry for entry in own if entry.verb == "has"]) or _held(words, bag):
        return held
    # a basket that the game tells of is told by itself
    if bag and _FORMS["what i have"].search(text) and not any(entry.name in words for entry in own):
        return f"You carry {bag}."
    hurt = [entry for entry in own if entry.kind == "health" and _FORMS["hurt"].search(text)]
    health = min(hurt, key=lambda entry: len(entry.name), default=None)
    wording = query.told((), [health] if health else [], "user")
    if not health or health.percent is None or not {"hurt", "wounded", "injured"} & set(words):
        return wording
    degree = next((degree for most, degree in _DEGREES if health.percent < most), "No: ")
    return degree + wording[:1].lower() + wording[1:]


def _bag(own: Sequence[StateEntry]) -> str:
    """All that is carried, as one list; an empty text where the game tells nothing of it."""
    held = [entry for entry in own if entry.kind == "inventory"]
    lists = [entry for entry in held if set(tokens(entry.name)) & KINDS["inventory"]]
    things = [thing for entry in held if entry not in lists and (thing := _thing(entry))]
    listed = [entry.spoken for entry in lists]
    return ", ".join([*listed, *things] if things else listed[-1:]) or ("nothing" if held else "")


def _thing(entry: StateEntry) -> str:
    """One thing under a key of its own: `14 seeds`, `a rope`, or an empty text where there is none of it."""
    if entry.truth is False or entry.value == "0":
        return ""
    if entry.is_number:
        return f"{entry.spoken} {entry.name}"
    return an(entry.name) if entry.truth else f"{an(entry.name)} ({entry.spoken})"


def _held(words: Sequence[str], inventory: str) -> str:
    """Tell whether something is in the inventory, for `do I have a sword?`."""
    match = _FORMS["asked for"].search(" ".join(words)) if inventory else None
    asked = re.split(r" (?:for|to)\b", match[1] or match[2])[0] if match else ""
    things = {stem(word) for word in tokens(asked) if word not in STOP | _NO_THINGS}
    parts = map(str.strip, re.split(r"[,;]| and ", inventory))
    if held := next((part for part in parts if things & set(map(stem, tokens(part)))), ""):
        return f"Yes, you have {'the ' if held[:1].isupper() else ''}{held}."
    return f"No. You have {inventory}." if things and _FORMS["yes no"].search(" ".join(words)) else ""


def is_hurt(context: Mapping[str, str]) -> bool:
    """Tell whether the context says that the user's health is low: under a third, by number or by word."""
    health = next((entry.value for entry in entries(context) if entry.kind == "health" and entry.of_asker), "")
    if match := _FORMS["fraction"].match(health):
        whole = match[2] or (1 if float(match[1]) <= 1 and "." in health else 100)
        return float(match[1]) < 0.34 * float(whole)
    return bool(_FORMS["low"].search(health))


def outcomes(context: Mapping[str, str]) -> list[tuple[bool, str]]:
    """Return what became of calls, oldest first: whether it worked, and in which words."""
    parts = re.split(r"[;\n|]+|(?<=[.!?])\s+(?=[A-Z\w]+\()", str(context.get("last_actions", "")))
    finished = [part.strip() for part in parts if part.strip() and not part.strip().endswith("not finished yet")]
    return [(not _FORMS["failed"].search(text), _in_words(text)) for text in finished]


def _in_words(text: str) -> str:
    """The sentence behind `sell(item=sword): failed: not enough gold`."""
    wording = _FORMS["outcome"].sub("", text, count=1).strip(" ()'\"")
    return _ended(wording or ("I could not do it" if _FORMS["failed"].search(text) else "I have done it"))


def happenings(context: Mapping[str, str]) -> str:
    """Return what happened, told to the user as `you`."""
    text = str(context.get("events", "")).strip()
    for pattern, plain in _HAPPENINGS:
        text = pattern.sub(plain, text)
    return _ended(text) if text else ""


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def named(context: Mapping[str, str]) -> set[str]:
    """The words of the context's keys, which are spelt as the game spells them."""
    return {word for one in entries(context) for word in tokens(" ".join((*one.of, one.inside, one.name)))}
