"""A game for those who listen: everything that stands on the screen in words is told once, and whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pygame
import pytest

import stealth_pygame as stealth
from stealth_pygame.presenter.box_presenter import BoxPresenter
from stealth_pygame.testing import ManualWorker
from tests.scripted import ScriptedClient, said
from tests.village import smith


class Blind:
    """A player who hears what `on_line` tells, and has keys and buttons."""

    def __init__(self, kind: type[stealth.BubblePresenter]) -> None:
        self.heard: list[tuple[str, str]] = []
        self.client, self.workers = ScriptedClient(), ManualWorker()
        self.at = (320.0, 340.0)
        self.dialogue = stealth.Dialogue(
            client=self.client,
            workers=self.workers,
            installation="inst",
            presenter=kind(
                stealth.Theme(system_fonts=False), on_line=lambda name, text: self.heard.append((name, text))
            ),
        )
        self.dialogue.add_player(stealth.Player("Ada", position=lambda: self.at))
        self.npc = self.dialogue.add_npc(smith(name="Bruno"), position=(320, 230), interest_radius=90)
        self.npc.suggestions = ("How much is a sword?", "Farewell.")
        self.screen = pygame.Surface((640, 360))

    def press(self, *keys: int, **event: Any) -> None:
        for key in keys:
            pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode="", scancode=0))
            pygame.event.post(pygame.event.Event(pygame.KEYUP, key=key, mod=0, unicode="", scancode=0))
        self.go()

    def go(self, frames: int = 3) -> None:
        for _ in range(frames):
            for event in pygame.event.get():
                self.dialogue.handle_event(event)
            self.dialogue.update(1 / 30)
            self.workers.run_all()
            self.dialogue.draw(self.screen)

    def news(self) -> list[tuple[str, str]]:
        news, self.heard = self.heard, []
        return news


PlayerT = TypeVar("PlayerT", "Blind", "Listening")


def in_a_window(player: Callable[[Any], PlayerT], presenter: Any) -> Iterator[PlayerT]:
    """A player with a window of their own, until their dialogue is closed."""
    pygame.display.set_mode((640, 360))
    pygame.event.clear()
    made = player(presenter)
    yield made
    made.dialogue.close()


@pytest.fixture(params=[stealth.BubblePresenter, BoxPresenter])
def blind(request: pytest.FixtureRequest) -> Iterator[Blind]:
    yield from in_a_window(Blind, request.param)


def test_a_talk_can_be_followed_by_ear_alone(blind: Blind) -> None:
    """Who is near and with which key, the box, what is chosen, both sides of the talk; each once, in order."""
    blind.go()
    assert blind.news() == []
    blind.at = (320.0, 250.0)
    blind.go()
    assert blind.news() == [("", "Bruno: E Talk")]
    blind.press(pygame.K_e)
    assert blind.news() == [("", "To Bruno: Say something…")]
    blind.press(pygame.K_DOWN)
    blind.press(pygame.K_DOWN)
    assert blind.news() == [("", "How much is a sword?"), ("", "Farewell.")]
    blind.press(pygame.K_UP)
    blind.client.will("send", said("Ten gold. " * 30))
    blind.news()
    blind.press(pygame.K_RETURN)
    blind.go(5)
    told = blind.news()
    assert told[0] == ("Ada", "How much is a sword?")
    assert told[-1] == ("Bruno", ("Ten gold. " * 30).strip())
    blind.go(60)
    assert blind.news() == []


def test_what_comes_again_is_told_again(blind: Blind) -> None:
    """Whoever walks away and back hears once more who is there."""
    for _ in range(2):
        blind.at = (320.0, 250.0)
        blind.go()
        blind.at = (320.0, 900.0)
        blind.go()
    assert blind.news() == [("", "Bruno: E Talk")] * 2


def test_errors_of_a_voice_stay_with_it(blind: Blind, caplog: pytest.LogCaptureFixture) -> None:
    """The game goes on, and the log has one traceback, not sixty a second."""

    def broken(name: str, text: str) -> None:
        raise OSError("no sound card")

    presenter = stealth.BubblePresenter(stealth.Theme(system_fonts=False), on_line=broken)
    blind.dialogue.presenter = presenter
    for place in (250.0, 900.0, 250.0):
        blind.at = (320.0, place)
        blind.go()
    assert caplog.text.count("on_line failed") == 1


def test_nobody_who_listens_costs_nothing(blind: Blind) -> None:
    """Without the callback no state is looked at."""
    silent = stealth.BubblePresenter(stealth.Theme(system_fonts=False))
    blind.dialogue.presenter = silent
    blind.at = (320.0, 250.0)
    blind.go()
    assert blind.news() == []


class Voice:
    """A line that is being spoken, until it is done or stopped."""

    def __init__(self, text: str) -> None:
        self.text, self.done, self.stopped = text, False, False

    def stop(self) -> None:
        self.done = self.stopped = True


class Listening(Blind):
    """A player with a voice for each line of a villager."""

    players = False

    def __init__(self, kind: type[stealth.BubblePresenter]) -> None:
        super().__init__(kind)
        self.voices: list[Voice] = []
        self.dialogue.presenter = kind(stealth.Theme(system_fonts=False), on_line=self)
        self.at = (320.0, 250.0)

    def __call__(self, name: str, text: str) -> Voice | None:
        if name:
            self.voices.append(Voice(text))
        return self.voices[-1] if name else None

    def ask(self, answer: str = "Ten gold.") -> Voice:
        self.client.will("send", said(answer))
        self.dialogue.ask(self.npc, "How much?")
        self.go(10)
        return self.voices[-1]

    @property
    def shows_words(self) -> bool:
        presenter = self.dialogue.presenter
        boxed = isinstance(presenter, BoxPresenter) and presenter.box.current is not None
        return boxed or bool(presenter.bubbles.of(self.npc))  # type: ignore[attr-defined]


@pytest.fixture(params=[stealth.BubblePresenter, BoxPresenter])
def listening(request: pytest.FixtureRequest) -> Iterator[Listening]:
    yield from in_a_window(Listening, request.param)


def test_a_line_stays_as_long_as_its_voice(listening: Listening) -> None:
    """However long that takes, and then goes; the player's own words are not spoken to the player."""
    voice = listening.ask()
    assert [voice.text for voice in listening.voices] == ["Ten gold."]
    listening.go(300)
    assert listening.shows_words
    assert not listening.dialogue.presenter.has_read(listening.npc)
    voice.done = True
    listening.go(60)
    assert not listening.shows_words
    assert not voice.stopped


