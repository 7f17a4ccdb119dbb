"""Saving and loading: when a player wants it, at the end of an errand, at the end of the evening.

What cannot be done is a sentence for the player; the game goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

from demo_game.keep import capture, restore
from demo_game.saved import SaveError, new_id
from demo_game.saves import AUTO, GAME, TITLES, Saves, Slot
from demo_game.village import Village

SAVED = "The game is saved."
KEPT = "What lay there was not this game; it is kept as {name}."
LOADED = "{title}: loaded."


@dataclass(frozen=True)
class Note:
    """What became of it, for the player."""

    text: str
    good: bool


class Keeper:
    """Keeps one village. saves: None where nothing is to be kept; begun: whether there is anything worth keeping."""

    def __init__(self, village: Village, saves: Saves | None) -> None:
        self._village = village
        self._saves = saves
        self._game = new_id()
        self.begun = False

    def slots(self) -> list[Slot]:
        """The saved games."""
        return self._saves.slots() if self._saves else []

    def save(self) -> Note:
        """As the player wishes."""
        return self._save(GAME)

    def _save(self, name: str) -> Note:
        if self._saves is None:
            return Note("This game is not kept.", good=False)
        try:
            kept = self._saves.save(name, capture(self._village, self._game))
        except SaveError as exc:
            return Note(str(exc), good=False)
        return Note(f"{SAVED} {KEPT.format(name=kept)}" if kept else SAVED, good=True)

    def autosave(self) -> Note | None:
        """Keep a game that has begun; the autosave of another game is put by. None: all is well."""
        if self._saves is None or not self.begun:
            return None
        note = self._save(AUTO)
        return None if note.text == SAVED else note

    def load(self, name: str = GAME) -> Note:
        """Turn everything back to a saved game; where that cannot be, nothing has changed."""
        if self._saves is None:
            return Note("This game is not kept.", good=False)
        try:
            saved = self._saves.load(name)
        except SaveError as exc:
            return Note(str(exc), good=False)
        restore(self._village, saved)
        self.begun = True
        self._game = saved.game
        return Note(LOADED.format(title=TITLES[name]), good=True)
