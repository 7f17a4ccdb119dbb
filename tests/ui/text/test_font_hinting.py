"""Spaces of small letters, which are wide enough to part two words."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pygame
import pytest

from stealth_pygame.ui.text.font_hinting import even, with_wide_spaces
from stealth_pygame.ui.text.fonts import BUNDLED, SMALL
from tests.ui.helpers import EXTRA_FONTS, chain


@pytest.mark.parametrize("size", range(9, 18))
def test_a_space_parts_two_words(size: int) -> None:
    """Three pixels at least, also between an "r" and a "t"; on a low canvas letters are ten pixels high."""
    pygame.init()
    font = chain().font(BUNDLED, size)
    assert font.size("r t")[0] - font.size("rt")[0] >= 3
    pygame.quit()


def test_letters_stay_as_wide_as_they_are() -> None:
    """The space alone is wider."""
    pygame.init()
    source = even(BUNDLED)
    plain = pygame.font.Font(io.BytesIO(source) if isinstance(source, bytes) else source, SMALL)
    font = chain().font(BUNDLED, SMALL)
    assert font.size("lower")[0] == plain.size("lower")[0]
    assert font.size(" ")[0] > plain.size(" ")[0]
    pygame.quit()


@pytest.mark.parametrize("part", [0.0, 0.1])
def test_a_wide_space_is_not_made_narrower(part: float) -> None:
    """The part is the least that it may have."""
    data = Path(BUNDLED).read_bytes()
    assert with_wide_spaces(data, part) == data


@pytest.mark.parametrize("data", [b"", b"hello", b"\0\1\0\0\0\1" + bytes(30), struct.pack(">4sH6x", b"ttcf", 9000)])
def test_what_has_no_plain_tables_stays_as_it_is(data: bytes) -> None:
    """Whatever it is, it is not for this function to complain."""
    assert with_wide_spaces(data, 0.5) == data


@pytest.mark.parametrize("file", EXTRA_FONTS)
def test_other_fonts_can_still_be_read(file: str) -> None:
    """Of other makes, with tables in other orders."""
    data = Path(file).read_bytes()
    assert len(with_wide_spaces(data, 0.6)) == len(data)
