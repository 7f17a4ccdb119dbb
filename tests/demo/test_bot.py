"""Somebody who does everything at random meets no exception, no dead end and nobody who is mute."""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest

from tests.demo import bot


@pytest.fixture
def quiet_again() -> Iterator[None]:
    yield
    pygame.quit()


@pytest.mark.usefixtures("quiet_again")
@pytest.mark.parametrize("frames", [300, pytest.param(2_000, marks=pytest.mark.slow)])
def test_random_frames_do_no_harm(frames: int) -> None:
    """`python -m tests.demo.bot` plays 20,000."""
    played = bot.play(frames, seed=5, size=(640, 360))
    assert played.sent > frames // 100
