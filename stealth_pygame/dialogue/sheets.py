"""Character files of a game: the positions for a folder of them, and the reload of a file that has changed."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from stealth_pygame.characters.folder import Sheet, Stamp
from stealth_pygame.characters.sheets import Character
from stealth_pygame.conversation.executor import Executor, Outcome
from stealth_pygame.errors import ConfigurationError, StealthError
from stealth_pygame.validation import nearest
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.placed import Point, Position

log = logging.getLogger("stealth_pygame")

LOOK_EVERY: Final = 0.3
"""Seconds between two checks of the files. A changed file is read when the next check finds no further change."""


class MapPlace(Protocol):
    """A place on a map, such as one of `tiled.read_npcs`."""

    @property
    def name(self) -> str:
        """The name of the NPC's character file, without its ending."""

    @property
    def position(self) -> Point:
        """The position in world pixels."""

    @property
    def interest_radius(self) -> float | None:
        """The radius in world pixels; None for the default."""

    @property
    def bubble_offset(self) -> Point | None:
        """The way from the position to the head, in pixels; None for the default."""


Positions: TypeAlias = Mapping[str, Position] | Callable[[str], Position] | Iterable[MapPlace]


def place_of(name: str, positions: Positions) -> dict[str, Any]:
    """Return the options for the position of the NPC with the file of that name.

    Raises `ConfigurationError` if `positions` has no place for them.
    """
    if callable(positions):
        return {"position": positions(name)}
    places: Mapping[str, Any] = positions if isinstance(positions, Mapping) else _by_name(positions)
    if name not in places:
        meant = nearest(name, places, 0.6)
        guess = f"; did you mean {meant!r}?" if meant else ""
        raise ConfigurationError(f"positions has no {name!r}, for {name}.toml; it has {sorted(places)}{guess}")
    place = places[name]
    if isinstance(positions, Mapping):
        return {"position": place}
    options = {
        "position": place.position,
        "interest_radius": place.interest_radius,
        "bubble_offset": place.bubble_offset,
    }
    return {option: value for option, value in options.items() if value is not None}


def _by_name(positions: Any) -> dict[str, MapPlace]:
    """Return the places of a map by name. Raises `ConfigurationError` for objects of another type."""
    iterable = isinstance(positions, Iterable) and not isinstance(positions, str)
    places: list[Any] = list(positions) if iterable else [positions]
    if not all(hasattr(place, "name") and hasattr(place, "position") for place in places):
        raise ConfigurationError(
            f"positions is {positions!r:.80}; give a dict of places by the names of the files, a callable that takes "
            "such a name, or the objects that tiled.read_npcs(...) returned."
        )
    return {place.name: place for place in places}


def options_of(name: str, each: Callable[[str], Mapping[str, Any] | None] | None) -> Mapping[str, Any]:
    """Return the options that a game gives to one NPC. Raises `ConfigurationError` where they are none."""
    if each is None:
        return {}
    if not callable(each):
        raise ConfigurationError(f"each is {each!r:.80}; give a callable that takes a file's name: each=options.get")
    options = each(name)
    if options is not None and not isinstance(options, Mapping):
        raise ConfigurationError(f"each({name!r}) returned {options!r:.80}; it must be a dict of options, or None.")
    return options or {}


class _Watched(NamedTuple):
    """A file that is watched: its stamp when it was read, and its stamp at the last check."""

    sheet: Sheet
    read: Stamp | None
    last: Stamp | None


class _Look(NamedTuple):
    """The result of one check: the stamp of the file; if it was read, its character, or the error in `slip`."""

    stamp: Stamp | None
    character: Character | None = None
    slip: str = ""


class Reloader:
    """The watch over the character files of NPCs: a worker checks them regularly, and a changed file changes its NPC.

    told: a function that gets each result in one line, for the debug overlay.
    """

    def __init__(self, workers: Executor, told: Callable[[str], None]) -> None:
        self._workers = workers
        self._told = told
        self._watched: dict[NPC, _Watched] = {}
        self._until_look = LOOK_EVERY
        self._looking = False

    def watch(self, npc: NPC, sheet: Sheet) -> None:
        """Check the file of an NPC from now on."""
        stamp = sheet.stamp()
        self._watched[npc] = _Watched(sheet, stamp, stamp)

    def forget(self, npc: NPC) -> None:
        """Stop checking the file of an NPC."""
        self._watched.pop(npc, None)

    def step(self, dt: float) -> None:
        """Let `dt` seconds pass; check the files when it is time."""
        self._until_look -= dt
        if self._until_look <= 0 and self._watched and not self._looking:
            self._until_look, self._looking = LOOK_EVERY, True
            watched = dict(self._watched)
            self._workers.submit(lambda: {npc: _look(file) for npc, file in watched.items()}, self._has_looked)

    def _has_looked(self, outcome: Outcome[dict[NPC, _Look]]) -> None:
        self._looking = False
        if outcome.error is not None:
            log.error("The character files could not be checked: %r", outcome.error)
        slips: dict[str, Sheet] = {}
        for npc, look in (outcome.value or {}).items():
            file = self._watched.get(npc)
            if file is None:
                continue
            slip = look.slip if look.character is None else _give(npc, look.character)
            was_read = look.character is not None or slip
            self._watched[npc] = _Watched(file.sheet, look.stamp if was_read else file.read, look.stamp)
            if slip:
                # An error in the default sheet appears for each NPC, but is logged once.
                slips[slip] = file.sheet
            elif was_read:
                self._told(f"{file.sheet.path.name} was read again.")
        for slip, sheet in slips.items():
            log.warning("%s", slip)
            # The overlay shows only file names, because it has no room for whole paths.
            self._told(slip.replace(f"{sheet.path.parent}{os.sep}", ""))


def _look(file: _Watched) -> _Look:
    stamp = file.sheet.stamp()
    # A file that has changed since the last check may be half written; it is read at the next check.
    if stamp is None or stamp == file.read or stamp != file.last:
        return _Look(stamp)
    try:
        return _Look(stamp, file.sheet.read())
    except StealthError as exc:
        return _Look(stamp, slip=str(exc))


def _give(npc: NPC, character: Character) -> str:
    """Give an NPC a new character; return the error as text, or "" if it worked."""
    # The file has no game functions that were declared in Python, so they are taken from the old sheet.
    character.declarations = npc.character.declarations
    try:
        npc.character = character
    except StealthError as exc:
        return str(exc)
    return ""
