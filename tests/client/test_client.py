"""The client's four calls, as they go over the wire."""

from __future__ import annotations

import gzip
import json
import socket
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from stealth_pygame import errors
from stealth_pygame.client import client as client_module
from stealth_pygame.client.client import StealthClient
from stealth_pygame.protocol.models import ContextEntry, User

KEY = "a-key"
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
}


@dataclass
class Listener:
    """A server that notes what it is asked and answers what it is told."""

    answer: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    asked: list[tuple[str, dict[str, Any], dict[str, str]]] = field(default_factory=list)
    url: str = ""
    connections: int = 0
    kind: str = "application/json"
    packing: str = "identity"
    spoil: Callable[[bytes], bytes] = bytes


@pytest.fixture
def backend() -> Iterator[Listener]:
    told = Listener()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            told.connections += 1
            super().setup()

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.asked.append((self.path, body, dict(self.headers.items())))
            data = told.spoil(PACKERS.get(told.packing.lower(), bytes)(json.dumps(told.answer).encode()))
            head = f"HTTP/1.1 {told.status} x\r\nContent-Type: {told.kind}\r\nContent-Length: {len(data)}\r\n"
            head += f"Content-Encoding: {told.packing}\r\n\r\n"
            self.wfile.write(head.encode() + data)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def client(backend: Listener) -> Iterator[StealthClient]:
    with StealthClient(backend.url + "/", KEY) as client:
        yield client


def test_create_tells_character_users_and_token(backend: Listener, client: StealthClient) -> None:
    """The body of create is the contract's, and its answer is a conversation."""
    backend.answer = {"id": 7, "secret": "s-1"}
    ref = client.create({"name": "Smith"}, [User(name="Ada", id="u1"), ("Bob", "u2")], "token")
    route, body, headers = backend.asked[0]
    assert route == "/api/create"
    assert body == {
        "character": {"name": "Smith"},
        "users": [{"name": "Ada", "id": "u1"}, {"name": "Bob", "id": "u2"}],
        "persistenceToken": "token",
    }
    assert headers["Authorization"] == KEY
    assert (ref.id, ref.secret) == ("7", "s-1")
    assert "s-1" not in repr(ref)


def test_send_reads_the_reply(backend: Listener, client: StealthClient) -> None:
    """A send has its context always, and its reply every field."""
    backend.answer = {"content": "hi", "calls": [{"name": "open", "parameters": {"n": 3}}]}
    reply = client.send("s", "hello", "u1", {"gold": "3"})
    assert backend.asked[0][1] == {
        "secret": "s",
        "message": "hello",
        "playerId": "u1",
        "context": [{"key": "gold", "value": "3"}],
    }
    assert reply.content == "hi"
    assert reply.calls[0].parameters == {"n": "3"}
    assert not reply.flagged
    assert not reply.cancelled


def test_context_may_come_in_three_shapes(backend: Listener, client: StealthClient) -> None:
    """A mapping, pairs and entries say the same."""
    for context in ({"a": "b"}, [("a", "b")], [ContextEntry(key="a", value="b")]):
        client.send("s", "hello", "u1", context)
        assert backend.asked[-1][1]["context"] == [{"key": "a", "value": "b"}]
    client.send("s", "hello", "u1")
    assert backend.asked[-1][1]["context"] == []


def test_update_and_finish(backend: Listener, client: StealthClient) -> None:
    """Update writes what it was given: for Eliza a list is the whole list. Finish writes only the secret."""
    client.update("s", character={"name": "New"})
    client.update("s", [("Ada", "u1")])
    client.update("s", [], {"name": "New"})
    client.update("s")
    client.finish("s")
    assert [asked[1] for asked in backend.asked] == [
        {"secret": "s", "character": {"name": "New"}},
        {"secret": "s", "users": [{"name": "Ada", "id": "u1"}]},
        {"secret": "s", "users": [], "character": {"name": "New"}},
        {"secret": "s", "users": []},
        {"secret": "s"},
    ]
    assert [asked[0] for asked in backend.asked] == ["/api/update"] * 4 + ["/api/finish"]


def test_one_connection_serves_many_calls(backend: Listener, client: StealthClient) -> None:
    """Connections are kept alive."""
    for _ in range(5):
        client.finish("s")
    assert backend.connections == 1


