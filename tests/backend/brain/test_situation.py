"""What the game tells of the moment is told to whoever asks."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.backend.brain import OfflineBrain, Question, staging
from stealth_pygame.backend.brain.interface import Answer, Turn
from stealth_pygame.backend.brain.knowledge.voice import lines_in
from stealth_pygame.backend.brain.state import situation
from stealth_pygame.backend.brain.state.entries import entries
from stealth_pygame.backend.brain.state.sentences import sentence
from tests.backend.brain.conversations import told
from tests.backend.brain.worlds import GUARD, SMITH

CONTEXT = {
    "gold": "12",
    "health": "20/100",
    "inventory": "rope, 2 apples, Excalibur",
    "place": "the plaza",
    "time_of_day": "evening",
    "weather": "raining",
    "arrows": "7",
    "reputation": "feared",
    "last_actions": 'sell_weapon(weapon="axe") succeeded; sell_weapon(weapon="dagger") FAILED: not enough gold',
    "events": "The player drew a sword; The player's horse was stolen",
}


def ask(message: str, **context: str) -> str:
    return OfflineBrain().answer(Question(SMITH, message, "Ada", ("Ada",), {**CONTEXT, **context})).content


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("How much gold do I have?", "You have 12 gold."),
        ("how rich am I?", "You have 12 gold."),
        ("what is my health?", "Your health is 20/100."),
        ("am I hurt?", "Your health is 20/100."),
        ("what do I carry?", "You carry rope, 2 apples, Excalibur."),
        ("do I have a rope?", "Yes, you have rope."),
        ("do I have an excalibur?", "Yes, you have the Excalibur."),
        ("do I have a lamp?", "No. You have rope, 2 apples, Excalibur."),
        ("how many apples do I have?", "Yes, you have 2 apples."),
        ("how many arrows do I have?", "You have 7 arrows."),
        ("what's my reputation?", "Your reputation is feared."),
        ("where am I?", "This is the plaza."),
        ("what time is it?", "It is evening."),
        ("is it raining?", "It is raining."),
    ],
)
def test_the_asker_hears_of_himself(message: str, answer: str) -> None:
    """Each value of the context is said in words when it is asked for."""
    assert ask(message) == answer


def test_values_are_put_as_they_stand() -> None:
    """A place with a preposition, money in words and an empty bag read as English does."""
    assert ask("where am I?", place="in the mine") == "You are in the mine."
    assert ask("how much gold do I have?", gold="a few coins") == "You have a few coins."
    assert ask("what do I carry?", inventory="nothing") == "You carry nothing."


def test_what_is_not_told_is_not_made_up() -> None:
    """Without a context, nobody knows what the asker has."""
    answer = OfflineBrain().answer(Question(SMITH, "what is my reputation?", "Ada")).content
    assert "feared" not in answer


def test_a_failed_purchase_is_owned_up_to() -> None:
    """The last outcome is told, with the game's reason as a sentence of its own."""
    assert ". Not enough gold" in ask("did it work?")
    assert ". Not enough gold" in ask("why didn't you sell me the dagger?")


@pytest.mark.parametrize(
    ("told", "outcomes"),
    [
        ('sell(item="sword") FAILED: not enough gold', [(False, "not enough gold.")]),
        ("open_gate() succeeded", [(True, "I have done it.")]),
        ("open_gate() FAILED", [(False, "I could not do it.")]),
        ("open_gate() not finished yet", []),
        (
            "heal(who=Ada) succeeded: You feel better.; a() succeeded",
            [(True, "You feel better."), (True, "I have done it.")],
        ),
        ("", []),
    ],
)
def test_outcomes_are_read_from_the_library_s_words(told: str, outcomes: list[tuple[bool, str]]) -> None:
    """`last_actions` as the library writes it, back to sentences."""
    assert situation.outcomes({"last_actions": told}) == outcomes


def test_events_are_told_as_you() -> None:
    """The player of an event is the one who asks."""
    answer = ask("What happened?")
    assert "you drew a sword" in answer
    assert "your horse was stolen" in answer
    assert "player" not in answer


@pytest.mark.parametrize(
    ("health", "hurt"),
    [
        ("20/100", True),
        ("80/100", False),
        ("15", True),
        ("0.9", False),
        ("critical", True),
        ("fine", False),
        ("5 of 6", False),
    ],
)
def test_wounds_are_seen(health: str, hurt: bool) -> None:
    """A third or less is worth a word, whichever way the game counts."""
    assert situation.is_hurt({"gold": "1", "health": health}) is hurt


def test_a_greeting_sees_wounds_too() -> None:
    """Whoever comes in bleeding is told so."""
    hurt = OfflineBrain().answer(Question(SMITH, "Hello", "Ada", (), {"hp": "3/100"})).content
    well = OfflineBrain().answer(Question(SMITH, "Hello", "Ada", (), {"hp": "99/100"})).content
    assert hurt.startswith(well)
    assert hurt != well


def react(message: str, **changes: Any) -> Answer:
    return OfflineBrain().answer(Question({**SMITH, **changes}, message, "Ada", ("Ada",), CONTEXT))


