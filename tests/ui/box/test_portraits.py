"""Portraits: fitted to their place, opened one file per frame, left out where they cannot be read."""

from __future__ import annotations

import logging
from pathlib import Path

import pygame
import pytest

from stealth_pygame.ui.box.portraits import MOST, Portraits, fitted


@pytest.mark.parametrize(
    ("size", "place", "expected"),
    [
        ((24, 24), (84, 84), (72, 72)),
        ((84, 84), (84, 84), (84, 84)),
        ((512, 256), (84, 84), (84, 42)),
        ((60, 60), (84, 84), (84, 84)),
        ((10, 1000), (84, 84), (1, 84)),
        ((2000, 3), (84, 84), (84, 1)),
    ],
)
def test_a_picture_keeps_its_shape(size: tuple[int, int], place: tuple[int, int], expected: tuple[int, int]) -> None:
    """Small ones grow by whole factors, so that pixels stay square; larger ones shrink."""
    assert fitted(pygame.Surface(size, pygame.SRCALPHA), place).get_size() == expected


@pytest.mark.parametrize("depth", [8, 24, 32])
def test_every_depth_of_colour_can_be_fitted(depth: int) -> None:
    """Also without a window."""
    surface = pygame.Surface((100, 100), depth=depth)
    surface.fill("red")
    red, *others = fitted(surface, (30, 30)).get_at((15, 15))
    assert red > 250
    assert others[:2] == [0, 0]


def test_a_fitted_picture_is_made_once() -> None:
    """And no more are kept than a village needs."""
    shelf, surface = Portraits(), pygame.Surface((10, 10))
    assert shelf.get(surface, (40, 40)) is shelf.get(surface, (40, 40))
    for _ in range(2 * MOST):
        assert shelf.get(pygame.Surface((10, 10)), (40, 40)) is not None
    assert shelf.get(None, (40, 40)) is shelf.get(surface, (0, 40)) is None


def test_one_file_is_opened_in_a_frame(tmp_path: Path) -> None:
    """The next one waits for the next frame."""
    names = [str(tmp_path / f"{number}.png") for number in range(2)]
    for name in names:
        pygame.image.save(pygame.Surface((8, 8)), name)
    shelf = Portraits()
    assert [shelf.get(name, (8, 8)) is not None for name in names] == [True, False]
    shelf.next_frame()
    assert all(shelf.get(name, (8, 8)) for name in names)


@pytest.mark.parametrize("content", [None, b"", b"no picture at all"])
def test_a_file_that_is_no_picture_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes | None
) -> None:
    """The box is drawn without it."""
    path = tmp_path / "face.png"
    if content is not None:
        path.write_bytes(content)
    shelf = Portraits()
    with caplog.at_level(logging.WARNING, "stealth_pygame"):
        for _ in range(3):
            shelf.next_frame()
            assert shelf.get(path, (8, 8)) is None
    assert len(caplog.records) == 1
    assert "face.png" in caplog.text
