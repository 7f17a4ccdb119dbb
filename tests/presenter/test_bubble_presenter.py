"""The picture that comes with the library, played like a player: keys and buttons in, what stands on the screen out."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Hashable, Iterator
from dataclasses import replace
from typing import Any

import pygame
import pytest

import stealth_pygame as stealth
from stealth_pygame import events
from stealth_pygame.errors import ConnectError, ServerError, StealthError
from stealth_pygame.message import Message
from stealth_pygame.presenter.bubble_presenter import BubblePresenter
from stealth_pygame.presenter.protocol import Camera
from stealth_pygame.protocol.models import Reply, WireCall
from stealth_pygame.testing import ManualWorker
from stealth_pygame.text import Safe, safe
from stealth_pygame.text.markup import ROOM, Marked
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.world.npc import NPC
from tests.scripted import ScriptedClient, said
from tests.ui.helpers import EXTRA_FONTS
from tests.village import OPEN_GATE, smith

SIZE = (640, 360)
LONG = "This is a sentence of a story that takes a while to tell. " * 12


class Evening:
    """A game of one player and some villagers; the backend answers from a script, at once or when it may."""

    def __init__(
        self,
        settings: stealth.Settings | None = None,
        theme: stealth.Theme | None = None,
        kind: type[BubblePresenter] = BubblePresenter,
    ) -> None:
        self.client, self.workers = ScriptedClient(), ManualWorker()
        self.picture = kind(theme or stealth.Theme(system_fonts=False, layouts_per_frame=20))
        self.dialogue = stealth.Dialogue(
            client=self.client, workers=self.workers, installation="inst", settings=settings, presenter=self.picture
        )
        self.at = (320.0, 300.0)
        self.hero = self.dialogue.add_player(stealth.Player("Ada", position=lambda: self.at))
        self.screen = pygame.Surface(SIZE)
        self.answers = True
        self.drawn = True
        self.camera: Camera | None = None
        self.leaked: list[int] = []

    def npc(self, name: str = "Bruno", at: tuple[float, float] = (320, 230), **options: Any) -> NPC:
        return self.dialogue.add_npc(smith(*options.pop("functions", ()), name=name), position=at, **options)

    def frame(self, *happened: pygame.event.Event, dt: float = 1 / 30) -> None:
        for event in happened:
            pygame.event.post(event)
        for event in pygame.event.get():
            if not self.dialogue.handle_event(event) and not getattr(event, "stealth", False):
                self.leaked.append(event.type)
        self.dialogue.update(dt)
        if self.answers:
            self.workers.run_all()
        if self.drawn:
            self.screen.fill((90, 140, 80))
            self.dialogue.draw(self.screen, self.camera)

    def go(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.frame(dt=0.1)

    def key(self, key: int, text: str = "") -> None:
        typed = [pygame.event.Event(pygame.TEXTINPUT, text=text)] if text else []
        down, up = (pygame.event.Event(kind, key=key, mod=0, unicode=text) for kind in (pygame.KEYDOWN, pygame.KEYUP))
        self.frame(down, *typed, up)

    def type(self, text: str) -> None:
        self.frame(pygame.event.Event(pygame.TEXTINPUT, text=text))

    def pad(self, kind: int, **what: Any) -> None:
        self.frame(pygame.event.Event(kind, what))

    def shown(self, npc: NPC) -> list[tuple[BubbleKind, str]]:
        """What stands over somebody's head."""
        return [(bubble.kind, bubble.text) for bubble in self.picture.bubbles.of(npc)]

    def answer(self, npc: NPC, *replies: object) -> Message:
        """Let somebody be asked, and answer with this."""
        self.client.will("send", *replies)
        message = npc.send("Well?")
        for _ in range(8):
            self.frame()
        return message


UP = {"button": pygame.CONTROLLER_BUTTON_DPAD_UP}


@pytest.fixture
def evening() -> Iterator[Evening]:
    pygame.init()
    pygame.display.set_mode(SIZE)
    made = Evening()
    yield made
    made.dialogue.close()
    pygame.quit()


def look(surface: pygame.Surface) -> bytes:
    return pygame.image.tobytes(surface, "RGB")


# --- what happens stands over the heads


def test_somebody_who_thinks_is_seen_to_think_until_he_answers(evening: Evening) -> None:
    """Dots after 0.3 s, and a line in their place; the player's words stand over her own head."""
    npc = evening.npc()
    evening.answers = False
    evening.client.will("send", said("Good day."))
    npc.send("Hello!")
    evening.go(0.2)
    assert evening.shown(npc) == []
    assert [bubble.text for bubble in evening.picture.bubbles.of(evening.hero)] == ["Hello!"]
    evening.go(0.3)
    assert evening.shown(npc) == [(BubbleKind.THINKING, "")]
    evening.answers = True
    evening.go(0.5)
    assert evening.shown(npc) == [(BubbleKind.SAID, "Good day.")]
    assert [(entry.name, entry.text) for entry in evening.picture.log.entries] == [
        ("Ada", "Hello!"),
        ("Bruno", "Good day."),
    ]


def test_he_thinks_on_while_another_question_waits(evening: Evening) -> None:
    """Answering one of two questions does not end the thinking."""
    npc = evening.npc()
    evening.answers = False
    npc.send("One?")
    npc.send("Two?")
    evening.go(0.5)
    for _ in range(3):
        evening.workers.run_next()
        evening.frame()
    kinds = [kind for kind, _ in evening.shown(npc)]
    assert kinds[-1] is BubbleKind.THINKING or BubbleKind.SAID in kinds
    evening.answers = True
    evening.go(0.5)
    assert [text for _, text in evening.shown(npc)] == ["You said: One?", "You said: Two?"]


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (Reply(flagged=True), BubbleKind.FLAGGED, "flagged"),
        (Reply(cancelled=True), BubbleKind.CANCELLED, "cancelled"),
        (ServerError("secret stack trace", status=500, route="/api/send"), BubbleKind.FAILED, "failed"),
    ],
)
def test_what_went_wrong_is_a_line_in_character(evening: Evening, reply: object, kind: BubbleKind, words: str) -> None:
    """Each in its own shape, and never the reason."""
    npc = evening.npc()
    evening.answer(npc, *[reply] * 4)
    for _ in range(40):
        if evening.shown(npc) and evening.shown(npc)[0][0] is kind:
            break
        evening.frame(dt=0.1)
    assert evening.shown(npc) == [(kind, getattr(stealth.Words(), words))]


