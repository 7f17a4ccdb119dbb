"""Every number of behaviour in one frozen object, so that a game changes one value and finds all the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.validation import check_fields, known_only

UserId = Callable[[str, str, str], str]


def scoped_user_id(installation: str, player_id: str, npc_id: str) -> str:
    """The user id on the wire: the backend keeps one conversation per user id, so ours is one per conversation."""
    return f"{installation}:{player_id}@{npc_id}"


def bare_user_id(installation: str, player_id: str, npc_id: str) -> str:
    """The player's id as it is, for a backend that knows the players. One villager at a time is all it can do."""
    return player_id


@known_only
@dataclass(frozen=True)
class Settings:
    """How a dialogue behaves. Times are seconds, distances are pixels in world space."""

    connect_timeout: float = 3.0
    """Seconds until a connection must stand."""
    reply_timeout: float = 30.0
    """Seconds until a whole answer must be there."""
    max_reply_bytes: int = 1_048_576
    """Bytes after which an answer is cut."""
    allow_insecure: bool = False
    """Whether the key may travel over plain HTTP to another machine."""

    workers: int = 16
    """Threads at most, started when needed."""
    max_waiting: int = 8
    """Messages that wait per conversation; the next is dropped with a reason."""
    max_message_chars: int = 4_000
    """Characters of one message; a longer one is dropped with a reason."""
    messages_per_minute: int | None = None
    """Messages a minute per game. None: unlimited on this machine's own backend, 60 elsewhere."""
    conversation_messages_per_minute: int | None = None
    """Messages a minute per conversation. None: unlimited."""

    thinking_after: float = 0.3
    """Seconds without an answer after which somebody is seen to think."""
    grace: float = 5.0
    """Seconds that somebody may be away before the conversation counts him out."""
    max_dt: float = 0.25
    """Seconds that one frame may count for, so that a dragged window expires nothing."""
    scan_period: float = 0.25
    """Seconds within which everybody has been asked who is near."""
    max_scan: int = 256
    """NPCs asked per frame at most."""
    max_outcomes: int = 64
    """Outcomes taken from the result queue per frame at most."""

    connect_retries: int = 2
    """Further tries after a refused connection, within about a second, before the backend counts as down."""
    connect_retry_delay: float = 0.4
    """Seconds between those tries."""
    probe_first: float = 2.0
    """Seconds after which a backend that is down is asked again."""
    probe_most: float = 10.0
    """Seconds between probes at most."""
    busy_patience: float = 12.0
    """Seconds of retries on 429 before the conversation is given up."""
    busy_first: float = 0.5
    """Seconds before the first retry on 429; doubled each time, with jitter."""
    busy_most: float = 4.0
    """Seconds between two retries on 429 at most."""
    cancelled_retry_within: float = 5.0
    """A cancelled answer that took longer than this (an overloaded provider) is not tried again."""
    close_timeout: float = 2.0
    """Seconds that closing may take."""

    frame_budget: float = 0.001
    """Seconds that one frame may spend on the contents of replies; the rest of them goes on in the next frame."""
    max_calls: int = 32
    """Calls of one reply that may run; further ones are refused."""
    max_messages: int | None = None
    """Messages in one run of the game; further ones are dropped with a reason. None: unlimited."""
    action_timeout: float = 30.0
    """Seconds in which an action that promised feedback later must hand it in, or show progress."""
    max_context_chars: int = 16_000
    """Characters of context in one message; what exceeds it is cut, and the log names what."""
    remember_exchanges: int = 6
    """Last exchanges sent as `recent_conversation`; 0 where the backend remembers by itself."""
    backend_exchanges: int = 5
    """Exchanges of a new conversation that the backend remembers by itself: until then nothing is sent twice."""
    max_recent_chars: int = 2_000
    """Characters of `recent_conversation`."""
    max_notices: int = 8
    """Things that happened (`notify`) kept for the next message."""
    max_transcript: int = 500
    """Lines kept in a transcript; the oldest go first."""
    greeting: str = "{player} comes up to you for the first time. Greet them."
    """What an NPC that `greets` hears of a new player."""
    greeting_again: str = "{player} has come back to you. Greet them as somebody you know."
    """What he hears of one who was there before."""
    user_id: UserId = scoped_user_id
    """(installation id, player id, NPC id) → the user id on the wire."""

    talk_keys: tuple[str, ...] = ("e", "return")
    """Keys that open the chat box near somebody, by their pygame names (`pygame.K_e` is "e")."""
    talk_buttons: tuple[int, ...] = (0,)
    """Gamepad buttons that do the same."""
    submit_keys: tuple[str, ...] = ("return", "enter")
    """Keys that say the line in the chat box; on an empty one they hurry the bubble up, then turn its page."""
    advance_keys: tuple[str, ...] = ("space",)
    """Keys that hurry a bubble up, then turn its page, while the chat box is closed."""
    advance_buttons: tuple[int, ...] = (2,)
    """Gamepad buttons that do the same; in the open chat box button 0 does."""
    close_keys: tuple[str, ...] = ("escape",)
    """Keys that close the chat box."""
    log_keys: tuple[str, ...] = ("f2",)
    """Keys that open the transcript."""
    log_buttons: tuple[int, ...] = (3,)
    """Gamepad buttons that open and close it while the chat box is open."""
    debug_keys: tuple[str, ...] = ("f3",)
    """Keys that open the debug overlay."""

    def __post_init__(self) -> None:
        """Raises `ConfigurationError` for a value of another type, and for a number that cannot work."""
        check_fields(self, positive=_POSITIVE)
        for name in ("greeting", "greeting_again"):
            _check_greeting(name, getattr(self, name))


def _check_greeting(name: str, words: str) -> None:
    try:
        words.format(player="", npc="")
    except (KeyError, IndexError, ValueError, AttributeError):
        raise ConfigurationError(
            f"Settings.{name} is {words!r}; it may name {{player}} and {{npc}} in braces, and nothing else."
        ) from None


_POSITIVE = (
    "connect_timeout",
    "reply_timeout",
    "max_reply_bytes",
    "workers",
    "max_waiting",
    "max_dt",
    "scan_period",
    "max_scan",
    "max_outcomes",
)
