"""The facts of the game as flat `key: value` entries, which the backend puts into the prompt of an NPC.

There are four layers: game, player, NPC, message. If two have the same key, the later layer wins. Layers are values or
callables, read on the game thread when a message is sent. `check` raises for a mistake when a context is set; `read`
and `joined` never raise, they note problems.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, Protocol

from stealth_pygame.context.escape import OWN_KEYS, fold, fold_key, named, quoted, shortened, wire_name
from stealth_pygame.context.snapshot import Sample
from stealth_pygame.errors import ContextError
from stealth_pygame.protocol.models import ContextEntry

__all__ = [
    "Flattened",
    "Outcome",
    "check",
    "joined",
    "last_actions",
    "notices",
    "read",
    "recent_conversation",
    "wire_name",
]

# One value may have a quarter of the whole limit; a longer one is shortened.
MAX_SHARE: Final = 4
# The most characters of one line of a conversation that are read.
MAX_LINE: Final = 4_000


class Flattened(NamedTuple):
    """The entries for the wire; the keys that were `cut` (shortened or left out); `problems`, one sentence each."""

    entries: tuple[ContextEntry, ...]
    cut: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def check(layer: object, whose: str = "context") -> None:
    """Raise `ContextError` for a wrong value or a reserved key in a layer. Callables are not called."""
    # When the context is set, the objects that a callable uses may not exist yet.
    problems = Sample(layer, ask=False).problems if layer is not None and not callable(layer) else []
    if problems:
        raise ContextError(f"{whose}: {'; '.join(problems)}")


def read(*layers: object) -> list[Sample]:
    """Read all layers that are not None, as they are now; never raises."""
    return [Sample(layer) for layer in layers if layer is not None]


def joined(samples: Sequence[Sample], limit: int = 16_000, own: Mapping[str, str] | None = None) -> Flattened:
    """Return the entries of all layers, of at most `limit` characters together; may run on any thread.

    `own` holds the library's own values (`recent_conversation`, `last_actions`, `events`), which come last. If there
    are too many characters, the first layers are cut first and the library's own values last.
    """
    known: dict[str, tuple[int, str]] = {}
    problems: list[str] = []
    for rank, sample in enumerate(samples):
        problems += sample.problems
        # The later layer wins; the entries with the lowest rank are cut first.
        known.update({key: (rank, words) for key, words in sample.entries.items()})
    for key, words in (own or {}).items():
        # An empty value would only use up characters.
        if words and key in OWN_KEYS:
            known[key] = (len(samples), fold(words))
    return _fitted(known, limit, problems)


def _fitted(known: Mapping[str, tuple[int, str]], limit: int, problems: list[str]) -> Flattened:
    kept: dict[str, str] = {}
    cut = []
    left = limit
    for key, (_, words) in sorted(known.items(), key=lambda item: -item[1][0]):
        # One huge value must not push out all the others.
        brief = shortened(words, limit // MAX_SHARE)
        size = len(key) + len(brief) + len(": \n")
        if brief != words or size > left:
            cut.append(key)
        if size <= left:
            left -= size
            kept[key] = brief
    entries = tuple(ContextEntry(key=key, value=kept[key]) for key in known if key in kept)
    return Flattened(entries, tuple(sorted(cut)), tuple(problems))


class Outcome(Protocol):
    """The outcome of a call: `Feedback`, or anything with these two attributes."""

    @property
    def success(self) -> bool: ...
    @property
    def message(self) -> str: ...


def recent_conversation(lines: Iterable[tuple[str, str]], max_chars: int = 2_000) -> str:
    """Return the last lines as one value of at most `max_chars` characters; the oldest lines are left out first.

    lines: (speaker, words), oldest first. Quotes and separators in them are replaced, so that no text can look like
    another line. One line takes at most a third of the characters.
    """
    rendered = [_line(speaker, shortened(words, MAX_LINE), max_chars // 3) for speaker, words in lines]
    return _newest(rendered, " | ", max_chars)


@lru_cache(maxsize=512)
def _line(speaker: str, words: str, most: int) -> str:
    """Return one line of a conversation; cached, because each of the next messages sends it again."""
    return f"{named(speaker)}: {quoted(shortened(fold(words), most))}"


def notices(happened: Iterable[str], max_chars: int = 1_000) -> str:
    """Return events, oldest first, as one value of at most `max_chars` characters; equal ones are counted."""
    times: dict[str, int] = {}
    for text in happened:
        # The events are separated by semicolons.
        words = fold(text).replace(";", ",")
        # Popped first, so that an event moves to the place of its last repetition.
        times[words] = times.pop(words, 0) + 1
    counted = [f"{words} ({count} times)" if count > 1 else words for words, count in times.items() if words]
    return _newest(counted, "; ", max_chars)


def last_actions(done: Iterable[tuple[str, Mapping[str, object], Outcome | None]], max_chars: int = 1_000) -> str:
    """Return the outcomes of calls, (name, parameters, feedback), oldest first, as one value."""
    return _newest([_action_words(*call) for call in done], "; ", max_chars)


def _action_words(name: str, parameters: Mapping[str, object], outcome: Outcome | None) -> str:
    listed = ", ".join(f"{fold_key(key)}={_parameter_words(value)}" for key, value in parameters.items())
    if outcome is None:
        verdict = "not finished yet"
    else:
        reason = fold(outcome.message).replace(";", ",")
        verdict = ("succeeded" if outcome.success else "FAILED") + (f": {reason}" if reason else "")
    return f"{fold_key(name)}({listed}) {verdict}"


def _parameter_words(value: object) -> str:
    entries = Sample({"value": value}).entries
    words = entries.get("value", "?")
    return quoted(shortened(words, 80)) if isinstance(value, str) else words


def _newest(lines: list[str], separator: str, max_chars: int) -> str:
    kept: list[str] = []
    left = max_chars + len(separator)
    for words in reversed(lines):
        size = len(words) + len(separator)
        # The newest is always included, shortened if it is too long.
        if kept and size > left:
            break
        kept.insert(0, shortened(words, max_chars))
        left -= size
    return separator.join(kept)
