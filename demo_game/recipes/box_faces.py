"""A dialogue box with a face for each line: portrait, name, words and choices at the foot of the screen.

`python -m demo_game.recipes.box_faces`. Walk with the arrows, press E near Bruno, choose a reply or type. Thank him,
or insult him. The portraits are drawn here; a game would use surfaces or files.
"""

from __future__ import annotations

import pygame

import stealth_pygame as stealth

BRUNO = stealth.BasicCharacter(
    "Bruno",
    bio="A smith who works by the gate, and is easily hurt.",
    knowledge=["The gate opens at dawn, and closes when the lanterns are lit.", "A good sword takes nine days."],
    moods=["calm", "happy", "angry"],
)
BROWS = {"calm": (0, 0), "happy": (1, 0), "angry": (-1, 2)}
MOUTHS = {"calm": [(9, 17), (15, 17)], "happy": [(8, 16), (12, 19), (16, 16)], "angry": [(8, 19), (12, 16), (16, 19)]}


def face(mood: str) -> pygame.Surface:
    """Return a face of 24 pixels; the box enlarges it without smoothing."""
    picture = pygame.Surface((24, 24), pygame.SRCALPHA)
    pygame.draw.rect(picture, "firebrick4" if mood == "angry" else "steelblue4", (3, 20, 18, 4))
    pygame.draw.ellipse(picture, "burlywood2" if mood != "angry" else "salmon", (4, 3, 16, 19))
    pygame.draw.rect(picture, "saddlebrown", (4, 2, 16, 5))
    rise, tilt = BROWS[mood]
    for x, inner in ((7, 10), (17, 14)):
        pygame.draw.line(picture, "black", (x, 9 - rise), (inner, 9 - rise + tilt))
        picture.set_at(((x + inner) // 2, 12), pygame.Color("black"))
    pygame.draw.lines(picture, "black", False, MOUTHS[mood])
    return picture


class Game:
    """A hero, a smith, and the dialogue box."""

    def __init__(self, size: tuple[int, int] = (480, 270)) -> None:
        pygame.init()
        self.screen = pygame.display.set_mode(size)
        self.hero = pygame.Rect(size[0] // 2 - 40, 80, 16, 24)
        self.smith = pygame.Rect(size[0] // 2, 60, 16, 24)
        self.dialogue = stealth.Dialogue.local(presenter=stealth.BoxPresenter())
        self.dialogue.add_player(stealth.Player("Ada", position=lambda: self.hero))
        self.bruno = self.dialogue.add_npc(
            BRUNO,
            position=self.smith,
            portraits={mood: face(mood) for mood in BRUNO.moods},
            suggestions=["When does the gate open?", "You are very kind.", "You are a fool!"],
        )

    def frame(self, dt: float) -> bool:
        """Run one frame of the loop. Return False when the window is closed."""
        for event in pygame.event.get():
            if self.dialogue.handle_event(event):
                continue
            if event.type == pygame.QUIT:
                return False
            if event.type == stealth.NPC_SAID:
                self.bruno.suggestions = ("When does the gate open?", "Thank you!", "You are a fool!")
        if not self.dialogue.typing:
            keys = pygame.key.get_pressed()
            self.hero.x += round((keys[pygame.K_RIGHT] - keys[pygame.K_LEFT]) * 120 * dt)
        self.screen.fill("darkolivegreen")
        pygame.draw.rect(self.screen, "sienna4", self.smith)
        pygame.draw.rect(self.screen, "navy", self.hero)
        self.dialogue.update(dt)
        self.dialogue.draw(self.screen)
        pygame.display.flip()
        return True


def main() -> None:
    """Play until the window is closed."""
    game, clock = Game(), pygame.time.Clock()
    with game.dialogue:
        while game.frame(clock.tick(60) / 1000):
            pass
    pygame.quit()


if __name__ == "__main__":
    main()
