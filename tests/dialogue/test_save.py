"""The villagers' memory in the game's own save file."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import pygame
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import stealth_pygame as stealth
from stealth_pygame.dialogue import save
from stealth_pygame.errors import BusyError, ConfigurationError
from stealth_pygame.message import MessageState
from stealth_pygame.settings import Settings
from stealth_pygame.ui.palette import BubbleKind
from tests.scripted import ScriptedClient, said
from tests.village import OPEN_GATE, Village, smith


def through_a_file(village: Village) -> Any:
    """The save as it comes back from a disk."""
    return json.loads(json.dumps(save.save(village.scene), allow_nan=False))


def talked() -> Village:
    """A village where something was said and done, and something has not been heard yet."""
    village = Village()
    village.player()
    npc = village.npc(smith(OPEN_GATE))

    @npc.action
    def open_gate(wide: bool) -> str:
        """Open the gate."""
        return "It is open."

    village.go(0.5)
    village.client.will("send", said("As you wish.", ("open_gate", {"wide": "true"})))
    npc.send("Open!")
    village.go()
    npc.notify("A dragon came")
    return village


def context_of(village: Village) -> dict[str, str]:
    """Return the context of the last message."""
    sent = [asked for asked in village.client.asked if asked[0] == "send"][-1]
    return {entry.key: entry.value for entry in sent[4]}


def test_all_that_an_npc_remembers_comes_back() -> None:
    """Transcript, visits, and what has not been told yet: news, and the outcome of a call."""
    saved, village = through_a_file(talked()), Village()
    village.player()
    npc = village.npc()
    save.load(village.scene, saved)
    assert [line.text for line in npc.transcript] == ["Open!", "As you wish.", "It is open."]
    assert npc.memory.visits == {"ada": 1}
    assert through_a_file(village) == saved
    npc.send("And now?")
    village.go()
    heard = context_of(village)
    assert "As you wish." in heard["recent_conversation"]
    assert "open_gate" in heard["last_actions"]
    assert "dragon" in heard["events"]


def test_twins_keep_memories_of_their_own() -> None:
    """Two guards of one character and one id do not become one."""
    village, other = Village(), Village()
    for number, npc in enumerate([village.npc(), village.npc()]):
        npc.say(f"I am guard {number}.")
    twins = [other.npc(), other.npc()]
    save.load(other.scene, through_a_file(village))
    assert [npc.transcript[0].text for npc in twins] == ["I am guard 0.", "I am guard 1."]


def test_who_comes_later_remembers_too() -> None:
    """A save may be loaded before the villagers of a map are there, and saved again before they come."""
    village, other = Village(), Village()
    village.npc().say("Remember me.")
    village.npc(smith(name="Mira")).say("And me.")
    saved = through_a_file(village)
    save.load(other.scene, saved)
    assert through_a_file(other) == saved
    assert other.npc(smith(name="Mira")).transcript[0].text == "And me."
    assert other.npc(smith(name="Nils")).transcript == []
    assert [*through_a_file(other)["npcs"]] == ["mira", "nils", "bruno"]
    assert other.npc().transcript[0].text == "Remember me."


def test_loading_turns_back_time() -> None:
    """A message on its way ends as cancelled, and the next message opens a conversation that knows only the save."""
    village = talked()
    npc = village.scene.npcs[0]
    saved = through_a_file(village)
    late = npc.send("I am the king")
    village.scene.update(0.0)
    save.load(village.scene, saved)
    village.go(1.0)
    assert (late.state, late.reason) == (MessageState.DROPPED, "cancelled")
    assert through_a_file(village) == saved
    assert village.client.routes()[-1] == "finish"
    npc.send("Who am I?")
    village.go()
    assert village.client.routes()[-2:] == ["create", "send"]
    assert "king" not in str(context_of(village))


def test_who_came_after_the_save_has_met_nobody() -> None:
    """Lines said to a newcomer have not been said yet, and messages on their way are dropped."""
    village = talked()
    saved = through_a_file(village)
    miller = village.npc(smith(name="Miller"))
    miller.say("It will rain tomorrow.")
    miller.notify("The mill burnt down")
    late = miller.send("Good day!")
    village.scene.update(0.0)
    save.load(village.scene, saved)
    assert (late.state, late.reason) == (MessageState.DROPPED, "cancelled")
    assert list(miller.transcript) == []
    miller.send("Hello!")
    village.go()
    assert "events" not in context_of(village)


def test_a_call_of_the_future_hands_in_nothing() -> None:
    """Feedback for a call that was made after the save is not remembered."""
    village = Village()
    village.player()
    npc = village.npc(smith(OPEN_GATE))
    saved = through_a_file(village)
    village.client.will("send", said("Now.", ("open_gate", {"wide": "true"})))
    npc.send("Open!")
    village.go()
    (call,) = [event.call for event in village.told if hasattr(event, "call")]
    save.load(village.scene, saved)
    call.finish("It is open.")
    village.go(1.0)
    assert npc.transcript == []


def test_a_persistent_npc_goes_on_as_before() -> None:
    """The conversation stays on the backend: the loaded game asks for it under the same token, generation included."""
    village, other = Village(Settings(busy_patience=1.0)), Village()
    village.player(at=None)
    npc = village.npc(persistent=True)
    npc.send("Hi")
    village.go()
    village.client.will("send", *[BusyError("busy", route="/api/send", status=429)] * 8)
    npc.send("Still there?")
    village.go(10.0)
    token = [asked[3] for asked in village.client.asked if asked[0] == "create"][-1]
    assert token.endswith("~2")
    saved = through_a_file(village)
    save.load(village.scene, saved)
    other.player(at=None)
    loaded = other.npc(persistent=True)
    save.load(other.scene, saved)
    for place, speaker in ((village, npc), (other, loaded)):
        speaker.send("Back again")
        place.go()
        assert [asked[3] for asked in place.client.asked if asked[0] == "create"][-1] == token
    assert "finish" not in village.client.routes()


def damage(path: list[Any], value: Any) -> Callable[[Any], Any]:
    """The save with one field replaced; `...` takes it away."""

    def done(saved: Any) -> Any:
        saved = at = copy.deepcopy(saved)
        for step in path[:-1]:
            at = at[step]
        if value is ...:
            del at[path[-1]]
        else:
            at[path[-1]] = value
        return saved

    return done


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (["stealth_pygame"], 99, "version 99.*update"),
        (["stealth_pygame"], "1", "stealth_pygame: the version is '1'"),
        (["stealth_pygame"], True, "the version is True"),
        (["stealth_pygame"], 0, "the version is 0"),
        (["stealth_pygame"], ..., "not a save"),
        (["npcs"], ..., "npcs: Field required"),
        (["npcs"], 5, r"npcs: .*found 5"),
        (["npcs", "bruno"], {}, "npcs.bruno: "),
        (["npcs", "bruno", 0, "transcript"], ..., r"npcs.bruno\[0\].transcript: Field required"),
        (["npcs", "bruno", 0, "transcript", 1, "text"], 5, r"bruno\[0\].transcript\[1\].text: .*found 5"),
        (["npcs", "bruno", 0, "transcript", 1, "by"], "nobody", r"transcript\[1\].by: .*'player' or 'npc'"),
        (["npcs", "bruno", 0, "visits", "ada"], "2", "visits.ada: .*found '2'"),
        (["npcs", "bruno", 0, "visits", "ada"], -1, "visits.ada: "),
        (["npcs", "bruno", 0, "deeds", 0, "success"], "yes", r"deeds\[0\].success: "),
        (["npcs", "bruno", 0, "deeds", 0, "parameters", "wide"], [1], r"deeds\[0\].parameters.wide"),
        (["npcs", "bruno", 0, "notices"], "A dragon", "notices: "),
        (["generations"], {"smith": "3"}, "generations.smith: "),
        (["generations"], [], "generations: "),
    ],
)
def test_a_damaged_save_is_refused_by_name(path: list[Any], value: Any, words: str) -> None:
    """The error names the field, what stands there and what is missing; nothing has changed."""
    village = talked()
    saved = through_a_file(village)
    with pytest.raises(ConfigurationError, match=words):
        save.load(village.scene, damage(path, value)(saved))
    assert through_a_file(village) == saved


@pytest.mark.parametrize("saved", [None, [], "{}", {}, {"npcs": {}}])
def test_what_is_no_save_is_refused(saved: Any) -> None:
    """The game's own file, or nothing at all, is not a save of a dialogue."""
    with pytest.raises(ConfigurationError, match="not a save of a dialogue"):
        save.load(Village().scene, saved)


