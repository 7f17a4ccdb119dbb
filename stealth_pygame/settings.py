"""All settings of a dialogue in one frozen object: times, limits, keys and buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.validation import MOST_SECONDS, check_fields, known_only, nearest

UserId = Callable[[str, str, str], str]


def scoped_user_id(installation: str, player_id: str, npc_id: str) -> str:
    """Return the user id on the wire. It is different for each NPC, because the backend has one conversation per id."""
    # The published backend moves a user to the conversation that named them last, so each needs its own id.
    return f"{installation}:{player_id}@{npc_id}"


def bare_user_id(installation: str, player_id: str, npc_id: str) -> str:
    """Return the player's id itself, for a backend that knows the players; they can talk to one NPC at a time."""
    return player_id


@known_only
@dataclass(frozen=True)
class Settings:
    """The behaviour of a dialogue. Times are seconds, distances are pixels in world space."""

    connect_timeout: float = 3.0
    """The most seconds for opening a connection."""
    reply_timeout: float = 30.0
    """The most seconds for a whole answer."""
    max_reply_bytes: int = 1_048_576
    """The most bytes of an answer; a longer one is an error."""
    allow_insecure: bool = False
    """True allows the key to be sent over plain HTTP to another machine."""
    system_network: bool = True
    """True uses the machine's proxies (HTTPS_PROXY, NO_PROXY) and certificates (SSL_CERT_FILE, the system's store) for
    backends on other machines. A backend on this machine never gets a proxy."""

    workers: int = 320
    """The most threads. Each request that waits for its answer needs one; threads start when they are needed."""
    max_waiting: int = 8
    """The most messages that wait in one conversation; the next one is dropped with a reason."""
    max_message_chars: int = 4_000
    """The most characters of one message; a longer one is dropped with a reason."""
    messages_per_minute: int | None = None
    """The most messages a minute for the whole game. None: no limit for a backend on this machine, 60 for others."""
    conversation_messages_per_minute: int | None = None
    """The most messages a minute for one conversation. None: no limit."""

    stream: bool = True
    """True shows the words of a reply before its end, if the backend offers them; False waits for the whole reply."""
    thinking_after: float = 0.3
    """Seconds without an answer after which the NPC is shown as thinking."""
    grace: float = 5.0
    """Seconds that a player may be away before they count as gone."""
    max_dt: float = 0.25
    """The most seconds that one frame counts for, so that dragging the window does not end waits and bubbles."""
    scan_period: float = 0.25
    """Seconds in which the distances of players to all NPCs are checked once."""
    max_scan: int = 256
    """The most NPCs whose distances are checked in one frame."""
    max_outcomes: int = 64
    """The most answers that one frame takes from the result queue."""

    connect_retries: int = 2
    """Retries after a refused connection, within about a second, before the backend counts as down."""
    connect_retry_delay: float = 0.4
    """Seconds between these retries."""
    probe_first: float = 2.0
    """Seconds after which a backend that is down gets the first probe."""
    probe_most: float = 10.0
    """The most seconds between two probes."""
    busy_patience: float = 12.0
    """Seconds of retries after a 429, before the conversation is given up."""
    busy_first: float = 0.5
    """Seconds before the first retry after a 429; the time is doubled each time, and varied at random."""
    busy_most: float = 4.0
    """The most seconds between two retries after a 429."""
    cancelled_retry_within: float = 5.0
    """Seconds; a cancelled message is sent again only if its answer took no longer. Else the provider is overloaded."""
    close_timeout: float = 2.0
    """The most seconds that closing takes; `math.inf` waits for all answers."""

    frame_budget: float = 0.001
    """Seconds that one frame may spend on the contents of replies; the next frame does the rest."""
    max_calls: int = 32
    """The most calls of one reply that run; further calls are refused."""
    max_hearers: int = 3
    """The most NPCs who answer when a player speaks to all NPCs near; the others only hear it."""
    npc_talks: int = 2
    """The most pairs of NPCs that talk to each other at the same time."""
    npc_talks_per_minute: int = 6
    """The most talks between NPCs that begin within a minute."""
    npc_talk_turns: int = 8
    """The most lines of one talk between NPCs."""
    npc_talk_rest: float = 30.0
    """Seconds before the same two NPCs may talk again."""
    npc_talk_messages: int | None = None
    """The most messages between NPCs in one run of the game. None: no limit for a backend on this machine, which costs
    nothing; no talks at all with other backends, or with a model."""
    max_messages: int | None = None
    """The most messages in one run of the game; further ones are dropped with a reason. None: no limit."""
    token_budget: int | None = None
    """The tokens of a language model in one run of the game, if the backend tells them. When they are used up, further
    messages are dropped with a reason; the answer that exceeds them is still given. None: no limit."""
    conversation_max_messages: int | None = None
    """As `max_messages`, but for one NPC with one player, or with all players if the NPC is shared."""
    conversation_token_budget: int | None = None
    """As `token_budget`, but for one NPC with one player, or with all players if the NPC is shared."""
    action_timeout: float = 30.0
    """Seconds after which an unfinished action has failed, if it has given no feedback and set no progress."""
    max_context_chars: int = 16_000
    """The most characters of context in one message; the rest is cut, and logged."""
    remember_exchanges: int = 6
    """The last exchanges that are sent as `recent_conversation`; 0 for a backend that remembers them itself."""
    backend_exchanges: int = 5
    """The exchanges that the backend remembers from a new conversation; until then none of them is sent again."""
    max_recent_chars: int = 2_000
    """The most characters of `recent_conversation`."""
    max_notices: int = 8
    """The most different events (`notify`) that are sent with one message."""
    max_transcript: int = 500
    """The most lines of a transcript; the oldest are dropped."""
    greeting: str = "{player} comes up to you for the first time. Greet them."
    """The stage direction for an NPC with `greets` when a new player comes."""
    greeting_again: str = "{player} has come back to you. Greet them as somebody you know."
    """The stage direction when a player comes again."""
    user_id: UserId = scoped_user_id
    """A function (installation id, player id, NPC id) that returns the user id on the wire."""

    talk_keys: tuple[str, ...] = ("e", "return")
    """Keys that open the chat box near an NPC, by their pygame names (`pygame.K_e` is "e"); "enter" is both of them."""
    talk_buttons: tuple[int, ...] = (0,)
    """Gamepad buttons that do the same as `talk_keys`."""
    crowd_keys: tuple[str, ...] = ()
    """Keys that open the chat box for words to everybody near (`player.say`), such as ("t",); none by default."""
    submit_keys: tuple[str, ...] = ("return", "enter")
    """Keys that send the line in the chat box; if it is empty, they do the same as `advance_keys`."""
    advance_keys: tuple[str, ...] = ("space",)
    """Keys that show the whole page of a bubble at once, then turn the page, while the chat box is closed."""
    advance_buttons: tuple[int, ...] = (2,)
    """Gamepad buttons that do the same as `advance_keys`; in the open chat box button 0 does."""
    close_keys: tuple[str, ...] = ("escape",)
    """Keys that close the chat box."""
    log_keys: tuple[str, ...] = ("f2",)
    """Keys that open the transcript."""
    log_buttons: tuple[int, ...] = (3,)
    """Gamepad buttons that open and close the transcript while the chat box is open."""
    debug_keys: tuple[str, ...] = ("f3",)
    """Keys that open the debug overlay."""

    def __post_init__(self) -> None:
        """Check the values. Raises `ConfigurationError` for a wrong type, or a number outside its range."""
        check_fields(self, positive=_POSITIVE, endless=("close_timeout",), most=MOST_SECONDS)
        for name in ("greeting", "greeting_again"):
            _check_greeting(name, getattr(self, name))
        for name in ("talk_keys", "crowd_keys", "submit_keys", "advance_keys", "close_keys", "log_keys", "debug_keys"):
            # A frozen object allows no other way to set a field.
            object.__setattr__(self, name, key_names(getattr(self, name), f"Settings.{name}"))


def _check_greeting(name: str, words: str) -> None:
    try:
        # Checked here, so that a mistake does not show only when the first player comes near.
        words.format(player="", npc="")
    except (KeyError, IndexError, ValueError, AttributeError):
        raise ConfigurationError(
            f"Settings.{name} is {words!r}; it may name {{player}} and {{npc}} in braces, and nothing else."
        ) from None


def key_names(keys: Iterable[str], what: str) -> tuple[str, ...]:
    """Return keys by pygame's names. They may be given in capitals, as constants ("K_e"), or as printed on keyboards.

    Raises `ConfigurationError` for a name that no key has.
    """
    names = []
    for key in keys:
        name = key.lower()
        name = name.removeprefix("k_") if len(name) > 2 else name
        name = _OTHER_NAMES.get(name, name)
        # A single letter is always accepted, because keyboards have different letters.
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
"""The names of pygame's keys with more than one letter."""
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
"""Other names of keys, from pygame's constants and from keyboards, and pygame's names for them."""

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
