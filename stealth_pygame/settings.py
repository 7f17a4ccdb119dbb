"""Every number of behaviour in one frozen object, so that a game changes one value and finds all the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.validation import MOST_SECONDS, check_fields, known_only, nearest

UserId = Callable[[str, str, str], str]


def scoped_user_id(installation: str, player_id: str, npc_id: str) -> str:
    """Return the user id on the wire: one per conversation, since the backend keeps one conversation per user id."""
    # The published backend moves a user to the conversation that named them last: one id per conversation.
    return f"{installation}:{player_id}@{npc_id}"


def bare_user_id(installation: str, player_id: str, npc_id: str) -> str:
    """Return the player's id as it is, for a backend that knows the players. It can do one villager at a time."""
    return player_id


@known_only
@dataclass(frozen=True)
class Settings:
    """The behaviour of a dialogue. Times are seconds, distances are pixels in world space."""

    connect_timeout: float = 3.0
    """Seconds until a connection must stand."""
    reply_timeout: float = 30.0
    """Seconds until a whole answer must be there."""
    max_reply_bytes: int = 1_048_576
    """Bytes after which an answer is cut."""
    allow_insecure: bool = False
    """True lets the key travel over plain HTTP to another machine."""
    system_network: bool = True
    """True: this machine's proxies (HTTPS_PROXY, NO_PROXY) and certificates (SSL_CERT_FILE, the system's store) count
    on the way to other machines. A backend on this machine is never asked through a proxy."""

    workers: int = 320
    """Threads at most: one per request that waits for its answer, started when needed, ended when idle."""
    max_waiting: int = 8
    """Messages that wait per conversation; the next is dropped with a reason."""
    max_message_chars: int = 4_000
    """Characters of one message; a longer one is dropped with a reason."""
    messages_per_minute: int | None = None
    """Messages a minute per game. None: unlimited on this machine's own backend, 60 elsewhere."""
    conversation_messages_per_minute: int | None = None
    """Messages a minute per conversation. None: unlimited."""

    stream: bool = True
    """True: words of a reply are shown as they come, where the backend offers them; False waits for the whole."""
    thinking_after: float = 0.3
    """Seconds without an answer after which the NPC is seen to think."""
    grace: float = 5.0
    """Seconds that a player may be away before the conversation counts them out."""
    max_dt: float = 0.25
    """Seconds that one frame may count for, so that a dragged window expires nothing."""
    scan_period: float = 0.25
    """Seconds within which every NPC has been asked which players are near."""
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
    """Seconds that closing may take; `math.inf`: until every answer that is on its way has come."""

    frame_budget: float = 0.001
    """Seconds that one frame may spend on the contents of replies; the rest of them goes on in the next frame."""
    max_calls: int = 32
    """Calls of one reply that may run; further ones are refused."""
    max_hearers: int = 3
    """NPCs who answer when a player speaks to everybody near; the others only hear it."""
    npc_talks: int = 2
    """Pairs of NPCs that may talk to each other at one time."""
    npc_talks_per_minute: int = 6
    """Talks between NPCs that may begin within a minute."""
    npc_talk_turns: int = 8
    """Lines of one talk between NPCs at most."""
    npc_talk_rest: float = 30.0
    """Seconds before the same two may talk again."""
    npc_talk_messages: int | None = None
    """Messages of NPCs to each other in one run of the game. None: unlimited on this machine's own backend, which costs
    nothing, and none elsewhere."""
    max_messages: int | None = None
    """Messages in one run of the game; further ones are dropped with a reason. None: unlimited."""
    token_budget: int | None = None
    """Tokens of a language model in one run of the game, as far as the backend tells them; then the same. The answer
    that goes over it is still given. None: unlimited."""
    conversation_max_messages: int | None = None
    """The same for one NPC with one player, or with all where the NPC is shared: messages in one run of the game."""
    conversation_token_budget: int | None = None
    """And tokens."""
    action_timeout: float = 30.0
    """Seconds in which an action that promised feedback later must hand it in, or show progress."""
    max_context_chars: int = 16_000
    """Characters of context in one message; the rest is cut, and the log names it."""
    remember_exchanges: int = 6
    """Last exchanges sent as `recent_conversation`; 0 where the backend remembers by itself."""
    backend_exchanges: int = 5
    """Exchanges of a new conversation that the backend remembers by itself: until then nothing is sent twice."""
    max_recent_chars: int = 2_000
    """Characters of `recent_conversation`."""
    max_notices: int = 8
    """Events (`notify`) kept for the next message."""
    max_transcript: int = 500
    """Lines kept in a transcript; the oldest go first."""
    greeting: str = "{player} comes up to you for the first time. Greet them."
    """The message to an NPC that `greets` about a new player."""
    greeting_again: str = "{player} has come back to you. Greet them as somebody you know."
    """The message about a player who was there before."""
    user_id: UserId = scoped_user_id
    """(installation id, player id, NPC id) → the user id on the wire."""

    talk_keys: tuple[str, ...] = ("e", "return")
    """Keys that open the chat box near an NPC, by their pygame names (`pygame.K_e` is "e"); "enter" is both of them."""
    talk_buttons: tuple[int, ...] = (0,)
    """Gamepad buttons that do the same."""
    crowd_keys: tuple[str, ...] = ()
    """Keys that open the chat box for words to everybody near (`player.say`), such as ("t",); none by default."""
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
        """Check the values. Raises `ConfigurationError` for one of another type, and for a number that cannot work."""
        check_fields(self, positive=_POSITIVE, endless=("close_timeout",), most=MOST_SECONDS)
        for name in ("greeting", "greeting_again"):
            _check_greeting(name, getattr(self, name))
        for name in ("talk_keys", "crowd_keys", "submit_keys", "advance_keys", "close_keys", "log_keys", "debug_keys"):
            # The one way to set a field of a frozen object.
            object.__setattr__(self, name, key_names(getattr(self, name), f"Settings.{name}"))


