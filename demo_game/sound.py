"""Sounds and music. On a machine without a sound card nothing is played."""

from __future__ import annotations

import pygame

from demo_game import files
from demo_game.errors import AssetError

NAMES = ("step_1", "step_2", "coin", "done", "heal", "light", "no", "gate")
NEWS = {"coin": "coin", "no": "no", "heal": "heal", "light": "light", "gate": "gate", "done": "done", "feast": "done"}
AMBIENT = ("ambient_day", "ambient_night")
AMBIENT_LOUDNESS = 0.3
STEP_LOUDNESS = 0.35
VOICE_LOUDNESS = 0.4
MUSIC_LOUDNESS = 0.45


class Sound:
    """All sounds. `volume` is 0 to 1; 0 plays nothing."""

    def __init__(self, voices: list[str], muted: bool = False) -> None:
        self.volume = 0.7
        self.music_on = True
        self._sounds: dict[str, pygame.mixer.Sound] = {}
        self._song = ""
        self._air = ""
        self._air_channel: pygame.mixer.Channel | None = None
        self._foot = 0
        if muted or not _mixer():
            return
        for name in [*NAMES, *AMBIENT, *(f"voice_{voice}" for voice in voices)]:
            path = files.ASSETS / "sounds" / f"{name}.wav"
            if not path.is_file():
                raise AssetError(path, "the sound is missing")
            self._sounds[name] = pygame.mixer.Sound(path)

    @property
    def silent(self) -> bool:
        """True if nothing can be heard."""
        return not self._sounds

    def play(self, name: str, loud: float = 1.0) -> None:
        """Play a sound once."""
        if name in self._sounds and self.volume > 0:
            channel = self._sounds[name].play()
            if channel is not None:
                channel.set_volume(self.volume * loud)

    def news(self, word: str) -> None:
        """Play the sound for a piece of news."""
        if word in NEWS:
            self.play(NEWS[word])

    def step(self) -> None:
        """Play a footstep."""
        self._foot = 1 - self._foot
        self.play(f"step_{self._foot + 1}", STEP_LOUDNESS)

    def speak(self, villager: str) -> None:
        """Play one syllable of a villager's voice."""
        self.play(f"voice_{villager}", VOICE_LOUDNESS)

    def ambient(self, by_night: bool) -> None:
        """Play birds by day and crickets by night, with a slow change between them."""
        if self.silent:
            return
        name = AMBIENT[by_night]
        if name != self._air:
            if self._air_channel is not None:
                self._air_channel.fadeout(2000)
            self._air, self._air_channel = name, self._sounds[name].play(-1, fade_ms=2000)
        if self._air_channel is not None:
            self._air_channel.set_volume(self.volume * AMBIENT_LOUDNESS)

    def music(self, song: str) -> None:
        """Continue a song, or start another one."""
        if self.silent:
            return
        if song != self._song:
            path = files.ASSETS / "sounds" / f"music_{song}.wav"
            if not path.is_file():
                raise AssetError(path, "the music is missing")
            pygame.mixer.music.load(path)
            pygame.mixer.music.play(-1)
            self._song = song
        pygame.mixer.music.set_volume(self.volume * MUSIC_LOUDNESS if self.music_on else 0.0)


def _mixer() -> bool:
    """Return True if sound can be played: `pygame.mixer.init` raises an error without a sound card."""
    try:
        if not pygame.mixer.get_init():
            pygame.mixer.init()
    except pygame.error:
        return False
    return True
