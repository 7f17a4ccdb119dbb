"""An RPG on a grid, with a camera by offset: `python -m demo_game.recipes.grid_rpg`.

Arrow keys step from tile to tile; E beside the ranger talks. After "Come with me, please" the ranger follows.
"""

from __future__ import annotations

from collections.abc import Callable

import pygame

import stealth_pygame as stealth

TILE = 32
MAP = ["#" * 30] + ["#" + "." * 28 + "#" for _ in range(20)] + ["#" * 30]
RANGER = stealth.BasicCharacter(
    "Isa", bio="A ranger of the north woods.", knowledge=["The spring is two days to the east.", "Bears sleep now."]
)
STEPS = {pygame.K_LEFT: (-1, 0), pygame.K_RIGHT: (1, 0), pygame.K_UP: (0, -1), pygame.K_DOWN: (0, 1)}
Camera = Callable[[tuple[float, float]], tuple[float, float]]


def draw_world(screen: pygame.Surface, camera: Camera, hero: pygame.Rect, ranger: pygame.Rect) -> None:
    """Draw walls, meadow, ranger and hero as the camera sees them."""
    for y, row in enumerate(MAP):
        for x, letter in enumerate(row):
            colour = "gray30" if letter == "#" else "darkseagreen4" if (x + y) % 2 else "darkseagreen"
            pygame.draw.rect(screen, colour, (*camera((x * TILE, y * TILE)), TILE, TILE))
    for body, colour in ((ranger, "olivedrab1"), (hero, "royalblue")):
        pygame.draw.rect(screen, colour, pygame.Rect(camera(body.topleft), body.size).inflate(-8, -4))


def main() -> None:
    """Play until the window is closed."""
    pygame.init()
    screen = pygame.display.set_mode((640, 360))
    clock, running, follows = pygame.time.Clock(), True, False
    hero, ranger = pygame.Rect(10 * TILE, 12 * TILE, TILE, TILE), pygame.Rect(12 * TILE, 12 * TILE, TILE, TILE)

    def camera(point: tuple[float, float]) -> tuple[float, float]:
        left = min(max(hero.centerx - 320, 0), len(MAP[0]) * TILE - 640)
        top = min(max(hero.centery - 180, 0), len(MAP) * TILE - 360)
        return point[0] - left, point[1] - top

    dialogue = stealth.Dialogue.local(in_process=True)
    dialogue.add_player(stealth.Player("Ada", position=hero, context=lambda: {"ranger_follows": follows}))
    isa = dialogue.add_npc(RANGER, position=ranger, interest_radius=3 * TILE)

    @isa.action
    def follow_player() -> stealth.Feedback:
        """Follow the player when the player asks Isa to come along."""
        nonlocal follows
        follows = True
        return stealth.Feedback(True, "Isa follows you.")

    while running:
        dt = clock.tick(60) / 1000
        for event in pygame.event.get():
            if dialogue.handle_event(event):
                continue
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key in STEPS:
                step = hero.move(STEPS[event.key][0] * TILE, STEPS[event.key][1] * TILE)
                if MAP[step.y // TILE][step.x // TILE] == "." and not (step.colliderect(ranger) and not follows):
                    if follows:
                        ranger.topleft = hero.topleft
                    hero.topleft = step.topleft
        draw_world(screen, camera, hero, ranger)
        dialogue.update(dt)
        dialogue.draw(screen, camera)
        pygame.display.flip()
    dialogue.close()
    pygame.quit()


if __name__ == "__main__":
    main()
