"""The files of saved games, in the user's data folder: written whole or not at all, and never over what is unknown."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from demo_game.saved import LONGEST, SavedGame, SaveError, read

GAME, AUTO, BEFORE = "game", "auto", "before"
TITLES = {GAME: "Saved game", AUTO: "Autosave", BEFORE: "The game before"}


def default_folder() -> Path:
    """Where the saved games of this person are; never beside the program, which may be read-only, or a bundle."""
    return platformdirs.user_data_path("stealth-village", appauthor=False) / "saves"


@dataclass(frozen=True)
class Slot:
    """A file that is there: a game, or the sentence that says why it is none."""

    name: str
    game: SavedGame | None
    why: str = ""

    @property
    def title(self) -> str:
        """As the menu calls it."""
        return TITLES[self.name]


class Saves:
    """The saved games in a folder. Every error is a `SaveError`; the game goes on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """The file of a slot."""
        return self.folder / f"{name}.json"

    def load(self, name: str) -> SavedGame:
        """A saved game. Raises `SaveError` for one that is not there, damaged, foreign or newer."""
        path = self.path(name)
        try:
            with path.open("rb") as file:
                data = file.read(LONGEST + 1)
        except FileNotFoundError:
            raise SaveError(f"There is no {TITLES[name].lower()} yet.") from None
        except OSError as exc:
            raise SaveError(f"{path.name} cannot be read: {exc.strerror}.") from exc
        if len(data) > LONGEST:
            raise SaveError(f"{path.name} cannot be loaded. It is far too long for a saved game.")
        try:
            return read(data)
        except SaveError as exc:
            raise SaveError(f"{path.name} cannot be loaded. {exc}") from exc

    def slots(self) -> list[Slot]:
        """What is there, in the menu's order."""
        return list(self._slots())

    def _slots(self) -> Iterator[Slot]:
        for name in TITLES:
            if os.path.exists(self.path(name)):
                try:
                    yield Slot(name, self.load(name))
                except SaveError as exc:
                    yield Slot(name, None, str(exc))

    def newest(self) -> Slot | None:
        """The game to continue, if there is one that can be."""
        good = [(slot.game.when, slot) for slot in self.slots() if slot.game is not None]
        return max(good, key=lambda pair: pair[0])[1] if good else None

    def save(self, name: str, game: SavedGame) -> str:
        """Write a game, whole or not at all; a file there that is no saved game of ours is kept, and its new name told.

        Raises `SaveError` where the folder cannot be written.
        """
        part = self.path(name).with_suffix(f".{os.getpid()}.part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write(part, game.text())
            kept = self._keep_unknown(name)
            os.replace(part, self.path(name))
        except OSError as exc:
            with contextlib.suppress(OSError):
                part.unlink()
            raise SaveError(f"The game cannot be saved in {self.folder}: {exc.strerror}.") from exc
        return kept

    def _keep_unknown(self, name: str) -> str:
        """Move a file out of the way that cannot be read; its new name, or nothing."""
        path = self.path(name)
        try:
            if os.path.exists(path):
                self.load(name)
        except SaveError:
            free = next(free for number in range(1, 10_000) if not (free := self._kept(name, number)).exists())
            os.replace(path, free)
            return free.name
        return ""

    def _kept(self, name: str, number: int) -> Path:
        return self.folder / f"{name}.kept-{number}.json"

    def turn_over(self) -> str:
        """A new game begins to keep itself: the autosave of the game before is put by.

        One that is no saved game does not take that place, but is kept under the name that is returned.
        Raises `SaveError`.
        """
        auto = self.path(AUTO)
        try:
            kept = self._keep_unknown(AUTO)
            if os.path.exists(auto):
                self._keep_unknown(BEFORE)
                os.replace(auto, self.path(BEFORE))
        except OSError as exc:
            raise SaveError(f"{auto.name} cannot be put by: {exc.strerror}.") from exc
        return kept


def _write(path: Path, text: str) -> None:
    """Down to the disk: what is renamed afterwards must not be empty after a power cut."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
