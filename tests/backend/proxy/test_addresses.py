"""The address of a player: one household is one, however its address is written."""

from __future__ import annotations

import pytest

from stealth_pygame.backend.proxy.addresses import household


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.5", "203.0.113.6", False),
        ("203.0.113.5", "::ffff:203.0.113.5", True),
        ("::ffff:203.0.113.5", "::ffff:203.0.113.6", False),
        ("64:ff9b::203.0.113.5", "64:ff9b::203.0.113.6", False),
        ("64:ff9b::203.0.113.5", "203.0.113.5", True),
        ("64:ff9b:1::203.0.113.5", "64:ff9b:1::203.0.113.6", False),
        ("2002:cb00:7105::1", "2002:cb00:7106::1", False),
        ("2002:cb00:7105:1::1", "203.0.113.5", True),
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("127.0.0.2", "127.0.0.3", False),
        ("somewhere", "somewhere", True),
    ],
)
def test_a_household_is_one(one: str, other: str, same: bool) -> None:
    """Of the old addresses each counts alone, also inside the new ones; of the new ones 2**64 are one."""
    assert (household(one) == household(other)) is same
    assert one not in household(one)


@pytest.mark.parametrize("client", ["127.0.0.1", "::1", "::ffff:127.0.0.1", ""])
def test_a_web_server_on_this_machine_is_nobodys_address(client: str) -> None:
    """Where it does not say for whom it asks, the address is not known."""
    assert household(client) == ""
