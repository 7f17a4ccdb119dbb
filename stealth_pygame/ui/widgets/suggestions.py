"""Suggested replies, chosen with keys, mouse or gamepad, for players who cannot or do not want to type."""

from __future__ import annotations

from collections.abc import Sequence

from stealth_pygame.text import one_line


class Suggestions:
    """Up to four texts. `chosen` is the index of the selected one, or None."""

    MOST = 4

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.chosen: int | None = None

    def set(self, texts: Sequence[str]) -> None:
        """Replace the texts; none is selected."""
        # More than four would cover the NPC.
        self.texts = [line for line in map(one_line, texts) if line][: self.MOST]
        self.chosen = None

    def change(self, texts: Sequence[str]) -> None:
        """Replace the texts; the selected one stays selected if it is among the new ones."""
        chosen = self.text
        self.set(texts)
        if chosen in self.texts:
            self.chosen = self.texts.index(chosen)

    @property
    def text(self) -> str:
        """The selected text, "" if none is selected."""
        return "" if self.chosen is None else self.texts[self.chosen]

    def step(self, way: int) -> bool:
        """Select the next text below (1) or above (-1). Return False if there are no texts."""
        if not self.texts:
            return False
        # The first step selects the text at the nearer end of the list.
        start = -1 if way > 0 else len(self.texts)
        self.chosen = ((start if self.chosen is None else self.chosen) + way) % len(self.texts)
        return True
