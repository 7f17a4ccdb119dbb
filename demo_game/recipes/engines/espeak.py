"""espeak-ng, which speaks offline: `pip install espeakng-loader`."""

from __future__ import annotations

import ctypes
import importlib
import io
import os
import wave
from functools import cache
from typing import Any

PITCHES = {"Grim": 15, "Wren": 85}
"""0 to 99; the default of espeak-ng is 50."""


def by_espeak() -> Any:
    """Return a function that speaks a line; it loads espeak-ng at the first line, on the voice's thread."""
    samples: list[bytes] = []

    def hear(wav: Any, count: int, events: Any) -> int:
        samples.append(ctypes.string_at(wav, 2 * count) if wav and count else b"")
        return 0

    callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)(hear)

    @cache
    def load() -> tuple[Any, int]:
        # Imported late: it is optional. 2: return the samples, do not play them; 0x8000: no exit without a voice.
        loader = importlib.import_module("espeakng_loader")
        library = ctypes.CDLL(loader.get_library_path())
        rate = library.espeak_Initialize(2, 0, os.fsencode(loader.get_data_path()), 0x8000)
        library.espeak_SetSynthCallback(callback)
        library.espeak_SetVoiceByName(b"en")
        return library, rate

    def say(text: str, name: str) -> bytes:
        library, rate = load()
        samples.clear()
        library.espeak_SetParameter(3, PITCHES.get(name, 50), 0)
        words = text.encode()
        library.espeak_Synth(words, ctypes.c_size_t(len(words) + 1), 0, 1, 0, 1, None, None)
        library.espeak_Synchronize()
        with wave.open(sound := io.BytesIO(), "wb") as file:
            file.setparams((1, 2, rate, 0, "NONE", ""))
            file.writeframes(b"".join(samples))
        return sound.getvalue()

    return say
