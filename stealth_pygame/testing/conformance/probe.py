"""HTTP requests of the conformance test. It does not use the library's client, which would hide parts of an answer."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import requests

from stealth_pygame.client.url import base_url
from stealth_pygame.protocol.models import CREATE, SEND

# Seconds for one answer; the contract sets no limit.
TIMEOUT: Final = 60.0

# A character for both frameworks of the published backend; the basic one ignores unknown fields.
CHARACTER: Final[Mapping[str, Any]] = {
    "name": "Wilm",
    "bio": ["Wilm keeps the mill by the river."],
    "lore": ["The mill burnt down once and was built again."],
    "knowledge": ["A sack of flour costs 3 coins.", "The miller's cat is called Mehl."],
    "messageExamples": [],
    "topics": ["flour", "the river"],
    "adjectives": ["patient"],
    "style": ["speaks in short sentences"],
    "functions": [
        {
            "name": "sell_flour",
            "description": "Sell sacks of flour to the player.",
            "parameters": [{"name": "sacks", "description": "how many sacks", "type": "number"}],
            "similes": ["sell flour", "hand over sacks"],
            "examples": ["Here are your two sacks."],
        }
    ],
}


class BrokenPointError(AssertionError):
    """A point of the contract is broken; the message says how."""


@dataclass(frozen=True)
class Answered:
    """An answer: its status and its JSON, or its text if it is not JSON."""

    status: int
    body: Any
    text: str

    def expect(self, *statuses: int) -> Answered:
        """Return this answer if its status is one of these. Raises `BrokenPointError` otherwise."""
        if self.status not in statuses:
            wanted = " or ".join(map(str, statuses))
            raise BrokenPointError(f"answered {self.status} instead of {wanted}: {self.text[:120]}")
        return self

    def field(self, name: str, kind: type) -> Any:
        """Return a field of the body. Raises `BrokenPointError` if it is missing or has another type."""
        if not isinstance(self.body, dict) or name not in self.body:
            raise BrokenPointError(f"{name} is missing in {self.text[:120]}")
        # Not `isinstance`, because for Python true would be a number.
        if type(self.body[name]) is not kind:
            raise BrokenPointError(f"{name} is {self.body[name]!r}, which is not a {kind.__name__}")
        return self.body[name]


def user(name: str) -> dict[str, str]:
    """Return a new user, unknown to every backend."""
    return {"name": name, "id": f"{name.lower()}-{uuid.uuid4()}"}


class Probe:
    """Plain requests to a backend. Raises `ConfigurationError` for a URL that would expose the key."""

    def __init__(self, url: str, auth: str, *, allow_insecure: bool = False) -> None:
        self.url = base_url(url, allow_insecure=allow_insecure)
        self.auth = auth
        self._session = requests.Session()
        # A `.netrc` or a proxy of this machine would change the results.
        self._session.trust_env = False

    def post(self, route: str, body: Any, *, key: str | None = None, kind: str = "application/json") -> Answered:
        """Send one request; a body of bytes is sent unchanged. Raises `BrokenPointError` if there is no answer."""
        headers = {"Content-Type": kind, "Authorization": self.auth if key is None else key}
        # No key is another case than an empty key.
        if not headers["Authorization"]:
            del headers["Authorization"]
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._answered("POST", route, data=data, headers=headers)

    def get(self, route: str) -> Answered:
        """Send one request without a key."""
        return self._answered("GET", route)

    def _answered(self, method: str, route: str, **how: Any) -> Answered:
        try:
            answer = self._session.request(method, self.url + route, timeout=TIMEOUT, allow_redirects=False, **how)
        except requests.RequestException as exc:
            raise BrokenPointError(f"{method} {route} was not answered: {type(exc).__name__}") from exc
        try:
            return Answered(answer.status_code, answer.json(), answer.text)
        except ValueError:
            return Answered(answer.status_code, None, answer.text)

    def create(self, *users: Mapping[str, str]) -> Answered:
        """Open a conversation with the test character."""
        return self.post(CREATE, {"character": CHARACTER, "users": users}).expect(200)

    def opened(self, *users: Mapping[str, str]) -> str:
        """Open a conversation and return its secret."""
        secret: str = self.create(*users).field("secret", str)
        return secret

    def kept(self, token: str, *users: Mapping[str, str]) -> str | None:
        """Return the secret of a token's conversation, None for a 404, which the contract allows for a new token."""
        body = {"character": CHARACTER, "users": users, "persistenceToken": token}
        answer = self.post(CREATE, body).expect(200, 404)
        secret: str | None = None if answer.status == 404 else answer.field("secret", str)
        return secret

    def send(self, secret: str, player: Mapping[str, str], message: str, **context: str) -> Answered:
        """Send a message to a conversation."""
        entries = [{"key": key, "value": value} for key, value in context.items()]
        return self.post(SEND, {"secret": secret, "message": message, "playerId": player["id"], "context": entries})

    def close(self) -> None:
        """Close the connections."""
        self._session.close()
