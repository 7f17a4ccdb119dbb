"""Calls as models write them, and what the game gets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stealth_pygame.backend.llm.calls import CalledFunction, Tools, read_calls, written_calls
from stealth_pygame.backend.llm.calls.arguments import read_arguments
from stealth_pygame.backend.llm.calls.reading import MOST_CALLS
from stealth_pygame.backend.llm.cleaning import without_reasoning

ITEM = {"name": "item", "type": "string", "description": "what is sold"}
AMOUNT = {"name": "amount", "type": "number", "description": "how many (1 if left out)"}
TOOLS = Tools(
    {
        "functions": [
            {"name": "sell", "description": "Sell.", "parameters": [ITEM, AMOUNT]},
            {"name": "wave", "description": "Wave.", "parameters": []},
            {"name": "open gate!", "description": "Open it.", "parameters": []},
        ]
    }
)
GOOD = {"item": "sword", "amount": "1"}
G = '{"item": "sword", "amount": 1}'
A = '{"name": "sell", "arguments": {"item": "sword", "amount": 1}}'


def read(name: str, arguments: object) -> tuple[str, dict[str, str]]:
    (call,) = read_calls([CalledFunction(name, arguments)], TOOLS)
    return call.name, call.parameters


@pytest.mark.parametrize(
    "arguments",
    [
        G,
        {"item": "sword", "amount": 1},
        json.dumps(G),
        f"```json\n{G}\n```",
        G[:-1] + ",}",
        G.replace('"', "'"),
        "{item: 'sword', amount: 1}",
        '{"item": "sword", "amount": 1}{"item": "sword", "amount": 1}',
        'item="sword", amount=1',
        '{"Item": "sword", "AMOUNT": 1}',
        '{"item": ["sword"], "amount": [1]}',
        '{"arguments": {"item": "sword", "amount": 1}}',
        f"[{G}]",
        "item=sword amount=1",
        "item: sword\namount: 1",
        "- item: sword\n- amount: 1",
        "sword, 1",
        '["sword", 1]',
        'sell("sword", 1)',
        '{"item": "sword", "amount": 1.0}',
        '{"item": "sword" "amount": 1}',
        '{"item"="sword", "amount"=1}',
        '{"item": sword, "amount": 1}',
        "{“item”: “sword”, “amount”: 1}",
        '{"item": "sword", /* one */ "amount": 1} // done',
        f"json\n{G}",
        f"<arguments>{G}</arguments>",
        "<item>sword</item><amount>1</amount>",
        f'{{"name": "sell", "arguments": {G}}}',
        f'{{"sell": {G}}}',
        '[{"name": "item", "value": "sword"}, {"name": "amount", "value": 1}]',
        '{"item": {"type": "string", "value": "sword"}, "amount": {"value": 1}}',
        '{"item_name": "sword", "amount": 1}',
    ],
)
def test_arguments_that_are_nearly_json_are_mended(arguments: object) -> None:
    """Where the meaning is certain."""
    assert read("sell", arguments) == ("sell", GOOD)


@pytest.mark.parametrize("nothing", [None, "", "null", "None", "[]", "{}", [], {}, " "])
def test_no_arguments_are_none(nothing: object) -> None:
    """In every form in which a model writes nothing."""
    assert read("wave", nothing) == ("wave", {})


@pytest.mark.parametrize(
    "arguments", ['{"item": "swo', "{{{", '{"item": "sword", "amount": 1', '["sword", 1, 2]', "one, two, three"]
)
def test_what_cannot_be_mended_is_refused_and_not_lost(arguments: str) -> None:
    """The call reaches the game, which refuses it for want of the parameter; a number may be half of one."""
    assert read("sell", arguments) == ("sell", {})
    assert read("wave", "{{{")[0] == "wave (unreadable arguments)"


@pytest.mark.parametrize(
    "name",
    [
        "functions.sell",
        "Sell",
        "SELL",
        "sell<|channel|>json",
        " sell ",
        "sell()",
        "tools.sell",
        '"sell"',
        "default_api.sell",
        "functions/sell",
        "functions.sell:0",
        "assistant<|channel|>sell",
        "mcp__village__sell",
        "sell.call",
    ],
)
def test_a_declared_name_is_known_with_ornaments(name: str) -> None:
    """And in another case."""
    assert read(name, G) == ("sell", GOOD)


@pytest.mark.parametrize("name", ["open_gate", "open-gate", "openGate", "open gate!", "open_gate_"])
def test_case_and_dashes_in_a_name_do_not_matter(name: str) -> None:
    """The game's own name comes back."""
    assert read(name, None)[0] == "open gate!"


@pytest.mark.parametrize("name", ["sel", "sells", "buy", ""])
def test_another_name_is_not_guessed(name: str) -> None:
    """In doubt nothing is done: the game refuses it."""
    assert read(name, G)[0] not in ("sell", "wave", "open gate!")


def test_the_same_call_runs_once_and_calls_have_a_limit() -> None:
    """Models in a loop write dozens."""
    same = read_calls([CalledFunction("sell", G)] * 20, TOOLS)
    many = read_calls([CalledFunction("sell", {"item": str(number)}) for number in range(20)], TOOLS)
    assert (len(same), len(many)) == (1, MOST_CALLS)


