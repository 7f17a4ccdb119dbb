"""The dialogue box at the foot of the screen, played like a player: keys, mouse and pad in, what stands there out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pygame
import pytest

import stealth_pygame as stealth
from stealth_pygame import events
from stealth_pygame.characters.moods import SET_MOOD
from stealth_pygame.errors import ServerError
from stealth_pygame.message import Message
from stealth_pygame.presenter.box_presenter import BoxPresenter
from stealth_pygame.ui.box.lines import InBox
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.world.npc import NPC
from tests.presenter.test_bubble_presenter import LONG, SIZE, Evening
from tests.scripted import said
from tests.ui.helpers import same_as_golden

MOODS = ("calm", "happy", "angry")


def face(colour: str) -> pygame.Surface:
    picture = pygame.Surface((24, 24), pygame.SRCALPHA)
    pygame.draw.circle(picture, colour, (12, 12), 11)
    for x in (8, 16):
        pygame.draw.circle(picture, "black", (x, 9), 2)
    pygame.draw.line(picture, "black", (7, 17), (17, 17), 2)
    return picture


FACES = {"calm": face("tan"), "happy": face("gold"), "angry": face("tomato")}


class BoxEvening(Evening):
    """An evening at a box, with one villager who has faces."""

    picture: BoxPresenter

    def __init__(self, settings: stealth.Settings | None = None, theme: stealth.Theme | None = None) -> None:
        super().__init__(settings, theme, kind=BoxPresenter)
        self.bruno = self.npc(moods=MOODS, portraits=FACES)

    @property
    def line(self) -> InBox:
        assert self.picture.box.current is not None
        return self.picture.box.current

    def heard(self, text: str, *moods: str, npc: NPC | None = None) -> Message:
        return self.answer(npc or self.bruno, said(text, *((SET_MOOD, {"mood": mood}) for mood in moods)))

    def click(self, place: tuple[int, int]) -> None:
        self.frame(
            pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=place),
            pygame.event.Event(pygame.MOUSEBUTTONUP, button=1, pos=place),
        )


@pytest.fixture
def evening() -> Iterator[BoxEvening]:
    pygame.init()
    pygame.display.set_mode(SIZE)
    made = BoxEvening()
    yield made
    made.dialogue.close()
    pygame.quit()


# --- what stands in the box


def test_an_answer_stands_in_the_box_with_its_face(evening: BoxEvening) -> None:
    """Name, words and the portrait of the line's mood; nothing over the head, and the transcript has both lines."""
    evening.heard("How nice!", "happy")
    assert (evening.line.text, evening.line.name, evening.line.portrait) == ("How nice!", "Bruno", FACES["happy"])
    assert evening.shown(evening.bruno) == []
    assert evening.picture.bubbles.of(evening.hero) == []
    entries = [(entry.name, entry.text) for entry in evening.picture.log.entries]
    assert entries == [("Ada", "Well?"), ("Bruno", "How nice!")]


@pytest.fixture
def slow() -> Iterator[BoxEvening]:
    """An evening at which the words of an answer come one by one."""
    pygame.init()
    pygame.display.set_mode(SIZE)
    made = BoxEvening(settings=stealth.Settings(max_outcomes=1))
    made.client.streams = True
    yield made
    made.dialogue.close()
    pygame.quit()


def asked(evening: BoxEvening, reply: object, *pieces: str) -> None:
    """Let somebody be asked whose words come in pieces; each frame from now on delivers one, the last one the end."""
    evening.client.will("send", reply)
    evening.client.pieces.append(pieces)
    evening.bruno.send("Well?")
    while not evening.client.sent():
        evening.frame()
    evening.answers = False


def test_words_are_in_the_box_before_the_end(slow: BoxEvening) -> None:
    """In one line that grows; the face comes with the end, the transcript has one line, nothing is over the head."""
    asked(slow, said("How nice! A guest.", (SET_MOOD, {"mood": "happy"})), "How nice!", " A guest.")
    slow.frame()
    line = slow.line
    assert (line.text, line.portrait) == ("How nice!", FACES["calm"])
    slow.frame()
    assert line.text == "How nice! A guest."
    slow.frame()
    assert slow.line is line
    assert (line.text, line.portrait) == ("How nice! A guest.", FACES["happy"])
    assert slow.picture.bubbles.of(slow.bruno) == []
    assert [entry.text for entry in slow.picture.log.entries] == ["Well?", "How nice! A guest."]
    slow.go(12)
    assert (line.read, slow.picture.has_read(slow.bruno), slow.picture.box.shows) == (True, True, False)


