"""The pause menu: saving, loading and all settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from demo_game.menus.lists import Choices, Row
from demo_game.prefs import SIZES, SPEEDS, Prefs
from demo_game.saves.autosave import Keeper

NumberT = TypeVar("NumberT", int, float)
SPEED_NAMES = {0.0: "at once", 24.0: "slow", 42.0: "medium", 80.0: "fast"}
SIZE_NAMES = {14: "small", 17: "medium", 21: "large", 26: "very large"}


class Pause(Choices):
    """The pause menu: up and down select, left and right change. load: opens the page of saved games over this one."""

    def __init__(
        self,
        prefs: Prefs,
        keeper: Keeper,
        changed: Callable[[], None],
        load: Callable[[Choices], None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__("Pause", [])
        self._prefs, self._keeper, self._changed = prefs, keeper, changed
        self._load, self._leave = load, leave
        self._leaving = False
        self._refresh()

    def _refresh(self) -> None:
        prefs, on = self._prefs, {True: "on", False: "off"}
        size, speed = prefs.text_size, prefs.typing_speed
        self.rows = [
            Row("Go on", self.close),
            Row("Save", self._save),
            Row("Load…", lambda: self._load(self)),
            Row("Text size", None, SIZE_NAMES.get(size, str(size)), self._sets("text_size", SIZES)),
            Row("Text speed", None, SPEED_NAMES.get(speed, str(speed)), self._sets("typing_speed", SPEEDS)),
            Row("High contrast", None, on[prefs.high_contrast], self._sets("high_contrast", (False, True))),
            Row("Reduced motion", None, on[prefs.reduced_motion], self._sets("reduced_motion", (False, True))),
            Row("Volume", None, f"{round(prefs.volume * 100)} %", self._volume),
            Row("Music", None, on[prefs.music], self._sets("music", (False, True))),
            Row("Words to you", None, "in a box" if prefs.box else "in bubbles", self._sets("box", (False, True))),
            Row("Leave? Once more to go" if self._leaving else "Leave the village", self._ask_to_leave),
        ]

    def _ask_to_leave(self) -> None:
        """Leave only after choosing it twice, because it is the last row and easy to hit by mistake."""
        if self._leaving:
            self._leave()
        self._leaving = True
        self._refresh()

    def _save(self) -> None:
        self.note = self._keeper.save()

    def _sets(self, name: str, values: Sequence[NumberT]) -> Callable[[int], None]:
        """Return a function that changes one of the preferences to the next of its values."""
        return partial(self._set, name, values)

    def _set(self, name: str, values: Sequence[NumberT], step: int) -> None:
        setattr(self._prefs, name, _next(values, getattr(self._prefs, name), step))
        self._refresh()
        self._changed()

    def _volume(self, step: int) -> None:
        self._prefs.volume = round((round(self._prefs.volume * 10) + step) % 11 / 10, 1)
        self._refresh()
        self._changed()


def _next(values: Sequence[NumberT], value: NumberT, step: int) -> NumberT:
    """Return the neighbour of a value in a list."""
    index = list(values).index(value) if value in values else 0
    return values[(index + step) % len(values)]