def test_words_said_with_a_call_become_its_message() -> None:
    """Also where the function has a parameter of that name itself."""
    (call,) = read_calls([CalledFunction("wave", {"message": "Good day!"})], TOOLS)
    assert (call.message, call.parameters) == ("Good day!", {})
    shout = {"name": "shout", "parameters": [{"name": "message", "type": "string", "description": "it"}]}
    tools = Tools({"functions": [shout]})
    (call,) = read_calls([CalledFunction("shout", {"message": "Hey", "spoken_words": "Listen!"})], tools)
    assert (call.message, call.parameters) == ("Listen!", {"message": "Hey"})


def test_parameters_with_defaults_are_not_required() -> None:
    """As their descriptions say."""
    sell = TOOLS.definitions[0]["function"]
    assert sell["parameters"]["required"] == ["item"]
    assert sell["parameters"]["properties"]["amount"]["type"] == "number"


@pytest.mark.parametrize(
    "text",
    [
        A,
        A.replace("arguments", "parameters"),
        f"```json\n{A}\n```",
        f"<tool_call>\n{A}\n</tool_call>",
        f"<tool_call>\n{A}",
        f"[{A}]",
        f"[TOOL_CALLS][{A}]",
        f"[TOOL_CALLS]sell[ARGS]{G}",
        f"<|python_tag|>{A}",
        f"<function=sell>{G}</function>",
        "<tool_call><function=sell>\n<parameter=item>\nsword\n</parameter>\n<parameter=amount>1</parameter></function></tool_call>",
        '<invoke name="sell"><parameter name="item">sword</parameter><parameter name="amount">1</parameter></invoke>',
        'sell(item="sword", amount=1)',
        '[sell(item="sword", amount=1)]',
        '```tool_code\nprint(sell(item="sword", amount=1))\n```',
        f"<|channel|>commentary to=functions.sell <|constrain|>json<|message|>{G}<|call|>",
        f'{{"sell": {G}}}',
        f'{{"tool_calls": [{{"type": "function", "function": {{"name": "sell", "arguments": {G}}}}}]}}',
        f'{{"function": "sell", "arguments": {json.dumps(G)}}}',
        f"sell {G}",
        f"Action: sell\nAction Input: {G}",
        "(sell sword, 1)",
        A.replace('"', "'"),
        f'{{"function_call": {A}}}',
        f"functions.sell:0{G}",
        "<|python_tag|>sell.call(item='sword', amount=1)",
        "<start_function_call>call:sell{item:<escape>sword<escape>,amount:1}<end_function_call>",
        f"function<｜tool▁sep｜>sell\n```json\n{G}\n```",
        '`sell(item="sword", amount=1)`',
        '*calls sell(item="sword", amount=1)*',
        'Function call: sell(item="sword", amount=1)',
        'tool_code\nprint(sell(item="sword", amount=1))',
        '[sell item="sword" amount=1]',
        '<sell item="sword" amount="1"/>',
        G,
    ],
)
def test_a_call_that_was_written_is_a_call(text: str) -> None:
    """Nothing of it is spoken."""
    words, calls = written_calls(without_reasoning(text), TOOLS)
    assert words == ""
    assert [(call.name, call.parameters) for call in read_calls(calls, TOOLS)] == [("sell", GOOD)]


@pytest.mark.parametrize(
    "text",
    [
        f"A fine blade!\n<tool_call>\n{A}\n</tool_call>",
        f"A fine blade!\n{A}",
        f"A fine blade! {A}",
        "A fine blade!\n(sell sword, 1)",
        "A fine blade!\nsell(item='sword', amount=1)",
        "A fine blade! [sell(item='sword', amount=1)]",
    ],
)
def test_words_beside_a_call_stay_words(text: str) -> None:
    """Speech and call come apart."""
    words, calls = written_calls(text, TOOLS)
    assert (words, len(calls)) == ("A fine blade!", 1)


@pytest.mark.parametrize(
    "text",
    [
        "Ten gold (sell it later).",
        "I wave (wave).",
        "Use {braces} and [brackets].",
        "I could sell you one.",
        "I could sell (a sword).",
        "Use wave for it.",
        "[sell item]",
        'Take {"mood": 3} with you.',
        "sell",
        "wave",
    ],
)
def test_words_about_a_call_are_words(text: str) -> None:
    """Only what is wholly a call runs."""
    assert written_calls(text, TOOLS) == (text, [])


def test_json_that_is_no_call_is_not_spoken() -> None:
    """Speech inside is taken out, a call of nothing that was declared is for the game to refuse."""
    assert written_calls('{"response": "Welcome!"}', TOOLS) == ("Welcome!", [])
    assert written_calls('{"content": "Welcome!"}', TOOLS) == ("Welcome!", [])
    assert written_calls('{"name": "Bruno", "text": "Welcome!"}', TOOLS) == ("Welcome!", [])
    assert written_calls('{"mood": 3}', TOOLS) == ("", [])
    assert [call.name for call in written_calls('{"name": "fly", "arguments": {}}', TOOLS)[1]] == ["fly"]


@pytest.mark.slow
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_arguments_are_read_or_refused(value: Any) -> None:
    """Nothing that JSON can say makes it fail."""
    for arguments in (value, json.dumps(value), str(value)):
        assert isinstance(read_arguments(arguments, {"item": "string"}), (dict, type(None)))
    read_calls([CalledFunction("sell", value)], TOOLS)


@given(st.text(max_size=200))
def test_any_text_is_looked_through(text: str) -> None:
    """Nothing that a model can write makes it fail."""
    written_calls(text, TOOLS)
