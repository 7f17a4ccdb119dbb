"""Places in any form that a game has them."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.world.placed import NOWHERE, Position
from stealth_pygame.world.player import Player
from tests.village import Village


class Sprite:
    """A thing with a rectangle, as games have them."""

    def __init__(self, rect: Any) -> None:
        self.rect = rect


class Indexed:
    """A point that can be indexed and nothing else."""

    def __len__(self) -> int:
        return 2

    def __getitem__(self, index: int) -> float:
        return (3.0, 4.0)[index]


class Figure(pygame.sprite.Sprite):
    """A sprite of pygame's."""

    def __init__(self, *rect: int) -> None:
        super().__init__()
        self.rect = pygame.Rect(*rect)


POINTS = [(3, 4), [3, 4], (3.0, 4.0), pygame.Vector2(3, 4), Indexed(), lambda: (3, 4), lambda: (3, 4, 9)]
BOXES = [
    pygame.Rect(1, 2, 4, 4),
    (1, 2, 4, 4),
    ((1, 2), (4, 4)),
    Figure(1, 2, 4, 4),
    Sprite(pygame.Rect(1, 2, 4, 4)),
    Sprite(lambda: pygame.Rect(1, 2, 4, 4)),
    lambda: pygame.Rect(1, 2, 4, 4),
    lambda: Figure(1, 2, 4, 4),
]


@pytest.mark.parametrize("position", POINTS, ids=lambda position: type(position).__name__)
def test_a_point_has_a_place_and_no_body(position: Any) -> None:
    """A value or a callable, a tuple, a list or a vector; a third number of a callable's point is left out."""
    player = Player("Ada", position=position)
    assert (player.place, player.rect()) == ((3.0, 4.0), None)


