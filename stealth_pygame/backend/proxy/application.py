"""The proxy as an ASGI application: it checks tokens and limits, and passes requests to the upstream backend."""

from __future__ import annotations

import json
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from stealth_pygame.backend.http.auth import App, Gate, Receive, Scope, Send, answer, refuse
from stealth_pygame.backend.http.schemas import FinishBody, PassedCreateBody, PassedUpdateBody, SendBody, shown_problem
from stealth_pygame.backend.proxy.addresses import household
from stealth_pygame.backend.proxy.players import Player, Players
from stealth_pygame.backend.proxy.settings import HOUSEKEEPING, TRIES, Upstream
from stealth_pygame.backend.proxy.sheets import AllowedSheets
from stealth_pygame.backend.proxy.turns import TooManyAtOnceError, Turns
from stealth_pygame.backend.proxy.upstream import Body, Passage, Passed
from stealth_pygame.backend.store.database import DatabaseError
from stealth_pygame.backend.store.quota import Quota
from stealth_pygame.backend.thread_pool import ThreadPool
from stealth_pygame.protocol.models import CREATE, FINISH, PLAYER, SEND, UPDATE

log = logging.getLogger("stealth_pygame.backend")

# Requests to the upstream at the same time, at most.
THREADS: Final = 192
# Separate threads for the database, so that a slow upstream does not delay tokens.
COUNTING_THREADS: Final = 4
# Messages of one player that may wait.
WAITING: Final = 8
# Messages from one network address at the upstream at the same time; four times as many may wait.
HOUSE_AT_ONCE: Final = 16
# Tokens that are kept in memory between requests.
KNOWN: Final = 10_000
# Seconds for which they are kept: a revoked token still works for so long.
KNOWN_SECONDS: Final = 20.0
# The most bytes of a message with its context.
MOST_SEND: Final = 131_072

BODIES: Final[dict[str, Any]] = {
    CREATE: PassedCreateBody,
    SEND: SendBody,
    UPDATE: PassedUpdateBody,
    FINISH: FinishBody,
}
T = TypeVar("T")


