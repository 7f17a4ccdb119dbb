"""The way out of a company's network: proxies, certificates, and what stays on this machine."""

from __future__ import annotations

import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
import trustme

from stealth_pygame import errors
from stealth_pygame.client import system_network
from stealth_pygame.client.client import StealthClient
from stealth_pygame.client.system_network import BUNDLES, Certificates, proxy_for
from stealth_pygame.testing import FakeBackend, Fault
from tests.live import accepted

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
ELSEWHERE = "https://npc.example.com"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine that runs the tests."""
    for name in (*PROXIES, *BUNDLES):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def pipe(here: socket.socket, there: socket.socket) -> None:
    with suppress(OSError):
        while data := here.recv(65536):
            there.sendall(data)
    for end in (here, there):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


class Door:
    """Listens on this machine, and hands each connection to a function on a thread of its own."""

    def __init__(self, serve: Callable[[socket.socket], None]) -> None:
        self._serve = serve
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.opened = 0
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._run, daemon=True)]

    def __enter__(self) -> Door:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(5)
        self._listener.close()

    def _run(self) -> None:
        for sock in accepted(self._listener, self._ended):
            self.opened += 1
            thread = threading.Thread(target=self._one, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _one(self, sock: socket.socket) -> None:
        with sock, suppress(OSError):
            self._serve(sock)


@pytest.fixture
def backend() -> Iterator[FakeBackend]:
    with FakeBackend() as backend:
        yield backend


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def bundle(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "company.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def through(sock: socket.socket, port: int) -> None:
    """Connect what comes in with a port of this machine, for as long as both live."""
    with socket.create_connection(("127.0.0.1", port)) as there:
        back = threading.Thread(target=pipe, args=(there, sock), daemon=True)
        back.start()
        pipe(sock, there)
        back.join(5)


class Company:
    """A network that is left through a proxy, behind which TLS is opened with a certificate of its own."""

    def __init__(self, backend: FakeBackend, authority: trustme.CA, stack: ExitStack) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("npc.example.com", "localhost").configure_cert(context)
        port = int(backend.url.rpartition(":")[2])
        self.status = b"200 OK"
        self.asked: list[bytes] = []

        def front(sock: socket.socket) -> None:
            with context.wrap_socket(sock, server_side=True) as opened:
                through(opened, port)

        self.front = stack.enter_context(Door(front))
        self.proxy = stack.enter_context(Door(self._proxy))

    def _proxy(self, sock: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += sock.recv(4096)
        self.asked.append(head)
        sock.sendall(b"HTTP/1.1 " + self.status + b"\r\n\r\n")
        if self.status.startswith(b"200"):
            through(sock, self.front.port)


@pytest.fixture
def company(backend: FakeBackend, authority: trustme.CA) -> Iterator[Company]:
    with ExitStack() as stack:
        yield Company(backend, authority, stack)


def test_a_company_s_proxy_and_certificate_lead_out(
    company: Company, backend: FakeBackend, bundle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HTTPS_PROXY and SSL_CERT_FILE, as every other program honours them; the proxy sees no key."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://ada:love@127.0.0.1:{company.proxy.port}")
    monkeypatch.setenv("SSL_CERT_FILE", bundle)
    with StealthClient(ELSEWHERE, backend.auth) as client:
        assert client.check(), client.check()
        assert client.check()
    assert company.proxy.opened == 1
    assert company.asked[0].startswith(b"CONNECT npc.example.com:443 ")
    assert b"Proxy-Authorization: Basic" in company.asked[0]
    assert backend.auth.encode() not in company.asked[0]


@pytest.mark.parametrize("name", BUNDLES)
def test_each_variable_for_certificates_counts(
    company: Company, backend: FakeBackend, bundle: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On this machine as well, where no proxy is asked."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{company.proxy.port}")
    monkeypatch.setenv(name, bundle)
    with StealthClient(f"https://localhost:{company.front.port}", backend.auth) as client:
        assert client.check(), client.check()
    assert company.proxy.opened == 0


def test_without_the_system_s_network_neither_counts(
    company: Company, backend: FakeBackend, bundle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One setting turns both off."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{company.proxy.port}")
    monkeypatch.setenv("SSL_CERT_FILE", bundle)
    with StealthClient(f"https://localhost:{company.front.port}", backend.auth, system_network=False) as client:
        assert "certificate" in client.check().sentence
    assert company.proxy.opened == 0


def test_an_unknown_certificate_is_told_with_the_cure(company: Company, backend: FakeBackend) -> None:
    """The name of the variable stands in the error."""
    with StealthClient(f"https://localhost:{company.front.port}", backend.auth) as client:
        assert "SSL_CERT_FILE" in client.check().sentence


@pytest.mark.parametrize("status", [b"407 Proxy Authentication Required", b"403 Forbidden", b"502 Bad Gateway"])
def test_a_proxy_that_refuses_is_named(
    company: Company, backend: FakeBackend, status: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the request has left, so a retry can help; its password is not shown."""
    company.status = status
    monkeypatch.setenv("HTTPS_PROXY", f"http://ada:love@127.0.0.1:{company.proxy.port}")
    with StealthClient(ELSEWHERE, backend.auth) as client, pytest.raises(errors.ConnectError) as caught:
        client.send("s", "Hi", "ada")
    assert f"the proxy http://127.0.0.1:{company.proxy.port}" in str(caught.value)
    assert "NO_PROXY" in str(caught.value)
    assert "love" not in str(caught.value) + repr(caught.value.__cause__)
    assert backend.requests == []


