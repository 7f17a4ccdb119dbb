"""A plain pygame loop with an NPC who can open a gate: `python -m demo_game.recipes.bare_loop`.

Walk to the NPC with the arrow keys, press E, type "Open the gate, please", press Enter.
"""

from __future__ import annotations

import pygame

import stealth_pygame as stealth

WARDEN = stealth.BasicCharacter(
    "Bram", bio="The warden of the north gate.", knowledge=["The gate is shut at dusk.", "Wolves live in the forest."]
)


def main() -> None:
    """Play until the window is closed."""
    pygame.init()
    screen = pygame.display.set_mode((640, 360))
    clock, hero, gate = pygame.time.Clock(), pygame.Rect(308, 280, 24, 40), pygame.Rect(280, 60, 80, 60)
    is_open = False
    dialogue = stealth.Dialogue.local()
    dialogue.add_player(
        stealth.Player("Ada", position=lambda: hero.midbottom, context=lambda: {"gate_is_open": is_open})
    )
    bram = dialogue.add_npc(WARDEN, position=(320, 190), interest_radius=90)

    @bram.action
    def open_gate() -> stealth.Feedback:
        """Open the gate for the player when the player asks for it."""
        nonlocal is_open
        if is_open:
            return stealth.Feedback(False, "The gate is open already.")
        is_open = True
        return stealth.Feedback(True, "The gate swings open.")

    running = True
    while running:
        dt = clock.tick(60) / 1000
        for event in pygame.event.get():
            if not dialogue.handle_event(event) and event.type == pygame.QUIT:
                running = False
        if not dialogue.typing:
            key = pygame.key.get_pressed()
            hero.move_ip(3 * (key[pygame.K_RIGHT] - key[pygame.K_LEFT]), 3 * (key[pygame.K_DOWN] - key[pygame.K_UP]))
        screen.fill("darkseagreen4")
        pygame.draw.rect(screen, "gray20" if is_open else "burlywood4", gate)
        pygame.draw.rect(screen, "sienna", (308, 150, 24, 40))
        pygame.draw.rect(screen, "royalblue", hero)
        dialogue.update(dt)
        dialogue.draw(screen)
        pygame.display.flip()
    dialogue.close()
    pygame.quit()


if __name__ == "__main__":
    main()
