"""Games that draw on a small canvas and scale it into their window by their own hand."""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest

import stealth_pygame as stealth
from stealth_pygame.dialogue.canvas import Canvas
from stealth_pygame.errors import ConfigurationError
from tests.scripted import ScriptedClient
from tests.village import smith

WINDOW = (1000, 600)
PLACE = pygame.Rect(20, 30, 960, 540)
"""Letterboxed: three window pixels for each of the canvas's 320 × 180."""


class PixelGame:
    """A game on a canvas of 320 × 180 pixels, scaled by three."""

    def __init__(self) -> None:
        self.window = pygame.display.set_mode(WINDOW)
        self.canvas = pygame.Surface((320, 180))
        self.said: list[str] = []
        self.dialogue = stealth.Dialogue(
            client=ScriptedClient(),
            installation="inst",
            presenter=stealth.BubblePresenter(stealth.Theme(system_fonts=False)),
        )
        self.dialogue.canvas = lambda: PLACE
        self.dialogue.add_player(stealth.Player("Ada", position=(100, 100)))
        self.npc = self.dialogue.add_npc(smith(), position=(110, 120), suggestions=("Hello", "A sword"))
        self.frame()

    def frame(self) -> None:
        self.dialogue.update(0.3)
        self.dialogue.draw(self.canvas)
        pygame.transform.scale(self.canvas, PLACE.size, self.window.subsurface(PLACE))

    def click(self, place: tuple[int, int]) -> bool:
        """Press where the player sees a place of the canvas."""
        seen = PLACE.x + place[0] * 3 + 1, PLACE.y + place[1] * 3 + 1
        return self.dialogue.handle_event(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=seen, button=1))


@pytest.fixture
def game() -> Iterator[PixelGame]:
    pygame.init()
    made = PixelGame()
    yield made
    made.dialogue.close()
    pygame.quit()


def test_a_suggestion_is_hit_where_it_is_seen(game: PixelGame) -> None:
    """A click on the scaled picture chooses what the player sees there, and nothing beside it."""
    game.dialogue.focus = game.npc
    game.frame()
    presenter = game.dialogue.presenter
    assert isinstance(presenter, stealth.BubblePresenter)
    chip = presenter.chat.view.chips[1]
    assert not game.click((2, 2))
    assert game.click(chip.center)
    game.frame()
    assert [line.text for line in game.npc.transcript] == [] or game.npc.busy
    assert presenter.log.entries[-1].text == "A sword"


def test_an_ime_stands_at_the_caret_in_the_window(game: PixelGame, monkeypatch: pytest.MonkeyPatch) -> None:
    """The candidates' rectangle is given in window pixels, inside the scaled picture of the field."""
    rects: list[pygame.Rect] = []
    monkeypatch.setattr(pygame.key, "set_text_input_rect", lambda rect: rects.append(pygame.Rect(rect)))
    game.dialogue.focus = game.npc
    game.frame()
    presenter = game.dialogue.presenter
    assert isinstance(presenter, stealth.BubblePresenter)
    field = presenter.chat.view.field
    seen = pygame.Rect(PLACE.x + field.x * 3, PLACE.y + field.y * 3, field.width * 3, field.height * 3)
    assert seen.contains(rects[-1])


def test_without_a_canvas_nothing_is_mapped() -> None:
    """A game that draws on its window has window pixels everywhere."""
    pygame.init()
    window = pygame.display.set_mode(WINDOW)
    canvas = Canvas()
    canvas.drawn_on(window)
    event = pygame.event.Event(pygame.MOUSEMOTION, pos=(5, 6), rel=(0, 0), buttons=(0, 0, 0))
    assert canvas.event(event) is event
    assert canvas.to_window(pygame.Rect(1, 2, 3, 4)) == pygame.Rect(1, 2, 3, 4)
    canvas.drawn_on(window.subsurface((0, 0, 500, 300)))
    assert canvas.event(event) is event
    canvas.drawn_on(pygame.Surface((200, 200)))
    assert canvas.event(event) is event
    pygame.quit()


@pytest.mark.parametrize(
    ("parent", "part", "seen"),
    [
        ((1280, 720), (200, 100, 900, 500), (200 + 30, 100 + 20)),
        ((320, 180), (20, 10, 300, 170), ((20 + 30) * 4, (10 + 20) * 4)),
    ],
    ids=["of the window", "of a canvas"],
)
def test_a_part_of_a_surface_is_where_it_is_in_the_window(
    parent: tuple[int, int], part: tuple[int, int, int, int], seen: tuple[int, int]
) -> None:
    """A view beside a status bar is a subsurface: clicks and the IME count from its corner, unless a canvas is set."""
    pygame.init()
    window = pygame.display.set_mode((1280, 720))
    surface = window if parent == window.get_size() else pygame.Surface(parent)
    canvas = Canvas()
    canvas.drawn_on(surface.subsurface(part))
    click = pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=seen, button=1)
    assert canvas.event(click).pos == (30, 20)
    assert canvas.to_window(pygame.Rect(30, 20, 1, 1)).topleft == seen
    canvas.place = (0, 0, *part[2:])
    assert canvas.event(click).pos == seen
    pygame.quit()


@pytest.mark.parametrize("size", [(320, 180), (427, 240), (640, 360)])
def test_a_surface_of_the_window_s_shape_is_taken_to_fill_it(size: tuple[int, int]) -> None:
    """The usual pixel-art game needs no word about its canvas: it is scaled to the whole window."""
    pygame.init()
    pygame.display.set_mode((1280, 720))
    canvas = Canvas()
    canvas.drawn_on(pygame.Surface(size))
    event = canvas.event(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(640, 360), button=1))
    assert event.pos == (size[0] // 2, size[1] // 2)
    assert event.button == 1
    pygame.quit()


@pytest.mark.parametrize("place", [5, "window", (1, 2, 3), lambda: None])
def test_a_place_that_is_none_is_told(game: PixelGame, place: object) -> None:
    """What is not a rectangle is refused where it is given."""
    with pytest.raises(ConfigurationError, match="window pixels"):
        game.dialogue.canvas = place  # type: ignore[assignment]


@pytest.mark.parametrize(
    "camera",
    [
        lambda point: None,
        lambda point: pygame.Rect(point, (9, 9)),
        lambda point: pygame.Vector3(point[0], point[1], 0),
        lambda x, y: (x, y),
        lambda point: ("left", "top"),
        lambda rect: rect.move(-3, -4),
        lambda point: (point.x - 3, point.y - 4),
        lambda point: point * 2.0,
    ],
    ids=["nothing", "a rectangle", "three numbers", "two parameters", "words", "for rectangles", "a vector's", "times"],
)
def test_a_slip_in_a_camera_is_told(game: PixelGame, camera: object) -> None:
    """The error names what the camera gave, and what it should."""
    dialogue = stealth.Dialogue(client=ScriptedClient(), installation="inst")
    dialogue.add_npc(smith(), position=(110, 120)).say("Good evening.")
    dialogue.update(0.1)
    with dialogue, pytest.raises(ConfigurationError, match="it must take one point"):
        dialogue.draw(game.canvas, camera)  # type: ignore[arg-type]


def test_a_camera_may_give_a_vector(game: PixelGame) -> None:
    """Points come as pygame has them."""
    game.npc.say("Good evening.")
    game.dialogue.update(0.1)
    game.dialogue.draw(game.canvas, lambda point: pygame.Vector2(point) - (10, 10))  # type: ignore[arg-type, return-value]
