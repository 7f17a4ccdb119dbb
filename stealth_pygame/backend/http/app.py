"""The four routes of the contract, with every documented status, and the page that describes them."""

from __future__ import annotations

import html
import json
import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request, Security
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.security import APIKeyHeader
from starlette.exceptions import HTTPException

from stealth_pygame.backend.brain.interface import BrainError
from stealth_pygame.backend.http.auth import App, Gate, framework_fields, only
from stealth_pygame.backend.http.origins import Doors, guarded
from stealth_pygame.backend.http.schemas import (
    CreateBody,
    Created,
    FinishBody,
    Finished,
    Problem,
    SendBody,
    UpdateBody,
    Updated,
    shown_problem,
)
from stealth_pygame.backend.http.service import Service
from stealth_pygame.backend.store.database import DatabaseError
from stealth_pygame.backend.store.storage import BusyConversationError, UnknownConversationError
from stealth_pygame.protocol.models import CREATE, FINISH, SEND, UPDATE, Reply

REFERENCE = "/reference"

log = logging.getLogger("stealth_pygame.backend")


def create_app(service: Service, auth: str, doors: Doors | None = None) -> App:
    """Return the backend as an ASGI application; `auth` is the key that every request must carry.

    doors: the web pages and host names that may reach it; by default no page, and this machine's own names.
    """
    api = FastAPI(
        title="Stealth backend",
        version="1",
        description="Conversations with characters: the embedded backend of stealth-pygame.",
        openapi_url=f"{REFERENCE}/openapi.json",
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        redirect_slashes=False,
    )
    _add_routes(api, service)
    _add_reference(api)
    _add_problems(api)
    return guarded(Gate(api, only(auth)), doors or Doors())


def _add_routes(api: FastAPI, service: Service) -> None:
    key = [Security(APIKeyHeader(name="Authorization", auto_error=False, description="The bare key."))]

    @api.post(CREATE, dependencies=key, responses=_may_fail(404))
    async def create(body: CreateBody) -> Created:
        """Open a new conversation, or the one that the persistence token stands for, now with these users."""
        number, secret = await service.create(body.character.model_dump(), body.people(), body.persistenceToken or None)
        return Created(id=number, secret=secret)

    @api.post(SEND, dependencies=key, responses=_may_fail(404, 422, 429))
    async def send(body: SendBody) -> Reply:
        """Answer a player's message as the character."""
        return await service.send(body.request())

    @api.post(UPDATE, dependencies=key, responses=_may_fail(404))
    async def update(body: UpdateBody) -> Updated:
        """Replace users, character or both; the memory stays."""
        sheet = body.character.model_dump() if body.character else None
        await service.update(body.secret, body.people(), sheet)
        return Updated(message="Conversation updated")

    @api.post(FINISH, dependencies=key, responses=_may_fail(404))
    async def finish(body: FinishBody) -> Finished:
        """Forget the conversation, at once."""
        await service.finish(body.secret)
        return Finished()


_STATUSES = {
    400: "Invalid request",
    403: "Invalid API key or conversation secret",
    404: "Conversation not found",
    413: "Request body is too large",
    415: "Unsupported Media Type",
    422: "Content moderated or error in Provider API",
    429: "Conversation is busy",
    500: "Internal Server Error",
}


def _may_fail(*statuses: int) -> dict[int | str, dict[str, Any]]:
    listed = sorted({400, 403, 413, 415, 500, *statuses})
    return {status: {"model": Problem, "description": _STATUSES[status]} for status in listed}


def _add_problems(api: FastAPI) -> None:
    for error, status in (
        (UnknownConversationError, 404),
        (BusyConversationError, 429),
    ):
        api.add_exception_handler(error, _always(status))
    api.add_exception_handler(BrainError, _no_answer)
    api.add_exception_handler(RequestValidationError, _malformed)
    api.add_exception_handler(HTTPException, _no_route)
    api.add_exception_handler(DatabaseError, _database)
    api.add_exception_handler(Exception, _inside)


def _problem(status: int, message: str, **more: Any) -> JSONResponse:
    return JSONResponse({"message": message, **more}, status)


def _always(status: int) -> Any:
    def answer(request: Request, exc: Exception) -> JSONResponse:
        return _problem(status, _STATUSES[status])

    return answer


def _no_answer(request: Request, exc: Exception) -> JSONResponse:
    return _problem(422, str(exc) or _STATUSES[422])


def _database(request: Request, exc: Exception) -> JSONResponse:
    # Where the database lies is the operator's business, why it fails is the player's too.
    assert isinstance(exc, DatabaseError)
    log.error("%s", exc)
    return _problem(500, exc.reason, **framework_fields(500))


def _inside(request: Request, exc: Exception) -> JSONResponse:
    return _problem(500, f"Internal Server Error ({type(exc).__name__})", **framework_fields(500))


def _no_route(request: Request, exc: Exception) -> JSONResponse:
    assert isinstance(exc, HTTPException)
    route = f"Route {request.method}:{request.url.path}"
    message = {404: f"{route} not found", 405: f"{route} not allowed"}.get(exc.status_code, exc.detail)
    answer = _problem(exc.status_code, message, **framework_fields(exc.status_code))
    answer.headers.update(exc.headers or {})
    return answer


def _malformed(request: Request, exc: Exception) -> JSONResponse:
    """Answer 400. A refused character is told as a list of issues in JSON, as the published backend does."""
    assert isinstance(exc, RequestValidationError)
    errors = exc.errors()
    places = [tuple(error["loc"])[1:] for error in errors]
    issues = [
        _issue(place[1:], error)
        for place, error in zip(places, errors, strict=True)
        if place[:1] == ("character",) and len(place) > 1
    ]
    # Without the other fields: a client tells a refused character from a wrong path by them.
    if issues:
        return _problem(400, json.dumps(issues))
    return _problem(400, shown_problem(errors, skip=1), **framework_fields(400))


def _issue(path: tuple[int | str, ...], error: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": error["type"], "path": list(path), "message": error["msg"].removeprefix("Value error, ")}


def _add_reference(api: FastAPI) -> None:
    async def reference() -> HTMLResponse:
        return HTMLResponse(_page(api.openapi()))

    async def yaml() -> Response:
        # Each JSON document is a YAML document, so no library is needed to write one.
        return Response(json.dumps(api.openapi(), indent=2), media_type="application/yaml")

    for path in (REFERENCE, f"{REFERENCE}/"):
        api.add_api_route(path, reference, include_in_schema=False)
    api.add_api_route(f"{REFERENCE}/openapi.yaml", yaml, include_in_schema=False)


def _page(schema: Mapping[str, Any]) -> str:
    """Return the routes as a page that needs no other server, because a jam has no Wi-Fi."""
    parts = ["<!doctype html><meta charset=utf-8><title>Stealth backend</title>"]
    parts.append(
        "<style>body{font:16px sans-serif;max-width:60em;margin:2em auto}pre{background:#eee;padding:1em}</style>"
    )
    parts.append(
        '<h1>Stealth backend</h1><p>The same, for programs: <a href="/reference/openapi.json">openapi.json</a>.'
    )
    for path, methods in schema["paths"].items():
        for method, about in methods.items():
            parts.append(f"<h2>{method.upper()} {path}</h2><p>{html.escape(about['description'])}<ul>")
            for status, answer in about["responses"].items():
                parts.append(f"<li>{status}: {html.escape(answer['description'])}")
            parts.append("</ul>")
    shapes = html.escape(json.dumps(schema["components"]["schemas"], indent=1))
    parts.append(f"<h2>Shapes</h2><pre>{shapes}</pre>")
    return "\n".join(parts)
