"""A large village in its own process, whose memory `start.py` measures."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import sys

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame

from benchmarks.elsewhere import AUTH, character
from benchmarks.silent import Silent
from stealth_pygame import Dialogue, Player

NOBODY = "http://127.0.0.1:9"
M_ARENA_MAX = -8
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def rss() -> float:
    """Return the megabytes of memory that this process holds (Linux)."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * PAGE / 1e6


def settled() -> float:
    """Return the same after a garbage collection, with free memory returned to the system (glibc would keep it)."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    return rss()


def one_heap() -> None:
    """Let all threads share one heap from now on (glibc).

    Otherwise glibc gives each thread its own heap and keeps the pages that the thread has freed: with answers of
    megabytes on sixteen threads memory grew by a fifth in five minutes; with one heap it does not grow.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").mallopt(M_ARENA_MAX, 1)


def filled(villagers: int) -> Dialogue:
    """Return so many villagers, each with its own character."""
    dialogue = Dialogue(NOBODY, AUTH, installation="bench", presenter=Silent())
    dialogue.add_player(Player("Ada", position=(0, 0)))
    for number in range(villagers):
        dialogue.add_npc(character(number), position=(1_000 + number, 1_000))
    return dialogue


def session(dialogue: Dialogue, lines: int) -> int:
    """Let everybody say so many lines, all different; return the number of characters."""
    characters = 0
    for line in range(lines):
        for number, npc in enumerate(dialogue.npcs):
            text = f"{number}.{line}: A sword costs twelve coins, and the mill is by the river, past the oak."
            npc.say(text)
            characters += len(text)
        dialogue.update(1 / 60)
        pygame.event.clear()
    return characters


def main(villagers: int, lines: int) -> None:
    """Print the megabytes of a village with its memories, and those of the words alone."""
    pygame.init()
    pygame.display.set_mode((320, 200))
    small = filled(1)
    session(small, 1)
    small.close()
    gc.collect()
    before = rss()
    dialogue = filled(villagers)
    words = session(dialogue, lines) / 1e6
    gc.collect()
    print(rss() - before, words)
    dialogue.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