def test_a_backend_that_is_down_has_words_of_its_own(evening: Evening) -> None:
    """And a notice at the top of the screen until it is back."""
    npc = evening.npc(at=(320, 330))
    evening.frame()
    before = look(evening.screen.subsurface((0, 0, SIZE[0], 40)))
    evening.client.reachable = False
    evening.answer(npc, *[ConnectError("refused", route="/api/send")] * 9)
    evening.go(2)
    assert not evening.dialogue.online
    assert evening.shown(npc) == [(BubbleKind.FAILED, stealth.Words().down)]
    assert look(evening.screen.subsurface((0, 0, SIZE[0], 40))) != before


def test_dropped_messages_speak_only_where_the_player_should_know(evening: Evening) -> None:
    """Too many and vetoed: a line; what the game itself took back: none."""
    npc = evening.npc()
    evening.answers = False
    npc.send("Never mind.").cancel()
    evening.frame()
    assert evening.shown(npc) == []
    evening.dialogue.before_send = lambda npc, player, text: None
    npc.send("Something rude.")
    evening.frame()
    assert evening.shown(npc) == [(BubbleKind.FLAGGED, stealth.Words().flagged)]
    evening.dialogue.before_send = None
    for _ in range(12):
        npc.send("Hello?")
    evening.frame()
    assert evening.shown(npc)[-1] == (BubbleKind.FAILED, stealth.Words().queue_full)


def test_actions_are_seen_to_work_or_to_fail(evening: Evening) -> None:
    """Feedback with words is shown; a failure without words, or a refused call, has the library's words."""
    npc = evening.npc()

    @npc.action
    def sell(price: int) -> stealth.Feedback:
        """Sell."""
        return stealth.Feedback(price < 10, {1: "Sold!", 99: "Too dear."}.get(price, ""))

    found = []
    for name, price in (("sell", "1"), ("sell", "2"), ("sell", "99"), ("sell", "50"), ("burn", "1")):
        evening.picture.bubbles.clear()
        evening.answer(npc, said("", (name, {"price": price})))
        found.append(evening.shown(npc))
    done, failed, plain = BubbleKind.ACTION_DONE, BubbleKind.ACTION_FAILED, stealth.Words().action_failed
    assert found == [[(done, "Sold!")], [], [(failed, "Too dear.")], [(failed, plain)], [(failed, plain)]]


def test_feedback_that_comes_later_is_shown_when_it_comes(evening: Evening) -> None:
    """As `NPC_ACTION_DONE` tells it."""
    npc, calls = evening.npc(), []

    @npc.action
    def forge(call: stealth.Call) -> stealth.Call:
        """Forge."""
        calls.append(call)
        return call

    evening.answer(npc, said("Wait.", ("forge", {})))
    calls[0].finish("It is ready.")
    evening.frame()
    assert evening.shown(npc) == [(BubbleKind.SAID, "Wait."), (BubbleKind.ACTION_DONE, "It is ready.")]


def test_the_message_of_a_call_stands_in_for_an_empty_reply(evening: Evening) -> None:
    """Where the backend sends one; once, however many calls there are."""
    npc = evening.npc(functions=[OPEN_GATE])
    calls = tuple(WireCall(name="open_gate", message=text, parameters={"wide": "yes"}) for text in ("I open.", "Wide."))
    evening.answer(npc, Reply(calls=calls))
    assert evening.shown(npc) == [(BubbleKind.SAID, "I open.")]
    evening.picture.bubbles.clear()
    evening.answer(npc, Reply(content="Well.", calls=calls))
    assert evening.shown(npc) == [(BubbleKind.SAID, "Well.")]


def test_directions_are_shown_where_the_theme_says_so(evening: Evening) -> None:
    """`Theme(narration=True)`: in brackets before the words; by default they are for the game alone."""
    npc = evening.npc()
    evening.answer(npc, Reply(content="Welcome!", narration="smiles"))
    assert evening.shown(npc) == [(BubbleKind.SAID, "Welcome!")]
    evening.picture.bubbles.clear()
    evening.picture.theme = replace(evening.picture.theme, narration=True)
    evening.answer(npc, Reply(content="Welcome!", narration="smiles"))
    assert evening.shown(npc) == [(BubbleKind.SAID, "(smiles) Welcome!")]


def test_a_scripted_line_looks_like_any_other(evening: Evening) -> None:
    """`npc.say` is a bubble and a line of the transcript."""
    npc = evening.npc()
    npc.say("Fresh bread!")
    evening.frame()
    assert evening.shown(npc) == [(BubbleKind.SAID, "Fresh bread!")]
    assert evening.picture.log.entries[-1].text == "Fresh bread!"


def test_players_may_go_without_bubbles(evening: Evening) -> None:
    """`player_bubbles=False`: what she says is in the transcript alone; nobody stands where a player is not."""
    npc, picture = evening.npc(), BubblePresenter(player_bubbles=False)
    for shown, player in ((picture, evening.hero), (evening.picture, stealth.Player("Voice"))):
        shown.tell(events.Asked(npc, player, Message("Hello!")))
        assert shown.bubbles.of(player) == []
        assert [entry.text for entry in shown.log.entries] == ["Hello!"]


# --- actions that wait for their line


