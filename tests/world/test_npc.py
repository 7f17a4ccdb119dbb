"""A character standing in the world, and the memory of one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stealth_pygame.actions.call import Call, Feedback
from stealth_pygame.errors import ActionError, ConfigurationError, ContextError
from stealth_pygame.world.memory import Memory, TranscriptLine
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player
from tests.village import OPEN_GATE, Village, smith


@pytest.fixture
def village() -> Village:
    return Village()


def test_an_npc_stands_where_the_game_says(village: Village) -> None:
    """A position is a value or a callable, and may be set later; the head is above it."""
    npc = village.npc(position=lambda: (3, 4), bubble_offset=(1, -10))
    assert (npc.place, npc.head) == ((3, 4), (4, -6))
    npc.position = (7, 8)
    assert npc.place == (7, 8)
    assert repr(npc) == "<NPC 'Bruno' id='bruno'>"


@pytest.mark.parametrize(
    ("options", "word"),
    [({"position": None}, "position"), ({"position": "x"}, "position"), ({"interest_radius": -1}, "interest_radius")],
)
def test_a_place_that_cannot_be_is_refused(village: Village, options: dict[str, Any], word: str) -> None:
    """The error names who and what."""
    with pytest.raises(ConfigurationError, match=f"{word}.*Bruno|Bruno.*{word}"):
        village.npc(**options)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"intrest_radius": 9}, "add_npc knows no argument 'intrest_radius'; did you mean 'interest_radius'?"),
        ({"zebra": 9}, "add_npc knows no argument 'zebra'; it takes id, position, interest_radius, shared, "),
        (
            {"interest_radius": "3"},
            "The interest_radius of Bruno is '3'; give pixels, a number from 0 up. Leave out the quotes: 3",
        ),
        ({"interest_radius": None}, "The interest_radius of Bruno is None; give pixels, a number from 0 up."),
        ({"shared": "no"}, "shared of Bruno is 'no'; it must be True or False."),
        ({"suggestions": "Hi"}, "The suggestions of Bruno are 'Hi'; give a list: ['Hi']"),
        ({"near": "9"}, "near of Bruno is '9'; give pixels, a number from 0 up, or None. Leave out the quotes: 9"),
        ({"far": -1}, "far of Bruno is -1; give pixels"),
        ({"title": 3}, "The title of Bruno is 3; give a text, or None."),
        ({"bubble_offset": 40}, "The bubble_offset of Bruno is 40; it must be (x, y) in pixels."),
    ],
)
def test_an_option_that_cannot_be_is_refused(village: Village, options: dict[str, Any], words: str) -> None:
    """The message names the value, what was expected, and a guess at the slip."""
    with pytest.raises(ConfigurationError) as caught:
        village.npc(**options)
    assert str(caught.value).startswith(words)
    assert village.scene.npcs == []


def test_an_npc_needs_a_position(village: Village) -> None:
    """A position that was forgotten is told as one that is None."""
    with pytest.raises(ConfigurationError, match=r"Bruno has no position; give \(x, y\)"):
        village.scene.add_npc(smith())


def test_a_radius_is_checked_when_it_is_set(village: Village) -> None:
    """A slip is named where it is made, not in some later frame."""
    npc = village.npc()
    with pytest.raises(ConfigurationError, match="interest_radius of Bruno is '9'"):
        npc.interest_radius = "9"  # type: ignore[assignment]
    npc.interest_radius = 9
    assert npc.interest_radius == 9


def test_a_reserved_context_key_is_refused(village: Village) -> None:
    """`username` belongs to the backend: said when it is set, for NPCs, players and messages."""
    with pytest.raises(ContextError, match="username"):
        village.npc(context={"username": "admin"})
    with pytest.raises(ContextError, match="username"):
        Player("Ada", context={"username": "admin"})
    with pytest.raises(ContextError, match="a message to Bruno: username"):
        village.npc().send("Hi", context={"username": "admin"})


def test_an_action_is_declared_on_one_npc_alone(village: Village) -> None:
    """Two NPCs share a character; the action of one is not the other's."""
    shared = smith()
    one, other = village.npc(shared, id="one"), village.npc(shared, id="other")

    @one.action
    def sell(item: str) -> None:
        """Sell something."""

    assert one.function("sell") is not None
    assert other.function("sell") is None
    assert shared.functions == ()
    assert callable(sell)


def test_an_action_of_a_character_is_each_npcs_own(village: Village) -> None:
    """`@character.action` binds the function to all who are made of the character, before or after."""
    character = smith()
    before = village.npc(character, id="before")

    @character.action(after_line=True)
    def sell(item: str) -> None:
        """Sell something."""

    after = village.npc(character, id="after")
    assert (before.actions["sell"].after_line, after.actions["sell"].after_line) == (True, True)
    assert before.character.functions == after.character.functions != character.functions
    assert before.function("sell") is not None


def test_an_npcs_own_action_goes_before_the_characters(village: Village) -> None:
    """Whichever was written first."""
    character = smith()
    early, late = village.npc(character, id="early"), village.npc(character, id="late")

    def sell(item: str) -> None:
        """Sell something."""

    def sell_dearly(item: str, price: int) -> None:
        """Sell something for more."""

    early.action(name="sell")(sell_dearly)
    character.action(sell)
    late.action(name="sell")(sell_dearly)
    assert (early.actions["sell"].function, late.actions["sell"].function) == (sell_dearly, sell_dearly)
    assert village.npc(character, id="plain").actions["sell"].function is sell