def test_words_that_are_taken_back_leave_the_box(slow: BoxEvening) -> None:
    """A message that fails after all has a line of another kind in their place."""
    asked(slow, said("No.").model_copy(update={"flagged": True}), "I will tell")
    slow.frame()
    assert slow.line.text == "I will tell"
    slow.frame()
    slow.frame()
    assert slow.line.kind is BubbleKind.FLAGGED
    assert "I will tell" not in [entry.text for entry in slow.picture.log.entries]


def test_a_long_answer_turns_its_pages_while_it_grows(slow: BoxEvening) -> None:
    """No word is shown twice or left out."""
    words = [f"word{number} " for number in range(120)]
    asked(slow, said("".join(words).strip()), *words)
    seen: list[str] = []
    for _ in range(2_000):
        slow.frame(dt=0.1)
        line = slow.picture.box.current
        if line is None or line.read:
            break
        if line.picture is not None and not line.typing and (line.more or not slow.bruno.busy):
            text = line.picture.page.text
            seen += [text] if text not in seen else []
    assert " ".join(" ".join(seen).split()) == "".join(words).strip()


def test_words_over_a_head_go_when_the_line_stands_in_the_box() -> None:
    """The keyboard went to another player while an answer was on its way."""
    pygame.init()
    pygame.display.set_mode(SIZE)
    evening = BoxEvening(stealth.Settings(max_outcomes=1))
    ben = evening.dialogue.add_player(stealth.Player("Ben", position=(300, 300)))
    evening.client.streams, evening.dialogue.speaker = True, ben
    evening.client.will("send", said("How nice! Come in."))
    evening.client.pieces.append(["How nice!"])
    message = evening.bruno.send("Good day!", player=evening.hero)
    while not (over_head := evening.picture.bubbles.of(evening.bruno)) or over_head[0].text != "How nice!":
        evening.frame()
    evening.dialogue.speaker = evening.hero
    while not message.done or evening.picture.box.current is None:
        evening.frame()
    assert evening.line.text == "How nice! Come in."
    assert all(bubble.closing for bubble in over_head)
    evening.dialogue.close()
    pygame.quit()


def test_a_line_keeps_the_face_it_was_said_with(evening: BoxEvening) -> None:
    """A mood that changes while somebody reads belongs to the next line."""
    evening.heard("I am angry.", "angry")
    evening.bruno.mood = "calm"
    evening.bruno.say("And calm again.")
    evening.frame()
    assert evening.line.portrait is FACES["angry"]
    while evening.line.text != "And calm again.":
        evening.frame()
    assert (evening.line.text, evening.line.portrait) == ("And calm again.", FACES["calm"])


def test_what_others_say_stays_over_their_heads(evening: BoxEvening) -> None:
    """Another player's answer, and lines of somebody far away, are no business of the box."""
    bob = evening.dialogue.add_player(stealth.Player("Bob", position=(320, 300)))
    marta = evening.npc("Marta", at=(5000, 5000), id="marta")
    evening.client.will("send", said("Hello, Bob."))
    evening.bruno.send("Hello", bob)
    marta.say("Nobody hears me.")
    evening.go(0.5)
    assert evening.picture.box.current is None
    assert evening.shown(evening.bruno) == [(BubbleKind.SAID, "Hello, Bob.")]
    assert evening.shown(marta) == [(BubbleKind.SAID, "Nobody hears me.")]


def test_a_scripted_line_of_whom_one_stands_by_is_in_the_box(evening: BoxEvening) -> None:
    """As in every game of the kind; it goes when it was read."""
    evening.go(0.5)
    evening.bruno.say("The gate is open.")
    evening.go(0.2)
    assert evening.line.text == "The gate is open."
    evening.go(9)
    assert not evening.picture.box.shows
    assert evening.picture.box.rect.size == (0, 0)


def test_who_thinks_is_seen_to_think_in_the_box(evening: BoxEvening) -> None:
    """Dots in the box of whom one faces, over the head of another."""
    marta = evening.npc("Marta", id="marta")
    evening.answers = False
    evening.dialogue.focus = evening.bruno
    evening.bruno.send("Hello")
    marta.send("Hello")
    evening.go(0.6)
    assert evening.picture.box.thinking
    assert evening.shown(evening.bruno) == []
    assert evening.shown(marta) == [(BubbleKind.THINKING, "")]
    evening.answers = True
    evening.go(0.5)
    assert not evening.picture.box.thinking


