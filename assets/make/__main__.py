"""Write every picture, sound and map of the village: run `python -m assets.make` at the project's root."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame

from assets.make import ground, icons, sounds, title, village_map
from assets.make.canvas import sheet
from assets.make.cast import CAST
from assets.make.people import sheet_of
from assets.make.portraits import portraits_of
from assets.make.things import everything

ASSETS = Path(__file__).parent.parent


def save(picture: pygame.Surface, name: str) -> None:
    """One PNG under `assets/`."""
    path = ASSETS / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    pygame.image.save(picture, path)


def main() -> None:
    """Make it all; the same each time."""
    tiles = sheet(ground.all_tiles(), 16)
    save(tiles, "ground")
    things = everything()
    for name, thing in things.items():
        save(thing.picture, f"things/{name}")
    for name, look in CAST.items():
        save(sheet_of(look), f"people/{name}")
        if name != "hero":
            save(portraits_of(look), f"portraits/{name}")
    for name in icons.ICONS:
        save(icons.icon(name), f"icons/{name.replace(' ', '_')}")
    save(icons.note(), "icons/note")
    save(icons.sky_lantern(), "icons/sky_lantern")
    save(icons.quill(), "icons/window")
    save(title.title(things), "title")
    standing = {name: thing for name, thing in things.items() if thing.kind != "picture"}
    village_map.write_ground(ASSETS / "ground.tsx", tiles)
    village_map.write_things(ASSETS / "things.tsx", standing)
    village_map.write_map(ASSETS / "village.tmx", list(standing))
    sounds.write_all(ASSETS / "sounds")


if __name__ == "__main__":
    main()
