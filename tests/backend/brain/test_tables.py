"""Characters of any game answer what players type; see `worlds` and, for strangers to the brain, `held_out`."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.backend.brain import Answer, OfflineBrain, Question
from stealth_pygame.backend.brain.knowledge.functions import split_name
from tests.backend.brain.held_out import HELD_OUT
from tests.backend.brain.strangers_a import STRANGERS_A
from tests.backend.brain.strangers_b import STRANGERS_B
from tests.backend.brain.strangers_c import STRANGERS_C
from tests.backend.brain.strangers_d import STRANGERS_D
from tests.backend.brain.tables import check
from tests.backend.brain.worlds import WORLDS

EVERYBODY = {**WORLDS, **HELD_OUT, **STRANGERS_A, **STRANGERS_B, **STRANGERS_C, **STRANGERS_D}


@pytest.mark.parametrize("name", EVERYBODY)
def test_nine_in_ten_sentences_are_answered_rightly(name: str) -> None:
    """The right fact or the right call for 90 % of a table, and never a call for a question."""
    character, table = EVERYBODY[name]
    check(character, table)


@pytest.mark.parametrize("name", EVERYBODY)
def test_asking_about_a_function_never_calls_it(name: str) -> None:
    """Questions, refusals, reports and hypotheses about each function of each character make no call."""
    character, _ = EVERYBODY[name]
    brain = OfflineBrain()
    rash = [text for text in about_functions(character) if answered(brain, character, text).calls]
    assert not rash


def about_functions(character: dict[str, Any]) -> list[str]:
    """Sentences about each function that ask for nothing to be done."""
    forms = (
        "what happens when you {0}?",
        "how much does it cost to {0}?",
        "do you often {0}?",
        "why would you {0}?",
        "please do not {0}",
        "don't {0}!",
        "never {0} again",
        "who asked you to {0}?",
        "is it hard to {0}?",
        "tell me about how you {0}",
        "did you {0} yesterday?",
        "if I paid, would you {0}?",
        "can anyone {0}?",
        "when did you last {0}?",
        "he told me that you {0}",
        "should I ask you to {0}?",
    )
    deeds = [" ".join(split_name(function["name"])) for function in character["functions"]]
    return [form.format(deed) for form in forms for deed in deeds]


def answered(brain: OfflineBrain, character: dict[str, Any], text: str) -> Answer:
    return brain.answer(Question(character, text, "Ada", ("Ada",)))
