"""The proxy that keeps the key out of a shipped game: on a socket, before a backend of ours, and before bad ones."""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from stealth_pygame import errors
from stealth_pygame.backend import __main__ as command
from stealth_pygame.backend.http.origins import Doors
from stealth_pygame.backend.http.server import Backend
from stealth_pygame.backend.proxy import Proxy, Upstream
from stealth_pygame.backend.proxy.sheets import AllowedSheets
from stealth_pygame.client.client import StealthClient
from tests.backend.parts import ADA, KEY, SHEET, running


@pytest.fixture(scope="module")
def backend() -> Iterator[Backend]:
    with running() as made:
        yield made


@pytest.fixture
def proxy(backend: Backend) -> Iterator[Proxy]:
    made = Proxy(Upstream(backend.url, KEY, per_player=3, per_day=5, per_address=4))
    made.start()
    yield made
    assert made.stop(5)


def token(proxy: Proxy) -> str:
    got = requests.post(f"{proxy.url}/player", timeout=10)
    assert got.status_code == 200, got.text
    given: str = got.json()["token"]
    return given


def test_a_player_talks_with_a_token_of_their_own(proxy: Proxy) -> None:
    """The four routes work with it as with a key; the real key is nowhere in it."""
    mine = token(proxy)
    assert KEY not in mine
    with StealthClient(proxy.url, mine) as client:
        assert client.check()
        made = client.create(SHEET, [ADA])
        assert client.send(made.secret, "Hi", "ada-1").content == "I hear Hi"
        client.update(made.secret, [ADA])
        client.finish(made.secret)
        with pytest.raises(errors.ConversationNotFoundError):
            client.finish(made.secret)


@pytest.mark.parametrize("wrong", [KEY, "nobody", "nobody.0000", ".", "é.é"])
def test_nothing_but_our_own_tokens_is_taken(wrong: str, proxy: Proxy) -> None:
    """Not even the real key."""
    headers: dict[str, str | bytes] = {"Authorization": wrong.encode("latin-1"), "Content-Type": "application/json"}
    got = requests.post(f"{proxy.url}/api/send", data=b"{}", headers=headers, timeout=10)
    assert (got.status_code, got.json()) == (403, {"message": "Invalid API key"})


def test_messages_are_capped_per_player_and_for_all(proxy: Proxy) -> None:
    """One player's excess costs the others nothing, until the day's purse is empty; the game hears which it was."""
    with StealthClient(proxy.url, token(proxy)) as ada, StealthClient(proxy.url, token(proxy)) as bob:
        mine, theirs = ada.create(SHEET, [ADA]), bob.create(SHEET, [ADA])
        for _ in range(3):
            ada.send(mine.secret, "Hi", "ada-1")
        with pytest.raises(errors.ModeratedError, match="You have used up"):
            ada.send(mine.secret, "Hi", "ada-1")
        for _ in range(2):
            bob.send(theirs.secret, "Hi", "ada-1")
        with pytest.raises(errors.ModeratedError, match="Everybody's messages"):
            bob.send(theirs.secret, "Hi", "ada-1")


def test_a_game_asks_for_a_token_of_its_own(proxy: Proxy) -> None:
    """By one call; what stands in the way is an error of ours, with a sentence."""
    given = StealthClient.new_player(proxy.url)
    with StealthClient(proxy.url, given) as client:
        assert client.create(SHEET, [ADA]).secret
    for _ in range(3):
        StealthClient.new_player(proxy.url)
    with pytest.raises(errors.BusyError):
        StealthClient.new_player(proxy.url)
    with pytest.raises(errors.ConnectError):
        StealthClient.new_player("http://127.0.0.1:1")
    with pytest.raises(errors.InsecureURLError):
        StealthClient.new_player("http://npc.example.com")


def test_tokens_are_capped_per_address(proxy: Proxy) -> None:
    """Nobody gets round the cap by being many."""
    for _ in range(4):
        token(proxy)
    assert requests.post(f"{proxy.url}/player", timeout=10).status_code == 429


def test_other_routes_are_not_passed_on(proxy: Proxy) -> None:
    """Everything beside the contract stays inside."""
    assert requests.get(f"{proxy.url}/reference", timeout=10).status_code == 404
    assert requests.get(f"{proxy.url}/api/send", timeout=10).json()["statusCode"] == 404


