"""The debug overlay in a running game: what it shows, the trouble it makes, the actions it fires."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pygame
import pytest

import stealth_pygame as stealth
from stealth_pygame.debug.fault_injector import JUNK, InjectedFault
from stealth_pygame.debug.overlay import DebugPresenter
from stealth_pygame.debug.panel import DebugRow, DebugSheet, Tone
from stealth_pygame.message import MessageState
from stealth_pygame.testing import FakeBackend, pump
from stealth_pygame.ui.theme import Theme
from tests.live import threads_left
from tests.ui.helpers import key as strokes
from tests.village import OPEN_GATE, smith

KEY = "key-that-nobody-may-see"


class Game:
    """A game with the overlay, played by posting pygame's own events."""

    def __init__(self, **options: Any) -> None:
        self.backend = FakeBackend("measured", auth=KEY)
        self.backend.start()
        self.screen = pygame.display.set_mode((640, 360))
        self.dialogue = stealth.Dialogue(
            self.backend.url, KEY, **{"installation": "inst", "debug": True, **options}, context={"weather": "rain"}
        )
        self.hero = self.dialogue.add_player(stealth.Player("Ada", position=(100, 100), context={"gold": 12}))
        self.heard: list[pygame.event.Event] = []
        self.leaked: list[int] = []

    def update(self, dt: float = 1 / 60) -> None:
        for event in pygame.event.get():
            if getattr(event, "stealth", False):
                self.heard.append(event)
            elif not self.dialogue.handle_event(event):
                self.leaked.append(event.type)
        self.dialogue.update(dt)
        self.screen.fill((60, 90, 60))
        self.dialogue.draw(self.screen)

    def go(self, until: Callable[[], bool]) -> None:
        pump(self, until, 10.0, 0.1)

    def key(self, key: int, text: str = "") -> None:
        for event in strokes(key, text):
            pygame.event.post(event)
        self.update()

    def type(self, text: str) -> None:
        pygame.event.post(pygame.event.Event(pygame.TEXTINPUT, text=text, window=None))
        self.key(pygame.K_RETURN)

    @property
    def overlay(self) -> DebugPresenter:
        assert isinstance(self.dialogue._picture, DebugPresenter)
        return self.dialogue._picture

    @property
    def sheet(self) -> DebugSheet:
        return self.overlay.sheet()

    @property
    def row(self) -> DebugRow:
        return self.sheet.rows[0]

    def details(self) -> dict[str, str]:
        return dict(self.row.details)

    def say(self, npc: stealth.NPC, text: str) -> stealth.Message:
        message = npc.send(text)
        self.go(lambda: message.done)
        self.update()
        return message

    def got(self, number: int) -> list[pygame.event.Event]:
        return [event for event in self.heard if event.type == number]

    def end(self) -> None:
        self.dialogue.close()
        self.backend.stop()


@pytest.fixture
def game() -> Iterator[Game]:
    pygame.init()
    made = Game()
    yield made
    made.end()
    assert threads_left() == []
    pygame.quit()


def opened(game: Game) -> Game:
    game.key(pygame.K_F3)
    return game


def picture(game: Game) -> bytes:
    """The corner in which the overlay stands."""
    game.update()
    return pygame.image.tobytes(game.screen.subsurface((10, 10, 200, 60)), "RGB")


def test_the_key_opens_and_closes_it(game: Game) -> None:
    """F3 shows it, F3 hides it, and the game does not see the key."""
    before = picture(game)
    opened(game)
    assert picture(game) != before
    opened(game)
    assert picture(game) == before
    assert pygame.KEYDOWN not in game.leaked


def test_without_debug_the_key_is_the_game_s() -> None:
    """Players have no overlay, and no client that makes trouble."""
    pygame.init()
    game = Game(debug=False)
    game.key(pygame.K_F3)
    game.key(pygame.K_F5)
    assert game.leaked.count(pygame.KEYDOWN) == 2
    assert game.dialogue._picture is game.dialogue.presenter
    game.end()
    pygame.quit()


