"""Saving and loading: by the player, after an errand, and at the end of the game.

A failure becomes a sentence for the player, and the game goes on.
"""

from __future__ import annotations

import sys
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from demo_game.saves.files import AUTO, GAME, TITLES, Saves, Slot
from demo_game.saves.schema import SavedGame, SaveError, new_id
from demo_game.saves.snapshot import capture, restore
from demo_game.village import Village

SAVED = "The game is saved."
KEPT = "What lay there was not this game; it is kept beside it."
NOWHERE = "This game is not kept."
LOADED = "{title}: loaded."


@dataclass(frozen=True)
class Note:
    """The result of saving or loading, for the player."""

    text: str
    good: bool


class Keeper:
    """Saves one village. saves: None if nothing is stored; begun: True if there is anything worth saving.

    The files are used by one thread at a time: by that of an autosave while it runs, otherwise by the game's.
    """

    def __init__(self, village: Village, saves: Saves | None) -> None:
        self.village = village
        self.saves = saves
        self._game = new_id()
        self._writing: Future[Note] | None = None
        self.begun = False

    def slots(self) -> list[Slot]:
        """The saved games."""
        self._settle()
        return self.saves.slots() if self.saves else []

    def save(self) -> Note:
        """Save the game in the player's slot."""
        self._settle()
        return _write(self.saves, GAME, capture(self.village, self._game)) if self.saves else Note(NOWHERE, good=False)

    def autosave_soon(self) -> bool:
        """Save the game on a thread, so that no frame waits for the disk. Return False if the last one still runs."""
        if self._writing is not None:
            return False
        if self.saves is not None and self.begun:
            self._writing = _begin(self.saves, capture(self.village, self._game))
        return True

    def news(self) -> Note | None:
        """Return the note of an autosave that has ended; None if there is none, or if it succeeded."""
        if self._writing is None or not self._writing.done():
            return None
        note, self._writing = self._writing.result(), None
        return None if note.text == SAVED else note

    def autosave(self) -> Note | None:
        """Save the game and wait until it is on the disk. Return None if it succeeded."""
        self._settle()
        before = self.news()
        self.autosave_soon()
        self._settle()
        return self.news() or before

    def _settle(self) -> None:
        if self._writing is not None:
            wait([self._writing])

    def load(self, name: str = GAME) -> Note:
        """Load a saved game. If that fails, nothing has changed."""
        self._settle()
        if self.saves is None:
            return Note(NOWHERE, good=False)
        try:
            saved = self.saves.load(name)
        except SaveError as exc:
            return Note(str(exc), good=False)
        restore(self.village, saved)
        self.begun = True
        self._game = saved.game
        return Note(LOADED.format(title=TITLES[name]), good=True)


def _begin(saves: Saves, game: SavedGame) -> Future[Note]:
    """Write an autosave on a thread. A web page has no threads, but its files are in memory."""
    if sys.platform == "emscripten":
        written: Future[Note] = Future()
        written.set_result(_write(saves, AUTO, game))
        return written
    pool = ThreadPoolExecutor(1, "autosave")
    try:
        return pool.submit(_write, saves, AUTO, game)
    finally:
        pool.shutdown(wait=False)


def _write(saves: Saves, name: str, game: SavedGame) -> Note:
    try:
        kept = saves.save(name, game)
    except SaveError as exc:
        return Note(str(exc), good=False)
    return Note(f"{SAVED} {KEPT}" if kept else SAVED, good=True)
