"""Counts that hold for all processes on one database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stealth_pygame.backend.store.quota import Quota


def test_a_refused_request_costs_nobody_anything(tmp_path: Path) -> None:
    """Of several limits all or none are counted."""
    quota = Quota(str(tmp_path / "a.db"))
    assert quota.spend(("ada", 9), ("all", 1)) == ""
    assert quota.spend(("ada", 9), ("all", 1)) == "all"
    assert [quota.spend(("ada", 3)) for _ in range(3)] == ["", "", "ada"]
    assert quota.spend(("nobody", 0)) == "nobody"
    quota.close()


def test_what_got_no_answer_is_given_back(tmp_path: Path) -> None:
    """But never more than was spent."""
    quota = Quota(str(tmp_path / "a.db"))
    quota.spend(("ada", 1))
    quota.give_back("ada", "bob")
    quota.give_back("ada")
    assert quota.spend(("ada", 1), ("bob", 1)) == ""
    assert quota.spend(("ada", 1)) == "ada"
    quota.close()


def test_yesterday_is_forgotten(tmp_path: Path) -> None:
    """A new day, a new count."""
    day = ["2026-11-23"]
    quota = Quota(str(tmp_path / "a.db"), day=lambda: day[0])
    assert quota.spend(("ada", 1)) == ""
    day[0] = "2026-11-24"
    assert quota.spend(("ada", 1)) == ""
    quota.close()


@pytest.mark.slow
@pytest.mark.parametrize("most", [50])
def test_many_processes_count_right(database: str, most: int) -> None:
    """Two quotas on one database, many threads: exactly as many as there may be, and no error."""
    quotas = [Quota(database), Quota(database)]
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda n: quotas[n % 2].spend((f"new {n % 7}", 99), ("all", most)), range(120)))
    assert answers.count("") == most
    assert answers.count("all") == 120 - most
    for quota in quotas:
        quota.close()
