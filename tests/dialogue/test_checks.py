"""Events as bots, replays and other libraries make them by hand: what is whole is used, what says nothing is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pygame
import pytest

import stealth_pygame as stealth
from tests.scripted import ScriptedClient
from tests.village import smith

WHOLE: dict[str, tuple[int, dict[str, Any]]] = {
    "a key without unicode, mod and scancode": (pygame.KEYDOWN, {"key": pygame.K_h}),
    "a release": (pygame.KEYUP, {"key": pygame.K_h}),
    "text": (pygame.TEXTINPUT, {"text": "h"}),
    "a composition without a caret": (pygame.TEXTEDITING, {"text": "h"}),
    "a composition with a caret that is nowhere": (pygame.TEXTEDITING, {"text": "ab", "start": 9, "length": -1}),
    "a click at a vector": (pygame.MOUSEBUTTONDOWN, {"pos": pygame.Vector2(5.5, 5), "button": 1}),
    "a motion without rel": (pygame.MOUSEMOTION, {"pos": [5, 5]}),
    "a pad without a number": (pygame.JOYBUTTONDOWN, {"button": 1}),
    "a cross": (pygame.JOYHATMOTION, {"value": (0, 1)}),
    "a stick": (pygame.CONTROLLERAXISMOTION, {"axis": 1, "value": 32000}),
    "a wheel without a place": (pygame.MOUSEWHEEL, {"y": 1}),
    "an event of the game": (pygame.USEREVENT, {}),
}
LACKING: dict[str, tuple[int, dict[str, Any]]] = {
    "no key": (pygame.KEYDOWN, {}),
    "None as a key": (pygame.KEYDOWN, {"key": None}),
    "a key beyond pygame's numbers": (pygame.KEYDOWN, {"key": 2**31}),
    "no text": (pygame.TEXTINPUT, {}),
    "a composition that is None": (pygame.TEXTEDITING, {"text": None}),
    "no button": (pygame.MOUSEBUTTONDOWN, {"pos": (5, 5)}),
    "no place": (pygame.MOUSEBUTTONDOWN, {"button": 1}),
    "no button of a pad": (pygame.JOYBUTTONDOWN, {}),
    "no value": (pygame.JOYAXISMOTION, {"axis": 1}),
}


@pytest.fixture
def dialogue() -> Iterator[stealth.Dialogue]:
    pygame.init()
    screen = pygame.display.set_mode((640, 360))
    picture = stealth.BubblePresenter(stealth.Theme(system_fonts=False))
    with stealth.Dialogue(client=ScriptedClient(), installation="inst", presenter=picture) as made:
        made.add_player(stealth.Player("Ada", position=(100, 100)))
        made.add_npc(smith(), position=(110, 100), suggestions=("Hello", "A sword"))
        made.update(0.3)
        made.draw(screen)
        yield made
    pygame.quit()


@pytest.mark.parametrize("opened", ["nothing", "chat box", "transcript"])
@pytest.mark.parametrize("name", [*WHOLE, *LACKING])
def test_no_event_ends_the_game(name: str, opened: str, dialogue: stealth.Dialogue) -> None:
    """Whatever is open, and whatever the event has or lacks."""
    dialogue.focus = dialogue.npcs[0] if opened == "chat box" else None
    if opened == "transcript":
        dialogue.handle_event(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_F2))
    kind, what = (WHOLE | LACKING)[name]
    dialogue.update(0.1)
    used = dialogue.handle_event(pygame.event.Event(kind, what))
    assert name in WHOLE or not used


@pytest.mark.parametrize("name", LACKING)
def test_what_an_event_lacks_is_told_once(
    name: str, dialogue: stealth.Dialogue, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has the type, and the event as it came."""
    kind, what = LACKING[name]
    for _ in range(3):
        dialogue.handle_event(pygame.event.Event(kind, what))
    assert [record.message for record in caplog.records if pygame.event.event_name(kind) in record.message] == [
        record.message for record in caplog.records
    ]
    assert len(caplog.records) == 1


def test_keys_without_modifiers_talk(dialogue: stealth.Dialogue) -> None:
    """A replay of the game's own that keeps the key alone still opens the box and writes."""
    for event in (
        pygame.event.Event(pygame.KEYDOWN, key=pygame.K_e),
        pygame.event.Event(pygame.KEYUP, key=pygame.K_e),
        pygame.event.Event(pygame.TEXTINPUT, text="h"),
    ):
        dialogue.handle_event(event)
        dialogue.update(0.1)
    assert isinstance(dialogue.presenter, stealth.BubblePresenter)
    assert dialogue.presenter.chat.edit.text == "h"
