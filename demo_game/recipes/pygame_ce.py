"""pygame-ce: `pip uninstall pygame`, `pip install "stealth-pygame[ce,backend]"`, and the program stays the same.

`import pygame` imports whichever of the two is installed. Install only one: they overwrite each other's files.
pygame-ce's own classes, here `FRect`, work together with the library. `python -m demo_game.recipes.pygame_ce`.
"""

from __future__ import annotations

import pygame

import stealth_pygame as stealth

ENGINE = "pygame-ce" if getattr(pygame, "IS_CE", False) else "pygame"
# A rectangle of floats, so that any speed in pixels per second works; pygame has only whole pixels.
Rect = getattr(pygame, "FRect", pygame.Rect)
SPEED = 180
NELL = stealth.BasicCharacter("Nell", bio="A ferrywoman.", knowledge=["The ferry costs two coins."])


def main() -> None:
    """Play until the window is closed."""
    pygame.init()
    screen = pygame.display.set_mode((640, 360))
    pygame.display.set_caption(f"The ferry, on {ENGINE} {pygame.version.ver}")
    clock, hero, running = pygame.time.Clock(), Rect(308, 280, 24, 40), True
    dialogue = stealth.Dialogue.local()
    dialogue.add_player(stealth.Player("Ada", position=lambda: hero.midbottom))
    dialogue.add_npc(NELL, position=(320, 190), interest_radius=90)
    while running:
        dt = clock.tick(60) / 1000
        for event in pygame.event.get():
            if not dialogue.handle_event(event) and event.type == pygame.QUIT:
                running = False
        if not dialogue.typing:
            key, way = pygame.key.get_pressed(), SPEED * dt
            hero.move_ip(
                way * (key[pygame.K_RIGHT] - key[pygame.K_LEFT]), way * (key[pygame.K_DOWN] - key[pygame.K_UP])
            )
        screen.fill("steelblue4")
        pygame.draw.rect(screen, "sienna", (308, 150, 24, 40))
        pygame.draw.rect(screen, "gold", hero)
        dialogue.update(dt)
        dialogue.draw(screen)
        pygame.display.flip()
    dialogue.close()
    pygame.quit()


if __name__ == "__main__":
    main()