def test_a_voice_ends_when_the_player_goes_on(listening: Listening) -> None:
    """The key that goes on shows the whole line first, which is no reason to be silent."""
    voice = listening.ask("Ten gold, and not a coin less, for steel of Castlemere.")
    listening.press(pygame.K_SPACE)
    assert not voice.stopped
    for _ in range(2):
        listening.press(pygame.K_SPACE)
        listening.go(20)
    assert voice.stopped


def test_a_voice_ends_when_the_player_speaks_up(listening: Listening) -> None:
    """The next answer has a voice again."""
    voice = listening.ask()
    again = listening.ask("Twelve.")
    assert voice.stopped
    assert (again.text, again.stopped) == ("Twelve.", False)


@pytest.mark.parametrize("how", ["clear", "close", "presenter"])
def test_a_voice_ends_with_its_line(listening: Listening, how: str) -> None:
    """Whatever takes the words off the screen."""
    voice = listening.ask()
    match how:
        case "clear":
            listening.dialogue.presenter.clear()  # type: ignore[attr-defined]
        case "close":
            listening.dialogue.close()
        case "presenter":
            listening.dialogue.presenter = stealth.BubblePresenter()
    assert voice.stopped


@pytest.mark.parametrize("returned", [None, True, 3, "voice", object()])
def test_what_is_no_voice_is_nobody_s_business(blind: Blind, returned: object) -> None:
    """A callback of a game may return anything."""
    blind.dialogue.presenter = type(blind.dialogue.presenter)(
        stealth.Theme(system_fonts=False),
        on_line=lambda name, text: returned,  # type: ignore[call-arg]
    )
    blind.client.will("send", said("Ten gold."))
    blind.dialogue.ask(blind.npc, "How much?")
    blind.go(60)
    assert blind.npc.transcript[-1].text == "Ten gold."
