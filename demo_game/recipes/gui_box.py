"""A pygame_gui game with its widgets for the dialogue. Needs pygame_gui (and so pygame-ce): `pip install pygame_gui`.

`python -m demo_game.recipes.gui_box`. Click into the line, type, press Enter.
"""

from __future__ import annotations

import html
from typing import Any

import pygame
import pygame_gui

import stealth_pygame as stealth
from stealth_pygame import events

CLERK = stealth.BasicCharacter("Otto", bio="A clerk of the harbour.", knowledge=["A berth costs nine coins a week."])


class GuiBox:
    """A presenter with a text box and an input line."""

    def __init__(self, manager: pygame_gui.UIManager) -> None:
        self.focus: stealth.NPC | None = None
        self._heard = pygame_gui.elements.UITextBox("...", pygame.Rect(20, 200, 600, 100), manager)
        self._line = pygame_gui.elements.UITextEntryLine(pygame.Rect(20, 305, 600, 35), manager)
        self._manager = manager

    @property
    def typing(self) -> bool:
        return bool(self._line.is_focused)

    def attach(self, stage: Any) -> None:
        self._stage = stage

    def tell(self, event: events.Event) -> None:
        """Show an event. A model's words are escaped, because the box reads HTML."""
        if isinstance(event, events.Said):
            self._heard.append_html_text(f"<br>{html.escape(event.npc.name)}: {html.escape(event.text)}")
        elif isinstance(event, (events.Failed, events.Cancelled, events.Flagged)):
            self._heard.append_html_text(f"<br>{html.escape(event.npc.name)} shrugs.")

    def has_read(self, npc: stealth.NPC) -> bool:
        return True

    def handle_event(self, event: pygame.event.Event) -> bool:
        """Pass the event to the widgets, and send a finished line. Return True if the event was used."""
        if event.type == pygame_gui.UI_TEXT_ENTRY_FINISHED and self.focus and event.text.strip():
            self._stage.ask(self.focus, event.text)
            self._line.clear()
            return True
        return bool(self._manager.process_events(event))

    def update(self, dt: float) -> None:
        self._manager.update(dt)

    def draw(self, surface: pygame.Surface, camera: Any) -> None:
        self._manager.draw_ui(surface)

    def close(self) -> None:
        self._line.unfocus()


def main() -> None:
    """Play until the window is closed."""
    pygame.init()
    screen = pygame.display.set_mode((640, 360))
    clock, running = pygame.time.Clock(), True
    with stealth.Dialogue.local(presenter=GuiBox(pygame_gui.UIManager((640, 360)))) as dialogue:
        dialogue.add_player(stealth.Player("Ada", position=(320, 120)))
        dialogue.focus = dialogue.add_npc(CLERK, position=(320, 100))
        while running:
            for event in pygame.event.get():
                if not dialogue.handle_event(event) and event.type == pygame.QUIT:
                    running = False
            screen.fill("lightsteelblue4")
            dialogue.update(clock.tick(60) / 1000)
            dialogue.draw(screen)
            pygame.display.flip()
    pygame.quit()


if __name__ == "__main__":
    main()
