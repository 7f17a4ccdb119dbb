"""Requests to the backend behind the proxy, with the library's own client: bounded, typed and complete answers.

The answer to a player is written anew from the parsed answer, so that no header or cookie of the upstream gets
through; of its messages only those that a game needs, with the key removed.
"""

from __future__ import annotations

import base64
import json
import logging
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from stealth_pygame import errors
from stealth_pygame.backend.http.schemas import FinishBody, PassedCreateBody, PassedUpdateBody, SendBody
from stealth_pygame.backend.proxy.settings import Upstream
from stealth_pygame.client.client import StealthClient

log = logging.getLogger("stealth_pygame.backend")

Body = PassedCreateBody | PassedUpdateBody | SendBody | FinishBody
HIDDEN: Final = "[hidden]"
# The most characters of an upstream's message.
MOST_WORDS: Final = 500
CONNECT_TIMEOUT: Final = 5.0


@dataclass(frozen=True)
class Passed:
    """The answer to a player. `answered`: True if the upstream has done what was asked."""

    status: int
    body: Mapping[str, Any]
    answered: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


class Passage:
    """A blocking client of the upstream, for any number of threads."""

    def __init__(self, upstream: Upstream) -> None:
        self._client = StealthClient(
            upstream.url, upstream.key, connect_timeout=CONNECT_TIMEOUT, reply_timeout=upstream.timeout
        )
        self._secret = _spellings(upstream.key)

    def ask(self, body: Body) -> Passed:
        """Return the upstream's answer, or an error answer in its place. Raises nothing for errors of the upstream."""
        try:
            answer, answered = self._asked(body)
        except errors.StealthError as exc:
            return self._told(exc)
        return Passed(200, self._hide(answer), answered)

    def _asked(self, body: Body) -> tuple[dict[str, Any], bool]:
        if isinstance(body, SendBody):
            request = body.request()
            # The client keeps no cookies, follows no redirects, and reads only up to its size limit.
            reply = self._client.send(request.secret, request.message, request.player_id, request.context)
            return reply.model_dump(mode="json"), not reply.cancelled
        if isinstance(body, PassedCreateBody):
            # Some backends would take an empty token literally, and share one conversation among all players.
            conversation = self._client.create(body.character, body.people(), body.persistenceToken or None)
            return {"id": conversation.id, "secret": conversation.secret}, True
        if isinstance(body, PassedUpdateBody):
            self._client.update(body.secret, body.people(), body.character)
            return {"message": "Conversation updated"}, True
        self._client.finish(body.secret)
        return {}, True

    def _told(self, exc: errors.StealthError) -> Passed:
        """Return the answer for an error. If the upstream refuses the key, only the operator learns it."""
        # The first match counts: special errors are before their base classes.
        for kind, status, message in _MEANINGS:
            if isinstance(exc, kind):
                # Only the operator can solve these.
                if status >= 500:
                    log.warning("The upstream: %s", self._hide(str(exc)))
                words = message or self._words(exc)
                return Passed(status, {"message": words}, headers=_wait(exc))
        log.warning("The upstream: %s", self._hide(str(exc)))
        return Passed(502, {"message": f"The backend behind the proxy gave no answer ({type(exc).__name__})"})

    def _words(self, exc: errors.StealthError) -> str:
        if isinstance(exc, errors.CharacterRefusedError):
            # The author of a sheet needs the field and the reason, through a proxy too.
            issues = [
                {"code": "invalid", "path": where.split("."), "message": why[:MOST_WORDS]} for where, why in exc.issues
            ]
            return str(self._hide(json.dumps(issues[:20], ensure_ascii=False)))
        return str(self._hide(str(exc)))[:MOST_WORDS]

    def _hide(self, value: Any) -> Any:
        """Return a JSON value without the key, in any of its spellings."""
        if isinstance(value, str):
            return self._secret.sub(HIDDEN, value)
        if isinstance(value, Mapping):
            return {self._hide(key): self._hide(item) for key, item in value.items()}
        return [self._hide(item) for item in value] if isinstance(value, (list, tuple)) else value

    def close(self) -> None:
        """Close the connections, and end requests that are running."""
        self._client.close()


# The answer for each error: a status, and the proxy's own message, or "" for that of the error.
_MEANINGS: Final[tuple[tuple[type[errors.StealthError], int, str], ...]] = (
    (errors.KeyRefusedError, 502, "The proxy's own key is refused by its backend"),
    (errors.SecretRefusedError, 403, "Invalid conversation secret"),
    (errors.ConversationNotFoundError, 404, "Conversation not found"),
    (errors.UserNotFoundError, 404, "User not found"),
    (errors.RouteNotFoundError, 502, "The proxy's upstream is not a Stealth backend, or its URL has a wrong path"),
    (errors.RedirectError, 502, "The proxy's upstream is elsewhere: it answers with a redirect"),
    (errors.AnswerTooLargeError, 502, "The answer of the backend behind the proxy is too large"),
    (errors.AnswerError, 502, "The answer of the backend behind the proxy cannot be read"),
    (errors.InvalidRequestError, 400, ""),
    (errors.ModeratedError, 422, ""),
    (errors.BusyError, 429, "Conversation is busy"),
    (errors.ReplyTimeoutError, 504, "The backend behind the proxy did not answer in time"),
    (errors.ConnectError, 502, "The backend behind the proxy cannot be reached"),
    (errors.ConnectionLostError, 502, "The connection to the backend behind the proxy was lost"),
    (errors.ServerError, 502, "The backend behind the proxy failed"),
    (errors.BackendError, 502, "The backend behind the proxy gave an answer that is not known"),
    (errors.ConfigurationError, 400, ""),
)


def _wait(exc: errors.StealthError) -> dict[str, str]:
    """Return the headers of a limit that the upstream set."""
    seconds = getattr(exc, "retry_after", None)
    # Without the header a game would take the limit for a blocked conversation, and give it up.
    if isinstance(exc, errors.BusyError) and exc.rate_limit:
        seconds = 1.0 if seconds is None else seconds
    return {} if seconds is None else {"retry-after": str(math.ceil(seconds))}


def _spellings(key: str) -> re.Pattern[str]:
    """Return a pattern for the key, also as it is encoded in URLs, in basic authentication and in JSON."""
    data = key.encode("utf-8", "replace")
    ways = {key, quote(key, safe=""), json.dumps(key)[1:-1], data.hex()}
    # Base64 depends on the position of the key in the text, and its first and last letters mix with their neighbours.
    ways |= {base64.b64encode(b"\0" * shift + data).decode()[4 if shift else 0 : -4] for shift in range(3)}
    # The longest first, because a short spelling inside a long one would leave the rest.
    listed = sorted((way for way in ways if len(way) >= min(len(key), 6)), key=len, reverse=True)
    # Case is ignored, because gateways and servers change it in headers that they repeat.
    return re.compile("|".join(map(re.escape, listed)), re.IGNORECASE)
