"""The clock, and the colour of the daylight."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

Colour = tuple[int, int, int]
DAY = 24 * 60
MINUTES_PER_SECOND = 1.0

# (minute of the day, factors for the colours)
LIGHTS: tuple[tuple[int, Colour], ...] = (
    (0, (62, 70, 128)),
    (5 * 60, (66, 74, 132)),
    (6 * 60 + 30, (214, 178, 176)),
    (8 * 60, (255, 255, 255)),
    (17 * 60 + 30, (255, 250, 236)),
    (18 * 60 + 45, (250, 204, 168)),
    (19 * 60 + 45, (176, 138, 172)),
    (20 * 60 + 40, (82, 84, 148)),
    (22 * 60, (62, 70, 128)),
    (DAY, (62, 70, 128)),
)
PARTS = ((5, "night"), (11, "morning"), (14, "noon"), (18, "afternoon"), (21, "evening"), (24, "night"))


@dataclass
class Clock:
    """Minutes since midnight; one second of play is one minute in the village."""

    minutes: float = 17 * 60 + 40
    day: int = 1

    def update(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        days, self.minutes = divmod(self.minutes + dt * MINUTES_PER_SECOND, DAY)
        self.day += int(days)

    @property
    def text(self) -> str:
        """The time in digits: "18:05"."""
        return f"{int(self.minutes) // 60:02}:{int(self.minutes) % 60:02}"

    @property
    def part(self) -> str:
        """The part of the day in words: "evening"."""
        return next(name for hour, name in PARTS if self.minutes < hour * 60)

    @property
    def light(self) -> Colour:
        """The factors for the colours of the picture at this time; white at noon."""
        for (start, a), (end, b) in itertools.pairwise(LIGHTS):
            if start <= self.minutes <= end:
                part = (self.minutes - start) / (end - start)
                red, green, blue = (round(x + (y - x) * part) for x, y in zip(a, b, strict=True))
                return red, green, blue
        return LIGHTS[-1][1]

    @property
    def dark(self) -> float:
        """The darkness, from 0 to 1."""
        return 1 - (sum(self.light) - 260) / (765 - 260)

    @property
    def lamps_lit(self) -> bool:
        """True while the windows are lit."""
        return self.minutes >= 18 * 60 + 20 or self.minutes < 6 * 60
