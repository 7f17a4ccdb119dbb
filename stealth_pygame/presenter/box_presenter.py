"""A presenter with a dialogue box, as in role-playing games: portrait, name and words at the bottom of the screen.

Lines to the player at the keyboard are shown in the box; all other lines are shown in bubbles over heads.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import pygame

from stealth_pygame import events
from stealth_pygame.presenter.aloud import OnLine
from stealth_pygame.presenter.bubble_presenter import BubblePresenter
from stealth_pygame.presenter.offers import Speeches, Thoughts, drawn, plate_name
from stealth_pygame.presenter.protocol import Camera
from stealth_pygame.text.markup import plain
from stealth_pygame.ui.box.box import DialogueBox
from stealth_pygame.ui.box.chat import BoxChat
from stealth_pygame.ui.box.lines import InBox
from stealth_pygame.ui.bubbles.bubble import Bubble
from stealth_pygame.ui.bubbles.bubbles import Bubbles
from stealth_pygame.ui.bubbles.growing import GrowingBubble
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.theme import Theme
from stealth_pygame.validation import known_only
from stealth_pygame.world.npc import NPC


class _Thoughts(Thoughts):
    """Shows which NPCs think: the NPC of the chat box inside the dialogue box, others with dots over their heads."""

    def __init__(self, bubbles: Bubbles, faced: Callable[[], NPC | None]) -> None:
        super().__init__(bubbles)
        self._faced = faced

    def thinks(self, npc: events.Speaker | None) -> bool:
        """Return True while an NPC thinks about a message."""
        return npc is not None and bool(self._waiting.get(npc))

    def _show(self, npc: events.Speaker) -> None:
        if npc is self._faced() and self._waiting.get(npc):
            self._bubbles.stop_thinking(npc)
        else:
            super()._show(npc)


class _Speeches(Speeches):
    """Shows the words of an unfinished answer: in the box if they are for the player, else over the head."""

    def __init__(self, bubbles: Bubbles, box: DialogueBox, boxed: Callable[[], bool]) -> None:
        super().__init__(bubbles)
        self._box, self._boxed = box, boxed

    def _begin(self, event: events.Saying) -> GrowingBubble:
        npc = event.npc
        if not (self._boxed() and isinstance(npc, NPC)):
            return super()._begin(event)
        hear, name = self._bubbles.letter_shown if self._bubbles.on_type else None, plate_name(npc, self._bubbles.theme)
        return self._box.begin(npc, self._words(event), name=name, portrait=npc.portrait(), on_type=hear)


@known_only
class BoxPresenter(BubblePresenter):
    """A dialogue box at the bottom of the screen for lines to the player, and bubbles for all other lines.

    The box types letters, turns pages and waits for the reader like a bubble. Suggestions are a list of choices above
    it, and the input line is inside it. Portraits and moods come from the NPCs (`portraits`, `mood`).
    theme, on_type, on_line: as for `BubblePresenter`; player_bubbles: True shows players' words over their heads.
    """

    def __init__(
        self,
        theme: Theme | None = None,
        *,
        on_type: Callable[[Hashable, str], None] | None = None,
        on_line: OnLine | None = None,
        player_bubbles: bool = False,
    ) -> None:
        super().__init__(theme, on_type=on_type, on_line=on_line, player_bubbles=player_bubbles)
        self.box = DialogueBox(self._theme, self._fonts)
        self.chat: BoxChat = BoxChat(self._theme, self._fonts, on_submit=self._submit)
        self.chat.show_in(self.box.plan_for)
        self._change_chat(self.chat, self.box)
        self._thoughts = self._thinking = _Thoughts(self.bubbles, lambda: self.focus)
        self._boxed, self._mood = False, ""
        self._speeches = _Speeches(self.bubbles, self.box, lambda: self._boxed)

    # --- what is told

    def tell(self, event: events.Event) -> None:
        """Show an event: in the box if it concerns the player at the keyboard, else in a bubble."""
        npc = getattr(event, "npc", None)
        self._boxed = isinstance(npc, NPC) and self._concerns_speaker(npc, getattr(event, "player", None))
        self._mood = event.mood if isinstance(event, events.Said) else ""
        if isinstance(event, events.Asked) and self._boxed:
            self.box.answered()
        super().tell(event)

    def _concerns_speaker(self, npc: NPC, player: events.Listener | None) -> bool:
        speaker = self._stage.speaker if self._stage else None
        if player is not None:
            return player is speaker
        # A scripted line has no player; it counts for the player at the keyboard if they are near.
        return npc is self.focus or npc is self._whom()

    def _show(self, npc: events.Speaker, text: str, kind: BubbleKind) -> Bubble:
        if not (self._boxed and isinstance(npc, NPC)):
            return super()._show(npc, text, kind)
        voice = self._aloud.write(npc.name, plain(text), kind)
        hear = self.bubbles.letter_shown if self.bubbles.on_type else None
        words, name, face = drawn(text, self._theme), plate_name(npc, self._theme), npc.portrait(self._mood)
        line = self._speeches.end(npc, words, kind)
        if isinstance(line, InBox):
            # The mood is known only now, at the end of the answer.
            line.portrait, line.voice = face, voice
            return line
        # The answer began in a bubble, because another player was at the keyboard then.
        if line is not None:
            line.close()
        spoken = self.box.say(npc, words, kind=kind, name=name, portrait=face, on_type=hear)
        spoken.voice = voice
        return spoken

    def has_read(self, npc: NPC) -> bool:
        """Return True if the NPC's last answer was read."""
        answer = self._answers.get(npc)
        if isinstance(answer, InBox):
            if answer.read:
                del self._answers[npc]
            return answer.read
        return super().has_read(npc)

    def clear(self) -> None:
        """Remove all bubbles, and empty the box."""
        super().clear()
        self.box.clear()

    # --- input

    def _advance(self, npc: NPC | None) -> bool:
        return self.box.advance() or super()._advance(npc)

    def _open_nearby(self) -> bool:
        # The key that opens the chat box also turns the pages of the box, as usual in role-playing games.
        return (self.box.busy and self.box.advance()) or super()._open_nearby()

    def _handle(self, event: pygame.event.Event) -> bool:
        # Before the chat box gets the event: a click on the words of the dialogue box turns its page.
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and not self.log.is_open:
            view = self.chat.view
            typed = self.chat.is_open and pygame.Rect(event.pos, (1, 1)).collidelist([view.field, view.cross]) >= 0
            if self.box.rect.collidepoint(event.pos) and not typed:
                return self.box.advance() or self.chat.is_open
        return super()._handle(event)

    # --- the loop

    def update(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        super().update(dt)
        npc, self.box.field = self.focus, self.chat.is_open
        addressed, words = self._addressed, self._theme.words
        to_all = words.talking_to.replace("{name}", addressed) if addressed else ""
        plate = to_all if npc is None else plate_name(npc, self._theme)
        self.box.facing, self.box.face = plate, None if npc is None else npc.portrait()
        self.box.thinking = self._thinking.thinks(npc)
        self.box.update(dt)

    def draw(self, surface: pygame.Surface, camera: Camera | None) -> None:
        """Draw the bubbles, over them the box, and over it chat box and transcript."""
        # The chat box may have been opened since the last update, and needs its place in this frame.
        self.box.field = self.chat.is_open
        self._wardrobe.wear(self._theme, surface.get_size())
        taken = self._place_prompts(surface, camera or (lambda point: point))
        panel = self.box.plan_for(surface.get_size()).panel if self.box.shows and self._fonts.ready else None
        around = None if panel is None else panel.unionall(self.chat.view.chips if self.chat.is_open else [])
        self.bubbles.draw(surface, camera, clear_of=around, taken=taken, faces=self._faces(surface, camera))
        self.pressable.draw(surface)
        self.box.draw(surface)
        self.chat.more = self.box.busy
        self.chat.draw(surface)
        self.log.draw(surface)

    def _place_prompts(self, surface: pygame.Surface, place: Camera) -> Sequence[pygame.Rect]:
        if not self.box.shows:
            return super()._place_prompts(surface, place)
        offline = self._stage is not None and not self._stage.online
        return self.pressable.place(surface, talk_at=None, goes_on=False, offline=offline)

    def _empty(self) -> None:
        super()._empty()
        self.box.release()
