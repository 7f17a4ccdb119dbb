"""The typewriter: a line appears letter by letter, by time, never by frames, with a breath where a person takes one."""

from __future__ import annotations

from stealth_pygame.ui.theme import Theme

_ENDS = ".!?…。！？"
_BREATHS = ",;:–—、，；："
_QUOTES = "\"'”’»)]」』）"


class Typewriter:
    """Shows the first `shown` characters of a text, more of them as time goes by."""

    def __init__(self, text: str, theme: Theme) -> None:
        self.text = text
        self.shown = 0
        self._saved = 0.0
        self._theme = theme
        self._each = 1 / theme.typing_speed if theme.typing_speed > 0 and not theme.reduced_motion else 0.0
        if not self._each:
            self.finish()

    @property
    def done(self) -> bool:
        """True when all of it is shown."""
        return self.shown >= len(self.text)

    def finish(self) -> None:
        """Show all of it at once."""
        self.shown = len(self.text)

    def update(self, dt: float) -> str:
        """Let `dt` seconds go by; the characters that appeared."""
        start = self.shown
        if self.done:
            return ""
        self._saved += dt
        while not self.done and self._saved >= (cost := self._cost(self.shown)):
            self._saved -= cost
            self.shown += 1
        return self.text[start : self.shown]

    def _cost(self, index: int) -> float:
        """Seconds before the character at `index` appears: its own, and the rest after what stands before it."""
        return self._each + (self._rest(index) if index else 0.0)

    def _rest(self, index: int) -> float:
        character, following = self.text[index - 1], self.text[index]
        if character in _QUOTES and index > 1 and following in " \n":
            character = self.text[index - 2]
        closed = following in " \n" or ord(character) > 0x2E80
        if character in _ENDS and closed:
            return self._theme.sentence_pause
        return self._theme.comma_pause if character in _BREATHS and closed else 0.0
