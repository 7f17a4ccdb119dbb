"""The component that a game holds, played with real events, a real surface, real threads and real HTTP."""

from __future__ import annotations

import gc
import inspect
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pygame
import pytest

import stealth_pygame as stealth
from stealth_pygame.dialogue import setup
from stealth_pygame.errors import ClosedError, ConfigurationError, InsecureURLError
from stealth_pygame.testing import FakeBackend, ManualWorker, pump
from tests.live import threads_left
from tests.scripted import ScriptedClient
from tests.ui.helpers import key as strokes
from tests.village import OPEN_GATE, smith


@pytest.fixture
def screen() -> Iterator[pygame.Surface]:
    pygame.init()
    yield pygame.display.set_mode((640, 360))
    pygame.quit()


@pytest.fixture
def backend() -> Iterator[FakeBackend]:
    with FakeBackend("measured") as made:
        yield made


class Game:
    """A small game around a dialogue, played by posting pygame's own events."""

    def __init__(self, screen: pygame.Surface, backend: FakeBackend, **options: Any) -> None:
        self.screen = screen
        self.backend = backend
        self.dialogue = stealth.Dialogue(backend.url, backend.auth, installation="inst", **options)
        self.hero = self.dialogue.add_player(stealth.Player("Ada", position=(100, 100)))
        self.heard: list[pygame.event.Event] = []
        self.leaked: list[pygame.event.Event] = []

    def frame(self, dt: float = 1 / 60) -> None:
        for event in pygame.event.get():
            if getattr(event, "stealth", False):
                self.heard.append(event)
            if not self.dialogue.handle_event(event):
                self.leaked.append(event)
        self.dialogue.update(dt)
        self.screen.fill((60, 90, 60))
        self.dialogue.draw(self.screen)

    update = frame

    def go(self, until: Callable[[], bool], dt: float = 1 / 60) -> None:
        pump(self, until, 10.0, dt)

    def key(self, key: int, text: str = "") -> None:
        for event in strokes(key, text):
            pygame.event.post(event)
        self.frame()

    def type(self, text: str) -> None:
        for char in text:
            self.key(pygame.key.key_code(char) if char.isalnum() else pygame.K_SPACE, char)

    def got(self, number: int) -> list[pygame.event.Event]:
        return [event for event in self.heard if event.type == number]


@pytest.fixture
def game(screen: pygame.Surface, backend: FakeBackend) -> Iterator[Game]:
    made = Game(screen, backend)
    yield made
    made.dialogue.close()
    assert threads_left() == []


def test_a_key_press_becomes_an_answer_and_a_changed_world(game: Game) -> None:
    """Walk up, E, type, Enter: the answer stands in a bubble, and what was called has happened."""
    gate = []
    npc = game.dialogue.add_npc(smith(), position=(120, 100))

    @npc.action
    def open_gate(width: int) -> str:
        """Open the gate."""
        gate.append((width, threading.current_thread()))
        return "The gate is open."

    game.backend.reply("As you wish.", calls=[("open_gate", {"width": 3})])
    game.frame()
    game.key(pygame.K_e, "e")
    assert game.dialogue.focus is npc
    assert game.dialogue.typing
    game.type("open it")
    game.key(pygame.K_RETURN)
    game.go(lambda: bool(game.got(stealth.NPC_CALLED)))
    assert gate == [(3, threading.main_thread())]
    called = game.got(stealth.NPC_CALLED)[0]
    assert (called.name, called.parameters, called.feedback.message) == ("open_gate", {"width": 3}, "The gate is open.")
    assert [event.text for event in game.got(stealth.NPC_SAID)] == ["As you wish."]
    assert game.backend.requests[-1].body["message"] == "open it"
    assert [line.text for line in npc.transcript] == ["open it", "As you wish.", "The gate is open."]


