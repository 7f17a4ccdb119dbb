"""The place of a game's database: the one that the game names, or the user's data folder if that cannot be written.

If a game is installed for all users, its players often may not write into its folder.
"""

from __future__ import annotations

import errno
import logging
import os
from pathlib import Path

import platformdirs

from stealth_pygame.backend.local.log_relay import LOGGER

log = logging.getLogger(LOGGER)
_READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)


def writable(database: str) -> str:
    """Return a database that can be written: this one, or a file of the same name in the user's data folder."""
    # A server or memory: there is no folder to check.
    if "://" in database and not database.startswith("sqlite:///"):
        return database
    path = Path(database.removeprefix("sqlite:///").partition("?")[0] or ":memory:")
    if str(path) == ":memory:" or _can_be_written(path):
        return database
    instead = platformdirs.user_data_path("stealth-pygame", False) / path.name
    log.warning("%s cannot be written here: the conversations are kept in %s instead.", path, instead)
    return str(instead)


def _can_be_written(path: Path) -> bool:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as exc:
        # Any other reason is reported when the database is opened.
        return exc.errno not in _READ_ONLY
    return os.access(path if path.exists() else path.parent, os.W_OK)
