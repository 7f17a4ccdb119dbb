"""The page that describes the four routes, and the same as OpenAPI. FastAPI creates both, and nothing else."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request, Security
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.security import APIKeyHeader
from starlette.exceptions import HTTPException

from stealth_pygame.backend.http.auth import App, framework_fields
from stealth_pygame.backend.http.schemas import (
    REFERENCE,
    STATUSES,
    CreateBody,
    Created,
    FinishBody,
    Finished,
    Problem,
    SendBody,
    UpdateBody,
    Updated,
)
from stealth_pygame.protocol.models import CREATE, FINISH, SEND, UPDATE, Reply


def described() -> App:
    """Return the description as an ASGI application."""
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
    _add_routes(api)
    _add_reference(api)
    api.add_exception_handler(HTTPException, _no_route)
    return api


def _add_routes(api: FastAPI) -> None:
    """Declare the routes of `app.Routes`. These functions only describe; they are never called."""
    key = [Security(APIKeyHeader(name="Authorization", auto_error=False, description="The bare key."))]

    @api.post(CREATE, dependencies=key, responses=_may_fail(404))
    async def create(body: CreateBody) -> Created:
        """Open a new conversation, or return the one of the persistence token, which then has these users."""
        raise NotImplementedError

    @api.post(SEND, dependencies=key, responses=_may_fail(404, 422, 429))
    async def send(body: SendBody) -> Reply:
        """Answer a player's message as the character."""
        raise NotImplementedError

    @api.post(UPDATE, dependencies=key, responses=_may_fail(404))
    async def update(body: UpdateBody) -> Updated:
        """Replace users, character or both; the memory is kept."""
        raise NotImplementedError

    @api.post(FINISH, dependencies=key, responses=_may_fail(404))
    async def finish(body: FinishBody) -> Finished:
        """Delete the conversation at once."""
        raise NotImplementedError


def _may_fail(*statuses: int) -> dict[int | str, dict[str, Any]]:
    listed = sorted({400, 403, 413, 415, 500, *statuses})
    return {status: {"model": Problem, "description": STATUSES[status]} for status in listed}


def _no_route(request: Request, exc: Exception) -> JSONResponse:
    assert isinstance(exc, HTTPException)
    route = f"Route {request.method}:{request.url.path}"
    message = {404: f"{route} not found", 405: f"{route} not allowed"}.get(exc.status_code, exc.detail)
    fields = framework_fields(exc.status_code)
    return JSONResponse({"message": message, **fields}, exc.status_code, headers=dict(exc.headers or {}))


def _add_reference(api: FastAPI) -> None:
    async def reference() -> HTMLResponse:
        return HTMLResponse(_page(api.openapi()))

    async def yaml() -> Response:
        # Every JSON document is a YAML document too, so no library is needed.
        return Response(json.dumps(api.openapi(), indent=2), media_type="application/yaml")

    for path in (REFERENCE, f"{REFERENCE}/"):
        api.add_api_route(path, reference, include_in_schema=False)
    api.add_api_route(f"{REFERENCE}/openapi.yaml", yaml, include_in_schema=False)


def _page(schema: Mapping[str, Any]) -> str:
    """Return the routes as a page that loads nothing from other servers, so that it works offline."""
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