def test_the_chat_box_leaks_no_key(game: Game) -> None:
    """While it is open the game sees no key press; it always sees releases, and QUIT."""
    game.dialogue.add_npc(smith(), position=(120, 100))
    game.frame()
    game.leaked.clear()
    game.key(pygame.K_e, "e")
    game.type("hi")
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    game.key(pygame.K_ESCAPE)
    kinds = {event.type for event in game.leaked if not getattr(event, "stealth", False)}
    assert pygame.KEYDOWN not in kinds
    assert pygame.TEXTINPUT not in kinds
    assert {pygame.KEYUP, pygame.QUIT} <= kinds
    assert not game.dialogue.typing


def test_a_sentence_may_begin_with_the_key_that_opened_the_box(game: Game) -> None:
    """Once E is released, an E is a letter like any other."""
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    game.go(lambda: game.dialogue.nearby(game.hero) is npc)
    game.key(pygame.K_e, "e")
    game.type("eels")
    assert game.dialogue.presenter.chat.edit.text == "eels"  # type: ignore[attr-defined]


def test_the_talk_key_is_the_game_s_own_far_from_everybody(game: Game) -> None:
    """With nobody near, E is not used."""
    game.dialogue.add_npc(smith(), position=(5000, 0))
    game.frame()
    game.key(pygame.K_e, "e")
    assert pygame.KEYDOWN in {event.type for event in game.leaked}


def test_update_never_waits(game: Game) -> None:
    """While a reply takes long, update and draw do no I/O: a frame ends though nothing answers."""
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    game.backend.hold()
    message = npc.send("Think")
    game.go(lambda: game.backend.waiting == 1)
    before = {thread.name for thread in threading.enumerate()}
    for _ in range(60):
        game.frame()
    assert not message.done
    assert [event.message for event in game.got(stealth.NPC_THINKING)] == [message]
    assert {thread.name for thread in threading.enumerate()} <= before | {"stealth-fonts"}
    game.backend.release()
    game.go(lambda: message.done)


