"""Web pages and rebound names stay outside; programs and listed pages come in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from stealth_pygame.backend.http.origins import Doors
from stealth_pygame.backend.http.server import Backend
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.protocol.models import ROUTES
from tests.backend.parts import KEY, SHEET, running

PAGE = "https://html-classic.itch.zone"


@pytest.fixture(scope="module")
def closed() -> Iterator[Backend]:
    with running() as backend:
        yield backend


@pytest.fixture(scope="module")
def opened() -> Iterator[Backend]:
    with running(origins=(PAGE,), hosts=("game.example",)) as backend:
        yield backend


def create(backend: Backend, **headers: str) -> requests.Response:
    """A request that would work without these headers."""
    body = {"character": SHEET, "users": []}
    return requests.post(f"{backend.url}/api/create", json=body, headers={"Authorization": KEY, **headers}, timeout=10)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Origin": "null"},
        {"Origin": f"{PAGE}.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
    ],
)
def test_no_web_page_talks_to_a_players_backend(headers: dict[str, str], closed: Backend, opened: Backend) -> None:
    """Not even with the key, and it may not read the refusal either."""
    for backend in (closed, opened):
        got = create(backend, **headers)
        assert got.status_code in (403, 421)
        assert "Access-Control-Allow-Origin" not in got.headers
        asked = {**headers, "Access-Control-Request-Method": "POST"}
        preflight = requests.options(f"{backend.url}/api/send", headers=asked, timeout=10)
        assert "Access-Control-Allow-Origin" not in preflight.headers


@pytest.mark.parametrize(
    ("host", "taken"),
    [
        ("127.0.0.1:3000", True),
        ("localhost:3000", True),
        ("[::1]:3000", True),
        ("192.168.0.7", True),
        ("evil.example:3000", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example", False),
    ],
)
def test_a_name_that_was_pointed_here_is_refused(host: str, taken: bool, closed: Backend) -> None:
    """Also for the page of the routes: whoever reads it is on the inside. An address cannot be pointed."""
    assert create(closed, Host=host).status_code == (200 if taken else 421)
    page = requests.get(f"{closed.url}/reference", headers={"Host": host}, timeout=10)
    assert page.status_code == (200 if taken else 421)


def test_a_listed_name_is_taken(opened: Backend) -> None:
    """With any port, in any case; others still are not."""
    assert create(opened, Host="Game.Example:443").status_code == 200
    assert create(opened, Host="other.example").status_code == 421


def test_a_listed_page_gets_what_it_needs(opened: Backend) -> None:
    """The preflight for each route, and a readable answer, errors included."""
    for route in ROUTES:
        asked = {
            "Origin": PAGE,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Private-Network": "true",
        }
        preflight = requests.options(f"{opened.url}{route}", headers=asked, timeout=10)
        assert preflight.status_code == 204
        assert preflight.headers["Access-Control-Allow-Origin"] == PAGE
        assert "authorization" in preflight.headers["Access-Control-Allow-Headers"]
        assert preflight.headers["Access-Control-Allow-Private-Network"] == "true"
    for headers, status in (({}, 200), ({"Authorization": "wrong"}, 403)):
        got = create(opened, Origin=PAGE, **headers)
        assert (got.status_code, got.headers["Access-Control-Allow-Origin"]) == (status, PAGE)
        assert "origin" in got.headers["Vary"]


@pytest.mark.parametrize("origin", ["*", "example.org", "https://*.itch.zone", "https://a.example/path", "file:///x"])
def test_an_origin_is_a_scheme_and_a_host(origin: str) -> None:
    """Nothing opens for all pages by a slip."""
    with pytest.raises(ConfigurationError, match="--allow-origin"):
        Doors((origin,))


def test_a_public_backend_takes_any_name_unless_some_are_listed() -> None:
    """Its own names are not known here."""
    assert Doors(any_name=True).takes_host("npc.example.com")
    assert not Doors(hosts=("npc.example.com",), any_name=True).takes_host("evil.example")
    assert Doors().takes_host("")
