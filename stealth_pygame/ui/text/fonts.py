"""A chain of fonts. A font draws an empty box for a missing glyph without an error, so glyphs are looked up first."""

from __future__ import annotations

import contextlib
import io
import logging
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

import font_manrope  # type: ignore[import-untyped]
import pygame
import pygame.font
import pygame.freetype

from stealth_pygame.text import patterns
from stealth_pygame.ui.at_quit import AT_QUIT
from stealth_pygame.ui.text import bidi, font_files
from stealth_pygame.ui.text.bidi import PARTING
from stealth_pygame.ui.text.fallback_glyphs import stand_in
from stealth_pygame.ui.text.font_hinting import even, with_wide_spaces
from stealth_pygame.ui.theme import Theme

log = logging.getLogger("stealth_pygame")

# A function that runs another function on a thread.
Submit = Callable[[Callable[[], None]], object]

BUNDLED = str(Path(font_manrope.__file__).parent / "files" / "Manrope-SemiBold.ttf")
_UNDRAWN = {"\n", PARTING}
# In a browser pygame opens font files by name only, and has no FreeType module to ask for glyphs.
IN_PAGE = sys.platform == "emscripten"
# System fonts that are opened during one run of the game at most.
MOST_TRIED = 48
# Pixels of the bundled font's letters up to which its spaces are wider, and the part of their height that those are.
SMALL, WIDE_SPACE = 12, 0.28


def on_own_thread(work: Callable[[], None]) -> None:
    """Run the function on a daemon thread, or at once where there are no threads, as in a web page."""
    if IN_PAGE:
        work()
        return
    threading.Thread(target=work, name="stealth-fonts", daemon=True).start()


