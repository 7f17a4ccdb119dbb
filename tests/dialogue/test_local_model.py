"""A game with a model behind its villagers, as the game writes it."""

from __future__ import annotations

from typing import Any

import pytest

import stealth_pygame as stealth
from stealth_pygame.errors import ConfigurationError, StandInError
from stealth_pygame.message import Message
from stealth_pygame.testing import FakeProvider, ProviderAnswer, busy_answer, pump, text_answer
from tests.gate import for_the_gate

BRUNO = stealth.BasicCharacter("Bruno", bio="A gruff but kind smith.", knowledge=["A sword costs ten gold."])


def answered(provider: FakeProvider, **options: Any) -> Message:
    """One message to Bruno, to its end."""
    with stealth.Dialogue.local(model="any", model_url=provider.url, in_process=True, **options) as dialogue:
        dialogue.add_player(stealth.Player("Ada", position=(0, 0)))
        bruno = dialogue.add_npc(BRUNO, position=(10, 0))
        message = bruno.send("How much is a sword?")
        pump(dialogue, until=lambda: message.done, timeout=30)
        return message


def test_a_model_answers_with_the_options_of_the_game() -> None:
    """And its directions come beside the words."""
    with FakeProvider() as provider:
        provider.answer = text_answer("Bruno: *smiles* Twelve gold.")
        message = answered(provider, model_options={"temperature": 0.5, "extra_body": {"min_p": 0.1}})
    assert message.reply is not None
    assert (message.reply.content, message.reply.narration) == ("Twelve gold.", "smiles")
    assert (provider.asked[0]["temperature"], provider.asked[0]["min_p"]) == (0.5, 0.1)


@pytest.mark.parametrize(
    "trouble", [ProviderAnswer("{}", 401), *for_the_gate([ProviderAnswer(hang=True)]), text_answer("")]
)
def test_the_offline_brain_answers_where_the_model_does_not(
    trouble: ProviderAnswer, caplog: pytest.LogCaptureFixture
) -> None:
    """When it fails, is late, or says nothing; the reply and the log have the reason."""
    with FakeProvider() as provider:
        provider.answer = trouble
        message = answered(provider, model_timeout=1.5)
    assert message.state is stealth.MessageState.SAID
    assert message.reply is not None
    assert "ten gold" in message.reply.content
    assert message.reply.stand_in
    assert message.reply.stand_in in caplog.text
    assert isinstance(message.error, StandInError)
    assert str(message.error) == message.reply.stand_in


@pytest.mark.slow
@pytest.mark.parametrize("in_process", [True, False], ids=["in process", "over HTTP"])
def test_words_are_seen_while_the_model_still_writes(in_process: bool) -> None:
    """From the second answer on; until the model is loaded the villager wakes up."""
    with FakeProvider() as provider:
        # More requests than are made until the wait is seen.
        provider.loading = 1000
        provider.words_per_second = 60
        provider.answer = text_answer(f"Welcome! {'Take your time and look around. ' * 5}Goodbye.")
        options: dict[str, Any] = {"model": "any", "model_url": provider.url, "in_process": in_process}
        picture = stealth.BubblePresenter()
        with stealth.Dialogue.local(presenter=picture, **options) as dialogue:
            dialogue.add_player(stealth.Player("Ada", position=(0, 0)))
            bruno = dialogue.add_npc(BRUNO, position=(10, 0))
            bubbles = picture.bubbles
            message = bruno.send("Good day!")
            pump(dialogue, until=lambda: "Waking up…" in [bubble.text for bubble in bubbles.of(bruno)], timeout=30)
            provider.loading = 0
            pump(dialogue, until=lambda: message.done, timeout=30)
            before = len(bubbles.of(bruno))
            message = bruno.send("How much is a sword?")
            pump(dialogue, until=lambda: any("Welcome!" in one.text for one in bubbles.of(bruno)[before:]), timeout=30)
            assert not message.done
            pump(dialogue, until=lambda: message.done, timeout=30)
            assert message.reply is not None
            dialogue.update(0.0)
            assert bubbles.of(bruno)[-1].text == message.reply.content
            assert len([line for line in bruno.transcript if line.by == "npc"]) == 2


def test_no_wait_that_a_model_asks_for_holds_up_the_player(caplog: pytest.LogCaptureFixture) -> None:
    """Two minutes are longer than a player waits: the offline brain speaks, and the cause is told with its status."""
    with FakeProvider() as provider:
        provider.busy = busy_answer(120, "slow down, please")
        message = answered(provider, model_timeout=60.0)
    assert message.state is stealth.MessageState.SAID
    for words in ("429", "slow down, please", "120 s"):
        assert words in str(message.error)
        assert words in caplog.text


def test_a_game_can_do_without_the_stand_in() -> None:
    """Then the message ends without an answer, and its error has the provider's words."""
    with FakeProvider() as provider:
        provider.answer = ProviderAnswer({"error": {"message": "no credit left"}}, 402)
        message = answered(provider, model_fallback=False)
    assert message.state is not stealth.MessageState.SAID
    assert "no credit left" in str(message.error)


@pytest.mark.parametrize(
    "wrong",
    [{"model_url": "ftp://x"}, {"model_timeout": -1}, {"model_options": {"temprature": 1}}, {"model": "llama3.2"}],
)
def test_a_slip_is_told_where_it_is_written(wrong: dict[str, Any]) -> None:
    """Nothing is started."""
    with pytest.raises(ConfigurationError):
        stealth.Dialogue.local(**{"model": "ollama:x", **wrong})
