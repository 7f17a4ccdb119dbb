"""The steps of the tour. If they change, the pictures change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import pygame

from demo_game.story import Story


@dataclass(frozen=True)
class Visit:
    """Walk to a villager and press E."""

    whom: str


@dataclass(frozen=True)
class Ask:
    """Type a sentence and wait for the answer. `then` must be true afterwards; `what` describes it."""

    text: str
    then: Callable[[Story], bool] | None = None
    what: str = ""
    picture: str = ""
    typing: str = ""
    read: float = 2.0


@dataclass(frozen=True)
class Press:
    """Press a key."""

    key: int


@dataclass(frozen=True)
class Look:
    """Wait a little and take a picture."""

    name: str
    seconds: float = 0.5


@dataclass(frozen=True)
class See:
    """Wait until a condition holds."""

    holds: Callable[[Story], bool]
    what: str
    patience: float = 8.0


Step: TypeAlias = Visit | Ask | Press | Look | See

SCRIPT: tuple[Step, ...] = (
    Look("beginning"),
    Press(pygame.K_RETURN),
    Look("south-road", 2.0),
    Visit("bard"),
    Ask("What do they say about Bram?", typing="typing"),
    Ask("Play something merry!", lambda s: s.song == "merry", "Finch plays a merry song", picture="bard"),
    Visit("smith"),
    Ask("How much does a sword cost?"),
    Ask(
        "I would like to buy a sword, please.",
        lambda s: "sword" not in s.purse.items and s.purse.gold == 15,
        "too little gold for a sword",
        picture="too-little-gold",
    ),
    Ask("Why did you not sell it to me?"),
    Visit("healer"),
    Ask("A wolf bit me. Can you heal me?", lambda s: s.purse.health == 6, "Yarrow names the price"),
    Ask("Yes, please.", lambda s: s.purse.health == 10, "Yarrow heals", picture="healed"),
    Visit("baker"),
    Ask("Can I buy a honey bun?", lambda s: "honey bun" in s.purse.items, "a honey bun is bought"),
    Ask("Where is your son Pip?", picture="talk"),
    Visit("merchant"),
    Ask("And how much gold do I have?"),
    Ask("I want to sell my silver ring.", lambda s: s.purse.gold == 20, "Tobias buys the ring"),
    Ask("I would like to buy lamp oil.", lambda s: s.oil == "lamp oil", "lamp oil is bought", picture="market"),
    Press(pygame.K_F5),
    Ask("And a rope, please.", lambda s: "rope" in s.purse.items, "a rope is bought"),
    Press(pygame.K_ESCAPE),
    Press(pygame.K_ESCAPE),
    Press(pygame.K_DOWN),
    Press(pygame.K_DOWN),
    Press(pygame.K_RETURN),
    Look("saved-games"),
    Press(pygame.K_RETURN),
    See(lambda s: "rope" not in s.purse.items and s.purse.gold == 8, "the game is as it was saved"),
    Look("loaded"),
    Visit("fisher"),
    Ask("Is the lake deep?", picture="jetty"),
    Visit("pip"),
    Ask("Come with me, Pip!", lambda s: s.pip == "following", "Pip follows", picture="pip-follows"),
    Visit("baker"),
    See(lambda s: s.pip == "home", "Pip comes home"),
    Look("pip-comes-home", 2.2),
    Press(pygame.K_ESCAPE),
    Visit("lamplighter"),
    Ask(
        "I have brought you oil. Please light the lanterns!",
        lambda s: s.lanterns == "gold",
        "the lanterns burn",
        picture="lanterns",
    ),
    Visit("elder"),
    Ask("Please write me a pass for the gate.", lambda s: "gate pass" in s.purse.items, "Odile writes a pass"),
    Ask("What do you know about Castlemere?", picture="elder"),
    Visit("warden"),
    Ask("Please open the gate.", lambda s: s.gate_open, "the gate opens", picture="gate-opens"),
    Press(pygame.K_ESCAPE),
    Press(pygame.K_j),
    Look("journal"),
    Press(pygame.K_j),
    Press(pygame.K_ESCAPE),
    Look("settings"),
    Press(pygame.K_ESCAPE),
    Visit("elder"),
    Ask("Everything is ready. Please begin the feast!", lambda s: s.feast, "the feast begins", read=0.2),
    Look("feast", 6.4),
    Look("ending", 6.0),
)