@pytest.mark.parametrize(
    ("key", "up", "told"), [("old", True, "own key is refused"), (KEY, False, "cannot be reached")]
)
def test_trouble_with_the_upstream_is_a_502(key: str, up: bool, told: str, backend: Backend) -> None:
    """A player's token is not blamed for it."""
    made = Proxy(Upstream(backend.url if up else "http://127.0.0.1:1", key))
    made.start()
    with StealthClient(made.url, token(made)) as client, pytest.raises(errors.ServerError, match=told):
        client.create(SHEET, [ADA])
    assert made.stop(5)


def test_the_command_needs_the_key_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A key on the command line could be read by everybody on the machine."""

    def run(proxy: Proxy) -> None:
        command.announce(proxy, quiet=False)
        proxy._sock.close()
        proxy.end()

    assert command.main(["--upstream", "http://127.0.0.1:1", "--port", "0"]) == 2
    assert "--auth-env NAME" in capsys.readouterr().err
    monkeypatch.setenv("REAL_KEY", KEY)
    assert command.main(["--upstream", "http://192.0.2.1", "--auth-env", "REAL_KEY", "--port", "0"]) == 2
    assert "https://" in capsys.readouterr().err
    monkeypatch.setattr(Proxy, "run", run)
    asked = ["--upstream", "http://127.0.0.1:1", "--auth-env", "REAL_KEY", "--port", "0", "--database", "sqlite://"]
    assert command.main(asked) == 0
    told = capsys.readouterr().err
    assert "POST http://127.0.0.1:" in told
    assert KEY not in told


SEND = {"secret": "s", "message": "Hi", "playerId": "a", "context": []}


@contextmanager
def proxy_before(url: str, **options: Any) -> Iterator[Proxy]:
    """A proxy with the limits of a test, before any server."""
    others = {name: options.pop(name) for name in ("sheets", "doors", "database") if name in options}
    made = Proxy(Upstream(url, options.pop("key", KEY), **options), **others)
    made.start()
    try:
        yield made
    finally:
        assert made.stop(5)


def ask(proxy: Proxy, given: str, route: str = "send", body: Any = None, **headers: str) -> requests.Response:
    """One request of a player."""
    return requests.post(
        f"{proxy.url}/api/{route}",
        json=SEND if body is None else body,
        timeout=10,
        headers={"Authorization": given, **headers},
    )


def upstream(server: HTTPServer, handler: Any, route: str = "/api/send") -> str:
    """A server that answers one route as a test wants."""
    server.expect_request(route, method="POST").respond_with_handler(handler)
    return server.url_for("").rstrip("/")


@pytest.mark.parametrize("status", [200, 204, 250, 302, 400, 403, 404, 418, 422, 429, 451, 500, 503, 599])
def test_the_real_key_is_in_no_answer(status: int, httpserver: HTTPServer) -> None:
    """Whatever the upstream repeats in its body and headers, in whichever spelling."""
    real = "sk-REAL/Key+1234567890"

    def echo(request: Request) -> Response:
        key = request.headers["Authorization"]
        spelt = [key, quote(key, safe=""), base64.b64encode(f"x{key}".encode()).decode(), key.lower(), json.dumps(key)]
        body = {"message": f"Invalid API key or secret {spelt}", "content": spelt[0], "calls": [{"name": key}]}
        headers = {"X-Echo": key, "Location": f"/{key}", "Set-Cookie": f"a={key}", "WWW-Authenticate": key}
        return Response(json.dumps(body), status, headers, content_type="application/json")

    with proxy_before(upstream(httpserver, echo), key=real) as made:
        got = ask(made, token(made))
    told = got.text + str(got.headers)
    assert got.status_code in (200, 400, 403, 404, 422, 429, 502)
    for part in (real, quote(real, safe=""), base64.b64encode(f"x{real}".encode()).decode()[4:-4], "1234567890"):
        assert part.lower() not in told.lower()
    assert got.json()


def test_players_share_no_cookies(httpserver: HTTPServer) -> None:
    """The upstream's session of one is not sent with the messages of another, nor handed on."""

    def noted(request: Request) -> Response:
        seen = json.dumps({"content": str(dict(request.cookies))})
        return Response(seen, headers={"Set-Cookie": "sid=ada"}, content_type="application/json")

    with proxy_before(upstream(httpserver, noted)) as made:
        answers = [ask(made, token(made)) for _ in range(4)]
    assert {answer.json()["content"] for answer in answers} == {"{}"}
    assert not any(answer.cookies for answer in answers)


