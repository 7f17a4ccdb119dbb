"""The machine's own settings for the way out: proxies, and the certificates that are trusted.

A company or a school may let nobody out but through its proxy, and open TLS there with a certificate of its own.
"""

from __future__ import annotations

import importlib.util
import os
import ssl
import sys
import threading
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import certifi
from requests.utils import get_environ_proxies, select_proxy

from stealth_pygame.client.url import is_loopback
from stealth_pygame.errors import ConfigurationError, MissingExtraError

# Variables that name a file (or a folder) of certificates; the first one that is set counts.
BUNDLES: Final = ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE")
LINUX_STORES: Final = ("/etc/ssl/certs", "/etc/pki/tls/certs", "/etc/ssl/cert.pem")


class Proxy(NamedTuple):
    """The proxy on the way to a backend: its URL, which may hold a password, and a form that may be shown."""

    url: str
    shown: str


def proxy_for(url: str) -> Proxy | None:
    """Return the proxy for a backend, by HTTPS_PROXY, ALL_PROXY, NO_PROXY and the system's settings.

    This machine is never asked through one. Raises `MissingExtraError` for a SOCKS proxy without its package.
    """
    if is_loopback(urlsplit(url).hostname or ""):
        return None
    proxy = select_proxy(url, get_environ_proxies(url))
    if not proxy:
        return None
    # Many people write the proxy as host and port alone.
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    parts = urlsplit(proxy)
    shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    if parts.scheme.startswith("socks") and importlib.util.find_spec("socks") is None:
        raise MissingExtraError(
            f"The way to the backend leads through the proxy {shown}, and SOCKS needs a package of its own: "
            'pip install "requests[socks]". Or name the host in NO_PROXY.'
        )
    return Proxy(proxy, shown)


class Certificates:
    """The certificates that one client trusts; reading them takes its time, so all its threads share them.

    system: those of the machine count, not only those of Python's packages.
    """

    def __init__(self, system: bool) -> None:
        self._system = system
        self._lock = threading.Lock()
        self._context: ssl.SSLContext | None = None

    def __call__(self) -> ssl.SSLContext:
        """Return the context for a connection. Raises `ConfigurationError` for a bundle that cannot be read."""
        with self._lock:
            if self._context is None:
                self._context = system_certificates() if self._system else own_certificates()
            return self._context


def own_certificates() -> ssl.SSLContext:
    """Return a context that trusts the certificates that come with Python's packages, and no others."""
    return ssl.create_default_context(cafile=certifi.where())


def system_certificates() -> ssl.SSLContext:
    """Return a context that trusts a company's bundle where a variable names one, else the system's own store.

    Raises `ConfigurationError` for a bundle that cannot be read.
    """
    # The order of `requests`, so that both find the same file.
    for name in BUNDLES:
        if path := os.environ.get(name):
            return _from_bundle(name, path)
    return _from_store()


def _from_bundle(name: str, path: str) -> ssl.SSLContext:
    try:
        folder = os.path.isdir(path)
        return ssl.create_default_context(cafile=None if folder else path, capath=path if folder else None)
    except OSError as exc:
        raise ConfigurationError(
            f"{name} names {path!r:.200}, which holds no certificates that can be read ({exc.strerror or exc})."
        ) from exc


def _from_store() -> ssl.SSLContext:
    # A container without certificates of its own still has those of Python's packages.
    if importlib.util.find_spec("truststore") is None or (sys.platform == "linux" and not _has_store()):
        return own_certificates()
    import truststore  # noqa: PLC0415

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _has_store() -> bool:
    paths = ssl.get_default_verify_paths()
    return any(path and os.path.exists(path) for path in (paths.cafile, paths.capath, *LINUX_STORES))
