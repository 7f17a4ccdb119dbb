"""All sounds of the village, computed here: plucked strings for the music, short waves for everything else."""

from __future__ import annotations

import array
import math
import random
import sys
import wave
from collections.abc import Callable, Sequence
from pathlib import Path

RATE = 11025
Samples = list[float]

# How each villager sounds while speaking: the pitch in hertz, and how much of a buzz is in it.
VOICES = {
    "smith": (196, 0.5),
    "baker": (294, 0.2),
    "pip": (523, 0.15),
    "healer": (262, 0.05),
    "merchant": (233, 0.35),
    "warden": (131, 0.6),
    "lamplighter": (392, 0.2),
    "fisher": (147, 0.3),
    "elder": (330, 0.1),
    "bard": (440, 0.3),
}

# Notes as (semitones above the tune's root, beats); None rests. Two voices each.
GENTLE = (
    "0:1 4:1 7:1 9:2 7:1 4:1 7:1 4:1 2:2 -:1 0:1 4:1 7:1 12:2 9:1 7:1 4:1 2:1 4:2 -:1 "
    "9:1 12:1 9:1 7:2 4:1 2:1 4:1 7:1 9:2 -:1 7:1 4:1 2:1 0:2 2:1 4:1 2:1 -1:1 0:2 -:1",
    "-12:3 -5:3 -15:3 -8:3 -12:3 -3:3 -10:3 -5:3 -15:3 -8:3 -7:3 -5:3 -12:3 -8:3 -5:3 -12:3",
    0.36,
)
MERRY = (
    "0:1 0:1 4:1 7:2 9:1 7:1 4:1 2:1 4:2 2:1 0:1 0:1 4:1 7:2 12:1 11:1 9:1 7:1 9:2 -:1 "
    "12:1 11:1 12:1 9:2 7:1 9:1 7:1 4:1 7:2 4:1 2:1 4:1 2:1 0:2 4:1 2:1 -1:1 2:1 0:3",
    "-12:2 -5:1 -12:2 -5:1 -10:2 -5:1 -8:2 -5:1 -12:2 -5:1 -12:2 -8:1 -7:2 -3:1 -7:2 -5:1 "
    "-3:2 -8:1 -3:2 -8:1 -5:2 -8:1 -8:2 -5:1 -10:2 -7:1 -12:2 -8:1 -5:2 -5:1 -12:3",
    0.2,
)
# The feast's own piece, a dance in two parts that come round.
FEAST = (
    "0:1 2:1 4:1 7:2 4:1 9:1 7:1 4:1 2:3 0:1 2:1 4:1 7:2 9:1 12:1 9:1 7:1 12:3 "
    "16:1 14:1 12:1 14:2 9:1 12:1 9:1 7:1 9:3 4:1 7:1 9:1 12:2 7:1 4:1 2:1 -1:1 0:3",
    "-12:2 -5:1 -12:2 -5:1 -8:2 -5:1 -10:2 -5:1 -12:2 -5:1 -8:2 -3:1 -5:2 0:1 -12:3 "
    "-8:2 -5:1 -10:2 -5:1 -3:2 -8:1 -3:3 -12:2 -8:1 -7:2 -3:1 -5:2 -8:1 -12:3",
    0.18,
)
AMBIENT = 4.0
AMBIENT_RATE = RATE // 2


def notes(text: str) -> list[tuple[int | None, float]]:
    """Notes from their text."""
    pairs = (item.split(":") for item in text.split())
    return [(None if pitch == "-" else int(pitch), float(beats)) for pitch, beats in pairs]


def pluck(pitch: float, seconds: float, rng: random.Random, damping: float = 0.996) -> Samples:
    """A plucked string: noise that runs around a loop and is smoothed a little each time."""
    loop = [rng.uniform(-1, 1) for _ in range(max(2, int(RATE / pitch)))]
    found, count = [], int(seconds * RATE)
    for index in range(count):
        place = index % len(loop)
        value = loop[place]
        loop[place] = damping * 0.5 * (value + loop[(place + 1) % len(loop)])
        found.append(value * min(1.0, (count - index) / 400))
    return found


def mix(into: Samples, what: Samples, at: float, loud: float) -> None:
    """Add a sound; what passes the end comes round to the beginning, so that a loop has no seam."""
    first = int(at * RATE)
    for index, value in enumerate(what):
        into[(first + index) % len(into)] += value * loud


def tune(melody: str, bass: str, beat: float, root: float, seed: int) -> Samples:
    """A loop of two voices; `beat` is seconds."""
    rng = random.Random(seed)
    length = max(sum(beats for _, beats in notes(voice)) for voice in (melody, bass))
    found = [0.0] * int(length * beat * RATE)
    for voice, loud, ring in ((melody, 0.32, 1.4), (bass, 0.4, 2.2)):
        at = 0.0
        for pitch, beats in notes(voice):
            if pitch is not None:
                hertz = root * 2 ** (pitch / 12)
                mix(found, pluck(hertz, beats * beat * ring, rng), at, loud)
                mix(found, pluck(hertz * 2.003, beats * beat, rng, 0.99), at + 0.01, loud * 0.2)
            at += beats * beat
    return found


