"""One line being typed: caret, selection, words and history, without a window, so that each rule is tested alone."""

from __future__ import annotations

import re
from collections import deque

from stealth_pygame.text import safe
from stealth_pygame.ui.scripts import letters

_WORD_LEFT = re.compile(r"(?:\w+|[^\w\s]+)\s*$|\s+$")
_WORD_RIGHT = re.compile(r"\s*(?:\w+|[^\w\s]+)|\s+")


class LineEdit:
    """Text of at most `most` characters with a caret; `mark` is where the selection began, or None."""

    def __init__(self, most: int, remembered: int = 50) -> None:
        self.most = most
        self.text = ""
        self.caret = 0
        self.mark: int | None = None
        self._history: deque[str] = deque(maxlen=remembered)
        self._place = 0
        self._draft = ""

    @property
    def left(self) -> int:
        """Characters that may still be typed."""
        return self.most - len(self.text)

    @property
    def selection(self) -> tuple[int, int]:
        """From where to where text is selected; both the caret when nothing is."""
        mark = self.caret if self.mark is None else self.mark
        return min(mark, self.caret), max(mark, self.caret)

    @property
    def selected(self) -> str:
        """The selected text."""
        start, end = self.selection
        return self.text[start:end]

    def set(self, text: str) -> None:
        """Replace everything; the caret goes to the end."""
        self.text = text[: self.most]
        self.caret, self.mark = len(self.text), None

    def insert(self, text: str) -> None:
        """Type or paste: replaces the selection, and stops at the limit. Newlines become spaces."""
        kept = " " if text.isspace() else safe(text).replace("\n", " ")
        trailing = " " if text[-1:] == " " and kept[-1:] != " " else ""
        self.erase()
        kept = (kept + trailing)[: self.left]
        self.text = self.text[: self.caret] + kept + self.text[self.caret :]
        self.caret += len(kept)

    def erase(self) -> bool:
        """Delete the selection; False when there was none."""
        start, end = self.selection
        self.text = self.text[:start] + self.text[end:]
        self.caret, self.mark = start, None
        return start != end

    def move(self, place: int, select: bool = False) -> None:
        """Put the caret somewhere, and select on the way if asked."""
        if not select:
            self.mark = None
        elif self.mark is None:
            self.mark = self.caret
        self.caret = max(0, min(place, len(self.text)))

    def step(self, way: int, *, word: bool = False, select: bool = False) -> None:
        """Move by a letter (with its accents) or a word, to the left (-1) or right (1)."""
        start, end = self.selection
        if start != end and not select:
            self.move(start if way < 0 else end)
        else:
            self.move(self._beside(way, word), select)

    def _beside(self, way: int, word: bool) -> int:
        before, after = self.text[: self.caret], self.text[self.caret :]
        if word:
            found = _WORD_LEFT.search(before) if way < 0 else _WORD_RIGHT.match(after)
            return self.caret + way * (len(found.group()) if found else 0)
        near = list(letters(before)) if way < 0 else list(letters(after))
        return self.caret + way * (len(near[-1 if way < 0 else 0]) if near else 0)

    def delete(self, way: int, *, word: bool = False) -> None:
        """Delete the selection, else a letter or word to the left (-1) or right (1)."""
        if not self.erase():
            self.move(self._beside(way, word), select=True)
            self.erase()

    def select_all(self) -> None:
        """Select everything."""
        self.mark, self.caret = 0, len(self.text)

    def select_word(self, place: int) -> None:
        """Select the word at a place."""
        self.move(place)
        found = next((m for m in re.finditer(r"\w+|\s+|[^\w\s]+", self.text) if m.start() <= place < m.end()), None)
        if found:
            self.mark, self.caret = found.span()

    def submit(self) -> str:
        """Take the line: it is remembered, and the edit is empty."""
        said = self.text.strip()
        if said and (not self._history or self._history[-1] != said):
            self._history.append(said)
        self.set("")
        self._place, self._draft = 0, ""
        return said

    def recall(self, way: int) -> None:
        """An older line (-1) or a newer one (1); what was being typed comes back at the end."""
        if self._place == 0:
            self._draft = self.text
        self._place = max(-len(self._history), min(0, self._place + way))
        self.set(self._draft if self._place == 0 else self._history[self._place])
