"""The whole village without a window: the core of the game, and the part to copy for other games.

It uses the library in three places: `_move_in` creates an NPC for every sheet in a folder, `context` and
`_context_of` tell the NPCs the state of the game, and `actions` lets them change it.
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
"""The file with the fields that all sheets share."""
PACE = 0.6
"""Minutes in the village for each second of play: enough to explore in the evening, with a day for all errands."""
NIGHT_WAITS = 23.5 * 60
"""The minute at which the clock waits until all conversations end; then `night.py` begins the next morning."""


class Village:
    """The story and all bodies. Call `update` once per frame; `happened` is called with each piece of news.

    characters: a folder with a sheet for each villager of the map;
    chatty: the backend invents the small talk of neighbours; otherwise scripted lines are used.
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
        """Create an NPC for each villager, from a sheet of the folder, a place on the map, and its context."""
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
        """Return a villager's options besides the sheet; the position of a walking one is a function."""
        villager = self.villagers[name]
        return {
            "position": lambda: villager.at,
            "context": lambda: self._context_of(name),
            "portraits": faces(name),
        }

    # --- the context of each message

    def context(self) -> dict[str, object]:
        """Return the context for all villagers: the hero as they see the hero."""
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
        """Return the rumours that one villager knows."""
        return {"rumours": self.story.heard_by(name)}

    @property
    def place(self) -> str:
        """The name of the place where the hero is."""
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
        # The villager's file may have been saved meanwhile.
        changed = [name for name, teller in self._tellers.items() if teller.has_another_sheet]
        self._behind += [name for name in changed if name not in self._behind]
        # One sheet per frame, because all ten at once would make one frame slow.
        if self._behind:
            self._tellers[self._behind.pop()].follow(self.story)

    def _free(self) -> set[str]:
        """Return the villagers who may chat: near enough to be heard, and not talking to the hero."""
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
        """Adapt the map and the suggestions to the story."""
        self.world.gate.changed = self.story.gate_open
        self.world.set_lanterns(self.story.lanterns, self._lanterns)
        focus = self.dialogue.focus
        self._behind = sorted(self.villagers, key=lambda name: self.villagers[name].npc is focus)
        for name, villager in self.villagers.items():
            if villager.npc is not None:
                villager.npc.suggestions = suggestions(name, self.story, self._most_hints)

    def fit(self, hints: int) -> None:
        """Set the number of suggestions at most."""
        if hints != self._most_hints:
            self._most_hints = hints
            self._adapt()

    def turn_back(self) -> None:
        """Stop everything that was going on, because another game was loaded."""
        self.dialogue.focus = None
        self.hero.release()
        self.small_talk.begin(())
        self.deals.forget()
        self.met = {npc.id for npc in self.dialogue.npcs if any(line.by == "player" for line in npc.transcript)}
        self._adapt()
        self._happened("back")

    def _gather(self) -> None:
        """Bring everybody to the plaza, and let night fall."""
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
        """Say a scripted line of a villager."""
        npc = self.villagers[name].npc
        if npc is not None:
            npc.say(text)

    def _converse(self, chat: Chat) -> bool:
        """Let two neighbours talk about a topic in their own words. Return False if the settings do not allow it."""
        one, other = (self.villagers[name].npc for name, _ in chat.lines[:2])
        if one is None or other is None:
            return False
        return not self.dialogue.converse(one, other, about=chat.about, turns=len(chat.lines)).done

    def call_out(self) -> bool:
        """Say something to everybody near; the nearest answer one after the other. Return False if nobody is near."""
        return bool(self.player.say(shout(self.story)))

    def heard(self, npc: stealth.NPC, message: stealth.Message | None, text: str) -> stealth.Feedback | None:
        """Note an answer; return the outcome if it closed a deal, which the villager says too."""
        self.story.hear(text)
        # Small talk is addressed to a neighbour; a villager who was only overheard has not been met.
        if message is not None:
            self.met.add(npc.id)
        acted = message is None or message.reply is None or bool(message.reply.calls)
        outcome = self.deals.hear(npc.id, message.text if message else "", text, acted)
        if outcome is not None:
            npc.say(outcome.message)
        return outcome

    def welcome(self, npc: stealth.NPC) -> None:
        """Greet the hero who came near with the newest rumour, if the villager knows one and should tell it.

        A villager who knows nothing yet, and needs something, calls to the stranger once.
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
