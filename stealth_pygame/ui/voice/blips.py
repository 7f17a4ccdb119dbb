"""The sound of one letter: a short soft tone, computed sample by sample, so that a game needs no sound file."""

from __future__ import annotations

import math
from array import array
from typing import Final

import pygame

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.validation import is_number

SECONDS: Final = 0.055
# The parts of the duration for fade-in and fade-out; without them the tone would click.
_RISE: Final = 0.12
_FALL: Final = 0.55
# Volumes of the overtones: a pure sine sounds like a whistle.
_OVERTONES: Final = ((1, 0.62), (2, 0.24), (3, 0.14))
# The supported formats of the mixer: signed 16 bits, and floats, whose number differs between engines.
_TYPES: Final = {-16: ("h", 32_767.0), -32: ("f", 1.0), 32: ("f", 1.0)}


def samples(pitch: float, rate: int, seconds: float = SECONDS) -> list[float]:
    """Return a tone of `pitch` hertz as samples from -1 to 1. rate: samples per second."""
    count = max(1, round(rate * seconds))
    tone = []
    for index in range(count):
        part, turn = index / count, index * pitch / rate * math.tau
        loud = min(1.0, part / _RISE, (1 - part) / _FALL)
        tone.append(loud * sum(share * math.sin(turn * multiple) for multiple, share in _OVERTONES))
    return tone


def blip(pitch: float, volume: float = 1.0) -> pygame.mixer.Sound | None:
    """Return a sound in the format of the mixer, None if there is no mixer or its format is not supported."""
    setup = pygame.mixer.get_init()
    if not setup or setup[1] not in _TYPES:
        return None
    rate, size, channels = setup
    kind, most = _TYPES[size]
    loud = max(0.0, min(1.0, volume)) * most
    tone = (loud * value for value in samples(pitch, rate))
    data = array(kind, [int(value) if kind == "h" else value for value in tone for _ in range(channels)])
    return pygame.mixer.Sound(buffer=data.tobytes())


def checked_volume(volume: object) -> float:
    """Return the volume. Raises `ConfigurationError` if it is not a number from 0 to 1."""
    if not isinstance(volume, (int, float)) or not is_number(volume) or not 0 <= volume <= 1:
        raise ConfigurationError(f"The volume of voices is {volume!r}; give a number from 0 to 1.")
    return volume
