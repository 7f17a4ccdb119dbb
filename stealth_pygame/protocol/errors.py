"""What a refusal means: statuses and bodies become errors here, once, for every room above."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic_core import from_json

from stealth_pygame import errors
from stealth_pygame.protocol.lenient_json import read_json

SHOWN_CHARS: Final = 500
"""Characters of a server's own words that an error repeats."""
SECRET_LENGTH: Final = 4
"""Characters below which a word is no secret, and hiding it would only garble the message."""


def unreadable(data: bytes, route: str, status: int, why: str) -> errors.AnswerError:
    """The error of an answer that is no JSON."""
    if data.lstrip()[:1] == b"<":
        return web_page(route, status)
    if not data.strip():
        why = "it is empty"
    return errors.AnswerError(
        f"The answer to {route} is not JSON: {why}. Is the backend a Stealth backend?", route=route, status=status
    )


def error_from(status: int, data: bytes, *, route: str, hide: Iterable[str] = ()) -> errors.BackendError:
    """The error that a status and a body stand for. `hide` are words that no message may repeat (key and secret)."""
    body = _error_body(data)
    message = str(body.get("message") or body.get("detail") or "").strip()
    said = _shown(message, hide)
    if status == 404:
        return _not_found(body, message, route)
    if status in (400, 413, 415):
        return _invalid(status, message, said, route, hide)
    if status in (401, 403):
        return _refused(status, message, data, route)
    if status == 422:
        why = said or "the message was moderated, or the provider failed"
        return errors.ModeratedError(f"The backend gave no answer: {why}", route=route, status=status)
    if status == 429:
        return errors.BusyError("The conversation is busy, finished or stuck.", route=route, status=status)
    if status in (405, 501):
        return _not_found({}, "", route, status)
    if status == 511:
        return web_page(route, status)
    if status >= 500:
        return errors.ServerError(
            f"The backend failed ({status}): {said or 'no reason given'}", route=route, status=status
        )
    return errors.AnswerError(f"{route} was answered with an unexpected status {status}.", route=route, status=status)


def _shown(text: str, hide: Iterable[str]) -> str:
    """What a server said, bounded, and without words that a talkative one may have sent back to us."""
    for word in hide:
        if len(word) >= SECRET_LENGTH:
            text = text.replace(word, "***")
    return text[:SHOWN_CHARS]


def _error_body(data: bytes) -> Mapping[str, Any]:
    body, _ = read_json(data)
    return body if isinstance(body, dict) else {}


def _not_found(body: Mapping[str, Any], message: str, route: str, status: int = 404) -> errors.BackendError:
    """A lost conversation says so; an unknown route carries `statusCode`, and other servers say anything."""
    if "statusCode" not in body and "conversation" in message.lower():
        return errors.ConversationNotFoundError(
            "The backend does not know the conversation: it is finished, or the backend lost its data.",
            route=route,
            status=status,
        )
    return errors.RouteNotFoundError(
        f"The server does not know {route}: the base URL has a wrong path, or it is no Stealth backend.",
        route=route,
        status=status,
    )


def _refused(status: int, message: str, data: bytes, route: str) -> errors.BackendError:
    if data.lstrip()[:1] == b"<":
        return web_page(route, status)
    if "secret" in message.lower() and "key" not in message.lower():
        return errors.SecretRefusedError("The backend refused the conversation's secret.", route=route, status=status)
    return errors.KeyRefusedError(
        "The backend refused the API key: compare it with the key that the backend was started with.",
        route=route,
        status=status,
    )


def web_page(route: str, status: int) -> errors.NotStealthError:
    """A web page instead of an answer."""
    return errors.NotStealthError(
        f"{route} was answered with a web page, not JSON. Look at the base URL, or at a Wi-Fi that wants a login.",
        route=route,
        status=status,
    )


def _invalid(status: int, message: str, said: str, route: str, hide: Iterable[str]) -> errors.InvalidRequestError:
    issues = tuple((_shown(field, hide), _shown(reason, hide)) for field, reason in _issues(message))
    if issues:
        listed = "; ".join(f"{field}: {reason}" for field, reason in issues)
        return errors.CharacterRefusedError(
            f"The backend refused the character: {listed}", route=route, status=status, issues=issues
        )
    return errors.InvalidRequestError(
        f"The backend refused the request ({status}): {said or 'no reason given'}",
        route=route,
        status=status,
    )


def _issues(message: str) -> Iterable[tuple[str, str]]:
    """The issues of an invalid character, whose `message` is itself JSON text."""
    try:
        listed = from_json(message)
    except ValueError:
        return
    for issue in listed if isinstance(listed, list) else ():
        if isinstance(issue, dict):
            path = issue.get("path") or []
            field = ".".join(map(str, path)) if isinstance(path, list) else str(path)
            yield field or "character", str(issue.get("message", "not accepted"))
