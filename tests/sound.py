"""A mixer for the tests that play sounds: import the fixture, and each test of the module has one."""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest


@pytest.fixture(autouse=True)
def mixer() -> Iterator[None]:
    """Open the mixer with one channel of sound at 22,050 samples a second, and close it after the test."""
    pygame.mixer.init(22_050, -16, 1)
    yield
    pygame.mixer.quit()
