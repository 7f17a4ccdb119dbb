"""The machine's settings for the network: proxies, and the certificates that are trusted.

In a company or a school all requests may have to use a proxy, which may open TLS with a certificate of its own.
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
    """The proxy for a backend: its URL, which may hold a password, and `shown`, the URL without user and password."""

    url: str
    shown: str


def proxy_for(url: str) -> Proxy | None:
    """Return the proxy for a backend, from HTTPS_PROXY, ALL_PROXY, NO_PROXY and the system's settings, or None.

    A backend on this machine never has one. Raises `MissingExtraError` for a SOCKS proxy without its package.
    """
    if is_loopback(urlsplit(url).hostname or ""):
        return None
    proxy = select_proxy(url, get_environ_proxies(url))
    if not proxy:
        return None
    # The setting is often written without a scheme, as host and port.
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    parts = urlsplit(proxy)
    shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    if parts.scheme.startswith("socks") and importlib.util.find_spec("socks") is None:
        raise MissingExtraError(
            f"The backend is reached through the proxy {shown}, and SOCKS needs one more package: "
            'pip install "requests[socks]". Or name the host in NO_PROXY.'
        )
    return Proxy(proxy, shown)


class Certificates:
    """The certificates that one client trusts. They are read once for all its threads, because reading takes long.

    system: trust the machine's certificates, and not those of Python's packages.
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
    """Return a context that trusts only the certificates of the package `certifi`."""
    return ssl.create_default_context(cafile=certifi.where())


def system_certificates() -> ssl.SSLContext:
    """Return a context that trusts the file or folder in one of the variables `BUNDLES`, else the system's store.

    Raises `ConfigurationError` for a bundle that cannot be read.
    """
    # In the order that `requests` has, so that both use the same file.
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
    # A container may have no certificates; then those of `certifi` are used.
    if importlib.util.find_spec("truststore") is None or (sys.platform == "linux" and not _has_store()):
        return own_certificates()
    import truststore  # noqa: PLC0415

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _has_store() -> bool:
    paths = ssl.get_default_verify_paths()
    return any(path and os.path.exists(path) for path in (paths.cafile, paths.capath, *LINUX_STORES))