def test_while_it_is_closed_its_keys_are_the_game_s(game: Game) -> None:
    """F5 saves the game unless the overlay is open."""
    game.key(pygame.K_F5)
    game.key(pygame.K_F10)
    assert game.leaked.count(pygame.KEYDOWN) == 2
    assert game.sheet.rows == ()


def test_a_conversation_is_seen(game: Game) -> None:
    """Who with whom, its state, who waits, how long the last answer took, what went along, and what was called."""
    npc = game.dialogue.add_npc(smith(OPEN_GATE), position=(120, 100))
    game.backend.reply("As you wish.", calls=[("open_gate", {"wide": "true"}), ("fly", {})])
    game.say(npc, "Open!")
    assert game.row.cells[0] == "Bruno < Ada"
    assert game.row.cells[1:3] == ("ready", "0")
    assert game.row.cells[3].endswith(" s")
    assert game.row.tone is Tone.GOOD
    assert game.details()["answer"] == "As you wish. + 2 calls"
    assert "weather: rain" in game.details()["context"]
    assert "gold: 12" in game.details()["context"]
    assert game.details()["calls"].startswith("fly: refused, no such")
    assert "open_gate(wide=True): waiting" in game.details()["calls"]
    game.got(stealth.NPC_CALLED)[0].call.finish("It is open.")
    game.update()
    assert game.sheet.note == "open_gate(wide=True): done, It is open."


def test_what_is_on_its_way_is_seen(game: Game) -> None:
    """State and seconds while it is sent, and how many wait behind it; the busiest stands on top."""
    quiet = game.dialogue.add_npc(smith(name="Mira"), position=(120, 100))
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    game.say(quiet, "Hi")
    game.backend.hold()
    messages = [npc.send(text) for text in ("a", "b", "c")]
    game.go(lambda: game.backend.waiting == 1)
    game.update(0.25)
    assert game.row.cells[0].startswith("Bruno")
    # How many frames it took to arrive is the machine's business.
    assert re.fullmatch(r"sending \d+\.\d s", game.row.cells[1])
    assert game.row.cells[2] == "2"
    assert game.row.tone is Tone.BUSY
    game.backend.release()
    game.go(lambda: all(message.done for message in messages))
    assert [row.cells[0] for row in game.sheet.rows] == ["Bruno < Ada", "Mira < Ada"]


def test_the_backend_s_health_is_seen(game: Game) -> None:
    """Milliseconds while it is up, and down when it is."""
    assert game.sheet.status.startswith("asking")
    opened(game)
    game.go(lambda: game.sheet.tone is Tone.GOOD)
    assert " ms · " in game.sheet.status
    game.backend.stop()
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    game.say(npc, "Hi")
    assert game.sheet.status.startswith("down · ")
    assert (game.row.tone, game.row.cells[1]) == (Tone.CALM, "new")


def test_a_refused_key_is_seen_and_not_shown(game: Game) -> None:
    """Health says what is wrong, and the overlay never shows the key."""
    game.dialogue.close()
    game.dialogue = stealth.Dialogue(game.backend.url, "wrong-key-123", installation="inst", debug=True)
    opened(game)
    game.go(lambda: game.sheet.tone is Tone.BAD)
    assert "refuses the API key" in game.sheet.status
    assert "wrong-key" not in str(game.sheet)


ORDERS = {
    pygame.K_F7: (MessageState.CANCELLED, "cancelled"),
    pygame.K_F8: (MessageState.FAILED, "ConnectionLostError: Ordered: the connection was lost."),
}


@pytest.mark.parametrize("key", ORDERS)
def test_trouble_can_be_ordered(game: Game, key: int) -> None:
    """A key makes trouble for one message, for all, for none, and the game shows what it would show."""
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    state, answer = ORDERS[key]
    opened(game)
    game.key(key)
    game.key(key)
    assert [shown.state for shown in game.sheet.keys].count("always") == 1
    assert game.say(npc, "Hi").state is state
    assert game.details()["answer"] == answer
    assert game.row.tone is Tone.BAD
    game.key(key)
    assert game.say(npc, "Hi").state is MessageState.SAID


