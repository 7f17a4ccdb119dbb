"""Who talks, and where she stands."""

from __future__ import annotations

import pytest

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.player import Player, slug


@pytest.mark.parametrize(
    ("name", "expected"), [("Ada", "ada"), ("Old Márta", "old-marta"), ("  A--b  ", "a-b"), ("李", "xe69d8e")]
)
def test_an_id_is_a_slug_of_the_name(name: str, expected: str) -> None:
    """A name in any script gives an id of plain letters."""
    assert slug(name) == expected
    assert Player(name).id == expected


def test_a_position_is_read_at_use() -> None:
    """A callable is asked each time, a value stays."""
    at = [1, 2]
    assert Player("Ada", position=lambda: (at[0], at[1])).place == (1.0, 2.0)
    assert Player("Ada", position=(3, 4)).place == (3.0, 4.0)
    assert Player("Ada").place is None


@pytest.mark.parametrize("position", ["here", 5, (1, 2, 3), ("a", "b")])
def test_a_position_that_is_no_point_is_refused(position: object) -> None:
    """The error names whose position is what, and what it should be."""
    with pytest.raises(ConfigurationError, match=r"Ada.*\(x, y\)"):
        Player("Ada", position=position)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "  ", None])
def test_a_player_has_a_name(name: str) -> None:
    """Nobody talks to nobody."""
    with pytest.raises(ConfigurationError, match="name"):
        Player(name)


def test_a_player_shows_who_she_is() -> None:
    """The repr serves a log."""
    assert repr(Player("Ada")) == "<Player 'Ada' id='ada'>"


def test_words_stand_over_her_head() -> None:
    """A sprite of another size moves the point; without a position it is the offset alone."""
    assert Player("Ada", position=(10, 50)).head == (10, 10)
    assert Player("Ada", position=lambda: (10, 50), bubble_offset=(2, -26)).head == (12, 24)
    assert Player("Ada").head == (0, -40)


def test_a_position_that_fails_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """A callable that raises, or gives no point, leaves her where she was; the log says so once, with the cause."""
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


def test_a_position_is_checked_when_it_is_set() -> None:
    """A slip is named where it is made, not in some later frame."""
    player = Player("Ada")
    with pytest.raises(ConfigurationError, match="Ada"):
        player.position = "here"  # type: ignore[assignment]
    player.position = (1, 2)
    assert player.place == (1.0, 2.0)


def test_a_rectangle_is_no_point() -> None:
    """The likeliest slip of all is named."""

    class Rect(tuple[int, ...]):
        center = (2, 3)

    with pytest.raises(ConfigurationError, match=r"Did you mean its \.center"):
        Player("Ada", position=Rect((1, 2, 3, 4)))  # type: ignore[arg-type]
