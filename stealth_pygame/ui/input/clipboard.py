"""The clipboard. pygame and pygame-ce access it in different ways; a window without a desktop has none."""

from __future__ import annotations

import logging
from typing import Any

import pygame

log = logging.getLogger(__name__)
UTF8 = "text/plain;charset=utf-8"
# Video drivers on which pygame 2.6 passes UTF-8 through; on Windows its UTF-8 type is really UTF-16.
BYTES_AS_THEY_ARE = frozenset({"x11", "wayland", "cocoa"})


class _Memory:
    """The text that was copied in this program, for windows without a clipboard."""

    text = ""


def forget() -> None:
    """Clear the text that was copied in this program."""
    _Memory.text = ""


def put(text: str) -> bool:
    """Copy a text, for other programs if possible. Return True if they can paste it."""
    _Memory.text = text
    scrap: Any = pygame.scrap
    try:
        if hasattr(scrap, "put_text"):
            scrap.put_text(text)
            return True
        if _initialised(scrap):
            _put_old(scrap, text)
            # On X11 the text is not handed over before the next event; reading it back shows if it was accepted.
            return bool(_decoded(scrap))
    except (pygame.error, NotImplementedError) as error:
        log.debug("no clipboard: %s", error)
    return False


def get() -> str:
    """Return the text on the clipboard, or the text that was last copied here if there is no clipboard."""
    scrap: Any = pygame.scrap
    try:
        if hasattr(scrap, "get_text"):
            return str(scrap.get_text()) or _Memory.text
        if _initialised(scrap):
            return _decoded(scrap) or _Memory.text
    except (pygame.error, NotImplementedError) as error:
        log.debug("no clipboard: %s", error)
    return _Memory.text


def _initialised(scrap: Any) -> bool:
    if not pygame.display.get_init() or pygame.display.get_surface() is None:
        return False
    if not scrap.get_init():
        scrap.init()
    return True


def _put_old(scrap: Any, text: str) -> None:
    """Copy a text with pygame 2.6. On Windows each `put` empties the clipboard, so only the Unicode type is put."""
    if _is_utf16():
        scrap.put(UTF8, f"{text}\0".encode("utf-16-le"))
    else:
        scrap.put(pygame.SCRAP_TEXT, text.encode() + b"\0")
        scrap.put(UTF8, text.encode())


def _decoded(scrap: Any) -> str:
    """Return the text in pygame's old scrap module, from the first type that holds any."""
    for kind in (UTF8, "UTF8_STRING", pygame.SCRAP_TEXT):
        held: bytes | None = scrap.get(kind)
        if held and kind == UTF8 and _is_utf16():
            return held[: len(held) // 2 * 2].decode("utf-16-le", "replace").split("\0")[0]
        if held:
            return held.decode("utf-8", "replace").rstrip("\0")
    return ""


def _is_utf16() -> bool:
    return pygame.display.get_driver() not in BYTES_AS_THEY_ARE
