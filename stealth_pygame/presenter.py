"""The picture that comes with the library: what a dialogue tells becomes bubbles, a chat box and a transcript.

It never says why something failed: the player sees a line in character, the log of the program has the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

import pygame

from stealth_pygame import events
from stealth_pygame.calls import Call, Feedback
from stealth_pygame.npc import NPC
from stealth_pygame.picture import Camera, Stage
from stealth_pygame.player import Player, Point
from stealth_pygame.presenter_lines import fallback
from stealth_pygame.ui.bubbles import Bubbles
from stealth_pygame.ui.chat_box import ChatBox
from stealth_pygame.ui.fonts import FontChain
from stealth_pygame.ui.log import Log
from stealth_pygame.ui.palette import Kind
from stealth_pygame.ui.prompt import Prompt
from stealth_pygame.ui.theme import Theme


class BubblePresenter:
    """Speech bubbles over heads, a chat box at the bottom, a transcript on demand.

    theme: how it looks and what it says; on_type: (speaker, character) for each letter that the typewriter shows, for
    a talk blip; player_bubbles: whether players' words stand over their heads as well.
    """

    def __init__(
        self,
        theme: Theme | None = None,
        *,
        on_type: Callable[[Hashable, str], None] | None = None,
        player_bubbles: bool = True,
    ) -> None:
        self._theme = theme or Theme()
        self._fonts = FontChain(self._theme)
        self._player_bubbles = player_bubbles
        self._focus: NPC | None = None
        self._stage: Stage | None = None
        self._thinking: dict[events.Speaker, list[object]] = {}
        self._speechless: set[object] = set()
        self.bubbles = Bubbles(self._theme, self._fonts, on_type=on_type)
        self.chat = ChatBox(self._theme, self._fonts, on_submit=self._submit)
        self.log = Log(self._theme, self._fonts)
        self.prompt = Prompt(self._theme, self._fonts)
        self._notice = Prompt(self._theme, self._fonts)

    def attach(self, stage: Stage) -> None:
        """Show this dialogue."""
        self._stage = stage
        self.chat.edit.most = min(self.chat.edit.most, stage.settings.max_message_chars)
        self.chat.close_keys = self.log.close_keys = stage.settings.close_keys

    @property
    def theme(self) -> Theme:
        """How it looks; may be set while the game runs."""
        return self._theme

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self._theme = self.bubbles.theme = self.chat.theme = self.log.theme = theme
        self.prompt.theme = self._notice.theme = theme

    @property
    def typing(self) -> bool:
        """Whether the chat box or the transcript has the keyboard."""
        return self.chat.is_open or self.log.is_open

    @property
    def focus(self) -> NPC | None:
        """Whom the chat box talks to."""
        return self._focus if self.chat.is_open else None

    @focus.setter
    def focus(self, npc: NPC | None) -> None:
        self._focus = npc
        if npc is None:
            self.chat.close()
        else:
            self.chat.open(npc.name, tuple(npc.suggestions))

    def _submit(self, text: str) -> None:
        if self._stage is not None and self._focus is not None:
            self._stage.ask(self._focus, text)

    # --- input

    def handle_event(self, event: pygame.event.Event) -> bool:
        """Offer an event: to the transcript, to the chat box, then to the keys that open them."""
        if self._is_key(event, "log_keys"):
            self.log.toggle()
            return True
        if self.log.handle_event(event) or self._turns_page(event) or self.chat.handle_event(event):
            return True
        if self.typing:
            return False
        if self._is_key(event, "talk_keys") or self._is_button(event):
            return self._open_nearby()
        return self._is_key(event, "advance_keys") and self.bubbles.advance()

    def _turns_page(self, event: pygame.event.Event) -> bool:
        """Enter on an empty chat box hurries the bubble up, then turns its page."""
        empty = self.chat.is_open and not self.chat.edit.text.strip() and not self.chat.suggestions.text
        return empty and self._is_key(event, "submit_keys") and self.bubbles.advance(self._focus)

    def _is_key(self, event: pygame.event.Event, setting: str) -> bool:
        if event.type != pygame.KEYDOWN or self._stage is None:
            return False
        return pygame.key.name(event.key) in getattr(self._stage.settings, setting)

    def _is_button(self, event: pygame.event.Event) -> bool:
        if event.type != pygame.JOYBUTTONDOWN or self._stage is None:
            return False
        return event.button in self._stage.settings.talk_buttons

    def _open_nearby(self) -> bool:
        npc = self._whom()
        if npc is not None:
            self.focus = npc
        return npc is not None

    def _whom(self) -> NPC | None:
        speaker = self._stage.speaker if self._stage else None
        return self._stage.nearby(speaker) if self._stage and speaker else None

    # --- what is told

    def tell(self, event: events.Event) -> None:
        """Show one thing that happened."""
        if isinstance(event, events.Asked):
            self._asked(event)
        elif isinstance(event, events.Thinking):
            self._thinking.setdefault(event.npc, []).append(event.message)
            self._think(event.npc)
        elif isinstance(event, events.Said):
            self._said(event)
        elif isinstance(event, events.Called):
            self._called(event.npc, event.message, event.call, event.feedback)
        elif isinstance(event, events.ActionDone):
            self._feedback(event.npc, event.feedback)
        elif isinstance(event, events.Refused):
            self._feedback(event.npc, Feedback(False))
        elif isinstance(event, (events.Flagged, events.Cancelled, events.Failed, events.Dropped)):
            self._fell_through(event)
        elif isinstance(event, events.PlayerLeft):
            self._left(event)

    def _asked(self, event: events.Asked) -> None:
        self.log.add(event.player.name, event.message.text, Kind.PLAYER)
        player = event.player
        if self._player_bubbles and isinstance(player, Player) and player.position is not None:
            self.bubbles.say(player, event.message.text, anchor=lambda: player.head, kind=Kind.PLAYER)

    def _think(self, npc: events.Speaker) -> None:
        if self._thinking.get(npc):
            self.bubbles.think(npc, anchor=_head(npc), name=npc.name)
        else:
            self._thinking.pop(npc, None)
            self.bubbles.stop_thinking(npc)

    def _answered(self, npc: events.Speaker, message: object) -> None:
        """One message less to think about."""
        waiting = self._thinking.get(npc, [])
        if message in waiting:
            waiting.remove(message)
        self._think(npc)

    def _said(self, event: events.Said) -> None:
        self._answered(event.npc, event.message)
        if event.text:
            self._show(event.npc, event.text, Kind.SAID)
        elif event.message is not None:
            self._speechless = {event.message}

    def _called(self, npc: events.Speaker, message: object, call: Call, feedback: Feedback | None) -> None:
        if call.message and message in self._speechless:
            self._speechless.discard(message)
            self._show(npc, call.message, Kind.SAID)
        if feedback is not None:
            self._feedback(npc, feedback)

    def _feedback(self, npc: events.Speaker, feedback: Feedback) -> None:
        if feedback.message or not feedback.success:
            kind = Kind.ACTION_DONE if feedback.success else Kind.ACTION_FAILED
            self._show(npc, feedback.message or self._theme.words.action_failed, kind)

    def _fell_through(self, event: events.Flagged | events.Cancelled | events.Failed | events.Dropped) -> None:
        self._answered(event.npc, event.message)
        online = self._stage is None or self._stage.online
        found = fallback(event, self._theme.words, online=online)
        if found is not None:
            self._show(event.npc, *found)

    def _left(self, event: events.PlayerLeft) -> None:
        if self._stage is not None and event.player is self._stage.speaker and event.npc is self.focus:
            self.focus = None

    def _show(self, npc: events.Speaker, text: str, kind: Kind) -> None:
        self.bubbles.say(npc, text, anchor=_head(npc), kind=kind, name=npc.name)
        self.log.add(npc.name, text, kind)

    def has_read(self, npc: NPC) -> bool:
        """Whether his last line has been read."""
        return self.bubbles.quiet(npc)

    # --- the loop

    def update(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        speaker = self._stage.speaker if self._stage else None
        self.bubbles.update(dt, speaker.place if speaker else None)
        self.chat.update(dt)
        self.log.update(dt)

    def draw(self, surface: pygame.Surface, camera: Camera | None) -> None:
        """Bubbles first, what has the keyboard last."""
        place = camera or _as_it_is
        box = self.chat.rect if self.chat.is_open else None
        self.bubbles.draw(surface, camera, clear_of=box)
        whom = None if self.typing else self._whom()
        if whom is not None and not self.bubbles.of(whom):
            self.prompt.draw(surface, place(whom.head))
        if self._stage is not None and not self._stage.online:
            self._notice.draw(surface, (surface.get_width() / 2, 0), self._theme.words.offline)
        self.chat.draw(surface)
        self.log.draw(surface)

    def close(self) -> None:
        """Give the keyboard back."""
        self.chat.close()


def _head(npc: events.Speaker) -> Callable[[], Point]:
    """The point over a head, asked for when it is drawn."""
    return lambda: npc.head if isinstance(npc, NPC) else (0.0, 0.0)


def _as_it_is(point: Point) -> Point:
    """Without a camera the world is the screen."""
    return point
