"""A game with pygame events only: no bubbles, no chat box, no decorator. It sends messages and reads the replies.

The NPC declares functions in the sheet (here a dict; a TOML file works too), and the game answers NPC_CALLED.
`python -m demo_game.recipes.events_only`. Keys 1 and 2 speak; the window's text explains the rest.
"""

from __future__ import annotations

import pygame

import stealth_pygame as stealth

LAMPLIGHTER = {
    "name": "Juno",
    "bio": ["The lamplighter of the village."],
    "lore": ["She has never let a lamp go out."],
    "knowledge": ["There are eight lamps on the plaza."],
    "messageExamples": [],
    "functions": [
        {
            "name": "light_lamps",
            "description": "Light the lamps when the player asks for light",
            "parameters": [{"name": "count", "description": "how many lamps", "type": "number"}],
        }
    ],
}
LINES = {pygame.K_1: "How many lamps are there?", pygame.K_2: "Please light 3 lamps."}
LOST = (stealth.NPC_FAILED, stealth.NPC_CANCELLED, stealth.NPC_FLAGGED, stealth.NPC_DROPPED)


def main() -> None:
    """Play until the window is closed."""
    pygame.init()
    screen = pygame.display.set_mode((640, 360))
    font, clock, running = pygame.font.Font(None, 26), pygame.time.Clock(), True
    lamps, text = 0, "1: ask, 2: let there be light"
    dialogue = stealth.Dialogue.local()
    dialogue.add_player(stealth.Player("Ada"))
    juno = dialogue.add_npc(LAMPLIGHTER, position=(320, 180))
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key in LINES:
                juno.send(LINES[event.key])
            elif event.type == stealth.NPC_THINKING:
                text = "..."
            elif event.type == stealth.NPC_SAID and event.text:
                text = event.text
            elif event.type == stealth.NPC_CALLED and event.name == "light_lamps":
                lamps = min(8, int(event.parameters["count"]))
                event.call.finish(stealth.Feedback(True, f"{lamps} lamps are lit."))
            elif event.type == stealth.NPC_ACTION_DONE:
                text = event.feedback.message
            elif event.type in LOST:
                text = "She did not hear you."
        screen.fill("gray10")
        for number in range(8):
            pygame.draw.circle(screen, "gold" if number < lamps else "gray30", (75 + 70 * number, 120), 14)
        screen.blit(font.render(text[:60], True, "white"), (40, 300))
        dialogue.update(clock.tick(60) / 1000)
        pygame.display.flip()
    dialogue.close()
    pygame.quit()


if __name__ == "__main__":
    main()
