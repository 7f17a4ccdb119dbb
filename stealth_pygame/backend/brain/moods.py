"""The mood of an answer: praise and thanks, an insult or a joke give ground for one, and what follows brings back
the usual one, which is the first of the list. Where a list has no word for a feeling, nothing is shown."""

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


def moods_apart(character: Mapping[str, Any]) -> tuple[tuple[str, ...], Mapping[str, Any]]:
    """Return the moods that a character may show, the usual one first, and the character without their function.

    So nobody can ask for it: "set the table" is no request for a face.
    """
    functions = character.get("functions")
    listed = functions if isinstance(functions, list) else []
    moods = tuple(mood for function in listed for mood in _set_by(function))
    return moods, {**character, "functions": [one for one in listed if not _set_by(one)]} if moods else character


def _set_by(function: object) -> list[str]:
    """Return the moods that a function sets."""
    match function:
        case {"name": str(name), "parameters": [{"name": str(parameter)} as mood]}:
            sets = (name, parameter) == (FUNCTION, PARAMETER)
            return _CHOICES.findall(str(mood.get("description"))) if sets else []
    return []


def felt(moods: tuple[str, ...], question: Question) -> tuple[WireCall, ...]:
    """Return the call that shows the mood of the answer to a message; nothing where the mood stays as it is."""
    if not moods:
        return ()
    before = next((turn.text for turn in reversed(question.history) if turn.speaker == "user"), "")
    # a face lasts as long as its cause
    faded = _mood_for(moods, before) not in ("", moods[0])
    mood = _mood_for(moods, question.message) or (moods[0] if faded else "")
    return (WireCall(name=FUNCTION, parameters={PARAMETER: mood}),) if mood else ()


def _mood_for(moods: tuple[str, ...], message: str) -> str:
    ground = _GROUNDS.get(intent(tokens(message[:400]))[0], "").split()
    return next((mood for word in ground for mood in moods if mood.casefold() == word), "")