def test_a_loop_thread_touches_no_socket(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    """No call on the game thread connects, sends or receives."""
    used: list[str] = []

    def watch(name: str) -> Callable[..., Any]:
        original = getattr(socket.socket, name)

        def watched(self: socket.socket, *args: Any) -> Any:
            if threading.current_thread() is threading.main_thread():
                used.append(name)
            return original(self, *args)

        return watched

    for name in ("connect", "sendall", "recv_into", "recv"):
        monkeypatch.setattr(socket.socket, name, watch(name))
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    message = npc.send("Hi")
    game.go(lambda: message.done)
    assert used == []


def test_a_game_can_live_on_events_alone(game: Game) -> None:
    """A function without an action arrives as NPC_CALLED, and what became of it can be handed in."""
    npc = game.dialogue.add_npc(smith(OPEN_GATE), position=(120, 100))
    game.backend.reply("", calls=[("open_gate", {"wide": True})])
    npc.send("Open!")
    game.go(lambda: bool(game.got(stealth.NPC_CALLED)))
    event = game.got(stealth.NPC_CALLED)[0]
    assert event.parameters == {"wide": True}
    event.call.finish(stealth.Feedback(False, "It is stuck."))
    game.go(lambda: bool(game.got(stealth.NPC_ACTION_DONE)))
    assert game.got(stealth.NPC_ACTION_DONE)[0].feedback.message == "It is stuck."


@pytest.mark.parametrize(
    ("url", "auth", "error", "words"),
    [
        (None, None, ConfigurationError, r"Dialogue\.local"),
        ("127.0.0.1:3000", "key", ConfigurationError, "http://"),
        ("http://example.com", "key", InsecureURLError, "allow_insecure"),
        ("http://127.0.0.1:3000", "", ConfigurationError, "key"),
    ],
)
def test_what_cannot_work_is_said_at_once(url: Any, auth: Any, error: type[Exception], words: str) -> None:
    """A wrong URL or key is an error of the constructor, with the next step."""
    with pytest.raises(error, match=words):
        stealth.Dialogue(url, auth)


def test_a_wrong_key_is_an_event(screen: pygame.Surface, backend: FakeBackend) -> None:
    """The villager says a line in character; the event has the reason, without the key."""
    game = Game(screen, backend)
    game.dialogue.close()
    game.dialogue = stealth.Dialogue(backend.url, "wrong-key-123", installation="inst")
    game.dialogue.add_player(game.hero)
    message = game.dialogue.add_npc(smith(), position=(120, 100)).send("Hi")
    game.go(lambda: bool(game.got(stealth.NPC_FAILED)))
    assert "API key" in str(game.got(stealth.NPC_FAILED)[0].error)
    assert "wrong-key-123" not in str(message.error)
    game.dialogue.close()


def test_a_backend_that_is_not_there(screen: pygame.Surface, backend: FakeBackend) -> None:
    """Down is told once, messages fail quickly, and it comes back by itself."""
    backend.stop()
    game = Game(screen, backend)
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    first = npc.send("Hi")
    game.go(lambda: first.done, dt=0.1)
    assert not game.dialogue.online
    second = npc.send("Hi?")
    game.frame()
    assert second.done
    backend.start()
    game.go(lambda: game.dialogue.online, dt=0.1)
    third = npc.send("Hi!")
    game.go(lambda: third.done)
    assert third.state is stealth.MessageState.SAID
    assert [len(game.got(number)) for number in (stealth.BACKEND_DOWN, stealth.BACKEND_UP)] == [1, 1]
    game.dialogue.close()


def test_two_players_at_one_keyboard(game: Game) -> None:
    """`speaker` says who types."""
    bob = game.dialogue.add_player(stealth.Player("Bob", position=(100, 110)))
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    game.frame()
    game.dialogue.speaker = bob
    game.dialogue.focus = npc
    game.type("yo")
    game.key(pygame.K_RETURN)
    game.go(lambda: bool(game.got(stealth.NPC_SAID)))
    assert game.got(stealth.NPC_SAID)[0].player is bob
    with pytest.raises(ConfigurationError, match="add_player"):
        game.dialogue.speaker = stealth.Player("Eve")
    game.dialogue.remove_player(bob)
    assert game.dialogue.players == (game.hero,)
    assert game.dialogue.speaker is game.hero


def test_walking_away_closes_the_box(game: Game) -> None:
    """When the player has left the NPC they talked to, the keyboard is theirs again."""
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    game.frame()
    game.dialogue.focus = npc
    npc.position = (9000, 0)
    for _ in range(30):
        game.frame(0.25)
    assert not game.dialogue.typing
    assert game.dialogue.focus is None


def test_removing_the_one_in_focus_closes_the_box(game: Game) -> None:
    """Nobody types to somebody who is gone."""
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    game.frame()
    game.dialogue.focus = npc
    game.dialogue.remove_npc(npc)
    assert not game.dialogue.typing
    assert game.dialogue.npcs == ()


class PlainPresenter:
    """Keeps what it hears."""

    typing = False
    focus: stealth.NPC | None = None

    def __init__(self) -> None:
        self.heard: list[str] = []

    def attach(self, stage: stealth.Stage) -> None:
        self.stage = stage

    def tell(self, event: Any) -> None:
        self.heard.append(type(event).__name__)

    def has_read(self, npc: Any) -> bool:
        return True

    def handle_event(self, event: pygame.event.Event) -> bool:
        return False

    def update(self, dt: float) -> None: ...
    def draw(self, surface: pygame.Surface, camera: Any) -> None: ...
    def close(self) -> None:
        self.heard.append("closed")


def test_a_presenter_of_the_game_s_own(screen: pygame.Surface, backend: FakeBackend) -> None:
    """A game with a dialogue box of its own hears everything and draws itself."""
    plain = PlainPresenter()
    game = Game(screen, backend, presenter=plain)
    game.dialogue.add_npc(smith(), position=(120, 100)).send("Hi")
    game.go(lambda: "Said" in plain.heard)
    game.dialogue.close()
    assert plain.heard[0] == "Asked"
    assert plain.heard[-1] == "closed"


@pytest.mark.parametrize("debug", [False, True])
def test_a_presenter_can_be_exchanged_in_the_running_game(
    screen: pygame.Surface, backend: FakeBackend, debug: bool
) -> None:
    """The old presenter is closed, the new one hears what comes; back on bubbles, the transcript is filled again."""
    game = Game(screen, backend, debug=debug)
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    first, second = PlainPresenter(), PlainPresenter()
    game.dialogue.presenter = first
    npc.send("Hi")
    game.go(lambda: "Said" in first.heard)
    game.dialogue.presenter = second
    assert first.heard[-1] == "closed"
    assert second.stage is game.dialogue
    npc.say("Good evening.")
    game.go(lambda: "Said" in second.heard)
    bubbles = stealth.BubblePresenter()
    game.dialogue.presenter = bubbles
    assert game.dialogue.presenter is bubbles
    game.go(lambda: True)
    with pytest.raises(ConfigurationError, match="BubblePresenter"):
        game.dialogue.presenter = "bubbles"  # type: ignore[assignment]
    game.dialogue.close()
    with pytest.raises(ConfigurationError, match="closed"):
        game.dialogue.presenter = first


def test_save_and_load(game: Game) -> None:
    """Transcripts and visits survive in the game's own save file; a damaged one changes nothing."""
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    npc.say("Remember this.")
    saved = game.dialogue.save()
    npc.reset_memory()
    for damaged in ({}, {"npcs": 5}, {**saved, "stealth_pygame": 99}, {**saved, "npcs": {"bruno": {}}}, None):
        with pytest.raises(ConfigurationError):
            game.dialogue.load(damaged)  # type: ignore[arg-type]
    assert npc.transcript == []
    game.dialogue.load(saved)
    assert [line.text for line in npc.transcript] == ["Remember this."]


def test_moderation_and_context_of_the_game(game: Game) -> None:
    """The game's own layer of context, and its hooks."""
    game.dialogue.context = {"weather": "rain"}
    game.dialogue.before_send = lambda npc, player, text: text.replace("damn", "d***")
    game.dialogue.before_say = lambda npc, player, text: text.upper()
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    npc.send("damn rain")
    game.go(lambda: bool(game.got(stealth.NPC_SAID)))
    assert game.got(stealth.NPC_SAID)[0].text == "YOU SAID: D*** RAIN"
    assert {"key": "weather", "value": "rain"} in game.backend.requests[-1].body["context"]
    assert callable(game.dialogue.before_send)
    assert callable(game.dialogue.before_say)
    assert game.dialogue.context == {"weather": "rain"}


def test_rates_by_the_backend_s_place() -> None:
    """Unlimited on this machine, sixty a minute elsewhere, and what the settings say before both."""
    for url, settings, sent in (
        ("http://127.0.0.1:9", stealth.Settings(max_waiting=99), 70),
        ("https://stealth.invalid", stealth.Settings(max_waiting=99), 60),
        ("http://127.0.0.1:9", stealth.Settings(max_waiting=99, messages_per_minute=3), 3),
    ):
        dialogue = stealth.Dialogue(url, "key", settings=settings, installation="inst")
        dialogue.add_player(stealth.Player("Ada"))
        npc = dialogue.add_npc(smith(), position=(0, 0))
        assert sum(not npc.send("Hi").done for _ in range(70)) == sent
        dialogue.close(0.1)


@pytest.mark.slow
def test_closing_during_a_send_is_quick_and_leaves_no_thread(screen: pygame.Surface, backend: FakeBackend) -> None:
    """A reply that would take for ever has its socket shut; the conversation is left alone."""
    game = Game(screen, backend)
    backend.hold()
    message = game.dialogue.add_npc(smith(), position=(120, 100)).send("Think")
    game.go(lambda: backend.waiting == 1)
    started = time.monotonic()
    game.dialogue.close()
    assert time.monotonic() - started < 4
    assert (message.state, message.reason) == (stealth.MessageState.DROPPED, "closed")
    assert threads_left() == []
    assert "/api/finish" not in [request.route for request in backend.requests]
    game.dialogue.close()
    game.dialogue.update(0.1)
    game.dialogue.draw(screen)
    assert not game.dialogue.handle_event(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_e, mod=0, unicode="e"))
    backend.release()


