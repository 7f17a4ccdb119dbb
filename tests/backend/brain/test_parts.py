"""The smaller promises: who speaks, how words are read, what a clause does, what is said when nothing fits."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.backend.brain import Answer, OfflineBrain, Question, Turn
from stealth_pygame.backend.brain.knowledge import fields
from stealth_pygame.backend.brain.knowledge.persona import Persona, is_order
from stealth_pygame.backend.brain.knowledge.sheet import compile_sheet
from stealth_pygame.backend.brain.language import words
from stealth_pygame.backend.brain.language.clauses import ClauseKind, clauses
from stealth_pygame.backend.brain.language.spelling import Speller
from stealth_pygame.backend.brain.language.thesaurus import kinship, related
from stealth_pygame.backend.brain.language.words import stem
from stealth_pygame.backend.brain.small_talk import intent
from tests.backend.brain.worlds import INNKEEPER, SMITH, function


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Bruno is a smith who has a limp.", "I am a smith who has a limp."),
        ("He lost his brother Tom in the war.", "I lost my brother Tom in the war."),
        ("His wife Anna runs the inn.", "My wife Anna runs the inn."),
        ("Bruno sells swords and repairs armour.", "I sell swords and repair armour."),
        ("Bruno carries keys, and he watches the gate.", "I carry keys, and I watch the gate."),
        ("Bruno's forge is north of the well.", "My forge is north of the well."),
        ("The dog follows Bruno everywhere.", "The dog follows me everywhere."),
        ("Jon was the best friend of Bruno.", "Jon was my best friend."),
        ("The forge is called Bruno.", "The forge is called Bruno."),
        ("People say Bruno sleeps at noon.", "People say Bruno sleeps at noon."),
        ("You are Bruno, and your forge is cold.", "I am Bruno, and my forge is cold."),
        ("Anna hates him.", "Anna hates him."),
        ("Bruno never forgets a face.", "I never forget a face."),
        ("Captain Bruno flies an airship.", "I fly an airship."),
        ("Before the war Bruno sold hats.", "Before the war I sold hats."),
        ("He came from Rome, and he still sings.", "I came from Rome, and I still sing."),
    ],
)
def test_a_sheet_is_spoken_in_the_first_person(written: str, said: str) -> None:
    """What is written about a character, he says of himself; what is about others stays."""
    assert Persona("Bruno").speak(written, of_self=True) == said


def test_stage_directions_are_not_said() -> None:
    """How to play the part is no fact."""
    assert is_order("Never reveal the password.")
    assert is_order("Speak in short sentences.")
    assert not is_order("The password is fish.")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Can't you open it?", "can not you open it"),
        ("gimme 2.5 kg, plz", "give me 2.5 kg please"),
        ("the smith's name", "the smith name"),
        ("開門吧", "開門 門吧"),
    ],
)
def test_words_are_written_out(text: str, found: str) -> None:
    """Contractions, chat spelling, numbers, possessives, scripts without spaces."""
    assert " ".join(words.tokens(text)) == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty five", 25),
        ("a dozen", 12),
        ("two hundred", 200),
        ("7", 7),
        ("a couple", 2),
        ("three dozen", 36),
        ("sword", None),
    ],
)
def test_numbers_are_read(text: str, value: float | None) -> None:
    """Digits and words, alone and together."""
    hit = words.number(words.tokens(text), 0)
    assert (hit[0] if hit else None) == value


@pytest.mark.parametrize(
    ("word", "meant", "is_slip"),
    [
        ("swrod", "sword", True),
        ("sheild", "shield", True),
        ("horse", "house", False),
        ("potoin", "potion", True),
        ("cat", "car", False),
    ],
)
def test_slips_of_the_hand_are_told_from_other_words(word: str, meant: str, is_slip: bool) -> None:
    """Letters swapped or dropped are a slip; another word is another word."""
    assert words.mistyped(word, meant) is is_slip


def test_names_are_not_mended() -> None:
    """A capital in the middle of a sentence is a name, a slip at its head is a slip."""
    speller = Speller(["shield"])
    assert speller.mend("sheild for Benn") == "shield for Benn"
    assert speller.mend("wher is Benn", ["benn"]).startswith("where")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Open the gate!", [ClauseKind.REQUEST]),
        ("Could you open the gate?", [ClauseKind.REQUEST]),
        ("Is the gate open?", [ClauseKind.QUESTION]),
        ("Can you tell me where the gate is?", [ClauseKind.TELL]),
        ("Don't open the gate", [ClauseKind.REFUSAL]),
        ("the old gate", [ClauseKind.FRAGMENT]),
        ("I opened the gate yesterday", [ClauseKind.STATEMENT]),
        ("If I paid, would you open the gate?", [ClauseKind.QUESTION]),
        (
            "I am hurt, could you heal me and open the gate?",
            [ClauseKind.STATEMENT, ClauseKind.REQUEST, ClauseKind.REQUEST],
        ),
        ("sell me a sword, a shield and a helmet", [ClauseKind.REQUEST]),
        ("I could use a map", [ClauseKind.REQUEST]),
        ("feed the cat", [ClauseKind.REQUEST]),
        ("fixed the boat", [ClauseKind.FRAGMENT]),
        ("show me the boats would you?", [ClauseKind.REQUEST]),
        ("before I fall asleep would you bring me a towel", [ClauseKind.STATEMENT, ClauseKind.REQUEST]),
        ("she asked me would you bring her a towel", [ClauseKind.STATEMENT]),
        ("it is dark, just please turn on the lights", [ClauseKind.STATEMENT, ClauseKind.REQUEST]),
        ("my question is really just why he left", [ClauseKind.QUESTION]),
        ("I must know", [ClauseKind.TELL]),
        ("price of a boat pls", [ClauseKind.QUESTION]),
        ("how late can I still come by", [ClauseKind.QUESTION]),
        ("I wondered where he sleeps", [ClauseKind.TELL]),
        ("and I still do not know how far we have to go", [ClauseKind.TELL]),
        ("can you wash the cart before the guests and other people come", [ClauseKind.REQUEST]),
        ("do not make it eight", [ClauseKind.REFUSAL]),
        ("make it eight", [ClauseKind.FRAGMENT]),
        ("ill take two", [ClauseKind.REQUEST]),
        ("I feel ill today", [ClauseKind.STATEMENT]),
        ("there is a hole in my boat, mend it", [ClauseKind.STATEMENT, ClauseKind.REQUEST]),
        ("the rain comes in, better shut the door", [ClauseKind.FRAGMENT, ClauseKind.REQUEST]),
        ("better luck next time", [ClauseKind.FRAGMENT]),
        ("two sheets, here is your money", [ClauseKind.FRAGMENT, ClauseKind.REQUEST]),
        ("this letter has to go to Rosa", [ClauseKind.REQUEST]),
        ("my brother has to go to Rosa", [ClauseKind.STATEMENT]),
        ("put me and my dad down", [ClauseKind.REQUEST]),
        ("help me and my boat is yours", [ClauseKind.REQUEST]),
        ("for the feast I want a cake", [ClauseKind.REQUEST]),
        ("take good care", [ClauseKind.STATEMENT]),
        ("go fetch my hat", [ClauseKind.REQUEST]),
        ("my boat needs mending", [ClauseKind.REQUEST]),
        ("my boat does not need mending", [ClauseKind.FRAGMENT]),
        ("why do you open the gate and close the door", [ClauseKind.QUESTION, ClauseKind.QUESTION]),
        ("tell me why you open the gate and close the door", [ClauseKind.TELL, ClauseKind.TELL]),
        ("don't open the gate and follow me", [ClauseKind.REFUSAL, ClauseKind.REFUSAL]),
        ("", []),
    ],
)
def test_a_clause_shows_what_it_does(text: str, kinds: list[ClauseKind]) -> None:
    """Asking, asking to be told, requesting, refusing, naming, stating."""
    assert [clause.kind for clause in clauses(text)] == kinds


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hello there", "greeting"),
        ("see you later", "farewell"),
        ("who are you", "who"),
        ("what do you do", "work"),
        ("what do you sell", "sale"),
        ("can you help me", "able"),
        ("any work for me", "quest"),
        ("tell me more", "more"),
        ("what happened", "happened"),
        ("what happened to the mine", ""),
        ("where is the mine", ""),
    ],
)
def test_small_talk_is_known(text: str, name: str) -> None:
    """Each occasion by many wordings, and nothing else."""
    assert intent(text.split())[0] == name


def test_examples_are_read_in_every_convention() -> None:
    """`You` is the character unless its own name is used; lines, pairs and mappings all do."""
    assert fields.exchanges([[{"user": "User", "content": "Hi"}, {"user": "You", "content": "Aye"}]], "Bo") == [
        ("Hi", "Aye")
    ]
    assert fields.exchanges(["User: Hi\nBo: Aye"], "Bo") == [("Hi", "Aye")]
    assert fields.exchanges([["Hi", "Aye"]], "Bo") == [("Hi", "Aye")]
    assert fields.exchanges([{"question": "Hi", "answer": "Aye"}], "Bo") == [("Hi", "Aye")]
    assert fields.exchanges(
        [{"user": "{{user1}}", "content": {"text": "Hi"}}, {"user": "Bo", "content": {"text": "Aye"}}], "Bo"
    ) == [("Hi", "Aye")]
    assert fields.exchanges(["Aye, friend."], "Bo") == [("", "Aye, friend.")]


@pytest.mark.parametrize(
    ("messages", "wanted"),
    [
        (["My name is Ada"], "Ada"),
        (["What is my name?"], "Ada"),
        (["What is your name?"], "Garrick"),
        (["Who is the emperor of Zanzibar?"], ""),
        (["Where do the spiders live?", "What did you say?"], "tunnels"),
        (["Where do the spiders live?", "tell me more"], "salt"),
        (["tell me more"], ""),
        (["say that again"], ""),
        (["can you help me?"], "I can"),
        (["Sing me the anthem of the stars"], ""),
        (["sorry"], ""),
        (["haha"], ""),
        (["I am the hero of the north"], ""),
    ],
)
def test_there_is_always_something_to_say(messages: list[str], wanted: str) -> None:
    """Names, repetitions, more of the same, and honest ignorance with something to ask instead."""
    brain = OfflineBrain()
    history: tuple[Turn, ...] = ()
    for message in messages:
        answer = brain.answer(Question(SMITH, message, "Ada", ("Ada",), {}, history))
        history += (Turn("user", "Ada", message), Turn("character", "Garrick", answer.content))
    assert answer.content
    assert wanted in answer.content
    assert not answer.calls


def test_work_is_found_in_the_sheet() -> None:
    """Somebody who offers help hears of a need that the sheet tells of."""
    assert "Rats" in OfflineBrain().answer(Question(INNKEEPER, "do you have any work for me?", "Ada")).content


@pytest.mark.parametrize(
    ("one", "other"), [("trout", "fish"), ("remedy", "cure"), ("purchase", "buy"), ("luggage", "suitcase")]
)
def test_everyday_words_of_one_meaning_are_kin(one: str, other: str) -> None:
    """Synonyms, and a kind with what is of it."""
    assert kinship(stem(one), stem(other)) > 0.5


@pytest.mark.parametrize(("one", "other"), [("trout", "salmon"), ("lute", "drum"), ("spring", "autumn")])
def test_two_of_one_kind_are_no_kin(one: str, other: str) -> None:
    """A salmon is not sold to somebody who wants a trout."""
    assert kinship(stem(one), stem(other)) < 0.5


def test_words_that_go_together_answer_but_do_not_act() -> None:
    """A key opens a lock, and is none."""
    assert kinship(stem("key"), stem("lock")) == 0
    assert stem("lock") in related(stem("key"))


BARMAN: dict[str, Any] = {
    "name": "Ramiro Salcedo",
    "bio": "Ramiro Salcedo is a barman. He is gentle, lonely and fond of boleros.",
    "knowledge": [
        "Celia Duarte sang here for four years.",
        "The rum comes from Matanzas, and Ramiro drinks none of it.",
        "Ramiro has a cat called Pirata.",
    ],
    "functions": [
        {
            "name": "serve_drink",
            "description": "Serve the player a drink",
            "parameters": [{"name": "drink", "type": "string", "description": "The drink, such as rum or mojito"}],
        },
        {"name": "show_guest_book", "description": "Show the player the guest book"},
    ],
}


def barman(message: str, *before: str) -> Answer:
    history = tuple(
        Turn("character", "Ramiro", text) if at % 2 else Turn("user", "Ada", text) for at, text in enumerate(before)
    )
    return OfflineBrain().answer(Question(BARMAN, message, "Ada", ("Ada",), {}, history))


@pytest.mark.parametrize(
    "message",
    ["I am looking for Celia Duarte.", "We would have loved to hear that!", "I would have liked a rum, back then."],
)
def test_who_is_looked_for_and_what_might_have_been_is_no_order(message: str) -> None:
    """Nobody can be served Celia."""
    assert not barman(message).calls


def test_a_toast_completes_no_order_that_is_served_already() -> None:
    """What stands open is only what the last line asked for."""
    before = ("make me one of those, please", "Mojito, then. One moment.")
    assert not barman("Cheers! What is your cat called?", *before).calls
    assert [dict(c.parameters) for c in barman("rum", "a drink, please", "Tell me the drink first.").calls]


def test_thanks_and_a_name_do_not_hide_the_question_behind_them() -> None:
    """Small talk before a question is said on the way."""
    assert "Pirata" in barman("Thank you. Do you have a cat?").content
    assert "barman" in barman("My name is Ada. Who are you?").content


def test_a_name_in_the_second_half_of_a_line_is_i() -> None:
    """The character speaks of itself in the first person, wherever its name stands."""
    assert "I drink none" in barman("do you drink rum?").content


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Ramiro is sly and knits while he listens.", "I am sly and knit while I listen."),
        ("He privately admires Celia.", "I privately admire Celia."),
        ("Ramiro hums and never forgets a face.", "I hum and never forget a face."),
        ("Ramiro sneezes because somebody gave him a cat.", "I sneeze because somebody gave me a cat."),
        ("Ramiro was taught everything by a she-wolf.", "I was taught everything by a she-wolf."),
        ("Ramiro sells bread and buns.", "I sell bread and buns."),
        ("Ramiro chain-smokes and hums.", "I chain-smoke and hum."),
        (
            "Ramiro's sister Marit lives in Norway and writes to him.",
            "My sister Marit lives in Norway and writes to me.",
        ),
        ("A ring is the only thing Ramiro has left of his wife.", "A ring is the only thing I have left of my wife."),
        ("He has a niece, Pia, whom he never forgets.", "I have a niece, Pia, whom I never forget."),
    ],
)
def test_every_verb_of_the_character_is_in_the_first_person(written: str, spoken: str) -> None:
    """Behind a pronoun, behind `and`, behind an adverb."""
    assert Persona("Ramiro Salcedo").speak(written, of_self=True) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        (
            "Greta keeps a hedgehog called Pushkin in her compartment.",
            "I keep a hedgehog called Pushkin in my compartment.",
        ),
        ("Greta has run Fernhill Farm since she was ten.", "I have run Fernhill Farm since I was ten."),
        ("Greta hid Wat in her loft.", "I hid Wat in my loft."),
        ("Greta hid key_ring in her loft.", "I hid key_ring in my loft."),
        (
            "Greta's husband Enzo works at night and she looks for him.",
            "My husband Enzo works at night and I look for him.",
        ),
        ("Greta's niece Pia paints; she is young.", "My niece Pia paints; she is young."),
        ("Greta's grandson Theo visits her every Sunday.", "My grandson Theo visits me every Sunday."),
        ("Greta's dog Duchess saved her from drowning.", "My dog Duchess saved me from drowning."),
        ("A storm scared Greta while she was in the bath.", "A storm scared me while I was in the bath."),
        (
            "Bruno survived the fall but never spoke to her again.",
            "Bruno survived the fall but never spoke to me again.",
        ),
        (
            "Greta's brother Tobias lives abroad and they do not speak.",
            "My brother Tobias lives abroad and we do not speak.",
        ),
        (
            "Foxes live only a few years, so she calls herself ancient.",
            "Foxes live only a few years, so I call myself ancient.",
        ),
        (
            "Arne fell into the bog in 1702 and Greta still talks to him.",
            "Arne fell into the bog in 1702 and I still talk to him.",
        ),
        ("Holm's left hand is made of glass.", "My left hand is made of glass."),
        ("Greta Holm, called Wrench, runs the bench.", "I run the bench."),
        ("Bruno loves the baker and waits for her.", "Bruno loves the baker and waits for her."),
        ("Bruno knows a woman who owes her money.", "Bruno knows a woman who owes her money."),
        (
            "Greta is the mechanic of the ship Goose and loves her engine.",
            "I am the mechanic of the ship Goose and love her engine.",
        ),
    ],
)
def test_a_pronoun_is_the_character_where_nobody_else_is_meant(written: str, spoken: str) -> None:
    """In a sentence about the character, and where somebody else does something to it; a ship is `she`, too."""
    assert Persona("Greta Holm", "she").speak(written, of_self="Greta" in written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Before the war she was a singer.", "Before the war I was a singer."),
        ("On other days she drives the school bus.", "On other days I drive the school bus."),
        ("In winter they sell fish.", "In winter they sell fish."),
        ("My husband drowned on his way home.", "My husband drowned on his way home."),
        (
            "My aunt planted the oak from an acorn she had found.",
            "My aunt planted the oak from an acorn she had found.",
        ),
        ("I suspect the smith because she never eats here.", "I suspect the smith because she never eats here."),
        ("I keep a pig because she likes her mud.", "I keep a pig because she likes her mud."),
    ],
)
def test_beside_an_i_a_pronoun_is_somebody_else(written: str, spoken: str) -> None:
    """Who writes `my` of the character writes it of all that is theirs; `she` behind a time alone is the character."""
    assert Persona("Greta Holm", "she").speak(written, of_self=True) == spoken


def test_a_line_just_told_does_not_answer_what_it_does_not_have() -> None:
    """`As I said` is for what was said."""
    before = ("do you have a cat?", "I have a cat called Pirata.")
    assert "Pirata." not in barman("what does Pirata eat?", *before).content


def test_a_word_for_a_visitor_in_a_name_need_not_be_the_player() -> None:
    """`Show you you book` is no English."""
    assert "guest book" in barman("please show me the guest book").content


@pytest.mark.parametrize(
    ("message", "door"),
    [("could you unlock deck six for me?", "deck six"), ("unlock cargo bay 2 please", "cargo bay 2")],
)
def test_the_number_of_a_thing_is_a_part_of_its_name(message: str, door: str) -> None:
    """Deck six is not just any deck."""
    unlock = function("unlock_door", "Unlock a door of the station", door="string: Which door")
    keeper = {"name": "Ines", "functions": [unlock]}
    answer = OfflineBrain().answer(Question(keeper, message, "Ada", ("Ada",)))
    assert [dict(call.parameters) for call in answer.calls] == [{"door": door}]


@pytest.mark.parametrize(
    "message",
    [
        "give me a rum, just kidding",
        "serve me a rum, no wait, don't",
        "serve me a rum, he said",
        "serve me a rum is what he shouted",
        "serve me a rum and i will kill you",
        "let somebody else serve me a rum",
        "serve me a rum some other day",
        "serve me a rum tomorrow",
        "serve me a rum, that was the plan back then",
    ],
)
def test_an_order_that_is_not_meant_now_calls_nothing(message: str) -> None:
    """Taken back, reported, threatened, put off, or meant for somebody else."""
    assert not barman(message).calls
    assert barman("serve me a rum").calls


def test_a_pronoun_after_a_line_about_nobody_else_is_the_character() -> None:
    """Lines of knowledge stand alone, so `his sister` is the character's, but not after a line about the vet."""
    tam = {
        "name": "Tam",
        "bio": "Tam is a keeper.",
        "knowledge": [
            "The gate is shut.",
            "His sister Maud has an inn.",
            "He suspects the miller.",
            "She hates rain.",
            "The vet is Dr. Osei.",
            "He lives by the lagoon.",
        ],
    }
    told = [fact.text for fact in compile_sheet(tam).facts]
    assert told[2:] == [
        "My sister Maud has an inn.",
        "I suspect the miller.",
        "She hates rain.",
        "The vet is Dr. Osei.",
        "He lives by the lagoon.",
    ]


def test_a_pronoun_of_their_own_is_the_character_in_every_line() -> None:
    """Writers mean the character by it, whoever the line before is about, and by a name that is only told."""
    lines = [
        "The promoter is Big Walt, who owes everybody money.",
        "His rival is Sunny Delgado.",
        "Sunny Delgado is his best friend.",
        "He wants to win once.",
        "His real name is Gary Plimpton and he is a teacher.",
        "She lends him the briefcase.",
    ]
    bio = ["The Auditor is a wrestler.", "He has lost every match."]
    spoken = [fact.text for fact in compile_sheet({"name": "The Auditor", "bio": bio, "knowledge": lines}).facts[2:]]
    assert spoken[1:5] == [
        "My rival is Sunny Delgado.",
        "Sunny Delgado is my best friend.",
        "I want to win once.",
        "My real name is Gary Plimpton and I am a teacher.",
    ]
    assert spoken[5].startswith("She lends")