def test_an_action_takes_options(village: Village) -> None:
    """`@npc.action(...)` names, describes and times it."""
    npc = village.npc()

    @npc.action(name="vend", description="Sell.", after_line=True, timeout=3)
    def sell(item: str, call: Call, player: Player, npc: NPC) -> None: ...

    action = npc.actions["vend"]
    assert (action.after_line, action.timeout, action.spec.description) == (True, 3, "Sell.")
    assert [parameter.name for parameter in action.spec.parameters] == ["item"]


def test_the_words_of_the_file_win(village: Village) -> None:
    """An action of a name that the file declares binds it; other parameters are an error."""
    npc = village.npc(smith(OPEN_GATE))

    @npc.action
    def open_gate(wide: bool) -> None:
        """Other words."""

    spec = npc.function("open_gate")
    assert spec is not None
    assert spec.description == "Open the gate."
    with pytest.raises(ActionError, match=r"open_gate.*wide: boolean.*wide: number"):
        npc.action(name="open_gate")(lambda_with_number)


def lambda_with_number(wide: int) -> None:
    """Open."""


def memory(lines: int = 100, notices: int = 3) -> Memory:
    return Memory(lines, notices)


def test_a_transcript_is_bounded() -> None:
    """The oldest lines go."""
    kept = memory(lines=2)
    for text in "abc":
        kept.add(TranscriptLine("Ada", text, "player"))
    assert [line.text for line in kept.transcript] == ["b", "c"]


def test_exchanges_are_the_last_and_one_player_s_own() -> None:
    """Lines that others said in private are not told; messages that failed were never heard."""
    kept = memory()
    for n in range(3):
        kept.add(TranscriptLine("Ada", f"q{n}", "player", "ada"))
        kept.add(TranscriptLine("Bruno", f"a{n}", "npc", "ada"))
    kept.add(TranscriptLine("Bob", "psst", "player", "bob"))
    kept.add(TranscriptLine("Ada", "lost", "player", "ada", "failed"))
    assert kept.exchanges("ada", 2) == [("Ada", "q1"), ("Bruno", "a1"), ("Ada", "q2"), ("Bruno", "a2")]
    assert kept.exchanges(None, 1) == [("Bob", "psst")]
    assert len(kept.exchanges("ada", 9)) == 6
    assert kept.exchanges("ada", 0) == []


def test_notices_are_bounded_and_for_whom_they_are_meant() -> None:
    """Three different ones at most, repeated ones kept to be counted."""
    kept = memory()
    for text in ("a", "b", "b", "c", "d"):
        kept.notice(text, None)
    kept.notice("secret", "bob")
    assert kept.notices("ada") == ["b", "b", "c", "d"]
    assert "secret" in kept.notices("bob")
    kept.mark_sent(["b", "b", "c"], [])
    assert kept.notices("ada") == ["a", "d"]


def test_what_concerns_all_is_told_to_each() -> None:
    """Once with everybody's next message, also after loading, and once where the NPC has one conversation with all."""
    kept = memory()
    kept.notice("the bell rings", None)
    kept.notice("the bell rings", None)
    kept.mark_sent(["the bell rings"] * 2, [], "ada", ["ada", "bob"])
    assert kept.notices("ada") == []
    assert kept.notices("bob") == ["the bell rings"] * 2
    again = memory()
    again.load(json.loads(json.dumps(kept.save())))
    assert again.notices("ada") == []
    again.mark_sent(["the bell rings"], [], "bob", ["ada", "bob"])
    assert again.notices("bob") == ["the bell rings"]
    again.mark_sent(["the bell rings"], [], None, ["ada", "bob"])
    assert again.notices("bob") == []


def test_results_are_told_once() -> None:
    """The outcome of a call is forgotten once it was heard, and only that."""
    kept = memory()
    kept.add_result(("sell", {}, Feedback(True)), "ada")
    kept.add_result(("heal", {}, Feedback(False, "no herbs")), None)
    heard = kept.results("ada")
    kept.add_result(("follow", {}, Feedback(True)), "ada")
    kept.mark_sent([], heard)
    assert [name for name, _, _ in kept.results("ada")] == ["follow"]


def test_memory_travels_in_a_save_file() -> None:
    """Saved and loaded, it is the same."""
    kept, other = memory(), memory()
    kept.add(TranscriptLine("Ada", "Hi", "player", "ada"))
    kept.visits["ada"] = 2
    other.load(kept.save())
    assert (other.transcript, other.visits) == (kept.transcript, kept.visits)
    other.forget()
    assert (other.transcript, other.visits) == ([], {})


@pytest.mark.parametrize(
    "saved",
    [
        {},
        {"transcript": 5, "visits": {}},
        {"transcript": [{"name": "Ada"}], "visits": {}},
        {"transcript": [{"name": "Ada", "text": 5, "by": "player"}], "visits": {}},
        {"transcript": [], "visits": []},
    ],
)
def test_a_damaged_memory_is_refused(saved: dict[str, Any]) -> None:
    """The error says that it is damaged, and nothing has changed."""
    kept = memory()
    kept.add(TranscriptLine("Ada", "Hi", "player"))
    with pytest.raises(ConfigurationError, match="damaged"):
        kept.load(saved)
    assert len(kept.transcript) == 1
