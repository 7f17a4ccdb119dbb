"""A dialogue in a web page: it does without threads, processes and sockets of its own."""

from __future__ import annotations

import asyncio
import sys
import threading

import pygame
import pytest

import stealth_pygame as stealth


@pytest.mark.slow
def test_a_villager_answers_in_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """`Dialogue.local()` there thinks in the page's own loop; no thread is started, not even for fonts."""
    monkeypatch.setattr(sys, "platform", "emscripten")
    pygame.init()
    screen = pygame.display.set_mode((320, 180))
    before = threading.enumerate()

    async def play() -> str:
        with stealth.Dialogue.local(installation="page") as dialogue:
            dialogue.add_player(stealth.Player("Ada", position=(0, 0)))
            smith = stealth.BasicCharacter("Bruno", bio="A smith.", knowledge=["A sword costs ten gold."])
            message = dialogue.add_npc(smith, position=(0, 0)).send("How much is a sword?")
            for _ in range(2000):
                dialogue.update(1 / 60)
                dialogue.draw(screen)
                if message.done:
                    break
                await asyncio.sleep(0.001)
        assert message.reply is not None, message.state
        return message.reply.content

    assert asyncio.run(play()) == "A sword costs ten gold."
    assert threading.enumerate() == before
    pygame.quit()
