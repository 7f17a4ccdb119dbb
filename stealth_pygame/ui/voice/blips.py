"""The sound of one letter: a short soft tone, reckoned sample by sample, so that a game needs no file for it."""

from __future__ import annotations

import math
from array import array
from typing import Final

import pygame

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.validation import is_number

SECONDS: Final = 0.055
# The parts of the time in which a tone comes and goes: an edge would click.
_RISE: Final = 0.12
_FALL: Final = 0.55
# Overtones, each softer than the one below: a bare sine is a whistle.
_OVERTONES: Final = ((1, 0.62), (2, 0.24), (3, 0.14))
# The formats of the mixer that can be made here: signed 16 bits, and floats, which engines number differently.
_TYPES: Final = {-16: ("h", 32_767.0), -32: ("f", 1.0), 32: ("f", 1.0)}


def samples(pitch: float, rate: int, seconds: float = SECONDS) -> list[float]:
    """Return a tone of `pitch` hertz as numbers from -1 to 1, `rate` of them a second."""
    count = max(1, round(rate * seconds))
    tone = []
    for index in range(count):
        part, turn = index / count, index * pitch / rate * math.tau
        loud = min(1.0, part / _RISE, (1 - part) / _FALL)
        tone.append(loud * sum(share * math.sin(turn * multiple) for multiple, share in _OVERTONES))
    return tone


def blip(pitch: float, volume: float = 1.0) -> pygame.mixer.Sound | None:
    """Return a blip for the mixer as it is set up; None without a mixer, or with one of another format."""
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
    """Return a volume that a game gave. Raises `ConfigurationError` for what is none."""
    if not isinstance(volume, (int, float)) or not is_number(volume) or not 0 <= volume <= 1:
        raise ConfigurationError(f"The volume of voices is {volume!r}; give a number from 0 to 1.")
    return volume
