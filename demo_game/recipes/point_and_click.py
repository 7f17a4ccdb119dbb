"""An adventure with the mouse only: `python -m demo_game.recipes.point_and_click`.

Click on the floor to walk. Near the butler, click the prompt to talk, a reply to say it, a bubble to read on, and
the cross or the floor to end the conversation.
"""

from __future__ import annotations

import pygame

import stealth_pygame as stealth

BUTLER = stealth.BasicCharacter(
    "Hobbs", bio="The butler of Grimsby Hall.", knowledge=["The will is hidden behind the clock in the hall."]
)
REPLIES = ("Where is the will?", "Please open the door.")
DOOR = pygame.Rect(540, 130, 60, 110)


def draw_hall(screen: pygame.Surface, hero: pygame.Rect, is_open: bool) -> None:
    """Draw the hall with its door, the butler and the hero."""
    screen.fill("antiquewhite3")
    pygame.draw.rect(screen, "saddlebrown", (0, 240, 640, 120))
    pygame.draw.rect(screen, "black" if is_open else "sienna4", DOOR)
    pygame.draw.rect(screen, "gray15", (380, 200, 30, 70))
    pygame.draw.rect(screen, "royalblue", hero)


def main() -> None:
    """Play until the window is closed."""
    pygame.init()
    screen = pygame.display.set_mode((640, 360))
    clock, running, is_open = pygame.time.Clock(), True, False
    hero, goal = pygame.Rect(80, 210, 30, 70), pygame.Vector2(95, 280)
    dialogue = stealth.Dialogue.local(in_process=True)
    dialogue.add_player(stealth.Player("Ada", position=hero, context=lambda: {"door": "open" if is_open else "shut"}))
    hobbs = dialogue.add_npc(BUTLER, position=pygame.Rect(380, 200, 30, 70), interest_radius=110)
    hobbs.suggestions = REPLIES

    @hobbs.action
    def open_door() -> stealth.Feedback:
        """Open the door for the player when the player asks for it."""
        nonlocal is_open
        is_open = True
        return stealth.Feedback(True, "The door stands open.")

    while running:
        dt = clock.tick(60) / 1000
        for event in pygame.event.get():
            if dialogue.handle_event(event):  # clicks on prompts, bubbles and replies belong to the dialogue
                continue
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
                dialogue.focus = None  # a click on the floor ends the conversation
                goal.update(event.pos[0], max(event.pos[1], 250))
        way = goal - pygame.Vector2(hero.midbottom)
        if way.length() > 4:
            hero.midbottom = pygame.Vector2(hero.midbottom) + way.clamp_magnitude(180 * dt)  # type: ignore[assignment]
        draw_hall(screen, hero, is_open)
        dialogue.update(dt)
        dialogue.draw(screen)
        pygame.display.flip()
    dialogue.close()
    pygame.quit()


if __name__ == "__main__":
    main()
