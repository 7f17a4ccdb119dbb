"""Pictures and sounds need no screen and no sound card."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

# Nothing of the tests stays in the data folder of whoever runs them.
_data = tempfile.mkdtemp(prefix="stealth-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = _data
