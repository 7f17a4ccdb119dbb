"""The session of one NPC with one player, or with all of them where the NPC is shared.

A session outlives its conversations: when one is finished or lost, the next message opens another.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from stealth_pygame.actions.action import Prepared
from stealth_pygame.characters.sheets import Character
from stealth_pygame.context.entries import wire_name
from stealth_pygame.conversation.conversation import Conversation
from stealth_pygame.conversation.outgoing import Outgoing, Services, SoFar
from stealth_pygame.events import ConversationEnded, ConversationStarted, Event, Thinking, Waking
from stealth_pygame.message import DropReason, MessageState
from stealth_pygame.protocol.models import User
from stealth_pygame.scene.persistence import Installation, SessionToken
from stealth_pygame.scene.timing import RateLimit
from stealth_pygame.text import safe
from stealth_pygame.world.memory import ActionResult
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player

log = logging.getLogger("stealth_pygame")


@dataclass(eq=False, kw_only=True)
class Utterance(Outgoing):
    """A message with the people it is between, and all that the NPC hears along with it.

    unprompted: nobody typed it; the NPC is to speak first. echo: the player's words were shown already, with another
    message; between_npcs: the player is an NPC as well. prepared: the reply's calls as a worker has converted them;
    cleaned: its words as they may be drawn, by the words themselves; judged: its sentences that the game's moderation
    has seen before the end.
    outdated: a saved game was loaded meanwhile; its end is told, and changes nothing.
    """

    npc: NPC
    player: Player
    session: Session
    chapter: Chapter | None = None
    unprompted: bool = False
    echo: bool = False
    between_npcs: bool = False
    outdated: bool = False
    notices: Sequence[str] = ()
    results: Sequence[ActionResult] = ()
    prepared: Sequence[Prepared] = ()
    cleaned: Mapping[str, str] | None = None
    judged: str = ""

    def safe(self, words: str) -> str:
        """Return words of the reply as they may be drawn; those that moderation has changed are cleaned only now."""
        return (self.cleaned and self.cleaned.get(words)) or safe(words)

    @property
    def listener_id(self) -> str | None:
        """The id of the player whose conversation it belongs to; None where the NPC has one with all."""
        return None if self.npc.shared else self.player.id


class SessionListener(Protocol):
    """The owner of sessions, which hears what happens in them."""

    def tell(self, event: Event) -> None:
        """Pass on something that others may want to know."""

    def utterance_words(self, utterance: Utterance, so_far: SoFar | None) -> None:
        """Tell words of an answer that is on its way, as far as they may be seen; None takes them back."""

    def utterance_ended(self, utterance: Utterance) -> None:
        """Conclude a message that has its end."""


class Chapter:
    """One conversation of a session, and how much of what was said the backend knows from it."""

    def __init__(self, session: Session, token: SessionToken | None) -> None:
        self.token = token
        self.exchanges = 0
        """Messages that were answered in it."""
        self.began_at: int | None = None
        """The count of the NPC's transcript when the conversation began on the backend; None before that."""
        self.character: Character | None = None
        """The character that the backend knows."""
        self._session = session
        self.conversation: Conversation[Utterance] = Conversation(
            session.services, self, character=self._to_wire, users=session.users, token=token
        )

    def _to_wire(self) -> dict[str, Any]:
        self.character = self._session.npc.character
        return self.character.to_wire()

    def close(self) -> None:
        """Let go of the conversation, which is over: each would keep the other until the garbage collector comes."""
        del self.conversation

    def knows_all(self, oldest: int, exchanges: int) -> bool:
        """Return True if the backend still knows each line from the `oldest` on (counted in the NPC's transcript).

        exchanges: the number that a backend remembers by itself. A conversation that was kept from an earlier run may
        be full already, so that nothing is taken for known.
        """
        # With a token the backend may have found what an earlier run left.
        fresh = self.token is None and self.began_at is not None and self.exchanges < exchanges
        return fresh and oldest >= (self.began_at or 0)

    def ended(self, utterance: Utterance) -> None:
        """Count an answered message, and pass on its end."""
        # A message without an answer is not kept by the backend.
        self.exchanges += utterance.message.state is MessageState.SAID
        self._session.listener.utterance_ended(utterance)

    def thinking(self, utterance: Utterance) -> None:
        """Tell that a message has waited long enough to be seen waiting."""
        self._session.listener.tell(Thinking(utterance.npc, utterance.player, utterance.message))

    def words(self, utterance: Utterance, so_far: SoFar | None) -> None:
        """Pass on words of an answer that is on its way."""
        self._session.listener.utterance_words(utterance, so_far)

    def waking(self, utterance: Utterance) -> None:
        """Tell that the model is still being loaded."""
        self._session.listener.tell(Waking(utterance.npc, utterance.player, utterance.message))

    def started(self) -> None:
        """Tell that the conversation exists on the backend."""
        # Also after a lost conversation: the new one knows nothing.
        self.began_at, self.exchanges = self._session.npc.memory.count, 0
        self._session.listener.tell(ConversationStarted(self._session.npc))

    def over(self) -> None:
        """Tell that the conversation is over, or was lost."""
        self.began_at = None
        self._session.listener.tell(ConversationEnded(self._session.npc))

    def catch_up(self) -> None:
        """Let the time pass for which the session rested."""
        self._session.catch_up()


