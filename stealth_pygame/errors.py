"""All errors of the library as one tree, because a game wants one class per thing that it would do differently.

StealthError
├── ConfigurationError          the game or its author can mend it; nothing was sent
│   ├── InsecureURLError        a key over plain HTTP to another machine
│   ├── CharacterError          a character file or sheet: `source`, `field`, `reason`
│   ├── ActionError             a function that cannot be declared to the backend
│   ├── ContextError            a context key that is reserved or a value that has no words
│   └── MissingExtraError       an optional part of the library is not installed
├── StandInError                the model did not answer, and the offline brain spoke in its place
├── ClosedError                 the dialogue or the client was closed
└── BackendError                between us and the backend: `route`, `status`
    ├── ConnectError            nothing was sent; a retry can help: `slow`
    ├── ReplyTimeoutError       no whole answer in time; the message may have arrived
    ├── ConnectionLostError     the answer broke off; the message may have arrived
    ├── AnswerError             an answer that cannot be read
    │   ├── AnswerTooLargeError longer than `max_reply_bytes`
    │   ├── RedirectError       a redirect, which is never followed: it would carry the key away
    │   └── NotStealthError     something answers there, but not a Stealth backend
    │       └── RouteNotFoundError  the base URL has a wrong path
    ├── InvalidRequestError     400, 413, 415
    │   └── CharacterRefusedError   400 on a character: `issues`
    ├── KeyRefusedError         403: the API key
    ├── SecretRefusedError      403: the conversation's secret
    ├── ConversationNotFoundError   404
    ├── UserNotFoundError       404: the conversation does not know the player
    ├── ModeratedError          422: moderated, or the provider failed
    ├── BusyError               429: busy now, finished, or stuck; or a web server's `rate_limit`: `retry_after`
    └── ServerError             5xx; 503 is not there just now: `unavailable`, `retry_after`
"""

from __future__ import annotations

import importlib.util
import json
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

# Characters of the longest text of an error that repeats a server's words.
MOST_CHARS = 2_000


class StealthError(Exception):
    """The base of every error of this library. `retry`: the same call may work a little later."""

    retry: ClassVar[bool] = False


class ConfigurationError(StealthError, ValueError):
    """A setting, a URL or an argument that cannot work as it stands."""


class InsecureURLError(ConfigurationError):
    """The key would travel in clear text to another machine."""


class CharacterError(ConfigurationError):
    """A character that no backend would accept: `source` is the file or name, `field` the path inside it."""

    def __init__(self, source: str, field: str, reason: str) -> None:
        super().__init__(f"{source}: {field}: {reason}" if field else f"{source}: {reason}")
        self.source = source
        self.field = field
        self.reason = reason

    # Exceptions are pickled by their text alone, and this one has three parts.
    def __reduce__(self) -> tuple[type[CharacterError], tuple[str, str, str]]:
        return type(self), (self.source, self.field, self.reason)


class ActionError(ConfigurationError):
    """A Python function that cannot be declared to the backend as an action."""


class ContextError(ConfigurationError):
    """A context key that the backend keeps for itself, or a value that cannot become text."""


class MissingExtraError(ConfigurationError, ImportError):
    """An optional part of the library is not installed; the message names the command that installs it."""


def pip_command(*extras: str) -> str:
    """Return the command that installs extras in the way in which this copy of the library came.

    A clone is named by its folder, for the library may be on no index; otherwise the index has it.
    """
    try:
        origin = json.loads(metadata.distribution("stealth-pygame").read_text("direct_url.json") or "{}")
    except (metadata.PackageNotFoundError, ValueError):
        # Neither installed nor half removed: it runs from its folder.
        origin = {"url": Path(__file__).parents[1].as_uri(), "dir_info": {"editable": True}}
    wanted, url = ",".join(extras), str(origin.get("url", ""))
    if not url.startswith("file:"):
        return f'pip install "stealth-pygame[{wanted}]"'
    # Not at the top: it imports the whole of HTTP, which a web page lacks.
    from urllib.request import url2pathname  # noqa: PLC0415

    folder = url2pathname(urlsplit(url).path)
    edit = "-e " if origin.get("dir_info", {}).get("editable") else ""
    return f'pip install {edit}"{folder}[{wanted}]"'


