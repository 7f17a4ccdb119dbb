"""The story without a window: what can be done, in which ways, and what the village says about it."""

from __future__ import annotations

import pytest

from demo_game.purse import PRICES, Purse, meant
from demo_game.story import Story


def done_well() -> Story:
    """All three errands, the quick way."""
    story = Story()
    story.take_fish_oil()
    story.light_lanterns()
    story.pip_may_fish()
    story.bribe(10)
    return story


def test_a_purchase_takes_gold_and_gives_goods() -> None:
    """Gold and goods change hands."""
    story = Story()
    assert story.buy("baker", "honey bun")
    assert (story.purse.gold, "honey bun" in story.purse.items) == (12, True)
    assert list(story.news) == ["coin"]


def test_too_little_gold_is_said_in_the_feedback() -> None:
    """The bubble names the price and the purse, and nothing changes."""
    story = Story()
    result = story.buy("smith", "sword")
    assert not result
    assert result.message == "The sword costs 25 gold, and you have only 15."
    assert (story.purse.gold, story.purse.items) == (15, ["silver ring", "wolf pelt"])


def test_what_is_not_for_sale_is_refused_with_the_choice() -> None:
    """A model may ask for anything."""
    result = Story().buy("merchant", "dragon")
    assert not result
    assert "lamp oil, rope, map" in result.message


@pytest.mark.parametrize("said", ["lamp oil", "Lamp Oil", "the lamp oil", "a flask of lamp oil"])
def test_goods_are_understood_however_they_are_called(said: str) -> None:
    """Models and people vary their words."""
    assert meant(said, PRICES["merchant"]) == "lamp oil"


def test_selling_gives_gold_once() -> None:
    """A sold item is gone."""
    purse = Purse()
    assert purse.sell("silver ring")
    assert purse.gold == 27
    assert not purse.sell("silver ring")
    assert not purse.sell("moon")


def test_healing_costs_four_gold_and_is_free_for_the_poor() -> None:
    """Nobody is turned away."""
    rich, poor = Story(), Story(purse=Purse(gold=1))
    assert rich.heal()
    assert (rich.purse.gold, rich.purse.health) == (11, 10)
    assert not rich.heal()
    assert poor.heal()
    assert (poor.purse.gold, poor.purse.health) == (1, 10)


def test_eating_heals_a_little() -> None:
    """Bread is good for wounds."""
    story = Story(purse=Purse(items=["rope", "bread"]))
    assert story.eat() == "You eat the bread and feel better."
    assert (story.purse.health, story.purse.items) == (7, ["rope"])
    assert story.eat() == ""


@pytest.mark.parametrize(("oil", "colour"), [("fish oil", "green"), ("lamp oil", "gold")])
def test_the_oil_decides_the_colour_of_the_night(oil: str, colour: str) -> None:
    """Two ways to light the lanterns, and everybody can see which."""
    story = Story()
    assert not story.light_lanterns()
    story.purse.items.append(oil)
    assert story.light_lanterns()
    assert story.lanterns == colour
    assert oil not in story.purse.items
    assert story.errands["light"].done


def test_lanterns_can_be_put_out_and_lit_again_in_their_colour() -> None:
    """Juno keeps some oil."""
    story = done_well()
    assert story.douse_lanterns()
    assert not story.douse_lanterns()
    assert story.light_lanterns()
    assert story.lanterns == "green"
    assert not story.light_lanterns()


def test_pip_can_be_brought_home() -> None:
    """One way with Pip: the boy follows, and comes home."""
    story = Story()
    assert not story.pip_stays()
    assert story.pip_follows()
    assert story.pip_stays()
    assert story.pip_follows()
    story.pip_comes_home()
    assert (story.pip, story.errands["pip"].how) == ("home", "Ada brought Pip home to the bakery.")
    assert not story.pip_follows()


def test_pip_can_be_allowed_to_fish() -> None:
    """The other way: the mother is talked round."""
    story = Story()
    assert story.pip_may_fish()
    assert story.pip == "allowed"
    assert not story.pip_may_fish()
    assert not story.pip_follows()


def test_pip_comes_home_only_when_he_follows() -> None:
    """Walking past Marta alone is not enough."""
    story = Story()
    story.pip_comes_home()
    assert not story.errands["pip"].done


def test_a_pass_needs_a_good_turn() -> None:
    """Odile writes it for whoever has helped."""
    story = Story()
    assert not story.write_pass()
    story.pip_may_fish()
    assert story.write_pass()
    assert not story.write_pass()
    assert story.open_gate()
    assert "pass from Odile" in story.errands["gate"].how


