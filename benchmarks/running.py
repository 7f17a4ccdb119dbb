"""One benchmark by its name, in this process or in its own."""

from __future__ import annotations

import importlib
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from benchmarks.report import Row


def measured(name: str, quick: bool) -> list[Row]:
    """Return the rows of one benchmark; none, after a message, if a library that it needs is not installed."""
    print(f"{name} ...", file=sys.stderr, flush=True)
    try:
        rows: list[Row] = importlib.import_module(f"benchmarks.{name}").measure(quick=quick)
    except ModuleNotFoundError as exc:
        print(f'{name}: {exc.name} is not installed; pip install -e ".[pygame,dev]" has it.', file=sys.stderr)
        return []
    return rows


def apart(name: str, quick: bool) -> list[Row]:
    """Return the rows of one benchmark from its own process, so that its memory and threads are measured alone."""
    with ProcessPoolExecutor(1, get_context("spawn")) as processes:
        return processes.submit(measured, name, quick).result()
