"""The text of one input line: caret, selection, words and history. It needs no window."""

from __future__ import annotations

from collections import deque

from stealth_pygame.text import typed
from stealth_pygame.text.patterns import lazy
from stealth_pygame.ui.text.bidi import crossed, gap, mixed, pieces, right_to_left
from stealth_pygame.ui.text.segmentation import letters, places

_WORD_LEFT = lazy(r"(?:\w+|[^\w\s]+)\s*$|\s+$")
_WORD_RIGHT = lazy(r"\s*(?:\w+|[^\w\s]+)|\s+")
_WORD = lazy(r"\w+|\s+|[^\w\s]+")

# Characters of a clipboard that are used at most, because a very long text would delay the frame.
MOST_PASTED = 20_000


def _cut(text: str, most: int) -> str:
    """Return the beginning of the text that fits into `most` characters, without cutting a letter."""
    if len(text) <= most:
        return text
    return text[: max((place for place in places(text[: most + 64]) if place <= most), default=0)]


def _without_marks(text: str) -> str:
    """Return the text with each letter's combining marks replaced by the letter, so that marks do not end a word."""
    return text if text.isascii() else "".join(letter[0] * len(letter) for letter in letters(text))


class LineEdit:
    """Text of at most `most` characters with a caret. `mark` is the start of the selection, or None."""

    def __init__(self, most: int, remembered: int = 50) -> None:
        self.most = most
        self.text = ""
        self.caret = 0
        self.mark: int | None = None
        # True if the caret belongs to the letter after it: in text of two directions that may be another
        # position on the screen.
        self.ahead = False
        self._history: deque[str] = deque(maxlen=remembered)
        self._place = 0
        self._draft = ""

    @property
    def left(self) -> int:
        """The number of characters that may still be typed."""
        return self.most - len(self.text)

    @property
    def selection(self) -> tuple[int, int]:
        """The start and the end of the selection; both are the caret if nothing is selected."""
        mark = self.caret if self.mark is None else self.mark
        return min(mark, self.caret), max(mark, self.caret)

    @property
    def selected(self) -> str:
        """The selected text."""
        start, end = self.selection
        return self.text[start:end]

    def set(self, text: str) -> None:
        """Replace the whole text; the caret goes to the end."""
        self.text = _cut(text, self.most)
        self.caret, self.mark, self.ahead = len(self.text), None, False

    def insert(self, text: str) -> None:
        """Insert text in place of the selection, up to the limit. Newlines and tabs become spaces."""
        self.erase()
        # Cleaned before it is cut: characters that are removed must not count.
        insertion = _cut(typed(text[:MOST_PASTED]), self.left)
        self.text = self.text[: self.caret] + insertion + self.text[self.caret :]
        self.caret += len(insertion)

    def erase(self) -> bool:
        """Delete the selection. Return False if there was none."""
        start, end = self.selection
        self.text = self.text[:start] + self.text[end:]
        self.caret, self.mark, self.ahead = start, None, False
        return start != end

    def move(self, place: int, select: bool = False, ahead: bool = False) -> None:
        """Move the caret to an index. select: extend the selection to it."""
        if not select:
            self.mark = None
        elif self.mark is None:
            self.mark = self.caret
        self.caret, self.ahead = max(0, min(place, len(self.text))), ahead

    def step(self, way: int, *, word: bool = False, select: bool = False) -> None:
        """Move the caret to the left (-1) or right (1) on the screen, by a letter or a word."""
        start, end = self.selection
        # In right-to-left text the next word is at the left. Single letters are handled below, by their positions.
        if word and right_to_left(self.text):
            way = -way
        # As in all text fields, an arrow without Shift moves to that end of the selection and clears it.
        if start != end and not select:
            self.move(self._edge(start, end, way, word))
        elif mixed(self.text) and not word:
            place, ahead = crossed(self.text, self.caret, self.ahead, way)
            self.move(place, select, ahead)
        else:
            self.move(self._beside(way, word), select)

    def _edge(self, start: int, end: int, way: int, word: bool) -> int:
        """Return the end of the selection that is farther to the left (-1) or right (1)."""
        if not mixed(self.text) or word:
            return start if way < 0 else end
        view = pieces(self.text, "R" if right_to_left(self.text) else "L")
        first, last = sorted((start, end), key=lambda place: gap(view, place, place == start))
        return first if way < 0 else last

    def _beside(self, way: int, word: bool) -> int:
        """Return the index before (-1) or after (1) the caret, by a letter or a word."""
        if word:
            # The patterns do not know combining marks, and would end a Hindi word in the middle.
            plain = _without_marks(self.text)
            before, after = plain[: self.caret], plain[self.caret :]
            match = _WORD_LEFT.search(before) if way < 0 else _WORD_RIGHT.match(after)
            return self.caret + way * (len(match.group()) if match else 0)
        near = places(self.text)
        if way < 0:
            return max((place for place in near if place < self.caret), default=0)
        return min((place for place in near if place > self.caret), default=len(self.text))

    def delete(self, way: int, *, word: bool = False) -> None:
        """Delete the selection, else a letter or word before (-1) or after (1) the caret."""
        if not self.erase():
            self.move(self._beside(way, word), select=True)
            self.erase()

    def select_all(self) -> None:
        """Select everything."""
        self.mark, self.caret = 0, len(self.text)

    def select_word(self, place: int) -> None:
        """Select the word at an index."""
        self.move(place)
        words = _WORD.finditer(_without_marks(self.text))
        match = next((word for word in words if word.start() <= place < word.end()), None)
        if match:
            self.mark, self.caret = match.span()

    def submit(self, text: str | None = None) -> str:
        """Return the line, or `text` instead of it, store it in the history and empty the field."""
        line = _cut(self.text if text is None else text, self.most).strip()
        # A line that is sent twice is stored once, so that the Up key does not show it twice.
        if line and (not self._history or self._history[-1] != line):
            self._history.append(line)
        self.set("")
        self._place, self._draft = 0, ""
        return line

    def remember(self, most: int) -> None:
        """Keep at most so many lines in the history."""
        self._history = deque(self._history, maxlen=most)
        self._place = max(-len(self._history), self._place)

    def recall(self, way: int) -> None:
        """Show an older line (-1) or a newer one (1) of the history; the unfinished line comes back at the end."""
        # The unfinished line is stored only when the player leaves it for the first time.
        if self._place == 0:
            self._draft = self.text
        self._place = max(-len(self._history), min(0, self._place + way))
        self.set(self._draft if self._place == 0 else self._history[self._place])
