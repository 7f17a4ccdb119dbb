"""The typewriter: a line appears letter by letter, by time and not by frames, with pauses after sentences and commas.

The time of each letter is computed once, so that an invisible bubble costs nothing while it types.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from stealth_pygame.ui.theme import Theme

# Seconds that are too short to notice.
TINY = 1e-6
_ENDS = ".!?…。！？"
_BREATHS = ",;:–—、，；："
_QUOTES = "\"'”’»)]」』）"


class Typewriter:
    """The times in seconds, from the first letter, at which the characters of a text appear."""

    def __init__(self, text: str, theme: Theme) -> None:
        self.text = text
        self._moments: list[float] = []
        if theme.typing_speed > 0 and not theme.reduced_motion:
            self._reckon(1 / theme.typing_speed, theme)

    def _reckon(self, each: float, theme: Theme) -> None:
        """Add up the times of all characters: `each` seconds for every one, and the pause after the one before it."""
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
        """The seconds until the whole text is visible."""
        return self._moments[-1] if self._moments else 0.0

    def shown(self, seconds: float) -> int:
        """Return the number of visible characters after so many seconds."""
        # Adding a time to a clock and subtracting it again leaves a small rounding error.
        return bisect_right(self._moments, seconds + TINY) if self._moments else len(self.text)

    def moment(self, shown: int) -> float:
        """Return the seconds after which so many characters are visible."""
        return self._moments[min(shown, len(self._moments)) - 1] if shown and self._moments else 0.0


class Typing:
    """The letters of one page, typed from a start time on; `whole` shows all of them at once."""

    def __init__(self, text: str, theme: Theme, since: float, whole: bool) -> None:
        self.writer = Typewriter(text, theme)
        self.since, self.whole = since, whole
        self.letters_told = 0

    def shown(self, now: float) -> int:
        """Return the number of visible characters."""
        return len(self.writer.text) if self.whole else self.writer.shown(now - self.since)

    def goes_on(self, now: float) -> bool:
        """Return True while letters are still to come."""
        return not self.whole and self.shown(now) < len(self.writer.text)

    def next_letter(self) -> float:
        """Return the time of the first letter that `new_letters` has not returned yet."""
        return self.since + self.writer.moment(self.letters_told + 1)

    def new_letters(self, now: float) -> Iterator[str]:
        """Yield the letters that have appeared since the last call."""
        if not self.whole:
            start, self.letters_told = self.letters_told, self.shown(now)
            yield from "".join(self.writer.text[start : self.letters_told].split())

    def go_on_from(self, shown: int, now: float) -> None:
        """Set the number of visible characters, without returning those letters in `new_letters` again."""
        self.letters_told = shown
        self.since = now - self.writer.moment(shown)


def letters_in(text: str) -> int:
    """Return the number of letters, by which pages are compared because spaces at line ends are lost."""
    return len(text) - sum(map(str.isspace, text))


def characters_of(text: str, letters: int) -> int:
    """Return the number of characters of a text that hold so many letters."""
    for index, character in enumerate(text):
        if letters <= 0:
            return index
        letters -= not character.isspace()
    return len(text)
