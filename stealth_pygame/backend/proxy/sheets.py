"""The characters that a proxy accepts, by the hashes of their sheets.

Without such a list, a player's token gives access to a language model for any purpose, because a sheet is free text.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from stealth_pygame.errors import ConfigurationError

log = logging.getLogger("stealth_pygame.backend")

_HASH: Final = re.compile(r"[0-9a-f]{64}")


def sheet_hash(character: Mapping[str, Any]) -> str:
    """Return the hash of a sheet in its wire format; the order of keys does not matter."""
    # Clients may order keys as they like. JSON escapes give bytes even for lone surrogates.
    text = json.dumps(character, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


class AllowedSheets:
    """A file with one hash on each line, followed by a name for readers. Thread-safe.

    learn: add unknown sheets instead of refusing them; the developer plays the game once in this mode.
    Raises `ConfigurationError` for a file that cannot be read or has other contents.
    """

    def __init__(self, path: Path, *, learn: bool = False) -> None:
        self._path = path
        self._learn = learn
        self._lock = threading.Lock()
        self._hashes = _read(path, may_be_missing=learn)

    def allows(self, character: Mapping[str, Any]) -> bool:
        """Return True if the sheet is accepted."""
        digest = sheet_hash(character)
        if digest in self._hashes:
            return True
        name = " ".join(str(character.get("name", "")).split())[:40]
        if self._learn:
            self._add(digest, name)
            return True
        log.warning("The sheet of %r is not on the list %s; its hash is %s", name, self._path.name, digest)
        return False

    def _add(self, found: str, name: str) -> None:
        # Several threads may write at the same time, and each line must stay whole.
        with self._lock:
            self._hashes.add(found)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"{found} {name}\n".encode("ascii", "replace").decode())

    def __len__(self) -> int:
        """Return the number of accepted sheets."""
        return len(self._hashes)


def _read(path: Path, *, may_be_missing: bool) -> set[str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError as exc:
        if may_be_missing:
            return set()
        raise ConfigurationError(
            f"--sheets {path}: there is no such file. Play the game once with --learn-sheets to write it."
        ) from exc
    except (OSError, UnicodeDecodeError) as exc:
        raise ConfigurationError(f"--sheets {path} cannot be read: {exc}") from exc
    hashes = set()
    for number, line in enumerate(lines, 1):
        # The rest of a line is a name for readers.
        word = line.split("#")[0].split()[:1]
        if word and not _HASH.fullmatch(word[0]):
            raise ConfigurationError(
                f"--sheets {path}, line {number}: {word[0][:20]!r} is not a SHA-256; a line begins with 64 hex digits."
            )
        hashes.update(word)
    return hashes