def test_closing_finishes_open_conversations(screen: pygame.Surface, backend: FakeBackend) -> None:
    """Everything that should be finished and can be is finished; closing is also a context manager's end."""
    game = Game(screen, backend)
    with game.dialogue:
        npc = game.dialogue.add_npc(smith(), position=(120, 100))
        message = npc.send("Hi")
        game.go(lambda: message.done)
    assert backend.requests[-1].route == "/api/finish"


def test_closing_after_pygame_has_quit(screen: pygame.Surface, backend: FakeBackend) -> None:
    """The order of the two does not matter."""
    game = Game(screen, backend)
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    game.frame()
    game.dialogue.focus = npc
    pygame.quit()
    game.dialogue.update(0.01)
    game.dialogue.close()


def test_a_given_client_is_used_and_not_closed(screen: pygame.Surface, backend: FakeBackend) -> None:
    """It wins over url and auth, and belongs to the game."""
    with stealth.StealthClient(backend.url, backend.auth) as client:
        dialogue = stealth.Dialogue("http://127.0.0.1:1", "other", client=client, installation="inst")
        dialogue.add_player(stealth.Player("Ada"))
        message = dialogue.add_npc(smith(), position=(0, 0)).send("Hi")
        pump(dialogue, lambda: message.done)
        dialogue.close()
        assert client.check().key_accepted
    with pytest.raises(ClosedError):
        client.finish("secret")


