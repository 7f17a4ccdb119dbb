"""Each recipe is played like its players would: with keys, on the embedded backend, until the window is closed."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pygame
import pytest

import stealth_pygame as stealth
from tests.recipes.visitor import Visit, Visitor

RECIPES = Path(__file__).parent.parent.parent / "demo_game" / "recipes"
BOX = pygame.Rect(20, 260, 600, 80)


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Visitor]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if pygame.display.get_init():
        # What an earlier test posted and nobody read is not news for this visit.
        pygame.event.clear()
    before = set(threading.enumerate())
    yield Visitor(monkeypatch)
    left = {thread.name for thread in set(threading.enumerate()) - before}
    assert left <= {"stealth-fonts"}


@pytest.mark.slow
def test_a_bare_loop(visitor: Visitor) -> None:
    """Walk up, E, a request: the villager opens the gate, once; the second time the villager says that it is open."""

    def visit() -> Visit:
        yield from visitor.hold(pygame.K_UP, 25)
        yield from visitor.until(lambda: visitor.got(stealth.PLAYER_ENTERED))
        yield from visitor.press(pygame.K_e, "e")
        for times in (1, 2):
            yield from visitor.say("open the gate please")
            yield from visitor.until(lambda times=times: len(visitor.got(stealth.NPC_CALLED)) == times)  # type: ignore[misc]

    visitor.play("bare_loop", visit())
    feedback = [(event.name, bool(event.feedback)) for event in visitor.got(stealth.NPC_CALLED)]
    assert feedback == [("open_gate", True), ("open_gate", False)]


@pytest.mark.slow
def test_pygame_ce_and_pygame_run_the_same_program(visitor: Visitor) -> None:
    """On whichever is installed one walks up, asks, and is answered; the window's title names it."""
    titles: list[str] = []

    def visit() -> Visit:
        titles.append(pygame.display.get_caption()[0])
        yield from visitor.hold(pygame.K_UP, 28)
        yield from visitor.until(lambda: visitor.got(stealth.PLAYER_ENTERED))
        yield from visitor.press(pygame.K_e, "e")
        yield from visitor.say("what does the ferry cost")
        yield from visitor.until(lambda: visitor.said)

    visitor.play("pygame_ce", visit())
    assert "two coins" in visitor.said[0]
    assert ("pygame-ce" in titles[0]) == bool(getattr(pygame, "IS_CE", False))


@pytest.mark.slow
def test_a_game_on_asyncio(visitor: Visitor, capsys: pytest.CaptureFixture[str]) -> None:
    """Two awaited answers arrive in order while frames go on."""

    def visit() -> Visit:
        yield from visitor.until(lambda: len(visitor.said) == 2)
        for _ in range(10):
            yield

    visitor.play("asyncio_game", visit())
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(" - ")[2] for line in lines if " - " in line] == visitor.said
    assert "moon is full" in visitor.said[1]


@pytest.mark.slow
def test_a_crowd_from_a_folder(visitor: Visitor) -> None:
    """One question is answered by the nearest villagers, in words of their own; then two of them talk."""

    def visit() -> Visit:
        yield from visitor.hold(pygame.K_RIGHT, 40)
        yield from visitor.press(pygame.K_g, "g")
        yield from visitor.until(lambda: len(visitor.said) >= 2)
        answers = len(visitor.said)
        yield from visitor.press(pygame.K_c, "c")
        yield from visitor.until(lambda: len(visitor.said) >= answers + 2)
        speakers.extend(event.npc.id for event in visitor.got(stealth.NPC_SAID))
        yield from visitor.press(pygame.K_p, "p")
        yield from visitor.press(pygame.K_e, "e")
        yield from visitor.say("who has been chosen to open the dance")
        yield from visitor.until(lambda: "chosen" in visitor.said[-1])
        captions.append(pygame.display.get_caption()[0])

    speakers: list[str] = []
    captions: list[str] = []
    visitor.play("crowd", visit())
    assert len(set(speakers[:2])) == 2
    assert len(set(speakers[-2:])) == 2
    assert re.match(r"A crowd: \d+ messages, ", captions[0])


@pytest.mark.slow
def test_two_players_at_one_keyboard(visitor: Visitor) -> None:
    """Each walks up and talks with keys of their own; the answers know to whom."""

    def visit() -> Visit:
        yield from visitor.hold(pygame.K_w, 20)
        yield from visitor.hold(pygame.K_d, 25)
        yield from visitor.hold(pygame.K_UP, 20)
        yield from visitor.hold(pygame.K_LEFT, 25)
        yield from visitor.until(lambda: len(visitor.got(stealth.PLAYER_ENTERED)) == 2)
        for key, text in ((pygame.K_e, "e"), (pygame.K_RCTRL, "")):
            before = len(visitor.said)
            yield from visitor.press(key, text)
            yield from visitor.say("how much is a bed")
            yield from visitor.until(lambda before=before: len(visitor.said) > before)  # type: ignore[misc]
            yield from visitor.press(pygame.K_ESCAPE)

    visitor.play("two_players", visit())
    assert [event.player.name for event in visitor.got(stealth.NPC_SAID)] == ["Ada", "Bob"]
    assert all("three coins" in text for text in visitor.said)


