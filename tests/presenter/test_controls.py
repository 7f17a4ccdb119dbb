"""Words to everybody near, on a key of their own: no one NPC is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pygame
import pytest

import stealth_pygame as stealth
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.presenter.box_presenter import BoxPresenter
from stealth_pygame.world.npc import NPC
from tests.presenter.test_bubble_presenter import SIZE, Evening
from tests.scripted import said


@pytest.fixture(params=[stealth.BubblePresenter, BoxPresenter])
def evening(request: pytest.FixtureRequest) -> Iterator[Evening]:
    pygame.init()
    pygame.display.set_mode(SIZE)
    made = Evening(stealth.Settings(crowd_keys=("t",)), kind=request.param)
    yield made
    made.dialogue.close()
    pygame.quit()


@pytest.fixture
def pair(evening: Evening) -> tuple[NPC, NPC]:
    return evening.npc("Bruno"), evening.npc("Mira", at=(400, 230))


def messages(evening: Evening) -> list[Any]:
    return [call for call in evening.client.asked if call[0] == "send"]


def test_a_key_opens_the_box_to_everybody_near(evening: Evening, pair: tuple[NPC, NPC]) -> None:
    """What is typed goes to all of them, and they answer one after the other; the box stays open."""
    evening.go(0.5)
    evening.key(pygame.K_t, "t")
    assert evening.dialogue.typing
    assert evening.dialogue.focus is None
    assert evening.picture.chat.name == "everybody near"
    evening.client.will("send", said("I do."), said("So do I."))
    evening.type("Who sells bread?")
    evening.key(pygame.K_RETURN)
    evening.go(20.0)
    assert [npc.transcript[-1].text for npc in pair] == ["I do.", "So do I."]
    assert [line.text for npc in pair for line in npc.transcript if line.by == "player"] == ["Who sells bread?"] * 2
    assert evening.dialogue.typing
    evening.key(pygame.K_ESCAPE)
    assert not evening.dialogue.typing


def test_where_nobody_is_near_the_key_is_the_game_s(evening: Evening, pair: tuple[NPC, NPC]) -> None:
    """And whoever walks away from everybody has no box to talk into."""
    evening.at = (320.0, 2000.0)
    evening.go(1.0)
    evening.key(pygame.K_t, "t")
    assert not evening.dialogue.typing
    assert pygame.KEYDOWN in evening.leaked
    evening.at = (320.0, 300.0)
    evening.go(1.0)
    evening.key(pygame.K_t, "t")
    evening.at = (320.0, 2000.0)
    evening.go(10.0)
    assert not evening.dialogue.typing


def test_the_box_goes_over_to_one_of_them(evening: Evening, pair: tuple[NPC, NPC]) -> None:
    """A game that gives it to an NPC meanwhile means the NPC."""
    evening.go(0.5)
    evening.key(pygame.K_t, "t")
    evening.dialogue.focus = pair[1]
    evening.type("Hello!")
    evening.key(pygame.K_RETURN)
    evening.go(1.0)
    assert [len(npc.transcript) for npc in pair] == [0, 2]


def test_it_is_an_option() -> None:
    """Without a key no box opens to everybody; one that is no key is told."""
    pygame.init()
    pygame.display.set_mode(SIZE)
    evening = Evening()
    evening.npc()
    evening.go(0.5)
    evening.key(pygame.K_t, "t")
    assert not evening.dialogue.typing
    evening.dialogue.close()
    with pytest.raises(ConfigurationError, match=r"Settings\.crowd_keys names 'tt', which is no key"):
        stealth.Settings(crowd_keys=("tt",))
    pygame.quit()