def test_a_sword_opens_the_gate() -> None:
    """Another way through."""
    story = Story(purse=Purse(gold=30))
    assert not story.open_gate()
    story.buy("smith", "sword")
    assert story.open_gate()
    assert not story.open_gate()
    assert "sword" in story.errands["gate"].how


@pytest.mark.parametrize(("gold", "offered", "opens"), [(15, 10, True), (15, 12, True), (15, 5, False), (8, 10, False)])
def test_ten_gold_coins_open_the_gate(gold: int, offered: float, opens: bool) -> None:
    """The third way: Bram takes ten coins, not fewer, and never more than there are."""
    story = Story(purse=Purse(gold=gold))
    assert bool(story.bribe(offered)) is opens
    assert story.purse.gold == (gold - 10 if opens else gold)
    assert not (opens and story.bribe(10))


def test_rumours_reach_everybody_but_the_witness() -> None:
    """A deed at one villager shows in another's context."""
    story = Story()
    story.bribe(10)
    assert story.heard_by("elder") == ["Bram took ten gold coins from Ada and opened the gate."]
    assert story.heard_by("warden") == []


def test_the_feast_waits_for_all_three_errands() -> None:
    """And says what is missing."""
    story = Story()
    story.bribe(10)
    result = story.begin_feast()
    assert not result
    assert result.message == "Not yet. Still to do: light the lanterns, find pip."
    story = done_well()
    assert story.begin_feast()
    assert not story.begin_feast()
    assert (story.feast, story.news[-1]) == (True, "feast")


def test_the_ballad_tells_what_was_done_and_how() -> None:
    """The ending depends on the choices."""
    story = done_well()
    story.begin_feast()
    assert "green with Nils's fish oil" in story.ballad[0]
    assert "spoke up for Pip" in story.ballad[1]
    assert "ten gold coins" in story.ballad[2]


def test_the_goal_leads_from_errand_to_errand() -> None:
    """Whoever reads the bar always knows what to do."""
    story = Story()
    assert story.goal[0] == "Light the lanterns"
    story.take_fish_oil()
    assert "fish oil" in story.goal[1]
    story.light_lanterns()
    assert story.goal[0] == "Find Pip"
    story.pip_follows()
    assert "Marta" in story.goal[1]
    story.pip_comes_home()
    assert story.goal[0] == "Open the gate"
    story.write_pass()
    assert "Odile's pass" in story.goal[1]
    story.bribe(10)
    assert story.goal[0] == "Begin the feast"
    story.begin_feast()
    assert story.goal[0] == "The Lantern Feast"


def test_the_bar_counts_errands() -> None:
    """Not lanterns: the goal says which errand it is, and nothing once all are done."""
    story = Story()
    assert (story.goal[0] + story.progress).split() == ["Light", "the", "lanterns", "(errand", "1", "of", "3)"]
    story.bribe(10)
    assert "errand 2 of 3" in story.progress
    assert done_well().progress == ""


def test_the_story_never_needs_gold() -> None:
    """Somebody who has spent everything can still come to the end."""
    story = Story(purse=Purse(gold=0, items=[]))
    assert story.take_fish_oil()
    assert not story.take_fish_oil()
    assert story.light_lanterns()
    assert story.pip_may_fish()
    assert story.write_pass()
    assert story.open_gate()
    assert story.begin_feast()


def test_the_bard_plays_what_is_asked_for() -> None:
    """The music changes."""
    story = Story()
    assert story.play("Merry")
    assert story.song == "merry"
    story.play("something soft")
    assert story.song == "gentle"


@pytest.mark.parametrize(
    ("errand", "text", "words"),
    [
        ("light", "Tobias sells lamp oil at the market stall.", "Tobias sells lamp oil."),
        ("light", "I have a barrel of fish oil on the jetty.", "Nils gives fish oil away."),
        ("pip", "Pip is surely at the lake in the south-east.", "fishing at the lake"),
        ("gate", "Not without a pass from Odile or a good sword.", "Odile could write a pass. Bram trusts"),
        ("gate", "They say that Bram takes coins, but only ten at a time.", "ten gold coins"),
        ("gate", "Ten gold coins would make me look the other way.", "ten gold coins"),
    ],
)
def test_a_way_is_known_when_it_was_heard_of(errand: str, text: str, words: str) -> None:
    """The journal and the bar tell of no way before somebody has."""
    story = Story()
    one = story.errands[errand]
    assert one.told == one.hint
    assert words not in one.hint
    story.hear("A fine evening, is it not?")
    assert one.heard == set()
    story.hear(text)
    assert words in one.told
    assert not [other for other in story.errands.values() if other is not one and other.heard]