def test_what_a_later_version_adds_is_passed_over() -> None:
    """Fields that nobody knows yet are not damage."""
    village = talked()
    saved = through_a_file(village)
    save.load(village.scene, {**saved, "weather": "rain"})
    assert through_a_file(village) == saved


def test_what_cannot_be_drawn_is_not_loaded() -> None:
    """A file may hold a NUL or half a letter; the transcript does not."""
    village = talked()
    path: list[Any] = ["npcs", "bruno", 0, "transcript", 1, "text"]
    save.load(village.scene, damage(path, "a\x00b\ud800")(through_a_file(village)))
    text = village.scene.npcs[0].transcript[1].text
    assert text.encode()
    assert "\x00" not in text


@pytest.mark.parametrize("saved", [None, {"stealth_pygame": 99}, {"stealth_pygame": 1, "npcs": 5}])
def test_a_save_can_be_checked_without_loading_it(saved: Any) -> None:
    """For a list of saved games: the same error as `load` would raise, and nothing for a good one."""
    stealth.Dialogue.check_save(through_a_file(talked()))
    with pytest.raises(ConfigurationError) as checked:
        stealth.Dialogue.check_save(saved)
    with pytest.raises(ConfigurationError) as loaded:
        save.load(Village().scene, saved)
    assert str(checked.value) == str(loaded.value)