@pytest.mark.slow
def test_a_box_of_ones_own(visitor: Visitor) -> None:
    """Text typed into the game's own box is sent, and the answer changes its picture."""
    pictures: list[bytes] = []

    def look() -> None:
        pictures.append(pygame.image.tobytes(pygame.display.get_surface().subsurface(BOX), "RGB"))

    def visit() -> Visit:
        yield
        look()
        yield from visitor.press(pygame.K_x, "x")
        look()
        yield from visitor.press(pygame.K_BACKSPACE)
        yield from visitor.say("what keeps for ever")
        yield from visitor.until(lambda: visitor.said)
        yield
        look()

    visitor.play("own_box", visit())
    assert "Honey" in visitor.said[0]
    assert len(set(pictures)) == 3


@pytest.mark.skipif(find_spec("pygame_gui") is None, reason="pygame_gui is not installed (it needs pygame-ce)")
def test_a_pygame_gui_game(visitor: Visitor) -> None:
    """A click into the widget, a typed line, Enter: the answer arrives in the game's own widgets."""

    def visit() -> Visit:
        yield
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            pygame.event.post(pygame.event.Event(kind, button=1, pos=(100, 320)))
        yield
        yield from visitor.say("what does a berth cost")
        yield from visitor.until(lambda: visitor.said)

    visitor.play("gui_box", visit())
    assert "nine coins" in visitor.said[0]


@pytest.mark.slow
def test_a_game_that_lives_on_events(visitor: Visitor) -> None:
    """Sent by key, answered by events; the call's feedback, handed in by the game, comes back as one."""

    def visit() -> Visit:
        yield from visitor.press(pygame.K_1, "1")
        yield from visitor.until(lambda: visitor.said)
        yield from visitor.press(pygame.K_2, "2")
        yield from visitor.until(lambda: visitor.got(stealth.NPC_ACTION_DONE))

    visitor.play("events_only", visit())
    assert "eight lamps" in visitor.said[0]
    assert visitor.got(stealth.NPC_CALLED)[0].parameters == {"count": 3}
    assert visitor.got(stealth.NPC_ACTION_DONE)[0].feedback.message == "3 lamps are lit."


def test_an_rpg_on_a_grid(visitor: Visitor) -> None:
    """Steps beside the ranger, a request, and the ranger comes along under a camera by offset."""

    def visit() -> Visit:
        yield from visitor.press(pygame.K_RIGHT)
        yield from visitor.until(lambda: visitor.got(stealth.PLAYER_ENTERED))
        yield from visitor.press(pygame.K_e, "e")
        yield from visitor.say("please follow me")
        yield from visitor.until(lambda: visitor.got(stealth.NPC_CALLED))
        yield from visitor.press(pygame.K_ESCAPE)
        for key in (pygame.K_LEFT, pygame.K_LEFT, pygame.K_UP):
            yield from visitor.press(key)

    visitor.play("grid_rpg", visit())
    assert [(event.name, bool(event.feedback)) for event in visitor.got(stealth.NPC_CALLED)] == [
        ("follow_player", True)
    ]


def test_a_platformer_on_a_small_canvas(visitor: Visitor) -> None:
    """Run up to the keeper, E, a click on the reply where the window shows it: the bridge comes down."""

    def visit() -> Visit:
        yield from visitor.hold(pygame.K_RIGHT, 50)
        yield from visitor.until(lambda: visitor.got(stealth.PLAYER_ENTERED))
        yield from visitor.press(pygame.K_e, "e")
        yield from visitor.click_on("Please lower the bridge.", scale=3, corner=(20, 40))
        yield from visitor.press(pygame.K_RETURN)
        yield from visitor.until(lambda: visitor.got(stealth.NPC_CALLED))

    visitor.play("platformer", visit())
    assert [event.name for event in visitor.got(stealth.NPC_CALLED)] == ["lower_bridge"]


