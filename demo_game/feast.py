"""The Lantern Feast: the places of all villagers, the time, and the first lines."""

from __future__ import annotations

from demo_game.tilemap import Point

CIRCLE: dict[str, Point] = {
    "elder": (384, 318),
    "smith": (326, 282),
    "baker": (338, 258),
    "pip": (352, 326),
    "healer": (336, 304),
    "merchant": (442, 282),
    "warden": (430, 258),
    "lamplighter": (434, 304),
    "fisher": (416, 326),
    "bard": (358, 288),
}
"""Everybody's place around the well, in pixels of the map."""
CHEERS = (
    ("bard", "A song for our stranger!"),
    ("merchant", "Lanterns up! Everybody, lanterns up!"),
    ("baker", "Buns for everybody!"),
    ("warden", "Hm. Beautiful."),
)
"""The first lines of the feast, one after the other."""
FEAST_HERO: Point = (384, 346)
FEAST_TIME = 21 * 60.0
"""The minute of the day to which the clock is set, because a feast of lanterns needs darkness."""
