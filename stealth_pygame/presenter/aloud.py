"""Words for those who listen instead of reading: each line once and whole, and what can be pressed or is chosen."""

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
"""Called with the name of the speaker, "" for the picture's own words, and a text.

It may return a `Voice` (`done` and `stop()`): then the line stays as long as the voice, and the voice stops with it.
"""


class Aloud:
    """Hands a game's callback what comes on the screen; its errors stay here, and are logged once."""

    def __init__(self, on_line: OnLine | None, prompts: Prompts, log: Log) -> None:
        self._on_line = on_line
        self._prompts = prompts
        self._log = log
        self._told: dict[str, str] = {}
        self._failed = False

    def write(self, speaker: str, text: str, kind: BubbleKind) -> Voice | None:
        """Tell a line that comes on the screen, and write it into the transcript; return its voice, if it has one."""
        self._log.add(speaker, text, kind)
        if kind is BubbleKind.PLAYER and not getattr(self._on_line, "players", True):
            return None
        voice = self._tell(speaker, text)
        return voice if hasattr(voice, "done") and callable(getattr(voice, "stop", None)) else None

    def look(self, stage: Stage | None, addressed: str, chat: ChatBox, near: Callable[[], NPC | None] | None) -> None:
        """Tell what has changed: a lost backend, who is near, whom the box is open to, and what is chosen in it."""
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
        # A voice must not end a game.
        except Exception:
            if not self._failed:
                log.exception("on_line failed at %r; further errors are not logged.", text)
            self._failed = True
        return None

    def forget(self) -> None:
        """Begin as if nothing had been told."""
        self._told.clear()