@pytest.mark.parametrize("failure", [ServerError("no"), "flagged", "cancelled"])
def test_a_failure_stands_in_the_box_in_character(evening: BoxEvening, failure: Any) -> None:
    """Never a stack trace; the kind has its sign."""
    reply = said().model_copy(update={failure: True}) if isinstance(failure, str) else failure
    evening.answer(evening.bruno, reply, reply, reply)
    evening.go(3)
    kinds = (BubbleKind.FAILED, BubbleKind.FLAGGED, BubbleKind.CANCELLED)
    assert evening.line.kind in kinds
    assert evening.line.text


# --- going on


def test_enter_hurries_turns_and_then_leaves_the_line_alone(evening: BoxEvening) -> None:
    """With an empty line to type; with words in it Enter says them."""
    evening.dialogue.focus = evening.bruno
    evening.frame()
    evening.heard(LONG)
    assert evening.line.typing
    evening.key(pygame.K_RETURN)
    first = evening.line.picture
    assert not evening.line.typing
    for _ in range(80):
        evening.key(pygame.K_RETURN)
    assert evening.line.picture is not first
    assert not evening.line.more
    assert not evening.line.typing
    evening.go(20)
    assert evening.line.read
    evening.type("Good day.")
    evening.client.will("send", said("And to you."))
    evening.key(pygame.K_RETURN)
    evening.frame()
    assert evening.client.sent()[-1] == "Good day."
    assert evening.line.text == "And to you."


def test_the_key_that_talks_goes_on_first(evening: BoxEvening) -> None:
    """While words are still to come it opens no box over them; afterwards it does."""
    evening.go(0.5)
    evening.bruno.say(LONG[:100])
    evening.frame()
    evening.frame()
    evening.key(pygame.K_e, "e")
    assert not evening.dialogue.typing
    while evening.picture.box.busy:
        evening.key(pygame.K_e, "e")
    evening.key(pygame.K_e, "e")
    assert evening.dialogue.typing


def test_a_click_on_the_box_goes_on_and_one_on_the_field_types(evening: BoxEvening) -> None:
    """Neither reaches the game; a click beside the box does."""
    evening.dialogue.focus = evening.bruno
    evening.frame()
    evening.heard(LONG)
    field = evening.picture.chat.view.field
    assert evening.line.typing
    evening.click(field.center)
    assert evening.line.typing
    evening.click(evening.picture.box.rect.move(0, 20).midtop)
    assert not evening.line.typing
    assert pygame.MOUSEBUTTONDOWN not in evening.leaked
    evening.click((5, 5))
    assert pygame.MOUSEBUTTONDOWN in evening.leaked


def test_a_choice_is_made_by_mouse_by_keys_and_by_pad(evening: BoxEvening) -> None:
    """The list stands above the box, whole on the screen."""
    pad = {"down": {"button": pygame.CONTROLLER_BUTTON_DPAD_DOWN}, "yes": {"button": pygame.CONTROLLER_BUTTON_A}}
    evening.bruno.suggestions = ("One?", "Two?")
    evening.dialogue.focus = evening.bruno
    evening.frame()
    rows = evening.picture.chat.view.chips
    assert len(rows) == 2
    assert not any(row.colliderect(evening.picture.box.rect) for row in rows)
    evening.click(rows[1].center)
    evening.bruno.suggestions = ("Three?",)
    evening.frame()
    evening.key(pygame.K_DOWN)
    evening.key(pygame.K_RETURN)
    evening.bruno.suggestions = ("Four?",)
    evening.frame()
    evening.pad(pygame.CONTROLLERBUTTONDOWN, **pad["down"])
    evening.pad(pygame.CONTROLLERBUTTONDOWN, **pad["yes"])
    evening.go(0.5)
    assert evening.client.sent() == ["Two?", "Three?", "Four?"]


def test_a_pad_turns_pages(evening: BoxEvening) -> None:
    """Its yes goes on while there is something to go on with."""
    evening.dialogue.focus = evening.bruno
    evening.frame()
    evening.heard(LONG)
    evening.pad(pygame.CONTROLLERBUTTONDOWN, button=pygame.CONTROLLER_BUTTON_A)
    assert not evening.line.typing
    assert evening.line.more


def test_an_action_waits_until_its_line_was_read_in_the_box(evening: BoxEvening) -> None:
    """`after_line` holds for the box as for bubbles."""
    done = []

    @evening.bruno.action(after_line=True)
    def wave() -> None:
        done.append(True)

    evening.answer(evening.bruno, said("Wait until you have read all of this line.", ("wave", {})))
    evening.go(0.5)
    assert done == []
    evening.go(9)
    assert done == [True]