def test_429_and_cancelled_heal(game: Game) -> None:
    """Ordered once, they are repaired behind the scenes: the message is said."""
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    opened(game)
    for key in (pygame.K_F6, pygame.K_F7):
        game.key(key)
        assert game.say(npc, "Hi").state is MessageState.SAID
        assert all(shown.state == "" for shown in game.sheet.keys)


def test_junk_can_be_ordered(game: Game) -> None:
    """It is drawn, its call is refused, and the game goes on."""
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    opened(game)
    game.key(pygame.K_F9)
    message = game.say(npc, "Hi")
    assert message.reply == JUNK
    assert game.got(stealth.NPC_REFUSED)[0].name == "rm_rf"
    game.go(lambda: not npc.busy)
    assert "rm_rf" in game.details()["calls"]


def test_an_order_for_latency_ends_with_the_game(game: Game) -> None:
    """Closing does not wait for an answer that is held back."""
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    opened(game)
    game.key(pygame.K_F5)
    message = npc.send("Hi")
    game.go(lambda: game.overlay._injector.orders[InjectedFault.LATE].value == "")
    game.dialogue.close(0.4)
    assert message.reason == "closed"


# --- actions by hand


def shop(game: Game, position: tuple[int, int] = (400, 100)) -> tuple[stealth.NPC, list[Any]]:
    npc = game.dialogue.add_npc(smith(OPEN_GATE), position=position)
    done: list[Any] = []

    @npc.action
    def sell(item: Literal["sword", "shield"], price: int = 10, note: str = "") -> str:
        """Sell something."""
        done.append((item, price, note, threading.current_thread()))
        return f"Sold: {item}."

    return npc, done


def test_an_action_is_fired_with_a_few_keys(game: Game) -> None:
    """F10, down, Enter: the nearest NPC does it, with values that could be, as if he had been asked to."""
    npc, done = shop(game)
    game.dialogue.add_npc(smith(name="Far"), position=(4000, 0))
    opened(game)
    game.key(pygame.K_F10)
    assert game.overlay.box.suggestions.texts == ["open_gate wide=true", "sell item=sword price=10 note=''"]
    assert game.dialogue.typing
    game.key(pygame.K_DOWN)
    game.key(pygame.K_DOWN)
    game.key(pygame.K_RETURN)
    game.go(lambda: bool(game.got(stealth.NPC_CALLED)))
    assert done == [("sword", 10, "", threading.main_thread())]
    assert not game.dialogue.typing
    called = game.got(stealth.NPC_CALLED)
    assert [(event.npc, event.player, event.name) for event in called] == [(npc, game.hero, "sell")]
    assert [line.text for line in npc.transcript] == ["Sold: sword."]
    assert "/api/send" not in [request.route for request in game.backend.requests]


@pytest.mark.parametrize(
    ("line", "sold", "note"),
    [
        ("sell shield 3 'for a friend'", ("shield", 3, "for a friend"), "sell(item='shield', price=3"),
        ("sell price=4 sword", ("sword", 4, ""), "sell(item='sword'"),
        ("sell it's", None, "sell: refused, item is"),
        ("sell sword dear", None, "sell: refused, price is"),
        ("sell sword 1 a b", ("sword", 1, "a"), "done"),
        ("sell", None, "sell: refused, item is missing"),
        ("fly", None, "fly: refused, no such function"),
        ("''", None, "refused, no such function"),
    ],
)
def test_parameters_are_typed_and_checked(game: Game, line: str, sold: Any, note: str) -> None:
    """By name or in order, in quotes or not; what is not of the declared type is refused, with the reason."""
    _, done = shop(game)
    opened(game)
    game.key(pygame.K_F10)
    game.type(line)
    game.update()
    assert [entry[:3] for entry in done] == ([] if sold is None else [sold])
    assert note in game.sheet.note


