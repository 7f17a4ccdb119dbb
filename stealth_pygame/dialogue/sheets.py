"""Character files of a game: a folder of them with a default sheet under each, read again when an author saves one."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from stealth_pygame.characters.files import read_file
from stealth_pygame.characters.sheets import Character
from stealth_pygame.conversation.executor import Executor, Outcome
from stealth_pygame.errors import ConfigurationError, StealthError
from stealth_pygame.validation import nearest
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.placed import Position

log = logging.getLogger("stealth_pygame")

DEFAULT: Final = "default"
"""The name of the file whose fields stand in for those that another sheet leaves out."""
LOOK_EVERY: Final = 0.5
"""Seconds between two looks at the files."""


class Sheet(NamedTuple):
    """A character file, and the fields that stand in for those that it leaves out."""

    path: Path
    default: Mapping[str, Any]

    def read(self) -> Character:
        """Read the character. Raises `CharacterError`, naming file, field and reason."""
        return Character.from_dict({**self.default, **read_file(self.path)}, source=os.fspath(self.path))

    def stamp(self) -> tuple[int, int]:
        """Return what changes when the file is written; (0, 0) while it is away, as editors make it for a moment."""
        try:
            state = self.path.stat()
        except OSError:
            return 0, 0
        return state.st_mtime_ns, state.st_size


def sheets_in(
    folder: str | os.PathLike[str], default: str | os.PathLike[str] | Mapping[str, Any] | None
) -> list[Sheet]:
    """Return the sheets of a folder by name. default: fields or a file, `default.toml` of the folder where it is None.

    Raises `ConfigurationError` for a folder that is not there or empty, `CharacterError` for a bad default file.
    """
    place = Path(folder)
    try:
        paths = sorted(path for path in place.iterdir() if path.suffix.lower() in (".toml", ".json"))
    except OSError as exc:
        raise ConfigurationError(f"The folder {os.fspath(place)!r} cannot be read: {exc.strerror}.") from exc
    own = next((path for path in paths if path.stem == DEFAULT), None)
    under = own if default is None else default
    fields = dict(under) if isinstance(under, Mapping) else read_file(Path(under)) if under is not None else {}
    sheets = [Sheet(path, fields) for path in paths if path.stem != DEFAULT]
    if not sheets:
        raise ConfigurationError(f"The folder {os.fspath(place)!r} holds no character file (.toml or .json).")
    return sheets


def position_of(name: str, positions: Mapping[str, Position] | Callable[[str], Position]) -> Position:
    """Return the position for the file of that name. Raises `ConfigurationError` where there is none."""
    if not isinstance(positions, Mapping):
        return positions(name)
    if name not in positions:
        meant = nearest(name, positions, 0.6)
        guess = f"; did you mean {meant!r}?" if meant else ""
        raise ConfigurationError(f"positions has no {name!r}, for {name}.toml; it has {sorted(positions)}{guess}")
    return positions[name]


class Reloader:
    """A look at the character files of NPCs now and then, on a worker; a file that was saved changes its NPC.

    told: hears a slip in a file in one line, beside the log.
    """

    def __init__(self, workers: Executor, told: Callable[[str], None]) -> None:
        self._workers = workers
        self._told = told
        self._watched: dict[NPC, tuple[Sheet, tuple[int, int]]] = {}
        self._until_look = LOOK_EVERY
        self._looking = False

    def watch(self, npc: NPC, sheet: Sheet) -> None:
        """Look at the file of an NPC from now on."""
        self._watched[npc] = sheet, sheet.stamp()

    def forget(self, npc: NPC) -> None:
        """Look at the file of an NPC no longer."""
        self._watched.pop(npc, None)

    def step(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        self._until_look -= dt
        if self._until_look <= 0 and self._watched and not self._looking:
            self._until_look, self._looking = LOOK_EVERY, True
            watched = dict(self._watched)
            self._workers.submit(lambda: _changed(watched), self._changed)

    def _changed(self, outcome: Outcome[list[Change]]) -> None:
        self._looking = False
        for npc, stamp, character, reason in outcome.value or []:
            if npc not in self._watched:
                continue
            self._watched[npc] = self._watched[npc][0], stamp
            if character is not None:
                reason = _given(npc, character)
            if reason:
                log.warning("%s", reason)
                self._told(reason)


Change = tuple[NPC, tuple[int, int], "Character | None", str]
"""An NPC, the stamp of the changed file, and its character, or the reason why it cannot be read."""


def _changed(watched: Mapping[NPC, tuple[Sheet, tuple[int, int]]]) -> list[Change]:
    changes: list[Change] = []
    for npc, (sheet, before) in watched.items():
        stamp = sheet.stamp()
        if stamp in (before, (0, 0)):
            continue
        try:
            changes.append((npc, stamp, sheet.read(), ""))
        except StealthError as exc:
            changes.append((npc, stamp, None, str(exc)))
    return changes


def _given(npc: NPC, character: Character) -> str:
    """Give an NPC a new character; return the reason where that cannot be, else nothing."""
    try:
        npc.character = character
    except StealthError as exc:
        return str(exc)
    return ""
