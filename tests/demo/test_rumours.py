"""Rumours: what the village says about the hero's deeds, and to the hero."""

from __future__ import annotations

import pytest

from demo_game.rumours import DEEDS, Deed, greeting, to_hero
from demo_game.story import Story

NAMES = {
    "smith": "Hilda",
    "baker": "Marta",
    "pip": "Pip",
    "healer": "Yarrow",
    "merchant": "Tobias",
    "warden": "Bram",
    "lamplighter": "Juno",
    "fisher": "Nils",
    "elder": "Odile",
    "bard": "Finch",
}


def lines(deed: Deed) -> dict[str, str]:
    """Return the line of each villager who has heard of a deed of Ada's."""
    said = {name: greeting(deed.text.format(hero="Ada"), "Ada", name, 0) for name in NAMES}
    return {name: line for name, line in said.items() if line}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=list(DEEDS))
def test_nobody_tells_her_of_herself_in_the_third_person(deed: Deed) -> None:
    """A villager who talks to Ada says "you" or "your", and the name only to others."""
    told = lines(deed)
    assert not [line for line in told.values() if "Ada" in line]
    assert all({"you", "your"} & set(told[name].lower().split()) for name in deed.tellers)


@pytest.mark.parametrize("deed", DEEDS.values(), ids=list(DEEDS))
def test_nobody_tells_of_himself_by_name(deed: Deed) -> None:
    """A villager who had a part in it has own words."""
    assert not [name for name, line in lines(deed).items() if NAMES[name] in line]


@pytest.mark.parametrize("deed", DEEDS.values(), ids=list(DEEDS))
def test_a_rumour_goes_no_farther_than_three_doors(deed: Deed) -> None:
    """Two or three bring it up, the others leave it to them."""
    assert 2 <= len(lines(deed)) <= 3


def test_a_rumour_that_nobody_has_words_for_stays_as_it_is() -> None:
    """A saved game may hold one from another village: the bar shows it, nobody greets with it."""
    assert to_hero("Ada found a hat.", "Ada") == "Ada found a hat."
    assert greeting("Ada found a hat.", "Ada", "bard", 0) == ""


def test_who_was_there_does_not_hear_of_it() -> None:
    """The witness of a deed is not among those who bring it up."""
    story = Story()
    for deed in (story.heal, story.take_fish_oil, story.light_lanterns, story.pip_may_fish):
        assert deed()
    story.bribe(10)
    said = [greeting(rumour.text, "Ada", rumour.witness, 0) for rumour in story.rumours]
    assert said == [""] * 4
