"""The typewriter: a line appears letter by letter, by time, never by frames, with a breath where a person takes one.

The moment of each letter is reckoned once, so that a bubble that nobody looks at costs nothing while it types.
"""

from __future__ import annotations

from bisect import bisect_right

from stealth_pygame.ui.theme import Theme

# Seconds that nobody sees.
TINY = 1e-6
_ENDS = ".!?…。！？"
_BREATHS = ",;:–—、，；："
_QUOTES = "\"'”’»)]」』）"


class Typewriter:
    """The moments, in seconds from the first, at which the characters of a text appear."""

    def __init__(self, text: str, theme: Theme) -> None:
        self.text = text
        self._moments: list[float] = []
        if theme.typing_speed > 0 and not theme.reduced_motion:
            self._reckon(1 / theme.typing_speed, theme)

    def _reckon(self, each: float, theme: Theme) -> None:
        """Add up what each character costs: its own time, and the rest after the one before it."""
        moment, before = 0.0, ""
        text = self.text
        for index, character in enumerate(text):
            moment += each
            if before and not before.isalnum() and before != " ":
                moment += self._rest(index, theme)
            self._moments.append(moment)
            before = character

    def _rest(self, index: int, theme: Theme) -> float:
        character, following = self.text[index - 1], self.text[index]
        if character in _QUOTES and index > 1 and following in " \n":
            character = self.text[index - 2]
        closed = following in " \n" or ord(character) > 0x2E80
        if character in _ENDS and closed:
            return theme.sentence_pause
        return theme.comma_pause if character in _BREATHS and closed else 0.0

    @property
    def takes(self) -> float:
        """Seconds until all of it is shown."""
        return self._moments[-1] if self._moments else 0.0

    def shown(self, seconds: float) -> int:
        """Return how many characters are shown after so many seconds."""
        # A moment that was added to a clock and taken from it again is a little off.
        return bisect_right(self._moments, seconds + TINY) if self._moments else len(self.text)

    def moment(self, shown: int) -> float:
        """Return the seconds after which so many characters are shown."""
        return self._moments[min(shown, len(self._moments)) - 1] if shown and self._moments else 0.0
