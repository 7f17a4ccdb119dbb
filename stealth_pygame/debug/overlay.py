"""The debug overlay: figures about the NPCs and the backend, and keys that cause faults in the running game.

It is a presenter that passes everything on to the game's own; only `Dialogue(..., debug=True)` uses it.
"""

from __future__ import annotations

from dataclasses import replace
from math import dist
from typing import Any

import pygame

from stealth_pygame import events
from stealth_pygame.conversation.executor import Executor, Outcome
from stealth_pygame.debug import console
from stealth_pygame.debug.fault_injector import FaultInjector, InjectedFault
from stealth_pygame.debug.panel import DebugKey, DebugPanel, DebugSheet, Tone
from stealth_pygame.debug.stats import DebugStats
from stealth_pygame.presenter.protocol import Camera, Presenter, Stage
from stealth_pygame.scene.scene import Scene
from stealth_pygame.ui.input.keypress import KeyPress
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.theme import Theme
from stealth_pygame.ui.widgets.base import ThemeFitter
from stealth_pygame.ui.widgets.chat_box import ChatBox
from stealth_pygame.ui.widgets.suggestions import Suggestions
from stealth_pygame.ui.words import Words
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.placed import NOWHERE
from stealth_pygame.world.player import Player

# Keys that order a fault while the overlay is open: for the next message, then for all, then for none.
TROUBLES = dict(zip(("f5", "f6", "f7", "f8", "f9"), InjectedFault, strict=True))
# The key that opens the box for running an action of the nearest NPC by hand.
ACTION_KEY = "f10"
# Seconds between two checks of the backend while the overlay is open.
CHECK_EVERY = 5.0
# Height in pixels of the box for actions with four suggestions, at `text_size` 17.
BOX_ROOM = 230
HEADS = ("Conversation", "State", "Queue", "Last")


