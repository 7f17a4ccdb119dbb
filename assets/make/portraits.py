"""Portraits for the dialogue box: the head of everybody's figure, twice as large, with a face for each mood."""

from __future__ import annotations

import pygame

from assets.make.canvas import blank, box, dot
from assets.make.palette import GLOW, INK, WHITE, Colour
from assets.make.people import Look, frame

MOODS = ("calm", "happy", "angry", "sad")
SIZE = 40
CROP = 20
"""Pixels of the figure that are seen, each as two by two pixels of the portrait."""
EYES = (7, 12)
TEAR: Colour = (120, 180, 230, 255)
BACKS = {"calm": (70, 74, 104), "happy": (112, 98, 62), "angry": (108, 54, 58), "sad": (56, 72, 110)}


def portrait(look: Look, mood: str) -> pygame.Surface:
    """Return one face, 40 by 40."""
    drop = 4 if look.small else 0
    figure = frame(look, "down", "stand")
    head = blank(CROP, CROP)
    head.blit(figure, (0, 0), (2, drop, CROP, CROP))
    picture = blank(SIZE, SIZE)
    _back(picture, BACKS[mood])
    picture.blit(pygame.transform.scale_by(head, 2), (0, 0))
    _face(picture, look, mood)
    return picture


def _back(picture: pygame.Surface, colour: tuple[int, int, int]) -> None:
    """Fill the square, lighter in the middle, in four steps."""
    for ring in range(4):
        shade = tuple(min(255, channel + ring * 9) for channel in colour)
        picture.fill(shade, (ring * 4, ring * 4, SIZE - ring * 8, SIZE - ring * 8))


def _face(picture: pygame.Surface, look: Look, mood: str) -> None:
    """Draw eyes, brows and mouth over those of the figure, in pixels half as large."""
    skin, dark = look.skin[1], look.hair[0]
    # The head of the figure begins at its sixth row, of which a small one's crop leaves out as many as it is lower.
    y = (5 + 5) * 2
    for index, x in enumerate(EYES):
        left = x * 2
        box(picture, left, y, 2, 4, skin)
        box(picture, left, y, 2, 4 if mood != "happy" else 3, INK)
        dot(picture, left, y, WHITE)
        _brow(picture, left, y - 3, index, mood, dark)
    if look.beard:
        return
    left, mouth = 18, (5 + 8) * 2
    box(picture, left, mouth, 4, 2, skin)
    if mood == "happy":
        box(picture, left - 1, mouth, 6, 1, INK)
        box(picture, left, mouth + 1, 4, 1, WHITE)
        box(picture, left - 5, y + 5, 3, 1, GLOW[0])
        box(picture, left + 6, y + 5, 3, 1, GLOW[0])
    elif mood == "sad":
        box(picture, left, mouth, 4, 1, INK)
        dot(picture, left - 1, mouth + 1, INK)
        dot(picture, left + 4, mouth + 1, INK)
    else:
        box(picture, left, mouth + (mood == "angry"), 4, 1, INK if mood == "angry" else look.skin[0])


def _brow(picture: pygame.Surface, left: int, y: int, index: int, mood: str, colour: Colour) -> None:
    """Draw the brow over one eye: level, or sloping to the nose in anger, or away from it in grief."""
    if mood == "calm":
        return
    slope = {"happy": 0, "angry": 1, "sad": -1}[mood] * (1 if index == 0 else -1)
    for step in range(4):
        box(picture, left - 1 + step, y + (slope if step > 1 else 0) - (mood == "happy"), 1, 1, colour)
    if mood == "sad" and index == 1:
        box(picture, left + 2, y + 7, 1, 3, TEAR)


def portraits_of(look: Look) -> pygame.Surface:
    """Return the faces of somebody side by side, one for each of `MOODS`."""
    strip = blank(SIZE * len(MOODS), SIZE)
    for index, mood in enumerate(MOODS):
        strip.blit(portrait(look, mood), (index * SIZE, 0))
    return strip