def test_a_closed_client_says_so(backend: Listener, client: StealthClient) -> None:
    """After close every call raises ClosedError, and nothing is sent."""
    client.close()
    with pytest.raises(errors.ClosedError):
        client.finish("s")
    client.close()
    assert not backend.asked


def test_statuses_become_errors(backend: Listener, client: StealthClient) -> None:
    """What the backend refuses comes back as an error of its own class."""
    backend.status, backend.answer = 404, {"message": "Conversation not found"}
    with pytest.raises(errors.ConversationNotFoundError) as caught:
        client.send("s", "hello", "u1")
    assert (caught.value.route, caught.value.status) == ("/api/send", 404)
    assert client.check()


def test_users_may_come_in_three_shapes(backend: Listener, client: StealthClient) -> None:
    """The wire's own, pairs, mappings, and anybody with a name and an id."""

    class Player:
        name = "Eve"
        id = "u4"

    client.update("s", [User(name="Ada", id="u1"), ("Bob", "u2"), {"name": "Cyd", "id": "u3"}, Player()])
    assert [user["id"] for user in backend.asked[0][1]["users"]] == ["u1", "u2", "u3", "u4"]


@pytest.mark.parametrize("user", [("Ada", None), {"name": "Ada"}, (3, "u1")])
def test_half_a_user_is_refused(backend: Listener, client: StealthClient, user: Any) -> None:
    """Nothing is sent, and the sentence shows what a user is."""
    with pytest.raises(errors.ConfigurationError, match="a name and an id"):
        client.update("s", [user])
    assert not backend.asked


def test_a_sheet_is_as_good_as_a_dict(backend: Listener, client: StealthClient) -> None:
    """Whatever can write itself for the wire is a character."""

    class Sheet:
        def to_wire(self) -> dict[str, Any]:
            return {"name": "Smith"}

    backend.answer = {"id": "1", "secret": "s"}
    client.create(Sheet(), [])
    assert backend.asked[0][1]["character"] == {"name": "Smith"}


def test_what_is_no_character_is_refused(backend: Listener, client: StealthClient) -> None:
    """A path is not loaded here; the sentence says what loads it."""
    wrong: Any = "smith.toml"
    with pytest.raises(errors.ConfigurationError, match="load"):
        client.create(wrong, [])
    assert not backend.asked


def test_a_context_value_is_text(backend: Listener, client: StealthClient) -> None:
    """Anything else is refused by its key, and its value is not shown."""
    wrong: Any = {"gold": 12345}
    with pytest.raises(errors.ContextError, match="'gold' is int") as caught:
        client.send("s", "hello", "u1", wrong)
    assert "12345" not in str(caught.value)
    assert not backend.asked


def test_a_wrong_argument_is_our_error(backend: Listener, client: StealthClient) -> None:
    """No foreign exception comes out of a call."""
    wrong: Any = None
    with pytest.raises(errors.ConfigurationError, match="message"):
        client.send("s", wrong, "u1")
    assert not backend.asked


@pytest.mark.parametrize("name", ["connect_timeout", "reply_timeout", "max_reply_bytes"])
@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), 1e300, True, "3"])
def test_limits_must_be_positive(name: str, value: float) -> None:
    """A limit of nothing would fail every call."""
    wrong: Any = {name: value}
    with pytest.raises(errors.ConfigurationError, match=name):
        StealthClient("http://127.0.0.1:1", KEY, **wrong)


@pytest.mark.parametrize("key", ["Schlüssel", "\xff-\xfe-key", "a § key"])
def test_a_key_in_latin_1_travels(backend: Listener, key: str) -> None:
    """Letter by letter, as HTTP headers have it."""
    with StealthClient(backend.url, key) as client:
        client.finish("s")
    assert backend.asked[0][2]["Authorization"] == key


@pytest.mark.parametrize(("status", "reachable"), [(500, True), (502, True), (503, False)])
def test_a_backend_that_is_being_deployed_is_not_there(
    backend: Listener, client: StealthClient, status: int, reachable: bool
) -> None:
    """Something answers in its place, and the game waits."""
    backend.status, backend.answer = status, {"message": "no"}
    assert client.check().reachable is reachable


def test_any_success_is_a_success(backend: Listener, client: StealthClient) -> None:
    """A backend may say 201."""
    backend.status = 201
    client.finish("s")


