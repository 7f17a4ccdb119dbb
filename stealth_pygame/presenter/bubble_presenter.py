"""The library's own presenter: it shows the events of a dialogue with bubbles, a chat box and a transcript.

It never shows why something failed: the player sees a line that fits the NPC, and the reason is in the program's log.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

import pygame

from stealth_pygame import events
from stealth_pygame.actions.call import Call, Feedback
from stealth_pygame.presenter.aloud import Aloud, OnLine
from stealth_pygame.presenter.controls import Controls, EventHandler
from stealth_pygame.presenter.fallback import fallback
from stealth_pygame.presenter.offers import (
    Farewells,
    Offer,
    Onlookers,
    Questions,
    Speeches,
    Thoughts,
    as_it_is,
    distances,
    drawn,
    outline,
    plate_name,
)
from stealth_pygame.presenter.prompts import Prompts
from stealth_pygame.presenter.protocol import Camera, Stage
from stealth_pygame.settings import Settings
from stealth_pygame.text.markup import Markup, plain
from stealth_pygame.ui.bubbles.bubble import Bubble
from stealth_pygame.ui.bubbles.bubbles import Bubbles
from stealth_pygame.ui.bubbles.sight import View, figure
from stealth_pygame.ui.input.keypress import label
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.placement.obstacles import upper_half
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.theme import Theme, as_theme
from stealth_pygame.ui.widgets.base import Dressed, ThemeFitter
from stealth_pygame.ui.widgets.chat_box import ChatBox
from stealth_pygame.ui.widgets.log import Log
from stealth_pygame.validation import known_only
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.placed import Box, Point


@known_only
class BubblePresenter(EventHandler):
    """Speech bubbles over heads, a chat box at the bottom, and a transcript that opens with a key.

    theme: colours, sizes and words; on_type: called with (speaker, character) for each letter that is typed out, for a
    sound; on_line: called with (name, text) for each whole line that is shown, for a voice or a screen reader; the name
    is "" for prompts and choices; player_bubbles: True shows players' words over their heads too.
    """

    def __init__(
        self,
        theme: Theme | None = None,
        *,
        on_type: Callable[[Hashable, str], None] | None = None,
        on_line: OnLine | None = None,
        player_bubbles: bool = True,
    ) -> None:
        self._theme = as_theme(theme)
        self._fonts = FontChain(self._theme)
        self._player_bubbles = player_bubbles
        self._focus: NPC | None = None
        self._stage: Stage | None = None
        self._speechless: object = None
        self._answers: dict[events.Speaker, Bubble] = {}
        self._controls = Controls(Settings())
        self.bubbles = Bubbles(self._theme, self._fonts, on_type=on_type)
        self.log = Log(self._theme, self._fonts)
        self.pressable = Prompts(self._theme, self._fonts)
        self.prompt = self.pressable.talk
        self._change_chat(ChatBox(self._theme, self._fonts, on_submit=self._submit))
        shown = self.bubbles
        self._farewells, self._onlookers = Farewells(shown), Onlookers()
        self._thoughts, self._questions, self._speeches = Thoughts(shown), Questions(shown), Speeches(shown)
        self._aloud = Aloud(on_line, self.pressable, self.log)
        shown.distances = distances(lambda: self._theme)
        self.prompts = True
        """True shows prompts such as "[E] Talk"; a game can set it to False while it shows a menu."""

    def _change_chat(self, chat: ChatBox, *parts: Dressed) -> None:
        """Use this chat box. parts: further widgets that follow the theme."""
        self.chat, self._offer = chat, Offer(chat)
        # Each event goes to only one of the two, so they share the memory of the gamepad's sticks.
        self.log.sticks = chat.sticks
        prompts = self.pressable
        self._wardrobe = ThemeFitter(chat, self.log, prompts.talk, prompts.notice, prompts.go_on, *parts)

    def attach(self, stage: Stage) -> None:
        """Begin to show this dialogue."""
        self._empty()
        self._stage = stage
        self._controls = Controls(settings := stage.settings)
        self.chat.edit.most = min(self.chat.edit.most, settings.max_message_chars)
        self.chat.close_keys = self.log.close_keys = settings.close_keys
        self.chat.submit_keys = settings.submit_keys
        self.chat.view.to_window = stage.to_window
        self.prompt.key, self.pressable.go_on.key = label(settings.talk_keys), label(settings.advance_keys)

    @property
    def theme(self) -> Theme:
        """The theme; it may be set while the game runs."""
        return self._theme

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self._theme = self.bubbles.theme = theme
        self._wardrobe.wear(theme)

    @property
    def typing(self) -> bool:
        """True while the chat box or the transcript has the keyboard."""
        return self.chat.is_open or self.log.is_open

    @property
    def focus(self) -> NPC | None:
        """The NPC to whom the chat box is open, or None."""
        return self._focus if self.chat.is_open else None

    @focus.setter
    def focus(self, npc: NPC | None) -> None:
        self._focus, self._to_all = npc, False
        if npc is None:
            self.chat.close()
        else:
            self._offer.open(npc)

    @property
    def _addressed(self) -> str:
        """The name that the open chat box shows: that of its NPC, or the word for all NPCs near; else ""."""
        if self.focus is not None:
            return self.focus.name
        return self._theme.words.everybody if self._to_all and self.chat.is_open else ""

    def _submit(self, text: str) -> None:
        if self._stage is not None and self._focus is not None:
            self._stage.ask(self._focus, text)
        elif self._stage is not None and self._stage.speaker is not None and self._to_all:
            self._stage.speaker.say(text)

    # --- what is told

    def tell(self, event: events.Event) -> None:
        """Show an event."""
        match event:
            case events.Asked():
                # A player who speaks no longer listens, so the voices of the NPC's bubbles stop.
                for bubble in self.bubbles.of(event.npc):
                    bubble.silence()
                self._aloud.write(event.player.name, event.message.text, BubbleKind.PLAYER)
                if self._player_bubbles:
                    self._questions.begin(event.player, event.message)
            case events.Thinking():
                self._thoughts.begin(event.npc, event.message)
            case events.Waking():
                self._thoughts.wake(event.npc, event.message)
            case events.Saying():
                self._saying(event)
            case events.Said():
                self._said(event)
            case events.Called():
                self._called(event.npc, event.message, event.call, event.feedback)
            case events.ActionDone():
                self._feedback(event.npc, event.feedback)
            case events.Refused():
                self._feedback(event.npc, Feedback(False))
            case events.Flagged() | events.Cancelled() | events.Failed() | events.Dropped():
                self._fell_through(event)
            case events.PlayerLeft() if self._stage and event.player is self._stage.speaker and event.npc is self.focus:
                self.focus = None

    def _answered(self, npc: events.Speaker, message: object) -> None:
        """Remove the player's words and the dots of a message that has ended."""
        self._questions.end(message)
        self._thoughts.end(npc, message)
        # A player who chooses replies, and does not type, needs the choices again.
        if self._controls.choosing and isinstance(npc, NPC) and npc is self.focus:
            self._offer.again(npc)

    def _saying(self, event: events.Saying) -> None:
        """Show the words of an unfinished answer; an empty text removes them, and the NPC thinks again."""
        self._questions.end(event.message)
        if self._speeches.say(event):
            self._thoughts.end(event.npc, event.message)
        else:
            self._thoughts.begin(event.npc, event.message)

    def _said(self, event: events.Said) -> None:
        self._answered(event.npc, event.message)
        text = self._speeches.narrated(event) if self._theme.narration else event.text
        # Marks that a model wrote are drawn only if the game has set `Theme.markup`.
        if event.markup or (event.message is not None and self._theme.markup):
            text = Markup(event.markup or text)
        if text:
            bubble = self._show(event.npc, text, BubbleKind.SAID)
            if event.message is not None:
                self._answers[event.npc] = bubble
        elif event.message is not None:
            self._speechless = event.message
        # If the whole line was shown in another place, the words that were shown before are removed.
        self._speeches.take_back(event.message)

    def _called(self, npc: events.Speaker, message: object, call: Call, feedback: Feedback | None) -> None:
        if call.message and message is self._speechless:
            self._speechless = None
            self._answers[npc] = self._show(npc, call.message, BubbleKind.SAID)
        if feedback is not None:
            self._feedback(npc, feedback)

    def _feedback(self, npc: events.Speaker, feedback: Feedback) -> None:
        if feedback.message or not feedback.success:
            kind = BubbleKind.ACTION_DONE if feedback.success else BubbleKind.ACTION_FAILED
            self._show(npc, feedback.message or self._theme.words.action_failed, kind)

    def _fell_through(self, event: events.Flagged | events.Cancelled | events.Failed | events.Dropped) -> None:
        self._answered(event.npc, event.message)
        self._speeches.take_back(event.message)
        if line := fallback(event, self._theme.words, online=self._stage is None or self._stage.online):
            self._show(event.npc, *line)

    def _show(self, npc: events.Speaker, text: str, kind: BubbleKind) -> Bubble:
        voice = self._aloud.write(npc.name, plain(text), kind)
        words, name = drawn(text, self._theme), plate_name(npc, self._theme)
        bubble = self._speeches.end(npc, words, kind)
        bubble = bubble or self.bubbles.say(npc, words, anchor=outline(npc), kind=kind, name=name)
        bubble.voice = voice
        return bubble

    def has_read(self, npc: NPC) -> bool:
        """Return True if the NPC's last answer was read; scripted lines that came later do not count."""
        if (bubble := self._answers.get(npc)) is not None and (bubble.read or bubble not in self.bubbles.of(npc)):
            del self._answers[npc]
        return npc not in self._answers

    def clear(self) -> None:
        """Remove all bubbles."""
        self.bubbles.clear()

    # --- the loop

    def update(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        self._controls.next_frame()
        self._farewells.update(self._stage.npcs if self._stage else ())
        speaker = self._stage.speaker if self._stage else None
        self.bubbles.update(dt, speaker.place if speaker else None)
        self._offer.update(self.focus)
        if self._to_all and (not self.chat.is_open or self._whom() is None):
            self._to_all = False
            self.chat.close()
        self._aloud.look(
            self._stage, self._addressed, self.chat, None if self.typing or not self.prompts else self._whom
        )
        self.chat.update(dt)
        self.log.update(dt)

    def draw(self, surface: pygame.Surface, camera: Camera | None) -> None:
        """Draw the bubbles, and over them prompts, chat box and transcript."""
        self._wardrobe.wear(self._theme, surface.get_size())
        taken = self._place_prompts(surface, camera or as_it_is)
        self.chat.edge.choose(self.chat, surface.get_size(), lambda: self._partners(surface, camera))
        box = self.chat.rect if self.chat.is_open else None
        if box is not None and self.chat.edge.at_top:
            taken, box = [*taken, box], None
        self.bubbles.draw(surface, camera, clear_of=box, taken=taken, faces=self._faces(surface, camera))
        self.pressable.draw(surface)
        newest = self.bubbles.newest(self._focus)
        self.chat.more = newest is not None and (newest.typing or newest.more)
        self.chat.draw(surface)
        self.log.draw(surface)

    def _place_prompts(self, surface: pygame.Surface, place: Camera) -> Sequence[pygame.Rect]:
        """Choose and place the prompts of this frame; return their rectangles on the surface."""
        silent, self.pressable.keyless = self.typing or not self.prompts, self._controls.mouse_only
        whom, newest = (None, None) if silent else (self._whom(), self.bubbles.newest())
        is_free = whom is not None and whom.place is not None and not self.bubbles.of(whom)
        return self.pressable.place(
            surface,
            talk_at=place(whom.head) if whom is not None and is_free else None,
            goes_on=newest is not None and newest.more,
            offline=self._stage is not None and not self._stage.online,
            top_taken=self.chat.is_open and self.chat.edge.at_top,
        )

    def _partners(self, surface: pygame.Surface, camera: Camera | None) -> list[pygame.Rect]:
        """The faces on the screen of those between whom the chat box is open."""
        speaker = self._stage.speaker if self._stage else None
        both = [one.outline() for one in (self.focus, speaker) if one is not None and one.place is not None]
        view, tall = View(surface, camera), self.bubbles.assets.theme.body_height
        return [upper_half(figure(view, body, tall)) for body in both]

    def _faces(self, surface: pygame.Surface, camera: Camera | None) -> Sequence[Point | Box]:
        """Return the outlines of NPCs and players that bubbles should not cover; none while there are no bubbles."""
        if self._stage is None or not self.bubbles.speaking:
            return ()
        chosen = (self.focus or self._whom(), self._stage.speaker)
        return self._onlookers.outlines(self._stage.npcs, chosen, surface.get_rect(), camera or as_it_is)

    def close(self) -> None:
        """Release the keyboard, and drop all bubbles and the reference to the dialogue.

        pygame keeps unread events for ever, and ours refer to their NPC, so little memory must depend on them.
        """
        self.chat.close()
        self.log.close()
        self._empty()
        self._stage = None

    def _empty(self) -> None:
        """Remove everything that is shown or remembered."""
        self.bubbles.release()
        self.log.clear()
        self._thoughts.clear()
        self._answers.clear()
        self._questions.clear()
        self._speeches.clear()
        self._speechless, self._focus, self._to_all = None, None, False
        self.pressable.clear()
        self._aloud.forget()
        self._farewells, self._onlookers = Farewells(self.bubbles), Onlookers()
        self._fonts.release()


_KINDS = {"flagged": BubbleKind.FLAGGED, "cancelled": BubbleKind.CANCELLED, "failed": BubbleKind.FAILED}


def recall(presenter: BubblePresenter, npcs: Iterable[NPC]) -> None:
    """Remove all bubbles, and fill the transcript with the remembered lines of each NPC."""
    presenter.clear()
    presenter.log.clear()
    for npc in npcs:
        for line in npc.memory.transcript:
            kind = BubbleKind.PLAYER if line.by == "player" else _KINDS.get(line.kind, BubbleKind.SAID)
            presenter.log.add(line.name, line.text, kind)
