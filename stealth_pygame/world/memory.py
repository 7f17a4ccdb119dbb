"""What one villager remembers: what was shown, what happened, and what became of his calls.

The backend keeps the oldest messages and forgets the newest (`protocol.md`, Memory), so the last exchanges travel with
each message, from here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from stealth_pygame.actions.call import Feedback, Value
from stealth_pygame.world.save_schema import SavedMemory, read

ActionResult = tuple[str, Mapping[str, Value], Feedback]
"""A function's name, its parameters, and what became of it."""


class TranscriptLine(NamedTuple):
    """One line of a transcript, as it was shown.

    by: "player" or "npc"; player: the id of the player it was said by or to, None for everybody;
    kind: "said", "scripted", "flagged", "cancelled", "failed" or "action".
    """

    name: str
    text: str
    by: str
    player: str | None = None
    kind: str = "said"


@dataclass(eq=False)
class Notice:
    """Something that happened; player: whom it concerns, None for all; heard: with whose messages it went out."""

    text: str
    player: str | None = None
    heard: set[str | None] = field(default_factory=set)

    def awaits(self, player: str | None) -> bool:
        """Whether it has still to go out with a player's message (None: with anybody's)."""
        return _concerns(self.player, player) and player not in self.heard


@dataclass
class Memory:
    """One NPC's transcript, notices and deeds, each bounded."""

    most_lines: int
    most_notices: int
    transcript: list[TranscriptLine] = field(default_factory=list)
    visits: dict[str, int] = field(default_factory=dict)
    _notices: list[Notice] = field(default_factory=list)
    _deeds: list[tuple[str | None, ActionResult]] = field(default_factory=list)

    def add(self, line: TranscriptLine) -> None:
        """Keep a line; the oldest goes when there are too many."""
        self.transcript.append(line)
        del self.transcript[: -self.most_lines]

    def exchanges(self, player: str | None, most: int) -> list[tuple[str, str]]:
        """The last (name, text) lines of `most` exchanges with one player, or with all (None), oldest first."""
        told: list[tuple[str, str]] = []
        starts: list[int] = []
        # Backwards: the last exchanges lie at the end of what may be hundreds of lines.
        for line in reversed(self.transcript if most > 0 else ()):
            if line.kind in ("said", "scripted") and _concerns(line.player, player):
                if line.by == "player" and len(starts) == most:
                    del told[starts[-1] :]
                    break
                told.append((line.name, line.text))
                if line.by == "player":
                    starts.append(len(told))
        return told[::-1]

    def notice(self, text: str, player: str | None) -> None:
        """Something happened, which the villager hears with the next message."""
        self._notices.append(Notice(text, player))
        del self._notices[: -self.most_notices * 4]

    def notices(self, player: str | None) -> list[str]:
        """What happened and concerns a player (None: anybody), oldest first; equal ones stay, to be counted."""
        told = [notice.text for notice in self._notices if notice.awaits(player)]
        distinct = list(dict.fromkeys(reversed(told)))[: self.most_notices]
        return [text for text in told if text in distinct]

    def did(self, deed: ActionResult, player: str | None) -> None:
        """A call has come to its end, which the villager hears with the next message."""
        self._deeds.append((player, deed))
        del self._deeds[: -self.most_notices * 4]

    def deeds(self, player: str | None) -> list[ActionResult]:
        """What became of his calls since he last spoke to a player (None: anybody), oldest first."""
        return [deed for whom, deed in self._deeds if _concerns(whom, player)]

    def told(
        self,
        notices: Sequence[str],
        deeds: Sequence[ActionResult],
        player: str | None = None,
        everybody: Collection[str] = (),
    ) -> None:
        """He has heard these with a player's message; they do not go out to her again.

        player: None where he has one conversation with all; everybody: who has to hear what concerns all.
        """
        for text in notices:
            for notice in [kept for kept in self._notices if kept.text == text and kept.awaits(player)][:1]:
                notice.heard.add(player)
                if None in notice.heard or notice.player is not None or notice.heard.issuperset(everybody):
                    self._notices.remove(notice)
        for deed in deeds:
            _drop_first(self._deeds, lambda kept, deed=deed: kept[1] is deed)

    def forget(self) -> None:
        """Begin anew."""
        for kept in (self.transcript, self.visits, self._notices, self._deeds):
            kept.clear()

    def save(self) -> dict[str, Any]:
        """JSON for the game's save file."""
        return {
            "transcript": [line._asdict() for line in self.transcript],
            "visits": dict(self.visits),
            "notices": [
                {"text": notice.text, "player": notice.player, "heard": sorted(map(str, notice.heard))}
                for notice in self._notices
            ],
            "deeds": [_saved_deed(deed, player) for player, deed in self._deeds],
        }

    def load(self, saved: object) -> None:
        """Take what `save` gave. Raises `ConfigurationError` naming the field of what it cannot have given."""
        self.take(read(SavedMemory, saved, "This saved memory"))

    def take(self, saved: SavedMemory) -> None:
        """Remember what was saved, and nothing else."""
        self.transcript[:] = [TranscriptLine(**line.model_dump()) for line in saved.transcript[-self.most_lines :]]
        self.visits.clear()
        self.visits.update(saved.visits)
        most = self.most_notices * 4
        self._notices[:] = [Notice(kept.text, kept.player, {*kept.heard}) for kept in saved.notices[-most:]]
        self._deeds[:] = [
            (deed.player, (deed.name, deed.parameters, Feedback(deed.success, deed.message)))
            for deed in saved.deeds[-most:]
        ]


def _saved_deed(deed: ActionResult, player: str | None) -> dict[str, Any]:
    name, parameters, feedback = deed
    told = {"success": bool(feedback.success), "message": feedback.message}
    return {"name": name, "parameters": dict(parameters), **told, "player": player}


def _concerns(whom: str | None, player: str | None) -> bool:
    return whom is None or player is None or whom == player


def _drop_first(kept: list[Any], matches: Any) -> None:
    for index, item in enumerate(kept):
        if matches(item):
            del kept[index]
            return
