"""Suggested replies by key, gamepad and mouse; and what else a mouse does in the chat box."""

from __future__ import annotations

import pygame

from tests.ui.game import Game


def test_suggestions_are_chosen_with_keys(talking: Game) -> None:
    """Down, up and Tab choose while nothing is typed; Enter says it; typing lets it go."""
    talking.box.suggest(["Hello", "Farewell"])
    talking.press(pygame.K_DOWN)
    talking.press(pygame.K_TAB)
    talking.press(pygame.K_TAB, mod=pygame.KMOD_SHIFT)
    talking.press(pygame.K_UP)
    assert talking.box.suggestions.text == "Farewell"
    talking.press(pygame.K_RETURN)
    assert talking.said == ["Farewell"]
    assert talking.box.suggestions.texts == []
    talking.box.suggest(["Hello"])
    talking.press(pygame.K_DOWN)
    talking.type("x")
    assert talking.box.suggestions.text == ""


def test_other_suggestions_leave_the_choice_where_it_is_still_there(talking: Game) -> None:
    """What is chosen moves with its words; words that are gone are chosen no more, and Enter does not say them."""
    talking.box.suggest(["Hello", "Farewell"])
    talking.press(pygame.K_UP)
    talking.box.suggest(["Farewell", "A sword, please"])
    assert (talking.box.suggestions.text, talking.box.suggestions.chosen) == ("Farewell", 0)
    talking.box.suggest(["A sword, please"])
    assert talking.box.suggestions.chosen is None
    talking.press(pygame.K_RETURN)
    assert talking.said == []


def test_suggestions_are_chosen_with_a_gamepad(talking: Game) -> None:
    """Cross and button, of a joystick and of a controller; the second button goes back."""
    talking.box.suggest(["Hello", "Farewell", "", "Three", "Four", "Five"])
    assert len(talking.box.suggestions.texts) == 4
    talking.pad(pygame.JOYHATMOTION, value=(0, -1), hat=0, instance_id=0)
    talking.pad(pygame.JOYHATMOTION, value=(0, 0), hat=0, instance_id=0)
    talking.pad(pygame.CONTROLLERBUTTONDOWN, button=pygame.CONTROLLER_BUTTON_DPAD_DOWN, instance_id=0)
    talking.pad(pygame.JOYBUTTONDOWN, button=0, instance_id=0)
    assert talking.said == ["Farewell"]
    talking.pad(pygame.JOYBUTTONDOWN, button=7, instance_id=0)
    talking.pad(pygame.CONTROLLERBUTTONDOWN, button=1, instance_id=0)
    assert not talking.box.is_open
    talking.pad(pygame.JOYBUTTONDOWN, button=0, instance_id=0)
    assert [event.type for event in talking.leaked] == [pygame.JOYBUTTONDOWN]


def test_suggestions_are_chosen_with_the_mouse(talking: Game) -> None:
    """Pointing chooses, clicking says; another button does neither."""
    talking.box.suggest(["Hello", "Farewell"])
    talking.frame()
    spot = talking.box.view.chips[1].center
    assert talking.box.rect.collidepoint(spot)
    talking.mouse(pygame.MOUSEMOTION, spot)
    assert talking.box.suggestions.text == "Farewell"
    talking.mouse(pygame.MOUSEBUTTONDOWN, spot, button=3)
    assert talking.said == []
    talking.mouse(pygame.MOUSEBUTTONDOWN, spot)
    assert talking.said == ["Farewell"]


def test_the_mouse_places_the_caret_and_selects(talking: Game) -> None:
    """Click, drag and double click; clicks beside the box are the game's."""
    talking.type("Hello smith")
    field, view = talking.box.view.field, talking.box.view
    start, end = view.text_left, view.text_left + view.line.caret(5)
    talking.mouse(pygame.MOUSEBUTTONDOWN, (start, field.centery))
    assert talking.box.edit.caret == 0
    talking.mouse(pygame.MOUSEMOTION, (end, field.centery))
    assert talking.box.edit.selected == "Hello"
    talking.mouse(pygame.MOUSEBUTTONUP, (end, field.centery))
    spot = (view.text_left + view.line.caret(8), field.centery)
    for _ in range(2):
        talking.mouse(pygame.MOUSEBUTTONDOWN, spot)
        talking.mouse(pygame.MOUSEBUTTONUP, spot)
    assert talking.box.edit.selected == "smith"
    talking.leaked.clear()
    talking.mouse(pygame.MOUSEBUTTONDOWN, (5, 5))
    talking.mouse(pygame.MOUSEBUTTONUP, (5, 5))
    talking.mouse(pygame.MOUSEMOTION, (5, 5))
    assert len(talking.leaked) == 3


def test_two_clicks_with_a_pause_are_two_clicks(talking: Game) -> None:
    """A double click is quick; another button than the left one moves nothing, and is not the game's either."""
    talking.type("Hello smith")
    view = talking.box.view
    spot = (view.text_left + view.line.caret(8), view.field.centery)
    for _ in range(2):
        talking.mouse(pygame.MOUSEBUTTONDOWN, spot)
        talking.mouse(pygame.MOUSEBUTTONUP, spot)
        for _ in range(3):
            talking.box.update(0.25)
    assert (talking.box.edit.selected, talking.box.edit.caret) == ("", 8)
    talking.leaked.clear()
    talking.mouse(pygame.MOUSEBUTTONDOWN, (view.text_left, view.field.centery), button=3)
    talking.mouse(pygame.MOUSEBUTTONDOWN, (view.panel.left + 2, view.panel.top + 2))
    assert talking.box.edit.caret == 8
    assert talking.leaked == []


def test_what_a_gamepad_chose_is_what_it_says(talking: Game) -> None:
    """Also over a line that was begun with keys."""
    talking.box.suggest(["Farewell"])
    talking.type("Hel")
    talking.pad(pygame.JOYHATMOTION, value=(0, -1), hat=0, instance_id=0)
    talking.pad(pygame.JOYBUTTONDOWN, button=0, instance_id=0)
    assert talking.said == ["Farewell"]


def test_hebrew_suggestions_stand_at_the_right(talking: Game) -> None:
    """Each where its reading begins."""
    talking.box.suggest(["יש לך חרב?", "Farewell"])
    talking.frame()
    view = talking.box.view
    assert (view.chips[0].right, view.chips[1].left) == (view.panel.right, view.panel.left)
