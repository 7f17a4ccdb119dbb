"""The dialogue box: it holds the lines to show and draws them at the foot of the surface."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import pygame

from stealth_pygame.ui import shapes
from stealth_pygame.ui.box.lines import BoxLine, BoxLines, BoxPage, GrowingBoxLine, InBox
from stealth_pygame.ui.box.plan import BoxPlan, plan
from stealth_pygame.ui.box.portraits import Portraits
from stealth_pygame.ui.bubbles.assets.marks import Marker, spans_of
from stealth_pygame.ui.bubbles.assets.parts import BubbleAssets
from stealth_pygame.ui.bubbles.timeline import OnType
from stealth_pygame.ui.palette import BubbleKind, Colour
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.text.layout import label
from stealth_pygame.ui.theme import Theme
from stealth_pygame.ui.widgets.base import Themed

DOTS = 3


class DialogueBox(Themed):
    """Shows one line after the other, with the speaker's name and portrait.

    `facing` and `face` are the name and portrait of the partner while nobody speaks; `thinking` shows dots; `field`
    leaves room for the text field and keeps the last line on the box until another line comes.
    """

    def __init__(self, theme: Theme | None = None, fonts: FontChain | None = None) -> None:
        super().__init__(theme, fonts)
        self.facing, self.face = "", None
        self.thinking = self.field = False
        self._lines = BoxLines(self._theme)
        self._portraits = Portraits()
        self._assets = BubbleAssets(self._theme, self.fonts)
        self._plates: dict[tuple[int, int, bool], pygame.Surface] = {}
        self._plan: BoxPlan | None = None

    face: Any | None

    def _dress(self) -> None:
        self._lines.wear(self._theme)
        self._assets = BubbleAssets(self._theme, self.fonts)
        self._plates.clear()

    @property
    def current(self) -> InBox | None:
        """The line that is shown, None if there is none."""
        return self._lines.current

    @property
    def shows(self) -> bool:
        """True while the box is visible."""
        return self.field or self.current is not None

    @property
    def busy(self) -> bool:
        """True while letters, pages or lines have not been shown yet."""
        line = self.current
        return line is not None and (line.typing or line.more or self._lines.waiting > 0)

    @property
    def rect(self) -> pygame.Rect:
        """The rectangle where the box was drawn last; empty while it is hidden."""
        return self._plan.panel.copy() if self._plan is not None and self.shows else pygame.Rect(0, 0, 0, 0)

    # --- what is said

    def say(
        self,
        speaker: Hashable,
        text: str,
        *,
        kind: BubbleKind = BubbleKind.SAID,
        name: str = "",
        portrait: Any | None = None,
        on_type: OnType | None = None,
    ) -> BoxLine:
        """Show a line after those before it have been read. portrait: a surface or a file name."""
        return self._lines.say(speaker, text, kind=kind, name=name, portrait=portrait, on_type=on_type)

    def begin(
        self, speaker: Hashable, text: str, *, name: str, portrait: Any | None, on_type: OnType | None
    ) -> GrowingBoxLine:
        """Show a line of which only the first words are known. `grow` of the result takes the whole text so far."""
        return self._lines.begin(speaker, text, name=name, portrait=portrait, on_type=on_type)

    def advance(self) -> bool:
        """Show the whole page, else turn the page, else go to the next line. False if there is nothing to do."""
        return self._lines.advance(self.field)

    def answered(self) -> None:
        """Remove the line if it has been shown in full, because the player has answered."""
        self._lines.answered()

    def clear(self) -> None:
        """Remove all lines."""
        self._lines.clear()
        self.thinking = False

    def release(self) -> None:
        """Remove all lines and release all surfaces."""
        self.clear()
        self._portraits.release()
        self._plates.clear()
        self._assets = BubbleAssets(self._theme, self.fonts)

    # --- the loop

    def update(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        self._portraits.next_frame()
        self._lines.update(dt, self.field)

    def plan_for(self, size: tuple[int, int]) -> BoxPlan:
        """Return the layout of the box on a surface of this size in pixels."""
        portrait = self._portrait() is not None
        return plan(self._theme, self._assets.pen, self._assets.small, size, portrait=portrait, field=self.field)

    def _portrait(self) -> Any | None:
        line = self.current
        return self.face if line is None else line.portrait

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the box at the foot of the surface, if it is visible."""
        self.fonts.update()
        if not (self.shows and self.fonts.ready):
            return
        self._plan = places = self.plan_for(surface.get_size())
        self._lines.lay_out((self._assets, self.fonts.generation, places.room), places.column)
        surface.blit(self._plate(places.panel.size, framed=True), places.panel)
        self._draw_portrait(surface, places)
        line = self.current
        name = self.facing if line is None else line.name
        self._draw_name(surface, name, places.head)
        if line is not None and isinstance(line.picture, BoxPage):
            line.picture.draw_at(surface, places.text, line.shown)
            if not line.typing and (line.more or self._lines.waiting):
                self._draw_mark(surface, places)
        elif line is None and self.thinking:
            self._draw_dots(surface, places.text)

    def _draw_name(self, surface: pygame.Surface, name: str, head: pygame.Rect) -> None:
        theme, pen = self._theme, self._assets.small
        words = label(name, max(1, head.width // 2 if self.field else head.width), pen)
        marker = Marker(theme, theme.box_fill, theme.box_accent)
        marker.draw(surface, pen, words, head.topleft, list(spans_of(name, words)))

    def _plate(self, size: tuple[int, int], *, framed: bool) -> pygame.Surface:
        theme, key = self._theme, (*size, framed)
        if key not in self._plates:
            if len(self._plates) > 8:
                self._plates.clear()
            rim: Colour = (255, 255, 255) if theme.high_contrast else theme.box_selection
            fill = theme.box_fill if framed else theme.box_field
            self._plates[key] = shapes.plate(size, theme.px(9), fill, rim, theme.border_width)
            if framed and not theme.high_contrast:
                self._plates[key].set_alpha(238)
        return self._plates[key]

    def _draw_portrait(self, surface: pygame.Surface, places: BoxPlan) -> None:
        if not places.portrait.width:
            return
        surface.blit(self._plate(places.portrait.size, framed=False), places.portrait)
        rim = 2 * math.ceil(self._theme.border_width)
        room = places.portrait.inflate(-2 * rim, -2 * rim)
        picture = self._portraits.get(self._portrait(), room.size)
        if picture is not None:
            surface.blit(picture, picture.get_rect(midbottom=room.midbottom))

    def _draw_mark(self, surface: pygame.Surface, places: BoxPlan) -> None:
        """Draw the sign for "more to come" beside the text, because the text may fill its whole area."""
        mark = self._assets.more(self._theme.box_accent)
        bob = 0 if self._theme.reduced_motion else round(math.sin(self._lines.now * 5.0) * self._theme.scale * 1.4)
        middle = (places.text.right + places.panel.right) // 2 - round(self._theme.border_width / 2)
        surface.blit(mark, mark.get_rect(midbottom=(middle, places.text.bottom + bob)))

    def _draw_dots(self, surface: pygame.Surface, area: pygame.Rect) -> None:
        theme = self._theme
        dot = self._assets.dot(theme.box_dim, theme.text_size * 0.2)
        for index in range(DOTS):
            phase = self._lines.now / theme.dots_period - index * 0.16
            hop = 0.0 if theme.reduced_motion else max(0.0, math.sin(phase * math.tau)) * theme.text_size * 0.3
            left = area.left + round(index * theme.text_size * 0.8)
            surface.blit(dot, (left, area.top + round(theme.text_size * 0.6 - hop)))
