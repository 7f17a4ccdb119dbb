"""Colours of a game's own theme, in the forms in which pygame has them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pygame
import pytest

import stealth_pygame as stealth
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.ui.palette import STYLES, BubbleKind, Style
from tests.scripted import ScriptedClient
from tests.village import smith

COLOURS = [field.name for field in fields(stealth.Theme) if field.type == "Colour"]
FORMS: list[Any] = [
    (10, 20, 30),
    (10, 20, 30, 128),
    [10, 20, 30],
    pygame.Color(10, 20, 30),
    pygame.Color("#0a141e80"),
    pygame.Color("gold"),
]
NONE: list[Any] = ["gold", "#ffcc00", 0xFFCC00, (300, 0, 0), (-1, 0, 0), (0.5, 0.5, 0.5), (1, 2), None]


def themed(colour: Any) -> stealth.Theme:
    """Everything in one colour."""
    styles = {kind: Style(colour, colour, colour, colour) for kind in BubbleKind}
    return stealth.Theme(system_fonts=False, styles=styles, **dict.fromkeys(COLOURS, colour))


@pytest.mark.parametrize("colour", FORMS, ids=repr)
def test_a_colour_of_pygame_is_a_colour(colour: Any) -> None:
    """Bubbles, chat box, transcript and overlay are drawn with it."""
    pygame.init()
    screen = pygame.display.set_mode((640, 360))
    picture = stealth.BubblePresenter(themed(colour))
    with stealth.Dialogue(client=ScriptedClient(), installation="inst", presenter=picture, debug=True) as dialogue:
        dialogue.add_player(stealth.Player("Ada", position=(100, 100)))
        npc = dialogue.add_npc(smith(), position=(110, 200), suggestions=("Hello", "A sword"))
        npc.say("Hello there.")
        dialogue.focus = npc
        for number in range(20):
            if number == 10:
                for key in (pygame.K_F2, pygame.K_F3):
                    dialogue.handle_event(pygame.event.Event(pygame.KEYDOWN, key=key))
            dialogue.update(0.1)
            dialogue.draw(screen)
    pygame.quit()


@pytest.mark.parametrize("colour", NONE, ids=repr)
def test_what_is_no_colour_is_told_at_once(colour: Any) -> None:
    """By its place, not as a `ValueError` of pygame's in the first frame in which somebody speaks."""
    with pytest.raises(ConfigurationError, match="red, green and blue, 0 to 255"):
        stealth.Theme(**{COLOURS[0]: colour})
    style = STYLES[BubbleKind.SAID]._replace(ink=colour)
    with pytest.raises(ConfigurationError, match=r"Theme\.styles\[.*SAID.*\]\.ink is .*red, green and blue"):
        stealth.Theme(styles={BubbleKind.SAID: style})


def test_a_style_is_a_style() -> None:
    """A colour alone in its place is told."""
    wrong: Any = {BubbleKind.SAID: (1, 2, 3)}
    with pytest.raises(ConfigurationError, match="give a Style"):
        stealth.Theme(styles=wrong)


def test_plain_styles_stay_as_they_were_given() -> None:
    """So that the contrast of the library's own is still known by them."""
    assert stealth.Theme().styles is STYLES
