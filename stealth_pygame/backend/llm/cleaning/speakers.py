"""Names before lines: the character's own name is removed, and another speaker's line ends the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_OWN_ROLES: Final = (
    "assistant", "ai", "npc", "character", "bot", "model", "response", "answer", "final answer", "reply", "output",
    "dialogue", "speech", "me",
)  # fmt: skip
_OTHER_ROLES: Final = ("user", "player", "human", "system", "you", "input", "instruction", "instructions", "question")
# Labels that are not speakers: narration, and the reasoning of models that write it like a script.
_BESIDE: Final = ("narrator", "narration", "thinking", "thought", "thoughts", "reasoning", "analysis", "plan")
SAYING: Final = r"(?:says|said|replies|replied|answers|answered|responds|responded|asks|asked|speaks|grunts|whispers)"
_SPEAKING: Final = rf"(?: {SAYING}|['’]s (?:response|reply|answer|line|words)|,? \w{{2,20}}ly)?"


@dataclass(frozen=True)
class Cast:
    """The speakers of a conversation: the character's name, and the names of all others."""

    own: str
    others: tuple[str, ...] = ()
    # Sentences that the character has repeated recently, in the form of `plain`.
    worn: frozenset[str] = frozenset()

    @property
    def own_names(self) -> tuple[str, ...]:
        """All names of the character."""
        return tuple(dict.fromkeys(_called(self.own)))

    @property
    def other_names(self) -> tuple[str, ...]:
        """All names of the others, except those that the character has too."""
        mine = {name.casefold() for name in self.own_names}
        return tuple(
            dict.fromkeys(name for other in self.others for name in _called(other) if name.casefold() not in mine)
        )


def plain(sentence: str) -> str:
    """Return a sentence in a form in which repetitions are equal."""
    return re.sub(r"\W+", " ", sentence).strip().casefold()


def _called(name: str) -> Iterable[str]:
    """Yield a name, and if it has several words, its first and its last word."""
    name = " ".join(name.split())
    if not name:
        return
    yield name
    words = name.split()
    if len(words) > 1:
        yield from (word for word in (words[0], words[-1]) if len(word) > 2)


def _prefix(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for the beginning of a line that has one of these names as its speaker."""
    named = _any_of(names)
    return re.compile(
        rf"^[ \t]*(?:#{{1,6}}[ \t]*)?[*_\[<\"“>(]{{0,4}}(?:{named}){_SPEAKING}(?:\s?[(\[*][^()\[\]*\n]{{0,60}}[)\]*])?"
        r"\s?[*_\]>\"”)]{0,4}\s?(?:[:：][*_]{0,3}|(?<=[>\]])(?=[ \t])|(?<=> ))[ \t]*(?:\n[ \t]*)?",
        re.I | re.M,
    )


def _heading(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for a line with only a name, as in the text of a play."""
    return re.compile(rf"^[ \t]*[*_#]{{0,4}}[ \t]?(?:{_any_of(names)})[*_]{{0,3}}[ \t]*\n\s*(?=\S)", re.I | re.M)


def _within(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for a speaker's name in the middle of a line, after a sentence."""
    return re.compile(rf"(?<=[.!?…\"”])[ \t]+(?:{_any_of(names)})\s?:\s", re.I)


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or r"(?!)"


def without_others(text: str, cast: Cast) -> str:
    """Return the character's own lines without names, up to the first line of another speaker.

    A name at the very beginning is only a label if no line of the character follows, even if it is another's name.
    """
    own = _prefix([*cast.own_names, *_OWN_ROLES])
    other = _prefix([*cast.other_names, *_OTHER_ROLES, *_BESIDE])
    # A name alone on its line is like a name before a colon.
    text = _heading(cast.own_names).sub(lambda match: f"{cast.own}: ", text.strip()) if cast.own else text.strip()
    text = _heading(cast.other_names).sub(lambda match: f"{match[0].strip(' *_#' + chr(10))}: ", text)
    first = other.match(text)
    # "Ada: Welcome!" is only a wrong label; but if a line of the character follows, Ada is the speaker.
    if first:
        mine = own.search(text, first.end())
        text = text[mine.start() :] if mine else text[first.end() :]
    foreign = [
        match.start() for match in (*other.finditer(text), *_within(cast.other_names).finditer(text)) if match.start()
    ]
    text = text[: min(foreign, default=None)]
    # Several names in a row: "Assistant: Bruno: Welcome!".
    for _ in range(3):
        text = own.sub("", text).strip()
    return text
