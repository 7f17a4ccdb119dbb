"""The offline brain shows a mood where the message gives ground for it, and is never asked for one."""

from __future__ import annotations

import pytest

from stealth_pygame.backend.brain.interface import Answer, Question, Turn
from stealth_pygame.backend.brain.offline import OfflineBrain
from stealth_pygame.characters.sheets import BasicCharacter
from stealth_pygame.world.faces import mood_action

SMITH = BasicCharacter("Bruno", bio="A smith.", knowledge=["The mill stands by the river."])


def answer(message: str, *before: str, moods: tuple[str, ...] = ("calm", "glad", "cross")) -> Answer:
    character = SMITH.with_functions([mood_action(moods).spec]) if moods else SMITH
    history = tuple(turn for text in before for turn in (Turn("user", "Ada", text), Turn("character", "Bruno", "Hm.")))
    return OfflineBrain().answer(Question(character.to_wire(), message, history=history))


def shown(answered: Answer) -> list[str]:
    return [call.parameters["mood"] for call in answered.calls if call.name == "set_mood"]


@pytest.mark.parametrize(
    ("message", "before", "moods"),
    [
        ("Thank you!", (), ["glad"]),
        ("You are very kind.", (), ["glad"]),
        ("You are an idiot.", (), ["cross"]),
        ("Where is the mill?", ("You are an idiot.",), ["calm"]),
        ("Where is the mill?", ("Good day.",), []),
        ("Where is the mill?", (), []),
        ("Where is the mill?", ("You are an idiot.", "Where is the mill?"), []),
        ("Good day.", (), []),
        ("(Ada comes up to you for the first time. Greet them.)", (), []),
    ],
)
def test_a_mood_has_a_ground_and_lasts_as_long_as_that(message: str, before: tuple[str, ...], moods: list[str]) -> None:
    """Praise and thanks, an insult, a joke; afterwards the usual mood comes back."""
    assert shown(answer(message, *before)) == moods


def test_a_list_without_a_word_for_a_feeling_shows_nothing() -> None:
    """No mood is made up."""
    assert shown(answer("Thank you!", moods=("stern", "dreamy"))) == []


@pytest.mark.parametrize("message", ["Set your mood to glad.", "Set the table.", "Show your face.", "Be cross!"])
def test_nobody_can_ask_for_a_mood(message: str) -> None:
    """The function is no offer to the player, and changes no answer."""
    answered = answer(message)
    assert (answered.content, answered.calls) == (answer(message, moods=()).content, ())


def test_a_function_of_the_game_with_that_name_is_a_function() -> None:
    """Only one whose single parameter is a mood is left out of what can be asked for."""
    function = {
        "name": "set_mood",
        "description": "Set the mood of the music.",
        "parameters": [{"name": "music", "description": "the music", "type": "string"}],
    }
    character = BasicCharacter("Bruno", bio="A bard.", functions=[function])
    assert shown(OfflineBrain().answer(Question(character.to_wire(), "Thank you!"))) == []
