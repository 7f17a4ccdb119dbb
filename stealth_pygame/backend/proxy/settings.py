"""The settings of a proxy: its upstream backend, and limits for players."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from stealth_pygame.client.url import base_url, checked_key
from stealth_pygame.errors import ConfigurationError

SHORTEST_KEY: Final = 3
"""Characters: a shorter key looks like an ordinary word, and could not be removed from texts."""
SHARE: Final = 10
"""One network address may use one tenth of the messages of a day."""
TRIES: Final = 10
"""Tries of sends and creates for each that is allowed to succeed; failed ones cost nothing else."""
HOUSEKEEPING: Final = 2
"""Updates, and finishes, per day for each message that a player may send."""


@dataclass(frozen=True)
class Upstream:
    """The backend behind a proxy, and the limits per day. Raises `ConfigurationError` for an unsafe URL or key.

    per_player: messages, and also new conversations, of one player; per_day: of all players; per_address: new players
    from one network address; per_address_messages: messages from one address (0: a tenth of `per_day`); at_once: sends
    of one player at the upstream at the same time; timeout: seconds for one answer.
    """

    url: str
    key: str = field(repr=False)
    per_player: int = 200
    per_day: int = 5000
    per_address: int = 20
    per_address_messages: int = 0
    at_once: int = 4
    timeout: float = 60.0

    def __post_init__(self) -> None:
        # Checked here, not at the first message, so that the operator sees the error at once.
        object.__setattr__(self, "url", base_url(self.url))
        if len(checked_key(self.key)) < SHORTEST_KEY:
            raise ConfigurationError(f"The upstream's key is shorter than {SHORTEST_KEY} characters: is it the key?")
        for name in ("per_player", "per_day", "per_address", "per_address_messages"):
            if getattr(self, name) < 0:
                raise ConfigurationError(f"{name} is {getattr(self, name)}: it must not be less than 0.")
        if self.at_once < 1:
            raise ConfigurationError(f"at_once is {self.at_once}: it must be at least 1.")

    @property
    def share(self) -> int:
        """The messages per day of one network address."""
        return self.per_address_messages or max(1, self.per_day // SHARE)
