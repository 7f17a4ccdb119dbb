"""The effects of a reply in the game."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stealth_pygame.actions.call import Call, CallState, Feedback
from stealth_pygame.events import ActionDone, Called, Event, Refused, Said
from stealth_pygame.protocol.models import Reply, WireCall
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player
from tests.scripted import said
from tests.village import OPEN_GATE, Village, smith


@pytest.fixture
def village() -> Village:
    return Village()


def answer(village: Village, npc: NPC, reply: Reply) -> list[Event]:
    """Let an NPC answer with this."""
    village.client.will("send", reply)
    npc.send("Please")
    village.told.clear()
    village.go()
    return [event for event in village.told if isinstance(event, (Said, Called, Refused, ActionDone))]


def selling(village: Village) -> tuple[NPC, list[tuple[str, int]]]:
    village.player()
    npc = village.npc()
    sold: list[tuple[str, int]] = []

    @npc.action
    def sell(item: str, price: int = 10) -> Feedback:
        """Sell."""
        sold.append((item, price))
        return Feedback(price <= 10, "" if price <= 10 else "too dear")

    return npc, sold


def context_of(village: Village, key: str) -> str | None:
    return {entry.key: entry.value for entry in village.client.asked[-1][4]}.get(key)


def test_words_come_first_then_each_call_in_order(village: Village) -> None:
    """NPC_SAID, then one NPC_CALLED per call, with typed parameters and what became of it, in the same update."""
    npc, sold = selling(village)
    told = answer(village, npc, said("Here.", ("sell", {"item": "sword", "price": "3.0"}), ("sell", {"item": "axe"})))
    assert [type(event) for event in told] == [Said, Called, Called]
    assert sold == [("sword", 3), ("axe", 10)]
    first = told[1]
    assert isinstance(first, Called)
    assert (first.name, first.parameters) == ("sell", {"item": "sword", "price": 3})
    assert first.feedback == Feedback(True)
    assert first.call.state is CallState.DONE


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (("sell", {"item": "sword", "price": "five"}), "price"),
        (("sell", {}), "item"),
        (("burn_village", {}), "declared"),
    ],
)
def test_what_was_not_declared_is_refused(village: Village, call: tuple[str, dict[str, str]], reason: str) -> None:
    """Undeclared functions and wrong types never run: an event says what was refused, and the villager hears it."""
    npc, sold = selling(village)
    told = answer(village, npc, said("Here.", call))
    assert [type(event) for event in told] == [Said, Refused]
    assert isinstance(told[1], Refused)
    assert reason in told[1].reason
    assert sold == []
    npc.send("Well?")
    village.go()
    assert "FAILED" in (context_of(village, "last_actions") or "")


def test_what_became_of_a_call_is_told_once(village: Village) -> None:
    """The villager hears it with the next message, and not again."""
    npc, _ = selling(village)
    answer(village, npc, said("Here.", ("sell", {"item": "sword", "price": "99"})))
    npc.send("Well?")
    village.go()
    assert "too dear" in (context_of(village, "last_actions") or "")
    npc.send("And?")
    village.go()
    assert context_of(village, "last_actions") is None


def test_an_action_that_raises_is_contained(village: Village, caplog: pytest.LogCaptureFixture) -> None:
    """Failed feedback without details for the player, details in the log, and the game goes on."""
    village.player()
    npc = village.npc()

    @npc.action
    def explode() -> None:
        """Explode."""
        raise RuntimeError("boom")

    told = answer(village, npc, said("Ha!", ("explode", {})))
    assert isinstance(told[1], Called)
    assert told[1].feedback == Feedback(False)
    assert "boom" in caplog.text


def test_a_declared_function_without_an_action_is_an_event(village: Village) -> None:
    """A game may live on events alone, and hand in what became of it later."""
    village.player()
    npc = village.npc(smith(OPEN_GATE))
    told = answer(village, npc, said("", ("open_gate", {"wide": "TRUE"})))
    called = told[1]
    assert isinstance(called, Called)
    assert (called.parameters, called.feedback, called.call.state) == ({"wide": True}, None, CallState.PENDING)
    called.call.finish("The gate is open.")
    village.go()
    done = village.heard(ActionDone)
    assert [event.feedback for event in done] == [Feedback(True, "The gate is open.")]
    assert npc.transcript[-1].text == "The gate is open."
    npc.send("Well?")
    village.go()
    assert "open_gate" in (context_of(village, "last_actions") or "")


def test_a_call_that_nobody_answers_is_forgotten(village: Village) -> None:
    """Without an action nobody promised feedback: no event comes of it."""
    village.player()
    answer(village, village.npc(smith(OPEN_GATE)), said("", ("open_gate", {"wide": "no"})))
    village.go(31)
    assert village.heard(ActionDone) == []


def later(village: Village) -> tuple[NPC, list[Call]]:
    village.player()
    npc, calls = village.npc(), []

    @npc.action(timeout=5)
    def forge(item: str, call: Call, player: Player, npc: NPC) -> Call:
        """Forge something, which takes a while."""
        assert (player.name, npc.name) == ("Ada", "Bruno")
        calls.append(call)
        return call

    return npc, calls


def test_feedback_may_come_later(village: Village) -> None:
    """An action that returns its call hands in its feedback when it is done; only the first one counts."""
    npc, calls = later(village)
    told = answer(village, npc, said("Wait.", ("forge", {"item": "axe"})))
    assert isinstance(told[1], Called)
    assert told[1].feedback is None
    village.go(2)
    assert calls[0].finish(Feedback(True, "Done!"))
    assert not calls[0].finish(False)
    village.go()
    assert [event.feedback.message for event in village.heard(ActionDone)] == ["Done!"]


def test_feedback_that_never_comes_has_an_end(village: Village, caplog: pytest.LogCaptureFixture) -> None:
    """After its timeout the action has failed."""
    npc, _ = later(village)
    answer(village, npc, said("Wait.", ("forge", {"item": "axe"})))
    village.go(6)
    assert [event.feedback for event in village.heard(ActionDone)] == [Feedback(False)]
    assert "forge" in caplog.text


def test_an_action_can_wait_for_its_line(village: Village) -> None:
    """`after_line=True`: it runs when the sentence has been read, and is told as done then."""
    village.player()
    npc, opened = village.npc(), []
    read = False
    village.scene.has_read = lambda who: read

    @npc.action(after_line=True)
    def open_gate() -> str:
        """Open the gate."""
        opened.append(True)
        return "It is open."

    told = answer(village, npc, said("Stand back!", ("open_gate", {})))
    village.go(2)
    assert opened == []
    assert isinstance(told[1], Called)
    assert told[1].feedback is None
    read = True
    village.go()
    assert opened == [True]
    assert [event.feedback.message for event in village.heard(ActionDone)] == ["It is open."]


def test_the_message_of_a_call_is_kept_when_there_are_no_words(village: Village) -> None:
    """Where the backend sends `calls[].message`, it stands in the transcript in place of an empty reply."""
    village.player()
    npc = village.npc(smith(OPEN_GATE))
    call = WireCall(name="open_gate", message="I open it.", parameters={"wide": "true"})
    told = answer(village, npc, Reply(calls=(call,)))
    assert isinstance(told[0], Said)
    assert told[0].text == ""
    assert npc.transcript[-1].text == "I open it."


def test_in_a_shared_conversation_all_hear_of_it(village: Village) -> None:
    """An NPC with one conversation for all tells Bob what became of a call for Ada."""
    ada, bob = village.player(), village.player("Bob")
    npc = village.npc(shared=True)

    @npc.action
    def sing() -> str:
        """Sing."""
        return "La la."

    village.client.will("send", said("Gladly.", ("sing", {})))
    npc.send("Sing!", ada)
    village.go()
    npc.send("What was that?", bob)
    village.go()
    assert "sing" in (context_of(village, "last_actions") or "")


def test_an_action_may_speak_to_others(village: Village) -> None:
    """An action that sends, says and notifies in the middle of an update breaks nothing."""
    village.player()
    npc, cook = village.npc(), village.npc(smith(name="Cook"))

    @npc.action
    def gossip() -> None:
        """Tell the cook."""
        cook.say("What?")
        cook.notify("The smith gossips")
        cook.send("Did you hear?")

    answer(village, npc, said("Psst.", ("gossip", {})))
    village.go()
    assert village.client.sent() == ["Please", "Did you hear?"]


def test_who_is_removed_finishes_nothing(village: Village) -> None:
    """A call of an NPC who is gone is nobody's any more."""
    npc, calls = later(village)
    answer(village, npc, said("Wait.", ("forge", {"item": "axe"})))
    village.scene.remove_npc(npc)
    calls[0].finish(True)
    village.go(6)
    assert village.heard(ActionDone) == []


