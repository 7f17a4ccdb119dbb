"""The network address of a player, reduced to the part that stands for one household."""

from __future__ import annotations

import hashlib
import ipaddress
from typing import Final

NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
NAT64_LOCAL: Final = ipaddress.ip_network("64:ff9b:1::/48")
# Addresses of a web server in front of the proxy that does not pass on the client's address: unusable.
UNKNOWN: Final = frozenset({"127.0.0.1", "::1", ""})


def household(client: str) -> str:
    """Return a name for all who share an address, from which the address cannot be read; "" if it is not known.

    A household has 2**64 IPv6 addresses, which count as one; each IPv4 address counts alone, in any notation.
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
    # Otherwise the whole IPv4 internet would count as one household of IPv6.
    inside = address.ipv4_mapped or address.sixtofour or _behind_nat64(address)
    if inside is not None:
        return str(inside)
    # This machine has a single address, not a network.
    return str(address) if address.is_loopback else str(ipaddress.ip_network(f"{address}/64", strict=False))


def _behind_nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in NAT64 or address in NAT64_LOCAL:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return None
