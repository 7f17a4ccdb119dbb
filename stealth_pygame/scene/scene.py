"""The scene: the players and NPCs of a dialogue, the messages between them, and the events; all without drawing.

Everything here runs on the game thread and returns at once, except `close`. `update` returns the events, in order.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from stealth_pygame.characters.sheets import Character
from stealth_pygame.client.backend_api import Backend, has_model
from stealth_pygame.conversation.circuit_breaker import CircuitBreaker
from stealth_pygame.conversation.executor import Executor
from stealth_pygame.conversation.outgoing import Services
from stealth_pygame.conversation.own_thread import OwnThread
from stealth_pygame.errors import ConfigurationError, StealthError
from stealth_pygame.events import BackendDown, BackendUp, Event, PlayerEntered, PlayerLeft
from stealth_pygame.message import DropReason
from stealth_pygame.scene.context import Sampler
from stealth_pygame.scene.messages import Outbox, Posting, Scripts
from stealth_pygame.scene.moderation import Hook, Hooks
from stealth_pygame.scene.persistence import Installation
from stealth_pygame.scene.rounds.rounds import Rounds
from stealth_pygame.scene.sessions import Sessions
from stealth_pygame.scene.timing import FrameClock, RateLimit, frames_for
from stealth_pygame.settings import Settings
from stealth_pygame.world.closed import ClosedHost
from stealth_pygame.world.memory import TranscriptLine as TranscriptLine
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player, checked_player
from stealth_pygame.world.proximity import Nearness, nearest_of
from stealth_pygame.world.usage import Usage

if TYPE_CHECKING:
    from stealth_pygame.world.save_schema import SavedMemory


def _threads(settings: Settings) -> Executor:
    # Imported here, because a web page has no threads and passes another executor.
    from stealth_pygame.conversation.worker import Workers  # noqa: PLC0415

    return Workers(settings.workers)


class Scene(Posting):
    """Players and NPCs who talk through one backend.

    messages_per_minute: the limit for the whole game, None for no limit; chance: the random numbers for pauses between
    retries; clock: returns seconds, to measure the time that a frame spends on replies.
    """

    def __init__(
        self,
        client: Backend,
        settings: Settings,
        installation: Installation,
        *,
        messages_per_minute: int | None = None,
        workers: Executor | None = None,
        chance: random.Random | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.settings = settings
        self.players: list[Player] = []
        self.npcs: list[NPC] = []
        self._here: set[NPC] = set()
        self._everyone: tuple[NPC, ...] | None = ()
        self.absent: dict[str, list[SavedMemory]] = {}
        self.hooks = Hooks()
        self.speaker: Player | None = None
        self.closed = self._woken = False
        self.installation = installation
        self._thread = OwnThread()
        self._outbox = Outbox(settings, clock, self.players)
        self._replies = self._outbox.replies
        self.tell = self._outbox.tell
        self._sampler = Sampler(settings)
        self._kept_ids: set[str] = set()
        self._removed: WeakSet[NPC] = WeakSet()
        self._now = 0.0
        self._workers = _threads(settings) if workers is None else workers
        self._scripts = Scripts(self._workers, self.tell)
        self._rounds = Rounds(self, settings, self.tell, free=messages_per_minute is None)
        self._breaker = CircuitBreaker(client, self._workers, settings, self._backend_changed)
        self._services = Services(
            client, self._workers, self._breaker, settings, random.Random() if chance is None else chance
        )
        # Made last, because its callbacks use all the other parts.
        self._near = Nearness(settings, self._entered, self._left)
        self._rate = None if messages_per_minute is None else RateLimit(messages_per_minute)
        self._frames = FrameClock(settings.max_dt)
        self.sessions = Sessions(self._services, self, installation)

    # --- its people

    def add_player(self, player: Player) -> Player:
        """Add a player; the first one becomes `speaker`. Raises `ConfigurationError` if the id is used already."""
        self._thread.check("add_player")
        checked_player(player, "add_player")
        if any(other.id == player.id for other in self.players):
            raise ConfigurationError(f"There is a player with the id {player.id!r} already; give this one another id.")
        self.players.append(player)
        player.enter(self)
        # So a game for one player never has to set the speaker.
        self.speaker = self.speaker or player
        return player

    def remove_player(self, player: Player) -> None:
        """Remove a player; their messages are dropped, and their conversations end."""
        self._thread.check("remove_player")
        if player not in self.players:
            raise ConfigurationError(f"{player!r} is not in this dialogue; was it removed before?")
        self.players.remove(player)
        self._near.forget(player=player)
        self.sessions.drop(player=player)
        if self.speaker is player:
            self.speaker = self.players[0] if self.players else None

    def add_npc(self, character: Character, **options: Any) -> NPC:
        """Add an NPC. Raises `ConfigurationError` for a wrong option, or an id that a persistent NPC has already."""
        self._thread.check("add_npc")
        npc = NPC(character, self, self.settings, **options)
        # Checked after the NPC was made, because the id may come from the character.
        if npc.id in self._kept_ids or (npc.persistent and any(other.id == npc.id for other in self.npcs)):
            raise ConfigurationError(
                f"Two persistent NPCs with the id {npc.id!r} would share one memory; give one of them another id."
            )
        self.npcs.append(npc)
        self._here.add(npc)
        self._everyone = None
        if npc.persistent:
            self._kept_ids.add(npc.id)
        self.remember(npc)
        return npc

    def remember(self, npc: NPC) -> None:
        """Give an NPC the memory that the loaded save has for their id, if there is one."""
        if self.absent.get(npc.id):
            npc.memory.take(self.absent[npc.id].pop(0))

    def turn_back(self, npc: NPC) -> None:
        """Drop all unfinished messages and calls of an NPC; a conversation that is not persistent begins anew."""
        self._replies.forget(npc)
        self._outbox.turn_back(npc)
        self._rounds.forget(npc)
        self._scripts.forget(npc)
        self.sessions.drop(npc=npc, reason=DropReason.CANCELLED)
        if not npc.persistent:
            self.sessions.begin_anew(npc)

    def remove_npc(self, npc: NPC) -> None:
        """Remove an NPC; their messages are dropped, and their conversations end."""
        self._thread.check("remove_npc")
        if npc not in self._here:
            raise ConfigurationError(f"{npc!r} is not in this dialogue; was it removed before?")
        self.npcs.remove(npc)
        self._here.remove(npc)
        self._everyone = None
        self._kept_ids.discard(npc.id)
        self._near.forget(npc=npc)
        self._replies.forget(npc)
        self._rounds.forget(npc)
        self._scripts.forget(npc)
        self.sessions.drop(npc=npc)
        self._removed.add(npc)

    @property
    def everyone(self) -> tuple[NPC, ...]:
        """All NPCs. It is the same tuple object until an NPC is added or removed, because it is read in every frame."""
        if self._everyone is None:
            self._everyone = tuple(self.npcs)
        return self._everyone

    def nearest(self, player: Player) -> NPC | None:
        """Return the nearest NPC whose radius reaches the player, or None; it measures the distance to all NPCs."""
        return nearest_of(self.npcs, player)

    def nearest_known(self, player: Player) -> NPC | None:
        """Return the nearest of the NPCs that the last updates found near, or None; fast enough for every frame."""
        return self._near.nearest(player)

    @property
    def online(self) -> bool:
        """False while the backend is known to be down."""
        return self._breaker.up

    @property
    def free(self) -> bool:
        """True if a message costs nothing, so that NPCs may talk to each other without a budget."""
        return self._rounds.free

    @free.setter
    def free(self, free: bool) -> None:
        self._rounds.free = free

    @property
    def usage(self) -> Usage:
        """The numbers of messages, answers, characters, seconds and tokens so far; a copy."""
        return self._outbox.usage.copy()

    # --- its game

    @property
    def context(self) -> object:
        """The context of the whole game, a value or a callable."""
        return self._sampler.game

    @context.setter
    def context(self, context: object) -> None:
        self._sampler.game = context

    @property
    def before_send(self) -> Hook | None:
        """The game's hook for players' words."""
        return self.hooks.before_send

    @before_send.setter
    def before_send(self, hook: Hook | None) -> None:
        self.hooks.before_send = hook

    @property
    def before_say(self) -> Hook | None:
        """The game's hook for NPCs' words."""
        return self.hooks.before_say

    @before_say.setter
    def before_say(self, hook: Hook | None) -> None:
        self.hooks.before_say = hook

    @property
    def has_read(self) -> Callable[[NPC], bool]:
        """The presenter's function that returns True if an NPC's line was read; actions may wait for that."""
        return self._replies.has_read

    @has_read.setter
    def has_read(self, has_read: Callable[[NPC], bool]) -> None:
        self._replies.has_read = has_read

    def _backend_changed(self, error: StealthError | None) -> None:
        self._outbox.logged = error
        self.tell(BackendUp() if error is None else BackendDown(error))

    # --- the loop

    def update(self, dt: float) -> list[Event]:
        """Let `dt` seconds pass and return the events of this frame: `step`, then all `events`."""
        self.step(dt)
        return list(self.events())

    def step(self, dt: float) -> None:
        """Let `dt` seconds pass (at most `Settings.max_dt`); returns at once.

        Raises `ConfigurationError` for a negative time, and on another thread than that of the first call.
        """
        self._thread.claim("update")
        if self.closed:
            return
        seconds = self._frames.step(dt)
        # Outcomes first, so that the next requests are sent in the same frame.
        self._workers.poll(self.settings.max_outcomes, frames_for(seconds))
        self._now += seconds
        self._near.step(seconds, self.npcs, self.players)
        self._breaker.step(seconds)
        self.sessions.step(seconds, self._here)
        self._replies.step(seconds)
        self._rounds.step(seconds)

    def events(self) -> Iterator[Event]:
        """Yield the events of this frame in order, as `Outbox.events` does."""
        return self._outbox.events()

    def _entered(self, npc: NPC, player: Player) -> None:
        visits = npc.memory.visits
        visits[player.id] = visits.get(player.id, 0) + 1
        self.tell(PlayerEntered(npc, player))
        if not self._woken and has_model(self._services.client):
            self._woken = True
            # Once in a run: this loads the model, and lets it read the sheet of the first NPC that a player meets.
            session = self.sessions.between(npc, player)
            session.open_early(player)
            self.sessions.wake(session)
        if npc.greets:
            # The visits are saved for each player, so that a loaded game greets in the same way.
            words = self.settings.greeting if visits[player.id] == 1 else self.settings.greeting_again
            npc.notify(words.format(player=player.name, npc=npc.name), respond=True, player=player)

    def _left(self, npc: NPC, player: Player, entered: bool) -> None:
        if entered:
            self.tell(PlayerLeft(npc, player, last=not self._near.anybody_at(npc)))
        self.sessions.left(npc, player)

    # --- the end

    def close(self, timeout: float, abort: Callable[[], None]) -> None:
        """Drop all messages with the reason "closed", and finish the conversations within `timeout` seconds.

        Requests that take longer are ended with `abort`.
        """
        if self.closed:
            return
        deadline = time.monotonic() + timeout
        self._rounds.close()
        self.sessions.close()
        for npc in self.npcs:
            self._replies.forget(npc)
        # The last quarter of the time is kept for `abort` and for the end of the threads.
        while self.sessions.closing() and time.monotonic() < deadline - timeout / 4:
            self._workers.drain(0.02)
            self._workers.poll()
        self.closed = self._outbox.closed = True
        abort()
        self._workers.close(max(0.25, deadline - time.monotonic()))
        self._part()

    def _part(self) -> None:
        """Give NPCs and players another host: unread events in pygame's queue hold them, but must not hold a scene."""
        after = ClosedHost(self._thread.check)
        for npc in (*self.npcs, *self._removed):
            npc.enter(after)
        for player in self.players:
            player.leave(self, after)