class Session:
    """One NPC and the players of one conversation with them. only: the player, None for all."""

    def __init__(
        self,
        npc: NPC,
        only: Player | None,
        services: Services,
        listener: SessionListener,
        installation: Installation,
        scope: str,
        wake: Callable[[Session], None],
    ) -> None:
        self.npc = npc
        self.services = services
        self.listener = listener
        most = services.settings.conversation_messages_per_minute
        self.rate = None if most is None else RateLimit(most)
        self.over_for_good = False
        """True when it is with a player who was removed: nobody asks for it again."""
        self._only = only
        self._scope = scope
        self._wake = wake
        self._installation = installation
        self._present: dict[str, Player] = {}
        self._retired: list[Chapter] = []
        self._named: dict[str, tuple[str, User]] = {}
        self.chapter = self._new()

    @property
    def key(self) -> tuple[NPC, str | None]:
        """The NPC and the id of the one player, None where it is with all."""
        return self.npc, self._only.id if self._only else None

    def _new(self) -> Chapter:
        return Chapter(self, self._token() if self.npc.persistent else None)

    @property
    def conversation(self) -> Conversation[Utterance]:
        """The conversation that takes the next message."""
        return self.chapter.conversation

    @property
    def _outdated(self) -> bool:
        """True when the NPC is another, or can do more, than the backend knows."""
        known, now = self.chapter.character, self.npc.character
        return known is not None and known is not now and known != now

    def _token(self) -> SessionToken:
        npc, player = self.npc, f":{self._only.id}" if self._only else ""
        base = f"{self._installation.id}:{npc.id}{player}:{npc.character.fingerprint()}"
        log.info("%s remembers by a token of this character; another version has a memory of its own.", npc.id)
        return SessionToken(base, npc.id, self._installation, self._store)

    def _store(self) -> None:
        self.services.workers.submit(self._installation.store, lambda outcome: None)

    @property
    def players(self) -> tuple[Player, ...]:
        """The player it is with, or those who are there."""
        return (self._only,) if self._only else tuple(self._present.values())

    def user(self, player: Player) -> User:
        """Return the player as this conversation knows them: the name on one line, the id scoped."""
        name, user = self._named.get(player.id, ("", None))
        # Made once per name: the conversation compares users in every frame.
        if user is None or name != player.name:
            id = self.services.settings.user_id(self._installation.id, player.id, self._scope)
            user = User(name=wire_name(player.name), id=id)
            self._named[player.id] = player.name, user
        return user

    def users(self) -> list[User]:
        """Return those who are there, and those who have a message on its way."""
        users = {player.id: self.user(player) for player in self._present.values()}
        for utterance in itertools.chain(*(conversation.everybody() for conversation in self.conversations)):
            users.setdefault(utterance.player.id, utterance.user)
        return [users[id] for id in sorted(users)]

    @property
    def conversations(self) -> list[Conversation[Utterance]]:
        """The conversation that takes the next message, and those that come to their end beside it."""
        return [chapter.conversation for chapter in (self.chapter, *self._retired)]

    def post(self, utterance: Utterance) -> None:
        """Take a message; its sender counts as present."""
        # From wherever it comes: a game may let a player shout across the map.
        self._present[utterance.player.id] = utterance.player
        self.over_for_good = False
        # The backend wipes its history with a new character anyway; a conversation of its own loses no answer.
        if not self.conversation.open or self._outdated:
            self._retire()
        utterance.chapter = self.chapter
        self.conversation.post(utterance)

    def open_early(self, player: Player) -> None:
        """Open the conversation with somebody who has come near and said nothing yet."""
        self._present[player.id] = player
        self.conversation.open_early()

    def _retire(self) -> None:
        """Open another conversation; the old one comes to its end beside it."""
        old, self.chapter = self.chapter, self._new()
        old.conversation.leave()
        self._retired.append(old)
        # a persistent one is the same again on the backend, which may still be at work on what it never answered
        self.conversation.unanswered = old.conversation.unanswered and self.npc.persistent

    def leave(self, player: Player) -> None:
        """Let a player go; when nobody is left, the conversation is finished."""
        self._present.pop(player.id, None)
        if not self._present:
            self.conversation.leave()

    def drop(self, player: Player | None, reason: DropReason = DropReason.REMOVED) -> None:
        """Drop what waits for somebody who is gone for good (None: all of them); nobody is waited for."""
        if player is None:
            for conversation in self.conversations:
                conversation.drop(reason)
                conversation.leave()
            self._present.clear()
        else:
            for conversation in self.conversations:
                conversation.drop(reason, lambda utterance: utterance.player is player)
            self.over_for_good = player is self._only
            self.leave(player)

    def begin_anew(self) -> None:
        """Let the next message open another conversation, a persistent one under the NPC's present token.

        The old one keeps the token that it has: two conversations under one would disturb each other.
        """
        if self.chapter.token is not None:
            self.chapter.token.freeze()
        self._retire()
        self.conversation.unanswered = False

    def step(self, dt: float) -> bool:
        """Let `dt` seconds pass; return False when there is nothing to do for now."""
        if self._retired:
            going_on = [chapter for chapter in self._retired if chapter.conversation.step(dt)]
            for chapter in self._retired:
                if chapter not in going_on:
                    chapter.close()
            self._retired = going_on
            # Answers come in the order of their questions, and the backend keeps one conversation per user id.
            if any(chapter.conversation.busy for chapter in self._retired):
                self.conversation.wait(dt)
                return True
        return self.conversation.step(dt) or bool(self._retired)

    @property
    def busy(self) -> bool:
        """True while a message is on its way or waits."""
        return any(conversation.busy for conversation in self.conversations)

    def catch_up(self) -> None:
        """Let the time pass for which it rested, and have its turn in the next step."""
        self._wake(self)

    def wait(self, dt: float) -> None:
        """Let `dt` seconds pass in which it could do nothing."""
        for conversation in self.conversations:
            conversation.wait(dt)

    @property
    def rests_for(self) -> float:
        """Seconds for which nothing but an answer can change it; 0 where it has something to do."""
        return 0.0 if self._retired else self.conversation.rests_for