@pytest.mark.slow
def test_a_given_client_is_free_again_after_closing(screen: pygame.Surface, backend: FakeBackend) -> None:
    """A send of ours on it is shut, so that no thread stays; the client works on."""
    with stealth.StealthClient(backend.url, backend.auth) as client:
        dialogue = stealth.Dialogue(client=client, installation="inst")
        dialogue.add_player(stealth.Player("Ada"))
        backend.hold()
        dialogue.add_npc(smith(), position=(0, 0)).send("Think")
        pump(dialogue, lambda: backend.waiting == 1)
        dialogue.close()
        assert [name for name in threads_left() if name != "stealth-watchdog"] == []
        backend.release()
        assert client.check().key_accepted


FORGETS_TO_CLOSE = """
import sys, time
import stealth_pygame as stealth
settings = stealth.Settings(reply_timeout=600)
dialogue = stealth.Dialogue(sys.argv[1], "test-key", installation="inst", settings=settings)
dialogue.add_player(stealth.Player("Ada"))
npc = dialogue.add_npc(stealth.BasicCharacter("Bruno", "A smith."), position=(0, 0))
message = npc.send("Hi")
while not message.done:
    dialogue.update(0.01)
    time.sleep(0.001)
npc.send(sys.argv[2])
dialogue.update(0.01)
"""


