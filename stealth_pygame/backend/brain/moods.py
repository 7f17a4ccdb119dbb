"""The mood of an answer: a character who may show moods shows one where the message gives ground for it.

Only what is said to them counts: praise and thanks, an insult, a joke. The next message without such ground brings back
the usual mood, which is the first of the list. Where a list has no word for a feeling, nothing is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from stealth_pygame.backend.brain.interface import Question
from stealth_pygame.backend.brain.language.vocabulary import sections, table
from stealth_pygame.backend.brain.language.words import tokens
from stealth_pygame.backend.brain.small_talk import intent
from stealth_pygame.protocol.models import WireCall

# The name of the function that a game's library declares for moods, and that of its one parameter.
FUNCTION: Final = "set_mood"
PARAMETER: Final = "mood"
# Words for feelings, the fittest first; a list of moods has seldom more than one or two of them.
_GROUNDS: Final = table(sections("en", "lists")["moods grounds"])
_CHOICES: Final = re.compile(r'"([^"]{1,64})"')


def moods_of(character: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the moods that a character may show, the usual one first; none where no function sets them."""
    described = next(filter(None, map(_mood_described, _functions(character))), "")
    return tuple(_CHOICES.findall(described))


def without_moods(character: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a character whose function for moods nobody can ask for: "set the table" is no request for a face."""
    functions = _functions(character)
    kept = [function for function in functions if not _mood_described(function)]
    return character if len(kept) == len(functions) else {**character, "functions": kept}


def _functions(character: Mapping[str, Any]) -> list[Any]:
    functions = character.get("functions")
    return functions if isinstance(functions, list) else []


def _mood_described(function: object) -> str:
    """Return the description of the parameter where a function sets moods, else an empty text."""
    match function:
        case {"name": str(name), "parameters": [{"name": str(parameter)} as mood]}:
            return f"{mood.get('description')} " if (name, parameter) == (FUNCTION, PARAMETER) else ""
    return ""


def felt(moods: tuple[str, ...], question: Question) -> tuple[WireCall, ...]:
    """Return the call that shows the mood of the answer to a message; nothing where the mood stays as it is."""
    if not moods:
        return ()
    mood = _mood_for(moods, question.message)
    if mood is None:
        before = next((turn.text for turn in reversed(question.history) if turn.speaker == "user"), "")
        # A face lasts as long as its cause.
        mood = moods[0] if _mood_for(moods, before) not in (None, moods[0]) else None
    return () if mood is None else (WireCall(name=FUNCTION, parameters={PARAMETER: mood}),)


def _mood_for(moods: tuple[str, ...], message: str) -> str | None:
    ground = _GROUNDS.get(intent(tokens(message[:400]))[0], "").split()
    return next((mood for word in ground for mood in moods if mood.casefold() == word), None)
