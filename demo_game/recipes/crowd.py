"""A square of NPCs from a folder of sheets: one call adds them all, and one sentence reaches everybody near.

Arrows walk, E talks, G asks everybody near, C lets the two nearest talk to each other, P tells the nearest NPC
something new. The title shows the number of messages; each NPC has a limit. If a sheet is saved in an editor, its
NPC changes within a second; F3 shows mistakes in it. `python -m demo_game.recipes.crowd`
"""

from __future__ import annotations

import math

import pygame

import stealth_pygame as stealth
from demo_game.files import ASSETS

FOLDER = ASSETS / "characters"
MIDDLE, RADIUS = (320, 190), 120
QUESTION = "What can I do to help?"
NEWS = "I have been chosen to open the dance tonight."
BUDGET = 20
"""Messages to each NPC at most."""


def place(index: int, count: int) -> tuple[float, float]:
    """Return a place in the circle of NPCs."""
    angle = math.tau * index / count
    return MIDDLE[0] + 2 * RADIUS * math.cos(angle), MIDDLE[1] + RADIUS * math.sin(angle)


def main() -> None:
    """Play until the window is closed."""
    pygame.init()
    screen = pygame.display.set_mode((640, 360))
    clock, running = pygame.time.Clock(), True
    hero = pygame.Rect(0, 0, 24, 40)
    hero.center = MIDDLE
    settings = stealth.Settings(conversation_max_messages=BUDGET)
    dialogue = stealth.Dialogue.local(reload=True, debug=True, settings=settings)
    player = dialogue.add_player(stealth.Player("Ada", position=lambda: hero.midbottom))
    names = sorted(path.stem for path in FOLDER.glob("*.toml"))
    places = {name: place(index, len(names)) for index, name in enumerate(names)}
    villagers = dialogue.add_npcs(FOLDER, positions=places, interest_radius=150)
    while running:
        dt = clock.tick(60) / 1000
        for event in pygame.event.get():
            if dialogue.handle_event(event):
                continue
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_g:
                # The nearest NPCs answer one after the other, and each knows the answers before.
                player.say(QUESTION)
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_c:
                one, other = sorted(names, key=lambda name: math.dist(places[name], hero.midbottom))[:2]
                dialogue.converse(villagers[one], villagers[other], about="the feast tonight", turns=4)
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_p and (npc := dialogue.nearest(player)):
                # What was said so far travels along.
                npc.update_character(knowledge=[*npc.character.to_wire()["knowledge"], NEWS])
        pygame.display.set_caption(f"A crowd: {dialogue.usage.words()}")
        key = pygame.key.get_pressed()
        if not dialogue.typing:
            hero.move_ip(3 * (key[pygame.K_RIGHT] - key[pygame.K_LEFT]), 3 * (key[pygame.K_DOWN] - key[pygame.K_UP]))
        screen.fill("wheat4")
        for x, y in places.values():
            pygame.draw.rect(screen, "sienna4", (x - 12, y - 40, 24, 40))
        pygame.draw.rect(screen, "royalblue", hero)
        dialogue.update(dt)
        dialogue.draw(screen)
        pygame.display.flip()
    dialogue.close()
    pygame.quit()


if __name__ == "__main__":
    main()