def opening(evening: Evening, reply: Reply, **options: Any) -> tuple[NPC, list[float]]:
    """Somebody who opens the gate when his line has been read; the list tells that he did."""
    npc, opened = evening.npc(**options), list[float]()

    @npc.action(after_line=True)
    def open_gate() -> None:
        """Open the gate."""
        opened.append(1.0)

    evening.answer(npc, reply)
    return npc, opened


def seconds_until(evening: Evening, opened: list[float], most: float = 60.0) -> float:
    for step in range(round(most * 10)):
        if opened:
            return step / 10
        evening.frame(dt=0.1)
    raise AssertionError("the action never ran")


STAND_BACK = said("Stand back, everybody, I am going to open the gate!", ("open_gate", {}))


def test_an_action_waits_until_its_line_was_typed_and_read(evening: Evening) -> None:
    """Not while the typewriter is at work, nor at once after it."""
    _, opened = opening(evening, STAND_BACK)
    assert 3 < seconds_until(evening, opened) < 9


def test_who_reads_fast_need_not_wait(evening: Evening) -> None:
    """Space shows the whole line, and again: it is read."""
    npc, opened = opening(evening, STAND_BACK)
    evening.key(pygame.K_SPACE)
    assert (evening.picture.bubbles.of(npc)[0].typing, opened) == (False, [])
    evening.key(pygame.K_SPACE)
    evening.frame()
    assert opened


@pytest.mark.parametrize("where", [(5000, 230), (320, 1500), (320, 230)])
def test_a_line_that_nobody_sees_is_read_all_the_same(evening: Evening, where: tuple[float, float]) -> None:
    """Off the screen, too far away to hear, or under a camera that looks at nothing: the action runs in the end."""
    evening.camera = (lambda point: (float("nan"), 0.0)) if where == (320, 230) else None
    _, opened = opening(evening, STAND_BACK, at=where)
    assert seconds_until(evening, opened) < 9


def test_no_line_to_read_is_no_reason_to_wait(evening: Evening) -> None:
    """An empty reply's action runs at once; one with a call's own words waits for those."""
    assert opening(evening, said("", ("open_gate", {})))[1]
    spoken = Reply(calls=(WireCall(name="open_gate", message="I open the gate, slowly.", parameters={}),))
    _, opened = opening(evening, spoken, name="Other")
    assert not opened
    assert seconds_until(evening, opened) < 9


def test_other_words_meanwhile_hold_nothing_up(evening: Evening) -> None:
    """He may go on talking for ever: it is the answer that had to be read."""
    npc, opened = opening(evening, STAND_BACK)
    for step in range(200):
        if step % 5 == 0:
            npc.say(f"Heave! {step}")
        evening.frame(dt=0.1)
    assert opened


def test_a_game_that_draws_nothing_still_goes_on(evening: Evening) -> None:
    """A paused picture, or a server without one: time passes, and the action runs."""
    evening.drawn = False
    _, opened = opening(evening, STAND_BACK)
    assert seconds_until(evening, opened) < 9


def test_no_display_at_all() -> None:
    """Before pygame is up nothing can be seen, and nothing raises."""
    pygame.quit()
    client, workers = ScriptedClient(), ManualWorker()
    with stealth.Dialogue(client=client, workers=workers, installation="inst") as dialogue:
        dialogue.add_player(stealth.Player("Ada"))
        npc, opened = dialogue.add_npc(smith(), position=(0, 0)), []

        @npc.action(after_line=True)
        def open_gate() -> None:
            """Open."""
            opened.append(True)

        client.will("send", STAND_BACK)
        npc.send("Open!")
        for _ in range(100):
            dialogue.update(0.1)
            workers.run_all()
        assert opened


def test_a_bubble_that_was_taken_away_counts_as_read(evening: Evening) -> None:
    """A cutscene may clear the stage."""
    _, opened = opening(evening, STAND_BACK)
    evening.picture.bubbles.clear()
    evening.frame()
    assert opened


# --- the keys


def test_the_prompt_names_the_key_in_use(evening: Evening) -> None:
    """`Settings.talk_keys` decides, a translation may place the key, and words without one stay as they are."""
    words, picture = stealth.Words(), BubblePresenter()
    for keys, label in ((("f",), "F"), (("return",), "Enter"), ((), "")):
        dialogue = stealth.Dialogue(
            client=ScriptedClient(), presenter=picture, settings=stealth.Settings(talk_keys=keys)
        )
        assert picture.prompt.key == label
        dialogue.close()
    assert words.key_words("[{key}] Reden {x}", key="F") == "[F] Reden {x}"
    assert words.key_words("[Q] Reden", key="F") == "[Q] Reden"


def test_the_prompt_stands_over_whoever_can_be_spoken_to(evening: Evening) -> None:
    """Under any camera; gone while he speaks, while somebody types, and with nobody near."""
    npc = evening.npc(at=(300, 250))
    evening.camera = lambda point: ((point[0] - 300) * 2 + 100, (point[1] - 210) * 2 + 90)

    def prompted() -> bool:
        evening.frame()
        return evening.screen.get_at((100, 90 - 6)) != pygame.Color(90, 140, 80)

    evening.frame()
    assert prompted()
    evening.key(pygame.K_e, "e")
    assert not prompted()
    evening.key(pygame.K_ESCAPE)
    assert prompted()
    npc.position = (3000, 250)
    assert not prompted()


def test_under_a_menu_of_the_game_nothing_asks_to_be_pressed(evening: Evening) -> None:
    """`prompts = False` takes away "[E] Talk" and "[Space] go on"; words stay."""
    npc = evening.npc(at=(320, 250))
    seen = []
    for say in ("", LONG):
        if say:
            npc.say(say)
            evening.go(1)
            evening.picture.bubbles.advance()
        for evening.picture.prompts in (True, False):
            evening.frame(dt=0)
            seen.append(evening.picture.pressable.count)
    assert seen == [1, 0, 1, 0]
    assert evening.shown(npc)


