"""Whatever is said is seen: people as rectangles in every stance that games have, with a conversation between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pygame
import pytest

import stealth_pygame as stealth
from stealth_pygame.presenter.bubble_presenter import BubblePresenter
from stealth_pygame.testing import ManualWorker
from stealth_pygame.text import reading_time
from stealth_pygame.ui.bubbles.bubble import Bubble
from stealth_pygame.ui.palette import BubbleKind
from tests.scripted import ScriptedClient, said
from tests.ui.helpers import OUT, meadow

Rectangle = tuple[int, int, int, int]

ANSWER = "As you wish. Let me heal you, and your little companions as well."
DONE = "All monsters are healed."
QUESTION = "Could you heal my monsters, please?"
DT = 1 / 30
COVERED = 0.5
"""Seconds for which a face may be hidden, while a bubble is on its way."""
WIDE, LOW = (640, 360), (320, 180)


@dataclass
class Stance:
    """Who stands where: the player, the NPC who answers, and others, some of whom talk as well."""

    player: Rectangle
    npc: Rectangle
    others: tuple[Rectangle, ...] = ()
    size: tuple[int, int] = WIDE
    chatter: bool = False
    offset: float | None = None
    boxed: bool = False


def person(x: int, y: int, wide: int = 32, tall: int = 48) -> Rectangle:
    """A body by the middle of its feet."""
    return x - wide // 2, y - tall, wide, tall


STANCES = {
    "below": Stance(person(320, 230), person(320, 180)),
    "above": Stance(person(320, 180), person(320, 230)),
    "left": Stance(person(286, 200), person(320, 200)),
    "right": Stance(person(354, 200), person(320, 200)),
    "three around one": Stance(person(320, 200), person(320, 150), (person(280, 210), person(360, 210)), chatter=True),
    "upper edge": Stance(person(320, 104), person(320, 54)),
    "lower edge": Stance(person(320, 310), person(320, 358)),
    "left edge": Stance(person(60, 200), person(18, 200)),
    "right edge": Stance(person(580, 200), person(622, 200)),
    "corner": Stance(person(40, 104), person(18, 50)),
    "chat box open": Stance(person(320, 310), person(320, 260), boxed=True),
    "chat box at the lower edge": Stance(person(286, 358), person(320, 358), boxed=True),
    "platformer with the chat box": Stance(person(120, 150, 12, 24), person(146, 150, 12, 24), size=LOW, boxed=True),
    "upper edge with the chat box": Stance(person(320, 104), person(320, 54), boxed=True),
    "large sprites": Stance(person(320, 330, 128, 128), person(320, 230, 128, 128), offset=0.25),
    "low canvas": Stance(person(160, 140, 16, 24), person(160, 114, 16, 24), size=LOW),
    "low canvas at the edge": Stance(person(160, 52, 16, 24), person(160, 26, 16, 24), size=LOW),
    "crowd of eight": Stance(
        person(320, 240),
        person(320, 190),
        tuple(person(x, y) for x, y in [(230, 160), (270, 250), (370, 250), (410, 170), (320, 130), (200, 230)]),
        chatter=True,
    ),
    "out of the picture": Stance(person(320, 200), person(320, -40)),
}


@dataclass
class Scene:
    """One conversation in a stance, and what was seen of it."""

    stance: Stance
    seen: dict[Bubble, float] = field(default_factory=lambda: defaultdict(float))
    """Seconds for which all words of a bubble stood on the screen."""
    hidden: dict[Rectangle, float] = field(default_factory=dict)
    """Seconds for which each face has been covered at a stretch, at most."""
    bubbles: dict[Bubble, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        stance, self.client, workers = self.stance, ScriptedClient(), ManualWorker()
        self.workers = workers
        self.picture = BubblePresenter(stealth.Theme(system_fonts=False))
        self.dialogue = stealth.Dialogue(
            client=self.client, workers=workers, installation="inst", presenter=self.picture
        )
        position = pygame.Rect(stance.player)
        self.player = self.dialogue.add_player(stealth.Player("Ada", position=position, bubble_offset=stance.offset))
        self.npc = self.npc_at(stance.npc, "Nurse Joy")
        self.npc.action(self.heal)
        self.others = [self.npc_at(rect, f"Vil {number}") for number, rect in enumerate(stance.others)]
        self.screen = pygame.display.set_mode(stance.size)
        self.ground = meadow(stance.size)
        self.since: dict[Rectangle, float] = {}

    def npc_at(self, rect: Rectangle, name: str) -> stealth.NPC:
        sheet = stealth.BasicCharacter(name, bio="Lives here.")
        return self.dialogue.add_npc(
            sheet, position=pygame.Rect(rect), interest_radius=150, bubble_offset=self.stance.offset
        )

    def heal(self) -> stealth.Feedback:
        """Heal all monsters of the player."""
        return stealth.Feedback(True, DONE)

    @property
    def faces(self) -> list[Rectangle]:
        empty = self.stance.offset or 0.0
        bodies = [self.stance.player, self.stance.npc, *self.stance.others]
        cut = [(x, y + round(tall * empty), wide, tall - round(tall * empty)) for x, y, wide, tall in bodies]
        return [(x + wide // 4, y, wide // 2, tall // 2) for x, y, wide, tall in cut]

    def frame(self, dt: float = DT) -> None:
        self.dialogue.update(dt)
        self.workers.run_all()
        self.screen.blit(self.ground, (0, 0))
        for index, rect in enumerate([self.stance.player, self.stance.npc, *self.stance.others]):
            face = pygame.Rect(self.faces[index])
            pygame.draw.rect(
                self.screen, (90, 60, 140), (face.x - 4, face.bottom, face.w + 8, rect[1] + rect[3] - face.bottom)
            )
            pygame.draw.ellipse(self.screen, (240, 200, 160), face)
        self.dialogue.draw(self.screen)
        self.note(dt)

    def note(self, dt: float) -> None:
        drawn = self.picture.bubbles.renderer.readable
        for bubble in self.picture.bubbles:
            self.bubbles[bubble] = None
        for bubble, _ in drawn:
            if not bubble.typing and not bubble.more and not bubble.closing:
                self.seen[bubble] += dt
        rects, tails = [rect for _, rect in drawn], self.picture.bubbles.renderer.drawn_tails
        if self.picture.chat.is_open:
            rects += [self.picture.chat.view.panel, *self.picture.chat.view.chips]
        for face in self.faces:
            middle = pygame.Rect(face).inflate(-4, -4)
            covered = middle.collidelist(rects) != -1 or any(middle.clipline(tail.root, tail.tip) for tail in tails)
            self.since[face] = self.since.get(face, 0.0) + dt if covered else 0.0
            self.hidden[face] = max(self.hidden.get(face, 0.0), self.since[face])

    def talk(self, name: str) -> None:
        """The player asks; the NPC answers and acts in one reply; others talk meanwhile."""
        for _ in range(4):
            self.frame()
        if self.stance.boxed:
            self.dialogue.focus = self.npc
        self.client.will("send", said(ANSWER, ("heal", {})))
        self.npc.send(QUESTION, self.player)
        if self.stance.chatter:
            for number, other in enumerate(self.others):
                other.say(f"I have seen that {number + 2} times this week already.")
        for frame in range(round(20 / DT)):
            self.frame()
            if frame == round(2.2 / DT):
                OUT.mkdir(exist_ok=True)
                pygame.image.save(self.screen, OUT / f"stance {name}.png")


@pytest.fixture(autouse=True)
def engine() -> Iterator[None]:
    pygame.init()
    yield
    pygame.quit()


@pytest.mark.parametrize("name", STANCES)
def test_everything_that_is_said_can_be_read_and_no_face_is_hidden(name: str) -> None:
    """Each line is drawn in full for its reading time, wherever its speaker stands; faces are covered for a moment."""
    scene = Scene(STANCES[name])
    scene.talk(name)
    words = [bubble for bubble in scene.bubbles if bubble.kind not in (BubbleKind.PLAYER, BubbleKind.THINKING)]
    assert {bubble.text for bubble in words} >= {ANSWER, DONE}
    short = {
        bubble.text: scene.seen[bubble] for bubble in words if scene.seen[bubble] < reading_time(bubble.text) - 2 * DT
    }
    assert short == {}
    assert {face: time for face, time in scene.hidden.items() if time > COVERED} == {}
    scene.dialogue.close()


def test_the_question_goes_when_it_is_answered() -> None:
    """A player's own words make room for the answer at once."""
    scene = Scene(STANCES["below"])
    for _ in range(4):
        scene.frame()
    scene.client.will("send", said(ANSWER))
    scene.npc.send(QUESTION, scene.player)
    for _ in range(60):
        scene.frame()
    question = next(bubble for bubble in scene.bubbles if bubble.kind is BubbleKind.PLAYER)
    answer = next(bubble for bubble in scene.bubbles if bubble.text == ANSWER)
    assert question.gone
    assert not answer.closing
    scene.dialogue.close()