# --- the picture


@pytest.mark.parametrize(
    "size", [(320, 180), (480, 270), (640, 360), (800, 600), (1280, 720), (3440, 1440), (160, 120)]
)
@pytest.mark.parametrize("typing", [True, False])
@pytest.mark.parametrize("portraits", [True, False])
def test_everything_is_on_the_screen_at_every_size(
    evening: BoxEvening, size: tuple[int, int], typing: bool, portraits: bool
) -> None:
    """Panel, portrait, words, field and choices: whole, and none over another."""
    if not portraits:
        evening.bruno.portraits = {}
    evening.screen = pygame.Surface(size)
    evening.bruno.suggestions = ("Yes, please.", "No, thank you.", "Tell me more about the old mill by the river.")
    evening.dialogue.focus = evening.bruno if typing else None
    evening.heard(LONG)
    evening.go(0.3)
    screen, places = evening.screen.get_rect(), evening.picture.box.plan_for(size)
    assert screen.contains(places.panel)
    parts = [part for part in (places.portrait, places.text, places.field) if part.width and part.height]
    assert len(parts) == 1 + typing + portraits
    if min(size) >= 180:
        assert all(places.panel.contains(part) for part in parts)
        assert not any(one.colliderect(other) for one in parts for other in parts if one is not other)
    rows = evening.picture.chat.view.chips if typing else []
    assert all(screen.contains(row) and not row.colliderect(places.panel) for row in rows)
    if typing and min(size) >= 180:
        assert len(rows) == 3
    assert evening.line.picture is not None
    assert evening.line.picture.page.width <= places.text.width


def test_the_box_looks_as_it_should(evening: BoxEvening) -> None:
    """Compared with a picture that somebody has looked at."""
    evening.bruno.suggestions = ("When does the gate open?", "You are very kind.")
    evening.dialogue.focus = evening.bruno
    evening.heard("I am glad that you came. The forge is warm, and the kettle is on.", "happy")
    evening.go(5)
    evening.key(pygame.K_DOWN)
    same_as_golden(evening.screen, "box")


def test_a_theme_may_change_while_the_box_is_open(evening: BoxEvening) -> None:
    """Words are laid out anew, none is lost, and the field stays in the box."""
    evening.dialogue.focus = evening.bruno
    evening.heard("A line that is still there.")
    evening.picture.theme = replace(evening.picture.theme, text_size=28, high_contrast=True, reduced_motion=True)
    evening.go(0.3)
    assert evening.line.picture is not None
    assert evening.line.picture.page.text == "A line that is still there."
    assert evening.picture.box.rect.contains(evening.picture.chat.view.field)


def test_bubbles_of_others_keep_off_the_box(evening: BoxEvening) -> None:
    """What somebody says at the foot of the screen is read above it."""
    marta = evening.npc("Marta", at=(60, 330), id="marta", interest_radius=1)
    evening.dialogue.focus = evening.bruno
    evening.heard("Hm.")
    evening.picture.tell(events.Said(marta, None, None, "I stand behind the box."))
    evening.go(1)
    readable = [rect for bubble, rect in evening.picture.bubbles.renderer.readable if bubble.speaker is marta]
    assert readable
    assert not any(rect.colliderect(evening.picture.box.rect) for rect in readable)


def test_a_box_is_put_in_the_place_of_bubbles_while_the_game_runs(evening: BoxEvening) -> None:
    """And the other way round; what was remembered is in the transcript again."""
    evening.heard("Good day.")
    evening.dialogue.presenter = stealth.BubblePresenter(evening.picture.theme)
    evening.frame()
    assert not evening.picture.box.shows
    box = BoxPresenter(evening.picture.theme)
    evening.dialogue.presenter = evening.picture = box
    evening.heard("Good day again.")
    assert evening.line.text == "Good day again."
    assert [entry.text for entry in box.log.entries] == ["Well?", "Good day.", "Well?", "Good day again."]


def test_an_npc_who_is_taken_out_is_still_read(evening: BoxEvening) -> None:
    """The last line stays for its reading time, in a box without a field."""
    evening.dialogue.focus = evening.bruno
    evening.heard("Farewell, and mind the bridge.")
    evening.dialogue.remove_npc(evening.bruno)
    evening.frame()
    assert evening.line.text == "Farewell, and mind the bridge."
    evening.go(10)
    assert not evening.picture.box.shows