def test_e_opens_the_box_enter_says_and_escape_closes_it(evening: Evening) -> None:
    """The whole of a talk with the keyboard, and no key press reaches the game."""
    npc = evening.npc(suggestions=["Hello!"])
    evening.frame()
    evening.leaked.clear()
    evening.key(pygame.K_e, "e")
    assert (evening.dialogue.focus, evening.picture.chat.suggestions.texts) == (npc, ["Hello!"])
    evening.type("Good day")
    evening.key(pygame.K_RETURN)
    evening.go(0.5)
    assert evening.client.sent() == ["Good day"]
    evening.key(pygame.K_ESCAPE)
    assert not evening.dialogue.typing
    assert set(evening.leaked) <= {pygame.KEYUP}


def test_long_replies_are_turned_page_by_page(evening: Evening) -> None:
    """Enter on the empty box: the whole page, then the next one; the box says so; typed words are said instead."""
    npc = evening.npc()
    evening.frame()
    evening.key(pygame.K_e, "e")
    evening.answer(npc, said(LONG), said("Yes?"))
    bubble, box = evening.picture.bubbles.of(npc)[0], evening.picture.chat
    evening.frame()
    assert box.hints.startswith("Enter: go on")
    evening.key(pygame.K_RETURN)
    assert (bubble.typing, bubble.more) == (False, True)
    first = bubble.picture
    evening.key(pygame.K_RETURN)
    assert bubble.picture is not first
    evening.type("Stop!")
    assert box.hints.startswith("Enter: say")
    evening.key(pygame.K_RETURN)
    evening.frame()
    assert evening.client.sent()[-1] == "Stop!"


def test_a_megabyte_is_cleaned_by_the_worker(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    """The game's thread finds it clean: it goes to bubble, transcript and memory as it is, and none of it is lost."""
    npc, found = evening.npc(), list[bool]()

    def spy(text: str) -> Safe:
        # An empty narration costs nothing.
        found.append(isinstance(text, Safe) or not text)
        return safe(text)

    monkeypatch.setattr("stealth_pygame.scene.replies.safe", spy)
    evening.frame()
    text = "Zoë said: “Ёлка\x00”. " * 50_000
    evening.answer(npc, said(text))
    assert found
    assert all(found)
    bubble, kept = evening.picture.bubbles.of(npc)[0], evening.picture.log.entries[-1].text
    assert isinstance(kept, Safe)
    assert bubble.text is kept
    assert kept == safe(text)
    assert npc.memory.transcript[-1].text is kept


def test_the_words_of_a_call_are_cleaned_by_the_worker_too(evening: Evening) -> None:
    """A megabyte of them, said while he acts, costs the game's thread nothing either."""
    npc = evening.npc()

    @npc.action
    def bow() -> bool:
        """Bow."""
        return True

    evening.frame()
    reply = Reply(calls=(WireCall(name="bow", message="Zoë bows\x00. " * 2_000),))
    evening.answer(npc, reply)
    words = npc.memory.transcript[-1].text
    assert isinstance(words, Safe)
    assert evening.picture.bubbles.of(npc)[0].text is words


def test_pages_turn_with_space_while_the_box_is_closed(evening: Evening) -> None:
    """The foot of the screen says so, with the key of the settings, as long as there is another page."""
    npc = evening.npc(at=(320, 200))
    evening.at = (3000, 0)
    npc.say("Short.")
    evening.go(0.3)
    foot = evening.screen.subsurface((0, 320, *(SIZE[0], 40)))
    plain = look(foot)
    evening.key(pygame.K_SPACE)
    evening.at = (320, 300)
    npc.say(LONG)
    evening.go(0.3)
    assert look(foot) != plain
    pages = 0
    while evening.picture.bubbles.of(npc)[-1].more:
        before = evening.picture.bubbles.of(npc)[-1].picture
        evening.key(pygame.K_SPACE)
        pages += evening.picture.bubbles.of(npc)[-1].picture is not before
    assert pages >= 2
    evening.leaked.clear()
    evening.go(60)
    evening.key(pygame.K_SPACE)
    assert pygame.KEYDOWN in evening.leaked


def test_space_is_the_games_own_unless_somebody_is_heard(evening: Evening) -> None:
    """Jumping over one's own words, or far from those who talk, turns nobody's page."""
    npc = evening.npc(at=(320, 2300))
    npc.say(LONG)
    evening.picture.tell(events.Asked(npc, evening.hero, Message("Hello!")))
    evening.frame()
    evening.leaked.clear()
    evening.key(pygame.K_SPACE)
    assert pygame.KEYDOWN in evening.leaked


def test_other_keys_do_what_the_settings_say() -> None:
    """Talking, saying, going on and leaving can each be put on another key."""
    pygame.init()
    pygame.display.set_mode(SIZE)
    keys = stealth.Settings(talk_keys=("t",), submit_keys=("f5",), close_keys=("tab",), advance_keys=("g",))
    evening = Evening(keys)
    npc = evening.npc()
    evening.frame()
    evening.key(pygame.K_e, "e")
    assert not evening.dialogue.typing
    evening.key(pygame.K_t, "t")
    assert evening.picture.chat.hints == "F5: say   ·   Tab: leave"
    evening.type("Hello")
    evening.key(pygame.K_TAB)
    assert not evening.dialogue.typing
    npc.say(LONG)
    evening.go(0.2)
    evening.key(pygame.K_g, "g")
    assert not evening.picture.bubbles.of(npc)[0].typing
    evening.dialogue.close()
    pygame.quit()


def test_what_an_ime_composes_is_not_said(evening: Evening) -> None:
    """While characters are being composed, Enter belongs to the IME: it neither says them nor turns a page."""
    npc = evening.npc()
    evening.frame()
    evening.key(pygame.K_e, "e")
    npc.say(LONG)
    evening.frame(pygame.event.Event(pygame.TEXTEDITING, text="ni hao", start=0, length=6))
    evening.key(pygame.K_RETURN)
    assert (evening.client.sent(), evening.picture.bubbles.of(npc)[0].typing) == ([], True)
    evening.frame(pygame.event.Event(pygame.TEXTINPUT, text="你好"))
    evening.key(pygame.K_RETURN)
    evening.go(0.3)
    assert evening.client.sent() == ["你好"]


def test_the_open_box_offers_what_can_be_said_by_now(evening: Evening) -> None:
    """Suggestions may change at any time; the choice stays, and a reply that was said comes back with a change only."""
    npc = evening.npc(suggestions=["Where is Pip?", "Bye."])
    evening.frame()
    evening.key(pygame.K_e, "e")
    evening.key(pygame.K_UP)
    npc.suggestions = ("Bye.", "He is home.")
    evening.frame()
    suggestions = evening.picture.chat.suggestions
    assert (suggestions.texts, suggestions.text) == (["Bye.", "He is home."], "Bye.")
    evening.key(pygame.K_RETURN)
    evening.go(0.5)
    assert evening.client.sent() == ["Bye."]
    npc.suggestions = ("Bye.", "He is home.")
    evening.frame()
    assert suggestions.texts == []
    npc.suggestions = ("Thank you.",)
    evening.frame()
    assert suggestions.texts == ["Thank you."]


def test_what_the_game_hands_to_the_box_stays_there(evening: Evening) -> None:
    """`chat.suggest` is not overruled by suggestions that have not changed."""
    npc = evening.npc(suggestions=["Hello!"])
    evening.dialogue.focus = npc
    evening.picture.chat.suggest(["Yes.", "No."])
    evening.frame()
    assert evening.picture.chat.suggestions.texts == ["Yes.", "No."]


JOY, CONTROLLER = pygame.JOYBUTTONDOWN, pygame.CONTROLLERBUTTONDOWN


@pytest.mark.parametrize("kind", [JOY, CONTROLLER])
def test_a_gamepad_is_enough(evening: Evening, kind: int) -> None:
    """Button 0 opens, says what was chosen, and turns pages; then there are replies to choose from again; 1 closes."""
    npc = evening.npc(suggestions=["Hello!", "Bye."])
    evening.client.will("send", said(LONG))
    evening.frame()
    evening.pad(kind, button=0)
    assert evening.dialogue.focus is npc
    cross = {"value": (0, -1)} if kind == JOY else {"button": pygame.CONTROLLER_BUTTON_DPAD_DOWN}
    evening.pad(pygame.JOYHATMOTION if kind == JOY else kind, **cross)
    evening.pad(kind, button=0)
    evening.go(0.3)
    assert evening.client.sent() == ["Hello!"]
    assert evening.picture.chat.suggestions.texts == ["Hello!", "Bye."]
    bubble = evening.picture.bubbles.of(npc)[0]
    evening.pad(kind, button=0)
    assert (bubble.typing, bubble.more) == (False, True)
    evening.pad(kind, button=1)
    assert not evening.dialogue.typing
    npc.say(LONG)
    evening.frame()
    evening.pad(kind, button=2)
    assert not evening.picture.bubbles.of(npc)[-1].typing
    assert not {JOY, CONTROLLER} & set(evening.leaked)
    evening.pad(kind, button=7)
    assert kind in evening.leaked


def click(place: tuple[int, int]) -> pygame.event.Event:
    return pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=place, button=1, rel=(0, 0))


