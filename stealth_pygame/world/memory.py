"""The memory of one NPC: the lines that were shown, the events that they heard of, and the outcomes of their calls.

The backend keeps the oldest messages and forgets the newest (`protocol.md`, Memory). Therefore the last exchanges are
sent with each message, and this module keeps them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from stealth_pygame.actions.call import Feedback, Value

if TYPE_CHECKING:
    from stealth_pygame.world.save_schema import SavedMemory

# The result of a call: the function's name, its parameters, and its outcome.
ActionResult = tuple[str, Mapping[str, Value], Feedback]


class TranscriptLine(NamedTuple):
    """One line of a transcript, as it was shown.

    by: "player" or "npc"; player: the id of the player who said or heard the line, None for everybody;
    kind: "said", "scripted", "flagged", "cancelled", "failed" or "action".
    """

    name: str
    text: str
    by: str
    player: str | None = None
    kind: str = "said"


@dataclass(eq=False)
class Notice:
    """An event that the NPC is to hear of. player: the id of the one whom it concerns, None for all.

    sent_with: the ids of the players with whose messages it was sent already.
    """

    text: str
    player: str | None = None
    sent_with: set[str | None] = field(default_factory=set)

    def awaits(self, player: str | None) -> bool:
        """Return True if the notice is still to be sent with a message of this player (None: of any player)."""
        return _concerns(self.player, player) and player not in self.sent_with


@dataclass
class Memory:
    """The transcript, the notices and the action results of one NPC, each with a largest size."""

    most_lines: int
    most_notices: int
    transcript: list[TranscriptLine] = field(default_factory=list)
    visits: dict[str, int] = field(default_factory=dict)
    # The number of lines that were added so far, those that were dropped since included.
    count: int = 0
    # The mood that was set last; empty if none was.
    mood: str = ""
    _notices: list[Notice] = field(default_factory=list)
    _results: list[tuple[str | None, ActionResult]] = field(default_factory=list)

    def add(self, line: TranscriptLine) -> None:
        """Add a line; the oldest line is dropped when there are more than `most_lines`."""
        self.transcript.append(line)
        self.count += 1
        # The list is changed in place, because presenters and saves hold the same list.
        del self.transcript[: -self.most_lines]

    def exchanges(self, player: str | None, most: int) -> list[tuple[str, str]]:
        """Return the lines, (name, text), of the last `most` exchanges with a player (None: with all), oldest first."""
        return self.recent(player, most)[0]

    def recent(self, player: str | None, most: int) -> tuple[list[tuple[str, str]], int]:
        """Return the same lines as `exchanges`, and the number of the oldest; -1 if a line was scripted.

        Lines are numbered from 0 on, in the order in which they were added. The backend knows no scripted line.
        """
        lines: list[tuple[str, str]] = []
        starts: list[int] = []
        oldest = number = self.count
        # From the end, because the transcript may have hundreds of lines and only the last ones are needed.
        for line in reversed(self.transcript if most > 0 else ()):
            number -= 1
            if line.kind in ("said", "scripted") and _concerns(line.player, player):
                # The lines of the NPC before the first question answer one that is left out, so they go too.
                if line.by == "player" and len(starts) == most:
                    del lines[starts[-1] :]
                    break
                lines.append((line.name, line.text))
                oldest = -1 if line.kind == "scripted" or oldest < 0 else number
                if line.by == "player":
                    starts.append(len(lines))
        return lines[::-1], oldest

    def notice(self, text: str, player: str | None) -> None:
        """Note an event; it is sent with the next message of the player (None: of every player)."""
        self._notices.append(Notice(text, player))
        # More are kept than are sent, because equal ones are sent as one with a count.
        del self._notices[: -self.most_notices * 4]

    def notices(self, player: str | None) -> list[str]:
        """Return the texts that are still to be sent to a player (None: to any), oldest first, with repetitions."""
        texts = [notice.text for notice in self._notices if notice.awaits(player)]
        # The limit counts different texts, so that one event that repeats each second does not push out the others.
        distinct = list(dict.fromkeys(reversed(texts)))[: self.most_notices]
        return [text for text in texts if text in distinct]

    def add_result(self, result: ActionResult, player: str | None) -> None:
        """Note the outcome of a call; it is sent with the next message of the player (None: of any)."""
        self._results.append((player, result))
        del self._results[: -self.most_notices * 4]

    def results(self, player: str | None) -> list[ActionResult]:
        """Return the outcomes that are still to be sent with a message of a player (None: of any), oldest first."""
        return [result for about, result in self._results if _concerns(about, player)]

    def mark_sent(
        self,
        notices: Sequence[str],
        results: Sequence[ActionResult],
        player: str | None = None,
        everybody: Collection[str] = (),
    ) -> None:
        """Mark notices and results as sent with a player's message, so that they are not sent to this player again.

        player: an id, None for an NPC that has one conversation with all players; everybody: the ids of all players who
        are to hear a notice that concerns all.
        """
        for text in notices:
            # Only one notice for each text that was sent: an equal event that came later is still to be sent.
            for notice in [one for one in self._notices if one.text == text and one.awaits(player)][:1]:
                notice.sent_with.add(player)
                if None in notice.sent_with or notice.player is not None or notice.sent_with.issuperset(everybody):
                    self._notices.remove(notice)
        for result in results:
            _drop_first(self._results, lambda item, result=result: item[1] is result)

    def forget(self) -> None:
        """Clear the transcript, the visits, the notices, the results and the mood."""
        for part in (self.transcript, self.visits, self._notices, self._results):
            part.clear()
        self.mood = ""

    def save(self) -> dict[str, Any]:
        """Return the memory as a dict that JSON can carry, for the game's save file."""
        return {
            "transcript": [line._asdict() for line in self.transcript],
            "visits": dict(self.visits),
            "notices": [
                {"text": notice.text, "player": notice.player, "heard": sorted(map(str, notice.sent_with))}
                for notice in self._notices
            ],
            "deeds": [_saved_result(result, player) for player, result in self._results],
            **({"mood": self.mood} if self.mood else {}),
        }

    def load(self, saved: object) -> None:
        """Replace the memory by a dict that `save` returned. Raises `ConfigurationError` that names a wrong field."""
        # Imported here, because the schema takes milliseconds to build and tools load no saves.
        from stealth_pygame.world.save_schema import SavedMemory, read  # noqa: PLC0415

        self.take(read(SavedMemory, saved, "This saved memory"))

    def take(self, saved: SavedMemory) -> None:
        """Replace the memory by a saved one."""
        self.transcript[:] = [TranscriptLine(**line.model_dump()) for line in saved.transcript[-self.most_lines :]]
        # Loaded lines count as added now, so that no open conversation is taken to know them.
        self.count += len(self.transcript)
        self.mood = saved.mood
        self.visits.clear()
        self.visits.update(saved.visits)
        most = self.most_notices * 4
        self._notices[:] = [Notice(notice.text, notice.player, {*notice.heard}) for notice in saved.notices[-most:]]
        self._results[:] = [
            (result.player, (result.name, result.parameters, Feedback(result.success, result.message)))
            for result in saved.deeds[-most:]
        ]


def _saved_result(result: ActionResult, player: str | None) -> dict[str, Any]:
    name, parameters, feedback = result
    outcome = {"success": bool(feedback.success), "message": feedback.message}
    return {"name": name, "parameters": dict(parameters), **outcome, "player": player}


def _concerns(about: str | None, player: str | None) -> bool:
    return about is None or player is None or about == player


def _drop_first(items: list[Any], matches: Any) -> None:
    for index, item in enumerate(items):
        if matches(item):
            del items[index]
            return
