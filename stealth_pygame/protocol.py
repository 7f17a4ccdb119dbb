"""The wire as data: both sides read and write these models, and nobody else knows what a body looks like.

What is read is liberal (fields left out, numbers for ids, unknown extras), what is written is strict: the
contract and the measured backend differ, and a client must live with both (`protocol.md`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import from_json, to_json

from stealth_pygame import errors

CREATE: Final = "/api/create"
SEND: Final = "/api/send"
UPDATE: Final = "/api/update"
FINISH: Final = "/api/finish"
ROUTES: Final = (CREATE, SEND, UPDATE, FINISH)
RESERVED_CONTEXT_KEYS: Final = frozenset({"users", "username"})
SHOWN_CHARS: Final = 500
"""Characters of a server's own words that an error repeats."""
SECRET_LENGTH: Final = 4
"""Characters below which a word is no secret, and hiding it would only garble the message."""

ModelT = TypeVar("ModelT", bound=BaseModel)


def _as_text(value: object) -> object:
    """A number where the contract says string, as the measured backend's ids may be; JSON's words for the rest."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _as_id(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _encodable(value: object) -> object:
    """Lone surrogates, which UTF-8 cannot carry, become U+FFFD."""
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if isinstance(value, str) else value


WireText = Annotated[str, BeforeValidator(_encodable)]


def _absent_is(default: object) -> BeforeValidator:
    """`null` counts as left out."""
    return BeforeValidator(lambda value: default if value is None else value)


class _Read(BaseModel):
    """What comes from the wire: unknown fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Written(BaseModel):
    """What goes onto the wire: unknown fields are a mistake of ours."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class User(_Written):
    """Somebody in a conversation: the name as shown, and an id that is unique on the whole backend."""

    name: WireText
    id: WireText


class ContextEntry(_Written):
    """One line of what the game knows, pasted into the prompt by the backend as `key: value`."""

    key: WireText
    value: WireText


class CreateRequest(_Written):
    """The body of `POST /api/create`."""

    character: dict[str, Any]
    users: list[User]
    persistence_token: str | None = Field(None, alias="persistenceToken")


class SendRequest(_Written):
    """The body of `POST /api/send`."""

    secret: str = Field(repr=False)
    message: WireText
    player_id: WireText = Field(alias="playerId")
    context: list[ContextEntry] = []


class UpdateRequest(_Written):
    """The body of `POST /api/update`; at least one of the two is needed."""

    secret: str = Field(repr=False)
    users: list[User] | None = None
    character: dict[str, Any] | None = None


class FinishRequest(_Written):
    """The body of `POST /api/finish`."""

    secret: str = Field(repr=False)


class ConversationRef(_Read):
    """A conversation on the backend: `id` to show, `secret` to speak with (never shown)."""

    id: Annotated[str, BeforeValidator(_as_id)]
    secret: str = Field(repr=False, min_length=1)


class WireCall(_Read):
    """The backend asking for a function. Every parameter is a string; only the client knows the declared type."""

    name: str
    message: Annotated[str, _absent_is("")] = ""
    parameters: Annotated[dict[str, Annotated[str, BeforeValidator(_as_text)]], _absent_is({})] = {}


class Reply(_Read):
    """The answer to a send. Every field may be left out on the wire."""

    flagged: Annotated[bool, _absent_is(False)] = False
    cancelled: Annotated[bool, _absent_is(False)] = False
    content: Annotated[str, _absent_is("")] = ""
    calls: Annotated[tuple[WireCall, ...], _absent_is(())] = ()


class Empty(_Read):
    """The answer to update and finish, whose fields nobody needs."""


def encode(request: BaseModel) -> bytes:
    """The JSON bytes of a request, keys in one fixed order; what is None is left out."""
    body = request.model_dump(by_alias=True, exclude_none=True)
    try:
        return to_json(body)
    except ValueError:
        return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def decode(model: type[ModelT], data: bytes, *, route: str, status: int = 200) -> ModelT:
    """Read one answer. Raises `AnswerError` naming the first thing that is wrong with it."""
    try:
        value = from_json(data, allow_inf_nan=False)
    except ValueError as exc:
        raise _unreadable(data, route, status, str(exc)) from exc
    try:
        return model.model_validate(value)
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False)[0]
    # Outside the handler: pydantic's error holds the answer, secret and all, and would ride along as the context.
    where = ".".join(map(str, first["loc"])) or "the whole body"
    raise errors.AnswerError(
        f"The answer to {route} cannot be read: {where}: {first['msg']}. Is the backend a Stealth backend?",
        route=route,
        status=status,
    )


def _unreadable(data: bytes, route: str, status: int, why: str) -> errors.AnswerError:
    if data.lstrip()[:1] == b"<":
        return web_page(route, status)
    return errors.AnswerError(f"The answer to {route} is not JSON: {why}", route=route, status=status)


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
    try:
        body = from_json(data, allow_inf_nan=False)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _not_found(body: Mapping[str, Any], message: str, route: str) -> errors.BackendError:
    """A lost conversation says so; an unknown route carries `statusCode`, and other servers say anything."""
    if "statusCode" not in body and "conversation" in message.lower():
        return errors.ConversationNotFoundError("The backend does not know the conversation.", route=route, status=404)
    return errors.RouteNotFoundError(
        f"The server does not know {route}: the base URL has a wrong path, or it is no Stealth backend.",
        route=route,
        status=404,
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
            path = issue.get("path", ())
            field = ".".join(map(str, path)) if isinstance(path, list) else str(path)
            yield field or "character", str(issue.get("message", "not accepted"))