def test_more_actions_than_fit_come_page_by_page(game: Game) -> None:
    """F10 again offers the next four, and then the first again."""
    npc, _ = shop(game)
    for number in range(4):
        npc.action(name=f"wave_{number}", description="Wave.")(lambda: None)
    opened(game)
    firsts = []
    for _ in range(3):
        game.key(pygame.K_F10)
        firsts.append(game.overlay.box.suggestions.texts[0].split()[0])
    assert firsts == ["open_gate", "wave_2", "open_gate"]


def test_the_box_covers_no_figure(game: Game) -> None:
    """While an action is chosen the panel keeps out of its way, in a low window too."""
    shop(game)
    opened(game)
    game.update()
    whole = game.overlay.panel.rect.copy()
    game.key(pygame.K_F10)
    game.update()
    assert game.overlay.box.rect.top - game.overlay.panel.rect.bottom > 100
    assert game.overlay.panel.rect.height < whole.height
    for size in ((320, 180), (64, 36)):
        game.screen = pygame.display.set_mode(size)
        game.update()


def test_nobody_to_act_is_said(game: Game) -> None:
    """Without an NPC, an action, or a player there is a note, and no box."""
    opened(game)
    game.key(pygame.K_F10)
    assert game.sheet.note == "Nobody is near who could act."
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    game.key(pygame.K_F10)
    assert game.sheet.note == "Bruno has no actions."
    game.dialogue.remove_npc(npc)
    npc, done = shop(game)
    game.dialogue.remove_player(game.hero)
    game.key(pygame.K_F10)
    game.type("sell sword")
    game.update()
    assert game.sheet.note == "Nobody is there for whom it could be done."
    assert not done


def test_the_two_boxes_share_the_keyboard(game: Game) -> None:
    """Whoever is in focus acts; the chat box gives way to the overlay's, and the other way round."""
    npc, _ = shop(game, position=(300, 100))
    game.dialogue.add_npc(smith(name="Near"), position=(100, 100))
    opened(game)
    game.dialogue.focus = npc
    game.key(pygame.K_F10)
    assert game.dialogue.focus is None
    assert game.overlay.box.name == "Bruno"
    game.dialogue.focus = npc
    assert not game.overlay.box.is_open
    assert game.dialogue.focus is npc
    game.key(pygame.K_F10)
    game.key(pygame.K_ESCAPE)
    assert not game.dialogue.typing


def test_who_is_gone_is_not_shown(game: Game) -> None:
    """Talks with somebody who left the game leave the overlay."""
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    game.say(npc, "Hi")
    game.dialogue.remove_npc(npc)
    game.go(lambda: game.sheet.rows == ())


def test_a_shared_villager_s_players_are_named(game: Game) -> None:
    """One conversation, all who are in it."""
    bob = game.dialogue.add_player(stealth.Player("Bob", position=(110, 100)))
    # Near both: who is far away is let go after a while, and a slow answer takes many steps of time.
    npc = game.dialogue.add_npc(smith(), position=(120, 100), shared=True)
    game.say(npc, "Hi")
    npc.send("Hello", bob)
    assert game.row.cells[0] == "Bruno < Ada, Bob"
    game.dialogue.remove_player(game.hero)
    game.dialogue.remove_player(bob)
    assert game.row.cells[0] == "Bruno < everybody"


def test_the_box_for_actions_fits_a_small_window(game: Game) -> None:
    """At 320 x 180 its letters shrink with the window, and it leaves room for the overlay."""
    game.dialogue.add_npc(smith(OPEN_GATE), position=(120, 100))
    opened(game)
    game.key(pygame.K_F10)
    small = pygame.Surface((320, 180))
    game.dialogue.draw(small)
    picture = game.dialogue._picture
    assert isinstance(picture, DebugPresenter)
    assert picture.box.theme.text_size < Theme().text_size
    assert picture._room(small).get_height() >= 30


def test_the_overlay_shows_what_it_costs(game: Game) -> None:
    """Sums beside the state of the backend, each NPC's part with their conversation; nothing before the first one."""
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    opened(game)
    game.update()
    assert "message" not in game.sheet.status
    game.say(npc, "Hello")
    assert "1 message, " in game.sheet.status
    assert game.details()["usage"].startswith("1 message, ")
