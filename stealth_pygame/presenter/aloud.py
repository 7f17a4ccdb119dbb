"""Texts for a voice or a screen reader: each shown line once, and the keys and choices that the screen shows."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeAlias

from stealth_pygame.presenter.prompts import Prompts
from stealth_pygame.presenter.protocol import Stage
from stealth_pygame.ui.bubbles.timeline import Voice
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.widgets.chat_box import ChatBox
from stealth_pygame.ui.widgets.log import Log
from stealth_pygame.world.npc import NPC

log = logging.getLogger("stealth_pygame")

OnLine: TypeAlias = Callable[[str, str], Any]
"""A function that is called with the name of the speaker ("" for the presenter's own words) and a text.

It may return a `Voice` (`done` and `stop()`): then the line stays until the voice is done, and stops it when it closes.
"""


class Aloud:
    """Calls the game's `on_line` with the texts on the screen; the first exception in it is logged."""

    def __init__(self, on_line: OnLine | None, prompts: Prompts, log: Log) -> None:
        self._on_line = on_line
        self._prompts = prompts
        self._log = log
        self._told: dict[str, str] = {}
        self._failed = False

    def write(self, speaker: str, text: str, kind: BubbleKind) -> Voice | None:
        """Write a new line into the transcript and pass it to `on_line`; return its voice, or None."""
        self._log.add(speaker, text, kind)
        if kind is BubbleKind.PLAYER and not getattr(self._on_line, "players", True):
            return None
        voice = self._tell(speaker, text)
        return voice if hasattr(voice, "done") and callable(getattr(voice, "stop", None)) else None

    def look(self, stage: Stage | None, addressed: str, chat: ChatBox, near: Callable[[], NPC | None] | None) -> None:
        """Pass changes to `on_line`: a lost backend, the NPC near, the NPC of the chat box, and the selected choice.

        addressed: the name that the chat box shows, "" while it is closed.
        """
        if self._on_line is None or stage is None:
            return
        words, whom = chat.theme.words, near() if near else None
        self._state("backend", "" if stage.online else words.offline)
        self._state("near", f"{whom.name}: {self._prompts.talk.plain_words}" if whom else "")
        box = f"{words.talking_to.replace('{name}', addressed)}: {words.placeholder}"
        self._state("box", box if addressed else "")
        self._state("choice", chat.suggestions.text if addressed else "")

    def _state(self, topic: str, text: str) -> None:
        if self._told.get(topic, "") != text:
            self._told[topic] = text
            self._tell("", text)

    def _tell(self, speaker: str, text: str) -> Any:
        if self._on_line is None or not text:
            return None
        try:
            return self._on_line(speaker, text)
        # An error in the game's callback must not end the game.
        except Exception:
            if not self._failed:
                log.exception("on_line failed at %r; further errors are not logged.", text)
            self._failed = True
        return None

    def forget(self) -> None:
        """Forget the state that was told, so that it is told again."""
        self._told.clear()
