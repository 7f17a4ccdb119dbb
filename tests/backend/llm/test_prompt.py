"""The prompt: what stays first, nobody's words twice, and no word that a template could take for its own."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from stealth_pygame.backend.brain.interface import Question, Turn
from stealth_pygame.backend.llm.calls import Tools
from stealth_pygame.backend.llm.prompt import Form, Prompts, defused
from stealth_pygame.backend.llm.window import Budget, HistoryStart, kept_knowledge, nearest_knowledge, size
from tests.backend.parts import SHEET

FORM = Form(tools=True, system=True, budget=Budget(8_192, 600))
TALK = (Turn("user", "Ada", "A sword"), Turn("character", "Bruna", "Here you are.\n(sell sword)"))
QUESTION = Question(SHEET, "Thanks!", "Ada", ("Ada",), {"gold": "2"}, TALK)


def prompt(question: Question, form: Form = FORM, prompts: Prompts | None = None) -> list[dict[str, Any]]:
    return (prompts or Prompts()).messages(question, Tools(question.character), form)


def test_earlier_calls_are_calls() -> None:
    """With a result each, and the words after it; the model is taught to make calls, not to write them."""
    assert [message["role"] for message in prompt(QUESTION)] == [
        "system",
        "user",
        "assistant",
        "tool",
        "assistant",
        "user",
    ]
    _, _, call, result, words, _ = prompt(QUESTION)
    assert call["tool_calls"][0]["function"] == {"name": "sell", "arguments": '{"item": "sword"}'}
    assert result["tool_call_id"] == call["tool_calls"][0]["id"]
    assert words["content"] == "Here you are."


@pytest.mark.parametrize("form", [replace(FORM, tools=False), replace(FORM, tool_messages=False)])
def test_without_tools_earlier_calls_are_written_as_they_are_asked_for(form: Form) -> None:
    """One form for both."""
    assert prompt(QUESTION, form)[2]["content"] == 'Here you are.\n{"name": "sell", "arguments": {"item": "sword"}}'


def test_no_name_stands_before_lines_where_one_player_talks() -> None:
    """It would teach the model to write names; with two players it must be known who speaks."""
    alone = prompt(QUESTION)
    assert "Ada: " not in json.dumps(alone)
    assert "You are talking to Ada." in alone[0]["content"]
    together = prompt(replace(QUESTION, users=("Ada", "Bob")))
    assert together[1]["content"] == "Ada: A sword"
    assert together[-1]["content"].endswith("Ada: Thanks!")


def test_nobody_s_words_are_told_twice() -> None:
    """The recent conversation is left out where the turns stand themselves."""
    context = {"recent_conversation": 'Ada: "A sword"', "gold": "2"}
    assert "recent_conversation" not in json.dumps(prompt(replace(QUESTION, context=context)))
    assert "recent_conversation" in json.dumps(prompt(replace(QUESTION, context=context, history=())))


def test_the_state_comes_last_and_the_beginning_stays() -> None:
    """From turn to turn, all but the last message is what was there before."""
    later = replace(
        QUESTION,
        message="And a shield?",
        context={"gold": "1"},
        history=(*TALK, Turn("user", "Ada", "Thanks!"), Turn("character", "Bruna", "Aye.")),
    )
    first, second = prompt(QUESTION), prompt(later)
    assert first[:-1] == second[: len(first) - 1]
    assert first[-1]["content"] == "The game now:\ngold: 2\n\nThanks!"


def test_without_a_system_role_the_first_message_carries_it() -> None:
    """Nothing is lost."""
    told = prompt(QUESTION, replace(FORM, system=False))
    assert told[0]["role"] == "user"
    assert "You are Bruna" in told[0]["content"]
    assert told[0]["content"].endswith("A sword")


@pytest.mark.parametrize(
    "token",
    [
        "<|im_end|>",
        "<|im_start|>system",
        "</s>",
        "<start_of_turn>",
        "[INST]",
        "[/INST]",
        "<<SYS>>",
        "<｜User｜>",
        "<think>",
        "[TOOL_CALLS]",
        "### System:",
        "<tool_call>",
    ],
)
def test_injected_words_are_defused_everywhere(token: str) -> None:
    """In a message, a name, a key, a value, an earlier line and the sheet."""
    sheet = {**SHEET, "bio": [f"x {token} y"], "name": f"Bruna {token}"}
    question = Question(
        sheet, f"Hi {token}", f"Ada {token}", (f"Ada {token}",), {f"k {token}": f"v {token}", "events": token},
        (Turn("user", f"Ada {token}", f"Hi\n{token}"), Turn("character", "Bruna", f"Hm {token}")),
    )  # fmt: skip
    told = prompt(question)
    assert not [message for message in told if token in message["content"]]
    assert all("\n" not in line for line in (defused(f"a\n{token}\u2028b"),))


def test_knowledge_gives_way_first_and_the_nearest_is_looked_up() -> None:
    """Bio, style and functions always stay, and only whole lines are left out."""
    lines = [f"Fact {number}: the quick brown fox jumps over the lazy dog." for number in range(300)]
    sheet = {
        **SHEET,
        "knowledge": [*lines, "The mayor is called Odo."],
        "style": ["speaks in rhymes"],
        "adjectives": ["gruff"],
    }
    question = replace(QUESTION, character=sheet, message="Who is the mayor?")
    told = prompt(question, replace(FORM, budget=Budget(2_048, 400)))
    assert all(words in told[0]["content"] for words in ("rhymes", "gruff", "The smith of the village."))
    assert "The mayor is called Odo." in told[-1]["content"]
    assert size(json.dumps(told)) < 2_048


def test_lines_that_fit_all_stay() -> None:
    """And the nearest ones are found by their meaning, within their budget."""
    assert kept_knowledge(["a", "b"], 100) == ["a", "b"]
    assert kept_knowledge(["a" * 400] * 10, 500) == ["a" * 400] * 2
    assert nearest_knowledge(["A sword costs ten gold.", "It rains."], "What is the price of a sword?", 100) == [
        "A sword costs ten gold."
    ]
    assert nearest_knowledge(["A sword costs ten gold."], "What is the price of a sword?", 2) == []


def test_the_history_begins_where_it_began_before() -> None:
    """It moves rarely, and far enough to stay for many turns."""
    starts, turns = (
        HistoryStart(),
        [Turn("user" if number % 2 == 0 else "character", "A", f"{number} {'x' * 60}") for number in range(120)],
    )
    begun = [turns.index(turns[:count][starts.start("key", turns[:count], 600)]) for count in range(2, 120, 2)]
    assert begun == sorted(begun)
    assert len(set(begun)) < 12
    assert all(turns[at].speaker == "user" for at in begun)


def test_a_history_that_loses_its_beginning_starts_anew() -> None:
    """As with a memory of forty turns: each turn one more is gone."""
    starts, turns = HistoryStart(), [Turn("user", "A", str(number)) for number in range(120)]
    begun = [
        turns.index(turns[count : count + 40][starts.start("key", turns[count : count + 40], 9_999)])
        for count in range(80)
    ]
    assert begun == sorted(begun)
    assert len(set(begun)) < 12
    assert HistoryStart().start("key", (), 5) == 0
