"""The proxy that keeps the key out of a shipped game, before a backend of ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from stealth_pygame import errors
from stealth_pygame.backend import __main__ as command
from stealth_pygame.backend.http.proxy import Proxy, Upstream
from stealth_pygame.backend.http.server import Backend
from stealth_pygame.backend.store.quota import Quota
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


def test_a_player_talks_with_a_token_of_his_own(proxy: Proxy) -> None:
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
        mine, his = ada.create(SHEET, [ADA]), bob.create(SHEET, [ADA])
        for _ in range(3):
            ada.send(mine.secret, "Hi", "ada-1")
        with pytest.raises(errors.ModeratedError, match="You have used up"):
            ada.send(mine.secret, "Hi", "ada-1")
        for _ in range(2):
            bob.send(his.secret, "Hi", "ada-1")
        with pytest.raises(errors.ModeratedError, match="Everybody's messages"):
            bob.send(his.secret, "Hi", "ada-1")


def test_tokens_are_capped_per_address(proxy: Proxy) -> None:
    """Nobody gets round his cap by being many."""
    for _ in range(4):
        token(proxy)
    assert requests.post(f"{proxy.url}/player", timeout=10).status_code == 429


def test_other_routes_are_not_passed_on(proxy: Proxy) -> None:
    """What is not in the contract stays inside."""
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


def test_a_token_outlives_the_proxy() -> None:
    """It is signed, not stored; another key makes other tokens."""
    given = Upstream("http://127.0.0.1:1", KEY).token()
    assert Upstream("http://127.0.0.1:1", KEY).player(given)
    assert not Upstream("http://127.0.0.1:1", "other").player(given)
    assert KEY not in repr(Upstream("http://127.0.0.1:1", KEY))


def test_the_ledger_begins_anew_each_day() -> None:
    """And nobody pays for a request that was refused."""
    day = ["2026-01-01"]
    ledger = Quota("sqlite://", day=lambda: day[0])
    assert [ledger.spend(("ada", 2), ("all", 9)) for _ in range(3)] == ["", "", "ada"]
    assert [ledger.spend(("all", 3)) for _ in range(2)] == ["", "all"]
    assert ledger.spend(("nobody", 0)) == "nobody"
    day[0] = "2026-01-02"
    assert ledger.spend(("ada", 2)) == ""
    ledger.close()


def test_the_command_needs_the_key_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A key on the command line could be read by everybody on the machine."""

    def run(proxy: Proxy) -> None:
        command._announce(proxy, quiet=False)
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
