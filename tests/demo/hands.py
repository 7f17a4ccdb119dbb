"""The hands of somebody who plays the demo in a test."""

from __future__ import annotations

import pygame

from demo_game.game import Game


def press(game: Game, *keys: int) -> None:
    """Press keys one after the other, and let go of each."""
    for key in keys:
        for kind in (pygame.KEYDOWN, pygame.KEYUP):
            game.handle_event(pygame.event.Event(kind, key=key, mod=0, unicode="", scancode=0))
