"""Names before lines: the character's own are taken off, another speaker's line ends the answer."""

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
# Labels of what nobody says: the telling, and the reasoning of models that write it as a script does.
_BESIDE: Final = ("narrator", "narration", "thinking", "thought", "thoughts", "reasoning", "analysis", "plan")
SAYING: Final = r"(?:says|said|replies|replied|answers|answered|responds|responded|asks|asked|speaks|grunts|whispers)"
_SPEAKING: Final = rf"(?: {SAYING}|['’]s (?:response|reply|answer|line|words)|,? \w{{2,20}}ly)?"


@dataclass(frozen=True)
class Cast:
    """The speakers of a conversation: the character's name, and the names of all the others."""

    own: str
    others: tuple[str, ...] = ()
    # Sentences that the character has said too often of late, in the form of `plain`.
    worn: frozenset[str] = frozenset()

    @property
    def own_names(self) -> tuple[str, ...]:
        """All that the character is called by."""
        return tuple(dict.fromkeys(_called(self.own)))

    @property
    def other_names(self) -> tuple[str, ...]:
        """All that the others are called by, save what the character shares with them."""
        mine = {name.casefold() for name in self.own_names}
        return tuple(
            dict.fromkeys(name for other in self.others for name in _called(other) if name.casefold() not in mine)
        )


def plain(sentence: str) -> str:
    """Return a sentence in the form in which repeats are alike."""
    return re.sub(r"\W+", " ", sentence).strip().casefold()


def _called(name: str) -> Iterable[str]:
    """Yield a name and, where it has several words, its first and its last one."""
    name = " ".join(name.split())
    if not name:
        return
    yield name
    words = name.split()
    if len(words) > 1:
        yield from (word for word in (words[0], words[-1]) if len(word) > 2)


def _prefix(names: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of a line's beginning that names one of these as its speaker."""
    named = _any_of(names)
    return re.compile(
        rf"^[ \t]*(?:#{{1,6}}[ \t]*)?[*_\[<\"“>(]{{0,4}}(?:{named}){_SPEAKING}(?:\s?[(\[*][^()\[\]*\n]{{0,60}}[)\]*])?"
        r"\s?[*_\]>\"”)]{0,4}\s?(?:[:：][*_]{0,3}|(?<=[>\]])(?=[ \t])|(?<=> ))[ \t]*(?:\n[ \t]*)?",
        re.I | re.M,
    )


def _heading(names: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of a line that holds a name alone, as in the text of a play."""
    return re.compile(rf"^[ \t]*[*_#]{{0,4}}[ \t]?(?:{_any_of(names)})[*_]{{0,3}}[ \t]*\n\s*(?=\S)", re.I | re.M)


def _within(names: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of somebody's part that begins in the middle of a line, after a sentence."""
    return re.compile(rf"(?<=[.!?…\"”])[ \t]+(?:{_any_of(names)})\s?:\s", re.I)


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or r"(?!)"


def without_others(text: str, cast: Cast) -> str:
    """Return the character's own lines: up to the first line of another speaker, without names before them.

    A name at the very beginning is only a label, also another's, where nothing of the character's own follows.
    """
    own = _prefix([*cast.own_names, *_OWN_ROLES])
    other = _prefix([*cast.other_names, *_OTHER_ROLES, *_BESIDE])
    # A name alone in its line is that of a play's part, and reads like one before a colon.
    text = _heading(cast.own_names).sub(lambda match: f"{cast.own}: ", text.strip()) if cast.own else text.strip()
    text = _heading(cast.other_names).sub(lambda match: f"{match[0].strip(' *_#' + chr(10))}: ", text)
    first = other.match(text)
    # "Ada: Welcome!" is a wrong label; with an own line behind it, it is Ada's part.
    if first:
        mine = own.search(text, first.end())
        text = text[mine.start() :] if mine else text[first.end() :]
    foreign = [
        match.start() for match in (*other.finditer(text), *_within(cast.other_names).finditer(text)) if match.start()
    ]
    text = text[: min(foreign, default=None)]
    # Names in front of one another: "Assistant: Bruno: Welcome!".
    for _ in range(3):
        text = own.sub("", text).strip()
    return text
