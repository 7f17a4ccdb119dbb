"""Base URLs and keys: what works is taken, and each usual slip has a sentence of its own."""

from __future__ import annotations

import pytest

from stealth_pygame.client.url import base_url, checked_key, is_loopback
from stealth_pygame.errors import ConfigurationError, InsecureURLError


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("http://127.0.0.1:3000/", "http://127.0.0.1:3000"),
        (" http://localhost:3000// \n", "http://localhost:3000"),
        ("http://localhost:3000/api", "http://localhost:3000"),
        ("http://localhost:3000/api/", "http://localhost:3000"),
        ("http://localhost:3000/api/send", "http://localhost:3000"),
        ("http://localhost:3000/reference", "http://localhost:3000"),
        ("https://game.example/stealth/", "https://game.example/stealth"),
        ("https://game.example/stealth/api", "https://game.example/stealth"),
        ("HTTPS://game.example", "https://game.example"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_what_people_paste_becomes_a_base_url(given: str, base: str) -> None:
    """Slashes, spaces around, and the routes' own beginning are taken off."""
    assert base_url(given) == base


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("127.0.0.1:3000", "did you forget http://"),
        ("localhost:3000", "did you forget http://"),
        ("game.example", "did you forget http://"),
        ("ftp://game.example", "http:// or https://"),
        ("http://", "names no host"),
        ("http://:3000", "names no host"),
        ("http://ada:love@127.0.0.1", "user or password"),
        ("https://key@game.example", "user or password"),
        ("https://game.example?key=secret", r"\? or # part"),
        ("https://game.example/#top", r"\? or # part"),
        ("https://game .example", "a space or a control character"),
        ("https://game.example/\x00", "a space or a control character"),
        ("http://127.0.0.1:port", "port must be a number"),
        ("http://127.0.0.1:99999", "port must be a number"),
        ("http://[::1", "look at its brackets"),
        ("http://127.0.0.1%evil.example", "not a name or address"),
        ("http://127.0.0.1%25evil.example:80", "not a name or address"),
        ("http://127.0.0.1%2eevil.example", "not a name or address"),
        ("https://a%00b", "not a name or address"),
        ("http://127.0.0.1\\evil.example", "not a name or address"),
        ("https://a_b.example;c", "not a name or address"),
        ("https://..", "not a name or address"),
        ("https://" + "a" * 64 + ".example", "not a name or address"),
        ("https://game.example/" + "a" * 3000, "not a name or address"),
        ("", "Is a variable unset"),
        ("   ", "Is a variable unset"),
        (None, "Is a variable unset"),
    ],
)
def test_each_slip_is_named(given: str, sentence: str) -> None:
    """The message says what to do, and shows no password that stood in the URL."""
    with pytest.raises(ConfigurationError, match=sentence) as caught:
        base_url(given)
    assert "love" not in str(caught.value)
    assert "key@" not in str(caught.value)


def test_plain_http_to_another_machine_must_be_asked_for() -> None:
    """The key would travel in clear text."""
    with pytest.raises(InsecureURLError, match="allow_insecure=True"):
        base_url("http://192.168.1.20:3000")
    assert base_url("http://192.168.1.20:3000", allow_insecure=True) == "http://192.168.1.20:3000"
    assert base_url("https://192.168.1.20:3000") == "https://192.168.1.20:3000"


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.", "my.localhost", "127.0.0.1", "127.8.9.1", "::1", "::1%lo", "::ffff:127.0.0.1"]
)
def test_this_machine_is_known(host: str) -> None:
    """By name and by every address that is its own."""
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1%evil.example",
        "127.0.0.1%25evil",
        "127.0.0.1%",
        "localhost%evil",
        "evil%.localhost",
        "\uff11\uff12\uff17.0.0.1",
        "loc\u00e4l.localhost",
        "::ffff:10.0.0.1",
        "localhost.example",
        "notlocalhost",
        "10.0.0.1",
        "0.0.0.0",
        "::2",
        "",
        "127.0.0.1.example",
        "2130706433",
    ],
)
def test_another_machine_is_no_loopback(host: str) -> None:
    """Also where its name looks like it."""
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("a key\n", r"Try \.strip\(\)"),
        (" akey", r"Try \.strip\(\)"),
        ("ak\r\ney", r"Try \.strip\(\)"),
        ("ak\x00ey", r"Try \.strip\(\)"),
        ("schlüssel\u2013mit\u2013strich", "cannot carry"),
        (None, "unset"),
        (b"akey", "bytes, not text"),
    ],
)
def test_a_key_that_cannot_travel_is_refused(given: str, sentence: str) -> None:
    """The message does not show it."""
    with pytest.raises(ConfigurationError, match=sentence) as caught:
        checked_key(given)
    for part in ("akey", "schl", "a key"):
        assert part not in str(caught.value)


def test_a_good_key_stays_as_it_is() -> None:
    """No prefix, no change; a space inside is the key's own business."""
    assert checked_key("Ab-1_é §") == "Ab-1_é §"
