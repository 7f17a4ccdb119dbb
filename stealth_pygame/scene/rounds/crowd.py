"""A player's words to all NPCs near: the NPCs answer one after the other, not all at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from stealth_pygame.message import DropReason, Message
from stealth_pygame.scene.rounds.turns import Host, Reading
from stealth_pygame.scene.session import Utterance
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player


class Crowd:
    """One line to several NPCs, the nearest first. An NPC who answers later has heard the earlier answers."""

    def __init__(self, host: Host, player: Player, npcs: Sequence[NPC], text: str, context: object) -> None:
        self._host = host
        self._player = player
        self._npcs = tuple(npcs)
        self._waiting = deque(host.prepare(npc, text, player, context) for npc in npcs)
        self.messages: list[Message] = [utterance.message for utterance in self._waiting]
        self._speaking: Utterance | None = None
        self._reading: Reading | None = None
        for utterance in list(self._waiting)[1:]:
            # The player's line is shown only once, with the first message.
            utterance.echo = True
        self._next()

    def _next(self) -> None:
        self._speaking, self._reading = None, None
        while self._waiting and self._speaking is None:
            utterance = self._waiting.popleft()
            # The game has cancelled the message while it waited; its end is still to be told.
            if utterance.message.done:
                self._host.drop(utterance, DropReason.CANCELLED)
            elif not self._host.accept(utterance).done:
                self._speaking = utterance

    def step(self, dt: float) -> bool:
        """Let `dt` seconds pass; return False when all NPCs have answered."""
        if self._reading is not None:
            if self._reading.over(dt):
                self._next()
        elif self._speaking is not None and self._speaking.message.done:
            self._pass_on(self._speaking)
            self._reading = Reading(self._host, self._speaking.npc)
        return self._speaking is not None or bool(self._waiting)

    def _pass_on(self, utterance: Utterance) -> None:
        reply = utterance.message.reply
        if reply is not None and reply.content and not reply.flagged:
            for npc in self._npcs:
                if npc is not utterance.npc:
                    words = f"{utterance.npc.name} answered {self._player.name}: {reply.content[:400]}"
                    # Only for this player's conversation, because the others did not take part.
                    npc.memory.notice(words, self._player.id)

    def forget(self, npc: NPC) -> None:
        """Do nothing: the message to an NPC who was removed is dropped when its turn comes."""

    def interrupt(self, npc: NPC) -> None:
        """Do nothing: a player may speak to one of the NPCs meanwhile."""

    def close(self, reason: DropReason) -> None:
        """Drop the messages that still wait for their turn."""
        while self._waiting:
            self._host.drop(self._waiting.popleft(), reason)
        self._speaking = None
