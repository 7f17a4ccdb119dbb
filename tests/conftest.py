"""Pictures and sounds need no screen and no sound card."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator

import pytest

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

# Nothing of the tests stays in the data folder of whoever runs them.
_data = tempfile.mkdtemp(prefix="stealth-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = _data


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Nothing that holds itself goes away meanwhile."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()
