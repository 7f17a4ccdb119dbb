"""The files of saved games in the user's data folder: written completely or not at all, never over unknown files."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import platformdirs

from demo_game.files import open_plain, replace
from demo_game.saves.schema import LONGEST, SavedGame, SaveError, read

log = logging.getLogger("stealth_village")

GAME, AUTO, BEFORE = "game", "auto", "before"
SHORTER = (20_000, 2_000, 300)
"""Lengths of texts in letters, tried in this order until a game fits into its file."""
State = tuple[int, int, int]
TITLES = {GAME: "Saved game", AUTO: "Autosave", BEFORE: "The game before"}


def default_folder() -> Path:
    """Return the folder for this user's saved games; never beside the program, where it may be read-only."""
    return platformdirs.user_data_path("stealth-village", appauthor=False) / "saves"


@dataclass(frozen=True)
class Slot:
    """A file in the folder: a game, or the reason why it cannot be loaded."""

    name: str
    game: SavedGame | None
    why: str = ""

    @property
    def title(self) -> str:
        """The name of the slot in the menu."""
        return TITLES[self.name]


class Saves:
    """The saved games in a folder. All errors are `SaveError`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, tuple[State, SavedGame]] = {}

    def path(self, name: str) -> Path:
        """Return the path of a slot."""
        return self.folder / f"{name}.json"

    def load(self, name: str) -> SavedGame:
        """Return a saved game. Raises `SaveError` if it is missing, damaged, foreign or of a newer release."""
        path = self.path(name)
        try:
            with open_plain(path) as file:
                state = _state(os.fstat(file.fileno()))
                data = file.read(LONGEST + 1)
        except FileNotFoundError:
            raise SaveError(f"There is no {TITLES[name].lower()} yet.") from None
        except OSError as exc:
            raise _refused(path, f"cannot be read: {exc.strerror}.", name) from exc
        if len(data) > LONGEST:
            raise _refused(path, "cannot be loaded. It is far too long for a saved game.", name)
        try:
            game = read(data)
        except SaveError as exc:
            raise _refused(path, f"cannot be loaded. {exc}", name) from exc
        self._known[name] = state, game
        return game

    def slots(self) -> list[Slot]:
        """Return the slots that have a file, in the menu's order; only changed files are read again."""
        return [slot for name in TITLES if (slot := self._slot(name)) is not None]

    def _slot(self, name: str) -> Slot | None:
        try:
            state = _state(self.path(name).stat())
        except OSError:
            return None
        known = self._known.get(name)
        if known is not None and known[0] == state:
            return Slot(name, known[1])
        try:
            return Slot(name, self.load(name))
        except SaveError as exc:
            return Slot(name, None, str(exc))

    def save(self, name: str, game: SavedGame) -> str:
        """Write a game completely or not at all, and never over another game or an unknown file.

        The autosave of another game moves to its own slot; a file without a slot is kept, and its new name returned.
        Raises `SaveError` if the folder cannot be written.
        """
        part = self.path(name).with_suffix(f".{os.getpid()}.part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            game, text = _fitting(game)
            _write(part, text)
            state = _state(part.stat())
            kept = self._make_room(name, game.game)
            replace(part, self.path(name))
        except OSError as exc:
            with contextlib.suppress(OSError):
                part.unlink()
            log.warning("The game cannot be saved in %s: %s.", self.folder, exc.strerror)
            raise SaveError(f"The game cannot be saved: {exc.strerror}.") from exc
        self._known[name] = state, game
        return kept

    def _make_room(self, name: str, *games: str) -> str:
        """Move the file of a slot away unless it is one of these games; return its new name if it has no slot."""
        slot = self._slot(name)
        if slot is None or (slot.game is not None and slot.game.game in games):
            return ""
        if name == AUTO and slot.game is not None:
            kept = self._make_room(BEFORE, *games, slot.game.game)
            replace(self.path(AUTO), self.path(BEFORE))
            self._known[BEFORE] = self._known.pop(AUTO)
            return kept
        free = next(free for number in count(1) if not (free := self._kept(name, number)).exists())
        replace(self.path(name), free)
        return free.name

    def _kept(self, name: str, number: int) -> Path:
        return self.folder / f"{name}.kept-{number}.json"


def newest(slots: Iterable[Slot]) -> Slot | None:
    """Return the newest game that can be loaded, None if there is none."""
    good = [(slot.game.when, slot) for slot in slots if slot.game is not None]
    return max(good, key=lambda pair: pair[0])[1] if good else None


def _refused(path: Path, why: str, name: str) -> SaveError:
    """Return an error in words for the player; the log has the path of the file."""
    log.warning("%s %s", path, why)
    return SaveError(f"The {TITLES[name].lower()} {why}")


def _state(found: os.stat_result) -> State:
    """Return values by which an unchanged file is recognised under any name."""
    return found.st_ino, found.st_mtime_ns, found.st_size


def _fitting(game: SavedGame) -> tuple[SavedGame, str]:
    """Return a game and its text. Long texts are cut if `load` would refuse the file otherwise."""
    text = game.text()
    for most in SHORTER:
        if len(text.encode()) <= LONGEST:
            return game, text
        game = game.model_copy(update={"dialogue": _shorter(game.dialogue, most)})
        text = game.text()
    if len(text.encode()) > LONGEST:
        raise SaveError("The game cannot be saved: it has grown too long.")
    return game, text


def _shorter(part: Any, most: int) -> Any:
    """Return JSON with its texts cut to so many letters, because a shortened reply is better than no saved game."""
    if isinstance(part, str):
        return part if len(part) <= most else part[: most - 1] + "…"
    if isinstance(part, list):
        return [_shorter(item, most) for item in part]
    if isinstance(part, dict):
        return {key: _shorter(value, most) for key, value in part.items()}
    return part


def _write(path: Path, text: str) -> None:
    """Write a file and wait for the disk: after a power failure the renamed file must not be empty."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
