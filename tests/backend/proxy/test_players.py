"""Tokens: random, known to every proxy on the database, taken back and forgotten."""

from __future__ import annotations

from pathlib import Path

from stealth_pygame.backend.proxy.players import Player, Players


def test_tokens_are_random_and_known_to_every_proxy(tmp_path: Path) -> None:
    """With the address's household; a wrong one is nobody's, and the file holds no token."""
    database = tmp_path / "proxy.db"
    one, two = Players(str(database)), Players(str(database))
    tokens = {one.add("address 1") for _ in range(20)}
    assert len(tokens) == 20
    assert min(map(len, tokens)) >= 32
    players = [two.find(token) for token in tokens]
    assert len({player.id for player in players if player}) == 20
    assert {(player.household, player.revoked) for player in players if player} == {("address 1", False)}
    assert two.find("wrong") is None
    one.close()
    two.close()
    assert not any(token.encode() in database.read_bytes() for token in tokens)


def test_a_token_is_taken_back_by_id_or_by_itself() -> None:
    """It stays known as revoked; an unknown one is told."""
    players = Players("sqlite://")
    first, second = players.add(""), players.add("")
    player = players.find(first)
    assert player
    assert players.revoke(player.id)
    assert players.revoke(second)
    assert not players.revoke("nobody")
    assert players.find(first) == Player(player.id, "", revoked=True)
    players.close()


def test_tokens_that_nobody_uses_are_forgotten(tmp_path: Path) -> None:
    """After a year without a look; one that is used stays."""
    day, database = ["2026-01-01"], str(tmp_path / "proxy.db")

    def opened() -> Players:
        return Players(database, day=lambda: day[0])

    first = opened()
    used, unused = first.add(""), first.add("")
    day[0] = "2026-12-01"
    assert first.find(used)
    first.close()
    day[0] = "2027-06-01"
    second = opened()
    assert second.find(used)
    assert second.find(unused) is None
    second.close()
