"""The four routes of the contract, with all documented status codes.

They use no web framework: it would double both the start of a game's backend and the time of each answer.
FastAPI only describes them (`reference`), on request; tests compare the description with the routes.
"""

from __future__ import annotations

import asyncio
import functools
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from stealth_pygame.backend.brain.interface import BrainError
from stealth_pygame.backend.exchange import Tell, drawable
from stealth_pygame.backend.http.auth import (
    App,
    Gate,
    Receive,
    Scope,
    Send,
    answer,
    framework_fields,
    only,
    refuse,
    refuse_framework,
)
from stealth_pygame.backend.http.origins import Doors, guarded
from stealth_pygame.backend.http.schemas import (
    REFERENCE,
    STATUSES,
    CreateBody,
    Created,
    FinishBody,
    Finished,
    SendBody,
    UpdateBody,
    Updated,
    shown_problem,
)
from stealth_pygame.backend.http.service import Service
from stealth_pygame.backend.store.database import DatabaseError
from stealth_pygame.backend.store.storage import BusyConversationError, UnknownConversationError
from stealth_pygame.protocol.models import CREATE, EVENTS, FINISH, OFFER, SEND, STREAM, UPDATE, Reply

log = logging.getLogger("stealth_pygame.backend")


def create_app(service: Service, auth: str, doors: Doors | None = None) -> App:
    """Return the backend as an ASGI application. auth: the key that every request must carry.

    doors: the web pages and host names that are allowed; None: no page, and this machine's own names.
    """
    return guarded(Gate(Routes(service), only(auth)), doors or Doors())