def test_an_adventure_by_mouse_alone(visitor: Visitor) -> None:
    """Walk, open the box by its prompt, choose replies, leave by the cross: no key is pressed."""

    def visit() -> Visit:
        yield from visitor.click((340, 300))
        yield from visitor.until(lambda: visitor.got(stealth.PLAYER_ENTERED))
        for _ in range(60):
            yield
        yield from visitor.click_on("Talk")
        yield from visitor.click_on("Where is the will?")
        yield from visitor.until(lambda: visitor.said)
        yield from visitor.click_on("Please open the door.")
        yield from visitor.until(lambda: visitor.got(stealth.NPC_CALLED))
        yield from visitor.click_on("×")

    visitor.play("point_and_click", visit())
    assert "clock" in visitor.said[0]
    assert [event.name for event in visitor.got(stealth.NPC_CALLED)] == ["open_door"]


def test_every_recipe_is_tested_and_small() -> None:
    """A recipe fits into two screens, and none is without its visit."""
    tests = Path(__file__).read_text("utf-8")
    found = [path for path in sorted(RECIPES.glob("*.py")) if path.stem != "__init__"]
    assert len(found) == 14
    for path in found:
        assert f'visitor.play("{path.stem}"' in tests
        assert path.read_text("utf-8").count("\n") <= 85


@pytest.mark.slow
def test_a_dialogue_box_with_faces(visitor: Visitor) -> None:
    """E near the smith, an unkind choice, then thanks: each answer comes with the face that fits it."""

    def visit() -> Visit:
        yield from visitor.until(lambda: visitor.got(stealth.PLAYER_ENTERED))
        yield from visitor.press(pygame.K_e, "e")
        yield from visitor.click_on("You are a fool!")
        yield from visitor.until(lambda: len(visitor.said) == 1)
        yield from visitor.click_on("Thank you!")
        yield from visitor.until(lambda: len(visitor.said) == 2)
        yield from visitor.say("when does the gate open")
        yield from visitor.until(lambda: len(visitor.said) == 3)

    visitor.play("box_faces", visit())
    assert [event.mood for event in visitor.got(stealth.NPC_SAID)] == ["angry", "happy", "calm"]
    assert len(visitor.got(stealth.NPC_MOOD)) == 3
    assert "dawn" in visitor.said[2]


@pytest.mark.slow
def test_marked_words_and_a_shop_that_closes(visitor: Visitor) -> None:
    """The crier is heard from afar; the pedlar's offer has marks, his answer none; the last guest closes the shop."""
    wall = pygame.Rect(100, 205, 10, 10)
    colours: list[tuple[int, ...]] = []

    def look() -> None:
        colours.append(tuple(pygame.display.get_surface().get_at(wall.center)))

    def visit() -> Visit:
        yield from visitor.until(lambda: len(visitor.said) == 2)
        look()
        yield from visitor.press(pygame.K_e, "e")
        yield from visitor.say("what does a *key* cost")
        yield from visitor.until(lambda: len(visitor.said) == 3)
        yield from visitor.press(pygame.K_ESCAPE)
        yield from visitor.hold(pygame.K_RIGHT, 80)
        yield from visitor.until(lambda: visitor.got(stealth.PLAYER_LEFT))
        yield
        look()

    visitor.play("marked_words", visit())
    first, second, third = visitor.got(stealth.NPC_SAID)
    assert first.markup.startswith("Hear, hear! The *north gate*")
    assert second.text == "A silver key for five (coin), because you are a (heart)."
    assert (third.markup, "five coins" in third.text) == ("", True)
    assert [event.last for event in visitor.got(stealth.PLAYER_LEFT)] == [True]
    assert len(set(colours)) == 2


@pytest.mark.slow
def test_villagers_with_voices(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each in a pitch of their own; every line of theirs is handed to the engine, captions stay."""
    lines: list[tuple[str, str]] = []
    pitches: set[float] = set()
    monkeypatch.setattr("stealth_pygame.ui.voice.voices.blip", lambda pitch, volume: pitches.add(round(pitch, 1)))

    def visit() -> Visit:
        for way, question in ((pygame.K_LEFT, "what makes heavy bread"), (pygame.K_RIGHT, "how do ducks sleep")):
            before = len(visitor.got(stealth.PLAYER_ENTERED))
            if before:
                yield from visitor.hold(way, 90)
            yield from visitor.until(lambda before=before: len(visitor.got(stealth.PLAYER_ENTERED)) > before)  # type: ignore[misc]
            yield from visitor.press(pygame.K_e, "e")
            yield from visitor.say(question)
            yield from visitor.until(lambda before=before: len(visitor.said) > before)  # type: ignore[misc]
            yield from visitor.press(pygame.K_ESCAPE)
        for _ in range(60):
            yield

    visitor.play("voices", visit(), lambda text, name: lines.append((name, text)))
    spoken = [text for name, text in lines if name != "Ada"]
    assert spoken == visitor.said
    assert {name for name, _ in lines} == {"Ada", "Grim", "Wren"}
    assert len(pitches) > 4
