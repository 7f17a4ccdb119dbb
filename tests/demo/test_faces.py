"""Words to the hero in a box with a face, words to everybody, and words that neighbours find themselves."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from functools import partial

import pygame
import pytest

import stealth_pygame as stealth
from assets.make.cast import CAST
from assets.make.portraits import portraits_of
from demo_game import faces, files
from demo_game.game import Game
from demo_game.hotkeys import NOBODY_NEAR
from demo_game.menus.pages import costs
from demo_game.prefs import Prefs
from demo_game.smalltalk import Chat, SmallTalk
from demo_game.story import Story
from stealth_pygame.testing import pump

DT = 1 / 30


@pytest.fixture
def game() -> Iterator[Game]:
    pygame.init()
    screen = pygame.display.set_mode((640, 360))
    settings = stealth.Settings(npc_talk_messages=4)
    with stealth.Dialogue.local(seed=7, in_process=True, settings=settings) as dialogue:
        game = Game(screen, dialogue, files.ASSETS / "village.tmx", Prefs(), muted=True, chatty=True)
        game.menu = None
        yield game
    pygame.quit()


def press(game: Game, key: int) -> None:
    game.handle_event(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode="", scancode=0))


def stand_by(game: Game, name: str) -> stealth.NPC:
    x, y = game.village.villagers[name].at
    game.village.hero.at = (x + 20, y)
    game.frame(DT)
    npc = game.village.villagers[name].npc
    assert npc is not None
    return npc


def answered(message: stealth.Message, npc: stealth.NPC) -> bool:
    return message.done and not npc.busy


@pytest.mark.parametrize("name", sorted(set(CAST) - {"hero"}))
def test_everybody_has_a_face_for_each_mood(name: str, window: pygame.Surface) -> None:
    """Drawn by our script, and no two of them alike."""
    strip = pygame.image.load(files.ASSETS / "portraits" / f"{name}.png")
    assert pygame.image.tobytes(strip, "RGBA") == pygame.image.tobytes(portraits_of(CAST[name]), "RGBA")
    shown = faces.faces(name)
    assert tuple(shown) == faces.MOODS
    assert len({pygame.image.tobytes(face, "RGB") for face in shown.values()}) == len(faces.MOODS)


def test_words_can_stand_in_a_box(game: Game) -> None:
    """The choice is a setting, and changes the presenter of a running game, there and back."""
    for box in (True, False):
        game.prefs.box = box
        game.apply_prefs()
        game.frame(DT)
        assert isinstance(game.dialogue.presenter, stealth.BoxPresenter) is box
        assert isinstance(game.dialogue.presenter, stealth.BubblePresenter)


def test_a_villager_shows_a_mood(game: Game) -> None:
    """Kind words make a friendly face, an insult does not."""
    bard = stand_by(game, "bard")
    assert bard.mood == "calm"
    for text, mood in (("Thank you, you are wonderful!", "happy"), ("You are an idiot.", "angry")):
        message = bard.send(text)
        pump(game.dialogue, partial(answered, message, bard), 20)
        assert bard.mood == mood


def test_a_key_asks_everybody_near(game: Game) -> None:
    """The nearest answer; where nobody is near, the bar says so."""
    press(game, pygame.K_g)
    assert game.hud.flashed == NOBODY_NEAR
    bard = stand_by(game, "bard")
    press(game, pygame.K_g)
    pump(game.dialogue, lambda: not bard.busy and len(bard.transcript) > 1, 20)
    assert "oil" in bard.transcript[-1].text


def test_neighbours_who_are_asked_together_do_not_say_the_same(game: Game) -> None:
    """Each in words of their own, and all of them right."""
    bard, merchant = stand_by(game, "bard"), game.village.villagers["merchant"]
    x, y = game.village.hero.at
    merchant.settle((x + 15, y), 0)
    game.frame(DT)
    messages = game.village.player.say("What can I do to help?")
    assert len(messages) == 2
    pump(game.dialogue, lambda: all(message.done for message in messages), 30)
    assert merchant.npc is not None
    lines = [npc.transcript[-1].text for npc in (bard, merchant.npc)]
    assert lines[0] != lines[1]
    assert all("Nils" in line for line in lines)


def test_tokens_are_shown_where_a_model_counts_them(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a model there is no such line."""
    assert "Tokens" not in dict(costs(game.dialogue).lines)
    usage = game.dialogue.usage
    usage.prompt_tokens, usage.answer_tokens = 1200, 34
    monkeypatch.setattr(type(game.dialogue), "usage", usage)
    assert dict(costs(game.dialogue).lines)["Tokens"] == "1,200 read by the model, 34 written"


def test_what_was_said_is_counted(game: Game) -> None:
    """Messages and letters, in all and for each villager."""
    bard = stand_by(game, "bard")
    message = bard.send("Hello!")
    pump(game.dialogue, lambda: message.done, 20)
    lines = dict(costs(game.dialogue).lines)
    assert lines["In all"].startswith("1 message, 1 answer, ")
    assert lines["Finch"].startswith("1 message, ")


def test_neighbours_find_words_of_their_own_where_they_may(game: Game) -> None:
    """As many messages as the settings allow; after that they say what is written for them."""
    stand_by(game, "bard")
    game.village.villagers["merchant"].at = game.village.villagers["bard"].at
    chat = Chat((("bard", "Tobias! A song for a coin?"), ("merchant", "A coin for silence, my friend.")))
    begun = []

    def converse(wanted: Chat) -> bool:
        one, other = (game.village.villagers[name].npc for name, _ in wanted.lines)
        assert one is not None
        assert other is not None
        talk = game.dialogue.converse(one, other, about=wanted.about, turns=2)
        begun.append(talk)
        return not talk.done

    assert converse(chat)
    end = time.monotonic() + 20
    while not begun[0].done and time.monotonic() < end:
        game.dialogue.update(DT)
    assert len(begun[0].lines) == 2


def test_without_leave_the_written_lines_are_said() -> None:
    """`converse` that returns False costs nobody a word."""
    said: list[str] = []
    answers: dict[bool, Callable[[Chat], bool]] = {True: lambda chat: True, False: lambda chat: False}
    for may, converse in answers.items():
        talk = SmallTalk(Story(), lambda who, text: said.append(who), random.Random(1), converse)
        for _ in range(200):
            talk.update(0.1, {"bard", "merchant"})
        assert bool(said) is not may