def engine_trouble() -> str:
    """Return a sentence with the cure where two engines share one folder, or one took the other's files away."""
    both = []
    for name in ("pygame", "pygame-ce"):
        # One of them is missing as a rule.
        with suppress(metadata.PackageNotFoundError):
            both.append(metadata.distribution(name).metadata["Name"])
    cure = "pip uninstall -y pygame pygame-ce, then pip install pygame or pip install pygame-ce (one of them)."
    if len(both) == 2:
        return f"pygame and pygame-ce are both installed and overwrite each other's files. Repair: {cure}"
    spec = importlib.util.find_spec("pygame")
    # A folder without its `__init__.py` imports as an empty package.
    if spec is not None and spec.origin is None:
        return f"pygame is installed in parts only: the other engine took files with it when it went. Repair: {cure}"
    return ""


class StandInError(StealthError):
    """The model did not answer, and the offline brain spoke in its place; the words are the cause."""


class ClosedError(StealthError):
    """The dialogue or the client is closed already."""


class BackendError(StealthError):
    """A failure between the game and the backend: `route` is the path asked, `status` the HTTP status or None."""

    def __init__(self, message: str, *, route: str = "", status: int | None = None) -> None:
        # Whatever form a server's words took on their way here, a log line and a bubble must hold them.
        message = message if len(message) <= MOST_CHARS else f"{message[:MOST_CHARS]}…"
        super().__init__(message)
        self.message = message
        self.route = route
        self.status = status


class ConnectError(BackendError):
    """No connection came about; nothing was sent. `slow`: the time-out was waited for in vain."""

    retry = True

    def __init__(self, message: str, *, route: str = "", status: int | None = None, slow: bool = False) -> None:
        super().__init__(message, route=route, status=status)
        self.slow = slow


class ReplyTimeoutError(BackendError):
    """No whole answer within `reply_timeout` seconds. The message may have arrived: it is not sent again."""


class ConnectionLostError(BackendError):
    """The connection ended before the answer was whole. The message may have arrived.

    local: the backend runs on this machine, so its process has most likely ended.
    """

    def __init__(self, message: str, *, route: str = "", status: int | None = None, local: bool = False) -> None:
        super().__init__(message, route=route, status=status)
        self.local = local


class AnswerError(BackendError):
    """An answer that is not as the contract says."""


class AnswerTooLargeError(AnswerError):
    """The answer was longer than `max_reply_bytes` and was cut."""


class RedirectError(AnswerError):
    """The backend pointed elsewhere. Redirects are not followed, because the key would go along."""


class NotStealthError(AnswerError):
    """An answer of something that is not a Stealth backend (a web page, a captive portal ...)."""


class RouteNotFoundError(NotStealthError):
    """The server does not know the route: the base URL has a wrong path."""


class InvalidRequestError(BackendError):
    """The backend refused the shape of the request (400, 413, 415)."""


class CharacterRefusedError(InvalidRequestError):
    """The backend refused the character; `issues` holds (field, reason) pairs."""

    def __init__(
        self,
        message: str,
        *,
        route: str = "",
        status: int | None = None,
        issues: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(message, route=route, status=status)
        self.issues = issues


class KeyRefusedError(BackendError):
    """The backend refused the API key. The message never shows the key."""


class SecretRefusedError(BackendError):
    """The backend refused the conversation's secret."""


class ConversationNotFoundError(BackendError):
    """The conversation is gone: finished, or the backend lost its data."""


class UserNotFoundError(BackendError):
    """The conversation does not know the player; it does after an update with the users."""


class ModeratedError(BackendError):
    """The message was moderated, or the provider's API failed (422)."""


class BusyError(BackendError):
    """The conversation is busy, finished or stuck (429): the backend does not say which.

    rate_limit: not the conversation, but a web server or a gateway in front wants fewer requests; `retry_after` is the
    number of seconds that it asked to wait, or None.
    """

    retry = True

    def __init__(
        self,
        message: str,
        *,
        route: str = "",
        status: int | None = None,
        rate_limit: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, route=route, status=status)
        self.rate_limit = rate_limit
        self.retry_after = retry_after


class ServerError(BackendError):
    """The backend failed inside (5xx). `retry_after`: seconds that it asked to wait, or None."""

    def __init__(
        self, message: str, *, route: str = "", status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message, route=route, status=status)
        self.retry_after = retry_after

    @property
    def unavailable(self) -> bool:
        """True for 503: not there just now, such as while it is deployed, so the request was not handled."""
        return self.status == 503
