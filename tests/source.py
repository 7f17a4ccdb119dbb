"""The project's code as trees, each file parsed and walked once for all tests of a process that read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the tree of a Python file."""
    return ast.parse(path.read_text("utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Return all nodes of a Python file."""
    return tuple(ast.walk(tree_of(path)))


@pytest.fixture(scope="module", autouse=True)
def forget_trees() -> Iterator[None]:
    """Let go of all trees after a module's tests: they take 160 MB, which every collection would walk."""
    yield
    nodes_of.cache_clear()
    tree_of.cache_clear()
