"""The table of what models write around a character's words, and the words alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stealth_pygame.backend.llm.cleaning import Cast, clean, worn
from stealth_pygame.backend.llm.cleaning.rules import RULES
from stealth_pygame.backend.llm.prompt import HEADINGS, STATE

BRUNO = Cast("Bruno", ("Ada",))


@pytest.mark.parametrize(
    "raw",
    [
        "Bruno: Welcome!",
        "**Bruno:** Welcome!",
        "**Bruno**: Welcome!",
        "bruno: Welcome!",
        "[Bruno] Welcome!",
        "Bruno:\nWelcome!",
        "Bruno (smiling): Welcome!",
        "Bruno says: Welcome!",
        "Assistant: Bruno: Welcome!",
        "### Response:\nWelcome!",
        "Ada: Welcome!",
        "Assistant: Welcome!",
        '"Welcome!"',
        "“Welcome!”",
        "«Welcome!»",
        "'Welcome!'",
        'Bruno: "Welcome!"',
        '*"Welcome!"*',
        "Bruno: Welcome!\nAda: I want a sword.\nBruno: Ten gold.",
        "Welcome!\n\nAda: I want a sword.\n\nBruno: Ten gold.",
        "Welcome!\nUser: I want a sword.",
        "Welcome!\n**Ada:** I want a sword.",
        "Ada: I want a sword.\nBruno: Welcome!",
        "*smiles warmly* Welcome! *wipes his hands on his apron*",
        "*Bruno looks up.* Welcome!",
        "*lächelt* Welcome!",
        "(smiles) Welcome!",
        "[laughs] Welcome!",
        "Welcome! _nods_",
        "Welcome! *leans",
        "**Welcome!**",
        "# Welcome!",
        "```\nWelcome!\n```",
        "`Welcome!`",
        "---\nWelcome!",
        "Welcome!<|im_end|>\n<|im_start|>user\nI want a sword.",
        "<|im_start|>assistant\nWelcome!<|im_end|>",
        "<|start_header_id|>assistant<|end_header_id|>\n\nWelcome!",
        "Welcome!</s>",
        "<s>Welcome!",
        "Welcome!<end_of_turn>",
        "Welcome!<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nMore",
        "Welcome! [/INST]",
        "Welcome!<｜end▁of▁sentence｜>",
        "<answer>Welcome!</answer>",
        "Welcome!<pad><pad>",
        "Thinking: She wants a sword.\nAnswer: Welcome!",
        "Welcome! [END]",
        "[INST] I want a sword. [/INST] Welcome!",
        "**BRUNO**\nWelcome!\n\n**ADA**\nI want a sword.",
        "Welcome! Ada: I want a sword.",
        "Bruno, gruffly: Welcome!",
        "Bruno's response: Welcome!",
        "Bruno > Welcome!",
        "~smiles~ Welcome!",
        "<smiles> Welcome!",
        "{smiles} Welcome!",
        "—smiles— Welcome!",
        "The game now:\ngold: 12\nusername: Ada\n\nWelcome!",
        "Welcome!\n\nWhat you know:\n- A sword costs ten gold.",
    ],
)
def test_the_words_alone_are_left(raw: str) -> None:
    """Names, quotes, marks, directions, tokens and other people's lines are gone."""
    assert clean(raw, BRUNO).text == "Welcome!"


@pytest.mark.parametrize(
    "text",
    [
        "It costs ten gold (twelve for you).",
        "'Tis ten gold, and that's that.",
        "Dr. Who? Ten gold.",
        "Ask Ada: she knows.",
        "5 * 4 = 20, is it not?",
        "Remember: ten gold.",
        'He said "ten gold" and left.',
        "Ha! Ha! Ha!",
        "Zwölf Münzen, mein Freund.",
        "いらっしゃい。何をお探しですか？",
        "I have two things:\nA sword, and a shield.",
    ],
)
def test_plain_speech_stays_as_it_is(text: str) -> None:
    """Brackets, colons, stars and quotes belong to speech as well."""
    assert clean(text, BRUNO).text == text


