"""NPCs who talk to each other."""

from __future__ import annotations

import pytest

from stealth_pygame.errors import ConfigurationError, ReplyTimeoutError
from stealth_pygame.events import Called, ExchangeEnded, ExchangeStarted, Said
from stealth_pygame.scene.rounds.exchange import MAX_OVERHEARING, Exchange
from stealth_pygame.settings import Settings
from tests.scripted import said
from tests.village import Village, smith


def pair(settings: Settings | None = None, **options: int) -> Village:
    """A smith and a cook beside each other, and a player far away."""
    village = Village(settings, **options)
    village.player(at=(5_000, 0))
    village.npc(smith(name="Bruno"))
    village.npc(smith(name="Cook"), position=(50, 0))
    village.go(0.5)
    return village


def converse(village: Village, turns: int = 4, about: str = "") -> Exchange:
    one, other = village.scene.npcs[:2]
    return village.scene.converse(one, other, about, turns)


def test_each_hears_the_words_of_the_other() -> None:
    """Line by line, in turns, each through their own conversation, and told as events."""
    village = pair()
    village.client.will("send", said("Morning."), said("Is it?"), said("It is."), said("Well."))
    exchange = converse(village, about="the weather")
    village.go(10.0)
    assert exchange.lines == [("Bruno", "Morning."), ("Cook", "Is it?"), ("Bruno", "It is."), ("Cook", "Well.")]
    assert (exchange.done, exchange.reason) == (True, "turns")
    assert village.client.sent()[0].startswith("(Cook is beside you.")
    assert "about the weather" in village.client.sent()[0]
    assert village.client.sent()[1:] == ["Morning.", "Is it?", "It is."]
    assert [event.text for event in village.heard(Said)] == [text for _, text in exchange.lines]
    assert len(village.heard(ExchangeStarted)) == 1
    (end,) = village.heard(ExchangeEnded)
    assert (end.lines, end.reason) == (tuple(exchange.lines), "turns")
    assert len({call[1] for call in village.client.asked if call[0] == "send"}) == 2
    assert village.client.routes().count("finish") == 2


def test_both_know_afterwards_what_was_said() -> None:
    """A player who asks one of them hears of it."""
    village = pair()
    village.client.will("send", said("The bridge is out."), said("Oh no."))
    converse(village, turns=2)
    village.go(6.0)
    for npc in village.scene.npcs:
        npc.send("What is new?")
        village.go()
        events = {entry.key: entry.value for entry in village.client.asked[-1][4]}["events"]
        assert "The bridge is out." in events


def test_those_near_by_have_overheard_it() -> None:
    """In whose radius one of the two stands, the nearest first, and not too many; nobody who is far or nowhere."""
    village = pair()
    near = [village.npc(smith(name=f"N{number}"), position=(60 + number, 0), id=f"n{number}") for number in range(8)]
    far = village.npc(smith(name="Far"), position=(900, 0), id="far")
    nowhere = village.npc(smith(name="Lost"), position=lambda: None, id="lost")
    village.client.will("send", said("The bridge is out."), said("Oh no."))
    converse(village, turns=2)
    village.go(6.0)
    told = "you overheard Bruno and Cook: Bruno said: The bridge is out.; Cook said: Oh no."
    heard = [npc.memory.notices(None) == [told] for npc in near]
    assert heard == [True] * MAX_OVERHEARING + [False] * (len(near) - MAX_OVERHEARING)
    assert far.memory.notices(None) == nowhere.memory.notices(None) == []


def test_nothing_happens_in_the_game_because_two_talk() -> None:
    """Calls in their replies do not run."""
    village, done = pair(), []

    @village.scene.npcs[0].action
    def sing() -> None:
        """Sing."""
        done.append("sing")

    village.client.will("send", said("La la.", ("sing", {})))
    converse(village, turns=1)
    village.go(3.0)
    assert (done, village.heard(Called)) == ([], [])