class DebugPresenter:
    """A presenter that draws the overlay over another. workers: check the backend, so that no frame waits."""

    def __init__(self, shown: Presenter, scene: Scene, injector: FaultInjector, workers: Executor) -> None:
        self._shown = shown
        self._scene = scene
        self._injector = injector
        self._workers = workers
        self._stage: Stage | None = None
        self._gauges = DebugStats(scene)
        self._open = False
        self._until_check = 0.0
        self._checking = False
        self._health: Any = None
        self._frame = 1 / 60
        self._pages = 0
        self._whom: NPC | None = None
        self._lines: list[tuple[NPC, str]] = []
        words = Words(
            talking_to="Action of {name}", placeholder="name value key=value…", hints="Enter: fire   ·   Esc: leave"
        )
        theme = replace(getattr(shown, "theme", None) or Theme(), words=words)
        fonts = FontChain(theme)
        self.panel = DebugPanel(theme, fonts)
        self.box = ChatBox(theme, fonts, on_submit=self._submitted)
        self._theme, self._wardrobe = theme, ThemeFitter(self.box)

    def attach(self, stage: Stage) -> None:
        """Use this dialogue, here and in the game's own presenter."""
        self._stage = stage
        self.box.close_keys = stage.settings.close_keys
        self._shown.attach(stage)

    def note(self, text: str) -> None:
        """Show a text at the foot of the panel, such as a mistake in a character file."""
        self._gauges.note = text

    def show(self, presenter: Presenter) -> None:
        """Replace the game's own presenter."""
        self._shown = presenter
        if self._stage is not None:
            presenter.attach(self._stage)

    @property
    def typing(self) -> bool:
        """True while a text box has the keyboard."""
        return self._shown.typing or self.box.is_open

    @property
    def focus(self) -> NPC | None:
        """The NPC that the game's own text box talks to."""
        return self._shown.focus

    @focus.setter
    def focus(self, npc: NPC | None) -> None:
        if npc is not None:
            self.box.close()
        self._shown.focus = npc

    # --- input

    def handle_event(self, event: pygame.event.Event) -> bool:
        """Handle the overlay's keys; pass all other events on. Return True if the event was used."""
        if event.type == pygame.KEYDOWN and self._key(event):
            return True
        return self.box.handle_event(event) or self._shown.handle_event(event)

    def _key(self, event: pygame.event.Event) -> bool:
        if self._stage is not None and KeyPress(event).names.intersection(self._stage.settings.debug_keys):
            self._toggle()
            return True
        if not self._open:
            return False
        key = pygame.key.name(event.key)
        if key in TROUBLES:
            self._injector.turn(TROUBLES[key])
        elif key == ACTION_KEY:
            self._offer()
        return key in TROUBLES or key == ACTION_KEY

    def _toggle(self) -> None:
        self._open = not self._open
        self._until_check = 0.0
        self.box.close()

    # --- an action by hand

    def _offer(self) -> None:
        """Open the box with the next few actions of the nearest NPC; at the last one start again."""
        whom = self._whom if self.box.is_open else self._nearest()
        lines = console.offered(whom) if whom else []
        if whom is None or not lines:
            self._gauges.note = f"{whom.name} has no actions." if whom else "Nobody is near who could act."
            return
        self._pages = self._pages + 1 if self.box.is_open and whom is self._whom else 0
        start = self._pages * Suggestions.MOST % (-(-len(lines) // Suggestions.MOST) * Suggestions.MOST)
        self._whom = whom
        # Only one box can have the keyboard.
        self._shown.focus = None
        self.box.open(whom.name, lines[start : start + Suggestions.MOST])

    def _nearest(self) -> NPC | None:
        """Return the NPC that the chat box talks to, or else the nearest one at any distance."""
        if self._shown.focus is not None:
            return self._shown.focus
        npcs, place = self._scene.npcs, self._scene.speaker.place if self._scene.speaker else None
        if place is None or not npcs:
            return npcs[0] if npcs else None
        return min(npcs, key=lambda npc: dist(npc.place or NOWHERE, place))

    def _submitted(self, line: str) -> None:
        """Keep the line; it is run in the next update, where all actions run."""
        if self._whom is not None:
            self._lines.append((self._whom, line))
        self.box.close()

    def _fire(self, npc: NPC, line: str, player: Player | None) -> None:
        if player is None or npc not in self._scene.npcs:
            self._gauges.note = "Nobody is there for whom it could be done."
            return
        console.fire(self._scene, npc, player, line)

    # --- events, and the loop

    def tell(self, event: events.Event) -> None:
        """Note the event for the panel, and pass it on."""
        self._gauges.tell(event)
        self._shown.tell(event)

    def has_read(self, npc: NPC) -> bool:
        """Return True if the game's own presenter says that everything of this NPC has been read."""
        return self._shown.has_read(npc)

    def update(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        self._shown.update(dt)
        self.box.update(dt)
        self._gauges.step(dt)
        # A mean over about twenty frames: a number that changes in every frame cannot be read.
        self._frame += (dt - self._frame) * 0.05 if dt else 0.0
        lines, self._lines = self._lines, []
        for npc, line in lines:
            self._fire(npc, line, self._scene.speaker)
        self._until_check -= dt
        # One check at a time: checks of a backend that does not answer would take all workers.
        if self._open and self._until_check <= 0 and not self._checking:
            self._checking = True
            self._workers.submit(self._injector.check, self._checked)

    def _checked(self, outcome: Outcome[Any]) -> None:
        self._checking, self._until_check = False, CHECK_EVERY
        self._health = outcome.value if outcome.error is None else None

    def draw(self, surface: pygame.Surface, camera: Camera | None) -> None:
        """Draw the game's own picture, then the overlay."""
        self._shown.draw(surface, camera)
        self._wardrobe.wear(self._theme, surface.get_size())
        if self._open:
            self.panel.draw(self._room(surface), self.sheet())
        self.box.draw(surface)

    def _room(self, surface: pygame.Surface) -> pygame.Surface:
        """Return the part of the window above the box and its suggestions."""
        width, height = surface.get_size()
        if not self.box.is_open:
            return surface
        return surface.subsurface((0, 0, width, max(1, height - self.box.theme.px(BOX_ROOM))))

    def sheet(self) -> DebugSheet:
        """Return the contents of the panel at this moment."""
        status, tone = self._status()
        keys = [DebugKey(key.upper(), what.value, self._injector.orders[what].value) for key, what in TROUBLES.items()]
        keys.append(DebugKey(ACTION_KEY.upper(), "fire an action"))
        rows = self._gauges.rows(self._injector.exchanges)
        empty = "Nobody has been spoken to yet."
        return DebugSheet("Dialogue", status, tone, HEADS, rows, empty, self._gauges.note, tuple(keys))

    def _status(self) -> tuple[str, Tone]:
        fps = f"{round(1 / self._frame / 5) * 5 if self._frame > 0 else 0} fps"
        if (usage := self._scene.usage).messages:
            fps = f"{fps} · {usage.words()}"
        if not self._scene.online:
            return f"down · {fps}", Tone.BAD
        if self._health is None:
            return f"asking… · {fps}", Tone.CALM
        if not self._health:
            return f"{self._health} · {fps}", Tone.BAD
        ms = getattr(self._health, "ms", None)
        return f"online{'' if ms is None else f' · {ms:.0f} ms'} · {fps}", Tone.GOOD

    def close(self) -> None:
        """Release the keyboard, and close the game's own presenter."""
        self.box.close()
        self._shown.close()
