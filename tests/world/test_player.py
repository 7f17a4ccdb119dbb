"""Who talks, and where she stands."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.world.player import Player, slug


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


class Rect(tuple[int, ...]):
    """As pygame's: four numbers, and a middle."""

    center = (2, 3)


class Sprite:
    """As pygame's."""

    rect = Rect((1, 2, 3, 4))


def test_a_text_is_no_rectangle() -> None:
    """A text has a `center` as well, which has nothing to do with places."""
    with pytest.raises(ConfigurationError) as caught:
        Player("Ada", position="3,4")  # type: ignore[arg-type]
    assert str(caught.value) == (
        "The position of Ada is '3,4'; it must be (x, y) in pixels, or a callable giving that. Leave out the quotes."
    )
    with pytest.raises(ConfigurationError, match=r"giving that\.$"):
        Player("Ada", position="here")  # type: ignore[arg-type]


@pytest.mark.parametrize(("given", "path"), [(Rect((1, 2, 3, 4)), ".center"), (Sprite(), ".rect.center")])
def test_a_callable_that_gives_a_rectangle_means_its_centre(
    given: Any, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Not its top left corner: the centre is taken, and the log says once what to write."""
    player = Player("Ada", position=lambda: given)
    assert [player.place, player.place] == [(2.0, 3.0), (2.0, 3.0)]
    (record,) = caplog.records
    assert record.getMessage() == (
        f"The position of Ada gives a {type(given).__name__}, no point: its centre is taken. "
        f"Write position=lambda: {type(given).__name__.lower()}{path}"
    )


def test_a_callable_may_give_a_height_as_well() -> None:
    """The third number of a point in space is left out."""
    at: Any = (1, 2, 3)
    assert Player("Ada", position=lambda: at).place == (1.0, 2.0)


def test_the_way_to_the_head_is_a_point() -> None:
    """Told when she is made, not when something is drawn."""
    with pytest.raises(ConfigurationError, match=r"The bubble_offset of Ada is 40; it must be \(x, y\) in pixels\."):
        Player("Ada", bubble_offset=40)  # type: ignore[arg-type]


def test_a_rectangle_is_no_point() -> None:
    """The likeliest slip of all is named."""
    with pytest.raises(ConfigurationError, match=r"Did you mean its \.center"):
        Player("Ada", position=Rect((1, 2, 3, 4)))  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match=r"Did you mean its \.rect\.center\?"):
        Player("Ada", position=Sprite())  # type: ignore[arg-type]