texts = st.text(max_size=10) | st.sampled_from(["3", "3.0", "TRUE", "five", "nan", "1e400", "sword", "\x00", "\ud800"])
words = st.sampled_from(["sell", "open_gate", "item", "price", "wide"]) | texts
numbers = st.integers(-99, 99).map(str) | st.floats(-99, 99).map(str) | texts
aimed = st.tuples(
    st.just("sell"), st.fixed_dictionaries({"item": texts}, optional={"price": numbers, "share": numbers})
)
gates = st.tuples(st.just("open_gate"), st.fixed_dictionaries({"wide": st.sampled_from(["TRUE", "no", "1"]) | texts}))
stray = st.tuples(words, st.dictionaries(words, texts, max_size=4))
TYPES: dict[str, dict[str, type]] = {"sell": {"item": str, "price": int, "share": float}, "open_gate": {"wide": bool}}


def harm_of(calls: list[tuple[str, dict[str, str]]]) -> int:
    """Let a villager call all this, check that nothing came to harm; how many calls ran with values of their own."""
    village = Village()
    village.player()
    npc = village.npc(smith(OPEN_GATE))
    ran: list[dict[str, object]] = []

    @npc.action
    def sell(item: str, price: int = 10, share: float = 0.5) -> None:
        """Sell."""
        ran.append({"item": item, "price": price, "share": share})

    heard = [event for event in answer(village, npc, said("Well.", *calls)) if not isinstance(event, Said)]
    assert len(heard) == len(calls)
    assert all({name: type(value) for name, value in given.items()} == TYPES["sell"] for given in ran)
    for event in heard:
        if isinstance(event, Called):
            assert {name: type(value) for name, value in event.parameters.items()} == TYPES[event.name]
    assert len(ran) == sum(isinstance(event, Called) and event.name == "sell" for event in heard)
    return sum((given["price"], given["share"]) != (10, 0.5) for given in ran)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(aimed | gates | stray, max_size=4))
