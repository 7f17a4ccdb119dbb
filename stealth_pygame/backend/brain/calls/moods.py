"""The mood of an answer: a character who may show moods shows one where the message gives ground for it.

Only what is said to them counts: praise and thanks, an insult, a joke. The next message without such ground brings back
the usual mood, which is the first of the list. Where a list has no word for a feeling, nothing is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from stealth_pygame.backend.brain.interface import Question
from stealth_pygame.backend.brain.language.words import tokens
from stealth_pygame.backend.brain.small_talk import intent
from stealth_pygame.protocol.models import WireCall

# The name of the function that a game's library declares for moods, and that of its one parameter.
FUNCTION: Final = "set_mood"
PARAMETER: Final = "mood"
# Words for feelings, the fittest first; a list of moods has seldom more than one or two of them.
_GLAD: Final = (
    *("happy", "glad", "pleased", "cheerful", "joyful", "proud", "delighted", "smiling", "smile", "friendly", "warm"),
)
_AMUSED: Final = ("amused", "laughing", "merry", *_GLAD)
_HURT: Final = ("angry", "annoyed", "cross", "furious", "offended", "irritated", "hurt", "grumpy", "sad")
_GROUNDS: Final = {
    "thanks": _GLAD,
    "praise": _GLAD,
    "laugh": _AMUSED,
    "joke": _AMUSED,
    "insult": _HURT,
}
_CHOICES: Final = re.compile(r'"([^"]{1,64})"')


def moods_of(character: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the moods that a character may show, the usual one first; none where no function sets them."""
    function = next(filter(_is_mood, _functions(character)), None)
    return tuple(_CHOICES.findall(str(function["parameters"][0].get("description")))) if function else ()


def without_moods(character: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a character whose function for moods nobody can ask for: "set the table" is no request for a face."""
    functions = _functions(character)
    kept = [function for function in functions if not _is_mood(function)]
    return character if len(kept) == len(functions) else {**character, "functions": kept}


def _functions(character: Mapping[str, Any]) -> list[Any]:
    functions = character.get("functions")
    return functions if isinstance(functions, list) else []


def _is_mood(function: object) -> bool:
    if not isinstance(function, Mapping) or function.get("name") != FUNCTION:
        return False
    parameters = function.get("parameters")
    if not isinstance(parameters, list) or len(parameters) != 1 or not isinstance(parameters[0], Mapping):
        return False
    return parameters[0].get("name") == PARAMETER


def felt(moods: tuple[str, ...], question: Question) -> tuple[WireCall, ...]:
    """Return the call that shows the mood of the answer to a message; nothing where the mood stays as it is."""
    mood = _mood_for(moods, question.message)
    if mood is None:
        before = next((turn.text for turn in reversed(question.history) if turn.speaker == "user"), "")
        # A face lasts as long as its cause.
        mood = moods[0] if moods and _mood_for(moods, before) not in (None, moods[0]) else None
    return () if mood is None else (WireCall(name=FUNCTION, parameters={PARAMETER: mood}),)


def _mood_for(moods: tuple[str, ...], message: str) -> str | None:
    ground = _GROUNDS.get(intent(tokens(message[:400]))[0], ())
    return next((mood for word in ground for mood in moods if mood.casefold() == word), None)
