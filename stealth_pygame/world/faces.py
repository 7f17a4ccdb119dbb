"""The face of an NPC: the moods that they can show, the present mood, and a portrait for each mood.

A portrait is a surface or the name of a file; this module only stores it, and a presenter draws it.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

from stealth_pygame.actions.action import Action
from stealth_pygame.actions.call import Call
from stealth_pygame.actions.signature import parameter_spec
from stealth_pygame.actions.type_hints import Parameter, choices
from stealth_pygame.characters.functions import FunctionSpec
from stealth_pygame.characters.moods import SET_MOOD, read_moods
from stealth_pygame.characters.reader import Problems
from stealth_pygame.characters.sheets import Character
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.validation import is_number, quotes_hint
from stealth_pygame.world.memory import Memory

# A list of words, True for the library's own list, False for no moods, None for the moods of the sheet.
Moods: TypeAlias = Iterable[str] | bool | None
# A `Surface` or the name of a picture file for each mood, or one of these for all moods.
Portraits: TypeAlias = Mapping[str, Any] | Any | None

PURPOSE: Final = (
    "Show the player your face. Call it beside your words whenever your feeling changes; nobody has to ask for it."
)


def mood_action(moods: tuple[str, ...]) -> Action:
    """Return the declaration of `set_mood`, by which a model tells how the NPC feels: one of these moods."""
    mood = Parameter("mood", choices({name: name for name in moods}))
    spec = FunctionSpec(SET_MOOD, PURPOSE, (parameter_spec(mood, "how you feel now"),))
    return Action(SET_MOOD, _never_run, spec, (mood,), {"call": Call})


def _never_run(mood: str, call: Call) -> None:
    """Do nothing: the scene reads the mood from a reply before it shows the words, so that the face fits the line."""


class Faces(ABC):
    """The part of an NPC that is seen beside their words: mood, portrait, name on a plate, and viewing distances."""

    memory: Memory
    _label: str
    _sheet: Character
    _given_moods: tuple[str, ...] | None = None
    _given_portraits: Mapping[str, Any] | None = None
    _moods: tuple[str, ...] = ()
    _mood_action: Action | None = None
    _title: str | None = None
    _near: float | None = None
    _far: float | None = None

    @abstractmethod
    def _mood_changed(self, mood: str, before: str) -> None: ...

    @abstractmethod
    def _take(self, sheet: Character) -> None: ...

    def _choose_moods(self, sheet: Character) -> Action | None:
        """Use the moods that the game gave, else those of the sheet. Return their function, None without moods."""
        self._moods = sheet.moods if self._given_moods is None else self._given_moods
        self._mood_action = mood_action(self._moods) if self._moods else None
        return self._mood_action

    @property
    def moods(self) -> tuple[str, ...]:
        """The moods that they can show, the usual one first; by default those of the sheet. May be set at any time.

        Set a list of words, True for the library's own list, False for no moods, or None for the moods of the sheet.
        """
        return self._moods

    @moods.setter
    def moods(self, moods: Moods) -> None:
        self._given_moods = checked_moods(moods, self._label)
        self._take(self._sheet)

    @property
    def mood(self) -> str:
        """The mood that they show now, or "" if they have no moods. A game may set it.

        The mood stays until the NPC or the game changes it, and is saved. Raises `ConfigurationError` if it is set to
        one that is not in `moods`.
        """
        mood = self.memory.mood
        # After a change of the sheet, the saved mood may not exist any more.
        return mood if mood in self._moods else next(iter(self._moods), "")

    @mood.setter
    def mood(self, mood: str) -> None:
        named = self.mood_named(mood)
        if named is None:
            known = ", ".join(self._moods) or "none: give add_npc(..., moods=True), or moods in the sheet"
            raise ConfigurationError(f"The mood of {self._label} is {mood!r:.80}; their moods are {known}.")
        before, self.memory.mood = self.mood, named
        if named != before:
            self._mood_changed(named, before)

    def mood_named(self, word: object) -> str | None:
        """Return the mood with this name, in any case; None if the NPC has no such mood."""
        wanted = word.strip(" .!\"'").casefold() if isinstance(word, str) else None
        return next((mood for mood in self._moods if mood.casefold() == wanted), None)

    @property
    def portraits(self) -> Mapping[str, Any]:
        """The pictures by mood, each a surface or the name of a file; the game's have priority over the sheet's."""
        return {**self._sheet.portraits, **(self._given_portraits or {})}

    @portraits.setter
    def portraits(self, portraits: Portraits) -> None:
        self._given_portraits = checked_portraits(portraits, self._label)

    @property
    def title(self) -> str:
        """The name that is shown on plates, a text or a `Markup`; by default the character's name."""
        return self._sheet.name if self._title is None else self._title

    @title.setter
    def title(self, title: str | None) -> None:
        if title is not None and not isinstance(title, str):
            raise ConfigurationError(f"The title of {self._label} is {title!r:.80}; give a text, or None.")
        self._title = title

    @property
    def near(self) -> float | None:
        """The distance from the listener, in world pixels, up to which bubbles show all words; None: `Theme.near`."""
        return self._near

    @near.setter
    def near(self, pixels: float | None) -> None:
        self._near = checked_distance(pixels, f"near of {self._label}")

    @property
    def far(self) -> float | None:
        """The distance from the listener, in world pixels, up to which bubbles show only "…"; None: `Theme.far`."""
        return self._far

    @far.setter
    def far(self, pixels: float | None) -> None:
        self._far = checked_distance(pixels, f"far of {self._label}")

    def distances(self, near: float, far: float) -> tuple[float, float]:
        """Return `near` and `far` of this NPC in world pixels. The arguments, the theme's numbers, are the defaults."""
        near = near if self._near is None else self._near
        # If only `near` was set, and is larger than the theme's `far`, it counts for both.
        return near, max(near, far if self._far is None else self._far)

    def portrait(self, mood: str = "") -> Any | None:
        """Return the picture for a mood, by default the present one; None if the NPC has no pictures.

        A mood without a picture gets that of the usual mood, or else the first of all.
        """
        pictures = self.portraits
        for name in (mood or self.mood, "", next(iter(self._moods), "")):
            if name in pictures:
                return pictures[name]
        return next(iter(pictures.values()), None)