class Application:
    """The four routes for players, and the route that creates players. `app` is the application for a server."""

    def __init__(
        self,
        upstream: Upstream,
        players: Players,
        quota: Quota,
        *,
        sheets: AllowedSheets | None = None,
        passage: Passage | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._upstream = upstream
        self._tokens = players
        self._quota = quota
        self._sheets = sheets
        self._passage = passage or Passage(upstream)
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, Player]] = OrderedDict()
        self._asking = ThreadPool(THREADS)
        # Two pools, so that waiting for the upstream does not delay the counting of others.
        self._counting = ThreadPool(COUNTING_THREADS)
        self._players = Turns(upstream.at_once, WAITING)
        self._houses = Turns(HOUSE_AT_ONCE, 4 * HOUSE_AT_ONCE)
        self.app: App = Gate(self._answer, self._accepts)

    def close(self) -> None:
        """Let the threads end."""
        self._passage.close()
        self._asking.close()
        self._counting.close()

    async def _accepts(self, given: bytes) -> bool:
        try:
            player = await self._player(given)
        except DatabaseError as exc:
            # The reason is for the operator's log; a player only learns that the token is not accepted now.
            log.error("%s", exc)
            return False
        return player is not None and not player.revoked

    async def _player(self, given: bytes) -> Player | None:
        """Return the player of a token, None for a wrong one. Known tokens need no database query."""
        # Headers are bytes; a wrong one may contain anything.
        token = given.decode("latin-1")
        until, player = self._known.get(token, (0.0, None))
        # Wrong tokens are not kept: somebody who guesses would fill the memory.
        if player is None or until < self._clock():
            player = await self._counted(lambda: self._tokens.find(token))
            if player is None:
                return None
            self._known[token] = self._clock() + KNOWN_SECONDS, player
            while len(self._known) > KNOWN:
                self._known.popitem(last=False)
        return player

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        method, path = scope["method"], scope["path"]
        try:
            if (method, path) == ("POST", PLAYER):
                await self._welcome(scope, send)
            elif method == "POST" and path in BODIES:
                passed = await self._pass(scope, (await receive())["body"])
                await answer(send, passed.status, json.dumps(passed.body).encode(), passed.headers)
            else:
                await refuse(send, 404, f"Route {method}:{path} not found", statusCode=404, error="Not Found")
        except DatabaseError as exc:
            log.error("%s", exc)
            await refuse(send, 503, "The proxy cannot count messages now", headers={"retry-after": "5"})

    async def _welcome(self, scope: Scope, send: Send) -> None:
        # Counted before the token is created, so that a refused request changes nothing in the database.
        house = household(_client(scope))
        limit = (house or "address unknown", self._upstream.per_address)
        if await self._counted(lambda: self._quota.spend(limit)):
            return await refuse(send, 429, "Too many new players from this address today")
        token = await self._counted(lambda: self._tokens.add(house))
        return await answer(send, 200, json.dumps({"token": token}).encode(), {"cache-control": "no-store"})

    async def _pass(self, scope: Scope, data: bytes) -> Passed:
        """Return the answer to one request of a player with a valid token."""
        route = scope["path"]
        # The check before has done the same, so this finds the token in memory.
        player = await self._player(dict(scope["headers"])[b"authorization"])
        if player is None:
            return Passed(403, {"message": "Invalid API key"})
        if route == SEND and len(data) > MOST_SEND:
            return Passed(413, {"message": f"Request body is too large: at most {MOST_SEND} bytes"})
        try:
            body: Body = BODIES[route].model_validate_json(data)
        except ValidationError as exc:
            return Passed(400, {"message": shown_problem(exc.errors()), "statusCode": 400, "error": "Bad Request"})
        # Before counting: a mistake in the list of sheets must not use up messages.
        if not self._may_play(body):
            return Passed(400, {"message": "This character is not on the list of those that may be played here"})
        # Without a known address, each player is limited alone, not all of them together.
        house = player.household or player.id
        try:
            # The player's turn first, so that no turn of the household is blocked while the player's own queue is long.
            async with self._players.turn(player.id), self._houses.turn(house):
                return await self._paid(route, player, body)
        except TooManyAtOnceError as exc:
            return Passed(429, {"message": str(exc)}, headers={"retry-after": "1"})

    def _may_play(self, body: Body) -> bool:
        character = getattr(body, "character", None)
        return self._sheets is None or character is None or self._sheets.allows(character)

    async def _paid(self, route: str, player: Player, body: Body) -> Passed:
        """Count the request, send it, and undo the count if there was no answer."""
        costs = self._costs(route, player)
        refused = await self._counted(lambda: self._quota.spend(*self._tries(route, player)))
        # In two steps: the try stays counted even if the count of the message is undone.
        if not refused and costs:
            refused = await self._counted(lambda: self._quota.spend(*costs))
        if refused:
            log.info("Player %s has met the limit %r", player.id, refused.split()[0])
            # 422 instead of 429, because a game would retry a busy conversation.
            return Passed(422, {"message": _excuse(refused)})
        # The upstream's answer is awaited even if the player has left: it costs the same.
        passed = await self._asking.run(lambda: self._passage.ask(body))
        if not passed.answered and costs:
            await self._counted(lambda: self._quota.give_back(*(name for name, _ in costs)))
        return passed

    def _tries(self, route: str, player: Player) -> tuple[tuple[str, int], ...]:
        """Return the counters for tries, whether answered or not, with their limits."""
        each = TRIES if route in (CREATE, SEND) else HOUSEKEEPING
        # Names begin with their kind; the log shows this kind when a limit is reached.
        mine = (f"try {route} {player.id}", each * self._upstream.per_player)
        all_ = (f"day {route}", each * self._upstream.per_day)
        return (mine, all_) if route in (UPDATE, FINISH) else (mine,)

    def _costs(self, route: str, player: Player) -> tuple[tuple[str, int], ...]:
        """Return the counters of player, address and day for requests that cost something, with their limits.

        Always in this order, so that two proxies on one database cannot block each other.
        """
        if route not in (CREATE, SEND):
            return ()
        mine = (f"player {route} {player.id}", self._upstream.per_player)
        house = (f"house {route} {player.household[8:]}", self._upstream.share)
        all_ = (f"day {route}", self._upstream.per_day)
        return (mine, house, all_) if player.household else (mine, all_)

    async def _counted(self, work: Callable[[], T]) -> T:
        return await self._counting.run(work)


def _excuse(name: str) -> str:
    if name.startswith("day"):
        return "Everybody's messages of today are used up"
    if name.startswith("house"):
        return "The messages of your network's address are used up for today"
    return "You have used up today's messages"


def _client(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""
