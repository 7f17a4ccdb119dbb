"""Checks of the arguments of `Dialogue`, with error messages that tell what to write instead."""

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
"""Attributes that an event of each type needs, and their types. The events that pygame makes have them all."""
# A key is a number of 32 bits; pygame raises for a larger one.
_MOST_KEY: Final = 2**31


def as_settings(settings: object) -> Settings:
    """Return the settings, or the default ones for None. Raises `ConfigurationError` for another type."""
    if settings is None:
        return Settings()
    if not isinstance(settings, Settings):
        raise ConfigurationError(
            f"settings is {settings!r:.80}; give a Settings: settings=stealth.Settings({called_with(settings)})"
        )
    return settings


def check_presenter(presenter: object) -> None:
    """Raise `ConfigurationError` for something that is no presenter, such as a theme, or the class of a presenter."""
    if isinstance(presenter, type) or not callable(getattr(presenter, "attach", None)):
        # Imported here, because only this error message needs it.
        from stealth_pygame.ui.theme import Theme  # noqa: PLC0415

        theme = "stealth.Theme(...)" if isinstance(presenter, Theme) else ""
        raise ConfigurationError(
            f"presenter is {presenter!r:.80}; give a presenter: presenter=stealth.BubblePresenter({theme})"
        )


def checked_options(options: Mapping[str, Any], made: type, whose: str, own: Collection[str]) -> Settings:
    """Check the names of options for the class `made`, before anything is started; return the settings among them.

    own: other names that are allowed. Raises `ConfigurationError`.
    """
    known = [*own, *(name for name in keywords(made) if name not in ("url", "auth", "client"))]
    refuse_unknown(options, known, whose)
    return as_settings(options.get("settings"))


def cannot_draw(surface: object, camera: object) -> ConfigurationError:
    """Return the error for a wrong surface or camera. The usual mistake is an offset in the place of the camera."""
    if not isinstance(surface, pygame.Surface):
        return ConfigurationError(
            f"draw got {surface!r:.80}; give the surface to draw on, which pygame.display.set_mode(...) returned."
        )
    return ConfigurationError(
        f"draw got camera={camera!r:.80}; give a function from world (x, y) to screen (x, y). If left and top are "
        "the view's corner in the world, it is lambda point: (point[0] - left, point[1] - top)"
    )


def checked_camera(camera: Camera) -> Camera:
    """Return the camera with a check of each call.

    The returned function raises `ConfigurationError` if the camera returns anything but two numbers, or cannot take a
    point as one argument.
    """

    def place(point: Point) -> Point:
        try:
            x, y = camera(point)
            return float(x), float(y)
        # A camera for rectangles or vectors reads attributes that a pair of numbers does not have.
        except (TypeError, ValueError, AttributeError) as exc:
            raise _no_camera(camera, point) from exc

    return place


def _no_camera(camera: Camera, point: Point) -> ConfigurationError:
    """Return the error that names the camera's result for a point, and the result that is expected."""
    try:
        result = f"gives {camera(point)!r:.80}"
    except (TypeError, ValueError, AttributeError) as exc:
        result = f"raises {type(exc).__name__}: {exc}"
    return ConfigurationError(
        f"The camera {result} for the point {point}; it must take one point (x, y) of the world and give one point "
        "(x, y) on the screen: lambda point: (point[0] - left, point[1] - top)"
    )


def type_of(event: Any) -> int:
    """Return an event's type. Raises `ConfigurationError` for anything else, such as the whole list of events."""
    try:
        kind: int = event.type
    except AttributeError:
        shown = "a list" if isinstance(event, (list, tuple)) else f"{event!r:.80}"
        raise ConfigurationError(
            f"handle_event got {shown}; give one event: for event in pygame.event.get(): dialogue.handle_event(event)"
        ) from None
    return kind


class EventCheck:
    """A check for events without the attributes that they need, as a bot, a replay or another library may make them."""

    def __init__(self) -> None:
        self._told: set[int] = set()

    def is_whole(self, event: pygame.event.Event) -> bool:
        """Return False for an event without the attributes that it needs, and log them once for each type of event."""
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
                "A %s event without a usable %s is ignored: %.120r", name, " and ".join(lacking or wanted), event
            )
        return False
