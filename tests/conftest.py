"""Pictures and sounds need no screen and no sound card."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator

import hypothesis
import pytest

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

# Nothing of the tests stays in the data folder of whoever runs them.
_data = tempfile.mkdtemp(prefix="stealth-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = _data
# The same on Windows.
os.environ["WIN_PD_OVERRIDE_LOCAL_APPDATA"] = _data

# How long an example takes says more about the machine's other work than about the code.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")


@pytest.fixture(autouse=True)
def no_event_is_left() -> Iterator[None]:
    """What a test leaves in the queue reaches no other test: they share a window."""
    yield
    if "pygame" in sys.modules and sys.modules["pygame"].display.get_init():
        sys.modules["pygame"].event.clear()


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Nothing that holds itself goes away meanwhile."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def ours() -> set[threading.Thread]:
    """The threads of the library that run in this process."""
    return {thread for thread in threading.enumerate() if thread.name.startswith("stealth")}


@pytest.fixture(scope="module", autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """What a module of tests has started has ended after it; those that only finish their work are waited for."""
    before = ours()
    yield
    deadline = time.monotonic() + 15
    while left := ours() - before:
        gc.collect()
        assert time.monotonic() < deadline, f"left running: {sorted(thread.name for thread in left)}"
        min(left, key=lambda thread: thread.name).join(0.1)
