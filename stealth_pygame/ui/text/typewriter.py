"""The typewriter: a line appears letter by letter, by time, never by frames, with a breath where a person takes one.

The moment of each letter is reckoned once, so that a bubble that nobody looks at costs nothing while it types.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

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


class Typing:
    """The letters of one page, as they come up from a moment on; `whole` shows them all at once."""

    def __init__(self, text: str, theme: Theme, since: float, whole: bool) -> None:
        self.writer = Typewriter(text, theme)
        self.since, self.whole = since, whole
        self.letters_told = 0

    def shown(self, now: float) -> int:
        """Return how many characters can be seen."""
        return len(self.writer.text) if self.whole else self.writer.shown(now - self.since)

    def goes_on(self, now: float) -> bool:
        """Return True while letters are still to come."""
        return not self.whole and self.shown(now) < len(self.writer.text)

    def next_letter(self) -> float:
        """Return the moment of the first letter that has not been told."""
        return self.since + self.writer.moment(self.letters_told + 1)

    def new_letters(self, now: float) -> Iterator[str]:
        """Give the letters that came since the last time."""
        if not self.whole:
            start, self.letters_told = self.letters_told, self.shown(now)
            yield from "".join(self.writer.text[start : self.letters_told].split())

    def go_on_from(self, shown: int, now: float) -> None:
        """Be typed as far as that, without telling those letters again."""
        self.letters_told = shown
        self.since = now - self.writer.moment(shown)


def letters_in(text: str) -> int:
    """Return the number of letters: what pages are compared by, for spaces get lost."""
    return len(text) - sum(map(str.isspace, text))


def characters_of(text: str, letters: int) -> int:
    """Return the number of characters of a text up to so many letters."""
    for index, character in enumerate(text):
        if letters <= 0:
            return index
        letters -= not character.isspace()
    return len(text)
