"""From options to a running game, and back to an exit code."""

from __future__ import annotations

import argparse
import contextlib
import gc
import sys
from collections.abc import Iterator

import pygame

import stealth_pygame as stealth
from demo_game import files
from demo_game.errors import AssetError
from demo_game.game import CAPTION, Game
from demo_game.prefs import Prefs
from demo_game.prefs import default_path as prefs_path
from demo_game.saves.files import Saves, default_folder
from demo_game.tour.runner import take_tour, tour_saves
from demo_game.window import fitting, open_window

MAP = "village.tmx"
SMALL_TALK = 60
"""Messages that neighbours may send each other in one game if a model answers, because that may cost money."""
CROWD_KEYS = ("t",)
"""Keys that open the chat box for a message to everybody near."""
ICON = "icons/window.png"


async def start(options: argparse.Namespace) -> int:
    """Open the window, play, and close everything; return the exit code. A web page runs between frames."""
    pygame.init()
    prefs = Prefs() if options.headless else Prefs.load(prefs_path())
    try:
        size = options.size if options.headless else fitting(options.size)
        screen = open_window(size, full_screen=prefs.full_screen and not options.windowed)
        pygame.display.set_caption(CAPTION)
        pygame.display.set_icon(files.picture(ICON))
        return await _play(options, screen, prefs)
    except (AssetError, stealth.StealthError, pygame.error) as exc:
        print(exc, file=sys.stderr)
        return 2
    finally:
        pygame.quit()


async def _play(options: argparse.Namespace, screen: pygame.Surface, prefs: Prefs) -> int:
    games: list[Game] = []
    presenter = prefs.presenter(lambda who, letter: games[0].speak(who, letter))
    with connect(options, presenter) as dialogue:
        saves = Saves(tour_saves(options.out) if options.tour else default_folder())
        muted = options.mute or options.headless
        game = Game(screen, dialogue, files.ASSETS / MAP, prefs, muted, saves, chatty=bool(options.model))
        games.append(game)
        with settled():
            if options.tour:
                return await take_tour(game, options.out)
            await game.run()
    return 0


@contextlib.contextmanager
def settled() -> Iterator[None]:
    """Keep the garbage collector away from everything created before the first frame: scanning it takes 49 ms."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def connect(options: argparse.Namespace, presenter: stealth.BubblePresenter) -> stealth.Dialogue:
    """Return a dialogue with the backend at a URL, or with the embedded one."""
    # With `--reload`, F3 shows the overlay with mistakes in character files instead of the page of costs.
    common = {"presenter": presenter, "reload": options.reload, "debug": options.reload}
    if options.url:
        return stealth.Dialogue(options.url, options.auth, settings=stealth.Settings(crowd_keys=CROWD_KEYS), **common)
    talks = SMALL_TALK if options.model else None
    settings = stealth.Settings(npc_talk_messages=talks, crowd_keys=CROWD_KEYS)
    return stealth.Dialogue.local(
        model=options.model, embeddings=options.embeddings, seed=options.seed, settings=settings, **common
    )
