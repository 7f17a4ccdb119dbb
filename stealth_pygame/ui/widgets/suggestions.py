"""Suggested replies: chosen with keys, mouse or gamepad, for those who cannot or will not type."""

from __future__ import annotations

from collections.abc import Sequence

from stealth_pygame.text import one_line


class Suggestions:
    """Up to four texts, one of which may be `chosen` (None: none is)."""

    MOST = 4

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.chosen: int | None = None

    def set(self, texts: Sequence[str]) -> None:
        """Offer other texts; none is chosen."""
        # More than four hide the villager, and number keys end soon after.
        self.texts = [line for line in map(one_line, texts) if line][: self.MOST]
        self.chosen = None

    def change(self, texts: Sequence[str]) -> None:
        """Offer other texts; the chosen one stays chosen if it is among them."""
        chosen = self.text
        self.set(texts)
        if chosen in self.texts:
            self.chosen = self.texts.index(chosen)

    @property
    def text(self) -> str:
        """The chosen text; empty when none is."""
        return "" if self.chosen is None else self.texts[self.chosen]

    def step(self, way: int) -> bool:
        """Choose the one below (1) or above (-1); False when there is none to choose."""
        if not self.texts:
            return False
        # The first press goes to the near end, whichever way it points.
        start = -1 if way > 0 else len(self.texts)
        self.chosen = ((start if self.chosen is None else self.chosen) + way) % len(self.texts)
        return True