@pytest.mark.parametrize("status", [500, 503, 429, 404, 403, 302, 200])
def test_a_message_without_an_answer_costs_nothing(status: int, httpserver: HTTPServer) -> None:
    """The same for every cause; it costs nobody else's day either."""
    good = iter([*[False] * 5, True])

    def answer(request: Request) -> Response:
        if next(good):
            return Response(json.dumps({"content": "Hello"}), content_type="application/json")
        return Response(json.dumps({"cancelled": True, "message": "no"}), status, content_type="application/json")

    with proxy_before(upstream(httpserver, answer), per_player=1, per_day=1) as made:
        mine = token(made)
        assert all(ask(made, mine).json().get("content") != "Hello" for _ in range(5))
        assert ask(made, mine).json()["content"] == "Hello"
        assert ask(made, mine).status_code == 422


def test_tries_have_a_limit_too(httpserver: HTTPServer) -> None:
    """Messages that fail are free, but nobody can hammer a backend that is down."""
    url = upstream(httpserver, lambda request: Response("down", 500))
    with proxy_before(url, per_player=1) as made:
        mine = token(made)
        assert [ask(made, mine).status_code for _ in range(11)] == [502] * 10 + [422]


def test_updates_and_finishes_have_limits_of_their_own(httpserver: HTTPServer) -> None:
    """Two for each message; the messages are not touched by them."""
    for route in ("update", "finish", "send"):
        httpserver.expect_request(f"/api/{route}").respond_with_json({"content": "Hello"})
    with proxy_before(httpserver.url_for("").rstrip("/"), per_player=2) as made:
        mine = token(made)
        for route, body in (("update", {"secret": "s", "users": []}), ("finish", {"secret": "s"})):
            assert [ask(made, mine, route, body).status_code for _ in range(5)] == [200] * 4 + [422]
        assert ask(made, mine).status_code == 200


def test_one_player_holds_a_few_sends_and_strangers_are_served() -> None:
    """While sixty messages of one player wait for a slow model, a stranger gets a token and an answer."""
    go_on = threading.Event()

    def slow(request: Request) -> Response:
        if json.loads(request.data)["message"] == "Hi":
            go_on.wait(10)
        return Response(json.dumps({"content": "Hello"}), content_type="application/json")

    with (
        HTTPServer(threaded=True) as server,
        proxy_before(upstream(server, slow), at_once=2) as made,
        ThreadPoolExecutor(30) as crowd,
    ):
        mine, pending = token(made), []
        pending = [crowd.submit(ask, made, mine) for _ in range(30)]
        refused = next(future for future in as_completed(pending)).result()
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
        assert ask(made, token(made), body={**SEND, "message": "Quick"}).json()["content"] == "Hello"
        go_on.set()
        codes = sorted(future.result().status_code for future in pending)
    assert codes == [200] * 10 + [429] * 20


def test_one_address_cannot_use_up_the_day(backend: Backend) -> None:
    """A tenth of it is what one address gets, with however many tokens; others go on."""

    def from_address(address: str) -> str:
        got = requests.post(f"{made.url}/player", headers={"X-Forwarded-For": address}, timeout=10)
        return str(got.json()["token"])

    with proxy_before(backend.url, per_day=20, per_player=10) as made:
        with StealthClient(backend.url, KEY) as client:
            body = {**SEND, "secret": client.create(SHEET, [ADA]).secret, "playerId": "ada-1"}
        for address in ("203.0.113.1", "203.0.113.2"):
            tokens = [from_address(address) for _ in range(3)]
            codes = [ask(made, each, body=body).status_code for each in tokens for _ in range(2)]
            assert codes.count(200) == 2
            assert "network's address" in ask(made, tokens[0], body=body).text
        assert ask(made, from_address("203.0.113.3"), body=body).status_code == 200


def test_only_listed_sheets_are_played(backend: Backend, tmp_path: Path) -> None:
    """Learnt once by playing; another sheet, in create or update, is refused and costs nothing."""
    file = tmp_path / "sheets.txt"
    create = {"character": SHEET, "users": []}
    with proxy_before(backend.url, sheets=AllowedSheets(file, learn=True)) as made:
        assert ask(made, token(made), "create", create).status_code == 200
    assert re.fullmatch("[0-9a-f]{64} Bruna\n", file.read_text())
    other = {**SHEET, "bio": ["Answers any question about anything."]}
    with proxy_before(backend.url, sheets=AllowedSheets(file)) as made:
        mine = token(made)
        secret = ask(made, mine, "create", {**create, "character": dict(reversed(SHEET.items()))}).json()["secret"]
        assert ask(made, mine, "create", {**create, "character": other}).status_code == 400
        refused = ask(made, mine, "update", {"secret": secret, "character": other})
        assert (refused.status_code, "not on the list" in refused.text) == (400, True)
        assert ask(made, mine, "update", {"secret": secret, "users": []}).status_code == 200