@pytest.mark.parametrize("packing", ["gzip", "deflate", "X-GZIP", "identity"])
def test_packings_that_nobody_asked_for_are_read(backend: Listener, client: StealthClient, packing: str) -> None:
    """Some proxies pack whatever they are asked."""
    backend.answer, backend.packing = {"content": "hi"}, packing
    assert client.send("s", "hello", "u1").content == "hi"


def test_an_unknown_packing_is_named(backend: Listener, client: StealthClient) -> None:
    """It is not guessed at."""
    backend.packing = "br"
    with pytest.raises(errors.AnswerError, match="'br'"):
        client.finish("s")


@pytest.mark.parametrize("spoil", [lambda data: data[:-9], lambda data: b"no" + data, lambda data: b""])
def test_half_a_packing_is_refused(backend: Listener, client: StealthClient, spoil: Any) -> None:
    """An answer that cannot be decompressed completely is refused."""
    backend.packing, backend.spoil = "gzip", spoil
    with pytest.raises(errors.AnswerError, match="decompressed"):
        client.finish("s")


def test_json_has_several_names(backend: Listener, client: StealthClient) -> None:
    """A type of its own, with a charset or in capitals, is JSON too."""
    for backend.kind in ("Application/JSON; charset=utf-8", "application/problem+json", ""):
        client.finish("s")


def test_threads_have_connections_of_their_own(backend: Listener, client: StealthClient) -> None:
    """Sessions are not shared between threads; the client is."""
    client.finish("s")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(client.finish, "s").result(5)
    client.finish("s")
    assert backend.connections == 2


@pytest.mark.parametrize(
    ("status", "answer", "stealth", "key_accepted", "sentence"),
    [
        (404, {"message": "Conversation not found"}, True, True, "accepts the API key"),
        (403, {"message": "Invalid conversation secret"}, True, True, "accepts the API key"),
        (200, {}, True, True, "accepts the API key"),
        (403, {"message": "Invalid API key"}, True, False, "refuses the API key"),
        (404, {"message": "Route POST:/api/update not found", "statusCode": 404}, False, False, "wrong path"),
        (500, {"message": "disk full"}, False, False, "disk full"),
    ],
)
def test_a_check_says_how_the_backend_is(
    backend: Listener, client: StealthClient, status: int, answer: Any, stealth: bool, key_accepted: bool, sentence: str
) -> None:
    """It asks update with a random secret, for which "not found" is the good answer."""
    backend.status, backend.answer = status, answer
    health = client.check()
    assert (health.reachable, health.stealth, health.key_accepted) == (True, stealth, key_accepted)
    assert bool(health) is (stealth and key_accepted)
    assert sentence in str(health)
    assert health.ms > 0
    assert backend.asked[0][0] == "/api/update"
    client.check()
    assert backend.asked[0][1]["secret"] != backend.asked[1][1]["secret"]


def test_a_check_of_nothing_says_so() -> None:
    """Nobody listening is not an exception."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with StealthClient(f"http://127.0.0.1:{port}", KEY) as client:
        health = client.check()
    assert not health.reachable
    assert "nothing listens there" in health.sentence


def test_an_unknown_name_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A typing slip in the host, or no network; nothing was sent."""

    def unknown(*args: object, **kwargs: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with StealthClient("https://smithy.invalid", KEY) as client:
        with pytest.raises(errors.ConnectError, match="name of the machine") as caught:
            client.finish("s")
        assert caught.value.retry


def test_a_network_that_is_gone_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else hinders a connection is told as such."""

    def unreachable(*args: object, **kwargs: object) -> object:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr("urllib3.util.connection.create_connection", unreachable)
    with StealthClient("https://game.example", KEY) as client, pytest.raises(errors.ConnectError, match="network up"):
        client.finish("s")


def test_a_machine_that_is_off_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection within connect_timeout."""

    def late(*args: object, **kwargs: object) -> object:
        raise TimeoutError("timed out")

    monkeypatch.setattr("urllib3.util.connection.create_connection", late)
    with StealthClient("https://game.example", KEY) as client, pytest.raises(errors.ConnectError, match="firewall"):
        client.finish("s")


def test_the_public_names_are_at_hand() -> None:
    """A program that uses the client alone needs one import."""
    assert {"StealthClient", "Health", "Reply", "ConversationRef", "User"} <= set(client_module.__all__)
