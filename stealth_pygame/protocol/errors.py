"""The conversion of refusals to errors: this is the only place that reads statuses and bodies of failed requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic_core import from_json

from stealth_pygame import errors
from stealth_pygame.protocol.lenient_json import read_json
from stealth_pygame.protocol.secrecy import shown

# The most issues of one refused character that an error keeps.
MOST_ISSUES: Final = 100
# The most characters of an issue's field, and of its reason.
ISSUE_CHARS: Final = 200
# Characters of an error's text after which further issues are only counted.
LISTED_CHARS: Final = 1_200


@dataclass(frozen=True)
class Refusal:
    """An answer that is not a success.

    hide: words that no message may repeat; retry_after: seconds that the server asked to wait; body: the JSON object
    in `data`, empty if there is none.
    """

    status: int
    data: bytes
    route: str
    hide: Iterable[str] = ()
    retry_after: float | None = None
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence of the server, not shortened and with nothing hidden."""
        return str(self.body.get("message") or self.body.get("detail") or "").strip()

    @property
    def is_page(self) -> bool:
        """True if the body is a web page."""
        return self.data.lstrip()[:1] == b"<"

    def shown(self, missing: str) -> str:
        """Return the server's sentence, shortened and without the words to hide, or `missing` if there is none."""
        return shown(self.message, self.hide) or missing


def unreadable(data: bytes, route: str, status: int, why: str) -> errors.AnswerError:
    """Return the error for an answer that is not JSON. why: the reason from the JSON reader."""
    # The login page of a Wi-Fi answers every request, often with the status 200.
    if data.lstrip()[:1] == b"<":
        return web_page(route, status)
    if not data.strip():
        why = "it is empty"
    return errors.AnswerError(
        f"The answer to {route} is not JSON: {why}. Is the backend a Stealth backend?", route=route, status=status
    )


def error_from(
    status: int, data: bytes, *, route: str, hide: Iterable[str] = (), retry_after: float | None = None
) -> errors.BackendError:
    """Return the error for the status and the body of a failed request.

    hide: words that no message may repeat (key and secret); retry_after: seconds that the server asked to wait.
    """
    body, _ = read_json(data)
    refusal = Refusal(status, data, route, tuple(hide), retry_after, body if isinstance(body, dict) else {})
    if status in (404, 405, 501):
        return _not_found(refusal)
    if status in (400, 413, 415):
        return _invalid(refusal)
    if status in (401, 403):
        return _refused(refusal)
    if status == 422:
        why = refusal.shown("the message was moderated, or the provider failed")
        return errors.ModeratedError(f"The backend gave no answer: {why}", route=route, status=status)
    if status == 429:
        return _too_many(refusal)
    if status == 511:
        return web_page(route, status)
    if status >= 500:
        return _failed(refusal)
    return errors.AnswerError(
        f"{route} was answered with an unexpected status {status}. Is it a Stealth backend?", route=route, status=status
    )


def _not_found(refusal: Refusal) -> errors.BackendError:
    """Return the error for a lost conversation, an unknown user, or else a wrong path."""
    route, status, message = refusal.route, refusal.status, refusal.message.lower()
    # The web framework's 404 for an unknown route has the field `statusCode`; those of the backend do not.
    if refusal.status == 404 and "statusCode" not in refusal.body:
        # Eliza calls a conversation a room.
        if "conversation" in message or message.startswith("room "):
            return errors.ConversationNotFoundError(
                "The backend does not know the conversation: it is finished, or the backend lost its data.",
                route=route,
                status=status,
            )
        if message.startswith(("user ", "player ")):
            return errors.UserNotFoundError(
                "The backend does not know the player in this conversation.", route=route, status=status
            )
    return errors.RouteNotFoundError(
        f"The server does not know {refusal.route}: the base URL has a wrong path, or it is not a Stealth backend.",
        route=route,
        status=status,
    )


def _too_many(refusal: Refusal) -> errors.BusyError:
    """Return the error for a busy conversation, or else for the request limit of a web server or a gateway."""
    message = refusal.message.lower()
    # Only the backend itself writes of conversations; only a server in front of it sends a time to wait.
    if refusal.retry_after is None and ("busy" in message or "conversation" in message):
        return errors.BusyError(
            "The conversation is busy, finished or stuck.", route=refusal.route, status=refusal.status
        )
    wait = "" if refusal.retry_after is None else f"; it asks to wait {refusal.retry_after:g} s"
    return errors.BusyError(
        f"Too many requests for the server, or for a gateway in front of it (429){wait}. "
        "Look at its limit, or lower Settings.messages_per_minute.",
        route=refusal.route,
        status=refusal.status,
        rate_limit=True,
        retry_after=refusal.retry_after,
    )


def _failed(refusal: Refusal) -> errors.ServerError:
    return errors.ServerError(
        f"The backend failed ({refusal.status}): {refusal.shown('no reason given')}",
        route=refusal.route,
        status=refusal.status,
        retry_after=refusal.retry_after,
    )


def _refused(refusal: Refusal) -> errors.BackendError:
    route, status, message = refusal.route, refusal.status, refusal.message.lower()
    if refusal.is_page:
        return web_page(route, status)
    # The contract's sentence names both, key and secret; then a wrong key is more likely.
    if "secret" in message and "key" not in message:
        return errors.SecretRefusedError("The backend refused the conversation's secret.", route=route, status=status)
    return errors.KeyRefusedError(
        "The backend refused the API key: compare it with the key that the backend was started with.",
        route=route,
        status=status,
    )


def web_page(route: str, status: int) -> errors.NotStealthError:
    """Return the error for a web page instead of an answer."""
    return errors.NotStealthError(
        f"{route} was answered with a web page, not JSON. Look at the base URL, or at a Wi-Fi that wants a login.",
        route=route,
        status=status,
    )


def _invalid(refusal: Refusal) -> errors.InvalidRequestError:
    route, status, hide = refusal.route, refusal.status, refusal.hide
    issues = tuple(
        (shown(field, hide, ISSUE_CHARS), shown(reason, hide, ISSUE_CHARS))
        for field, reason in _issues(refusal.message)
    )
    if issues:
        return errors.CharacterRefusedError(
            f"The backend refused the character: {_listed(issues)}", route=route, status=status, issues=issues
        )
    return errors.InvalidRequestError(
        f"The backend refused the request ({status}): {refusal.shown('no reason given')}", route=route, status=status
    )


def _listed(issues: tuple[tuple[str, str], ...]) -> str:
    """Return the issues as one sentence of limited length."""
    lines: list[str] = []
    for field_, reason in issues:
        # The author can correct the first issues first.
        if sum(map(len, lines)) > LISTED_CHARS:
            return f"{'; '.join(lines)}; and {len(issues) - len(lines)} more"
        lines.append(f"{field_}: {reason}")
    return "; ".join(lines)


def _issues(message: str) -> Iterator[tuple[str, str]]:
    """Yield the issues of a refused character, (field, reason). The message is a JSON list, maybe after a sentence."""
    # Only Eliza writes a sentence before the list.
    start = message.find("[")
    try:
        listed = from_json(message[start:]) if start >= 0 else None
    except ValueError:
        return
    for issue in listed[:MOST_ISSUES] if isinstance(listed, list) else ():
        if isinstance(issue, dict):
            path = issue.get("path") or []
            place = ".".join(map(str, path)) if isinstance(path, list) else str(path)
            yield place or "character", str(issue.get("message", "not accepted"))
