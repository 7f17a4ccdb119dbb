"""Checks of what a game hands to a dialogue, where they cost nothing: at the start, and on the way to a failure."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sized
from numbers import Integral, Real
from typing import Any, Final

import pygame

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.presenter.protocol import Camera
from stealth_pygame.settings import Settings
from stealth_pygame.validation import called_with, keywords, refuse_unknown
from stealth_pygame.world.placed import Point

log = logging.getLogger("stealth_pygame")

_MEANS: Final[Mapping[int, Mapping[str, type]]] = {
    pygame.KEYDOWN: {"key": Integral},
    pygame.KEYUP: {"key": Integral},
    pygame.TEXTINPUT: {"text": str},
    pygame.TEXTEDITING: {"text": str},
    pygame.MOUSEBUTTONDOWN: {"pos": Sized, "button": Integral},
    pygame.MOUSEBUTTONUP: {"pos": Sized, "button": Integral},
    pygame.MOUSEMOTION: {"pos": Sized},
    pygame.JOYBUTTONDOWN: {"button": Integral},
    pygame.JOYHATMOTION: {"value": Sized},
    pygame.JOYAXISMOTION: {"axis": Integral, "value": Real},
    pygame.CONTROLLERBUTTONDOWN: {"button": Integral},
    pygame.CONTROLLERAXISMOTION: {"axis": Integral, "value": Real},
}
"""Attributes without which an event says nothing, and their types. pygame's own events have them, and more."""
# Keys are numbers of 32 bits, and pygame raises for others.
_MOST_KEY: Final = 2**31


def as_settings(settings: object) -> Settings:
    """The settings that were given, or the usual ones. Raises `ConfigurationError` for anything else."""
    if settings is None:
        return Settings()
    if not isinstance(settings, Settings):
        raise ConfigurationError(
            f"settings is {settings!r:.80}; give a Settings: settings=stealth.Settings({called_with(settings)})"
        )
    return settings


def check_presenter(presenter: object) -> None:
    """Raises `ConfigurationError` for what cannot be a presenter: a theme, or the class in the place of one."""
    if isinstance(presenter, type) or not callable(getattr(presenter, "attach", None)):
        # Only the mistake needs it.
        from stealth_pygame.ui.theme import Theme  # noqa: PLC0415

        theme = "stealth.Theme(...)" if isinstance(presenter, Theme) else ""
        raise ConfigurationError(
            f"presenter is {presenter!r:.80}; give a presenter: presenter=stealth.BubblePresenter({theme})"
        )


def checked_options(options: Mapping[str, Any], made: type, whose: str, own: Collection[str]) -> Settings:
    """Look at what is meant for `made.__init__` before anything is started, and give the settings among it.

    own: further names that are known here. Raises `ConfigurationError`.
    """
    known = [*own, *(name for name in keywords(made) if name not in ("url", "auth", "client"))]
    refuse_unknown(options, known, whose)
    return as_settings(options.get("settings"))


def cannot_draw(surface: object, camera: object) -> ConfigurationError:
    """Why nothing can be drawn: no surface, or a camera that is none. An offset in its place is the usual slip."""
    if not isinstance(surface, pygame.Surface):
        return ConfigurationError(
            f"draw got {surface!r:.80}; give the surface to draw on: what pygame.display.set_mode(...) returned."
        )
    return ConfigurationError(
        f"draw got camera={camera!r:.80}; give a function from world (x, y) to screen (x, y). If left and top are "
        "the view's corner in the world, it is lambda point: (point[0] - left, point[1] - top)"
    )


def checked_camera(camera: Camera) -> Camera:
    """The camera, looked at whenever it is asked: a slip in it is told where it is made.

    It raises `ConfigurationError` for anything but two numbers, and where the camera takes x and y apart.
    """

    def place(point: Point) -> Point:
        try:
            x, y = camera(point)
            return float(x), float(y)
        # A camera for rectangles, or for vectors, asks a pair of numbers for what it has not.
        except (TypeError, ValueError, AttributeError) as exc:
            raise _no_camera(camera, point) from exc

    return place


def _no_camera(camera: Camera, point: Point) -> ConfigurationError:
    """Name what a camera does with a point, and what it should do."""
    try:
        given = f"gives {camera(point)!r:.80}"
    except (TypeError, ValueError, AttributeError) as exc:
        given = f"raises {type(exc).__name__}: {exc}"
    return ConfigurationError(
        f"The camera {given} for the point {point}; it must take one point (x, y) of the world and give one point "
        "(x, y) on the screen: lambda point: (point[0] - left, point[1] - top)"
    )


def type_of(event: Any) -> int:
    """An event's type. Raises `ConfigurationError` for what is not one, such as the whole list of events."""
    try:
        kind: int = event.type
    except AttributeError:
        found = "a list" if isinstance(event, (list, tuple)) else f"{event!r:.80}"
        raise ConfigurationError(
            f"handle_event got {found}; give one event: for event in pygame.event.get(): dialogue.handle_event(event)"
        ) from None
    return kind


class EventCheck:
    """Tells whole events from those that a bot, a replay or another library made by hand without all that they need."""

    def __init__(self) -> None:
        self._told: set[int] = set()

    def is_whole(self, event: pygame.event.Event) -> bool:
        """Return False for an event that says nothing; the log names what it lacks, once for each type."""
        wanted = _MEANS.get(event.type)
        if wanted is None:
            return True
        lacking = [name for name, kind in wanted.items() if not isinstance(getattr(event, name, None), kind)]
        if not lacking and abs(getattr(event, "key", 0)) < _MOST_KEY:
            return True
        if event.type not in self._told:
            self._told.add(event.type)
            name = pygame.event.event_name(event.type)
            log.warning(
                "A %s event without a usable %s is left alone: %.120r", name, " and ".join(lacking or wanted), event
            )
        return False
