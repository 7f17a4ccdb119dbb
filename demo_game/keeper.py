"""Saving and loading: when a player wants it, at the end of an errand, at the end of the evening.

What cannot be done is a sentence for the player; the game goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

from demo_game.keep import capture, restore
from demo_game.saved import SaveError
from demo_game.saves import AUTO, BEFORE, GAME, Saves, Slot
from demo_game.village import Village

SAVED = "The game is saved."
KEPT = "What lay there was no game of ours; it is kept as {name}."
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
        self._auto_is_ours = False
        self.begun = False

    def slots(self) -> list[Slot]:
        """The saved games."""
        return self._saves.slots() if self._saves else []

    def newest(self) -> Slot | None:
        """The one to go on with."""
        return self._saves.newest() if self._saves else None

    def save(self) -> Note:
        """As the player wishes."""
        return self._save(GAME)

    def _save(self, name: str) -> Note:
        if self._saves is None:
            return Note("This game is not kept.", good=False)
        try:
            kept = self._saves.save(name, capture(self._village))
        except SaveError as exc:
            return Note(str(exc), good=False)
        return _saved(kept)

    def autosave(self) -> Note | None:
        """Keep a game that has begun; the first time, the autosave of another game is put by. None: all is well."""
        if self._saves is None or not self.begun:
            return None
        kept = ""
        if not self._auto_is_ours:
            try:
                kept = self._saves.turn_over()
            except SaveError as exc:
                return Note(str(exc), good=False)
            self._auto_is_ours = True
        note = self._save(AUTO)
        if kept and note.good:
            return _saved(kept)
        return None if note.text == SAVED else note

    def load(self, name: str = GAME) -> Note:
        """Turn everything back to a saved game; where that cannot be, nothing has changed."""
        if self._saves is None:
            return Note("This game is not kept.", good=False)
        try:
            slot = Slot(name, self._saves.load(name))
        except SaveError as exc:
            return Note(str(exc), good=False)
        assert slot.game is not None
        restore(self._village, slot.game)
        self.begun = True
        # The game before goes on as the present one, and the present one becomes the game before.
        self._auto_is_ours = name != BEFORE
        return Note(LOADED.format(title=slot.title), good=True)


def _saved(kept: str) -> Note:
    """It is done; kept: the new name of a file that was no saved game."""
    return Note(f"{SAVED} {KEPT.format(name=kept)}" if kept else SAVED, good=True)
