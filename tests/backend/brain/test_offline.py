"""The brain as the backend sees it: one question in, one answer out."""

from __future__ import annotations

from typing import Any

from stealth_pygame.backend.brain import OfflineBrain, Question, Turn

SMITH: dict[str, Any] = {
    "name": "Bruno",
    "bio": "Bruno is a gruff smith who has worked the forge of Ashford for thirty years. His wife Anna runs the inn.",
    "lore": "Ashford was founded by miners two hundred years ago. The old mine collapsed ten winters ago.",
    "knowledge": [
        "A sword costs 10 gold, a shield 8.",
        "The healer Marta lives in the white house behind the church. She charges 5 gold for a salve.",
        "The north gate closes at dusk and opens at dawn.",
    ],
    "messageExamples": [{"user": "Hello!", "character": "Aye, what is it? The iron is hot."}],
    "functions": [
        {
            "name": "sell",
            "description": "Sell the player something from the forge.",
            "parameters": [
                {"name": "item", "description": 'what is sold, "sword" or "shield"', "type": "string"},
                {"name": "price", "description": "the price in gold coins", "type": "number"},
            ],
        }
    ],
}


def ask(message: str, history: tuple[Turn, ...] = (), **context: str) -> str:
    return OfflineBrain().answer(Question(SMITH, message, "Ada", ("Ada",), context, history)).content


def test_a_call_has_its_parameters_from_the_sentence_and_the_sheet() -> None:
    """The item is named in the sentence, its price in the knowledge; both are strings."""
    answer = OfflineBrain().answer(Question(SMITH, "I'd like to buy a sword, please", "Ada"))
    assert [(call.name, call.parameters) for call in answer.calls] == [("sell", {"item": "sword", "price": "10"})]
    assert answer.content


def test_the_character_speaks_of_itself() -> None:
    """`Bruno is a smith` becomes `I am a smith`."""
    assert "I am a gruff smith" in ask("Who are you?")


def test_a_question_that_leans_on_the_last_one_is_understood() -> None:
    """`She` is who was spoken of."""
    first = ask("Where does the healer live?")
    history = (Turn("user", "Ada", "Where does the healer live?"), Turn("character", "Bruno", first))
    assert "5 gold" in ask("And how much does she charge?", history)