@pytest.mark.parametrize(
    ("url", "environment", "shown"),
    [
        (ELSEWHERE, {"HTTPS_PROXY": "http://10.0.0.1:3128"}, "http://10.0.0.1:3128"),
        (ELSEWHERE, {"HTTPS_PROXY": "10.0.0.1:3128"}, "http://10.0.0.1:3128"),
        (ELSEWHERE, {"ALL_PROXY": "http://ada:love@[::2]:3128/"}, "http://[::2]:3128"),
        (ELSEWHERE, {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "example.com"}, None),
        (ELSEWHERE, {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}, None),
        (ELSEWHERE, {"HTTP_PROXY": "http://p:1"}, None),
        ("http://10.0.0.9:3000", {"HTTP_PROXY": "http://p:1"}, "http://p:1"),
        ("http://10.0.0.9:3000", {"HTTP_PROXY": "http://p:1", "NO_PROXY": "10.0.0.0/8"}, None),
        ("https://localhost:3000", {"HTTPS_PROXY": "http://p:1"}, None),
        ("http://127.0.0.1:3000", {"HTTP_PROXY": "http://p:1", "ALL_PROXY": "socks5://p:1"}, None),
        ("http://[::1]:3000", {"HTTP_PROXY": "http://p:1"}, None),
        ("http://my.localhost:3000", {"HTTP_PROXY": "http://p:1"}, None),
    ],
)
def test_the_proxy_of_a_backend(
    url: str, environment: dict[str, str], shown: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the variables that all programs read; this machine is never asked through one."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    proxy = proxy_for(url)
    assert (proxy and proxy.shown) == shown


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks4"])
def test_socks_asks_for_its_package(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sentence, where the client is made; a backend on this machine needs no proxy and no package."""
    monkeypatch.setenv("ALL_PROXY", f"{scheme}://ada:love@10.0.0.1:1080")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(errors.MissingExtraError, match=r"requests\[socks\]") as caught:
        StealthClient(ELSEWHERE, "a-key")
    assert "love" not in str(caught.value)
    StealthClient("http://127.0.0.1:3000", "a-key").close()
    StealthClient(ELSEWHERE, "a-key", system_network=False).close()


def test_a_bundle_that_is_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variable and path, as our own error; a check of the backend tells it too."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nowhere.pem"))
    with pytest.raises(errors.ConfigurationError, match=r"SSL_CERT_FILE names .*nowhere\.pem"):
        Certificates(True)()
    with StealthClient("https://localhost:1", "a-key") as client:
        assert "SSL_CERT_FILE names" in client.check().sentence


def test_a_folder_of_certificates_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As OpenSSL has it."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path))
    assert Certificates(True)().verify_mode is ssl.CERT_REQUIRED


def test_the_system_s_store_is_trusted_where_no_variable_names_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """By truststore, where it is installed and the system has a store; else Python's own certificates."""

    class Store(ssl.SSLContext):
        pass

    monkeypatch.setitem(sys.modules, "truststore", SimpleNamespace(SSLContext=Store, __spec__=SimpleNamespace()))
    monkeypatch.setattr(system_network, "_has_store", lambda: True)
    certificates = Certificates(True)
    assert type(certificates()) is Store
    assert certificates() is certificates()
    monkeypatch.setattr(system_network, "_has_store", lambda: False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert type(Certificates(True)()) is ssl.SSLContext
    assert type(Certificates(False)()) is ssl.SSLContext


def test_a_socks_proxy_leads_out_with_the_same_deadlines(backend: FakeBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are looked up behind it, the connection is kept, and a silent backend is left in time."""
    pytest.importorskip("socks", reason="PySocks is not installed")
    asked: list[bytes] = []

    def serve(sock: socket.socket) -> None:
        sock.recv(262)
        sock.sendall(b"\5\0")
        asked.append(sock.recv(300)[5:-2])
        sock.sendall(b"\5\0\0\1\0\0\0\0\0\0")
        through(sock, int(backend.url.rpartition(":")[2]))

    url = "http://npc.example.com:3000"
    with Door(serve) as door:
        monkeypatch.setenv("HTTP_PROXY", f"socks5h://127.0.0.1:{door.port}")
        with StealthClient(url, backend.auth, allow_insecure=True) as client:
            assert client.check(), client.check()
            assert client.check()
            # Only what is to fail may be cut short.
            client.reply_timeout = 0.1
            backend.fail("update", Fault.SILENCE)
            with pytest.raises(errors.ReplyTimeoutError):
                client.update("s", [])
        assert asked == [b"npc.example.com"]
