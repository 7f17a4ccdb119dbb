"""The village between story and window: bodies, rumours, Pip's way home, menus and preferences."""

from __future__ import annotations

import itertools
import json
import math
import random
from pathlib import Path

import pygame
import pytest

import stealth_pygame as stealth
from demo_game import names, widgets
from demo_game.day import Clock
from demo_game.game import Game
from demo_game.hints import suggestions
from demo_game.menus import pages
from demo_game.menus.pause import Pause
from demo_game.prefs import Prefs
from demo_game.smalltalk import SmallTalk
from demo_game.sound import Sound
from demo_game.story import Story
from stealth_pygame.protocol.models import Reply, WireCall
from stealth_pygame.world.memory import TranscriptLine

DT = 1 / 30


def press(game: Game, key: int, kind: int = pygame.KEYDOWN) -> None:
    game.handle_event(pygame.event.Event(kind, key=key, mod=0, unicode="", scancode=0))


def stand_by(game: Game, name: str) -> None:
    x, y = game.village.villagers[name].at
    game.village.hero.at = (x + 20, y)


def test_keys_that_are_held_walk_and_released_keys_do_not(game: Game) -> None:
    """Two keys walk diagonally; losing the window lets go of all of them."""
    x, y = game.village.hero.at
    press(game, pygame.K_UP)
    press(game, pygame.K_a)
    for _ in range(10):
        game.frame(DT)
    assert game.village.hero.at[0] < x
    assert game.village.hero.at[1] < y
    press(game, pygame.K_a, pygame.KEYUP)
    game.handle_event(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    at = game.village.hero.at
    game.frame(DT)
    assert game.village.hero.at == at


def test_a_villager_holds_still_and_looks_at_her(game: Game) -> None:
    """Whoever could be talked to does not walk away."""
    stand_by(game, "baker")
    baker = game.village.villagers["baker"]
    at = baker.at
    for _ in range(120):
        game.frame(DT)
    assert (baker.at, baker.facing) == (at, "right")


@pytest.mark.slow
def test_villagers_stroll_near_their_place(game: Game) -> None:
    """Life goes on where nobody looks."""
    bard = game.village.villagers["bard"]
    seen = set()
    for _ in range(600):
        game.frame(DT)
        seen.add(bard.at)
    assert len(seen) > 20
    assert max(math.dist(at, bard.home) for at in seen) <= bard.stroll + 3


@pytest.mark.slow
def test_pip_follows_her_home(game: Game) -> None:
    """Over corners and around houses, until the mother has the boy."""
    stand_by(game, "pip")
    game.village.story.pip_follows()
    game.frame(DT)
    marta = game.village.villagers["baker"]
    for point in game.village.world.way(game.village.hero.at, marta.at, 24):
        for _ in range(4):
            game.village.hero.at = point
            game.frame(DT)
    for _ in range(240):
        game.frame(DT)
    assert game.village.story.pip == "home"
    assert any("Pip!" in line.text for line in marta.npc.transcript) if marta.npc else False


def test_what_was_done_elsewhere_is_in_the_context(game: Game) -> None:
    """And the hero's state with it."""
    game.village.story.bribe(10)
    elder, warden = (game.village.villagers[name].npc for name in ("elder", "warden"))
    assert elder is not None
    assert warden is not None
    assert callable(elder.context)
    assert callable(warden.context)
    assert elder.context() == {"rumours": ["Bram took ten gold coins from Ada and opened the gate."]}
    assert warden.context() == {"rumours": []}
    known = game.village.context()
    assert (known["gold"], known["gate"], known["place"]) == (5, "open", "the south road")


def test_whoever_has_heard_something_says_so_once(game: Game) -> None:
    """A rumour greets the hero, is not repeated, and is not told by everybody."""
    game.village.story.bribe(10)
    for villager in game.village.villagers.values():
        assert villager.npc is not None
        game.village.welcome(villager.npc)
        game.village.welcome(villager.npc)
    said = [line.text for one in game.village.villagers.values() if one.npc for line in one.npc.transcript]
    assert [line.partition("? ")[2] or line.partition(". ")[2] for line in said] == [
        "Bram took ten gold coins from you and opened the gate."
    ] * 2
    assert len(set(said)) == 2


def test_of_what_is_new_the_newest_that_is_hers_to_tell_is_told(game: Game) -> None:
    """A teller passes over what others bring up."""
    story, elder = game.village.story, game.village.villagers["elder"].npc
    story.bribe(10)
    story.pip_may_fish()
    assert elder is not None
    game.village.welcome(elder)
    assert [line.text.endswith("from you and opened the gate.") for line in elder.transcript] == [True]


def test_whoever_wants_something_calls_a_stranger_once(game: Game) -> None:
    """What it is about is clear before the first question; nobody calls for what is done, or whom they have met."""
    village = game.village
    village.story.bribe(10)
    village.story.rumours.clear()
    village.met = {"elder"}
    for _ in range(2):
        for one in village.villagers.values():
            assert one.npc is not None
            village.welcome(one.npc)
    said = {name: [line.text for line in one.npc.transcript] for name, one in village.villagers.items() if one.npc}
    assert {name for name, lines in said.items() if lines} == {"bard", "baker", "lamplighter"}
    assert all(len(lines) <= 1 for lines in said.values())
    assert "Pip" in said["baker"][0]


def test_the_bar_says_you(game: Game) -> None:
    """The end of an errand is told to the hero, as a purchase is."""
    game.village.story.bribe(10)
    game.frame(DT)
    assert game.hud.flashed == "Bram took ten gold coins from you and opened the gate."


def test_the_gate_and_the_lanterns_follow_the_story(game: Game) -> None:
    """The outcome of an action can be seen."""
    story = game.village.story
    story.take_fish_oil()
    story.light_lanterns()
    story.bribe(10)
    game.frame(DT)
    assert game.village.world.gate.changed
    assert all(lantern.changed for lantern in game.village.world.lanterns)
    story.douse_lanterns()
    game.frame(DT)
    assert not any(lantern.changed for lantern in game.village.world.lanterns)


@pytest.mark.slow
def test_the_feast_gathers_everybody_and_ends_the_story(game: Game) -> None:
    """Night, all around the well, and after a while the last page."""
    story = game.village.story
    for deed in (story.take_fish_oil, story.light_lanterns, story.pip_may_fish, story.write_pass, story.open_gate):
        assert deed()
    assert story.begin_feast()
    for _ in range(330):
        game.frame(DT)
    well = (384, 298)
    assert all(math.dist(villager.at, well) < 90 for villager in game.village.villagers.values())
    assert game.village.clock.lamps_lit
    assert game.menu is not None
    assert game.menu.title == "The Lantern Feast"
    press(game, pygame.K_RETURN)
    game.frame(DT)
    assert game.menu is None


def test_the_journal_is_hers() -> None:
    """Deeds are told to the hero as "you"; the ballad alone sings of her by name."""
    story = Story()
    story.heal()
    story.bribe(10)
    lines = [line for _, line in pages.journal(story).lines]
    assert {"Yarrow healed your wolf bite.", "Bram took ten gold coins from you and opened the gate."} <= set(lines)
    assert not [line for line in lines if "Ada" in line]
    assert "Ada" in story.ballad[2]


def answered(game: Game, text: str, *calls: str) -> None:
    """Hilda answers something, and calls functions with it."""
    npc, message = game.village.villagers["smith"].npc, stealth.Message("Well?")
    reply = Reply(content=text, calls=tuple(WireCall(name=name) for name in calls))
    message.settle(stealth.MessageState.SAID, reply=reply)
    said = {"npc": npc, "player": game.village.player, "message": message, "text": text, "stealth": True}
    game.handle_event(pygame.event.Event(stealth.NPC_SAID, said))


def test_what_somebody_answers_is_in_the_journal(game: Game) -> None:
    """Answers worth keeping: not every nod, and not the words that come with a deed or tell what became of it."""
    answered(game, "Very well.")
    answered(game, "A sword costs 25 gold coins.")
    answered(game, "You have 8 gold.")
    answered(game, "Very well, let me buy the silver ring.", "sell_item")
    smith = game.village.villagers["smith"].npc
    assert smith is not None
    smith.memory.add(
        TranscriptLine(smith.name, "You have only 15 gold coins.", "npc", game.village.player.id, "action")
    )
    answered(game, "I could not. You have only 15 gold coins.")
    assert game.village.story.known == ["Hilda Ashford: A sword costs 25 gold coins."]
    assert any("25 gold" in line for _, line in pages.journal(game.village.story).lines)


def test_food_is_eaten_with_a_key(game: Game) -> None:
    """A honey bun heals a heart."""
    game.village.story.buy("baker", "honey bun")
    press(game, pygame.K_f)
    assert (game.village.story.purse.health, game.village.story.purse.items) == (8, ["silver ring", "wolf pelt"])


@pytest.mark.parametrize("key", [pygame.K_j, pygame.K_F1, pygame.K_ESCAPE])
def test_a_sheet_opens_and_closes_with_its_key(game: Game, key: int) -> None:
    """The village waits meanwhile."""
    press(game, key)
    minutes = game.village.clock.minutes
    game.frame(DT)
    assert game.menu is not None
    assert game.village.clock.minutes == minutes
    press(game, key)
    game.frame(DT)
    assert game.menu is None


def test_under_a_sheet_nothing_asks_to_be_pressed(game: Game) -> None:
    """No "[E] Talk" while E does not talk."""
    presenter = game.dialogue.presenter
    assert isinstance(presenter, stealth.BubblePresenter)
    for key, prompts in ((pygame.K_j, False), (pygame.K_j, True)):
        press(game, key)
        game.frame(DT)
        assert presenter.prompts is prompts


def test_at_the_feast_old_words_are_gone(game: Game) -> None:
    """Everybody stands somewhere else now, and what they said before would lie over other faces."""
    npc = game.village.villagers["elder"].npc
    assert npc is not None
    npc.say("So it is true?")
    game.frame(DT)
    assert isinstance(game.dialogue.presenter, stealth.BubblePresenter)
    assert game.dialogue.presenter.bubbles.of(npc)
    game.village.story.news.append("feast")
    game.frame(DT)
    assert game.dialogue.presenter.bubbles.of(npc) == []


def test_settings_change_the_library_s_theme_and_are_kept(game: Game, tmp_path: Path) -> None:
    """Every row can be changed by keys; the file is found again."""
    game.prefs.path = tmp_path / "folder" / "preferences.json"
    press(game, pygame.K_ESCAPE)
    for _ in ("Save", "Load…"):
        press(game, pygame.K_DOWN)
    for _ in range(6):
        press(game, pygame.K_DOWN)
        press(game, pygame.K_RIGHT)
        game.frame(DT)
    presenter = game.dialogue.presenter
    assert isinstance(presenter, stealth.BubblePresenter)
    assert (presenter.theme.text_size, presenter.theme.high_contrast, presenter.theme.reduced_motion) == (
        21,
        True,
        True,
    )
    assert game.village.effects.calm
    again = Prefs.load(game.prefs.path)
    assert (again.text_size, again.volume, again.music) == (21, 0.8, False)


def test_a_key_leads_to_the_whole_screen_and_back(game: Game, tmp_path: Path) -> None:
    """The choice is kept, and the window has the size that it had."""
    game.prefs.path = tmp_path / "preferences.json"
    for full in (True, False):
        press(game, pygame.K_F11)
        game.frame(DT)
        assert Prefs.load(game.prefs.path).full_screen is full
        assert bool(game.screen.get_flags() & pygame.FULLSCREEN) is full
        assert pygame.display.get_surface() is game.screen
    assert game.screen.get_size() == (640, 360)


def test_the_mouse_can_leave_the_village(game: Game) -> None:
    """Point, click, and click again: one slip of the hand ends no evening."""
    press(game, pygame.K_ESCAPE)
    game.draw()
    assert isinstance(game.menu, Pause)
    at = game.menu.boxes[-1].center
    game.handle_event(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)))
    for running in (True, False):
        game.handle_event(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))
        assert game.running is running


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"text_size": 999, "volume": "loud", "music": 3, "what": 1}'])
def test_damaged_preferences_are_as_at_first(kept: str, tmp_path: Path) -> None:
    """A broken file costs nobody the game."""
    path = tmp_path / "preferences.json"
    path.write_text(kept)
    assert Prefs.load(path) == Prefs(path=path)
    assert Prefs.load(tmp_path / "none.json") == Prefs(path=tmp_path / "none.json")


