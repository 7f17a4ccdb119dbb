"""The cases of a table that are left to the gate, because each of them takes its time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def for_the_gate(cases: Iterable[object]) -> list[Any]:
    """Return cases that only `python -m pytest -m slow` runs."""
    return [pytest.param(case, marks=pytest.mark.slow) for case in cases]