def test_a_mouse_is_enough(evening: Evening) -> None:
    """The prompt opens, a reply is said, then there are replies to choose from again; the cross closes."""
    npc = evening.npc(suggestions=["Hello!", "Bye."])
    evening.frame()
    evening.frame(
        click(evening.picture.pressable.place(evening.screen, talk_at=npc.head, goes_on=False, offline=False)[0].center)
    )
    assert evening.dialogue.focus is npc
    for reply in (0, 1):
        evening.frame(click(evening.picture.chat.view.chips[reply].center))
        evening.go(0.3)
        assert evening.picture.chat.suggestions.texts == ["Hello!", "Bye."]
    assert evening.client.sent() == ["Hello!", "Bye."]
    evening.frame(click(evening.picture.chat.view.cross.center))
    assert evening.dialogue.focus is None
    assert pygame.MOUSEBUTTONDOWN not in evening.leaked


def test_prompts_name_no_key_to_a_player_without_keys(evening: Evening) -> None:
    """The key stands there until the first click, and again from the first key on; typing into the box is none."""
    npc = evening.npc()

    def prompt() -> bytes:
        evening.picture.bubbles.clear()
        evening.frame()
        assert evening.picture.pressable.count == 1
        return look(evening.screen)

    with_key = prompt()
    evening.frame(click((5, 5)))
    bare = prompt()
    assert bare != with_key
    evening.dialogue.focus = npc
    evening.frame()
    evening.key(pygame.K_x, "x")
    evening.frame(pygame.event.Event(pygame.MOUSEMOTION, pos=(5, 5), rel=(0, 0), buttons=(0, 0, 0)))
    evening.frame(click(evening.picture.chat.view.cross.center))
    assert prompt() == bare
    evening.key(pygame.K_d)
    evening.frame(click((5, 5)))
    assert prompt() == with_key


def test_a_press_that_pygame_tells_twice_counts_once(evening: Evening) -> None:
    """A controller's button comes as a joystick's as well: neither dialogue nor game takes it for a second press."""
    npc = evening.npc(suggestions=["Hello!"])
    evening.frame()
    evening.leaked.clear()
    evening.picture.chat.edit.set("left from before")
    for button in (0, 1):
        evening.frame(pygame.event.Event(CONTROLLER, button=button), pygame.event.Event(JOY, button=button))
        assert (evening.dialogue.focus is npc) == (button == 0)
    assert evening.client.sent() == []
    assert evening.leaked == []