def test_the_picture_goes_back_in_time_too() -> None:
    """Bubbles of what was said after the save go, and F2 tells what was said before it, also in a new process."""
    pygame.init()
    with stealth.Dialogue(client=ScriptedClient(), installation="inst") as dialogue:
        dialogue.add_player(stealth.Player("Ada"))
        presenter = dialogue.presenter
        assert isinstance(presenter, stealth.BubblePresenter)
        bruno = dialogue.add_npc(stealth.BasicCharacter("Bruno", "A smith."), position=(0, 0))
        saved = dialogue.save()
        lines = [
            {"name": "Ada", "text": "Open!", "by": "player", "player": "ada", "kind": "said"},
            {"name": "Bruno", "text": "Hm.", "by": "npc", "player": "ada", "kind": "failed"},
        ]
        saved["npcs"]["bruno"][0]["transcript"] = lines
        bruno.say("This will not have been said.")
        dialogue.update(0.1)
        dialogue.load(saved)
        assert list(presenter.bubbles) == []
        assert [(entry.text, entry.kind) for entry in presenter.log.entries] == [
            ("Open!", BubbleKind.PLAYER),
            ("Hm.", BubbleKind.FAILED),
        ]
    pygame.quit()


# --- whatever stands in the file


class Odd(Mapping[str, Any]):
    """A mapping that raises whenever it is looked at."""

    def __getitem__(self, key: str) -> Any:
        raise OSError(key)

    def __iter__(self) -> Iterator[str]:
        raise OSError("iter")

    def __len__(self) -> int:
        return 1


