"""The amount of text that the offline brain reads at most, so that no sheet and no message takes seconds.

Some rules take longer than a line grows; so all texts have an end, far beyond what an author writes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from stealth_pygame.backend.brain.interface import Question

# Characters of a word, and of what has no end of a sentence; then one is put there.
WORD: Final = 64
SENTENCE: Final = 600
# Characters of a text of a sheet, of one about a function, which is read as one sentence, and of a name.
TEXT: Final = 20_000
DECLARED: Final = 1_000
NAME: Final = 200
# Characters of a whole sheet, of a whole context, and of a value in it or a line of the history.
SHEET: Final = 100_000
MOMENT: Final = 20_000
LINE: Final = 4_000
DEPTH: Final = 8

# The length of what stands under a key, where another one holds than around it.
_MOST: Final = {"name": NAME, "functions": DECLARED}
_RUN: Final = re.compile(rf"(\S{{{WORD}}})(?=\S)")
_SPACES: Final = re.compile(r"[^\S\n]{2,}")
_LONG: Final = re.compile(rf"([^.!?\n]{{{SENTENCE}}})(?=[^.!?\n])")


def bounded_text(text: str, most: int = TEXT) -> str:
    """Return a text whose words and sentences end, and which ends itself."""
    if len(text) <= WORD:
        return text
    text = _SPACES.sub(" ", _RUN.sub(r"\1 ", text[:most]))
    return _LONG.sub("\\1\n", text)


def bounded_sheet(character: Mapping[str, Any]) -> dict[str, Any]:
    """Return a character as far as it is read, in the order of the sheet."""
    fields = {key: value for key, value in character.items() if isinstance(key, str)}
    return dict(_Budget(SHEET).cut(fields, TEXT, DEPTH + 1))


def bounded_question(question: Question) -> Question:
    """Return a question whose context and history are bounded; its character is left as it is."""
    context = _Budget(MOMENT).cut(dict(question.context), LINE, 1)
    history = tuple(replace(turn, text=bounded_text(turn.text, LINE)) for turn in question.history)
    return replace(question, context=context, history=history)


@dataclass
class _Budget:
    """The characters that may still be read."""

    left: int

    def cut(self, value: Any, most: int, depth: int) -> Any:
        """Return a value of JSON with every text cut, and empty where nothing is left."""
        if isinstance(value, str):
            text = bounded_text(value, min(most, max(self.left, 0)))
            # an empty text costs as well: a million of them are a long list
            self.left -= len(text) + 1
            return text
        if isinstance(value, (list, tuple)) and depth:
            return [self.cut(item, most, depth - 1) for item in value if self.left > 0]
        if isinstance(value, dict) and depth:
            return {
                self.cut(str(key), WORD, 0): self.cut(item, _MOST.get(key, most), depth - 1)
                for key, item in value.items()
                if self.left > 0
            }
        self.left -= 1
        return value if isinstance(value, (int, float)) else None
