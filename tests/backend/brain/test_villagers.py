"""The demo's villagers answer what players type."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.backend.brain.tables import check
from tests.backend.brain.villager_tables import TABLES

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(__file__).parents[3] / "assets" / "characters"


def villager(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", TABLES)
def test_nine_in_ten_sentences_are_answered_rightly(name: str) -> None:
    """The right fact or the right call for 90 % of a villager's table, and never a call for a question."""
    check(villager(name), TABLES[name])


def test_every_villager_has_a_table() -> None:
    """A villager without a table is one that nobody has talked to."""
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(TABLES)
