"""Voices: a short tone for each letter, in each NPC's own pitch, or whole lines from a speech engine.

`python -m demo_game.recipes.voices`: tones. With `--aloud` espeak-ng speaks the lines, offline (`pip install
espeakng-loader`); with `--url http://127.0.0.1:8880/v1/audio/speech` a server with OpenAI's API, its key in
SPEECH_KEY. Walk with the arrows, E talks, the space bar goes on and ends the voice. The text always stays.
"""

from __future__ import annotations

import sys
from typing import Any

import pygame

import stealth_pygame as stealth
from demo_game.recipes.engines.espeak import by_espeak
from demo_game.recipes.engines.server import by_server
from stealth_pygame.ui import Speaker, Voices

PEOPLE = {
    "Grim": stealth.BasicCharacter("Grim", bio="A miller with a deep voice.", knowledge=["Rye makes heavy bread."]),
    "Wren": stealth.BasicCharacter("Wren", bio="A child of the mill.", knowledge=["Ducks sleep with one eye open."]),
}


def main(say_aloud: Any = None) -> None:
    """Play until the window is closed. say_aloud: (text, name) → a sound; None: only tones."""
    pygame.init()
    screen, clock = pygame.display.set_mode((640, 360)), pygame.time.Clock()
    speaker = Speaker(say_aloud) if say_aloud else None
    voices = Voices({"grim": 95}, volume=0.1 if speaker else 0.25)
    presenter = stealth.BubblePresenter(on_type=voices, on_line=speaker)
    hero, running = pygame.Rect(250, 240, 16, 24), True
    with stealth.Dialogue.local(presenter=presenter) as dialogue:
        dialogue.add_player(stealth.Player("Ada", position=lambda: hero))
        for x, character in zip((200, 440), PEOPLE.values(), strict=True):
            dialogue.add_npc(character, position=(x, 200), interest_radius=90)
        while running:
            for event in pygame.event.get():
                if not dialogue.handle_event(event) and event.type == pygame.QUIT:
                    running = False
            dt = clock.tick(60) / 1000
            if not dialogue.typing:
                keys = pygame.key.get_pressed()
                hero.x += round((keys[pygame.K_RIGHT] - keys[pygame.K_LEFT]) * 150 * dt)
            screen.fill("darkolivegreen")
            for colour, body in (("navy", hero), ("gray20", (190, 200, 20, 30)), ("orange3", (434, 208, 12, 20))):
                pygame.draw.rect(screen, colour, body)
            dialogue.update(dt)
            dialogue.draw(screen)
            pygame.display.flip()
    if speaker is not None:
        speaker.close()
    pygame.quit()


if __name__ == "__main__":
    main(by_server(sys.argv[-1]) if "--url" in sys.argv else by_espeak() if "--aloud" in sys.argv else None)
