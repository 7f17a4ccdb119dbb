"""The network address of a player, so far as it stands for one household."""

from __future__ import annotations

import hashlib
import ipaddress
from typing import Final

NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
NAT64_LOCAL: Final = ipaddress.ip_network("64:ff9b:1::/48")
# The web server before the proxy, where it does not say for whom it asks: nobody's address, and everybody's.
UNKNOWN: Final = frozenset({"127.0.0.1", "::1", ""})


def household(client: str) -> str:
    """Return a name for whoever shares an address, from which the address cannot be read; "" where it is not known.

    A household has 2**64 of the new addresses, but each of the old ones counts alone, however it is written.
    """
    try:
        address = ipaddress.ip_address(client.partition("%")[0])
    except ValueError:
        shared = client
    else:
        shared = _shared(address)
    return "" if shared in UNKNOWN else "address " + hashlib.sha256(shared.encode()).hexdigest()[:32]


def _shared(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    # As a household of the new addresses, the whole of the old internet would be one.
    inside = address.ipv4_mapped or address.sixtofour or _behind_nat64(address)
    if inside is not None:
        return str(inside)
    # The own machine has one address, no network.
    return str(address) if address.is_loopback else str(ipaddress.ip_network(f"{address}/64", strict=False))


def _behind_nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in NAT64 or address in NAT64_LOCAL:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return None
