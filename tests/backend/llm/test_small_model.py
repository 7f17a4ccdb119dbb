"""Twenty turns with Bruno and a real small model, from a game's own dialogue: `python -m pytest -m slow`."""

from __future__ import annotations

import time
from functools import partial

import pytest

import stealth_pygame as stealth
from stealth_pygame.testing import pump
from tests.backend.llm.small_model import COMMAND, interpreter, served

BRUNO = stealth.BasicCharacter(
    "Bruno",
    bio="I am Bruno, a gruff but kind smith.",
    knowledge=["A sword costs ten gold.", "A shield costs six gold.", "My forge is beside the north gate."],
)
OPTIONS = {"max_tokens": 80, "temperature": 0.3}
SAYINGS = (
    "Hello!",
    "Who are you?",
    "How much is a sword?",
    "And a shield?",
    "Where is your forge?",
    "Do you like your work?",
    "What is your name?",
    "Tell me about the gate.",
    "Can I have a sword, please?",
    "Thank you!",
    "What did I ask you first?",
    "Is it dangerous here?",
    "I am tired.",
    "Do you know a joke?",
    "What do you eat?",
    "Who is the king?",
    "Can you repair my axe?",
    "It is raining.",
    "I have to go now.",
    "Goodbye!",
)


@pytest.mark.slow
@pytest.mark.skipif(not interpreter(), reason=f"the small model is not installed: {COMMAND}")
def test_twenty_turns_with_a_real_small_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each answer is the model's own and is shown; nobody's name stands before it, and no other part is spoken."""
    with served() as url:
        settings = stealth.Settings(reply_timeout=150, messages_per_minute=None)
        with stealth.Dialogue.local(
            model="llamacpp:smollm2", model_url=url, model_options=OPTIONS, settings=settings
        ) as dialogue:
            dialogue.add_player(stealth.Player("Ada", position=(0, 0)))
            bruno = dialogue.add_npc(BRUNO, position=(10, 0))
            for saying in SAYINGS:
                began = time.perf_counter()
                message = bruno.send(saying)
                pump(dialogue, until=partial(getattr, message, "done"), timeout=200)
                assert message.state is stealth.MessageState.SAID
                assert message.reply is not None
                shown = [line.text for line in bruno.transcript if line.by == "npc"][-1]
                print(f"{time.perf_counter() - began:5.1f} s  {saying} -> {shown!r} {message.reply.stand_in}")
                assert shown
                assert not message.reply.stand_in
                assert not any(name in shown for name in ("Ada:", "Bruno:", "User:", "<|", "The game now"))