@pytest.mark.parametrize("kind", [JOY, pygame.CONTROLLERBUTTONDOWN])
def test_a_gamepad_reads_the_transcript(evening: Evening, kind: int) -> None:
    """From the open chat box: opened, scrolled and closed by the pad; none of its presses reaches the game."""
    npc = evening.npc()
    for number in range(60):
        npc.say(f"Line {number} of a long evening.")
    evening.pad(kind, button=3)
    assert not evening.picture.log.is_open
    evening.dialogue.focus = npc
    evening.frame()
    evening.leaked.clear()
    evening.pad(kind, button=3)
    evening.frame()
    assert evening.picture.log.is_open
    evening.pad(pygame.JOYHATMOTION if kind == JOY else kind, **({"hat": 0, "value": (0, 1)} if kind == JOY else UP))
    assert evening.picture.log.scroll > 0
    evening.pad(kind, button=1)
    assert not evening.picture.log.is_open
    assert evening.leaked == []


def test_clicks_on_what_is_drawn_are_not_the_game_s(evening: Evening) -> None:
    """A click on a bubble goes on with it, one on the prompt talks, one on the transcript stays there."""
    npc = evening.npc()
    evening.go(0.5)
    click: dict[str, Any] = {"button": 1, "rel": (0, 0)}
    prompt = evening.picture.prompt.rect(evening.screen, npc.head, None)
    evening.frame(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=prompt.center, **click))
    assert evening.dialogue.focus is npc
    evening.dialogue.focus = None
    npc.say("Good evening. The forge is warm, and the night is long.")
    evening.go(0.3)
    bubble = evening.picture.bubbles.newest(npc)
    assert bubble is not None
    assert bubble.typing
    evening.leaked.clear()
    evening.frame(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=rect_of(evening, npc).center, **click))
    assert not bubble.typing
    evening.picture.log.toggle()
    evening.frame()
    evening.frame(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=evening.picture.log.panel.center, **click))
    assert evening.leaked == []
    evening.picture.log.toggle()
    evening.frame(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(5, 5), **click))
    assert evening.leaked == [pygame.MOUSEBUTTONDOWN]


def test_the_transcript_opens_over_everything(evening: Evening) -> None:
    """F2 shows what was said; while it is open no key types behind it or moves the game; Escape closes it first."""
    npc = evening.npc()
    npc.say("Once upon a time.")
    evening.frame()
    evening.key(pygame.K_e, "e")
    evening.key(pygame.K_F2)
    evening.leaked.clear()
    evening.key(pygame.K_x, "x")
    evening.key(pygame.K_RETURN)
    assert (evening.picture.chat.edit.text, evening.client.sent()) == ("", [])
    evening.key(pygame.K_ESCAPE)
    assert evening.dialogue.typing
    evening.type("y")
    assert evening.picture.chat.edit.text == "y"
    evening.key(pygame.K_ESCAPE)
    assert not evening.dialogue.typing
    evening.key(pygame.K_F2)
    assert evening.dialogue.typing
    evening.key(pygame.K_SPACE, " ")
    assert set(evening.leaked) <= {pygame.KEYUP}
    evening.dialogue.close()
    assert not evening.dialogue.typing


def test_it_answers_nothing_before_it_is_attached() -> None:
    """Without a dialogue there is nobody to talk to, and nothing raises."""
    pygame.init()
    screen, picture = pygame.display.set_mode(SIZE), BubblePresenter()
    assert not picture.handle_event(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_e, mod=0, unicode="e"))
    picture._submit("Hello?")
    picture.update(0.1)
    picture.draw(screen, None)
    assert picture.focus is None
    pygame.quit()


# --- where things stand


def rect_of(evening: Evening, npc: Hashable) -> pygame.Rect:
    """Where somebody's bubbles were drawn."""
    return evening.picture.bubbles.renderer._placer._answer[npc].rect


@pytest.mark.parametrize("text", ["Axe?", "How much is the sword that hangs over there, on the wall?"])
def test_a_players_words_do_not_cover_a_face(evening: Evening, text: str) -> None:
    """She stands just below him: her bubble goes beside his head, before he speaks and while he does."""
    npc = evening.npc(at=(320, 230))
    evening.frame()
    face = pygame.Rect(npc.head[0] - 11, npc.head[1], 22, 30)
    evening.answers = False
    npc.send(text)
    evening.frame()
    assert not rect_of(evening, evening.hero).colliderect(face)
    evening.go(0.5)
    assert not rect_of(evening, evening.hero).colliderect(rect_of(evening, npc))
    assert not rect_of(evening, evening.hero).colliderect(face)
    assert rect_of(evening, npc).bottom <= npc.head[1]


def test_bubbles_keep_clear_of_prompts(evening: Evening) -> None:
    """Somebody beside the one who can be spoken to does not talk over the prompt."""
    evening.npc(at=(320, 250))
    other = evening.npc("Cook", at=(365, 240), interest_radius=0)
    other.say("I talk a lot, about everything, at everybody.")
    evening.go(0.5)
    prompt = evening.picture.prompt.rect(evening.screen, (320, 210))
    assert prompt.width
    assert not prompt.colliderect(rect_of(evening, other))


def test_two_speakers_side_by_side_stay_apart(evening: Evening) -> None:
    """Both can be read."""
    one, two = evening.npc(at=(300, 250)), evening.npc("Cook", at=(340, 250))
    for npc in (one, two):
        npc.say("I have quite a lot to say about the weather.")
    evening.go(0.3)
    assert not rect_of(evening, one).colliderect(rect_of(evening, two))


def test_a_speaker_behind_the_chat_box_is_still_heard(evening: Evening) -> None:
    """On the screen, if hidden since the box was opened: a bubble above the box, and no pointer."""
    npc = evening.npc(at=(320, 200))
    evening.at = (320, 240)
    evening.frame()
    evening.dialogue.focus = npc
    evening.frame()
    npc.position, evening.at = (320, 380), (320, 350)
    evening.frame()
    npc.say("Down here!")
    evening.go(0.3)
    assert rect_of(evening, npc).bottom <= evening.picture.chat.rect.top


