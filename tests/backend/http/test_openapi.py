"""Requests that nobody would think of, made from our own OpenAPI page: every answer is one that the page documents."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stealth_pygame.backend.http.server import Backend
from stealth_pygame.client.client import StealthClient
from tests.backend.parts import ADA, KEY, SHEET, running

# it insists on 401 where the key is missing; the contract says 403, which test_app holds us to
BUT = "--exclude-checks=missing_required_header"


@pytest.fixture(scope="module")
def backend() -> Iterator[Backend]:
    with running() as made:
        yield made


@pytest.mark.slow
def test_schemathesis_finds_nothing(backend: Backend, tmp_path: Path) -> None:
    """With every check but one, for good requests and for broken ones."""
    tool = [sys.executable, "-m", "schemathesis.cli"]
    asks = ["--checks=all", BUT, "--max-examples=4", "--seed=1", "--no-color", "-H", f"Authorization: {KEY}"]
    page = f"{backend.url}/reference/openapi.json"
    done = subprocess.run([*tool, "run", page, *asks], cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("route", ["/api/send", "/api/update"])
def test_no_request_to_a_real_conversation_surprises_it(route: str, backend: Backend) -> None:
    """A real conversation keeps the page's word too."""
    operation: Any = schemathesis.openapi.from_url(f"{backend.url}/reference/openapi.json")[route]["POST"]
    with StealthClient(backend.url, KEY) as client:
        secret = client.create(SHEET, [ADA]).secret

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(case=operation.as_strategy(), player=st.sampled_from(["ada-1", None]))
    def ask(case: Any, player: str | None) -> None:
        case.body["secret"] = secret
        if player and route == "/api/send":
            case.body["playerId"] = player
        case.call_and_validate(headers={"Authorization": KEY})

    ask()
