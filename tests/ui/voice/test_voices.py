"""A blip for letters, in a pitch of the speaker's own; silence wherever there is no sound to be had."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pygame
import pytest

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.ui.bubbles.bubbles import Bubbles
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.voice.blips import SECONDS, blip, samples
from stealth_pygame.ui.voice.voices import EVERY, LOWEST, MOST, Voices
from tests.ui.helpers import LINE, THEME, at


@pytest.fixture
def mixer() -> Iterator[None]:
    pygame.mixer.init(22_050, -16, 2)
    yield
    pygame.mixer.quit()


class Villager(NamedTuple):
    """Somebody with an id."""

    id: str


class Counting(Voices):
    """Voices that note what they play."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.played: list[float] = []

    def _play(self, pitch: float) -> None:
        self.played.append(pitch)
        super()._play(pitch)


@pytest.mark.parametrize("pitch", [60.0, 220.0, 2_000.0])
def test_a_tone_begins_and_ends_in_silence(pitch: float) -> None:
    """No edge that would click, nothing louder than the mixer takes, and as high as it should be."""
    tone = samples(pitch, 44_100)
    assert len(tone) == round(44_100 * SECONDS)
    assert max(map(abs, tone)) <= 1.0
    assert max(map(abs, (tone[0], *tone[-20:]))) < 0.03
    rises = sum(one <= 0 < other for one, other in pairwise(tone))
    assert rises == pytest.approx(pitch * SECONDS, abs=2)


@pytest.mark.parametrize("setup", [(22_050, -16, 1), (44_100, -16, 2), (48_000, 32, 2)])
def test_a_blip_fits_the_mixer(setup: tuple[int, int, int]) -> None:
    """However the game set it up, in time and loudness."""
    pygame.mixer.init(*setup, allowedchanges=0)
    sound = blip(220.0, 0.5)
    assert sound is not None
    assert sound.get_length() == pytest.approx(SECONDS, abs=0.005)
    pygame.mixer.quit()


def test_there_is_no_blip_without_a_mixer() -> None:
    """A game without sound loses nothing."""
    assert not pygame.mixer.get_init()
    assert blip(220.0) is None
    Voices()("Bo", "x")


def test_every_other_letter_blips(mixer: None) -> None:
    """Marks and spaces are silent, and so is who is muted."""
    voices = Counting()
    for letter in "Good day, you!":
        voices("Bo", letter)
    assert len(voices.played) == -(-len("Gooddayyou") // EVERY)
    voices.muted = True
    voices("Bo", "x")
    voices("Bo", "x")
    assert len(voices.played) == 5


def test_a_speaker_keeps_the_pitch() -> None:
    """By the id, the same in every run; the game's own goes before."""
    voices = Voices({"bruno": 90})
    assert voices.pitch(Villager("bruno")) == 90
    assert voices.pitch("marta") == voices.pitch(Villager("marta")) == Voices().pitch("marta")
    pitches = {voices.pitch(f"villager {number}") for number in range(60)}
    assert len(pitches) > 5
    assert min(pitches) >= LOWEST


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"pitches": {"bruno": 5}}, "The pitch of 'bruno' is 5; give hertz"),
        ({"pitches": {"bruno": "90"}}, "The pitch of 'bruno' is '90'"),
        ({"volume": 2}, "The volume of voices is 2; give a number from 0 to 1"),
        ({"volum": 0.2}, "did you mean 'volume'"),
    ],
)
def test_a_slip_is_named(options: dict[str, Any], words: str) -> None:
    """At the start, not with the first letter."""
    with pytest.raises(ConfigurationError, match=words):
        Voices(**options)


def test_voices_leave_the_game_its_channels(mixer: None) -> None:
    """Where all are in use the game's own sounds go on."""
    sound = pygame.mixer.Sound(buffer=bytes(200_000))
    channels = [pygame.mixer.Channel(number) for number in range(pygame.mixer.get_num_channels())]
    for channel in channels:
        channel.play(sound)
    voices = Voices()
    for letter in "abcdef":
        voices("Bo", letter)
    assert all(channel.get_sound() is sound for channel in channels)


def test_many_speakers_keep_few_sounds(mixer: None) -> None:
    """And a mixer that is set up anew gets sounds of its format."""
    voices = Voices(volume=0.1)
    for number in range(4 * MOST):
        voices(f"villager {number}", "a")
    pygame.mixer.quit()
    voices("Bo", "a")
    voices("Bo", "b")
    pygame.mixer.init(44_100, -16, 1)
    voices("Bo", "c")


def test_a_bubble_blips_as_it_is_typed(mixer: None, fonts: FontChain, screen: pygame.Surface) -> None:
    """`on_type` is all that it takes."""
    voices = Counting()
    bubbles = Bubbles(THEME, fonts, on_type=voices)
    bubbles.say("Bo", LINE, anchor=at(320, 200))
    for _ in range(100):
        bubbles.update(0.05)
        bubbles.draw(screen)
    letters = sum(map(str.isalnum, LINE))
    assert len(voices.played) == -(-letters // EVERY)