@pytest.mark.parametrize("change", [{"fonts": (EXTRA_FONTS[3],)}, {"text_size": 26}, {"high_contrast": True}])
def test_a_settings_menu_may_change_everything(evening: Evening, change: dict[str, Any]) -> None:
    """Fonts, size and contrast: prompt, bubble, box, transcript and notice follow at the next frame."""
    npc = evening.npc(at=(320, 200), suggestions=["Hello!"])
    evening.frame()
    shown: list[list[bytes]] = []
    for theme in (evening.picture.theme, replace(evening.picture.theme, **change)):
        evening.picture.theme = theme
        evening.frame()
        seen = [look(evening.screen)]
        evening.dialogue.focus = npc
        evening.frame()
        seen.append(look(evening.screen))
        evening.key(pygame.K_F2)
        seen.append(look(evening.screen))
        evening.key(pygame.K_ESCAPE)
        evening.dialogue.focus = None
        npc.say("The same words, all along.")
        evening.frame(dt=0.2)
        evening.frame(dt=0.2)
        seen.append(look(evening.screen))
        evening.picture.bubbles.clear()
        evening.picture.log.clear()
        shown.append(seen)
    assert all(before != after for before, after in zip(*shown, strict=True))


def test_the_eyes_of_the_player_may_change_in_the_middle_of_it(evening: Evening) -> None:
    """Size, speed, contrast and motion are set through `theme` while bubbles and boxes are open."""
    npc = evening.npc()
    evening.frame()
    evening.dialogue.focus = npc
    npc.say("The same words, all along.")
    evening.go(0.3)
    sizes = [rect_of(evening, npc).size]
    changes: list[dict[str, Any]] = [{"text_size": 26}, {"high_contrast": True}, {"reduced_motion": True}]
    for change in (*changes, {"typing_speed": 0.0}):
        before = look(evening.screen)
        evening.picture.theme = replace(evening.picture.theme, **change)
        evening.frame()
        sizes.append(rect_of(evening, npc).size)
        assert change.keys() <= {"reduced_motion", "typing_speed"} or look(evening.screen) != before
    assert sizes[1] > sizes[0]
    assert not evening.picture.bubbles.of(npc)[0].typing
    for part in (evening.picture.bubbles, evening.picture.chat, evening.picture.log, evening.picture.prompt):
        assert part.theme is evening.picture.theme


def test_walking_away_and_players_who_share_a_keyboard(evening: Evening) -> None:
    """The box closes when the one who types has left; another player's leaving closes nothing."""
    npc, bob = evening.npc(), evening.dialogue.add_player(stealth.Player("Bob", position=(320, 240)))
    evening.frame()
    evening.dialogue.focus = npc
    evening.picture.tell(events.PlayerLeft(npc, bob))
    assert evening.dialogue.focus is npc
    evening.picture.tell(events.PlayerLeft(npc, evening.hero))
    assert evening.dialogue.focus is None


def test_somebody_else_s_npc_has_no_head(evening: Evening) -> None:
    """Events may come from a game's own speakers: their words are kept, and drawn at the origin."""

    class Voice:
        id, name = "voice", "A voice"

    evening.picture.tell(events.Failed(Voice(), evening.hero, Message("?"), StealthError("x")))
    evening.frame()
    assert evening.picture.log.entries[-1].name == "A voice"


def test_nobody_is_spoken_to_after_the_end(evening: Evening) -> None:
    """A box that opened after `close` would keep the keyboard for ever."""
    npc = evening.npc()
    evening.dialogue.close()
    evening.dialogue.focus = npc
    assert not evening.dialogue.typing


def test_last_words_of_who_leaves_can_be_read(evening: Evening) -> None:
    """Said just now: all of it stands where he was, for its reading time, never for ever."""
    npc = evening.npc()
    evening.frame()
    npc.say(LONG)
    evening.go(0.3)
    (bubble,) = evening.picture.bubbles.of(npc)
    at = npc.head
    evening.dialogue.remove_npc(npc)
    evening.frame()
    npc.position = (9000.0, 0.0)
    assert not bubble.typing
    assert not bubble.closing
    assert bubble.anchor() == at
    evening.go(evening.picture.theme.farewell + 0.2)
    assert bubble.closing
    evening.go(0.5)
    assert list(evening.picture.bubbles) == []


def test_what_was_read_goes_with_who_said_it(evening: Evening) -> None:
    """Thinking dots go at once, words as soon as they can have been read; older ones too."""
    npc, other = evening.npc(), evening.npc("Odo", at=(100, 230))
    evening.frame()
    npc.say("Wait.")
    npc.say("Aye.")
    other.say("I stay.")
    evening.go(1.0)
    evening.picture.bubbles.think(npc, anchor=lambda: npc.head)
    evening.dialogue.remove_npc(npc)
    evening.frame(dt=0.01)
    last_words = evening.picture.bubbles.of(npc)
    assert [bubble.closing for bubble in last_words] == [False, False, True]
    assert not any(bubble.closing for bubble in evening.picture.bubbles.of(other))
    evening.go(0.8)
    assert all(bubble.closing for bubble in last_words)


def test_in_a_small_window_everything_is_smaller(evening: Evening) -> None:
    """At 320 by 180 with nothing set, bubble, box and prompt fit together; in a large one they are as set."""
    evening.screen = pygame.Surface((320, 180))
    evening.at = (160.0, 150.0)
    npc = evening.npc(at=(160, 115))
    evening.frame()
    evening.frame()
    assert evening.picture.prompt.theme.text_size == evening.picture.chat.theme.text_size == 11
    evening.dialogue.focus = npc
    npc.say("Good evening, traveller! The forge is still warm.")
    evening.frame()
    evening.frame()
    words, box = rect_of(evening, npc), evening.picture.chat.rect
    assert evening.screen.get_rect().contains(words)
    assert evening.screen.get_rect().contains(box)
    assert words.height > 40
    assert not words.colliderect(box)
    assert evening.picture.theme.text_size == 17
    evening.screen = pygame.Surface(SIZE)
    evening.frame()
    assert evening.picture.prompt.theme is evening.picture.theme


