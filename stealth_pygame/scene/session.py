"""Who talks with whom: one NPC with one player, or with all of them where he is shared.

A talk outlives its conversations: when one is finished or lost, the next message opens another.
"""

from __future__ import annotations

import itertools
import logging
from dataclasses import dataclass, field
from typing import Any, Protocol

from stealth_pygame.characters.sheets import Character
from stealth_pygame.context.entries import wire_name
from stealth_pygame.conversation.conversation import Conversation
from stealth_pygame.conversation.outgoing import Outgoing, Services
from stealth_pygame.events import ConversationEnded, ConversationStarted, Event, Thinking
from stealth_pygame.message import DropReason
from stealth_pygame.protocol.models import User
from stealth_pygame.scene.persistence import Installation, SessionToken
from stealth_pygame.world.memory import ActionResult
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player

log = logging.getLogger("stealth_pygame")


@dataclass(eq=False, kw_only=True)
class Spoken(Outgoing):
    """A message with the people it is between, and what the villager hears along with it.

    unprompted: nobody typed it; the villager is to speak first.
    """

    npc: NPC
    player: Player
    unprompted: bool = False
    notices: list[str] = field(default_factory=list)
    deeds: list[ActionResult] = field(default_factory=list)

    @property
    def whose(self) -> str | None:
        """The player whose conversation it belongs to; None where the villager has one with all."""
        return None if self.npc.shared else self.player.id


class SessionListener(Protocol):
    """Whoever hears what becomes of talks."""

    def tell(self, event: Event) -> None:
        """Something happened that others may want to know."""

    def spoken_ended(self, spoken: Spoken) -> None:
        """A message has its end."""


class Session:
    """One NPC and the players of one conversation with him."""

    def __init__(
        self,
        npc: NPC,
        player: Player | None,
        services: Services,
        listener: SessionListener,
        installation: Installation,
        scope: str,
    ) -> None:
        self.npc = npc
        self._only = player
        self._scope = scope
        self._services = services
        self._listener = listener
        self._installation = installation
        self.over_for_good = False
        """Whether it is with a player who was removed: nobody asks for it again."""
        self._present: dict[str, Player] = {}
        self._retired: list[Conversation[Spoken]] = []
        self._named: dict[str, tuple[str, User]] = {}
        self.conversation = self._new()

    def _new(self) -> Conversation[Spoken]:
        self._known_as: Character | None = None
        self._kept = self._token() if self.npc.persistent else None
        return Conversation(self._services, self, character=self._character, users=self._users, token=self._kept)

    def _character(self) -> dict[str, Any]:
        self._known_as = self.npc.character
        return self._known_as.to_wire()

    @property
    def _outdated(self) -> bool:
        """Whether he can do more by now than the backend knows of; who waits for an answer is not disturbed."""
        return self._known_as not in (None, self.npc.character) and not self.conversation.busy

    def _token(self) -> SessionToken:
        whose = f":{self._only.id}" if self._only else ""
        base = f"{self._installation.id}:{self.npc.id}{whose}:{self.npc.character.fingerprint()}"
        log.info("%s remembers under %s; another version of the character has a memory of its own.", self.npc.id, base)
        return SessionToken(base, self._installation, self._store)

    def _store(self) -> None:
        self._services.workers.submit(self._installation.store, lambda outcome: None)

    @property
    def players(self) -> tuple[Player, ...]:
        """Who is in it: the one it is with, or those who are there."""
        return (self._only,) if self._only else tuple(self._present.values())

    def user(self, player: Player) -> User:
        """The player as this conversation knows her: her name on one line, her id scoped."""
        name, user = self._named.get(player.id, ("", None))
        if user is None or name != player.name:
            id = self._services.settings.user_id(self._installation.id, player.id, self._scope)
            user = User(name=wire_name(player.name), id=id)
            self._named[player.id] = player.name, user
        return user

    def _users(self) -> list[User]:
        """Who is there, and whoever has a message on its way."""
        users = {player.id: self.user(player) for player in self._present.values()}
        everybody = [conversation.everybody() for conversation in (self.conversation, *self._retired)]
        for spoken in itertools.chain(*everybody):
            users.setdefault(spoken.player.id, spoken.user)
        return [users[id] for id in sorted(users)]

    def post(self, spoken: Spoken) -> None:
        """Take a message; its sender counts as present."""
        self._present[spoken.player.id] = spoken.player
        self.over_for_good = False
        if not self.conversation.open or self._outdated:
            self._retire()
        self.conversation.post(spoken)

    def _retire(self) -> None:
        """Open another conversation; the old one comes to its end beside it."""
        old, self.conversation = self.conversation, self._new()
        old.leave()
        self._retired.append(old)
        # a persistent one is the same again on the backend, which may still be at work on what it never answered
        self.conversation.unanswered = old.unanswered and self.npc.persistent

    def leave(self, player: Player) -> None:
        """A player has gone; when nobody is left, the conversation is finished."""
        self._present.pop(player.id, None)
        if not self._present:
            self.conversation.leave()

    def drop(self, player: Player | None, reason: DropReason = DropReason.REMOVED) -> None:
        """Somebody is gone for good (None: all of them): what waits is dropped, and nobody is waited for."""
        if player is None:
            for conversation in (self.conversation, *self._retired):
                conversation.drop(reason)
                conversation.leave()
            self._present.clear()
        else:
            for conversation in (self.conversation, *self._retired):
                conversation.drop(reason, lambda spoken: spoken.player is player)
            self.over_for_good = player is self._only
            self.leave(player)

    def begin_anew(self) -> None:
        """Let the next message open another conversation, a persistent one under a fresh token."""
        if self._kept is not None:
            self._kept.freeze()
            self._token().give_up()
        self._retire()
        self.conversation.unanswered = False

    def step(self, dt: float) -> bool:
        """Let `dt` seconds pass; False when there is nothing to do for now."""
        if self._retired:
            self._retired = [conversation for conversation in self._retired if conversation.step(dt)]
        return self.conversation.step(dt) or bool(self._retired)

    @property
    def busy(self) -> bool:
        """Whether a message is on its way or waits."""
        return self.conversation.busy or any(conversation.busy for conversation in self._retired)

    @property
    def on_wire(self) -> bool:
        """Whether it can do nothing but wait for an answer."""
        return self.conversation.on_wire and not self._retired

    # --- what the conversation tells

    def ended(self, spoken: Spoken) -> None:
        """Pass on that a message has its end."""
        self._listener.spoken_ended(spoken)

    def thinking(self, spoken: Spoken) -> None:
        """Tell that a message has waited long enough to be seen waiting."""
        self._listener.tell(Thinking(spoken.npc, spoken.player, spoken.message))

    def started(self) -> None:
        """The conversation exists on the backend."""
        self._listener.tell(ConversationStarted(self.npc))

    def over(self) -> None:
        """The conversation is over, or was lost."""
        self._listener.tell(ConversationEnded(self.npc))
