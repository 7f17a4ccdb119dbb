"""The session of one NPC with one player, or with all players if the NPC is shared.

A session goes on after its conversation is finished or lost: the next message opens another conversation.
"""

from __future__ import annotations

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
    """A message with its NPC and player, and the notices and results that are sent with it.

    chapter: the conversation to which it was posted; unprompted: no player typed it, the NPC is to speak first;
    echo: its words were shown already, with another message; between_npcs: the player is an NPC too;
    prepared: the reply's calls, converted by a worker; cleaned: the reply's words, cleaned for drawing, by the original
    words; judged: the sentences of the unfinished reply that moderation has seen;
    outdated: a saved game was loaded meanwhile, so its end is told but changes nothing.
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
        """Return words of the reply, cleaned for drawing; words that moderation has changed are cleaned now."""
        return (self.cleaned and self.cleaned.get(words)) or safe(words)

    @property
    def listener_id(self) -> str | None:
        """The id of the player; None if the NPC has one conversation with all players."""
        return None if self.npc.shared else self.player.id


class SessionListener(Protocol):
    """The owner of sessions: the scene."""

    def tell(self, event: Event) -> None:
        """Tell an event."""

    def utterance_words(self, utterance: Utterance, so_far: SoFar | None) -> None:
        """Tell the words of an unfinished answer; None takes back the earlier words."""

    def utterance_ended(self, utterance: Utterance) -> None:
        """Take a message that has ended."""


class Chapter:
    """One conversation of a session, with a record of the lines that the backend knows from it."""

    def __init__(self, session: Session, token: SessionToken | None) -> None:
        self.token = token
        self.exchanges = 0
        """The number of messages that were answered in this conversation."""
        self.began_at: int | None = None
        """`Memory.count` of the NPC when the conversation was opened on the backend; None before that."""
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
        """Delete the ended conversation: the two refer to each other, which only a garbage collection would free."""
        del self.conversation

    def knows_all(self, oldest: int, exchanges: int) -> bool:
        """Return True if the backend knows all lines from the number `oldest` on (see `Memory.recent`).

        exchanges: the number of exchanges that a backend remembers.
        """
        # With a token, the history may be full already from an earlier run, so no line counts as known.
        fresh = self.token is None and self.began_at is not None and self.exchanges < exchanges
        return fresh and oldest >= (self.began_at or 0)

    def ended(self, utterance: Utterance) -> None:
        """Count the message if it was answered, and pass it on to the listener."""
        # The backend does not keep a message without an answer.
        self.exchanges += utterance.message.state is MessageState.SAID
        self._session.listener.utterance_ended(utterance)

    def thinking(self, utterance: Utterance) -> None:
        """Tell that a message has waited for `Settings.thinking_after` seconds."""
        self._session.listener.tell(Thinking(utterance.npc, utterance.player, utterance.message))

    def words(self, utterance: Utterance, so_far: SoFar | None) -> None:
        """Pass on the words of an unfinished answer."""
        self._session.listener.utterance_words(utterance, so_far)

    def waking(self, utterance: Utterance) -> None:
        """Tell that the model is still being loaded."""
        self._session.listener.tell(Waking(utterance.npc, utterance.player, utterance.message))

    def started(self) -> None:
        """Tell that the conversation was opened on the backend."""
        # This happens again after a lost conversation; the new one knows no lines.
        self.began_at, self.exchanges = self._session.npc.memory.count, 0
        self._session.listener.tell(ConversationStarted(self._session.npc))

    def over(self) -> None:
        """Tell that the conversation is over, or was lost."""
        self.began_at = None
        self._session.listener.tell(ConversationEnded(self._session.npc))

    def catch_up(self) -> None:
        """Count the time in which the session was not stepped."""
        self._session.catch_up()


class Session:
    """One NPC and the players of one conversation with them.

    only: the player, None for a session with all; scope: the NPC's id in user ids; wake: `Sessions.wake`.
    """

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
        """True if its only player was removed, so that the session can be forgotten."""
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
        """The NPC and the id of the only player, None for a session with all."""
        return self.npc, self._only.id if self._only else None

    def _new(self) -> Chapter:
        return Chapter(self, self._token() if self.npc.persistent else None)

    @property
    def conversation(self) -> Conversation[Utterance]:
        """The conversation that takes the next message."""
        return self.chapter.conversation

    @property
    def _outdated(self) -> bool:
        """True if the NPC's character or actions have changed since the backend got them."""
        known, now = self.chapter.character, self.npc.character
        return known is not None and known is not now and known != now

    def _token(self) -> SessionToken:
        npc, player = self.npc, f":{self._only.id}" if self._only else ""
        base = f"{self._installation.id}:{npc.id}{player}:{npc.character.fingerprint()}"
        log.info("%s has a memory for this version of the character; another version has another memory.", npc.id)
        return SessionToken(base, npc.id, self._installation, self._store)

    def _store(self) -> None:
        self.services.workers.submit(self._installation.store, lambda outcome: None)

    @property
    def players(self) -> tuple[Player, ...]:
        """The only player of the session, or all players who are present."""
        return (self._only,) if self._only else tuple(self._present.values())

    def user(self, player: Player) -> User:
        """Return the player as the backend knows them: the name on one line, and an id that is unique there."""
        name, user = self._named.get(player.id, ("", None))
        # Cached, because the conversation compares the users before each send.
        if user is None or name != player.name:
            id = self.services.settings.user_id(self._installation.id, player.id, self._scope)
            user = User(name=wire_name(player.name), id=id)
            self._named[player.id] = player.name, user
        return user

    def users(self) -> list[User]:
        """Return the users who are present, or who have a message that is not answered."""
        users = {player.id: self.user(player) for player in self._present.values()}
        for chapter in (self.chapter, *self._retired):
            for utterance in chapter.conversation.everybody():
                users.setdefault(utterance.player.id, utterance.user)
        return [users[id] for id in sorted(users)]

    @property
    def conversations(self) -> list[Conversation[Utterance]]:
        """The conversation that takes the next message, and the retired ones that are still ending."""
        return [chapter.conversation for chapter in (self.chapter, *self._retired)]

    def post(self, utterance: Utterance) -> None:
        """Take a message; its player counts as present, at any distance."""
        self._present[utterance.player.id] = utterance.player
        self.over_for_good = False
        # A new character needs a new conversation: an update would delete the history in the middle of an answer.
        if not self.conversation.open or self._outdated:
            self._retire()
        utterance.chapter = self.chapter
        self.conversation.post(utterance)

    def open_early(self, player: Player) -> None:
        """Open the conversation with a player who has come near, before their first message."""
        self._present[player.id] = player
        self.conversation.open_early()

    def _retire(self) -> None:
        """Start another conversation; the old one ends its messages and is then finished."""
        old, self.chapter = self.chapter, self._new()
        old.conversation.leave()
        self._retired.append(old)
        # A persistent conversation is the same one on the backend, which may still be at work on the last message.
        self.conversation.unanswered = old.conversation.unanswered and self.npc.persistent

    def leave(self, player: Player) -> None:
        """Note that a player has gone; when no player is left, the conversation is finished."""
        self._present.pop(player.id, None)
        if not self._present:
            self.conversation.leave()

    def drop(self, player: Player | None, reason: DropReason = DropReason.REMOVED) -> None:
        """Drop the messages of a player who was removed, or of all players (None)."""
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
        """Let the next message open another conversation; a persistent one gets the NPC's present token.

        The old conversation keeps its old token, because two conversations with one token would disturb each other.
        """
        if self.chapter.token is not None:
            self.chapter.token.freeze()
        self._retire()
        self.conversation.unanswered = False

    def step(self, dt: float) -> bool:
        """Let `dt` seconds pass; return False if there is nothing to do for now."""
        if self._retired:
            going_on = [chapter for chapter in self._retired if chapter.conversation.step(dt)]
            for chapter in self._retired:
                if chapter not in going_on:
                    chapter.close()
            self._retired = going_on
            # The new conversation waits for the old one, so that answers come in the order of the questions, and
            # because the backend has one conversation for each user id.
            if any(chapter.conversation.busy for chapter in self._retired):
                self.conversation.wait(dt)
                return True
        return self.conversation.step(dt) or bool(self._retired)

    @property
    def busy(self) -> bool:
        """True while a message waits for its turn or for its answer."""
        return any(conversation.busy for conversation in self.conversations)

    def catch_up(self) -> None:
        """Count the time in which the session was not stepped, and step it in the next frame."""
        self._wake(self)

    def wait(self, dt: float) -> None:
        """Let `dt` seconds pass in which the session was not stepped."""
        for conversation in self.conversations:
            conversation.wait(dt)

    @property
    def rests_for(self) -> float:
        """Seconds for which only an answer can change the session; 0 if it has something to do."""
        return 0.0 if self._retired else self.conversation.rests_for
