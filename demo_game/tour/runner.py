"""An automatic tour: the whole story is played through the real loop and the real backend.

Time is stepped, and answers are awaited. A step that fails ends the tour with its name.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pygame

from demo_game.game import Game
from demo_game.tour.hands import Hands
from demo_game.tour.script import SCRIPT, Ask, Look, Press, See, Step, Visit

DT = 1 / 24
PATIENCE = 60.0
HURRIES = 4


class TourError(Exception):
    """A step of the tour has failed."""


class Tour:
    """Runs the steps in a game, and records the conversations with pictures."""

    def __init__(self, game: Game, out: Path) -> None:
        self._game, self._out = game, out
        self._hands = Hands(game, self.frame)
        self._heard: dict[str, int] = {}
        self._lines: list[str] = []
        self._pictures = 0

    async def play(self) -> None:
        """Run all steps. Raises `TourError` with the step that failed."""
        self._out.mkdir(parents=True, exist_ok=True)
        for old in self._out.glob("*.png"):
            old.unlink()
        try:
            for step in SCRIPT:
                await self.do(step)
        finally:
            (self._out / "transcript.txt").write_text("\n".join(self._lines) + "\n", encoding="utf-8")

    async def frame(self) -> None:
        """Run one frame of the game; while an answer is awaited, sleep for a moment of real time."""
        self._game.frame(DT)
        pygame.display.flip()
        busy = any(npc.busy for npc in self._game.dialogue.npcs)
        await asyncio.sleep(0.004 if busy else 0)
        self._listen()

    async def do(self, step: Step) -> None:
        """Run one step. Raises `TourError` if it fails."""
        if isinstance(step, Visit):
            await self._visit(step.whom)
        elif isinstance(step, Ask):
            await self._ask(step)
        elif isinstance(step, Press):
            await self._hands.tap(step.key)
            await self._pass(0.2)
        elif isinstance(step, Look):
            await self._pass(step.seconds)
            self._photograph(step.name)
        elif isinstance(step, See):
            await self._until(lambda: step.holds(self._game.village.story), step.what, step.patience)

    async def _visit(self, whom: str) -> None:
        self._note(f"-- {self._game.village.clock.text}, {self._game.village.place}: to {whom}")
        if self._game.dialogue.focus is not None:
            await self._hands.tap(pygame.K_ESCAPE)
        if not await self._hands.walk_to(whom):
            raise TourError(f"walk to {whom}: the hero did not get there")
        await self._hands.tap(pygame.K_e)
        npc = self._game.village.villagers[whom].npc
        await self._until(lambda: self._game.dialogue.focus is npc, f"E opens the chat box with {whom}", 2.0)
        for _ in range(HURRIES):
            if npc is None or self._game.dialogue.presenter.has_read(npc):
                break
            await self._hands.tap(pygame.K_RETURN)
            await self._pass(0.3)

    async def _ask(self, step: Ask) -> None:
        npc = self._game.dialogue.focus
        if npc is None:
            raise TourError(f"say {step.text!r}: nobody is spoken to")
        before = len(npc.transcript)
        await self._hands.type(step.text)
        if step.typing:
            self._photograph(step.typing)
        await self._hands.tap(pygame.K_RETURN)
        answer = f"{npc.name} answers {step.text!r}"
        await self._until(lambda: not npc.busy and len(npc.transcript) > before + 1, answer, PATIENCE)
        if step.then is not None:
            await self._until(lambda: step.then is None or step.then(self._game.village.story), step.what, 3.0)
        await self._pass(step.read)
        if step.picture:
            self._photograph(step.picture)

    async def _until(self, holds: Callable[[], bool], what: str, patience: float) -> None:
        """Run frames until a condition holds, for `patience` stepped seconds; while somebody thinks, in real time."""
        end, passed = time.monotonic() + max(patience, PATIENCE), 0.0
        while not holds():
            waiting = any(npc.busy for npc in self._game.dialogue.npcs)
            if (time.monotonic() > end) if waiting else (passed > patience):
                raise TourError(f"{what}: it did not happen within {patience:.0f} s")
            await self.frame()
            # On a slow machine many frames pass during an answer, so frames are not counted then.
            passed += 0.0 if waiting else DT

    async def _pass(self, seconds: float) -> None:
        for _ in range(round(seconds / DT)):
            await self.frame()

    def _photograph(self, name: str) -> None:
        self._pictures += 1
        pygame.image.save(self._game.screen, self._out / f"{self._pictures:02}-{name}.png")
        self._note(f"   [picture {self._pictures:02}-{name}.png]")

    def _note(self, line: str) -> None:
        self._lines.append(line)

    def _listen(self) -> None:
        """Record what was said since the last frame."""
        for name, villager in self._game.village.villagers.items():
            lines = villager.npc.transcript if villager.npc else []
            for line in lines[self._heard.get(name, 0) :]:
                self._note(f"{line.name}: {line.text}")
            self._heard[name] = len(lines)


def tour_saves(out: Path) -> Path:
    """Return an empty folder for the tour's saved games, so that it starts at the beginning and changes no others."""
    folder = out / "saves"
    for old in folder.glob("*.json"):
        old.unlink()
    return folder


async def take_tour(game: Game, out: Path) -> int:
    """Run the tour. Return 0 if it succeeded, else 1, with the failed step on stderr."""
    try:
        await Tour(game, out).play()
    except TourError as exc:
        print(f"The tour failed at this step: {exc}", file=sys.stderr)
        return 1
    print(f"The story was played to its end; pictures and transcript are in {out}.")
    return 0
