"""Settings that are kept: sizes, speeds, contrast, volume, in a small JSON file in the user's folder."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

import stealth_pygame as stealth
from demo_game.files import open_plain
from stealth_pygame import ui

log = logging.getLogger("stealth_village")

SIZES = (14, 17, 21, 26)
SPEEDS = (0.0, 24.0, 42.0, 80.0)
NEAR, FAR = 200.0, 320.0
LINGER = 1.6
BODY = 78
SMALL, USUAL = (640, 360), (1280, 720)
LEAST = 11
WORDS = ui.Words(log_hints="Wheel, PgUp, PgDn: scroll   ·   Ctrl+C: copy   ·   F2, Esc: close")
LONGEST = 100_000
"""The most bytes of the file that are read."""


def default_path() -> Path:
    """Return the path of this user's preferences."""
    return platformdirs.user_config_path("stealth-village", appauthor=False) / "preferences.json"


@dataclass
class Prefs:
    """The values of the settings menu. `path` is None if they are not stored."""

    text_size: int = 17
    typing_speed: float = 42.0
    high_contrast: bool = False
    reduced_motion: bool = False
    volume: float = 0.7
    music: bool = True
    full_screen: bool = False
    box: bool = False
    """True shows lines to the hero in a box with a face, False in bubbles."""
    path: Path | None = None

    @classmethod
    def load(cls, path: Path) -> Prefs:
        """Return the preferences in a file. Missing values are the defaults; a damaged file is renamed and kept."""
        prefs = cls(path=path)
        try:
            with open_plain(path) as file:
                kept = json.loads(file.read(LONGEST))
        except FileNotFoundError:
            return prefs
        except (OSError, ValueError, RecursionError) as exc:
            aside = path.with_suffix(".damaged")
            log.warning("%s cannot be read (%s): it is kept as %s.", path, type(exc).__name__, aside.name)
            with contextlib.suppress(OSError):
                path.replace(aside)
            return prefs
        for name, value in _known(kept).items():
            setattr(prefs, name, value)
        return prefs

    def save(self) -> bool:
        """Store the preferences. Return False if the folder cannot be written; then they last until the game ends."""
        if self.path is None:
            return False
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self) if field.name != "path"}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(json.dumps(values, indent=1), encoding="utf-8")
        except OSError:
            return False
        return True

    def presenter(self, on_type: Callable[[Hashable, str], None]) -> stealth.BubblePresenter:
        """Return a presenter: a box with faces, or bubbles. on_type: is called with each letter."""
        kind = stealth.BoxPresenter if self.box else stealth.BubblePresenter
        return kind(self.theme, on_type=on_type)

    def size_in(self, window: tuple[int, int]) -> int:
        """Return the text size for a window: the chosen one up to a normal size of window, more in large ones."""
        wide, high = window
        small = min(wide / SMALL[0], high / SMALL[1])
        large = min(wide / USUAL[0], high / USUAL[1])
        return max(LEAST, round(self.text_size * min(1.0, small) * max(1.0, large)))

    def theme_in(self, window: tuple[int, int]) -> stealth.Theme:
        """Return the theme of the library for a window."""
        return dataclasses.replace(self.theme, text_size=self.size_in(window))

    @property
    def theme(self) -> stealth.Theme:
        """The theme of the library; distances are in pixels of the map."""
        return stealth.Theme(
            text_size=self.text_size,
            typing_speed=self.typing_speed,
            high_contrast=self.high_contrast,
            reduced_motion=self.reduced_motion,
            body_height=BODY,
            linger=LINGER,
            near=NEAR,
            far=FAR,
            words=WORDS,
        )


def _known(kept: Any) -> dict[str, Any]:
    """Return the values that are valid."""
    if not isinstance(kept, dict):
        return {}
    fits: dict[str, Any] = {
        "text_size": lambda v: v in SIZES,
        "typing_speed": lambda v: v in SPEEDS,
        "high_contrast": lambda v: isinstance(v, bool),
        "reduced_motion": lambda v: isinstance(v, bool),
        "music": lambda v: isinstance(v, bool),
        "full_screen": lambda v: isinstance(v, bool),
        "box": lambda v: isinstance(v, bool),
        "volume": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool) and 0 <= v <= 1,
    }
    return {name: value for name, value in kept.items() if name in fits and fits[name](value)}
