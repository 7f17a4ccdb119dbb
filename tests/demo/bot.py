"""A bot that plays the village at random. For long: `python -m tests.demo.bot --frames 20000`."""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame

import stealth_pygame as stealth
from demo_game import files
from demo_game.game import Game
from demo_game.prefs import Prefs
from demo_game.saves.files import Saves

DT = 1 / 30
WALKING = (pygame.K_LEFT, pygame.K_RIGHT, pygame.K_UP, pygame.K_DOWN, pygame.K_w, pygame.K_a, pygame.K_s, pygame.K_d)
OTHERS = (
    pygame.K_e, pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_j, pygame.K_F1, pygame.K_F2, pygame.K_m, pygame.K_SPACE,
    pygame.K_TAB, pygame.K_BACKSPACE, pygame.K_DELETE, pygame.K_HOME, pygame.K_PAGEUP, pygame.K_x, pygame.K_q,
    pygame.K_F5, pygame.K_F9,
)  # fmt: skip
SENTENCES = (
    "Hello!",
    "Please open the gate.",
    "I would like to buy a sword.",
    "Come with me!",
    "Wait here.",
    "Can you heal me?",
    "Where is Pip?",
    "Please light the lanterns.",
    "Give me some fish oil, please.",
    "Begin the feast!",
    "I sell my ring.",
    "Here are ten gold coins for you.",
    "Please write me a pass.",
    "Let Pip fish today.",
    "ñandú 你好 🐟 \u202e",
    "x" * 300,
    "?",
)


class Bot:
    """Presses keys, writes sentences and walks, all at random, and sees that nothing gets stuck."""

    def __init__(self, game: Game, seed: int) -> None:
        self.game = game
        self.rng = random.Random(seed)
        self.held: set[int] = set()
        self.sent = 0

    def frame(self) -> None:
        """One random deed now and then, one turn of the loop, one look at the state of things."""
        if self.rng.random() < 0.01:
            self._call_on_somebody()
        if self.rng.random() < 0.4:
            self._deed()
        self.game.running = True
        self.game.frame(DT)
        hero = self.game.village.hero
        assert self.game.village.world.free(*hero.at), f"the hero is stuck at {hero.at}"
        assert 0 <= self.game.village.story.purse.health <= 10
        assert self.game.village.story.purse.gold >= 0

    def _call_on_somebody(self) -> None:
        """A short cut: two thousand frames of random steps lead to few people."""
        village = self.game.village
        x, y = self.rng.choice(list(village.villagers.values())).at
        if self.game.menu is None and village.world.free(x + 18, y):
            village.hero.at = (x + 18, y)

    def _deed(self) -> None:
        chance = self.rng.random()
        near = self.game.dialogue.nearest(self.game.village.player)
        if self.game.menu is not None and chance < 0.5:
            self._tap(pygame.K_ESCAPE)
        elif self.game.dialogue.typing and self.game.dialogue.focus is None and chance < 0.5:
            self._tap(pygame.K_F2)
        elif near is not None and not self.game.dialogue.typing and chance < 0.3:
            self._tap(pygame.K_e)
        elif self.game.dialogue.typing and chance < 0.5:
            self._write(self.rng.choice(SENTENCES))
        elif chance < 0.75:
            self._walk()
        else:
            self._tap(self.rng.choice(OTHERS))

    def _walk(self) -> None:
        for key in list(self.held):
            self._post(pygame.KEYUP, key)
        self.held = set(self.rng.sample(WALKING, self.rng.randrange(3)))
        for key in self.held:
            self._post(pygame.KEYDOWN, key)

    def _tap(self, key: int) -> None:
        self._post(pygame.KEYDOWN, key)
        if 32 <= key < 127:
            pygame.event.post(pygame.event.Event(pygame.TEXTINPUT, text=chr(key)))
        self._post(pygame.KEYUP, key)

    def _write(self, text: str) -> None:
        pygame.event.post(pygame.event.Event(pygame.TEXTINPUT, text=text))
        self._tap(pygame.K_RETURN)
        self.sent += 1

    def _post(self, kind: int, key: int) -> None:
        pygame.event.post(pygame.event.Event(kind, key=key, mod=0, unicode="", scancode=0))

    def calm_down(self) -> None:
        """Let go of everything, and let all answers come in."""
        for key in list(self.held):
            self._post(pygame.KEYUP, key)
        self.game.menu = None
        self.game.dialogue.focus = None
        self._wait(lambda: not any(npc.busy for npc in self.game.dialogue.npcs), "the last answers")

    def ask_everybody(self) -> None:
        """Nobody may have become mute."""
        asked = {npc.id: npc.send("Hello, how are you?") for npc in self.game.dialogue.npcs}
        self._wait(lambda: all(message.done for message in asked.values()), "an answer of everybody")
        mute = [name for name, message in asked.items() if message.state is not stealth.MessageState.SAID]
        assert not mute, f"mute: {mute}"

    def _wait(self, holds: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + 30
        while not holds():
            assert time.monotonic() < end, f"waited in vain for {what}"
            self.game.frame(DT)


def play(frames: int, seed: int, size: tuple[int, int] = (640, 360)) -> Bot:
    """Play so many frames; raises whatever goes wrong."""
    pygame.init()
    screen = pygame.display.set_mode(size)
    with tempfile.TemporaryDirectory() as folder, stealth.Dialogue.local(seed=seed) as dialogue:
        saves = Saves(Path(folder))
        bot = Bot(Game(screen, dialogue, files.ASSETS / "village.tmx", Prefs(), False, saves), seed)
        for _ in range(frames):
            bot.frame()
        bot.calm_down()
        bot.ask_everybody()
    return bot


def main() -> int:
    """The bot's command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    bot = play(options.frames, options.seed)
    said = sum(len(npc.transcript) for npc in bot.game.dialogue.npcs)
    print(f"{options.frames} frames, {bot.sent} sentences written, {said} lines said: nobody is stuck, nobody is mute.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
