"""The checks of a base URL and an API key, with an error message for each common mistake."""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import SplitResult, urlsplit

from stealth_pygame.errors import ConfigurationError, InsecureURLError
from stealth_pygame.text.patterns import lazy

EXAMPLE: Final = '"http://127.0.0.1:3000"'
MOST_URL_CHARS: Final = 2_000
# Other characters are refused, because parsers read them differently: one as a name, another as this machine.
_HOST: Final = lazy(r"[\w-]{1,63}(?:\.[\w-]{1,63})*\.?")


def base_url(url: str, *, allow_insecure: bool = False) -> str:
    """Return the base URL without a slash at its end. Raises `ConfigurationError` or `InsecureURLError`."""
    if not isinstance(url, str) or not url.strip():
        raise ConfigurationError(
            f"url is {url!r:.80}: give the backend's base URL, such as {EXAMPLE}. Is a variable unset?"
        )
    parts = _parts(url.strip())
    if parts.scheme == "http" and not allow_insecure and not is_loopback(parts.hostname or ""):
        raise InsecureURLError(
            f"{parts.hostname} is another machine, and over plain http:// others in the network can read the API key. "
            "Use https://, or say allow_insecure=True if you trust the network."
        )
    return f"{parts.scheme}://{parts.netloc}{_path(parts)}"


def is_loopback(host: str) -> bool:
    """Return True for a name or an address of this machine. "127.0.0.1.example.com" is another machine."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return _HOST.fullmatch(name) is not None and name.isascii()
    address = _address(name)
    # An IPv4 address may be written as an IPv6 address (::ffff:127.0.0.1).
    mapped = getattr(address, "ipv4_mapped", None) or address
    return mapped is not None and mapped.is_loopback


def is_address(host: str) -> bool:
    """Return True for an IP address, with or without brackets."""
    return _address(host.strip("[]")) is not None


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return a text as an IP address, or None. The zone of an IPv6 address (`fe80::1%eth0`) is left out."""
    try:
        return ipaddress.ip_address(name.partition("%")[0] if ":" in name else name)
    except ValueError:
        return None


def _parts(url: str) -> SplitResult:
    if "://" not in url:
        # The URL is not shown, because it may hold a user and a password.
        raise ConfigurationError(f"The URL has no scheme: did you forget http:// in front? It looks like {EXAMPLE}.")
    try:
        parts = urlsplit(url)
        # urlsplit parses the port only when it is read.
        _ = parts.port
    except ValueError as exc:
        raise ConfigurationError(f"The URL cannot be read ({_why(exc)}). It looks like {EXAMPLE}.") from None
    _check(parts, url)
    return parts


def _why(exc: ValueError) -> str:
    return "the port must be a number below 65536" if "ort" in str(exc) else "look at its brackets"


def _check(parts: SplitResult, url: str) -> None:
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError("The URL carries a user or password: leave it out, the API key goes into auth.")
    if parts.scheme not in ("http", "https"):
        raise ConfigurationError(f"{parts.scheme:.20}:// is not a way to a backend: it is http:// or https://.")
    if not parts.hostname:
        raise ConfigurationError(f"The URL names no host. It looks like {EXAMPLE}.")
    if any(letter.isspace() or not letter.isprintable() for letter in url):
        raise ConfigurationError("The URL contains a space or a control character: was too much text pasted?")
    if parts.query or parts.fragment:
        raise ConfigurationError("The URL has a ? or # part: give the base URL alone, the key goes into auth.")
    # A very long URL is a mistake, and is not read further.
    if len(url) > MOST_URL_CHARS or not (_HOST.fullmatch(parts.hostname) or is_address(parts.hostname)):
        raise ConfigurationError(
            f"{parts.hostname:.80} is not a name or address of a machine: it has a letter that neither can have. "
            f"The URL looks like {EXAMPLE}."
        )


def _path(parts: SplitResult) -> str:
    """Return the path without a route at its end, which users often copy with the URL."""
    path = parts.path.rstrip("/")
    for route in ("/api/create", "/api/send", "/api/update", "/api/finish", "/reference", "/api"):
        if path.endswith(route):
            return path[: -len(route)].rstrip("/")
    return path


def checked_key(auth: str) -> str:
    """Return the API key for the header. Raises `ConfigurationError`, which never shows the key."""
    if not isinstance(auth, str):
        raise ConfigurationError(f"auth is {type(auth).__name__}, not text: is the variable with the API key unset?")
    if not auth.strip():
        raise ConfigurationError("The API key is empty. Give the key that the backend was started with as auth.")
    if auth != auth.strip() or not auth.isprintable():
        raise ConfigurationError(
            "The API key has spaces or a line break around or inside it: was it read from a file? Try .strip()."
        )
    if any(ord(letter) > 255 for letter in auth):
        raise ConfigurationError("The API key has characters that HTTP headers cannot carry: was it copied correctly?")
    return auth
