"""Reasoning in all the forms in which it reaches the text of an answer."""

from __future__ import annotations

import pytest

from stealth_pygame.backend.llm.cleaning import Cast, clean, without_reasoning

WORDS = "What do you want?"


@pytest.mark.parametrize(
    "raw",
    [
        "<think>He greets me.</think>What do you want?",
        "Okay, the player greets me.\n</think>\n\nWhat do you want?",
        "<thinking>He greets me.</thinking>What do you want?",
        "<THINK>He greets me.</THINK>What do you want?",
        "<think >He greets me.</think >What do you want?",
        '<think effort="low">He greets me.</think>What do you want?',
        "<seed:think>He greets me.</seed:think>What do you want?",
        "<reasoning>He greets me.</reasoning>What do you want?",
        "<thought>He greets me.</thought>What do you want?",
        "[THINK]He greets me.[/THINK]What do you want?",
        "◁think▷He greets me.◁/think▷What do you want?",
        "<think>One.<think>Two.</think></think>What do you want?",
        "<think>One.</think><think>Two.</think>What do you want?",
        "<|START_THINKING|>He greets me.<|END_THINKING|>What do you want?",
        "<|channel|>analysis<|message|>He greets.<|end|><|start|>assistant<|channel|>final<|message|>What do you want?",
        "<|channel|>final<|message|>What do you want?<|return|>",
        "analysisHe greets me, answer gruffly.assistantfinalWhat do you want?",
        "<|channel>thought\nHe greets me<channel|>What do you want?",
        "<unused94>thought\nHe greets me<unused95>What do you want?",
    ],
)
def test_only_what_follows_the_reasoning_is_said(raw: str) -> None:
    """Pairs of tags, one tag alone, channels, and their remains."""
    assert clean(raw, Cast("Bruno", ("Ada",))).text == WORDS


@pytest.mark.parametrize(
    "raw",
    [
        "<think>Okay, the player greets me and I",
        "<think>Okay.</think>",
        "analysisHe greets me.",
        "<|channel|>analysis<|message|>He greets",
        "[THINK]He",
    ],
)
def test_nothing_but_reasoning_is_no_answer(raw: str) -> None:
    """A thought is not spoken for want of words."""
    assert without_reasoning(raw).strip() == ""


def test_words_before_an_open_tag_stay() -> None:
    """An answer may be followed by second thoughts."""
    assert without_reasoning("Ten gold.<think>Was that right?") == "Ten gold."
