"""Keys and sticks that are held down: pages must not run by, and what comes back unseen must count again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pygame
import pytest

import stealth_pygame as stealth
from stealth_pygame.world.npc import NPC
from tests.scripted import ScriptedClient
from tests.village import smith

STORY = "This is a sentence of a story that takes a while to tell. " * 20


class Reader:
    """A player who holds keys down, in a game whose keys repeat."""

    def __init__(self, pressed: defaultdict[int, bool]) -> None:
        self.pressed = pressed
        self.screen = pygame.display.set_mode((640, 360))
        self.picture = stealth.BubblePresenter(stealth.Theme(system_fonts=False))
        self.dialogue = stealth.Dialogue(client=ScriptedClient(), installation="inst", presenter=self.picture)
        self.dialogue.add_player(stealth.Player("Ada", position=(300, 300)))
        self.npc: NPC = self.dialogue.add_npc(smith(), position=(320, 300))
        self.frame()

    def frame(self, *events: pygame.event.Event) -> list[bool]:
        """Return for each event if the dialogue used it."""
        used = [self.dialogue.handle_event(event) for event in events]
        self.dialogue.update(1 / 30)
        self.dialogue.draw(self.screen)
        return used

    def hold(self, key: int, repeats: int) -> list[bool]:
        """Press a key, and let it go after so many repeats."""
        used = []
        for _ in range(repeats + 1):
            self.pressed[key] = True
            used += self.frame(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))
        self.pressed[key] = False
        self.frame(pygame.event.Event(pygame.KEYUP, key=key, mod=0))
        return used


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    pygame.init()
    pressed: defaultdict[int, bool] = defaultdict(bool)
    monkeypatch.setattr(pygame.key, "get_pressed", lambda: pressed)
    made = Reader(pressed)
    yield made
    made.dialogue.close()
    pygame.quit()


def test_a_held_key_goes_on_by_one_step(reader: Reader) -> None:
    """The typewriter is hurried, no page is turned, and the repeats are not the game's: nobody jumps."""
    reader.npc.say(STORY)
    for _ in range(10):
        reader.frame()
    bubble = reader.picture.bubbles.of(reader.npc)[0]
    assert reader.hold(pygame.K_SPACE, 12) == [True] * 13
    assert not bubble.typing
    assert bubble.more
    first = bubble.picture
    reader.hold(pygame.K_SPACE, 12)
    assert bubble.picture is not first
    assert bubble.more


def test_a_held_enter_says_its_line_and_no_more(reader: Reader) -> None:
    """No page of what is being said beside it is turned by the repeats."""
    reader.npc.say(STORY)
    reader.dialogue.focus = reader.npc
    for _ in range(10):
        reader.frame()
    bubble = reader.picture.bubbles.of(reader.npc)[0]
    reader.frame(pygame.event.Event(pygame.TEXTINPUT, text="Well?"))
    first = bubble.picture
    assert all(reader.hold(pygame.K_RETURN, 12))
    assert bubble.picture is first
    assert reader.picture.chat.empty


def test_a_held_letter_still_repeats_in_the_line(reader: Reader) -> None:
    """Backspace held down deletes on and on."""
    reader.dialogue.focus = reader.npc
    reader.frame(pygame.event.Event(pygame.TEXTINPUT, text="a long line"))
    reader.hold(pygame.K_BACKSPACE, 4)
    assert reader.picture.chat.edit.text == "a long"


def test_the_games_own_held_keys_stay_its_own(reader: Reader) -> None:
    """Space with nobody who speaks is the game's, and so are its repeats."""
    assert not any(reader.hold(pygame.K_SPACE, 3))


def test_a_held_transcript_key_does_not_flicker(reader: Reader) -> None:
    """It opens once."""
    reader.hold(pygame.K_F2, 5)
    assert reader.picture.log.is_open


def stick(value: float) -> pygame.event.Event:
    """The left stick of the only pad."""
    return pygame.event.Event(pygame.JOYAXISMOTION, instance_id=0, axis=1, value=value)


BACK = pygame.event.Event(pygame.JOYBUTTONDOWN, instance_id=0, button=1)


@pytest.mark.parametrize("over", ["the game", "the transcript"])
def test_a_stick_that_comes_back_elsewhere_counts_again(over: str, reader: Reader) -> None:
    """The box is closed, or lies under the transcript, while the stick goes back to its middle."""
    reader.npc.suggestions = ("One", "Two", "Three")
    reader.dialogue.focus = reader.npc
    reader.frame(stick(1.0))
    first = reader.picture.chat.suggestions.chosen
    toggle = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_F2)
    reader.frame(BACK if over == "the game" else toggle)
    reader.frame(stick(0.0))
    if over == "the game":
        reader.dialogue.focus = reader.npc
        first = reader.picture.chat.suggestions.chosen
    else:
        reader.frame(pygame.event.Event(pygame.KEYUP, key=pygame.K_F2), toggle)
    reader.frame(stick(1.0))
    assert reader.picture.chat.suggestions.chosen != first


def test_a_stick_that_is_pushed_since_before_chooses_nothing(reader: Reader) -> None:
    """Who walks up to somebody, and opens the box with the stick still pushed, has chosen nothing yet."""
    reader.npc.suggestions = ("One", "Two", "Three")
    reader.frame(stick(1.0))
    reader.dialogue.focus = reader.npc
    before = reader.picture.chat.suggestions.chosen
    reader.frame(stick(0.95))
    assert reader.picture.chat.suggestions.chosen == before
