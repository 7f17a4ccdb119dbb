"""The end of a day: the village sleeps, the feast waits, and the morning comes.

No player should miss the feast after a long conversation. The clock waits while somebody talks, a page says that
everybody sleeps, and the next day begins at the healer's door.
"""

from __future__ import annotations

from demo_game.village import Village

LATE, BEDTIME, MORNING = 22 * 60.0, 23 * 60.0, 6.5 * 60
DAWN = 5 * 60.0
WARNING = "It is late: at eleven Alderbrook goes to bed. The feast waits for you."
WOKE = "Day {day}. You slept at Yarrow's, and feel better. The feast is still to come."
BESIDE = ((26.0, 0.0), (-26.0, 0.0), (0.0, 26.0), (0.0, -26.0), (20.0, 20.0), (-20.0, 20.0))
"""Positions in pixels from the healer's place at which the hero and a companion may wake up."""


class Night:
    """Warns when it is late, and moves the clock to the next morning. `asleep` is True while the page is open."""

    def __init__(self, village: Village) -> None:
        self._village = village
        self._warned = 0
        self.asleep = False

    def warning(self) -> str:
        """Return the warning about the late hour once a day, otherwise ""."""
        clock = self._village.clock
        if self._village.story.feast or not LATE <= clock.minutes < BEDTIME or self._warned == clock.day:
            return ""
        self._warned = clock.day
        return WARNING

    @property
    def has_come(self) -> bool:
        """True if everybody should sleep and the hero talks to nobody."""
        late = self._village.clock.minutes >= BEDTIME or self._village.clock.minutes < DAWN
        return late and not self._village.story.feast and not self._village.dialogue.typing

    def sleep(self) -> str:
        """Begin the next morning; return a sentence about it."""
        self.asleep = False
        village, clock = self._village, self._village.clock
        if clock.minutes >= DAWN:
            clock.day += 1
        clock.minutes = MORNING
        village.story.purse.rest()
        for villager in village.villagers.values():
            villager.settle(villager.home, villager.stroll)
        x, y = village.villagers["healer"].home
        free = [(x + dx, y + dy) for dx, dy in BESIDE if village.world.free(x + dx, y + dy)]
        if free:
            village.hero.at = free[0]
        if village.villagers["pip"].follows and free[1:]:
            village.villagers["pip"].at = free[1]
        return WOKE.format(day=clock.day)
