"""A window without a screen for each test of the picture."""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest

from stealth_pygame.ui.fonts import FontChain
from tests.ui.helpers import THEME, chain


@pytest.fixture(autouse=True)
def window() -> Iterator[pygame.Surface]:
    """pygame, up for one test."""
    pygame.display.init()
    pygame.font.init()
    yield pygame.display.set_mode((640, 360))
    pygame.quit()


@pytest.fixture
def fonts() -> FontChain:
    """The fonts that the library brings, and those of the golden pictures; none of this machine's."""
    return chain(THEME)