def shaped(seconds: float, wave_at: Callable[[float], float], decay: float) -> Samples:
    """A short sound: a wave, an attack of 4 ms and an exponential end."""
    count = int(seconds * RATE)
    return [
        wave_at(i / RATE) * min(1.0, i / RATE / 0.004) * math.exp(-decay * i / RATE) * min(1.0, (count - i) / 60)
        for i in range(count)
    ]


def voice(pitch: float, buzz: float) -> Samples:
    """One syllable of somebody."""

    def at(t: float) -> float:
        bend = pitch * (1 + 0.06 * math.sin(t * 60))
        return (1 - buzz) * math.sin(math.tau * bend * t) + buzz * 0.6 * math.copysign(1, math.sin(math.tau * bend * t))

    return shaped(0.07, at, 28)


def noise(seconds: float, smooth: float, decay: float, seed: int) -> Samples:
    """A burst of smoothed noise."""
    rng, last = random.Random(seed), 0.0
    found = []
    for index in range(int(seconds * RATE)):
        last += (rng.uniform(-1, 1) - last) * smooth
        found.append(last * math.exp(-decay * index / RATE) * min(1.0, index / 40))
    return found


def chime(pitches: Sequence[float], gap: float, decay: float) -> Samples:
    """Bells one after the other."""
    found = [0.0] * int((gap * len(pitches) + 0.5) * RATE)
    for index, pitch in enumerate(pitches):
        bell = shaped(
            0.5, lambda t, p=pitch: math.sin(math.tau * p * t) + 0.3 * math.sin(math.tau * p * 2.76 * t), decay
        )
        mix(found, bell, gap * index, 0.5)
    return found


def creak() -> Samples:
    """The gate's hinges."""
    found = [0.0] * int(1.1 * RATE)
    for index in range(34):
        mix(found, shaped(0.05, lambda t, k=index: math.sin(math.tau * (90 + k * 5) * t), 60), 0.03 * index, 0.7)
    mix(found, noise(0.5, 0.2, 9, 3), 0.6, 1.2)
    return found


def chirp(start: float, end: float, seconds: float) -> Samples:
    """A whistle that glides from one pitch to another: a bird, or, short and high, a cricket."""
    return shaped(seconds, lambda t: math.sin(math.tau * (start + (end - start) * t / seconds / 2) * t), 9)


def ambient(by_night: bool, seed: int) -> Samples:
    """The air around the village as a loop: wind in the trees, with birds by day and crickets by night."""
    rng, low = random.Random(seed), 0.0
    loop = []
    for index in range(int(AMBIENT * RATE)):
        low += (rng.uniform(-1, 1) - low) * 0.03
        loop.append(low * (0.5 + 0.3 * math.sin(math.tau * index / RATE / AMBIENT)))
    for _ in range(12 if by_night else 5):
        at = rng.uniform(0, AMBIENT)
        if by_night:
            for beat in range(3):
                mix(loop, chirp(2300, 2400, 0.05), at + 0.09 * beat, 0.05)
        else:
            pitch = rng.uniform(1200, 1900)
            for beat in range(rng.randrange(1, 4)):
                mix(loop, chirp(pitch, pitch * rng.uniform(0.8, 1.3), 0.12), at + 0.17 * beat, 0.09)
    return loop


def write(path: Path, samples: Samples, loud: float, rate: int = RATE) -> None:
    """A WAV file, 16 bits, one channel, its loudest sample at `loud`."""
    top = max(map(abs, samples)) or 1.0
    data = array.array("h", (int(value / top * loud * 32767) for value in samples))
    if sys.byteorder == "big":
        data.byteswap()
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(data.tobytes())


def write_all(folder: Path) -> None:
    """Every sound of the demo."""
    for name, (pitch, buzz) in VOICES.items():
        write(folder / f"voice_{name}.wav", voice(pitch, buzz), 0.5)
    write(folder / "step_1.wav", noise(0.09, 0.35, 55, 1), 0.35)
    write(folder / "step_2.wav", noise(0.09, 0.28, 60, 2), 0.35)
    write(folder / "coin.wav", chime((1319, 1760), 0.07, 14), 0.5)
    write(folder / "done.wav", chime((523, 659, 784, 1047), 0.11, 7), 0.55)
    write(folder / "heal.wav", chime((784, 988, 1175, 1568, 1976), 0.08, 8), 0.45)
    write(folder / "light.wav", noise(0.5, 0.5, 7, 9), 0.4)
    write(folder / "no.wav", chime((220, 165), 0.12, 12), 0.5)
    write(folder / "gate.wav", creak(), 0.6)
    write(folder / "music_gentle.wav", tune(*GENTLE, 220.0, 1), 0.6)
    write(folder / "music_merry.wav", tune(*MERRY, 294.0, 2), 0.6)
    write(folder / "music_feast.wav", tune(*FEAST, 262.0, 3), 0.6)
    write(folder / "ambient_day.wav", ambient(by_night=False, seed=4)[::2], 0.4, AMBIENT_RATE)
    write(folder / "ambient_night.wav", ambient(by_night=True, seed=5)[::2], 0.4, AMBIENT_RATE)
