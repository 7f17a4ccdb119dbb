"""The clipboard, which pygame and pygame-ce reach in different ways and a window without a desktop not at all."""

from __future__ import annotations

import logging
from typing import Any

import pygame

log = logging.getLogger(__name__)
_memory = ""


def put(text: str) -> None:
    """Put text on the clipboard; where there is none, keep it for this program."""
    global _memory
    _memory = text
    scrap: Any = pygame.scrap
    try:
        if hasattr(scrap, "put_text"):
            scrap.put_text(text)
        elif _initialised(scrap):
            scrap.put(pygame.SCRAP_TEXT, text.encode() + b"\0")
            scrap.put("text/plain;charset=utf-8", text.encode())
    except (pygame.error, NotImplementedError) as error:
        log.debug("no clipboard: %s", error)


def get() -> str:
    """The text on the clipboard; what was last put there where there is none."""
    scrap: Any = pygame.scrap
    try:
        if hasattr(scrap, "get_text"):
            return str(scrap.get_text()) or _memory
        if _initialised(scrap):
            return _decoded(scrap) or _memory
    except (pygame.error, NotImplementedError) as error:
        log.debug("no clipboard: %s", error)
    return _memory


def _initialised(scrap: Any) -> bool:
    if not pygame.display.get_init() or pygame.display.get_surface() is None:
        return False
    if not scrap.get_init():
        scrap.init()
    return True


def _decoded(scrap: Any) -> str:
    """What pygame's old scrap holds, in the first kind that it has."""
    for kind in ("text/plain;charset=utf-8", "UTF8_STRING", pygame.SCRAP_TEXT):
        held: bytes | None = scrap.get(kind)
        if held:
            return held.decode("utf-8", "replace").rstrip("\0")
    return ""