def _check_greeting(name: str, words: str) -> None:
    try:
        # The slip is told here, not when the first player comes near.
        words.format(player="", npc="")
    except (KeyError, IndexError, ValueError, AttributeError):
        raise ConfigurationError(
            f"Settings.{name} is {words!r}; it may name {{player}} and {{npc}} in braces, and nothing else."
        ) from None


def key_names(keys: Iterable[str], what: str) -> tuple[str, ...]:
    """Return keys by pygame's names, which are also known in capitals, as constants, and as they stand on keyboards.

    Raises `ConfigurationError` for what is no key: it would open nothing, and nobody would know why.
    """
    names = []
    for key in keys:
        name = key.lower()
        name = name.removeprefix("k_") if len(name) > 2 else name
        name = _OTHER_NAMES.get(name, name)
        # Of letters only a keyboard knows which it has.
        if len(name) != 1 and name not in _KEY_NAMES:
            meant = nearest(name, _KEY_NAMES)
            guess = (
                f"did you mean {meant!r}?" if meant else "the names are those of pygame.key.name: 'e', 'space', 'f2'."
            )
            raise ConfigurationError(f"{what} names {key!r}, which is no key; {guess}")
        names.append(name)
    return tuple(names)


_KEY_NAMES: Final = frozenset(
    (
        *("space", "return", "enter", "escape", "tab", "backspace", "delete", "insert", "home", "end"),
        *("up", "down", "left", "right", "page up", "page down", "caps lock", "scroll lock", "numlock"),
        *(f"{side} {name}" for side in ("left", "right") for name in ("shift", "ctrl", "alt", "meta")),
        *("alt gr", "menu", "help", "print screen", "break", "pause", "sys req", "clear", "equals", "euro", "power"),
        *("ac back", "application", "mute", "volumeup", "volumedown", "audionext", "audioprev", "audioplay"),
        *(f"f{number}" for number in range(1, 25)),
        *(f"[{key}]" for key in "0123456789+-*/.="),
    )
)
"""Names of pygame's keys that are longer than one letter."""
_OTHER_NAMES: Final = {
    "esc": "escape",
    "spacebar": "space",
    "del": "delete",
    "ins": "insert",
    "pageup": "page up",
    "pagedown": "page down",
    "pgup": "page up",
    "pgdn": "page down",
    " ": "space",
    **{f"{side[0]}{name}": f"{side} {name}" for side in ("left", "right") for name in ("shift", "ctrl", "alt", "meta")},
    **{f"kp{number}": f"[{number}]" for number in range(10)},
    **{f"kp_{number}": f"[{number}]" for number in range(10)},
    "kp_enter": "enter",
}
"""Names of constants and on keyboards, by which keys are known as well."""

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
