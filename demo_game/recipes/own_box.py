"""A game with its own dialogue box: a small presenter replaces bubbles and chat box.

`python -m demo_game.recipes.own_box`. Type, press Enter. With pygame_gui's widgets instead: `gui_box`.
"""

from __future__ import annotations

from typing import Any

import pygame

import stealth_pygame as stealth
from stealth_pygame import events

HERMIT = stealth.BasicCharacter("Aldo", bio="A hermit on a hill.", knowledge=["Honey keeps for ever."])


class Box:
    """The last line of the NPC, and the line that is being typed."""

    typing = True

    def __init__(self) -> None:
        self.heard, self.typed = "...", ""
        self.focus: stealth.NPC | None = None
        self._font = pygame.font.Font(None, 24)

    def attach(self, stage: stealth.Stage) -> None:
        """Keep the stage; `stage.ask(npc, text)` sends what was typed."""
        self._stage = stage

    def tell(self, event: events.Event) -> None:
        """Show an event; called on the game thread."""
        if isinstance(event, events.Thinking):
            self.heard = f"{event.npc.name} thinks ..."
        elif isinstance(event, events.Said):
            self.heard = f"{event.npc.name}: {event.text}"
        elif isinstance(event, (events.Failed, events.Cancelled, events.Flagged)):
            self.heard = f"{event.npc.name} shrugs."

    def has_read(self, npc: stealth.NPC) -> bool:
        return True  # actions may wait until a line was read; here nothing waits

    def handle_event(self, event: pygame.event.Event) -> bool:
        """Return True if the box has used the event."""
        if event.type == pygame.TEXTINPUT:
            self.typed += event.text
        elif event.type == pygame.KEYDOWN and event.key == pygame.K_BACKSPACE:
            self.typed = self.typed[:-1]
        elif event.type == pygame.KEYDOWN and event.key == pygame.K_RETURN and self.focus and self.typed:
            self._stage.ask(self.focus, self.typed)
            self.typed = ""
        return event.type in (pygame.TEXTINPUT, pygame.KEYDOWN)

    def update(self, dt: float) -> None: ...

    def draw(self, surface: pygame.Surface, camera: Any) -> None:
        pygame.draw.rect(surface, "black", (20, 260, 600, 80))
        for row, text in enumerate((self.heard[:70], f"> {self.typed}_")):
            surface.blit(self._font.render(text, True, "white"), (32, 272 + 32 * row))

    def close(self) -> None: ...


def main() -> None:
    """Play until the window is closed."""
    pygame.init()
    screen = pygame.display.set_mode((640, 360))
    clock, running = pygame.time.Clock(), True
    with stealth.Dialogue.local(presenter=Box()) as dialogue:
        dialogue.add_player(stealth.Player("Ada", position=(320, 200)))
        dialogue.focus = dialogue.add_npc(HERMIT, position=(320, 160))
        while running:
            for event in pygame.event.get():
                if not dialogue.handle_event(event) and event.type == pygame.QUIT:
                    running = False
            screen.fill("olivedrab4")
            dialogue.update(clock.tick(60) / 1000)
            dialogue.draw(screen)
            pygame.display.flip()
    pygame.quit()


if __name__ == "__main__":
    main()
