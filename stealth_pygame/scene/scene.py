"""The component without its picture: who is there, who is spoken to, polling, telling, closing.

Everything here runs on the game thread and never waits, `close` aside. What happened is told by `update`, in order.
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from stealth_pygame.characters.sheets import Character
from stealth_pygame.client.backend_api import Backend
from stealth_pygame.context.escape import in_brackets
from stealth_pygame.conversation.circuit_breaker import CircuitBreaker
from stealth_pygame.conversation.outgoing import Services
from stealth_pygame.conversation.worker import Executor, Workers
from stealth_pygame.errors import ConfigurationError, StealthError
from stealth_pygame.events import Asked, BackendDown, BackendUp, Event, PlayerEntered, PlayerLeft, Said
from stealth_pygame.message import DropReason, Message, MessageState
from stealth_pygame.scene.context import Sampler
from stealth_pygame.scene.messages import event_of, explain, line_of
from stealth_pygame.scene.moderation import Hooks
from stealth_pygame.scene.persistence import Installation
from stealth_pygame.scene.replies import Replies
from stealth_pygame.scene.session import Spoken
from stealth_pygame.scene.sessions import Sessions
from stealth_pygame.scene.timing import Clock, RateLimit
from stealth_pygame.settings import Settings
from stealth_pygame.text import safe
from stealth_pygame.world.memory import TranscriptLine as TranscriptLine
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player, checked_player
from stealth_pygame.world.proximity import Nearness, nearest_of
from stealth_pygame.world.save_schema import SavedMemory


class Scene:
    """Players and NPCs who talk through one backend.

    messages_per_minute: for the whole game, None for as many as you like; chance: for the jitter of retries.
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
    ) -> None:
        self.settings = settings
        self.players: list[Player] = []
        self.npcs: list[NPC] = []
        self.absent: dict[str, list[SavedMemory]] = {}
        self.hooks = Hooks()
        self.sampler = Sampler(settings)
        self.speaker: Player | None = None
        self.closed = False
        self.installation = installation
        self._kept_ids: set[str] = set()
        self._told: deque[Event] = deque()
        self._ended: deque[Spoken] = deque()
        self._workers = Workers(settings.workers) if workers is None else workers
        self._breaker = CircuitBreaker(client, self._workers, settings, self._backend_changed)
        self._services = Services(
            client, self._workers, self._breaker, settings, random.Random() if chance is None else chance
        )
        self._near = Nearness(settings, self._entered, self._left)
        self._rate = RateLimit(messages_per_minute)
        self._clock = Clock(settings.max_dt)
        self.sessions = Sessions(self._services, self, installation)
        self.replies = Replies(settings, self.tell)

    # --- who is there

    def add_player(self, player: Player) -> Player:
        """Let somebody play; the first one is at the keyboard. Raises `ConfigurationError` for an id taken."""
        checked_player(player, "add_player")
        if any(other.id == player.id for other in self.players):
            raise ConfigurationError(f"There is a player with the id {player.id!r} already; give this one another id.")
        self.players.append(player)
        self.speaker = self.speaker or player
        return player

    def remove_player(self, player: Player) -> None:
        """Let somebody go; her messages that wait are dropped, her conversations end."""
        if player not in self.players:
            raise ConfigurationError(f"{player!r} is not in this dialogue; was she removed before?")
        self.players.remove(player)
        self._near.forget(player=player)
        self.sessions.drop(player=player)
        if self.speaker is player:
            self.speaker = self.players[0] if self.players else None

    def add_npc(self, character: Character, **options: Any) -> NPC:
        """Put somebody into the world. Raises `ConfigurationError`, also for two persistent NPCs with one id."""
        npc = NPC(character, self, self.settings, **options)
        if npc.id in self._kept_ids or (npc.persistent and any(other.id == npc.id for other in self.npcs)):
            raise ConfigurationError(
                f"Two persistent NPCs with the id {npc.id!r} would share one memory; give one of them another id."
            )
        self.npcs.append(npc)
        if npc.persistent:
            self._kept_ids.add(npc.id)
        self.remember(npc)
        return npc

    def remember(self, npc: NPC) -> None:
        """Give him the memory that a save file has for him."""
        if self.absent.get(npc.id):
            npc.memory.take(self.absent[npc.id].pop(0))

    def turn_back(self, npc: NPC) -> None:
        """Forget what is on its way to him; what the backend does not keep for good begins anew."""
        self.replies.forget(npc)
        self.sessions.drop(npc=npc, reason=DropReason.CANCELLED)
        if not npc.persistent:
            self.sessions.begin_anew(npc)

    def remove_npc(self, npc: NPC) -> None:
        """Take somebody out of the world; his messages are dropped, his conversations end."""
        if npc not in self.npcs:
            raise ConfigurationError(f"{npc!r} is not in this dialogue; was he removed before?")
        self.npcs.remove(npc)
        self._kept_ids.discard(npc.id)
        self._near.forget(npc=npc)
        self.replies.forget(npc)
        self.sessions.drop(npc=npc)

    def nearest(self, player: Player) -> NPC | None:
        """The NPC nearest to a player among those whose radius reaches her; asks everybody."""
        return nearest_of(self.npcs, player)

    def nearest_known(self, player: Player) -> NPC | None:
        """The same among those already known to be near; cheap enough for every frame."""
        return self._near.nearest(player)

    @property
    def online(self) -> bool:
        """False while the backend is known to be down."""
        return self._breaker.up

    # --- what NPCs ask of it (`npc.Host`)

    def send(self, npc: NPC, text: str, player: Player | None, context: object) -> Message:
        """Take a message; whatever keeps it from being sent is its end, with a reason, and an event."""
        if not isinstance(text, str):
            raise ConfigurationError(f"A message must be a text, and this is {type(text).__name__}: {text!r:.80}")
        spoken = self._spoken(npc, text.strip(), player, context)
        words = self.hooks.outgoing(npc, spoken.player, spoken.message.text)
        spoken.message.text = words if words is not None else spoken.message.text
        return self._accept(spoken, DropReason.VETOED if words is None else None)

    def respond(self, npc: NPC, text: str, player: Player | None) -> Message:
        """Let an NPC speak first; the occasion goes out in brackets, as a stage direction."""
        return self._accept(self._spoken(npc, in_brackets(text), player, None, unprompted=True))

    def say(self, npc: NPC, text: str) -> None:
        """Tell a scripted line."""
        shown = safe(text)
        npc.memory.add(TranscriptLine(npc.name, shown, "npc", None, "scripted"))
        self.tell(Said(npc, None, None, shown))

    def busy(self, npc: NPC) -> bool:
        """Whether a message to him is on its way."""
        return any(session.busy for session in self.sessions.of(npc))

    def forget(self, npc: NPC) -> None:
        """End his conversations; a persistent one moves on to a fresh token."""
        self.sessions.begin_anew(npc)

    # --- messages

    def _spoken(
        self, npc: NPC, text: str, player: Player | None, context: object, *, unprompted: bool = False
    ) -> Spoken:
        player = player or self.speaker
        if player is None:
            raise ConfigurationError("Nobody is there to speak: call dialogue.add_player(Player(...)) first.")
        checked_player(player, "send")
        user = self.sessions.between(npc, player).user(player)
        spoken = Spoken(Message(text), user, npc=npc, player=player, unprompted=unprompted)
        spoken.context = partial(self.sampler.sample, spoken, context)
        spoken.judge = partial(self.hooks.judge, npc, player)
        return spoken

    def _accept(self, spoken: Spoken, reason: DropReason | None = None) -> Message:
        reason = reason or self._objection(spoken)
        if reason:
            spoken.message.settle(MessageState.DROPPED, reason=reason)
            self.spoken_ended(spoken)
            return spoken.message
        if not spoken.unprompted:
            self.tell(Asked(spoken.npc, spoken.player, spoken.message))
        self._near.touch(spoken.npc, spoken.player)
        session = self.sessions.between(spoken.npc, spoken.player)
        self.sessions.wake(session)
        session.post(spoken)
        return spoken.message

    def _objection(self, spoken: Spoken) -> DropReason | None:
        """Why a message cannot go, as the reason of its end; None when it can."""
        if self.closed:
            return DropReason.CLOSED
        if spoken.npc not in self.npcs:
            return DropReason.REMOVED
        if not spoken.message.text:
            return DropReason.EMPTY
        if len(spoken.message.text) > self.settings.max_message_chars:
            return DropReason.TOO_LONG
        may = self.sessions.may_send(spoken.npc, spoken.player) and self._rate.take()
        return None if may else DropReason.RATE_LIMIT

    def spoken_ended(self, spoken: Spoken) -> None:
        """A message has its end; it is told in the next update."""
        self._ended.append(spoken)

    def tell(self, event: Event) -> None:
        """Something happened; it is told in the next update."""
        self._told.append(event)

    def _backend_changed(self, error: StealthError | None) -> None:
        self.tell(BackendUp() if error is None else BackendDown(error))

    # --- the loop

    def update(self, dt: float) -> list[Event]:
        """Let `dt` seconds pass (clamped to `Settings.max_dt`) and return what happened; never waits.

        Raises `ConfigurationError` for a time that runs backwards.
        """
        if self.closed:
            return []
        seconds = self._clock.step(dt)
        self._workers.poll(self.settings.max_outcomes)
        self._pass_time(seconds)
        while self._ended and not self.closed:
            self._conclude(self._ended.popleft())
        told, self._told = list(self._told), deque()
        return told

    def _pass_time(self, dt: float) -> None:
        self._rate.step(dt)
        self._near.step(dt, self.npcs, self.players)
        self._breaker.step(dt)
        self.sessions.step(dt, self.npcs)
        self.replies.step(dt)

    def _conclude(self, spoken: Spoken) -> None:
        spoken.forget()
        explain(spoken, self._breaker.error)
        line = line_of(spoken)
        if line is not None:
            spoken.npc.memory.add(line)
        event = event_of(spoken)
        if event is not None:
            self.tell(event)
        elif spoken.message.reply is not None:
            # Others who play have still to bring up what concerns all.
            everybody = [player.id for player in self.players]
            spoken.npc.memory.told(spoken.notices, spoken.deeds, spoken.whose, everybody)
            self.replies.said(spoken, spoken.message.reply)

    def _entered(self, npc: NPC, player: Player) -> None:
        visits = npc.memory.visits
        visits[player.id] = visits.get(player.id, 0) + 1
        self.tell(PlayerEntered(npc, player))
        if npc.greets:
            words = self.settings.greeting if visits[player.id] == 1 else self.settings.greeting_again
            npc.notify(words.format(player=player.name, npc=npc.name), respond=True, player=player)

    def _left(self, npc: NPC, player: Player, entered: bool) -> None:
        if entered:
            self.tell(PlayerLeft(npc, player))
        self.sessions.left(npc, player)

    # --- the end

    def close(self, timeout: float, abort: Callable[[], None]) -> None:
        """Finish what should be finished within `timeout` seconds, then shut what is left with `abort`.

        What has no end by then is DROPPED, with the reason "closed", on its handle.
        """
        if self.closed:
            return
        deadline = time.monotonic() + timeout
        self.sessions.close()
        for npc in self.npcs:
            self.replies.forget(npc)
        while self.sessions.closing() and time.monotonic() < deadline - timeout / 4:
            self._workers.drain(0.02)
            self._workers.poll()
        self.closed = True
        abort()
        self._workers.close(max(0.25, deadline - time.monotonic()))
