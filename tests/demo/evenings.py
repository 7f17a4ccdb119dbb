"""A story in two evenings, each in a process of its own: `python -m tests.demo.evenings FOLDER first` (or second)."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"

import pygame

import stealth_pygame as stealth
from demo_game import files
from demo_game.game import Game
from demo_game.prefs import Prefs
from demo_game.saves.files import Saves
from demo_game.tour.runner import Tour
from demo_game.tour.script import Ask, Press, See, Step, Visit

EVENINGS: dict[str, tuple[Step, ...]] = {
    "first": (
        Press(pygame.K_RETURN),  # begin
        Visit("smith"),
        Ask("My name is Ada.", read=0.1),
        Ask("How much is a shield?", read=0.1),
        Visit("fisher"),
        Ask("Could you give me some fish oil?", lambda s: s.oil == "fish oil", "fish oil", read=0.1),
        Visit("pip"),
        Ask("Come with me, Pip!", lambda s: s.pip == "following", "Pip follows", read=0.1),
        Press(pygame.K_ESCAPE),
        Press(pygame.K_F5),
    ),
    "second": (
        Press(pygame.K_RETURN),  # continue
        See(lambda s: s.pip == "following" and s.oil == "fish oil", "the first evening is there", 0.5),
        Visit("smith"),
        Ask("And what does it cost?", read=0.1),
        Ask("Do you remember my name?", read=0.1),
        Visit("baker"),
        See(lambda s: s.pip == "home", "Pip comes home"),
        Visit("lamplighter"),
        Ask("Please light the lanterns!", lambda s: s.lanterns == "green", "the lanterns burn", read=0.1),
        Visit("elder"),
        Ask("Please write me a pass for the gate.", lambda s: "gate pass" in s.purse.items, "a pass", read=0.1),
        Visit("warden"),
        Ask("Please open the gate.", lambda s: s.gate_open, "the gate opens", read=0.1),
        Visit("elder"),
        Ask("Everything is ready. Please begin the feast!", lambda s: s.feast, "the feast begins", read=0.1),
    ),
}


def main() -> None:
    """Play one evening; whatever does not happen raises."""
    folder, evening = Path(sys.argv[1]), sys.argv[2]
    pygame.init()
    screen = pygame.display.set_mode((640, 360))
    with stealth.Dialogue.local(seed=7) as dialogue:
        game = Game(screen, dialogue, files.ASSETS / "village.tmx", Prefs(), True, Saves(folder / "saves"))
        tour = Tour(game, folder)
        for step in EVENINGS[evening]:
            asyncio.run(tour.do(step))
        smith = game.village.villagers["smith"].npc
        assert smith is not None
        for line in smith.transcript:
            print(f"{line.name}: {line.text}")
    pygame.quit()


if __name__ == "__main__":
    main()