def test_a_player_may_step_in() -> None:
    """A message to one of the two ends it; the player is answered."""
    village = pair()
    exchange = converse(village)
    village.go(0.5)
    message = village.scene.npcs[1].send("Good morning!")
    village.go(3.0)
    assert exchange.reason == "player"
    assert message.reply is not None


@pytest.mark.parametrize("reason", ["far", "game", "removed", "failed", "closed"])
def test_it_ends_in_every_way(reason: str) -> None:
    """With one event, and a reason that is a text."""
    village = pair()
    if reason == "failed":
        village.client.will("send", ReplyTimeoutError("slow"))
    exchange = converse(village)
    village.go(0.25)
    if reason == "far":
        village.scene.npcs[1].position = (9_000, 0)
    elif reason == "game":
        exchange.end()
    elif reason == "removed":
        village.scene.remove_npc(village.scene.npcs[1])
    elif reason == "closed":
        village.scene.close(0.1, lambda: None)
    village.go(5.0)
    exchange.end()
    assert exchange.reason == reason
    assert len(village.heard(ExchangeEnded)) == (reason != "closed")


def test_talks_have_caps() -> None:
    """Pairs at once, a rest between two talks of the same, and so many a minute."""
    village = pair(Settings(npc_talks=1, npc_talks_per_minute=2, npc_talk_rest=10.0))
    village.npc(smith(name="Miller"), position=(20, 0))
    village.npc(smith(name="Warden"), position=(30, 0))
    bruno, cook, miller, warden = village.scene.npcs
    first = village.scene.converse(bruno, cook, "", 1)
    assert village.scene.converse(miller, warden).reason == "not allowed"
    assert village.scene.converse(cook, miller).reason == "not allowed"
    village.go(3.0)
    assert first.reason == "turns"
    assert village.scene.converse(cook, bruno).reason == "not allowed"
    village.go(12.0)
    second = village.scene.converse(cook, bruno, "", 1)
    village.go(20.0)
    assert second.reason == "turns"
    assert village.scene.converse(miller, warden).reason == "not allowed"
    village.go(60.0)
    assert not village.scene.converse(miller, warden).done


def test_a_backend_that_costs_money_wants_a_budget() -> None:
    """Elsewhere than on this machine nothing is sent unless the game allows so many messages."""
    assert converse(pair(messages_per_minute=60)).reason == "not allowed"
    village = pair(Settings(npc_talk_messages=3), messages_per_minute=60)
    exchange = converse(village, turns=8)
    village.go(20.0)
    assert len(exchange.lines) == 3
    assert exchange.reason == "budget"
    assert converse(village).reason == "budget"


def test_two_npcs_are_needed() -> None:
    """A slip is told where it is made."""
    village = pair()
    bruno = village.scene.npcs[0]
    with pytest.raises(ConfigurationError, match="talk to themselves"):
        village.scene.converse(bruno, bruno)
    with pytest.raises(ConfigurationError, match=r"turns is 0"):
        converse(village, turns=0)
    with pytest.raises(ConfigurationError, match="not in this dialogue"):
        village.scene.converse(bruno, "Cook")  # type: ignore[arg-type]
    for turns in (-1, 1.5, "4", True, None):
        with pytest.raises(ConfigurationError, match=r"turns is .* a whole number"):
            converse(village, turns=turns)  # type: ignore[arg-type]
    for about in (None, 5, ["rain"]):
        with pytest.raises(ConfigurationError, match=r"about is .* give a text"):
            converse(village, about=about)  # type: ignore[arg-type]


def test_whoever_is_gone_talks_no_more() -> None:
    """The handle is over at once, so that no game waits for it: a villager was removed, or the dialogue is closed."""
    village = pair()
    bruno, cook = village.scene.npcs
    village.scene.remove_npc(cook)
    exchange = village.scene.converse(bruno, cook)
    assert (exchange.done, exchange.reason) == (True, "removed")
    other = village.npc(smith(name="Cook"))
    village.scene.close(1.0, lambda: None)
    exchange = village.scene.converse(bruno, other)
    assert (exchange.done, exchange.reason, exchange.lines) == (True, "closed", [])
    assert village.heard(ExchangeStarted) == []
