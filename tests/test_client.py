"""The client's four calls, as they go over the wire."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from stealth_pygame import errors
from stealth_pygame.client import StealthClient
from stealth_pygame.protocol import ContextEntry, User

KEY = "a-key"


@dataclass
class Listener:
    """A server that notes what it is asked and answers what it is told."""

    answer: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    asked: list[tuple[str, dict[str, Any], dict[str, str]]] = field(default_factory=list)
    url: str = ""
    connections: int = 0


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
            data = json.dumps(told.answer).encode()
            head = f"HTTP/1.1 {told.status} x\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
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
    """Update writes users always, finish only the secret."""
    client.update("s", character={"name": "New"})
    client.finish("s")
    assert backend.asked[0][:2] == ("/api/update", {"secret": "s", "users": [], "character": {"name": "New"}})
    assert backend.asked[1][:2] == ("/api/finish", {"secret": "s"})


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