@pytest.mark.parametrize(
    "message",
    [
        "(Ada comes up to you for the first time. Greet them.)",
        "(Ada has come back to you. Greet them as somebody you know.)",
    ],
)
def test_he_greets_by_name(message: str) -> None:
    """What `Settings.greeting` and `greeting_again` say is understood, whatever the sheet is like."""
    sheets: list[dict[str, Any]] = [{}, {"messageExamples": []}, {"functions": [], "lore": ["x"], "knowledge": ["y"]}]
    for changes in sheets:
        answer = react(message, **changes)
        assert "Ada" in answer.content
        assert ("Back" in answer.content or "back" in answer.content or "again" in answer.content) == (
            "back" in message
        )


def test_a_first_greeting_goes_on_in_his_own_words() -> None:
    """Unless those greet themselves: nobody says hello twice."""
    for own, twice in (("Mind the sparks.", False), ("Hello, stranger.", True)):
        example = [[{"user": "User", "content": "Hello"}, {"user": SMITH["name"], "content": own}]]
        said = react("(Ada comes up to you for the first time. Greet them.)", messageExamples=example).content
        assert "Ada" in said
        assert (own in said) != twice


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("(The player drew a sword)", "alarmed"),
        ("(Somebody stole your hammer.)", "alarmed"),
        ("(Ada won the fight. Congratulate her.)", "delighted"),
        ("(It starts to rain.)", "noticed"),
        ("(Ada opens the door again)", "noticed"),
        ("(Ada takes her leave.)", "farewell"),
        ("(Her cat died. Comfort her.)", "sorry_for"),
    ],
)
def test_he_reacts_to_what_happens(message: str, kind: str) -> None:
    """A stage direction is answered with a line that suits it, and not read back."""
    said = react(message).content
    forms = [line.format(you=you, name="Ada") for line in lines_in("en")[kind] for you in ("", ", Ada")]
    assert said in forms
    assert not set("()") & set(said)


@pytest.mark.parametrize("message", ["(sell me a sword)", "(Ada buys an axe. Sell her one!)", "( Sell a dagger )"])
def test_a_stage_direction_calls_nothing(message: str) -> None:
    """What happened is no wish; the same words without brackets are one."""
    assert react(message).calls == ()
    assert react("Sell me a dagger, please.").calls != ()


def test_a_stage_direction_is_nothing_that_the_user_said() -> None:
    """Asked later, he does not take it for her words, nor what it left open for her wish."""
    history = (Turn("user", "Ada", "(sell me a weapon)"), Turn("character", "Bruno", "Did you see that?"))
    answer = OfflineBrain().answer(Question(SMITH, "a sword", "Ada", ("Ada",), {}, history))
    assert answer.calls == OfflineBrain().answer(Question(SMITH, "a sword", "Ada", ("Ada",))).calls


def test_brackets_within_words_are_words() -> None:
    """Only a message that stands in brackets as a whole is a stage direction."""
    for message in ("(sell) me a dagger (please)", "sell me a dagger (please)", "()", "("):
        assert staging.direction(message) == ""
    assert staging.direction(" (It rains) ") == "It rains"


def test_what_went_wrong_is_the_last_failure() -> None:
    """A later success does not hide what went wrong before; `did it work` is about the last call."""
    done = "sell(item=rope) FAILED: not enough gold; open_gate() succeeded: the gate stands open"
    assert ". Not enough gold" in told(GUARD, "what went wrong?", last_actions=done)
    assert "stands open" in told(GUARD, "did it work?", last_actions=done)


def test_what_happened_may_be_what_became_of_a_call() -> None:
    """Where the game tells of no events, the last call is what happened."""
    assert "no money" in told(GUARD, "what happened?", last_actions="open_gate() FAILED: you have no money")


@pytest.mark.parametrize("kind", ["sold", "deed"])
def test_nothing_is_promised_before_it_has_happened(kind: str) -> None:
    """The game may refuse the call that goes out with the line, so the line fits both ends."""
    promises = ("coming up", "here you are", "here is", "it is.", "of course", "done", "sold")
    assert not [line for line in lines_in("en")[kind] for promise in promises if promise in line.lower()]


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("owes_money_to", "Rufio", "you owe money to Rufio"),
        ("hunted_by", "the Flood gang", "you are hunted by the Flood gang"),
        ("arrived_at", "noon", "you arrived at noon"),
        ("looking_for", "a violin", "you are looking for a violin"),
        ("wearing", "a jacket", "you are wearing a jacket"),
        ("allergic_to", "nuts", "you are allergic to nuts"),
        ("years_served", "4", "4 years have been served"),
        ("best_time_minutes", "51", "your best time is 51 minutes"),
        ("weight_in_grams", "720", "your weight is 720 grams"),
        ("battery_percent", "45", "your battery is at 45 percent"),
    ],
)
def test_a_name_that_tells_a_deed_is_said_as_one(key: str, value: str, line: str) -> None:
    """Nobody's `owes money to` is Rufio."""
    assert sentence(entries({key: value})[0], "user") == line


@pytest.mark.parametrize("text", ["I forgot which lodge is mine.", "I forgot my lodge number again, can you tell me?"])
def test_what_is_forgotten_is_asked_for(text: str) -> None:
    """Who forgot what the game tells wants to hear it."""
    assert "lodge number is 7" in ask(text, lodge_number="7")


def test_what_stands_before_its_question_is_asked_for() -> None:
    """`What was it?` names nothing, and what stands before it does."""
    assert "best time is 51 minutes" in ask("My best time, what was it?", best_time_minutes="51")
