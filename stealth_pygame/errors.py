"""All errors of the library as one tree, with one class for each case in which a game may react differently.

StealthError
├── ConfigurationError          a mistake that the game's author can correct; nothing was sent
│   ├── InsecureURLError        a key over plain HTTP to another machine
│   ├── CharacterError          a character file or sheet: `source`, `field`, `reason`
│   ├── ActionError             a function that cannot be declared to the backend
│   ├── ContextError            a context key that is reserved, or a value that cannot become text
│   └── MissingExtraError       an optional part of the library is not installed
├── StandInError                the model did not answer, and the offline brain answered instead
├── ClosedError                 the dialogue or the client was closed
└── BackendError                a failed request: `route`, `status`
    ├── ConnectError            nothing was sent; a retry can help: `slow`
    ├── ReplyTimeoutError       no complete answer in time; the message may have arrived
    ├── ConnectionLostError     the answer is not complete; the message may have arrived
    ├── AnswerError             an answer that cannot be read
    │   ├── AnswerTooLargeError longer than `max_reply_bytes`
    │   ├── RedirectError       a redirect; it is not followed, because the key would be sent
    │   └── NotStealthError     an answer, but not from a Stealth backend
    │       └── RouteNotFoundError  the base URL has a wrong path
    ├── InvalidRequestError     400, 413, 415
    │   └── CharacterRefusedError   400 on a character: `issues`
    ├── KeyRefusedError         403: the API key
    ├── SecretRefusedError      403: the conversation's secret
    ├── ConversationNotFoundError   404
    ├── UserNotFoundError       404: the conversation does not know the player
    ├── ModeratedError          422: moderated, or the provider failed
    ├── BusyError               429: busy now, finished, or stuck; or a web server's `rate_limit`: `retry_after`
    └── ServerError             5xx; 503 means down for now: `unavailable`, `retry_after`
"""

from __future__ import annotations

import importlib.util
import json
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

# The most characters of an error's text that may repeat a server's words.
MOST_CHARS = 2_000


class StealthError(Exception):
    """The base of all errors of this library. `retry`: True if the same call may work a little later."""

    retry: ClassVar[bool] = False


class ConfigurationError(StealthError, ValueError):
    """A setting, a URL or an argument is wrong; the message tells how to correct it."""


class InsecureURLError(ConfigurationError):
    """The key would be sent to another machine without encryption."""


class CharacterError(ConfigurationError):
    """A character that no backend would accept: `source` is the file or name, `field` the path inside it."""

    def __init__(self, source: str, field: str, reason: str) -> None:
        super().__init__(f"{source}: {field}: {reason}" if field else f"{source}: {reason}")
        self.source = source
        self.field = field
        self.reason = reason

    # By default an exception is pickled with its text only, but this one needs three arguments.
    def __reduce__(self) -> tuple[type[CharacterError], tuple[str, str, str]]:
        return type(self), (self.source, self.field, self.reason)


class ActionError(ConfigurationError):
    """A Python function that cannot be declared to the backend as an action."""


class ContextError(ConfigurationError):
    """A context key that is reserved for the backend or the library, or a value that cannot become text."""


class MissingExtraError(ConfigurationError, ImportError):
    """An optional part of the library is not installed; the message names the command that installs it."""


def pip_command(*extras: str) -> str:
    """Return the pip command that installs extras for this copy of the library.

    If the library was installed from a folder, the command names the folder; otherwise the package index.
    """
    try:
        origin = json.loads(metadata.distribution("stealth-pygame").read_text("direct_url.json") or "{}")
    except (metadata.PackageNotFoundError, ValueError):
        # The library is not installed, so it runs from its folder.
        origin = {"url": Path(__file__).parents[1].as_uri(), "dir_info": {"editable": True}}
    wanted, url = ",".join(extras), str(origin.get("url", ""))
    if not url.startswith("file:"):
        return f'pip install "stealth-pygame[{wanted}]"'
    # Imported here, because it imports the HTTP modules, which a web page lacks.
    from urllib.request import url2pathname  # noqa: PLC0415

    folder = url2pathname(urlsplit(url).path)
    edit = "-e " if origin.get("dir_info", {}).get("editable") else ""
    return f'pip install {edit}"{folder}[{wanted}]"'