def test_nothing_of_the_picture_outlives_a_closed_dialogue() -> None:
    """pygame keeps an event that nobody read for ever, and it knows its NPC: surfaces and fonts must not hang on it."""
    pygame.init()
    screen = pygame.display.set_mode(SIZE)
    scene = Evening()
    npc = scene.npc()
    npc.say("Something to say.")
    scene.dialogue.focus = npc
    scene.frame()
    # The game's own function would hold the whole scene.
    scene.hero.position = (320.0, 300.0)
    picture, bubbles = weakref.ref(scene.picture), weakref.ref(scene.picture.bubbles)
    scene.dialogue.close()
    del scene
    gc.collect()
    assert (picture(), bubbles()) == (None, None)
    assert npc.name == "Bruno"
    assert screen.get_size() == SIZE
    pygame.quit()


def test_a_presenter_used_again_begins_empty(evening: Evening) -> None:
    """The next dialogue shows nothing of the last one, and works as ever."""
    npc = evening.npc()
    npc.say("From the first evening.")
    evening.frame()
    evening.dialogue.close()
    again = stealth.Dialogue(
        client=ScriptedClient(), workers=ManualWorker(), installation="inst", presenter=evening.picture
    )
    assert not list(evening.picture.bubbles)
    assert not evening.picture.log.entries
    other = again.add_npc(smith(name="Odo"), position=(320, 230))
    other.say("From the second.")
    again.update(0.1)
    again.draw(evening.screen, None)
    assert [bubble.text for bubble in evening.picture.bubbles.of(other)] == ["From the second."]
    assert len(evening.picture.bubbles.renderer.rects) == 1
    again.close()


# --- words that the game has marked


def test_marks_are_read_in_the_words_of_the_game_alone(evening: Evening) -> None:
    """A scripted line and a result have them; a player's words, and a model's, are plain text."""
    npc = evening.npc(title=stealth.Markup("*Bruno* :star:"))

    @npc.action
    def pay() -> stealth.Feedback:
        return stealth.Feedback(True, stealth.Markup("You get *5* :coin:."))

    npc.say(stealth.Markup("The *gate* is open."))
    npc.say("The *gate* is shut.")
    evening.frame()
    evening.client.will("send", said("I say *no*.", ("pay", {})))
    npc.send("A *word* with you")
    for _ in range(8):
        evening.frame()
    bubbles = [*evening.picture.bubbles.of(npc), *evening.picture.bubbles.of(evening.hero)]
    drawn = {bubble.text: isinstance(bubble.text, Marked) for bubble in bubbles}
    assert {text.replace(ROOM, "(coin)"): marks for text, marks in drawn.items()} == {
        "The gate is open.": True,
        "The *gate* is shut.": False,
        "I say *no*.": False,
        "You get 5 (coin).": True,
        "A *word* with you": False,
    }
    assert {isinstance(bubble.name, Marked) for bubble in evening.picture.bubbles.of(npc)} == {True}
    assert [entry.text for entry in evening.picture.log.entries if "gate" in entry.text or "5" in entry.text] == [
        "The gate is open.",
        "The *gate* is shut.",
        "You get 5 (coin).",
    ]
    assert {entry.name for entry in evening.picture.log.entries} == {"Ada", "Bruno"}


def test_what_is_remembered_has_no_marks(evening: Evening) -> None:
    """Neither the transcript nor the backend hears of them; the event has both forms."""
    npc = evening.npc()
    evening.frame()
    npc.say(stealth.Markup("Take *five* :coin:"))
    heard = []
    for _ in range(3):
        evening.dialogue.update(0.1)
        heard += [event for event in pygame.event.get() if event.type == stealth.NPC_SAID]
    assert [line.text for line in npc.transcript] == ["Take five (coin)"]
    assert [(event.text, event.markup) for event in heard] == [("Take five (coin)", "Take *five* :coin:")]
    evening.answer(npc, said())
    (sent,) = [asked for asked in evening.client.asked if asked[0] == "send"]
    context = {entry.key: entry.value for entry in sent[4]}
    assert "Take five (coin)" in context["recent_conversation"]


def test_a_game_may_trust_its_model_with_marks(evening: Evening) -> None:
    """`Theme.markup` reads them in what is answered; a player's words stay plain."""
    npc = evening.npc()
    evening.picture.theme = replace(evening.picture.theme, markup=True)
    evening.answer(npc, said("I say *no*."))
    assert [bubble.text for bubble in evening.picture.bubbles.of(npc)] == ["I say no."]
    npc.send("A *word* with you")
    evening.frame()
    assert [bubble.text for bubble in evening.picture.bubbles.of(evening.hero)][-1] == "A *word* with you"


def test_an_npc_may_be_heard_farther_than_others(evening: Evening) -> None:
    """`near` and `far` of the NPC go before the theme's; they may be set at any time."""
    crier = evening.npc("Cry", at=(320, 60), near=900)
    other = evening.npc("Whisper", at=(100, 60), id="whisper", near=10, far=20)
    evening.at = (320.0, 500.0)
    for npc in (crier, other):
        npc.say("Hear me.")
    evening.go(0.5)
    readable = {bubble.speaker for bubble, _ in evening.picture.bubbles.renderer.readable}
    assert readable == {crier}
    other.near = 600
    evening.go(1)
    assert {bubble.speaker for bubble, _ in evening.picture.bubbles.renderer.readable} == {crier, other}
