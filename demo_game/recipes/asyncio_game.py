"""A game on asyncio: the loop awaits once per frame, and a coroutine can await the answer of an NPC.

`python -m demo_game.recipes.asyncio_game`. Two NPCs talk by themselves; press E to join in.
"""

from __future__ import annotations

import asyncio

import pygame

import stealth_pygame as stealth

SEER = stealth.BasicCharacter("Isolde", bio="A seer who lives by the river.", knowledge=["The moon is full tonight."])
QUESTIONS = ("Who are you?", "Tell me about the moon.")


async def ask(npc: stealth.NPC, text: str) -> str:
    """Return the answer of an NPC, "" if there is none. The frame loop updates the dialogue meanwhile."""
    message = npc.send(text)
    while not message.done:
        await asyncio.sleep(0.01)
    return message.reply.content if message.reply else ""


async def interview(npc: stealth.NPC) -> None:
    """Ask an NPC questions while the game goes on."""
    for question in QUESTIONS:
        print(f"{question} - {await ask(npc, question)}")


async def frames(dialogue: stealth.Dialogue, screen: pygame.Surface) -> None:
    """Run the game's loop, with asyncio's clock."""
    clock = pygame.time.Clock()
    while True:
        for event in pygame.event.get():
            if not dialogue.handle_event(event) and event.type == pygame.QUIT:
                return
        screen.fill("midnightblue")
        pygame.draw.circle(screen, "plum", (320, 200), 12)
        dialogue.update(clock.tick() / 1000)
        dialogue.draw(screen)
        pygame.display.flip()
        await asyncio.sleep(1 / 60)


async def main() -> None:
    """Play until the window is closed."""
    pygame.init()
    screen = pygame.display.set_mode((640, 360))
    with stealth.Dialogue.local() as dialogue:
        dialogue.add_player(stealth.Player("Ada", position=(320, 240)))
        talk = asyncio.create_task(interview(dialogue.add_npc(SEER, position=(320, 200))))
        await frames(dialogue, screen)
        talk.cancel()
    pygame.quit()


if __name__ == "__main__":
    asyncio.run(main())
