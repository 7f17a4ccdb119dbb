"""Where things stand in the village, in tiles of 16 pixels; `village_map` writes the Tiled map from it."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterable

WIDTH, HEIGHT = 48, 46
WALKED = 36
"""Rows in which one walks; the wood below is only looked at, so that the camera never meets the edge of the map."""
Place = tuple[str, float, float]
Corners = set[tuple[int, int]]

# A thing's name, and where the middle of its foot is.
THINGS: list[Place] = [
    ("gate_closed", 24, 7),
    ("wagon", 21.4, 3.0),
    ("forge", 7, 15),
    ("hearth", 11.3, 14.6),
    ("anvil", 10.4, 16.4),
    ("stump", 3.2, 16.6),
    ("barrel", 4.2, 17.2),
    ("bakery", 14, 22.4),
    ("crate", 18.1, 22.3),
    ("crate", 18.9, 22.9),
    ("barrel", 17.6, 21.6),
    ("cottage", 6, 28),
    ("herbs", 9.8, 26.4),
    ("herbs_2", 9.8, 27.5),
    ("herbs_3", 9.8, 28.6),
    ("hive", 2.3, 29.2),
    ("hive", 3.6, 29.7),
    ("hive", 2.6, 30.6),
    ("hall", 37.5, 12.5),
    ("stall", 32.5, 18.4),
    ("stall_fruit", 31.9, 22.6),
    ("barrel", 34.6, 18.6),
    ("crate", 35.3, 19.2),
    ("well", 24, 18.6),
    ("blue_house", 15.4, 12.2),
    ("thatch_house", 42.2, 19.8),
    ("jetty", 37.2, 28.3),
    ("boat", 40.8, 27.2),
    ("willow", 28.6, 28.6),
    ("signpost", 26.3, 32.4),
    ("bench", 20.6, 21.8),
    ("bench", 27.5, 21.8),
    ("haystack", 44, 15.2),
    ("haystack", 42.6, 15.9),
    ("rock", 31.6, 31.7),
    ("rock_2", 33.3, 24.0),
    ("rock", 45.2, 24.2),
    ("reeds", 33.0, 27.0),
    ("reeds_2", 33.2, 30.4),
    ("reeds", 45.4, 29.6),
    ("reeds_2", 36.0, 33.4),
    ("lily", 35.2, 30.4),
    ("lily", 42.8, 31.0),
    ("lily", 41.4, 25.4),
    ("bush_berry", 12.0, 31.0),
    ("bush", 21.0, 10.6),
    ("bush", 28.6, 9.6),
    ("bush_berry", 32.6, 12.8),
    ("bush", 42.6, 12.7),
    ("bush", 10.0, 22.6),
    ("bush", 18.9, 12.4),
    ("bush_berry", 11.9, 12.3),
    ("bush", 38.6, 21.0),
]
LANTERNS = [
    (25.9, 11.2),
    (19.4, 15.8),
    (28.7, 15.8),
    (18.6, 19.6),
    (29.5, 19.6),
    (21.6, 23.4),
    (26.6, 23.4),
    (22.2, 13.6),
]
OAKS = [
    (3.0, 8.9), (8.6, 9.6), (11.6, 9.0), (19.4, 9.4), (30.8, 9.3), (33.0, 9.6), (44.6, 9.8), (1.7, 12.4),
    (2.0, 21.4), (6.4, 20.8), (4.4, 23.4), (11.7, 19.8), (14.6, 28.6), (16.6, 30.8), (19.6, 27.4), (13.4, 33.2),
    (7.8, 32.8), (2.4, 33.6), (30.6, 34.6), (40.6, 23.4), (46.0, 18.4), (46.3, 21.8), (29.6, 25.0),
    (33.7, 14.6), (21.2, 30.4), (46.4, 12.6), (9.6, 20.9),
]  # fmt: skip
PINES = [
    (4.7, 33.9), (10.6, 34.4), (18.8, 34.2), (33.8, 35.0), (46.2, 34.6), (44.2, 35.0), (1.2, 17.2), (1.0, 25.8),
    (46.9, 26.6), (46.6, 15.6), (5.8, 9.2), (41.6, 9.4), (47.0, 31.2), (0.9, 29.0), (39.9, 35.3), (16.1, 34.6),
    (36.8, 35.6),
]  # fmt: skip
FENCES = (
    [(x, 24.6) for x in (3, 4, 8, 9, 10, 11)] + [(x, 31.4) for x in range(2, 6)] + [(x, 20.4) for x in (38, 39, 45, 46)]
)

# The place of everybody: character file, x, y, how far they stroll (pixels).
VILLAGERS: list[tuple[str, float, float, int]] = [
    ("smith", 9.2, 17.4, 20),
    ("baker", 16.4, 23.8, 24),
    ("pip", 30.6, 28.9, 12),
    ("healer", 7.6, 30.2, 26),
    ("merchant", 31.0, 19.8, 18),
    ("warden", 22.2, 8.4, 14),
    ("lamplighter", 28.6, 12.2, 14),
    ("fisher", 37.2, 26.6, 8),
    ("elder", 37.0, 14.4, 24),
    ("bard", 21.8, 19.4, 20),
]
START = (24.5, 33.6)
PLACES: list[tuple[str, float, float, float, float]] = [
    ("the north gate", 19, 5, 11, 5),
    ("the north road", 15, 0, 18, 5),
    ("the forge", 2, 9, 12, 9.5),
    ("the bakery", 11, 19, 8.5, 6),
    ("the healer's cottage", 1, 24, 12, 10),
    ("the elder's hall", 32, 9, 12, 7),
    ("the market stall", 29.5, 16, 7.5, 6),
    ("the jetty", 35.4, 23.5, 4, 6),
    ("the willow", 27, 26, 7, 5),
    ("the north path", 20, 10, 9, 4.2),
    ("the plaza", 17.5, 14, 13, 10),
    ("the south road", 20, 26, 10, 10),
    ("the lake", 32, 22, 15, 13),
]


def ellipse(cx: float, cy: float, rx: float, ry: float, rough: float = 0.0, seed: int = 1) -> Corners:
    """Corners inside an ellipse, its edge a little uneven."""
    rng = random.Random(seed)
    found = set()
    for y in range(HEIGHT + 1):
        for x in range(WIDTH + 1):
            if math.hypot((x - cx) / rx, (y - cy) / ry) <= 1 + rng.uniform(-rough, rough):
                found.add((x, y))
    return found


def road(points: Iterable[tuple[float, float]], width: float) -> Corners:
    """Corners along a broken line."""
    found: Corners = set()
    stops = list(points)
    for (ax, ay), (bx, by) in itertools.pairwise(stops):
        steps = int(math.hypot(bx - ax, by - ay) * 4) + 1
        for step in range(steps + 1):
            x, y = ax + (bx - ax) * step / steps, ay + (by - ay) * step / steps
            for cy in range(HEIGHT + 1):
                for cx in range(WIDTH + 1):
                    if math.hypot(cx - x, cy - y) <= width:
                        found.add((cx, cy))
    return found


def terrains() -> dict[str, Corners]:
    """Which corners of the grid each terrain covers, the lowest first."""
    water = ellipse(39.5, 28.2, 6.4, 4.8, 0.05, 3) | road([(44, 30), (48, 33)], 1.3)
    paths = road([(24, 0), (24, 14), (24, HEIGHT)], 1.2)
    paths |= road([(24, 18), (14, 18), (8, 17.6)], 1.1) | road([(16, 18), (16, 24), (10, 30), (7, 30)], 1.0)
    paths |= road([(27, 18), (32, 20), (36, 22), (37, 24)], 1.0) | road([(25, 15), (31, 15), (36, 14), (37, 14)], 1.0)
    paths |= road([(16, 24), (20, 23)], 1.0) | road([(24, 28), (30, 29)], 0.9) | road([(36, 22), (42, 21)], 0.8)
    paths |= road([(15, 18), (15, 13)], 0.8)
    return {"water": water, "path": paths - water, "plaza": ellipse(24, 18.6, 5.4, 4.3, 0.03, 5)}


def forest() -> list[Place]:
    """The Greywold beyond the wall, dense but for the road."""
    rng = random.Random(21)
    trees = []
    for row, y in enumerate((1.4, 2.5, 3.6, 4.6)):
        for step in range(26):
            x = step * 1.9 + (row % 2) * 0.95 + rng.uniform(-0.3, 0.3)
            if not 18.2 < x < 26.8:
                trees.append((f"pine_{1 + rng.randrange(3)}", x, y + rng.uniform(-0.2, 0.2)))
    return trees


def south_wood() -> list[Place]:
    """The wood that the south road comes out of, thicker the farther away it is."""
    rng = random.Random(22)
    trees = []
    for row, y in enumerate((37.2, 38.4, 39.5, 40.6, 41.7, 42.8, 43.9, 45.0, 46.0)):
        for step in range(21):
            x = step * 2.35 + (row % 2) * 1.2 + rng.uniform(-0.45, 0.45)
            if not 21.6 < x < 26.4 and rng.random() < 0.45 + row * 0.1:
                kind = "oak" if rng.random() < 0.25 else "pine"
                trees.append((f"{kind}_{1 + rng.randrange(3)}", x, y + rng.uniform(-0.3, 0.3)))
    return trees


def everything() -> list[Place]:
    """All things of the village."""
    placed = list(THINGS) + forest() + south_wood()
    placed += [("rampart", x + 0.5, 6.8) for x in range(WIDTH) if not 22 <= x < 26]
    placed += [("lantern", x, y) for x, y in LANTERNS]
    placed += [(f"oak_{1 + index % 4}", x, y) for index, (x, y) in enumerate(OAKS)]
    placed += [(f"pine_{1 + index % 3}", x, y) for index, (x, y) in enumerate(PINES)]
    placed += [("fence", x + 0.5, y) for x, y in FENCES]
    return sorted(placed, key=lambda thing: (thing[2], thing[1]))
