"""Orders and remarks as a judge takes them, where the embedding model has one; here one that is told what to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from stealth_pygame.backend.brain import Answer, OfflineBrain, Question, Turn

FUNCTIONS = [
    {"name": "warm_nest", "description": "Warm the egg of the player"},
    {
        "name": "set_lamp",
        "description": "Set the lamp",
        "parameters": [{"name": "strength", "type": "string", "description": "dim or bright"}],
    },
]
KEEPER: dict[str, Any] = {
    "name": "Imogen",
    "bio": "Imogen keeps the nursery.",
    "knowledge": ["Eggs hatch after seventy days.", "Ferns come by boat."],
    "functions": FUNCTIONS,
}
SURE, UNSURE = 0.95, 0.65
TOPICS = {"shell": "egg", "glow": "lamp", "lamp": "lamp"}


class Judged:
    """A model of one topic, whose judge gives one likelihood to what names its topic and nothing to all else."""

    def __init__(self, orders: float = 0.0, answers: float = 0.0, remark: tuple[str, float] = ("", 0.0)) -> None:
        self._orders, self._answers, self._remark = orders, answers, remark
        self.judge, self.reads_sentences = self, True

    def __call__(self, text: str) -> list[float]:
        """`Shell` and eggs are alike."""
        return [1.0, 0.0] if "shell" in text or "Eggs" in text else [0.0, 1.0]

    def orders(self, said: str, deeds: Sequence[str]) -> list[float]:
        """`Shell` is about the egg, `glow` or `lamp` about the lamp; of two each has half."""
        topics = {topic for word, topic in TOPICS.items() if word in said}
        return [self._orders * any(topic in deed for topic in topics) / max(1, len(topics)) for deed in deeds]

    def answers(self, said: str, lines: Sequence[str]) -> list[float]:
        """`Shell` is about eggs."""
        return [self._answers * ("shell" in said and "Eggs" in line) for line in lines]

    def remark(self, said: str) -> tuple[str, float]:
        """Always the same."""
        return self._remark


def after(judged: Judged | None, *messages: str) -> Answer:
    """The answer to the last of several messages."""
    history: list[Turn] = []
    answer = Answer()
    for text in messages:
        answer = OfflineBrain(embed=judged).answer(Question(KEEPER, text, "Ada", ("Ada",), {}, tuple(history)))
        history += [Turn("user", "Ada", text), Turn("character", "Imogen", answer.content)]
    return answer


def called(answer: Answer) -> list[tuple[str, dict[str, str]]]:
    return [(call.name, dict(call.parameters)) for call in answer.calls]


def test_of_two_orders_none_is_lost() -> None:
    """Beside one that is plain, what the judge hears in a part of the message is done, and else offered."""
    answer = after(Judged(SURE), "set the lamp to bright and toast that shell")
    assert called(answer) == [("set_lamp", {"strength": "bright"}), ("warm_nest", {})]
    answer = after(Judged(SURE), "set the lamp to bright, that shell wants toasting")
    assert called(answer) == [("set_lamp", {"strength": "bright"})]
    assert answer.content.endswith("Shall I see to the nest?")


@pytest.mark.parametrize(("text", "file"), [("duck.bmp", "duck.bmp"), ("Old Ferns", "Old Ferns"), ("nice shells", "")])
def test_an_offer_is_taken_up_by_a_name_alone(text: str, file: str) -> None:
    """Of a file or of somebody, whatever the judge hears in it."""
    restores = {"name": "restore_file", "description": "Restore a file from the lamp"}
    name = {"name": "name", "type": "string", "description": "name of the file"}
    keeper = {**KEEPER, "functions": [{**restores, "parameters": [name]}]}
    offered = (
        Turn("user", "Ada", "do something about that glow"),
        Turn("character", "Imogen", "Shall I restore the file?"),
    )
    answer = OfflineBrain(embed=Judged(UNSURE)).answer(Question(keeper, text, "Ada", ("Ada",), {}, offered))
    assert called(answer) == ([("restore_file", {"name": file})] if file else [])


def test_an_offer_is_taken_up_by_what_is_about_it() -> None:
    """What the judge hears as something else fills nothing of it."""
    talk = ("fix that glow somehow", "bright cushions")
    assert after(Judged(UNSURE), talk[0]).content.startswith("Shall I ")
    assert not after(Judged(UNSURE), *talk).calls


def test_a_question_may_be_answered_by_an_offer() -> None:
    """Never by a call, and not in a long story, where it is most often about something else."""
    answer = after(Judged(SURE), "have you got nothing for that cold shell?")
    assert (answer.calls, answer.content) == ((), "Shall I see to the nest?")
    story = "well i walked all day over the hills and a goat ate my hat, so have you got nothing for that cold shell?"
    assert "Shall I" not in after(Judged(SURE), story).content


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("toast that shell", [("warm_nest", {})]),
        ("it shivers so, toast that shell", [("warm_nest", {})]),
        ("everything that glows here, bright", [("set_lamp", {"strength": "bright"})]),
    ],
)
def test_an_order_in_other_words_is_called_where_the_judge_is_sure(message: str, wanted: list[Any]) -> None:
    """With the values that the message says; what it is less sure of is offered, and a yes calls it."""
    assert called(after(Judged(SURE), message)) == wanted
    offer = after(Judged(UNSURE), message)
    assert offer.content.startswith("Shall I ")
    assert not offer.calls
    assert called(after(Judged(UNSURE), message, "yes please")) == wanted
    assert not after(Judged(UNSURE), message, "no, thanks").calls
    assert not after(Judged(), message, "yes please").calls


def test_a_request_in_other_words_that_names_all_is_called() -> None:
    """A value of one function says which is meant, however unsure the judge is."""
    turned = after(Judged(UNSURE), "please turn everything that glows bright")
    assert called(turned) == [("set_lamp", {"strength": "bright"})]


def test_what_the_order_did_not_say_is_asked_for() -> None:
    """No value is guessed, after the order or after a yes."""
    for asked in (after(Judged(SURE), "nudge the glow"), after(Judged(UNSURE), "nudge the glow", "yes")):
        assert "dim" in asked.content
        assert not asked.calls
    assert called(after(Judged(UNSURE), "nudge the glow", "yes", "dim")) == [("set_lamp", {"strength": "dim"})]


@pytest.mark.parametrize(
    "message",
    [
        "yesterday they let me toast that shell",
        "do not toast that shell",
        "leave that shell alone",
        "why do you toast that shell",
        "who toasts that shell?",
    ],
)
def test_reports_refusals_and_questions_call_nothing(message: str) -> None:
    """However sure the judge is, their form says what they are."""
    assert not after(Judged(SURE), message).calls
    assert not after(Judged(SURE), message).content.startswith("Shall I ")


def test_what_is_only_told_is_offered_and_not_called() -> None:
    """`My shell is so cold` may ask for warmth, or for nothing."""
    offer = after(Judged(SURE), "my poor little shell is so very cold today")
    assert not offer.calls
    assert offer.content.startswith("Shall I ")


def test_an_order_that_the_judge_does_not_hear_is_asked_back() -> None:
    """The words name the function, and nobody who wants it talks so."""
    assert called(after(None, "warm the egg")) == [("warm_nest", {})]
    assert not after(Judged(0.0), "warm the egg").calls
    assert after(Judged(0.0), "warm the egg").content.startswith("Shall I ")


def test_a_line_that_the_judge_takes_for_the_answer_is_told() -> None:
    """Though no word of the question stands in it."""
    question = "what about the glorb shell?"
    assert "seventy" not in after(None, question).content
    assert "seventy" in after(Judged(answers=SURE), question).content


def test_a_learned_kind_of_remark_is_answered_in_kind() -> None:
    """Where no pattern knows the remark, and the judge is likely right."""
    sentence = "the velvet of the night drapes over every roof"
    plain, fond = after(Judged(), sentence).content, after(Judged(remark=("sky", SURE)), sentence).content
    assert plain != fond
    assert after(Judged(remark=("sky", 0.1)), sentence).content == plain


def test_what_the_rules_found_beside_a_question_is_doubted() -> None:
    """An order that no judge hears is offered, whatever is asked behind it; what is refused stays refused."""
    assert called(after(Judged(SURE), "set the lamp to bright. what is that?")) == [
        ("set_lamp", {"strength": "bright"})
    ]
    assert not after(Judged(SURE), "have the bright ferns come. what is that?").calls


def test_an_order_without_its_verb_names_all_that_it_needs() -> None:
    """Two values in a few words are an order by 0.6, one is offered."""
    strength = {"name": "strength", "type": "string", "description": "dim or bright"}
    turns = {"name": "turns", "type": "number", "description": "how many turns"}
    lamp = {"name": "set_lamp", "description": "Set the lamp", "parameters": [strength, turns]}
    keeper = {**KEEPER, "functions": [FUNCTIONS[0], lamp]}

    def ordered(text: str) -> Answer:
        return OfflineBrain(embed=Judged(UNSURE)).answer(Question(keeper, text, "Ada", ("Ada",)))

    assert called(ordered("bright glow up high, four turns")) == [("set_lamp", {"strength": "bright", "turns": "4"})]
    assert not ordered("My lamp was bright for three turns").calls


def test_a_goodbye_with_a_greeting_for_somebody_is_offered_nothing() -> None:
    """`Good night, and ...` ends the talk, whatever a judge hears in it."""
    assert "Shall I" not in after(Judged(SURE), "Then good night, and give that shell a pat from me.").content


def test_a_vague_wish_is_not_done_for_the_player_alone() -> None:
    """Where nothing is named but the player, who is no thing that was asked for, the deed is offered."""
    beds = {"name": "reserve_lamp", "description": "Reserve a lamp for somebody"}
    guest = {"name": "guest", "type": "string", "description": "who it is for"}
    keeper = {**KEEPER, "functions": [{**beds, "parameters": [guest]}, FUNCTIONS[0]]}
    question = Question(keeper, "some glow and wheels to take me home would be heaven", "Ada", ("Ada",))
    assert not OfflineBrain(embed=Judged(0.71)).answer(question).calls


class Reader(Judged):
    """A judge that takes what tells of a slot for the answer to what asks about an order."""

    def answers(self, said: str, lines: Sequence[str]) -> list[float]:
        """Nothing else answers anything."""
        return [self._answers * ("order" in said and "slot" in line) for line in lines]


@pytest.mark.parametrize(("likely", "told"), [(0.6, True), (0.3, False)])
def test_what_the_game_tells_is_found_by_its_meaning(likely: float, told: bool) -> None:
    """Where no word of a key was said a judge finds it, for a question about the player and for no other."""
    brain = OfflineBrain(embed=Reader(answers=likely))
    asked = [
        brain.answer(Question(KEEPER, text, "Ada", ("Ada",), {"slot_in_show": "5"})).content
        for text in ("Whereabouts in the running order do I come on?", "How do you keep the nursery in order?")
    ]
    assert ["slot in show is 5" in line for line in asked] == [told, False]


class Ordered(Judged):
    """A judge that takes all for orders of the first function."""

    def orders(self, said: str, deeds: Sequence[str]) -> list[float]:
        """The same likelihood, whatever is said."""
        return [self._orders, *[0.0] * (len(deeds) - 1)]


@pytest.mark.parametrize(
    ("text", "material", "call"),
    [
        ("straw's good for the likes of me, two armfuls and I'm happy", "moss, straw or wool", True),
        ("straw could be good for the likes of me, two armfuls", "moss, straw or wool", False),
        ("after my walk it will be straw for me, two armfuls", "moss, straw or wool", False),
        ("straw's good for the likes of me, two armfuls and I'm happy", "what to fill it with", False),
    ],
)
def test_all_that_is_listed_and_named_is_ordered(text: str, material: str, call: bool) -> None:
    """What may be or will be later is not, nor what could be any text; a judge is sure enough of the rest."""
    parameters = [
        {"name": "material", "type": "string", "description": material},
        {"name": "armfuls", "type": "number", "description": "how many armfuls"},
    ]
    filler = {"name": "fill_bed", "description": "Fills the bed", "parameters": parameters}
    sheet = {**KEEPER, "functions": [filler]}
    answer = OfflineBrain(embed=Ordered(orders=0.92)).answer(Question(sheet, text, "Ada", ("Ada",)))
    assert bool(answer.calls) is call
    assert call or "Shall I" in answer.content


@pytest.mark.parametrize("text", ["I'm sorry, that's a terrible egg shell.", "the lamp, sorry, the shell, is it old?"])
def test_what_is_put_right_is_offered_still(text: str) -> None:
    """Who is sorry corrects nothing, and what was doubted is not called for a correction."""
    assert not after(Judged(orders=SURE), text).calls


@pytest.mark.parametrize(("text", "offered"), [("do you still warm a shell?", False), ("do you warm a shell?", True)])
def test_a_habit_is_no_deed(text: str, offered: bool) -> None:
    """What is still, often or always done is asked for; what might be done is offered."""
    assert ("Shall I" in after(Judged(orders=SURE), text).content) is offered