def test_a_token_can_be_taken_back(backend: Backend, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By the command, in the database that the proxy uses; a restart remembers it, and other tokens go on."""
    database = str(tmp_path / "proxy.db")
    with proxy_before(backend.url, database=database) as made:
        mine, other = token(made), token(made)
    assert command.main(["--revoke", mine, "--database", database]) == 0
    assert command.main(["--revoke", "nobody", "--database", database]) == 1
    with proxy_before(backend.url, database=database) as made:
        assert ask(made, mine, "finish", {"secret": "s"}).status_code == 403
        assert ask(made, other, "finish", {"secret": "s"}).status_code == 404
    assert KEY.encode() not in Path(database).read_bytes()
    assert mine.encode() not in Path(database).read_bytes()


def test_a_web_page_uses_up_nobodys_tokens(backend: Backend) -> None:
    """A stranger's page is refused before anything is counted; a page that is listed gets what it needs to read."""
    page = "https://html-classic.itch.zone"
    with proxy_before(backend.url, per_address=1, doors=Doors((page,), any_name=True)) as made:
        for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
            assert requests.post(f"{made.url}/player", data="x=1", headers=headers, timeout=10).status_code == 403
        got = requests.post(f"{made.url}/player", headers={"Origin": page}, timeout=10)
        assert (got.status_code, got.headers["Access-Control-Allow-Origin"]) == (200, page)
        asked = {"Origin": page, "Access-Control-Request-Method": "POST"}
        preflight = requests.options(f"{made.url}/api/send", headers=asked, timeout=10)
        assert (preflight.status_code, preflight.headers["Access-Control-Allow-Origin"]) == (204, page)


@pytest.mark.parametrize(
    ("route", "body", "told"),
    [
        ("send", {"secret": "s"}, "body.message"),
        ("send", [], "body"),
        ("create", {"character": "Bruna", "users": []}, "body.character"),
        ("update", {"secret": "s"}, "users or character"),
        ("send", {**SEND, "message": "a" * 140_000}, "too large"),
    ],
)
def test_a_bad_request_does_not_reach_the_upstream(route: str, body: Any, told: str) -> None:
    """It is told by the proxy, with the field."""
    with proxy_before("http://127.0.0.1:1") as made:
        got = ask(made, token(made), route, body)
    assert got.status_code in (400, 413)
    assert told in got.text


def test_a_refused_character_keeps_its_issues(backend: Backend) -> None:
    """The author hears through the proxy what to mend."""
    with (
        proxy_before(backend.url) as made,
        StealthClient(made.url, token(made)) as client,
        pytest.raises(errors.CharacterRefusedError) as caught,
    ):
        client.create({**SHEET, "bio": []}, [ADA])
    assert dict(caught.value.issues) == {"bio": "must be a text or a list of texts, and not empty"}


def test_numbers_are_taken_as_the_published_backend_takes_them(backend: Backend) -> None:
    """Official clients send numbers as ids and values."""
    with proxy_before(backend.url) as made:
        mine = token(made)
        made_ = ask(made, mine, "create", {"character": SHEET, "users": [{"name": "Ada", "id": 7}]}).json()
        entries = [{"key": "gold", "value": 12}, {"key": "alive", "value": True}]
        body = {"secret": made_["secret"], "message": 5, "playerId": 7, "context": entries}
        assert ask(made, mine, body=body).json()["content"] == "I hear 5"


@pytest.mark.parametrize(
    ("options", "told"), [({"key": "ab"}, "shorter"), ({"per_day": -1}, "per_day"), ({"at_once": 0}, "at_once")]
)
def test_settings_that_cannot_work_are_told(options: dict[str, Any], told: str) -> None:
    """With the name of the setting."""
    with pytest.raises(errors.ConfigurationError, match=told):
        Upstream("http://127.0.0.1:1", **{"key": KEY, **options})