@pytest.mark.parametrize(
    ("raw", "text", "narration"),
    [
        ("*smiles* Welcome! (nods)", "Welcome!", "smiles nods"),
        ('"Welcome!" he says, wiping his hands. "Come in."', "Welcome! Come in.", "he says, wiping his hands"),
        ("(Bruno looks up.) Yes?", "Yes?", "Bruno looks up."),
        ("*leans on the anvil*", "", "leans on the anvil"),
    ],
)
def test_directions_become_narration(raw: str, text: str, narration: str) -> None:
    """What is told is kept, apart from what is spoken."""
    speech = clean(raw, BRUNO)
    assert (speech.text, speech.narration) == (text, narration)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("I *never* sell that.", "I never sell that."),
        ("*Never* come back.", "Never come back."),
        ("So _old_.", "So old."),
    ],
)
def test_emphasis_is_spoken(raw: str, text: str) -> None:
    """A marked word within a sentence is a word."""
    assert clean(raw, BRUNO).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("A sword costs ten gold. A shield costs", "A sword costs ten gold."),
        ("A sword costs ten", "A sword costs…"),
        ("A sword costs ten gold.", "A sword costs ten gold."),
        ("Ask Dr. Moor", "Ask Dr…"),
    ],
)
def test_a_cut_answer_ends_with_a_whole_sentence(raw: str, text: str) -> None:
    """Half a sentence is not spoken where a limit ended the answer."""
    assert clean(raw, BRUNO, cut_short=True).text.replace("Dr.…", "Dr…") == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Welcome to my forge. " * 5, "Welcome to my forge."),
        ("Ten gold for it. Take it or leave it. " * 3, "Ten gold for it. Take it or leave it."),
        ("no no no no no no no", "no"),
        ("Ha! Ha! Ha! Ha! Ha!", "Ha! Ha! Ha!"),
    ],
)
def test_a_loop_is_said_once(raw: str, text: str) -> None:
    """A model that turns in a circle is heard once."""
    assert clean(raw, BRUNO).text == text


@given(st.text(max_size=300))
def test_any_text_is_cleaned_and_stays_clean(raw: str) -> None:
    """No text makes the rules fail, and cleaning what is clean adds nothing to it."""
    once = clean(raw, BRUNO).text
    assert len(clean(once, BRUNO).text) <= len(once)


@pytest.mark.parametrize("piece", ["*", "(", "[", '"', "<|", "Bruno: ", "a. ", "<think>", "Ada:\n", "**a", "no "])
def test_long_repeats_take_no_time(piece: str) -> None:
    """Cleaning grows with the text, not with its square."""
    assert len(clean(piece * 4_000, BRUNO).text) <= 20_000


def test_names_of_several_words_are_known_by_each() -> None:
    """Elder Odile may sign as either; a name that both share is the character's."""
    cast = Cast("Elder Odile", ("Ada Moor", "Odile"))
    for name in ("Elder Odile", "Odile", "Elder"):
        assert clean(f"{name}: Come in.\nAda: Thanks.", cast).text == "Come in."


def test_every_rule_leaves_clean_words_alone() -> None:
    """One by one."""
    speech = clean("Welcome, friend.", BRUNO)
    for rule in RULES:
        assert rule(speech, BRUNO) == speech


def test_every_heading_of_a_prompt_is_known_as_an_echo() -> None:
    """None of them is spoken."""
    for heading in (STATE, *HEADINGS.values()):
        assert clean(f"{heading}:\n- one\n\nWelcome!", BRUNO).text == "Welcome!"


def test_what_is_said_in_every_answer_is_left_out() -> None:
    """A loop through the whole talk, as long as there is something else to say."""
    answers = ["Hello. I will make you a sword.", "Ten gold. I will make you a sword!", "Yes."]
    cast = Cast("Bruno", ("Ada",), worn(answers))
    assert clean("By the gate. I will make you a sword.", cast).text == "By the gate."
    assert clean("I will make you a sword.", cast).text == "I will make you a sword."
    assert clean("Ten gold.", cast).text == "Ten gold."
