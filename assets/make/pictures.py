"""Pictures of the documentation, taken on the tour: `python -m assets.make.pictures` writes them to `docs/pictures/`.

Needs Pillow (extra `dev`) for small files; run it again when the village changes.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"

import pygame
from PIL import Image

import stealth_pygame as stealth
from demo_game import files
from demo_game.game import Game
from demo_game.prefs import Prefs
from demo_game.saves.files import Saves
from demo_game.tour.runner import Tour, TourError, tour_saves
from demo_game.tour.script import Ask, Step

KEPT = ("talk", "too-little-gold", "market", "pip-follows", "lanterns", "gate-opens", "feast")
FILMED = "lanterns"
EVERY = 6
FRAME_MS, LAST_MS = 160, 2400
COLOURS = 255


class Film(Tour):
    """A tour that keeps every sixth frame of one scene."""

    def __init__(self, game: Game, out: Path) -> None:
        super().__init__(game, out)
        self.frames: list[Image.Image] = []
        self._screen = game.screen
        self._rolling = False
        self._count = 0

    def do(self, step: Step) -> None:
        """Roll while somebody asks for the lanterns."""
        self._rolling = isinstance(step, Ask) and step.picture == FILMED
        super().do(step)

    def frame(self) -> None:
        """One frame, kept now and then."""
        super().frame()
        self._count += 1
        if self._rolling and self._count % EVERY == 0:
            self.frames.append(as_image(self._screen).resize((640, 360), Image.Resampling.LANCZOS))


def as_image(surface: pygame.Surface) -> Image.Image:
    """A pygame surface for Pillow."""
    return Image.frombytes("RGB", surface.get_size(), pygame.image.tobytes(surface, "RGB"))


def main() -> int:
    """Take the tour, keep the best of it."""
    pygame.init()
    screen = pygame.display.set_mode((1280, 720))
    target = files.ASSETS.parent / "docs" / "pictures"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, stealth.Dialogue.local(seed=7) as dialogue:
        saves = Saves(tour_saves(Path(folder)))
        film = Film(Game(screen, dialogue, files.ASSETS / "village.tmx", Prefs(), True, saves), Path(folder))
        try:
            film.play()
        except TourError as exc:
            print(f"The tour failed at this step: {exc}", file=sys.stderr)
            return 1
        for path in Path(folder).glob("*.png"):
            if path.stem[3:] in KEPT:
                small = Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
                small.save(target / f"{path.stem[3:]}.png", optimize=True)
    frames = [frame.quantize(64, dither=Image.Dither.NONE) for frame in film.frames]
    times = [FRAME_MS] * (len(frames) - 1) + [LAST_MS]
    frames[0].save(target / "lanterns.gif", save_all=True, append_images=frames[1:], duration=times, loop=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
