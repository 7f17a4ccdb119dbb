"""The game's knowledge as flat `key: value` lines that an NPC reads before answering.

Layers (game, player, NPC, message) share one key space and the later one wins. They are values or callables, read on
the game thread at the moment of sending. Nothing here raises while a message is under way: `check` refuses a static
mistake when the context is set, `read` and `joined` note the rest.
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

# One value may take a quarter of the whole; a longer one is shortened.
MAX_SHARE: Final = 4
# Characters of one line of a conversation that are looked at.
MAX_LINE: Final = 4_000


class Flattened(NamedTuple):
    """The result for the wire: `entries`; the keys that were `cut` to fit; and `problems`, one sentence each."""

    entries: tuple[ContextEntry, ...]
    cut: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def check(layer: object, whose: str = "context") -> None:
    """Raise `ContextError` for a layer whose mistake can be seen now. A callable is asked only when it is needed."""
    # A callable may not be ready yet when the context is set.
    problems = Sample(layer, ask=False).problems if layer is not None and not callable(layer) else []
    if problems:
        raise ContextError(f"{whose}: {'; '.join(problems)}")


def read(*layers: object) -> list[Sample]:
    """Read all layers as they are now; never raises."""
    return [Sample(layer) for layer in layers if layer is not None]


def joined(samples: Sequence[Sample], limit: int = 16_000, own: Mapping[str, str] | None = None) -> Flattened:
    """Return what was read as entries of at most `limit` characters together, on any thread.

    `own` are the library's own values (`recent_conversation`, `last_actions`, `events`): they are placed last and are
    the last to be cut, after them the latest layer.
    """
    known: dict[str, tuple[int, str]] = {}
    problems: list[str] = []
    for rank, sample in enumerate(samples):
        problems += sample.problems
        # The later layer wins; its rank decides who is cut first.
        known.update({key: (rank, words) for key, words in sample.entries.items()})
    for key, words in (own or {}).items():
        # Empty values cost characters and say nothing.
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
    """The outcome of a call, as far as a sentence about it needs to know."""

    @property
    def success(self) -> bool: ...
    @property
    def message(self) -> str: ...


def recent_conversation(lines: Iterable[tuple[str, str]], max_chars: int = 2_000) -> str:
    """Return the last lines, (speaker, words) with the oldest first, as one value; the newest are kept.

    Neither a name nor words can pretend to be another line. One line takes a third at most.
    """
    rendered = [_line(speaker, shortened(words, MAX_LINE), max_chars // 3) for speaker, words in lines]
    return _newest(rendered, " | ", max_chars)


@lru_cache(maxsize=512)
def _line(speaker: str, words: str, most: int) -> str:
    """Return one line of a conversation, kept because it goes out again with each of the next messages."""
    return f"{named(speaker)}: {quoted(shortened(fold(words), most))}"


def notices(happened: Iterable[str], max_chars: int = 1_000) -> str:
    """Return what happened, in order, as one value; what happened again is counted."""
    times: dict[str, int] = {}
    for text in happened:
        # A semicolon parts one event from the next.
        words = fold(text).replace(";", ",")
        # Popped first, so that it stands at its latest place.
        times[words] = times.pop(words, 0) + 1
    counted = [f"{words} ({count} times)" if count > 1 else words for words, count in times.items() if words]
    return _newest(counted, "; ", max_chars)


def last_actions(done: Iterable[tuple[str, Mapping[str, object], Outcome | None]], max_chars: int = 1_000) -> str:
    """Return the outcome of the last calls, (name, parameters, feedback) with the oldest first, as one value."""
    return _newest([_action_words(*call) for call in done], "; ", max_chars)


def _action_words(name: str, parameters: Mapping[str, object], outcome: Outcome | None) -> str:
    given = ", ".join(f"{fold_key(key)}={_parameter_words(value)}" for key, value in parameters.items())
    if outcome is None:
        verdict = "not finished yet"
    else:
        reason = fold(outcome.message).replace(";", ",")
        verdict = ("succeeded" if outcome.success else "FAILED") + (f": {reason}" if reason else "")
    return f"{fold_key(name)}({given}) {verdict}"


def _parameter_words(value: object) -> str:
    entries = Sample({"value": value}).entries
    words = entries.get("value", "?")
    return quoted(shortened(words, 80)) if isinstance(value, str) else words


def _newest(lines: list[str], separator: str, max_chars: int) -> str:
    kept: list[str] = []
    left = max_chars + len(separator)
    for words in reversed(lines):
        size = len(words) + len(separator)
        # The newest is always there, cut if need be.
        if kept and size > left:
            break
        kept.insert(0, shortened(words, max_chars))
        left -= size
    return separator.join(kept)