class FontChain:
    """The fonts by size, and the choice of a font for each character. Only for the game thread.

    The theme's own fonts and the bundled one come first, then `more`, then those of the system; `submit` runs the
    search for them. `generation` increases when the fonts change or missing glyphs were found: lay out again then.
    """

    def __init__(self, theme: Theme | None = None, *, more: Sequence[str] = (), submit: Submit = on_own_thread) -> None:
        theme = theme or Theme()
        bidi.prepare()
        patterns.prepare()
        self._submit, self._more = submit, tuple(more)
        self._chosen = self._used = (theme.fonts, theme.system_fonts)
        self._found: list[str] = []
        self._files = self._chain()
        self._system: list[str] | None = None
        self._asked = False
        self._tried = 0
        self.generation = 0
        self._wanted: dict[str, None] = {}
        self._sources: dict[str, str | bytes] = {}
        self._forget()

    def _chain(self) -> list[str]:
        own, system = self._used
        return [*own, BUNDLED, *self._more, *(self._found if system else ())]

    def _forget(self) -> None:
        """Drop all pygame objects: using them after `pygame.quit()` would crash."""
        self._coverage: dict[str, pygame.freetype.Font | None] = {}
        self._points: dict[str, frozenset[int]] = {}
        self._fonts: dict[tuple[str, int], pygame.font.Font] = {}
        self._where: dict[str, int | None] = {}
        self._alive = False
        self._ascii: bool | None = None

    def release(self) -> None:
        """Release all open fonts; they are opened again when they are needed."""
        self._forget()
        self._sources.clear()

    def use(self, theme: Theme) -> None:
        """Use another theme's fonts first from now on; the system fonts that were found stay."""
        if self._chosen != (theme.fonts, theme.system_fonts):
            self._chosen = self._used = (theme.fonts, theme.system_fonts)
            self._files = self._chain()
            self._where.clear()
            self._wanted.clear()
            self._ascii = None
            self.generation += 1
            if self._alive:
                self._drop_unusable()

    @property
    def ready(self) -> bool:
        """True if text can be drawn. After `pygame.init()` this initialises pygame's fonts if necessary."""
        if self._alive and pygame.font.get_init() and (IN_PAGE or pygame.freetype.get_init()):
            return True
        if not (pygame.display.get_init() or pygame.font.get_init()):
            return False
        self._revive()
        return True

    def _revive(self) -> None:
        self._forget()
        pygame.font.init()
        if not IN_PAGE:
            pygame.freetype.init()
        AT_QUIT.call(self._forget)
        self._alive = True
        self.generation += 1
        self._drop_unusable()

    def _drop_unusable(self) -> None:
        """Remove the game's own files that FreeType cannot read, because pygame may crash on them."""
        own, system = self._used
        usable = tuple(file for file in own if self._readable(file))
        if usable != own:
            for file in set(own).difference(usable):
                log.error("The font file %s cannot be read and is not used.", file)
            self._used = (usable, system)
            self._files = self._chain()
            self._where.clear()

    def font(self, file: str, size: int) -> pygame.font.Font:
        """Return the font of a file at a size in pixels. Each is opened only once."""
        if not self.ready:
            raise pygame.error("pygame is not initialised: call pygame.init() before text is drawn")
        key = (file, size)
        if key not in self._fonts:
            wide = file == BUNDLED and size <= SMALL
            self._fonts[key] = pygame.font.Font(self._source(file, wide), size)
        return self._fonts[key]

    def _source(self, file: str, wide: bool) -> str | io.BytesIO:
        """Return the source to open. A file that must be changed is read once, and sizes share its bytes."""
        key = f"{file} with wide spaces" if wide else file
        if key not in self._sources:
            source = even(file)
            self._sources[key] = with_wide_spaces(_read(source), WIDE_SPACE) if wide else source
        source = self._sources[key]
        if IN_PAGE and isinstance(source, bytes):
            with tempfile.NamedTemporaryFile(suffix=".ttf", delete=False) as copy:
                copy.write(source)
            source = self._sources[key] = copy.name
        return io.BytesIO(source) if isinstance(source, bytes) else source

    def base(self, size: int) -> pygame.font.Font:
        """Return the first font of the chain at this size."""
        return self.font(self._first, size)

    @property
    def _first(self) -> str:
        """Return the first file of the chain, without files that cannot be read."""
        return self._files[0] if self.ready else BUNDLED

    def file_for(self, character: str) -> str | None:
        """Return the first file with a glyph for the character. If there is none, return None, and search later."""
        if character not in self._where:
            self._where[character] = self._look(character)
        index = self._where[character]
        return None if index is None else self._files[index]

    @property
    def plain(self) -> bool:
        """True if the first font has all of ASCII, so that ASCII text needs no lookup."""
        if self._ascii is None:
            self._ascii = all(self._has(self._first, chr(code)) for code in range(33, 127))
        return self._ascii

    def _look(self, character: str) -> int | None:
        for index, file in enumerate(self._files if self.ready else ()):
            if self._has(file, character):
                return index
        self._wanted[character] = None
        return None

    def _has(self, file: str, character: str) -> bool:
        if not self.ready:
            return False
        if IN_PAGE:
            return ord(character) in self._covered(file)
        font = self._opened(file)
        return font is not None and font.get_metrics(character, size=16)[0] is not None

    def _readable(self, file: str) -> bool:
        return bool(self._covered(file)) if IN_PAGE else self._opened(file) is not None

    def _covered(self, file: str) -> frozenset[int]:
        if file not in self._points:
            self._points[file] = font_files.covered(file)
        return self._points[file]

    def _opened(self, file: str) -> pygame.freetype.Font | None:
        """Return the font of a file, opened once for glyph lookups; None if the file is not a font."""
        if file not in self._coverage:
            self._coverage[file] = _open(file)
        return self._coverage[file]

    def has(self, character: str) -> bool:
        """Return True if any font of the chain has a glyph for the character."""
        return character == " " or self.file_for(character) is not None

    def readable(self, text: str) -> str:
        """Return the text with words in place of characters that no font can draw."""
        if text.isascii() and self.plain:
            return text
        missing = {character for character in set(text) - _UNDRAWN if not self.has(character)}
        if not missing:
            return text
        return text.translate({ord(character): stand_in(character, self.has) for character in missing})

    def runs(self, text: str) -> list[tuple[str, str]]:
        """Return the text as pieces of (font file, text)."""
        first = self._first
        if text.isascii() and self.plain:
            return [(first, text)] if text else []
        files = [first if character == " " else self.file_for(character) or first for character in text]
        for place, character in enumerate(text):
            if character == " ":
                files[place] = self._space(text, files, place)
        named = zip(files, text, strict=True)
        return [(key, "".join(part for _, part in group)) for key, group in groupby(named, key=lambda pair: pair[0])]

    def _space(self, text: str, files: list[str], place: int) -> str:
        """Return the file for a space: between words of one font, that font, because others have narrower spaces."""
        beside = [index for index in (place - 1, place + 1) if 0 <= index < len(text)]
        fonts = {files[index] if text[index].isalpha() else self._files[0] for index in beside}
        return fonts.pop() if len(fonts) == 1 else self._files[0]

    def update(self) -> None:
        """Look into one font file of the system if a glyph is missing. Call it once per frame."""
        if not self._wanted or not self._used[1] or not self.ready:
            return
        if self._system is None:
            self._search()
        elif self._tried < MOST_TRIED:
            self._try_next(self._system)

    def _search(self) -> None:
        if not self._asked:
            self._asked = True
            self._submit(self._find)

    def _find(self) -> None:
        try:
            self._system = font_files.find()
        except Exception:
            # An error must not end the thread with a traceback only because a glyph is missing.
            log.warning("The system's fonts cannot be searched.", exc_info=True)
            self._system = []

    def _try_next(self, system: list[str]) -> None:
        character = next(iter(self._wanted))
        file = font_files.likely((path for path in system if path not in self._files), character)
        if file is None:
            self._wanted.clear()
            return
        system.remove(file)
        self._tried += 1
        covered = [wanted for wanted in self._wanted if self._has(file, wanted)]
        if not covered:
            self._coverage.pop(file, None)
            return
        self._files.append(file)
        self._found.append(file)
        for wanted in covered:
            del self._wanted[wanted]
            del self._where[wanted]
        self.generation += 1


def _read(source: str | bytes) -> bytes:
    return source if isinstance(source, bytes) else Path(source).read_bytes()


def _open(file: str) -> pygame.freetype.Font | None:
    """Return the font, or None if the file is not a font."""
    with contextlib.suppress(pygame.error, OSError, RuntimeError):
        return pygame.freetype.Font(file, 16)
    return None