def checked_distance(pixels: Any, what: str) -> float | None:
    """Return a distance in pixels, or None. Raises `ConfigurationError` for anything but a number from 0 up."""
    if pixels is None or (is_number(pixels) and pixels >= 0):
        return None if pixels is None else float(pixels)
    hint = quotes_hint(pixels, "a number")
    raise ConfigurationError(f"{what} is {pixels!r:.80}; give pixels, a number from 0 up, or None.{hint}")


def checked_moods(moods: Moods, whose: str) -> tuple[str, ...] | None:
    """Return the moods of `add_npc` as a tuple. Raises `CharacterError` for something that is not a list of words."""
    if moods is None:
        return None
    problems = Problems()
    value: object = moods if isinstance(moods, (bool, str)) else list(moods) if isinstance(moods, Iterable) else moods
    names = read_moods(value, problems)
    problems.raise_for(f"add_npc of {whose}")
    return names


def checked_portraits(portraits: Portraits, whose: str) -> Mapping[str, Any] | None:
    """Return portraits by mood; a single picture counts for every mood. Raises `ConfigurationError` for other types."""
    if portraits is None:
        return None
    by_mood = dict(portraits) if isinstance(portraits, Mapping) else {"": portraits}
    for mood, picture in by_mood.items():
        if not isinstance(picture, (str, os.PathLike)) and not hasattr(picture, "get_size"):
            place = f"portraits[{mood!r}]" if mood else "portraits"
            raise ConfigurationError(f"{place} of {whose} is {picture!r:.80}; give a Surface or the name of a file.")
    return by_mood