class Unspeakable:
    """A thing that cannot be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("no words")


def nested(depth: int) -> list[Any]:
    deep: list[Any] = []
    for _ in range(depth):
        deep = [deep]
    return deep


SURPRISES: dict[str, Callable[[], Any]] = {
    "a deep list": lambda: nested(5_000),
    "a huge number": lambda: 10**5_000,
    "a huge negative number": lambda: -(10**5_000),
    "a long text": lambda: "x" * 10**6,
    "a thing without words": Unspeakable,
    "bytes": lambda: b"bytes",
    "a dict of numbers": lambda: {1: 2},
    "no number": lambda: float("nan"),
    "a class": lambda: object,
}


@pytest.mark.parametrize(
    ("place", "surprise"),
    # A text, however long, may be a parameter.
    [(place, name) for place in range(7) for name in SURPRISES if (place, name) != (5, "a long text")],
)
def test_a_surprise_is_refused_in_few_words(place: int, surprise: str) -> None:
    """Deep lists, huge numbers, things without words: one short sentence, and nothing has changed."""
    memory = ["npcs", "bruno", 0]
    paths: list[list[Any]] = [
        ["stealth_pygame"],
        ["npcs"],
        memory,
        [*memory, "transcript", 0, "by"],
        [*memory, "visits", "ada"],
        [*memory, "deeds", 0, "parameters", "wide"],
        ["generations", "smith"],
    ]
    village, value = talked(), SURPRISES[surprise]()
    saved = through_a_file(village)
    saved["generations"]["smith"] = 2
    with pytest.raises(ConfigurationError) as caught:
        save.load(village.scene, put(saved, paths[place], value))
    assert len(str(caught.value)) < 700
    assert len(village.scene.npcs[0].transcript) == 3


def put(saved: Any, path: list[Any], value: Any) -> Any:
    """The save with one value in another's place; the value itself is not copied."""
    at = saved
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return saved


@pytest.mark.parametrize("make", [Odd, *SURPRISES.values()])
def test_any_object_is_refused_as_a_save(make: Callable[[], Any]) -> None:
    """Whatever a game hands over by mistake."""
    saved = make()
    for take in (stealth.Dialogue.check_save, lambda given: save.load(Village().scene, given)):
        with pytest.raises(ConfigurationError, match="save"):
            take(saved)


def test_a_long_evening_can_be_loaded_again() -> None:
    """Whatever a dialogue saves, it loads, and saves again as it was."""
    village, other = Village(), Village()
    npc = village.npc()
    for number in range(500):
        npc.say(f"{number} " + "word " * 5_000)
    saved = through_a_file(village)
    other.npc()
    save.load(other.scene, saved)
    assert through_a_file(other) == saved


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@cache
def template() -> str:
    saved = through_a_file(talked())
    saved["npcs"]["cook"] = copy.deepcopy(saved["npcs"]["bruno"])
    saved["generations"]["smith"] = 2
    return json.dumps(saved)


def mutated(data: st.DataObject) -> Any:
    """A save with a few fields replaced, taken away, doubled or exchanged."""
    saved = json.loads(template())
    for _ in range(data.draw(st.integers(1, 3))):
        at: Any = saved
        while True:
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            inner = at[key]
            if not isinstance(inner, (dict, list)) or not inner or data.draw(st.booleans()):
                change = data.draw(st.sampled_from(["replace", "remove", "add"]))
                if change == "remove":
                    del at[key]
                elif change == "replace" or isinstance(at, list):
                    at[key] = data.draw(JSON)
                else:
                    at[data.draw(st.text(max_size=8))] = data.draw(JSON)
                break
            at = inner
    return saved


def loads_whole_or_not_at_all(saved: Any) -> None:
    village = Village()
    npc = village.npc()
    village.npc(smith(name="Cook"))
    npc.say("It will rain.")
    before = through_a_file(village)
    try:
        save.load(village.scene, saved)
    except ConfigurationError as exc:
        refusal = str(exc)
    else:
        refusal = ""
    if refusal:
        assert len(refusal) < 700
        assert through_a_file(village) == before
        return
    again, other = through_a_file(village), Village()
    other.npc()
    other.npc(smith(name="Cook"))
    save.load(other.scene, again)
    assert through_a_file(other)["npcs"] == again["npcs"]


@pytest.mark.slow
@given(st.data())
@hypothesis_settings(max_examples=150, deadline=None)
def test_a_mutated_save_loads_whole_or_not_at_all(data: st.DataObject) -> None:
    """Either everything of it is there and can be saved again, or nothing has changed."""
    loads_whole_or_not_at_all(mutated(data))


@pytest.mark.slow
@given(st.data())
@hypothesis_settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
def test_ten_thousand_mutated_saves(data: st.DataObject) -> None:
    """The same, for a night."""
    loads_whole_or_not_at_all(mutated(data))
