"""Everybody and everything that lives, without a window: the heart of the game, and what a reader should copy from.

The library is used in three places here: `_move_in` makes an NPC of every sheet in a folder, `context` and
`_context_of` tell them what the game knows, and `actions` lets them change it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from pathlib import Path

import pygame

import stealth_pygame as stealth
from demo_game import files
from demo_game.actions import ACTIONS
from demo_game.day import Clock
from demo_game.deals import Deals
from demo_game.effects import Effects
from demo_game.faces import faces
from demo_game.feast import CHEERS, CIRCLE, FEAST_HERO, FEAST_TIME
from demo_game.hero import Hero
from demo_game.hints import MOST, shout, suggestions
from demo_game.rumours import greeting
from demo_game.smalltalk import Chat, SmallTalk, opening
from demo_game.story import Story
from demo_game.telling import Teller
from demo_game.tilemap import Point, VillageMap, read
from demo_game.villagers import Villager
from demo_game.world import World

EARSHOT = 210.0
HOME = 42.0
HERO_HEAD: Point = (0.0, -27.0)
CHARACTERS = "characters"
COMMON = "villager.toml"
"""The fields that all sheets have in common."""
PACE = 0.6
"""Minutes of the village in a second of play: an evening to look around, and a day to get everything ready."""
NIGHT_WAITS = 23.5 * 60
"""The minute at which the night waits for whoever is still talking: `night.py` turns it into the next morning."""


class Village:
    """The story with its bodies. Call `update` once a frame; `happened` is called with each piece of news.

    characters: a folder with a sheet for each villager of the map;
    chatty: the backend thinks up the small talk of the neighbours; otherwise they say what is written for them.
    """

    def __init__(
        self,
        dialogue: stealth.Dialogue,
        path: Path,
        happened: Callable[[str], None],
        seed: int = 7,
        *,
        characters: Path = files.ASSETS / CHARACTERS,
        chatty: bool = False,
    ) -> None:
        rng = random.Random(seed)
        self.map: VillageMap = read(path)
        self.world = World(self.map)
        self.story = Story()
        self.deals = Deals(self.story)
        self.clock = Clock()
        self.hero = Hero(self.map.start)
        self.effects = Effects(self.map, rng)
        self.dialogue = dialogue
        self.player = dialogue.add_player(
            stealth.Player(
                self.story.hero, position=lambda: self.hero.at, context=self.context, bubble_offset=HERO_HEAD
            )
        )
        self._most_hints = MOST
        self.villagers: dict[str, Villager] = {}
        self._tellers: dict[str, Teller] = {}
        self._behind: list[str] = []
        for person in self.map.people:
            stroll = float(person.properties.get("stroll", 0))
            self.villagers[person.name] = Villager(person.name, person.position, stroll, rng)
        self._move_in(characters)
        self.small_talk = SmallTalk(self.story, self.say, rng, self._converse if chatty else None)
        self._lanterns = {colour: files.picture(f"things/lantern_{colour}.png") for colour in ("gold", "green")}
        self._happened = happened
        self.told: dict[str, int] = {}
        self.greeted = 0
        self.met: set[str] = set()
        """The villagers who have answered the hero."""
        self._called: set[str] = set()
        self.ending = -1.0
        """Seconds until the last page is shown; -1 for never."""
        self._tune = 0.0

    def _move_in(self, characters: Path) -> None:
        """Make an NPC for each villager: a sheet of the folder, a place on the map, and what the game knows of them."""
        npcs = self.dialogue.add_npcs(
            characters, default=files.ASSETS / COMMON, positions=self.map.people, each=self._options_of
        )
        for name, villager in self.villagers.items():
            npc = villager.npc = npcs[name]
            ACTIONS[name](npc, self.story, self.deals)
            self._tellers[name] = Teller(npc, name)
            self._tellers[name].follow(self.story)
            npc.suggestions = suggestions(name, self.story, self._most_hints)

    def _options_of(self, name: str) -> dict[str, object]:
        """Return what the game says of one villager beside the sheet: who walks has a callable for a position."""
        villager = self.villagers[name]
        return {
            "position": lambda: villager.at,
            "context": lambda: self._context_of(name),
            "portraits": faces(name),
        }

    # --- what the villagers are told with each message

    def context(self) -> dict[str, object]:
        """The hero, as everybody sees the hero."""
        purse, story = self.story.purse, self.story
        return {
            "name": story.hero,
            "gold": purse.gold,
            "health": f"{purse.health} of 10",
            "inventory": purse.items,
            "place": self.place,
            "time_of_day": f"{self.clock.part}, {self.clock.text}",
            "errand": story.goal[0],
            "lanterns": f"burning {story.lanterns}" if story.lanterns else "dark",
            "gate": "open" if story.gate_open else "shut",
        }

    def _context_of(self, name: str) -> dict[str, object]:
        """Return what one villager has heard of the hero's deeds elsewhere."""
        return {"rumours": self.story.heard_by(name)}

    @property
    def place(self) -> str:
        """Where the hero is, by name."""
        return self.map.place_at(*self.hero.at)

    # --- the loop

    def update(self, dt: float, shown: pygame.Rect) -> None:
        """Let `dt` seconds pass."""
        if self.story.feast or self.clock.minutes < NIGHT_WAITS:
            self.clock.update(dt * PACE)
        self.hero.update(dt)
        if not self.dialogue.typing:
            self.hero.stroll(self.world, dt, self.story.purse.pace)
        talking = self.dialogue.focus
        if talking is not None and talking.place is not None and not self.hero.walking:
            self.hero.look_at(talking.place)
        for villager in self.villagers.values():
            villager.live(self.world, self.hero, dt, talking is villager.npc)
        self.small_talk.update(dt, self._free())
        self.effects.update(dt, shown, self.clock.dark, self.story.feast)
        self._play(dt)
        self._look_after_pip()
        self._tell_news()
        # Somebody may have saved the villager's file.
        changed = [name for name, teller in self._tellers.items() if teller.has_another_sheet]
        self._behind += [name for name in changed if name not in self._behind]
        # One sheet a frame: all ten at once would cost one frame ten times as much.
        if self._behind:
            self._tellers[self._behind.pop()].follow(self.story)

    def _free(self) -> set[str]:
        """Return the villagers who may chat: near enough to be heard, and not in a conversation with the hero."""
        if self.dialogue.typing:
            return set()
        return {
            name
            for name, villager in self.villagers.items()
            if math.dist(villager.at, self.hero.at) < EARSHOT and villager.npc and not villager.npc.busy
        }

    def _play(self, dt: float) -> None:
        self._tune -= dt
        if self._tune <= 0:
            self._tune = 0.7 if self.story.song == "merry" else 1.6
            if not self.effects.calm:
                self.effects.note(self.villagers["bard"].at)

    def _look_after_pip(self) -> None:
        pip, marta = self.villagers["pip"], self.villagers["baker"]
        pip.follows = self.story.pip == "following"
        if pip.follows and math.dist(self.hero.at, marta.at) < HOME and math.dist(pip.at, self.hero.at) < HOME:
            self.story.pip_comes_home()
            pip.settle(pip.at, 10)
            self.say("baker", "Pip! There you are! Come here, you rascal.")

    def _tell_news(self) -> None:
        while self.story.news:
            word = self.story.news.popleft()
            if word == "feast":
                self._gather()
            elif word in ("coin", "heal", "done"):
                self.effects.spark(word, self.hero.at)
            elif word == "gate":
                self.effects.spark("gate", self.world.gate.foot, 40)
            elif word == "light":
                for lantern in self.world.lanterns:
                    self.effects.spark("light", (lantern.foot[0], lantern.foot[1] - 20), 8)
            self._happened(word)
            self._adapt()

    def _adapt(self) -> None:
        """The world and what one could say follow the story."""
        self.world.gate.changed = self.story.gate_open
        self.world.set_lanterns(self.story.lanterns, self._lanterns)
        focus = self.dialogue.focus
        self._behind = sorted(self.villagers, key=lambda name: self.villagers[name].npc is focus)
        for name, villager in self.villagers.items():
            if villager.npc is not None:
                villager.npc.suggestions = suggestions(name, self.story, self._most_hints)

    def fit(self, hints: int) -> None:
        """Offer so many replies at most."""
        if hints != self._most_hints:
            self._most_hints = hints
            self._adapt()

    def turn_back(self) -> None:
        """The story is another one now: what was going on has not happened."""
        self.dialogue.focus = None
        self.hero.release()
        self.small_talk.begin(())
        self.deals.forget()
        self.met = {npc.id for npc in self.dialogue.npcs if any(line.by == "player" for line in npc.transcript)}
        self._adapt()
        self._happened("back")

    def _gather(self) -> None:
        """Everybody comes to the plaza, and night falls."""
        for name, at in CIRCLE.items():
            self.villagers[name].settle(at, 6)
            self.villagers[name].follows = False
        self.hero.at = FEAST_HERO
        self.hero.facing = "up"
        self.clock.minutes = max(self.clock.minutes, FEAST_TIME)
        self.told = dict.fromkeys(self.villagers, len(self.story.rumours))
        self.small_talk.begin(CHEERS)

    # --- words

    def say(self, name: str, text: str) -> None:
        """A scripted line of somebody."""
        npc = self.villagers[name].npc
        if npc is not None:
            npc.say(text)

    def _converse(self, chat: Chat) -> bool:
        """Let two neighbours talk about something in words of their own; False where the settings allow no more."""
        one, other = (self.villagers[name].npc for name, _ in chat.lines[:2])
        if one is None or other is None:
            return False
        return not self.dialogue.converse(one, other, about=chat.about, turns=len(chat.lines)).done

    def call_out(self) -> bool:
        """Say something to everybody near: the nearest answer, one after the other. False where nobody hears it."""
        return bool(self.player.say(shout(self.story)))

    def heard(self, npc: stealth.NPC, message: stealth.Message | None, text: str) -> stealth.Feedback | None:
        """Take note of an answer; return the outcome where it closed a deal, which the villager says as well."""
        self.story.hear(text)
        # Small talk is said to a neighbour: who is only overheard has not been met.
        if message is not None:
            self.met.add(npc.id)
        acted = message is None or message.reply is None or bool(message.reply.calls)
        outcome = self.deals.hear(npc.id, message.text if message else "", text, acted)
        if outcome is not None:
            npc.say(outcome.message)
        return outcome

    def welcome(self, npc: stealth.NPC) -> None:
        """The hero came near: a villager who has heard something new, and is one to say so, says the newest.

        Whoever knows nothing yet of a stranger, and wants something, calls out to them, once.
        """
        if self.dialogue.typing or npc.busy:
            return
        heard = self.story.heard_by(npc.id)
        new = heard[self.told.get(npc.id, 0) :]
        self.told[npc.id] = len(heard)
        lines = [greeting(text, self.story.hero, npc.id, self.greeted) for text in reversed(new)]
        line = next((line for line in lines if line), "")
        if line:
            self.greeted += 1
        elif not heard and npc.id not in self.met | self._called:
            line = opening(npc.id, self.story)
        if line:
            self._called.add(npc.id)
            self.say(npc.id, line)
