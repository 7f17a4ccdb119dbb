"""Two players on one keyboard: Ada walks with WASD and talks with E; Bob walks with the arrows, talks with Right Ctrl.

The player who pressed a talk key is the `speaker`: the text is over that player's head, and the NPC knows the name.
`python -m demo_game.recipes.two_players`
"""

from __future__ import annotations

import pygame

import stealth_pygame as stealth

INNKEEPER = stealth.BasicCharacter("Rosa", bio="The innkeeper.", knowledge=["A bed costs three coins a night."])
WALK = {
    "Ada": (pygame.K_d, pygame.K_a, pygame.K_s, pygame.K_w),
    "Bob": (pygame.K_RIGHT, pygame.K_LEFT, pygame.K_DOWN, pygame.K_UP),
}
TALK = {pygame.K_e: "Ada", pygame.K_RCTRL: "Bob"}


def main() -> None:
    """Play until the window is closed."""
    pygame.init()
    screen = pygame.display.set_mode((640, 360))
    clock, running = pygame.time.Clock(), True
    bodies = {"Ada": pygame.Rect(200, 280, 24, 40), "Bob": pygame.Rect(420, 280, 24, 40)}
    # the library gets no talk keys, because this game decides who talks
    dialogue = stealth.Dialogue.local(settings=stealth.Settings(talk_keys=()))
    players = {
        name: dialogue.add_player(stealth.Player(name, position=lambda body=body: body.midbottom))
        for name, body in bodies.items()
    }
    dialogue.add_npc(INNKEEPER, position=(320, 190), interest_radius=100)
    while running:
        dt = clock.tick(60) / 1000
        for event in pygame.event.get():
            if dialogue.handle_event(event):
                continue
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key in TALK and not dialogue.typing:
                dialogue.speaker = player = players[TALK[event.key]]
                dialogue.focus = dialogue.nearest(player)
        key = pygame.key.get_pressed()
        for name, (right, left, down, up) in WALK.items():
            if not dialogue.typing:
                bodies[name].move_ip(3 * (key[right] - key[left]), 3 * (key[down] - key[up]))
        screen.fill("peru")
        for color, body in zip(("royalblue", "firebrick"), bodies.values(), strict=True):
            pygame.draw.rect(screen, color, body)
        pygame.draw.rect(screen, "sienna4", (308, 150, 24, 40))
        dialogue.update(dt)
        dialogue.draw(screen)
        pygame.display.flip()
    dialogue.close()
    pygame.quit()


if __name__ == "__main__":
    main()