@pytest.mark.parametrize("position", BOXES, ids=lambda position: type(position).__name__)
def test_a_rectangle_is_a_place_and_a_body(position: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Its middle is the place; a sprite, or a callable giving either, will do; nothing has to be told."""
    player = Player("Ada", position=position)
    assert (player.place, player.rect()) == ((3.0, 4.0), (1.0, 2.0, 4.0, 4.0))
    assert not caplog.records


@pytest.mark.parametrize(
    ("position", "offset", "head"),
    [
        ((10, 50), None, (10, 10)),
        ((10, 50), (2, -26), (12, 24)),
        ((10, 50), [2, -26], (12, 24)),
        ((10, 50), 0.25, (10, 10)),
        ((0, 100, 20, 80), None, (10, 100)),
        ((0, 100, 20, 80), (3, 5), (13, 105)),
        ((0, 100, 20, 80), 0.25, (10, 120)),
        ((0, 100, 20, 80), -0.5, (10, 60)),
        ((0, 100, 20, 80), 0, (10, 100)),
    ],
)
def test_the_head_is_over_the_point_or_at_the_top_of_the_rectangle(position: Any, offset: Any, head: Any) -> None:
    """An offset in pixels counts from there; a fraction is the part of the rectangle that is empty above the head."""
    assert Player("Ada", position=position, bubble_offset=offset).head == head


@pytest.mark.parametrize("offset", [40, "40", (1, 2, 3), ("1", "2"), True, (1, math.inf)])
def test_the_way_to_the_head_is_a_point_or_a_fraction(offset: Any) -> None:
    """Anything else is told when it is set, not when something is drawn."""
    with pytest.raises(ConfigurationError, match=r"The bubble_offset of Ada is .*; it must be \(x, y\) in pixels\."):
        Player("Ada", bubble_offset=offset)
    player = Player("Ada")
    with pytest.raises(ConfigurationError, match="bubble_offset of Ada"):
        player.bubble_offset = offset


def test_a_position_is_read_at_use() -> None:
    """A callable, a sprite, a rectangle and a vector are asked each time; a tuple stays."""
    at, moved = pygame.Vector2(1, 2), Figure(0, 0, 2, 2)
    positions: list[Any] = [lambda: at, at, moved, lambda: moved]
    players = [Player("Ada", position=place) for place in positions]
    at.x = 5
    moved.rect = pygame.Rect(4, 1, 2, 2)
    assert [player.place for player in players] == [(5.0, 2.0)] * 4
    assert Player("Ada").place is None


@pytest.mark.parametrize(
    "position",
    [
        *("here", 5, (1, 2, 3), ("a", "b"), ("1", "2"), (1,), [], {}, {"x": 1, "y": 2}, {1, 2}, (math.nan, 1)),
        *((1, math.inf), Sprite("here"), Sprite((1,)), (1, 2, 3, 4, 5), b"12", object()),
    ],
    ids=lambda position: type(position).__name__,
)
def test_a_position_that_is_no_place_is_refused(position: Any) -> None:
    """The error names whose position is what, and what it could be, when it is made and when it is set."""
    with pytest.raises(ConfigurationError, match=r"The position of Ada is .*\(x, y\).*rectangle.*sprite"):
        Player("Ada", position=position)
    player = Player("Ada", position=(1, 2))
    with pytest.raises(ConfigurationError, match="Ada"):
        player.position = position
    assert player.place == (1.0, 2.0)


def test_a_slip_is_guessed() -> None:
    """Quotes round the numbers, and a number too many."""
    with pytest.raises(ConfigurationError, match=r"Leave out the quotes\.$"):
        Player("Ada", position="3,4")  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match=r"Leave out the third number\.$"):
        Player("Ada", position=(1, 2, 3))


def test_a_position_that_fails_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """A callable that raises, or gives no place, leaves them where they were; the log says so once, with the cause."""
    at: list[float] = [1, 2]
    player = Player("Ada", position=lambda: (at[0], at[1]))
    assert player.place == (1.0, 2.0)
    at.clear()
    assert [player.place, player.place] == [(1.0, 2.0), (1.0, 2.0)]
    assert len(caplog.records) == 1
    assert "Ada" in caplog.text
    assert "IndexError" in caplog.text
    player.position = (3, 4)
    assert player.place == (3.0, 4.0)


def broken() -> Any:
    raise KeyError("pos")


def not_a_number() -> Any:
    return math.nan, 0.0


def nothing() -> Any:
    return None


@pytest.mark.parametrize("position", [broken, not_a_number, nothing])
def test_nobody_stands_in_the_corner_for_want_of_a_place(position: Position, caplog: pytest.LogCaptureFixture) -> None:
    """An NPC that never had a place is nowhere and near nobody, not at (0, 0), and the log says so once."""
    village = Village()
    ada, bruno = village.player(at=(0, 0)), village.npc(position=position)
    village.go(2.0)
    assert (bruno.place, bruno.rect(), village.scene.nearest(ada), village.scene.nearest_known(ada)) == (None,) * 4
    assert all(map(math.isnan, bruno.head))
    (record,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert "The position of Bruno" in record.getMessage()
    assert "nowhere" in record.getMessage()


def test_who_loses_their_place_is_near_nobody_until_they_have_one_again() -> None:
    """A villager who went indoors is left after the grace, and met again when they come out."""
    places: Iterator[Any] = iter([])
    now: list[Any] = [(0.0, 0.0)]
    village = Village()
    village.player(at=(0, 0))
    bruno = village.npc(position=lambda: next(places, now[0]))
    village.go(1.0)
    assert village.scene.nearest_known(village.scene.players[0]) is bruno
    now[0] = None
    village.go(8.0)
    assert village.scene.nearest_known(village.scene.players[0]) is None
    assert bruno.head is NOWHERE
    now[0] = (0.0, 0.0)
    village.go(1.0)
    assert village.scene.nearest_known(village.scene.players[0]) is bruno


GAME = """
import pygame
import stealth_pygame as stealth


class Hero(pygame.sprite.Sprite):
    def __init__(self) -> None:
        super().__init__()
        self.image = pygame.Surface((32, 48))
        self.rect = self.image.get_rect()


class Body:
    def __init__(self) -> None:
        self.rect = pygame.Rect(0, 0, 16, 16)


def play(dialogue: stealth.Dialogue) -> None:
    hero, body, at = Hero(), Body(), pygame.Vector2(3, 4)
    dialogue.add_player(stealth.Player("Ada", position=lambda: hero.rect))
    stealth.Player("Ada", position=at, bubble_offset=0.25)
    stealth.Player("Ada", position=hero, bubble_offset=(0, -12))
    stealth.Player("Ada", position=(1, 2))
    smith = dialogue.add_npc("smith.toml", position=hero.rect)
    dialogue.add_npc("smith.toml", position=body)
    dialogue.add_npc("smith.toml", position=lambda: body)
    dialogue.add_npc("smith.toml", position=lambda: hero.rect.center)
    dialogue.add_npc("smith.toml", position=lambda: at)
    dialogue.add_npc("smith.toml", position=[1.5, 2])
    smith.position = at
    smith.position = hero
    smith.position = lambda: hero.rect.midbottom
"""


@pytest.mark.slow
def test_a_users_game_passes_the_type_checker(tmp_path: Path) -> None:
    """Points, vectors, rectangles, sprites and callables that give them are what `position` is declared to take."""
    api = pytest.importorskip("mypy.api")
    game = tmp_path / "game.py"
    game.write_text(GAME, "utf-8")
    root = Path(__file__).parents[2]
    options = ["--strict", "--python-version", "3.10", "--config-file", "", "--follow-imports", "silent"]
    told, errors, _ = api.run([*options, "--cache-dir", str(root / ".mypy_cache"), str(game)])
    assert (told.splitlines()[-1:], errors) == (["Success: no issues found in 1 source file"], "")


@pytest.mark.parametrize(
    ("position", "offset", "outline"),
    [
        ((10.0, 50.0), None, (10.0, 10.0)),
        (pygame.Rect(0, 100, 40, 80), None, (0.0, 100.0, 40.0, 80.0)),
        (pygame.Rect(0, 100, 40, 80), 0.25, (0.0, 120.0, 40.0, 60.0)),
        (pygame.Rect(0, 100, 40, 80), (0, -10), (0.0, 90.0, 40.0, 90.0)),
        (pygame.Rect(0, 100, 40, 80), (0, 200), (20.0, 300.0)),
        (pygame.Rect(0, 100, 40, 0), None, (20.0, 100.0)),
    ],
)
def test_a_body_is_known_from_the_head_down(position: Any, offset: Any, outline: tuple[float, ...]) -> None:
    """What is transparent over the head is not part of it; where there is no rectangle it is a point."""
    player = Player("Ada", position=position, bubble_offset=offset)
    assert player.outline() == outline


def test_who_is_nowhere_has_no_body() -> None:
    """Nothing is drawn for them."""
    assert all(math.isnan(value) for value in Player("Ada").outline())


def test_a_level_is_cleared_at_once() -> None:
    """Those who are near are forgotten one by one, each without asking the others; who stays is near still."""
    village = Village()
    village.player()
    npcs = [village.npc() for _ in range(50)]
    village.go(1.0)
    for npc in npcs[:-1]:
        village.scene.remove_npc(npc)
    village.go(1.0)
    assert village.scene.nearest_known(village.scene.players[0]) is npcs[-1]


def test_a_class_is_nobody_yet() -> None:
    """It would make somebody new each time it is asked for a place; one that has a rectangle itself is a place."""
    with pytest.raises(ConfigurationError, match=r"That is a class; give one of its objects: Figure\(\.\.\.\)"):
        Player("Ada", position=Figure)
    only_one: Any = type("Hero", (), {"rect": pygame.Rect(1, 2, 4, 4)})
    assert Player("Ada", position=only_one).place == (3.0, 4.0)