@pytest.mark.slow
@pytest.mark.parametrize("last", ["quick", "slow"])
def test_a_game_that_forgets_to_close(backend: FakeBackend, last: str) -> None:
    """The interpreter ends in time all the same, with a send on the wire or without, and prints no error."""
    backend.script(lambda message, context, users: backend.hold() or "" if message == "slow" else "Hi")  # type: ignore[func-returns-value]
    # The send on the wire has ten minutes; a busy machine needs a part of this to start an interpreter.
    done = subprocess.run(
        [sys.executable, "-c", FORGETS_TO_CLOSE, backend.url, last], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    backend.release()


@pytest.mark.slow
def test_a_forgotten_dialogue_leaves_no_thread(screen: pygame.Surface, backend: FakeBackend) -> None:
    """A game that makes a new dialogue for each level, and never closes one, does not collect their threads."""

    def play() -> None:
        dialogue = stealth.Dialogue(backend.url, backend.auth, installation="inst")
        dialogue.add_player(stealth.Player("Ada"))
        message = dialogue.add_npc(smith(), position=(0, 0)).send("Hi")
        pump(dialogue, lambda: message.done)

    play()
    # clear() of pygame 2.6 never lets go of what an event carries; get() does
    pygame.event.get()
    theirs = [thread for thread in threading.enumerate() if thread.name in threads_left()]
    assert theirs
    gc.collect()
    for thread in theirs:
        thread.join(5.0)
        assert not thread.is_alive()


def test_a_dialogue_that_cannot_be_made_leaves_no_backend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A slip in its options ends what was started for it."""
    closed: list[float] = []
    started = SimpleNamespace(client=ScriptedClient(), close=closed.append)
    monkeypatch.setattr("stealth_pygame.backend.local.backend.start_local", lambda **options: started)
    with pytest.raises(ConfigurationError, match="cannot be written"):
        stealth.Dialogue.local(record=tmp_path / "nowhere" / "a.jsonl")
    assert closed


def test_the_chat_box_closes_when_its_player_goes(game: Game) -> None:
    """Their half-typed line has nobody to say it, and the next Enter raises nothing."""
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    game.dialogue.focus = npc
    game.type("hi")
    game.dialogue.remove_player(game.hero)
    assert not game.dialogue.typing
    game.key(pygame.K_RETURN)
    assert npc.transcript == []


def told(call: Callable[..., object], *args: Any, **given: Any) -> str:
    with pytest.raises(ConfigurationError) as caught:
        call(*args, **given)
    return str(caught.value)


def test_a_player_is_a_player(game: Game) -> None:
    """A name is refused at once, wherever somebody is expected, with how to make somebody of it."""
    words = "give a Player: stealth.Player('Bob', position=lambda: sprite.rect.center)"
    npc = game.dialogue.add_npc(smith(), position=(120, 100))
    assert told(game.dialogue.add_player, "Bob") == f"add_player got 'Bob'; {words}"
    assert told(npc.send, "Hi", "Bob") == f"send got 'Bob'; {words}"
    assert told(npc.notify, "It rains", player="Bob") == f"notify got 'Bob'; {words}"
    assert "stealth.Player('Ada'" in told(game.dialogue.add_player, None)
    assert game.dialogue.players == (game.hero,)
    game.frame()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"settings": {"grace": 1}}, "settings is {'grace': 1}; give a Settings: settings=stealth.Settings(grace=1)"),
        ({"settings": {}}, "settings is {}; give a Settings: settings=stealth.Settings(...)"),
        ({"settings": 5}, "settings is 5; give a Settings: settings=stealth.Settings(...)"),
        ({"presenter": stealth.BubblePresenter}, "give a presenter: presenter=stealth.BubblePresenter()"),
        ({"presenter": stealth.Theme()}, "give a presenter: presenter=stealth.BubblePresenter(stealth.Theme(...))"),
    ],
)
def test_what_a_dialogue_is_made_of_is_looked_at(options: dict[str, Any], words: str) -> None:
    """A dict for settings, a theme for a presenter: told at once, with what was meant."""
    assert told(stealth.Dialogue, "http://127.0.0.1:9", "key", **options).endswith(words)
    assert threads_left() == []


def test_a_presenter_takes_a_theme() -> None:
    """A dict is not a theme, and says how it becomes one."""
    words = "theme is {'text_size': 20}; give a Theme: stealth.Theme(text_size=20)"
    assert told(stealth.BubblePresenter, {"text_size": 20}) == words


def test_nothing_is_started_with_options_that_cannot_work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`local` and `replay` look at what a dialogue will be given before they start anything for it."""
    monkeypatch.setattr(setup, "start_local", lambda *args, **wishes: pytest.fail("started"))
    words = "Dialogue.local knows no argument 'modle'; did you mean 'model'?"
    assert told(stealth.Dialogue.local, modle="ollama:llama3.2") == words
    assert "knows no argument 'auth'" in told(stealth.Dialogue.local, auth="key")
    assert "give a Settings" in told(stealth.Dialogue.local, settings={})
    words = "Dialogue.replay knows no argument 'pressenter'; did you mean 'presenter'?"
    assert told(stealth.Dialogue.replay, tmp_path, pressenter=None) == words


def test_a_dialogue_of_a_game_may_build_on_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own arguments are known to `local` as well as ours."""

    class Mine(stealth.Dialogue):
        def __init__(self, mood: str = "", **options: Any) -> None:
            super().__init__(**options)
            self.mood = mood

    started = SimpleNamespace(client=ScriptedClient(), close=lambda timeout: None)
    monkeypatch.setattr(setup, "start_local", lambda *args, **wishes: started)
    with Mine.local(mood="fine", installation="inst") as made:
        assert vars(made)["mood"] == "fine"
    assert told(Mine.local, moood="fine").endswith("did you mean 'mood'?")


@pytest.mark.parametrize("camera", [(0, 0), pygame.Rect(0, 0, 9, 9), pygame.Vector2(3, 4)])
def test_a_camera_is_a_function(game: Game, camera: Any) -> None:
    """An offset is refused in the first frame, not in the first with a bubble, with the function that was meant."""
    words = told(game.dialogue.draw, game.screen, camera)
    assert words.startswith(f"draw got camera={camera!r}; give a function from world (x, y) to screen (x, y).")
    assert words.endswith("it is lambda point: (point[0] - left, point[1] - top)")


def test_there_is_something_to_draw_on(game: Game) -> None:
    """Most likely a window that is not there yet."""
    words = "draw got None; give the surface to draw on, which pygame.display.set_mode(...) returned."
    assert told(game.dialogue.draw, None) == words


@pytest.mark.parametrize(("event", "found"), [([], "a list"), (None, "None"), (pygame.KEYDOWN, str(pygame.KEYDOWN))])
def test_events_come_one_by_one(game: Game, event: Any, found: str) -> None:
    """The whole list is told from an event, with the loop that takes it apart."""
    words = "give one event: for event in pygame.event.get(): dialogue.handle_event(event)"
    assert told(game.dialogue.handle_event, event) == f"handle_event got {found}; {words}"


@pytest.mark.parametrize("dt", ["1", None, [0.1]])
def test_time_is_a_number(game: Game, dt: Any) -> None:
    """Anything else is named, with where seconds come from."""
    words = f"update got dt={dt!r}; give the seconds since the last frame as a number: clock.tick(60) / 1000."
    assert told(game.dialogue.update, dt) == words


def test_a_village_without_a_second_process() -> None:
    """`Dialogue.local(in_process=True)`: a villager answers from a thread of the game, and nothing is left."""
    before = set(threading.enumerate())
    with stealth.Dialogue.local(in_process=True) as dialogue:
        dialogue.add_player(stealth.Player("Ada"))
        message = dialogue.add_npc(smith(), position=(0, 0)).send("Good day")
        pump(dialogue, lambda: message.done, 30)
        assert message.reply is not None
        assert message.reply.content
    assert set(threading.enumerate()) <= before


def test_everybody_is_one_tuple_until_somebody_comes_or_goes(screen: pygame.Surface) -> None:
    """Pictures ask in every frame: ten thousand must not be copied and compared each time."""
    with stealth.Dialogue(client=ScriptedClient(), workers=ManualWorker(), installation="inst") as dialogue:
        one = dialogue.add_npc(stealth.BasicCharacter("Bo", bio="x"), position=(0, 0))
        before = dialogue.npcs
        assert dialogue.npcs is before
        two = dialogue.add_npc(stealth.BasicCharacter("Cy", bio="x"), position=(0, 0))
        assert (before, dialogue.npcs) == ((one,), (one, two))
        dialogue.remove_npc(one)
        assert dialogue.npcs == (two,)


def test_an_editor_can_complete_every_option_of_an_npc() -> None:
    """`add_npc` names each option that an NPC takes, with its default, and explains each."""
    given = inspect.signature(stealth.Dialogue.add_npc).parameters
    taken = inspect.signature(stealth.NPC.__init__).parameters
    options = {name: one.default for name, one in taken.items() if one.kind is one.KEYWORD_ONLY}
    assert {name: given[name].default for name in options} == options
    assert all(f"{name}:" in (stealth.Dialogue.add_npc.__doc__ or "") for name in options if name not in ("near",))