def test_no_call_does_harm(calls: list[tuple[str, dict[str, str]]]) -> None:
    """Whatever is called, with whatever: no exception in `update`, nothing undeclared runs, every type is right."""
    harm_of(calls)


def test_calls_that_are_right_do_run() -> None:
    """The property above would hold in a village in which nothing ever runs: here something does."""
    assert harm_of([("sell", {"item": "axe", "price": "3.0", "share": "1"}), ("open_gate", {"wide": "TRUE"})]) == 1


def test_an_action_that_comes_later_is_heard_of(village: Village) -> None:
    """A function that is declared in the middle of a conversation goes to the backend before the next message."""
    village.player()
    npc = village.npc()
    answer(village, npc, said("Hello."))

    @npc.action
    def open_gate() -> None:
        """Open the gate."""

    answer(village, npc, said("Gladly.", ("open_gate", {})))
    known = [asked[1]["functions"] for asked in village.client.asked if asked[0] == "create"]
    assert [[function["name"] for function in functions] for functions in known] == [[], ["open_gate"]]
    assert "Hello." in (context_of(village, "recent_conversation") or "")
    assert len(village.heard(Called)) == 1
    answer(village, npc, said("Well."))
    assert village.client.routes().count("create") == 2


def test_an_action_may_remove_whoever_else_waits(village: Village) -> None:
    """An open call of somebody who is gone since this very frame is not waited for, nor run."""
    village.player()
    ran = []
    read = [False]
    village.scene.has_read = lambda npc: read[0]
    npcs = [village.npc(smith(name=name)) for name in ("Bruno", "Mira")]
    for npc in npcs:

        @npc.action(after_line=True)
        def banish(npc: NPC) -> None:
            """Banish the other."""
            ran.append(npc)
            village.scene.remove_npc(npcs[1 - npcs.index(npc)])

        village.client.will("send", said("Go!", ("banish", {})))
        npc.send("Hi")
    village.go(0.5)
    read[0] = True
    village.go(0.5)
    assert ran == npcs[:1]


def test_moderation_reads_what_calls_say(village: Village) -> None:
    """The message of a call is words in the villager's mouth: it may be changed, and a vetoed one stops the calls."""
    village.player()
    npc = village.npc(smith(OPEN_GATE))
    village.scene.hooks.before_say = lambda npc, player, text: None if "ass" in text else text.replace("damn", "d***")
    call: dict[str, Any] = {"name": "open_gate", "parameters": {"wide": "yes"}}
    told = answer(village, npc, Reply(calls=(WireCall(message="The damn gate.", **call),)))
    assert [type(event) for event in told] == [Said, Called]
    assert isinstance(told[1], Called)
    assert (told[1].call.message, npc.transcript[-1].text) == ("The d*** gate.", "The d*** gate.")
    assert answer(village, npc, Reply(content="Hm.", calls=(WireCall(message="You ass.", **call),))) == []


@pytest.mark.parametrize("verdict", [True, 5, b"Hi"])
def test_a_hook_that_returns_no_text_has_not_approved(
    village: Village, verdict: object, caplog: pytest.LogCaptureFixture
) -> None:
    """`True` is not text to show: the words are held back, the log says what was expected, and the game goes on."""
    village.player()
    npc = village.npc()
    village.scene.hooks.before_say = lambda npc, player, text: verdict  # type: ignore[assignment,return-value]
    assert answer(village, npc, said("Hi")) == []
    assert "a text or None" in caplog.text
