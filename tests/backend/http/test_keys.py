"""API keys with letters beyond ASCII."""

from __future__ import annotations

import asyncio

import pytest

from stealth_pygame.backend.http.auth import only


@pytest.mark.parametrize(
    ("given", "accepted"),
    [
        ("Schlüssel".encode("latin-1"), True),
        ("Schlüssel".encode(), True),
        (b"Schlussel", False),
        (b"Schl\\xfcssel", False),
        (b"", False),
    ],
)
def test_a_key_may_come_in_latin_1_or_utf_8(given: bytes, accepted: bool) -> None:
    """An HTTP client writes Latin-1, a command line UTF-8; both mean the same key."""

    async def ask() -> bool:
        return await only("Schlüssel")(given)

    assert asyncio.run(ask()) is accepted
