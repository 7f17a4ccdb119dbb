"""A character's fields as plain texts and pairs, however its author or framework nested them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any, Final

from stealth_pygame.backend.brain.language.vocabulary import patterns_of, words_of

# Fields that are not facts: how the actor plays, and what has a reader of its own.
SKIPPED: Final = words_of("fields skipped", "lists")

_FORMS: Final = patterns_of("fields")
_CHARACTERS: Final = ("a", "npc", "character", "assistant", "{{char}}", "answer")


def texts(value: Any, label: str = "") -> Iterator[str]:
    """Every text inside a value; what stands under a key of its own is told with that key."""
    if isinstance(value, str) and value.strip():
        yield f"{label}: {value.strip()}" if label and len(value) < 60 and " " in label + value else value.strip()
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
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
    return next((folded[key] for key in keys if folded.get(key)), ())


def exchanges(value: Any, name: str) -> list[tuple[str, str]]:
    """The example exchanges as (what a user said, what the character said); a lone line has "" before it."""
    named = bool(name) and name.split()[0].lower() in str(value).lower()
    lines = [(True, ""), *spoken_lines(value, name if named else f"{name} you")]
    return [("" if own else said, answer) for (own, said), (answers, answer) in itertools.pairwise(lines) if answers]


def spoken_lines(value: Any, name: str) -> Iterator[tuple[bool, str]]:
    """The lines of exchanges, each with whether the character of this name says it."""
    if isinstance(value, str):
        for line in filter(None, map(str.strip, value.splitlines())):
            match = _FORMS["speaker"].match(line)
            own = match is not None and _is(match[1], name)
            yield (own, match[2].strip()) if match and (own or _FORMS["users"].match(match[1])) else (True, line)
    elif isinstance(value, Mapping):
        # `{user: who, content: text}` of Eliza and its cousins, or one exchange under two keys
        who = next((value[key] for key in ("user", "name", "role", "speaker") if isinstance(value.get(key), str)), None)
        wording = next((value[key] for key in ("content", "text", "message") if value.get(key)), None)
        wording = wording.get("text") or "" if isinstance(wording, Mapping) else wording
        listed = [text for text in value.values() if isinstance(text, str)]
        if who is not None and isinstance(wording, str):
            yield _is(who, name), wording
        else:
            yield from spoken_lines(listed[:2] if len(listed) > 1 else list(value.values()), name)
    elif isinstance(value, (list, tuple)):
        if len(value) == 2 and all(isinstance(one, str) and not _FORMS["speaker"].match(one) for one in value):
            yield from ((False, value[0]), (True, value[1]))
        else:
            for inner in value:
                yield from spoken_lines(inner, name)


def _is(speaker: str, name: str) -> bool:
    """Tell whether a speaker's label is the character's."""
    label = speaker.strip().lower()
    return bool(label) and (label in name.lower() or label in _CHARACTERS)