def test_preferences_that_cannot_be_written_last_for_the_game(tmp_path: Path) -> None:
    """A read-only home is no reason to stop."""
    (tmp_path / "file").write_text("")
    assert not Prefs(path=tmp_path / "file" / "preferences.json").save()
    assert not Prefs().save()
    path = tmp_path / "preferences.json"
    assert Prefs(path=path, volume=0.3).save()
    assert json.loads(path.read_text())["volume"] == 0.3


def test_without_a_sound_card_all_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing raises."""

    def no_card() -> None:
        raise pygame.error("no sound card")

    monkeypatch.setattr(pygame.mixer, "get_init", lambda: None)
    monkeypatch.setattr(pygame.mixer, "init", no_card)
    sound = Sound(["smith"])
    assert sound.silent
    sound.news("coin")
    sound.step()
    sound.speak("smith")
    sound.music("merry")


def test_neighbours_chat_when_they_are_left_alone() -> None:
    """Question and answer; whoever is spoken to in between ends it."""
    said: list[str] = []
    talk = SmallTalk(Story(), lambda who, text: said.append(who), random.Random(1))
    for _ in range(200):
        talk.update(0.1, {"bard", "merchant"})
    assert set(said[:2]) == {"bard", "merchant"}
    before = len(said)
    for _ in range(200):
        talk.update(0.1, set())
    assert len(said) == before


def test_whom_the_hero_has_met_has_a_name(game: Game) -> None:
    """Over the head, near by, and only after an answer."""
    smith = game.village.villagers["smith"]
    smith.stroll = 0
    stand_by(game, "smith")
    pictures = []
    for met in (set(), {"smith"}):
        game.village.met = met
        surface = pygame.Surface((640, 360))
        game.view.fit(surface.get_size())
        game.view.follow(game.village.hero.at)
        names.draw(surface, game.view, game.village.hero, [game.village.villagers[name] for name in met], 13)
        pictures.append(pygame.image.tobytes(surface, "RGB"))
    assert pictures[0] != pictures[1]
    assert smith.npc is not None
    game.village.met = set()
    smith.npc.say("Marta! The usual pie?")
    game.frame(DT)
    assert game.village.met == set()
    answered(game, "A sword costs 25 gold coins.")
    assert game.village.met == {"smith"}


def test_the_night_waits_for_the_feast(game: Game) -> None:
    """No clock makes a slow player miss it; after the feast the morning comes."""
    village, nowhere = game.village, pygame.Rect(0, 0, 1, 1)
    village.clock.minutes = 23.5 * 60 - 0.02
    for _ in range(60):
        village.update(DT, nowhere)
    assert village.clock.text == "23:30"
    village.story.feast = True
    village.update(DT, nowhere)
    assert village.clock.minutes > 23.5 * 60 + DT / 2


def test_no_small_talk_is_repeated_within_two_minutes() -> None:
    """Not even where only two neighbours are near."""
    heard: list[tuple[float, str]] = []
    age = 0.0
    talk = SmallTalk(Story(), lambda who, text: heard.append((age, text)), random.Random(3))
    for _ in range(6000):
        age += 0.1
        talk.update(0.1, {"bard", "merchant"})
    times: dict[str, list[float]] = {}
    for moment, text in heard:
        times.setdefault(text, []).append(moment)
    assert len(heard) > 8
    assert all(later - before >= 115 for moments in times.values() for before, later in itertools.pairwise(moments))


def test_what_one_could_say_follows_the_story() -> None:
    """At most three, and none that is done already."""
    story = Story()
    assert "Please open the gate." in suggestions("warden", story)
    story.bribe(10)
    assert "Please open the gate." not in suggestions("warden", story)
    assert all(len(suggestions(name, story)) <= 3 for name in ("smith", "baker", "merchant", "fisher"))


def painted(game: Game, at: tuple[float, float], *, talking: bool = False, feast: bool = False) -> pygame.Surface:
    """A little of the picture around a point of the map; the hero is far away."""
    village, surface = game.village, pygame.Surface((640, 360))
    smith = village.villagers["smith"]
    game.view.fit(surface.get_size())
    game.view.follow(at)
    seen = [smith] if talking else []
    game.view.draw(surface, [village.hero, smith], village.clock, village.effects, 0.0, feast, seen)
    here = pygame.Rect(0, 0, 10, 10)
    here.center = tuple(map(round, game.view.camera(at)))  # type: ignore[assignment]
    return surface.subsurface(here)


@pytest.mark.parametrize("talking", [False, True])
def test_who_talks_is_seen_through_a_tree(game: Game, talking: bool) -> None:
    """Whoever speaks is never behind leaves, and everybody else shows through as well."""
    smith, game.village.clock.minutes = game.village.villagers["smith"], 12 * 60
    things = game.village.map.things
    houses = [thing.area for thing in things if thing.kind == "house"]
    trees = [thing for thing in things if thing.kind == "tree" and thing.area.collidelist(houses) < 0]
    tree = min(trees, key=lambda tree: math.dist(tree.foot, smith.home))
    seen = []
    for away in (0, 1000):
        smith.at = (tree.foot[0] + away, tree.foot[1] - 14)
        crown = painted(game, (tree.foot[0], tree.foot[1] - 28), talking=talking)
        seen.append(pygame.image.tobytes(crown, "RGB"))
    assert seen[0] != seen[1]


def test_faces_at_the_feast_are_lit(game: Game) -> None:
    """By the same clock a face is brighter than on any other night."""
    game.village.clock.minutes = 21 * 60
    smith = game.village.villagers["smith"]
    light = []
    for feast in (False, True):
        face = painted(game, (smith.at[0], smith.at[1] - 16), feast=feast)
        light.append(sum(pygame.transform.average_color(face)[:3]))
    assert light[1] > light[0] * 1.3


def test_nobody_is_asked_for_what_is_done() -> None:
    """With all errands done, no reply on offer is about oil, a missing boy, a shut gate or help; each still has one."""
    story = Story()
    names = ("smith", "baker", "pip", "healer", "merchant", "warden", "lamplighter", "fisher", "elder", "bard")
    for deed in (story.take_fish_oil, story.light_lanterns, story.pip_may_fish, story.write_pass, story.open_gate):
        assert deed()
    offered = {name: suggestions(name, story) for name in names}
    assert all(offered.values())
    stale = (" oil", "where is pip", "where could pip", "come with me", "gate", "to help", "light the")
    assert not [line for lines in offered.values() for line in lines for word in stale if word in line.lower()]


@pytest.mark.slow
@pytest.mark.parametrize("size", [(640, 360), (1280, 720)])
def test_the_chat_box_covers_no_face(game: Game, size: tuple[int, int]) -> None:
    """Everywhere in the village, replies on offer included, at the usual size of words."""
    game.screen = pygame.display.set_mode(size)
    presenter = game.dialogue.presenter
    assert isinstance(presenter, stealth.BubblePresenter)
    for villager in game.village.villagers.values():
        villager.stroll = 0
        stand_by(game, villager.name)
        game.dialogue.focus = None
        game.frame(DT)
        game.dialogue.focus = villager.npc
        for _ in range(20):
            game.frame(DT)
        chin = game.view.camera((villager.at[0], villager.at[1] - 16))[1]
        assert presenter.chat.suggestions.texts
        assert presenter.chat.rect.top > chin, villager.name


@pytest.mark.parametrize(("hour", "part", "lit"), [(4, "night", True), (9, "morning", False), (20, "evening", True)])
def test_the_clock_knows_the_light(hour: int, part: str, lit: bool) -> None:
    """Lamps burn when it is dark."""
    clock = Clock(hour * 60)
    assert (clock.part, clock.lamps_lit, clock.text) == (part, lit, f"{hour:02}:00")
    assert (clock.dark > 0.4) is lit
    clock.update(24 * 60)
    assert clock.text == f"{hour:02}:00"


def test_words_are_wrapped_and_cut_to_their_width() -> None:
    """The bar never runs over."""
    pygame.init()
    widgets.forget()
    lines = list(widgets.wrap("one two three four five", 17, 80))
    assert all(widgets.font(17).size(line)[0] <= 80 for line in lines)
    assert " ".join(lines) == "one two three four five"
    assert widgets.fitted("one two three four five", 17, 80).endswith("…")
    assert widgets.fitted("one", 17, 80) == "one"
    pygame.quit()
