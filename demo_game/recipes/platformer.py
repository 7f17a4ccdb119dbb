"""A platformer on 320 x 180 pixels, scaled to the window: `python -m demo_game.recipes.platformer`.

Arrow keys run, Up jumps, E talks to the lighthouse keeper. "Please lower the bridge" opens the way to the right.
"""

from __future__ import annotations

import pygame

import stealth_pygame as stealth

KEEPER = stealth.BasicCharacter("Oda", bio="She keeps the lighthouse.", knowledge=["A ship passes on Fridays."])
GROUND, GAP = 150, pygame.Rect(210, 150, 50, 30)


def fall(hero: pygame.Rect, x: float, y: float, speed: float, dt: float, down: bool) -> tuple[float, float, float]:
    """Let the hero fall for `dt` seconds to the ground or into the gap; return the new place and speed."""
    speed += 500 * dt
    y += speed * dt
    hero.topleft = round(x), round(y)
    over_gap = GAP.left < hero.centerx < GAP.right and not down
    if y + hero.height >= GROUND and not over_gap:
        y, speed = GROUND - hero.height, 0.0
    return (40.0, 126.0, 0.0) if y > 200 else (x, y, speed)


def draw_world(canvas: pygame.Surface, hero: pygame.Rect, down: bool) -> None:
    """Draw the shore, the bridge or the water, the keeper and the hero."""
    canvas.fill("lightskyblue3")
    canvas.fill("peru", (0, GROUND, 320, 30))
    canvas.fill("burlywood4" if down else "steelblue4", (*GAP.topleft, GAP.w, 4 if down else 30))
    canvas.fill("firebrick", (140, 126, 12, 24))
    canvas.fill("royalblue", hero)


def main() -> None:
    """Play until the window is closed."""
    pygame.init()
    window, canvas = pygame.display.set_mode((1000, 620)), pygame.Surface((320, 180))
    place = pygame.Rect(20, 40, 960, 540)
    clock, hero, running, down = pygame.time.Clock(), pygame.Rect(40, 126, 12, 24), True, False
    x, y, speed = 40.0, 126.0, 0.0
    dialogue = stealth.Dialogue.local(in_process=True)  # letters on a small canvas need no scaling
    dialogue.canvas = place
    dialogue.add_player(stealth.Player("Ada", position=hero, context=lambda: {"bridge": "down" if down else "up"}))
    oda = dialogue.add_npc(KEEPER, position=pygame.Rect(140, 126, 12, 24), interest_radius=60)
    oda.suggestions = ("Please lower the bridge.",)

    @oda.action
    def lower_bridge() -> stealth.Feedback:
        """Lower the bridge over the gap when the player asks for it."""
        nonlocal down
        down = True
        return stealth.Feedback(True, "The bridge is down.")

    while running:
        dt = clock.tick(60) / 1000
        for event in pygame.event.get():
            if dialogue.handle_event(event):
                continue
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_UP and hero.bottom >= GROUND:
                speed = -170.0
        if not dialogue.typing:
            keys = pygame.key.get_pressed()
            x = min(max(x + 80 * dt * (keys[pygame.K_RIGHT] - keys[pygame.K_LEFT]), 0), 308)
        x, y, speed = fall(hero, x, y, speed, dt, down)
        draw_world(canvas, hero, down)
        dialogue.update(dt)
        dialogue.draw(canvas)
        window.fill("black")
        window.blit(pygame.transform.scale(canvas, place.size), place)
        pygame.display.flip()
    dialogue.close()
    pygame.quit()


if __name__ == "__main__":
    main()
