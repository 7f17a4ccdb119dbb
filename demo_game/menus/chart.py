"""The map that Tobias sells: the whole village on one sheet, with places, the hero and the villagers already met."""

from __future__ import annotations

import pygame

from demo_game import widgets
from demo_game.menus.pages import Menu
from demo_game.village import Village
from demo_game.widgets import EDGE, GOLD, INK

PAPER = 150
"""Opacity of the picture on the paper, 0 to 255."""


class Chart(Menu):
    """The map of the village. Every key that closes sheets closes it."""

    def __init__(self, village: Village) -> None:
        super().__init__("The map of Alderbrook", [], (pygame.K_TAB,))
        self._village = village
        self._drawn = pygame.Surface((0, 0))

    def draw(self, surface: pygame.Surface, size: int) -> None:
        """Draw the map as large as the window allows, in whole or half pixels."""
        surface.blit(widgets.veil(surface.get_size(), 150), (0, 0))
        room = surface.get_width() - 48, surface.get_height() - round(size * 4.2) - 24
        wide, high = self._village.map.size[0], self._village.map.walked
        scale = min(room[0] / wide, room[1] / high)
        picture = self._picture((round(wide * scale), round(high * scale)))
        board = picture.get_rect().inflate(24, round(size * 4.2))
        board.center = surface.get_rect().center
        widgets.panel(surface, board)
        title = widgets.words(self.title, size, GOLD, bold=True)
        surface.blit(title, title.get_rect(midtop=(board.centerx, board.top + size // 2)))
        paper = picture.get_rect(midtop=(board.centerx, board.top + round(size * 2.1)))
        surface.blit(picture, paper)
        self._draw_words(surface, paper, scale, max(10, round(size * 0.72)))
        foot = widgets.words(
            "Tab, Esc: close   ·   white: you   ·   gold: whom you have met", max(10, round(size * 0.8)), INK
        )
        surface.blit(foot, foot.get_rect(midtop=(board.centerx, paper.bottom + size // 4)))

    def _picture(self, size: tuple[int, int]) -> pygame.Surface:
        """Return the picture of the village, small and pale; rendered once for each window size."""
        if self._drawn.get_size() != size:
            village = self._village.map
            whole = village.ground[0].subsurface((0, 0, village.size[0], village.walked)).copy()
            for thing in village.things:
                whole.blit(thing.picture, thing.area)
            self._drawn = pygame.transform.smoothscale(whole, size)
            pale = pygame.Surface(size)
            pale.fill((236, 218, 178))
            pale.set_alpha(255 - PAPER)
            self._drawn.blit(pale, (0, 0))
        return self._drawn

    def _draw_words(self, surface: pygame.Surface, paper: pygame.Rect, scale: float, size: int) -> None:
        """Write the names of places, and mark the hero and the villagers already met."""
        village = self._village
        for name, rect in village.map.places:
            words = widgets.words(name.removeprefix("the ").capitalize(), size, EDGE, bold=True)
            middle = paper.left + rect.centerx * scale, paper.top + rect.centery * scale
            surface.blit(words, words.get_rect(center=middle).clamp(paper))
        for one, colour in [*((village.villagers[name], GOLD) for name in village.met), (village.hero, INK)]:
            at = round(paper.left + one.at[0] * scale), round(paper.top + (one.at[1] - 8) * scale)
            pygame.draw.circle(surface, EDGE, at, max(3, size // 3) + 2)
            pygame.draw.circle(surface, colour, at, max(3, size // 3))
