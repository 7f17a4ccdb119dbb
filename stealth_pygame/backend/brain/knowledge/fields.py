"""A character's fields as plain texts and pairs, however its author or framework nested them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from stealth_pygame.backend.brain.language.vocabulary import pattern_of, words_of

# Fields that are not facts: how the actor plays, and what has a reader of its own.
SKIPPED: Final = words_of("fields skipped", "lists")

_SPEAKER: Final = re.compile(r"^\s{0,20}([^:\n]{1,40}?)\s{0,3}:\s{1,9}(.+)$")
_USERS: Final = pattern_of("fields users", re.IGNORECASE)


def texts(value: Any, label: str = "") -> Iterator[str]:
    """Every text inside a value; what stands under a key of its own is told with that key."""
    if isinstance(value, str):
        if value.strip():
            yield f"{label}: {value.strip()}" if label and len(value) < 60 and " " in label + value else value.strip()
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, (int, float)):
        yield f"{label}: {value}" if label else str(value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(inner, str(key).replace("_", " "))
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts(inner, label)


def first(character: Mapping[str, Any], *keys: str) -> Any:
    """The first field that is there, by name without regard to case and underscores."""
    folded = {str(key).lower().replace("_", ""): value for key, value in character.items()}
    return next((folded[key] for key in keys if folded.get(key)), None)


def exchanges(value: Any, name: str) -> list[tuple[str, str]]:
    """The example exchanges as (what a user said, what the character said); a lone line has "" before it."""
    pairs: list[tuple[str, str]] = []
    heard = ""
    named = bool(name) and name.split()[0].lower() in str(value).lower()
    name = name if named else f"{name} you"
    for by_character, text in _lines(value, name):
        if by_character:
            pairs.append((heard, text))
            heard = ""
        else:
            heard = text
    return pairs


def _lines(value: Any, name: str) -> Iterator[tuple[bool, str]]:
    if isinstance(value, str):
        yield from _spoken(value, name)
    elif isinstance(value, Mapping):
        yield from _from_mapping(value, name)
    elif isinstance(value, (list, tuple)):
        if len(value) == 2 and all(isinstance(one, str) and not _SPEAKER.match(one) for one in value):
            yield False, value[0]
            yield True, value[1]
            return
        for inner in value:
            yield from _lines(inner, name)


def _spoken(text: str, name: str) -> Iterator[tuple[bool, str]]:
    for line in text.splitlines():
        match = _SPEAKER.match(line)
        if match and (_is(match.group(1), name) or _USERS.match(match.group(1))):
            yield _is(match.group(1), name), match.group(2).strip()
        elif line.strip():
            yield True, line.strip()


def _is(speaker: str, name: str) -> bool:
    """Tell whether a speaker's label is the character's."""
    label = speaker.strip().lower()
    return bool(label) and (
        label in name.lower() or label in ("a", "npc", "character", "assistant", "{{char}}", "answer")
    )


def _from_mapping(value: Mapping[str, Any], name: str) -> Iterator[tuple[bool, str]]:
    """`{user: who, content: text}` of Eliza and its cousins, or one exchange under two keys."""
    who = next((value[key] for key in ("user", "name", "role", "speaker") if isinstance(value.get(key), str)), None)
    wording = next((value[key] for key in ("content", "text", "message") if value.get(key)), None)
    if isinstance(wording, Mapping):
        wording = wording.get("text") or ""
    if who is not None and isinstance(wording, str):
        yield _is(who, name), wording
        return
    spoken = [text for text in value.values() if isinstance(text, str)]
    if len(spoken) >= 2:
        yield False, spoken[0]
        yield True, spoken[1]
    else:
        for inner in value.values():
            yield from _lines(inner, name)
