"""The memory of one NPC: the lines that were shown, what happened, and the outcome of their calls.

The backend keeps the oldest messages and forgets the newest (`protocol.md`, Memory), so the last exchanges travel with
each message, from here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from stealth_pygame.actions.call import Feedback, Value

if TYPE_CHECKING:
    from stealth_pygame.world.save_schema import SavedMemory

# A function's name, its parameters, and its outcome.
ActionResult = tuple[str, Mapping[str, Value], Feedback]


class TranscriptLine(NamedTuple):
    """One line of a transcript, as it was shown.

    by: "player" or "npc"; player: the id of the player who said or heard it, None for everybody;
    kind: "said", "scripted", "flagged", "cancelled", "failed" or "action".
    """

    name: str
    text: str
    by: str
    player: str | None = None
    kind: str = "said"


@dataclass(eq=False)
class Notice:
    """Something that happened; player: whom it concerns, None for all; sent_with: the players whose message told it."""

    text: str
    player: str | None = None
    sent_with: set[str | None] = field(default_factory=set)

    def awaits(self, player: str | None) -> bool:
        """Return True if it has still to go out with a player's message (None: with anybody's)."""
        return _concerns(self.player, player) and player not in self.sent_with


@dataclass
class Memory:
    """One NPC's transcript, notices and action results, each bounded."""

    most_lines: int
    most_notices: int
    transcript: list[TranscriptLine] = field(default_factory=list)
    visits: dict[str, int] = field(default_factory=dict)
    # The number of lines that were ever added; the last one of the transcript has this number.
    count: int = 0
    # The mood that was shown last; empty for who has none.
    mood: str = ""
    _notices: list[Notice] = field(default_factory=list)
    _results: list[tuple[str | None, ActionResult]] = field(default_factory=list)

    def add(self, line: TranscriptLine) -> None:
        """Keep a line; the oldest goes when there are too many."""
        self.transcript.append(line)
        self.count += 1
        # In place: the list is what presenters and saves look at.
        del self.transcript[: -self.most_lines]

    def exchanges(self, player: str | None, most: int) -> list[tuple[str, str]]:
        """Return the last (name, text) lines of `most` exchanges with one player, or with all (None), oldest first."""
        return self.recent(player, most)[0]

    def recent(self, player: str | None, most: int) -> tuple[list[tuple[str, str]], int]:
        """Return the same lines, and the number of the oldest, -1 where one was scripted, which no backend knows."""
        lines: list[tuple[str, str]] = []
        starts: list[int] = []
        oldest = number = self.count
        # Backwards: the last exchanges lie at the end of what may be hundreds of lines.
        for line in reversed(self.transcript if most > 0 else ()):
            number -= 1
            if line.kind in ("said", "scripted") and _concerns(line.player, player):
                # Lines of the NPC before the first question have lost what they answered.
                if line.by == "player" and len(starts) == most:
                    del lines[starts[-1] :]
                    break
                lines.append((line.name, line.text))
                oldest = -1 if line.kind == "scripted" or oldest < 0 else number
                if line.by == "player":
                    starts.append(len(lines))
        return lines[::-1], oldest

    def notice(self, text: str, player: str | None) -> None:
        """Note what happened, which the NPC hears with the next message."""
        self._notices.append(Notice(text, player))
        # Repeated ones are counted, so that more are kept than are told.
        del self._notices[: -self.most_notices * 4]

    def notices(self, player: str | None) -> list[str]:
        """Return what happened and concerns a player (None: anybody), oldest first; equal ones stay, to be counted."""
        texts = [notice.text for notice in self._notices if notice.awaits(player)]
        # The newest are kept; a bell that rings each second must not push out a dragon.
        distinct = list(dict.fromkeys(reversed(texts)))[: self.most_notices]
        return [text for text in texts if text in distinct]

    def add_result(self, result: ActionResult, player: str | None) -> None:
        """Note the outcome of a call, which the NPC hears with the next message."""
        self._results.append((player, result))
        del self._results[: -self.most_notices * 4]

    def results(self, player: str | None) -> list[ActionResult]:
        """Return the outcome of their calls since they last spoke to a player (None: anybody), oldest first."""
        return [result for about, result in self._results if _concerns(about, player)]

    def mark_sent(
        self,
        notices: Sequence[str],
        results: Sequence[ActionResult],
        player: str | None = None,
        everybody: Collection[str] = (),
    ) -> None:
        """Remember that these went out with a player's message; they do not go out with it again.

        player: None where the NPC has one conversation with all; everybody: the players to whom
        it goes out when it concerns all.
        """
        for text in notices:
            # One notice per text that went out: what happened again meanwhile is still to be told.
            for notice in [kept for kept in self._notices if kept.text == text and kept.awaits(player)][:1]:
                notice.sent_with.add(player)
                if None in notice.sent_with or notice.player is not None or notice.sent_with.issuperset(everybody):
                    self._notices.remove(notice)
        for result in results:
            _drop_first(self._results, lambda kept, result=result: kept[1] is result)

    def forget(self) -> None:
        """Forget everything."""
        for kept in (self.transcript, self.visits, self._notices, self._results):
            kept.clear()
        self.mood = ""

    def save(self) -> dict[str, Any]:
        """Return JSON for the game's save file."""
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
        """Take the dict that `save` gave. Raises `ConfigurationError` naming the field that cannot be from there."""
        # The schema takes milliseconds to build, and most runs of a tool load nothing.
        from stealth_pygame.world.save_schema import SavedMemory, read  # noqa: PLC0415

        self.take(read(SavedMemory, saved, "This saved memory"))

    def take(self, saved: SavedMemory) -> None:
        """Replace everything by what was saved."""
        self.transcript[:] = [TranscriptLine(**line.model_dump()) for line in saved.transcript[-self.most_lines :]]
        # Loaded lines count as added: no conversation that goes on can know them.
        self.count += len(self.transcript)
        self.mood = saved.mood
        self.visits.clear()
        self.visits.update(saved.visits)
        most = self.most_notices * 4
        self._notices[:] = [Notice(kept.text, kept.player, {*kept.heard}) for kept in saved.notices[-most:]]
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


def _drop_first(kept: list[Any], matches: Any) -> None:
    for index, item in enumerate(kept):
        if matches(item):
            del kept[index]
            return