class Routes:
    """The routes as an ASGI application, behind the `Gate` that has read the body."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._routes: Mapping[str, Callable[[object], Awaitable[BaseModel]]] = {
            CREATE: self._create,
            SEND: self._send,
            UPDATE: self._update,
            FINISH: self._finish,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path, method = scope["path"], scope["method"]
        route = self._routes.get(path)
        if route is not None and method == "POST":
            body = (await receive()).get("body", b"")
            if path == SEND and self._service.streams and _wants_events(scope):
                events = EventStream(send)
                await self._serve(functools.partial(self._send, tell=events.tell), path, body, events.send)
            else:
                await self._serve(route, path, body, send)
        elif path == REFERENCE or path.startswith(f"{REFERENCE}/"):
            await _described()(scope, receive, send)
        elif route is not None:
            message = f"Route {method}:{path} not allowed"
            await refuse(send, 405, message, {"allow": "POST"}, **framework_fields(405))
        else:
            await refuse_framework(send, 404, f"Route {method}:{path} not found")

    async def _serve(self, route: Callable[[object], Awaitable[BaseModel]], path: str, body: bytes, send: Send) -> None:
        try:
            result = await route(_json(body))
        except asyncio.CancelledError:
            # The server is stopping while a client still waits; the conversation has been released.
            await refuse(send, 503, "The backend is closing")
        except _MalformedError as exc:
            await refuse_framework(send, 400, str(exc))
        except ValidationError as exc:
            await _refuse_body(send, exc.errors(include_url=False))
        except UnknownConversationError:
            await refuse(send, 404, STATUSES[404])
        except BusyConversationError:
            await refuse(send, 429, STATUSES[429])
        except BrainError as exc:
            await refuse(send, 422, str(exc) or STATUSES[422])
        except DatabaseError as exc:
            # The path of the database is for the operator only; the reason is also for the player.
            log.error("%s", exc)
            await refuse_framework(send, 500, exc.reason)
        except Exception as exc:
            log.exception("%s failed", path)
            await refuse_framework(send, 500, f"Internal Server Error ({type(exc).__name__})")
        else:
            offer = {OFFER: STREAM} if path == CREATE and self._service.streams else None
            await answer(send, 200, result.model_dump_json(by_alias=True).encode(), offer)

    async def _create(self, data: object) -> Created:
        body = CreateBody.model_validate(data)
        sheet = body.character.model_dump()
        number, secret = await self._service.create(sheet, body.people(), body.persistenceToken or None)
        return Created(id=number, secret=secret)

    async def _send(self, data: object, tell: Tell | None = None) -> Reply:
        return await self._service.send(SendBody.model_validate(data).request(), tell)

    async def _update(self, data: object) -> Updated:
        body = UpdateBody.model_validate(data)
        sheet = body.character.model_dump() if body.character else None
        await self._service.update(body.secret, body.people(), sheet)
        return Updated(message="Conversation updated")

    async def _finish(self, data: object) -> Finished:
        await self._service.finish(FinishBody.model_validate(data).secret)
        return Finished()


def _wants_events(scope: Scope) -> bool:
    return EVENTS.encode() in dict(scope["headers"]).get(b"accept", b"")


class EventStream:
    """The answer to one send as server-sent events: `words` as they arrive, then the whole `reply`, or an `error`.

    If the whole answer is there before any words, it is sent as an ordinary answer; refusals are too.
    """

    def __init__(self, send: Send) -> None:
        self._answer = send
        self._loop = asyncio.get_running_loop()
        self._words: asyncio.Queue[str | None] = asyncio.Queue()
        self._start: MutableMapping[str, Any] = {}
        self._begun = False
        self._sending = asyncio.ensure_future(self._send_words())

    def tell(self, words: str) -> None:
        """Send some words; may be called from any thread."""
        self._loop.call_soon_threadsafe(self._words.put_nowait, words)

    async def send(self, event: MutableMapping[str, Any]) -> None:
        """Receive the messages of an ordinary ASGI answer, whose body comes in one piece."""
        if event["type"] == "http.response.start":
            self._start = event
            return
        # All words were queued before the answer was complete, so this is the end of the queue.
        self._words.put_nowait(None)
        await self._sending
        # No words were sent, so the client gets an ordinary answer, even if it cannot read events.
        if not self._begun:
            await self._answer(self._start)
            await self._answer(event)
            return
        status = self._start["status"]
        body = event["body"] if status == 200 else json.dumps({"status": status, **json.loads(event["body"])}).encode()
        await self._chunk("reply" if status == 200 else "error", body, more=False)

    async def _send_words(self) -> None:
        while (words := await self._words.get()) is not None:
            if not self._begun:
                self._begun = True
                headers = [(b"content-type", EVENTS.encode()), (b"cache-control", b"no-store")]
                await self._answer({"type": "http.response.start", "status": 200, "headers": headers})
            await self._chunk("words", json.dumps({"text": drawable(words)}).encode(), more=True)

    async def _chunk(self, name: str, data: bytes, *, more: bool) -> None:
        text = b"event: " + name.encode() + b"\ndata: " + data + b"\n\n"
        await self._answer({"type": "http.response.body", "body": text, "more_body": more})


class _MalformedError(ValueError):
    """The body is not JSON."""


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except json.JSONDecodeError as exc:
        raise _MalformedError(f"body: JSON decode error: {exc.msg} at character {exc.pos}") from exc
    except (ValueError, RecursionError) as exc:
        # Invalid UTF-8, a number with thousands of digits, or very deeply nested lists.
        raise _MalformedError("body: it cannot be read as JSON") from exc


async def _refuse_body(send: Send, errors: Sequence[Mapping[str, Any]]) -> None:
    """Answer with status 400. Problems of a character are a list in JSON, as from the published backend."""
    issues = [
        _issue(tuple(error["loc"])[1:], error)
        for error in errors
        if tuple(error["loc"])[:1] == ("character",) and len(error["loc"]) > 1
    ]
    # Without the fields `code` and `error`: their absence tells a client that the path was right.
    if issues:
        await refuse(send, 400, json.dumps(issues))
    else:
        await refuse_framework(send, 400, shown_problem(errors))


def _issue(path: tuple[int | str, ...], error: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": error["type"], "path": list(path), "message": error["msg"].removeprefix("Value error, ")}


@functools.cache
def _described() -> App:
    # FastAPI is imported only when somebody opens the description.
    from stealth_pygame.backend.http.reference import described  # noqa: PLC0415

    return described()
