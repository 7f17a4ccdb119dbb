"""The schema of a saved game. Every field is checked, because a file on a player's disk may contain anything."""

from __future__ import annotations

import datetime
import secrets
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

import stealth_pygame as stealth
from demo_game.day import DAY, Clock
from demo_game.purse import ITEMS, MAX_HEALTH
from demo_game.story import NEWS
from stealth_pygame.errors import ConfigurationError

VERSION: Final = 1
MARK: Final = "stealth_village"
LONGEST: Final = 8_000_000
"""The most bytes of a saved game; the transcripts of ten villagers take a tenth of it."""
FAR: Final = 1_000_000.0

Coordinate = Annotated[float, Field(ge=-FAR, le=FAR, allow_inf_nan=False)]
Place = tuple[Coordinate, Coordinate]
Facing = Literal["down", "up", "right", "left"]
Count = Annotated[int, Field(ge=0, le=10**9)]


class SaveError(Exception):
    """A saved game cannot be used or written; the message is a sentence for the player."""


def new_id() -> str:
    """Return a new `SavedGame.game`; a file without one gets it when it is read."""
    return secrets.token_hex(8)


def _known(words: frozenset[str], word: str) -> str:
    if word not in words:
        raise ValueError(f"{word[:30]!r} is nothing that this village knows")
    return word


class Part(BaseModel):
    """A part of a saved game; unknown fields and wrong types are refused."""

    model_config = ConfigDict(strict=True, extra="forbid")


class SavedPurse(Part):
    """The hero's possessions."""

    gold: Count
    health: Annotated[int, Field(ge=0, le=MAX_HEALTH)]
    items: Annotated[list[Annotated[str, AfterValidator(lambda item: _known(ITEMS, item))]], Field(max_length=1000)]


class SavedErrands(Part):
    """The way in which each errand was solved; "" while it is open."""

    light: str
    pip: str
    gate: str


class SavedWays(Part):
    """The ways of each errand that have been mentioned."""

    light: list[str] = Field(default_factory=list, max_length=10)
    pip: list[str] = Field(default_factory=list, max_length=10)
    gate: list[str] = Field(default_factory=list, max_length=10)


class SavedRumour(Part):
    """One rumour of the village."""

    text: str
    witness: str


class SavedStory(Part):
    """All values of `Story`."""

    hero: Annotated[str, Field(min_length=1, max_length=60)]
    purse: SavedPurse
    errands: SavedErrands
    ways: SavedWays = Field(default_factory=SavedWays)
    rumours: list[SavedRumour]
    known: list[str]
    lanterns: Literal["", "gold", "green"]
    gate_open: bool
    well_mended: bool = False
    pip: Literal["hiding", "following", "waiting", "home", "allowed"]
    feast: bool
    song: Literal["gentle", "merry"]
    news: list[Annotated[str, AfterValidator(lambda word: _known(NEWS, word))]]


class SavedHero(Part):
    """The place of the hero."""

    at: Place
    facing: Facing


class SavedVillager(Part):
    """A villager's place, the centre of their strolls, and the number of rumours they have told."""

    at: Place
    facing: Facing
    home: Place
    stroll: Annotated[float, Field(ge=0, le=FAR, allow_inf_nan=False)]
    told: Count


class SavedGame(Part):
    """A whole saved game. game: the id of the game, the same in all slots; dialogue: the result of `Dialogue.save`."""

    stealth_village: Literal[1] = VERSION
    game: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$", default_factory=new_id)]
    when: AwareDatetime
    day: Annotated[int, Field(ge=1, le=10**9)] = 1
    minutes: Annotated[float, Field(ge=0, lt=DAY, allow_inf_nan=False)]
    story: SavedStory
    hero: SavedHero
    villagers: dict[str, SavedVillager]
    greeted: Count
    ending: Annotated[float, Field(ge=-1, le=60, allow_inf_nan=False)]
    dialogue: dict[str, Any]

    def text(self) -> str:
        """Return the text for the file."""
        return self.model_dump_json(indent=1)

    @property
    def summary(self) -> str:
        """Return a short description for the menu: "23 Nov 18:40 · evening, 19:05 · 1 of 3 errands"."""
        clock, errands = Clock(self.minutes), self.story.errands
        done = sum(bool(how) for how in (errands.light, errands.pip, errands.gate))
        far = "the feast" if self.story.feast else f"{done} of 3 errands"
        return f"{self.when.astimezone():%d %b %H:%M} · {clock.part} · {far}"


class _Mark(BaseModel):
    """The one field that marks a file as a saved game."""

    model_config = ConfigDict(strict=True)
    stealth_village: Annotated[int, Field(ge=1)]


def now() -> datetime.datetime:
    """Return the present time, for `when`."""
    return datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)


def read(text: str | bytes) -> SavedGame:
    """Return a complete saved game from the text of its file. Raises `SaveError` with one sentence."""
    try:
        version = _Mark.model_validate_json(text).stealth_village
    except ValidationError as exc:
        raise SaveError(_why_not(exc)) from exc
    if version > VERSION:
        raise SaveError(f"It comes from a newer village (version {version}; this one reads {VERSION}).")
    try:
        game = SavedGame.model_validate_json(text)
        stealth.Dialogue.check_save(game.dialogue)
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False)[0]
        raise SaveError(f"It is damaged at {'.'.join(map(str, first['loc']))}: {first['msg']}.") from exc
    except ConfigurationError as exc:
        raise SaveError(f"It is damaged: {exc}") from exc
    return game


def _why_not(exc: ValidationError) -> str:
    first = exc.errors(include_url=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return "It is damaged: it breaks off, or is no saved game at all."
    if first["type"] == "missing" or not first["loc"]:
        return "It is no saved game of this village."
    return f"It is damaged at {MARK}: {first['msg']}."
