"""A scene with everything around it, stepped by hand."""

from __future__ import annotations

from typing import Any, TypeVar

from stealth_pygame.characters.sheets import BasicCharacter, Character, FunctionSpec, ParameterSpec
from stealth_pygame.events import Event
from stealth_pygame.scene.persistence import Installation
from stealth_pygame.scene.scene import Scene
from stealth_pygame.settings import Settings
from stealth_pygame.testing import ManualWorker
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player
from tests.scripted import ScriptedClient

EventT = TypeVar("EventT", bound=Event)

OPEN_GATE = FunctionSpec(
    "open_gate", "Open the gate.", (ParameterSpec("wide", "whether wide", "boolean"),), similes=(), examples=()
)


def smith(*functions: FunctionSpec, name: str = "Bruno") -> BasicCharacter:
    """A character, with functions as a file would declare them."""
    return BasicCharacter(name=name, bio="A smith.", functions=functions)


class Village:
    """A scene, its scripted client, its hand-cranked worker, and all that was told."""

    def __init__(self, settings: Settings | None = None, **options: Any) -> None:
        self.client = ScriptedClient()
        self.workers = ManualWorker()
        self.scene = Scene(
            self.client,
            settings or Settings(),
            Installation("inst"),
            workers=self.workers,
            **{"clock": lambda: 0.0, **options},
        )
        self.told: list[Event] = []
        self.at: dict[str, tuple[float, float]] = {}

    def player(self, name: str = "Ada", at: tuple[float, float] | None = (0, 0), **options: Any) -> Player:
        """Add a player whose place is `self.at[name]`."""
        if at is not None:
            self.at[name] = at
            options["position"] = lambda: self.at[name]
        return self.scene.add_player(Player(name, **options))

    def npc(self, character: Character | None = None, **options: Any) -> NPC:
        """Add an NPC at the origin."""
        return self.scene.add_npc(character or smith(), **{"position": (0, 0), **options})

    def go(self, seconds: float = 0.0, dt: float = 0.25) -> None:
        """Let time pass, every job ending at once."""
        self.frame(0.0)
        while seconds > 0:
            self.frame(min(dt, seconds))
            seconds -= dt

    def frame(self, dt: float) -> None:
        """One frame, and frames without time until nothing is under way."""
        self.told += self.scene.update(dt)
        while self.workers.run_all():
            self.told += self.scene.update(0.0)

    def heard(self, kind: type[EventT]) -> list[EventT]:
        """Return the events of one kind."""
        return [event for event in self.told if isinstance(event, kind)]
