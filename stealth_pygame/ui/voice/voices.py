"""A short tone for each typed letter, with a pitch for each speaker."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Final
from zlib import crc32

import pygame

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.ui.voice.blips import blip, checked_volume
from stealth_pygame.validation import is_number, known_only

LOWEST: Final = 105.0
"""Hertz of the lowest voice that is derived from an id."""
STEPS: Final = (0, 2, 4, 7, 9, 12, 14, 16, 19)
"""Half tones above it. Any two of them sound pleasant together, because several characters may talk at once."""
EVERY: Final = 2
"""One tone for so many letters: at forty letters per second, more would blur."""
WAVER: Final = (0, 1, -1, 0, 2, -1)
"""Half tones by which letters of one voice vary."""
MOST: Final = 128
"""Sounds that are kept at most."""


@known_only
class Voices:
    """Plays tones for letters: `BubblePresenter(on_type=Voices())`. Silent without a mixer.

    pitches: hertz (60 to 2,000) by a speaker's id; other speakers get one derived from the id, the same in every run;
    volume: 0 to 1. `muted` may be set at any time. Raises `ConfigurationError`.
    """

    def __init__(self, pitches: Mapping[str, float] | None = None, *, volume: float = 0.25) -> None:
        if pitches is not None and not isinstance(pitches, Mapping):
            raise ConfigurationError(f"pitches is {pitches!r:.80}; give hertz by the id of a speaker: {{'bruno': 95}}")
        for id, pitch in (pitches or {}).items():
            if not is_number(pitch) or not 60 <= pitch <= 2_000:
                raise ConfigurationError(f"The pitch of {id!r} is {pitch!r}; give hertz, a number from 60 to 2000.")
        self.pitches = dict(pitches or {})
        self.volume = checked_volume(volume)
        self.muted = False
        self._letters: dict[Hashable, int] = {}
        self._blips: dict[object, pygame.mixer.Sound | None] = {}

    def __call__(self, speaker: Hashable, letter: str) -> None:
        """Play the sound for a letter that was typed."""
        if self.muted or not letter.isalnum():
            return
        count = self._letters.get(speaker, 0)
        self._letters[speaker] = (count + 1) % (EVERY * len(WAVER))
        if count % EVERY == 0:
            self._play(self.pitch(speaker) * 2 ** (WAVER[count // EVERY] / 12))

    def pitch(self, speaker: Hashable) -> float:
        """Return the pitch of a speaker in hertz."""
        id = str(getattr(speaker, "id", speaker))
        own_pitch = self.pitches.get(id)
        # Not `hash`, which differs from run to run: a speaker must keep the same voice.
        return (
            LOWEST * 2 ** (STEPS[crc32(id.encode("utf-8", "replace")) % len(STEPS)] / 12)
            if own_pitch is None
            else own_pitch
        )

    def _play(self, pitch: float) -> None:
        # The game may initialise the mixer again in another format; then old sounds are useless.
        setup = pygame.mixer.get_init()
        key = (round(pitch, 1), self.volume, setup)
        if key not in self._blips:
            if len(self._blips) >= MOST:
                self._blips.clear()
            self._blips[key] = blip(pitch, self.volume) if setup else None
        sound = self._blips[key]
        # If all channels are in use, the game's own sounds have priority.
        channel = pygame.mixer.find_channel() if sound is not None else None
        if sound is not None and channel is not None:
            channel.play(sound)
