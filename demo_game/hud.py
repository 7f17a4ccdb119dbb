"""The bar at the lower edge of the window: the hero, the items, the errand and the time.

It is below the picture on which bubbles are drawn, so that neither ever covers the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from demo_game import widgets
from demo_game.day import Clock
from demo_game.purse import MAX_HEALTH
from demo_game.story import Story
from demo_game.widgets import BAD, DIM, EDGE, GOLD, GOOD, INK, LIP, WOOD

FLASH = 5.0
HEART = 27
NARROW = 130
ROOMY = 300
LOW = 620
LEAST_SLOTS, MOST_SLOTS = 4, 6


@dataclass(frozen=True)
class Glance:
    """The values from outside: the place of the hero, and the state of the backend."""

    place: str
    online: bool
    busy: bool
    muted: bool


def icon_scale(size: tuple[int, int]) -> int:
    """Return the pixels of a bar of this size for each pixel of an icon."""
    return 1 if size[1] < 54 or size[0] < LOW else max(2, round(size[1] / 33))


class Hud:
    """Draws the bar. `flash` shows a line instead of the errand for a few seconds."""

    def __init__(self, story: Story, clock: Clock) -> None:
        self._story, self._clock = story, clock
        self._line = ""
        self._good: bool | None = True
        self._left = 0.0

    def flash(self, line: str, good: bool | None = True) -> None:
        """Show a line about something that just happened. good: None if it is neither a success nor a failure."""
        self._line, self._good, self._left = line, good, FLASH

    def forget(self) -> None:
        """Show the errand again, because another game was loaded."""
        self._left = 0.0

    @property
    def line(self) -> str:
        """The text of the last flash, also after it has ended."""
        return self._line

    @property
    def flashed(self) -> str:
        """The text of the flash that is shown now, or ""."""
        return self._line if self._left > 0 else ""

    def update(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        self._left = max(0.0, self._left - dt)

    @staticmethod
    def height(text_size: int) -> int:
        """Return the height of the bar in pixels."""
        return round(text_size * 2.5) + 24

    def draw(self, surface: pygame.Surface, area: pygame.Rect, text_size: int, glance: Glance) -> None:
        """Draw the bar into an area of the window."""
        surface.fill(EDGE, area)
        surface.fill(LIP, (area.x, area.y + 2, area.width, 2))
        surface.fill(WOOD, (area.x, area.y + 4, area.width, area.height - 4))
        small = max(11, round(text_size * 0.8))
        left = self._draw_hero(surface, area, text_size)
        right = self._draw_clock(surface, area, text_size, small, glance)
        if self._left > 0 and right - left < NARROW:
            # In a very small window the flash takes the whole bar.
            surface.fill(WOOD, (area.x, area.y + 4, area.width, area.height - 4))
            self._draw_flash(surface, pygame.Rect(area.x + 16, area.y, area.width - 24, area.height), text_size)
            return
        # While a flash is shown, it gets the room of the items.
        scale = self._item_scale(area, right - left)
        if self._left <= 0 or right - self._items_width(scale) - left >= NARROW:
            right = self._draw_items(surface, area, left, right, scale)
        self._draw_goal(surface, pygame.Rect(left, area.y, right - left, area.height), text_size, small)

    def _draw_hero(self, surface: pygame.Surface, area: pygame.Rect, size: int) -> int:
        """Draw name, gold and hearts; return the x at which they end."""
        x, top, scale = area.x + 18, area.y + 8, icon_scale(area.size)
        gap = HEART * scale // 2
        name = widgets.words(self._story.hero, size, GOLD, bold=True)
        gold = widgets.words(str(self._story.purse.gold), size, INK, bold=True)
        surface.blit(name, (x, top))
        after = x + 5 * gap - gold.get_width()
        surface.blit(gold, (after, top))
        surface.blit(widgets.icon("coin", scale), (after - 18 * scale, top + name.get_height() // 2 - 8 * scale))
        health = self._story.purse.health
        for heart in range(MAX_HEALTH // 2):
            full = health - heart * 2
            kind = "heart" if full >= 2 else "heart_half" if full == 1 else "heart_empty"
            surface.blit(widgets.icon(kind, scale), (x - 4 + heart * gap, area.bottom - 17 * scale))
        return x + 5 * gap + 26

    def _draw_clock(self, surface: pygame.Surface, area: pygame.Rect, size: int, small: int, glance: Glance) -> int:
        """Draw time, place and the light of the backend; return the x at which they begin."""
        right, top = area.right - 18, area.y + 10
        colour = BAD if not glance.online else GOLD if glance.busy else GOOD
        state = "no connection" if not glance.online else "listening" if glance.busy else "awake"
        compact = area.width < LOW
        state_text = widgets.words("" if compact else state + ("  ·  muted" if glance.muted else ""), small, DIM)
        time = widgets.words(self._clock.text, size, INK, bold=True)
        part = widgets.words("" if compact else f"{self._clock.part}, day {self._clock.day}", small, DIM)
        place = widgets.words("muted" if compact and glance.muted else "" if compact else glance.place, small, INK)
        least = 0 if compact else 150
        width = max(time.get_width() + part.get_width() + 30, state_text.get_width() + 18, place.get_width(), least)
        x = right - width
        self._draw_dial(surface, (x + 9, top + time.get_height() // 2))
        surface.blit(time, (x + 24, top))
        surface.blit(part, (x + 32 + time.get_width(), top + time.get_height() - part.get_height() - 1))
        y = area.bottom - state_text.get_height() - 8
        surface.blit(place, (x, y))
        pygame.draw.circle(surface, EDGE, (x + place.get_width() + 14, y + place.get_height() // 2), 6)
        pygame.draw.circle(surface, colour, (x + place.get_width() + 14, y + place.get_height() // 2), 4)
        return x - 24

    def _draw_dial(self, surface: pygame.Surface, at: tuple[int, int]) -> None:
        """Draw a sun or a moon."""
        if self._clock.dark < 0.6:
            pygame.draw.circle(surface, (255, 214, 120), at, 8)
            pygame.draw.circle(surface, (255, 244, 194), at, 5)
        else:
            pygame.draw.circle(surface, (222, 226, 246), at, 8)
            pygame.draw.circle(surface, WOOD, (at[0] + 4, at[1] - 2), 7)

    def _item_scale(self, area: pygame.Rect, room: int) -> int:
        """Return 2 for large slots, or 1 if the errand would have no room beside them."""
        return 2 if area.height >= 56 and room - self._items_width(2) >= ROOMY else 1

    def _items_width(self, scale: int, least: int = LEAST_SLOTS) -> int:
        return max(least, len(self._story.purse.items[-MOST_SLOTS:])) * (16 * scale + 12) + 20

    def _draw_items(self, surface: pygame.Surface, area: pygame.Rect, left: int, right: int, scale: int) -> int:
        """Draw the carried items in slots; return the x at which they begin."""
        slot = 16 * scale + 8
        most = max(0, min(MOST_SLOTS, (right - left) // (slot + 4)))
        items = self._story.purse.items[-most:] if most else []
        # A small window has no room for empty slots.
        slots = min(most, max(LEAST_SLOTS if area.width >= LOW else 1, len(items)))
        x = right - slots * (slot + 4)
        y = area.y + 4 + (area.height - 4 - slot) // 2
        for index in range(slots):
            rect = pygame.Rect(x + index * (slot + 4), y, slot, slot)
            pygame.draw.rect(surface, EDGE, rect, border_radius=4)
            pygame.draw.rect(surface, (66, 54, 72), rect, 1, border_radius=4)
            if index < len(items):
                surface.blit(widgets.icon(items[index], scale), (rect.x + 4, rect.y + 4))
        return x - 20

    def _draw_goal(self, surface: pygame.Surface, area: pygame.Rect, size: int, small: int) -> None:
        """Draw the errand or the flash. A small window has no room for the errand; the journal (J) shows it as well."""
        if area.width < NARROW:
            return
        surface.fill((66, 54, 72), (area.x, area.y + 14, 1, area.height - 24))
        x, width = area.x + 20, area.width - 30
        title, hint = self._story.goal
        if self._left > 0:
            self._draw_flash(surface, pygame.Rect(x, area.y, width, area.height), size)
            return
        whole = title + self._story.progress
        fits = widgets.font(size, True).size(whole)[0] <= width
        title = whole if fits else widgets.fitted(title, size, round(width * 0.95))
        lines = list(widgets.wrap(hint, small, width))
        if len(lines) > 2:
            lines = [lines[0], widgets.fitted(" ".join(lines[1:]), small, width)]
        tight = len(lines) > 1
        surface.blit(widgets.words(title, size, GOLD, bold=True), (x, area.y + (4 if tight else 8)))
        foot = area.bottom - (1 if tight else 7)
        for row, line in enumerate(reversed(lines)):
            surface.blit(widgets.words(line, small, INK), (x, foot - round(small * (1.4 + 1.12 * row))))

    def _draw_flash(self, surface: pygame.Surface, area: pygame.Rect, size: int) -> None:
        """Draw the flash in letters that are small enough for the bar."""
        while size > 11 and len(list(widgets.wrap(self._line, size, area.width - 40))) * size * 1.25 > area.height - 8:
            size -= 1
        if self._good is not None:
            surface.blit(widgets.icon("check" if self._good else "cross", 2), (area.x - 4, area.centery - 14))
        lines = list(widgets.wrap(self._line, size, area.width - 40))
        lines = lines[: max(1, round((area.height - 8) / (size * 1.25)))]
        top = area.centery + 2 - len(lines) * round(size * 0.65)
        for row, line in enumerate(lines):
            words = widgets.words(line, size, INK if self._good is None else GOOD if self._good else BAD)
            surface.blit(words, (area.x + 36, top + row * round(size * 1.25)))
