"""AI villagers for Pygame games: a dialogue component for the Stealth SDK backend.

    dialogue = stealth.Dialogue.local()                # or stealth.Dialogue(url, auth)
    hero = dialogue.add_player(stealth.Player("Ada", position=lambda: sprite.rect.center))
    smith = dialogue.add_npc("smith.toml", position=(320, 200), interest_radius=90)

    @smith.action
    def sell(item: str, price: int) -> stealth.Feedback:
        \"""Sell the player something from the forge.\"""
        ...

    while running:
        dt = clock.tick(60) / 1000
        for event in pygame.event.get():
            if dialogue.handle_event(event):           # True: the dialogue used it
                continue
        if not dialogue.typing:
            sprite.walk(pygame.key.get_pressed())
        dialogue.update(dt)                            # polls the result queue; never blocks
        dialogue.draw(screen, camera)                  # bubbles and chat box
    dialogue.close()

Errors are in `stealth_pygame.errors`; all other names are imported on first use.
"""

import importlib as _importlib
import logging as _logging
import typing as _typing

from stealth_pygame.errors import MissingExtraError as _MissingExtraError
from stealth_pygame.errors import StealthError
from stealth_pygame.errors import engine_trouble as _engine_trouble

if _typing.TYPE_CHECKING:
    from stealth_pygame.actions.call import Call, CallState, Feedback
    from stealth_pygame.characters.sheets import BasicCharacter, Character, ElizaCharacter
    from stealth_pygame.client.backend_api import Health
    from stealth_pygame.client.client import StealthClient
    from stealth_pygame.dialogue.dialogue import Dialogue
    from stealth_pygame.message import Message, MessageState
    from stealth_pygame.presenter.box_presenter import BoxPresenter
    from stealth_pygame.presenter.bubble_presenter import BubblePresenter
    from stealth_pygame.presenter.protocol import Presenter, Stage
    from stealth_pygame.presenter.pygame_events import (
        BACKEND_DOWN,
        BACKEND_UP,
        CONVERSATION_ENDED,
        CONVERSATION_STARTED,
        NPC_ACTION_DONE,
        NPC_CALLED,
        NPC_CANCELLED,
        NPC_DROPPED,
        NPC_FAILED,
        NPC_FLAGGED,
        NPC_MOOD,
        NPC_REFUSED,
        NPC_SAID,
        NPC_THINKING,
        PLAYER_ENTERED,
        PLAYER_LEFT,
    )
    from stealth_pygame.protocol.models import ConversationRef, Reply
    from stealth_pygame.settings import Settings
    from stealth_pygame.text.markup import Markup
    from stealth_pygame.ui.theme import Theme
    from stealth_pygame.ui.words import Words
    from stealth_pygame.world.npc import NPC
    from stealth_pygame.world.player import Player

__version__ = "0.2.0"

__all__ = [
    "BACKEND_DOWN",
    "BACKEND_UP",
    "CONVERSATION_ENDED",
    "CONVERSATION_STARTED",
    "NPC",
    "NPC_ACTION_DONE",
    "NPC_CALLED",
    "NPC_CANCELLED",
    "NPC_DROPPED",
    "NPC_FAILED",
    "NPC_FLAGGED",
    "NPC_MOOD",
    "NPC_REFUSED",
    "NPC_SAID",
    "NPC_THINKING",
    "PLAYER_ENTERED",
    "PLAYER_LEFT",
    "BasicCharacter",
    "BoxPresenter",
    "BubblePresenter",
    "Call",
    "CallState",
    "Character",
    "ConversationRef",
    "Dialogue",
    "ElizaCharacter",
    "Feedback",
    "Health",
    "Markup",
    "Message",
    "MessageState",
    "Player",
    "Presenter",
    "Reply",
    "Settings",
    "Stage",
    "StealthClient",
    "StealthError",
    "Theme",
    "Words",
]

_ON_FIRST_USE = {
    "Call": "actions.call",
    "CallState": "actions.call",
    "Feedback": "actions.call",
    "BasicCharacter": "characters.sheets",
    "Character": "characters.sheets",
    "ElizaCharacter": "characters.sheets",
    "Health": "client.backend_api",
    "StealthClient": "client.client",
    "Markup": "text.markup",
    "Message": "message",
    "MessageState": "message",
    "ConversationRef": "protocol.models",
    "Reply": "protocol.models",
    "Settings": "settings",
    "NPC": "world.npc",
    "Player": "world.player",
    "Dialogue": "dialogue.dialogue",
    "Presenter": "presenter.protocol",
    "Stage": "presenter.protocol",
    "BoxPresenter": "presenter.box_presenter",
    "BubblePresenter": "presenter.bubble_presenter",
    "Theme": "ui.theme",
    "Words": "ui.words",
}


# Not for a type checker: to it, a module with `__getattr__` has every name.
if not _typing.TYPE_CHECKING:

    def __getattr__(name: str) -> _typing.Any:
        """Import a name on first use: a backend needs no NPCs, a command line no pygame, a web page no `requests`."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        if name.endswith("Character"):
            # This module adds the check that lets `@smith.action` raise at the decorator.
            _importlib.import_module(f"{__name__}.world.npc")
        try:
            module = _importlib.import_module(f"{__name__}.{_ON_FIRST_USE.get(name, 'presenter.pygame_events')}")
        except (ImportError, AttributeError) as exc:
            if trouble := _engine_trouble():
                raise _MissingExtraError(f"stealth_pygame.{name} cannot work: {trouble}") from exc
            if getattr(exc, "name", "") != "pygame" or not isinstance(exc, ModuleNotFoundError):
                raise
            raise _MissingExtraError(
                f"stealth_pygame.{name} needs pygame: pip install pygame, or pip install pygame-ce (one of them)."
            ) from exc
        # With a damaged pygame, later errors would look like errors of the game.
        if name == "Dialogue" and (trouble := _engine_trouble()):
            _logging.getLogger(__name__).warning("%s", trouble)
        value = globals()[name] = getattr(module, name)
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
