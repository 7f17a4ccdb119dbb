"""Marked words, a name with an icon, a crier who is heard from far away, and a shop that closes after the last guest.

`python -m demo_game.recipes.marked_words`. Walk with the arrows to the pedlar on the left. Only text that the game
writes as a `Markup` has marks; if you type *stars* to the pedlar, they remain stars.
"""

from __future__ import annotations

import pygame

import stealth_pygame as stealth
from stealth_pygame import Markup

PEDLAR = stealth.BasicCharacter("Odo", bio="A pedlar with a tray of keys.", knowledge=["A key costs five coins."])
CRIER = stealth.BasicCharacter("Hild", bio="The crier of the town.")
NEWS = Markup("Hear, hear! The *north gate* is [red]shut[/] until the [gold]feast[/].")
OFFER = Markup("A [purple]silver key[/] for [gold]*five*[/] :coin:, because you are a :heart:.")


def main() -> None:
    """Play until the window is closed."""
    pygame.init()
    screen, clock = pygame.display.set_mode((640, 360)), pygame.time.Clock()
    hero, open_for_guests, running = pygame.Rect(200, 240, 16, 24), True, True
    with stealth.Dialogue.local() as dialogue:
        dialogue.add_player(stealth.Player("Ada", position=lambda: hero))
        pedlar = dialogue.add_npc(PEDLAR, position=(120, 240), title=Markup("Odo :key:"), interest_radius=90)
        crier = dialogue.add_npc(CRIER, position=(520, 120), title=Markup("[gold]Hild[/]"), near=2000)
        crier.say(NEWS)
        while running:
            for event in pygame.event.get():
                if dialogue.handle_event(event):
                    continue
                if event.type == pygame.QUIT:
                    running = False
                elif event.type == stealth.PLAYER_ENTERED and event.npc is pedlar:
                    open_for_guests = True
                    pedlar.say(OFFER)
                elif event.type == stealth.PLAYER_LEFT and event.npc is pedlar and event.last:
                    open_for_guests = False
            dt = clock.tick(60) / 1000
            if not dialogue.typing:
                keys = pygame.key.get_pressed()
                hero.x += round((keys[pygame.K_RIGHT] - keys[pygame.K_LEFT]) * 150 * dt)
            screen.fill("darkolivegreen")
            pygame.draw.rect(screen, "peru" if open_for_guests else "gray30", (90, 200, 60, 40))
            for colour, place in (("navy", hero), ("sienna4", (112, 240, 16, 24)), ("maroon", (512, 120, 16, 24))):
                pygame.draw.rect(screen, colour, place)
            dialogue.update(dt)
            dialogue.draw(screen)
            pygame.display.flip()
    pygame.quit()


if __name__ == "__main__":
    main()
