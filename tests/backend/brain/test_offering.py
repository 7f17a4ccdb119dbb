"""Help that is offered in words first, and what a yes to it does."""

from __future__ import annotations

from typing import Any

import pytest

from tests.backend.brain.conversations import talk, told
from tests.backend.brain.strangers_b import BOUNTY_CLERK, DRUID, NOODLE_COOK
from tests.backend.brain.worlds import HEALER, INNKEEPER, SMITH


@pytest.mark.parametrize("complaint", ["I'm hurt", "I bleed", "my arm is wounded", "ouch, I am injured"])
@pytest.mark.parametrize(
    "consent", ["yes", "please do", "yes please!", "go ahead", "sure", "Great, thank you so much!"]
)
def test_a_wounded_player_is_offered_healing_first(complaint: str, consent: str) -> None:
    """A complaint calls nothing; a yes to the offer does."""
    assert "Shall I heal you?" in told(DRUID, complaint)
    assert talk(DRUID, complaint, consent) == "heal_player()"


def test_an_offer_can_be_refused() -> None:
    """A no to an offer makes no call."""
    assert not talk(DRUID, "I'm hurt", "no thanks").endswith(")")


def test_an_offer_knows_whom_it_was_made_to() -> None:
    """Who complained is who is healed."""
    assert talk(HEALER, "My leg hurts", "yes please") == "heal(who=Ada)"


def test_what_an_accepted_offer_lacks_is_asked_for() -> None:
    """A yes may lead to further questions, and their answers to the call."""
    assert talk(INNKEEPER, "I am so tired", "yes", "double", "two nights") == "rent_room(size=double, nights=2)"


def test_the_sheets_own_words_for_a_complaint_come_first() -> None:
    """An example about hunger is told as it is, and its choices can be answered."""
    assert "skinny" in told(NOODLE_COOK, "I'm hungry")
    assert talk(NOODLE_COOK, "I'm hungry", "ramen") == "serve_dish(dish=ramen)"


@pytest.mark.parametrize(
    ("sheet", "text"),
    [(DRUID, "I am not hurt"), (DRUID, "you look hurt"), (SMITH, "I am hurt"), (SMITH, "my leg is broken")],
)
def test_nothing_is_offered_out_of_place(sheet: dict[str, Any], text: str) -> None:
    """Without a complaint of one's own, or without a function that helps, there is no offer."""
    assert "Shall I" not in told(sheet, text)


def test_work_is_offered_to_who_looks_for_it() -> None:
    """A question for work brings an offer where a function gives it, and no call before a yes."""
    assert "Shall I give you a quest?" in told(BOUNTY_CLERK, "got any work for me?")
    assert talk(BOUNTY_CLERK, "got any work for me?", "sure", "Corrigan") == "give_quest(target=Corrigan)"


@pytest.mark.parametrize("text", ["do you have a map for me?", "got a map for me?", "have you got a map for me"])
def test_to_ask_for_oneself_is_a_request(text: str) -> None:
    """`For me` asks to be given the thing."""
    assert talk(BOUNTY_CLERK, text) == "hand_over_map()"


def test_to_ask_whether_there_is_one_is_a_question() -> None:
    """`Do you have a map?` is answered with an offer."""
    assert "Shall I hand you a map?" in told(BOUNTY_CLERK, "do you have a map?")
    assert talk(BOUNTY_CLERK, "do you have a map?", "yes please") == "hand_over_map()"
