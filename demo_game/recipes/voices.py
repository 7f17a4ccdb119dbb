"""Voices: a blip for each letter, in a pitch of the villager's own, and whole lines by an engine of the game's choice.

`python -m demo_game.recipes.voices`: blips. With `--aloud` espeak-ng speaks the lines, offline (`pip install
espeakng-loader`); with `--url http://127.0.0.1:8880/v1/audio/speech` a server that speaks as OpenAI's does, its key in
SPEECH_KEY. Walk with the arrows, E talks, the space bar goes on, and the voice with it. Captions stay in any case.
"""

from __future__ import annotations

import ctypes
import importlib
import io
import os
import sys
import wave
from functools import cache
from typing import Any

import pygame

import stealth_pygame as stealth
from stealth_pygame.ui import Speaker, Voices

PEOPLE = {
    "Grim": stealth.BasicCharacter("Grim", bio="A miller with a deep voice.", knowledge=["Rye makes heavy bread."]),
    "Wren": stealth.BasicCharacter("Wren", bio="A child of the mill.", knowledge=["Ducks sleep with one eye open."]),
}
PITCHES = {"Grim": 15, "Wren": 85}
"""From 0 to 99; 50 is espeak-ng's own."""


def by_espeak() -> Any:
    """Return a function that makes a sound of a line; it loads espeak-ng with the first line, on the voice's thread."""
    samples: list[bytes] = []

    def hear(wav: Any, count: int, events: Any) -> int:
        samples.append(ctypes.string_at(wav, 2 * count) if wav and count else b"")
        return 0

    callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)(hear)

    @cache
    def load() -> tuple[Any, int]:
        # Only who wants it has it. 2: the samples are ours to play; without an exit at a missing voice (0x8000).
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


def by_server(url: str) -> Any:
    """Return a function that asks a server for the sound."""
    import requests  # noqa: PLC0415  (only who wants it pays for the import)

    key = os.environ.get("SPEECH_KEY", "")

    def say(text: str, name: str) -> bytes:
        wish = {"model": "tts-1", "input": text, "voice": "alloy", "response_format": "wav"}
        answer = requests.post(url, json=wish, headers={"Authorization": f"Bearer {key}"}, timeout=20)
        answer.raise_for_status()
        return answer.content

    return say


def main(say_aloud: Any = None) -> None:
    """Play until the window is closed. say_aloud: (text, name) → a sound; None for blips alone."""
    pygame.init()
    screen, clock = pygame.display.set_mode((640, 360)), pygame.time.Clock()
    speaker = Speaker(say_aloud) if say_aloud else None
    voices = Voices({"grim": 95}, volume=0.1 if speaker else 0.25)
    presenter = stealth.BubblePresenter(on_type=voices, on_line=speaker)
    hero, running = pygame.Rect(250, 240, 16, 24), True
    with stealth.Dialogue.local(presenter=presenter) as dialogue:
        dialogue.add_player(stealth.Player("Ada", position=lambda: hero))
        for x, character in zip((200, 440), PEOPLE.values(), strict=True):
            dialogue.add_npc(character, position=(x, 200), interest_radius=90)
        while running:
            for event in pygame.event.get():
                if not dialogue.handle_event(event) and event.type == pygame.QUIT:
                    running = False
            dt = clock.tick(60) / 1000
            if not dialogue.typing:
                keys = pygame.key.get_pressed()
                hero.x += round((keys[pygame.K_RIGHT] - keys[pygame.K_LEFT]) * 150 * dt)
            screen.fill("darkolivegreen")
            for colour, body in (("navy", hero), ("gray20", (190, 200, 20, 30)), ("orange3", (434, 208, 12, 20))):
                pygame.draw.rect(screen, colour, body)
            dialogue.update(dt)
            dialogue.draw(screen)
            pygame.display.flip()
    if speaker is not None:
        speaker.close()
    pygame.quit()


if __name__ == "__main__":
    main(by_server(sys.argv[-1]) if "--url" in sys.argv else by_espeak() if "--aloud" in sys.argv else None)
