"""Players: a name, an id, and the words that show them."""

from __future__ import annotations

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


@pytest.mark.parametrize("name", ["", "  ", None])
def test_a_player_has_a_name(name: str) -> None:
    """An empty name is refused."""
    with pytest.raises(ConfigurationError, match="name"):
        Player(name)


def test_a_player_has_a_readable_repr() -> None:
    """The repr serves a log."""
    assert repr(Player("Ada")) == "<Player 'Ada' id='ada'>"