def engine_trouble() -> str:
    """Return a sentence with the repair if pygame and pygame-ce are both installed, or one removed the other's files.

    Return "" if all is well.
    """
    both = []
    for name in ("pygame", "pygame-ce"):
        # Usually only one of them is installed.
        with suppress(metadata.PackageNotFoundError):
            both.append(metadata.distribution(name).metadata["Name"])
    cure = "pip uninstall -y pygame pygame-ce, then pip install pygame or pip install pygame-ce (one of them)."
    if len(both) == 2:
        return f"pygame and pygame-ce are both installed and overwrite each other's files. Repair: {cure}"
    spec = importlib.util.find_spec("pygame")
    # A folder without its `__init__.py` imports as an empty package.
    if spec is not None and spec.origin is None:
        return f"pygame is incomplete: its files were removed when pygame or pygame-ce was uninstalled. Repair: {cure}"
    return ""


class StandInError(StealthError):
    """The model did not answer, and the offline brain answered instead; the text of the error is the cause."""


class ClosedError(StealthError):
    """The dialogue or the client is closed already."""


class BackendError(StealthError):
    """A request has failed. `route`: the path of the request; `status`: the HTTP status of the answer, or None."""

    def __init__(self, message: str, *, route: str = "", status: int | None = None) -> None:
        # Shortened in any case, so that a server's words cannot make a log line endless.
        message = message if len(message) <= MOST_CHARS else f"{message[:MOST_CHARS]}…"
        super().__init__(message)
        self.message = message
        self.route = route
        self.status = status


class ConnectError(BackendError):
    """No connection was possible; nothing was sent. `slow`: it failed only after the whole time-out."""

    retry = True

    def __init__(self, message: str, *, route: str = "", status: int | None = None, slow: bool = False) -> None:
        super().__init__(message, route=route, status=status)
        self.slow = slow


class ReplyTimeoutError(BackendError):
    """No complete answer within `reply_timeout` seconds. The message may have arrived, so it is not sent again."""


class ConnectionLostError(BackendError):
    """The connection ended before the answer was complete. The message may have arrived.

    local: the backend runs on this machine, so its process has most likely ended.
    """

    def __init__(self, message: str, *, route: str = "", status: int | None = None, local: bool = False) -> None:
        super().__init__(message, route=route, status=status)
        self.local = local


class AnswerError(BackendError):
    """The answer does not follow the contract."""


class AnswerTooLargeError(AnswerError):
    """The answer was longer than `max_reply_bytes`, and was not read to its end."""


class RedirectError(AnswerError):
    """The backend answered with a redirect. Redirects are not followed, because the key would be sent too."""


class NotStealthError(AnswerError):
    """The answer does not come from a Stealth backend, but from a web page, the login page of a Wi-Fi, or the like."""


class RouteNotFoundError(NotStealthError):
    """The server does not know the route: the base URL has a wrong path."""


class InvalidRequestError(BackendError):
    """The backend refused the request as invalid (400, 413, 415)."""


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
    """The conversation does not exist: it is finished, or the backend lost its data."""


class UserNotFoundError(BackendError):
    """The conversation does not know the player; an update with the users helps."""


class ModeratedError(BackendError):
    """The message was moderated, or the provider's API failed (422)."""


class BusyError(BackendError):
    """The conversation is busy, finished or stuck (429); the backend does not tell which.

    rate_limit: True if a web server or a gateway asked for fewer requests; then the conversation is not the cause.
    retry_after: the seconds that it asked to wait, or None.
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
    """The backend has an internal error (5xx). `retry_after`: the seconds that it asked to wait, or None."""

    def __init__(
        self, message: str, *, route: str = "", status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message, route=route, status=status)
        self.retry_after = retry_after

    @property
    def unavailable(self) -> bool:
        """True for 503: the backend is down for now, for example while it is deployed; the request was not handled."""
        return self.status == 503
