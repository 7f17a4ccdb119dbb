"""The characters that may be played through a proxy, by the hash of their sheets.

Without such a list a player's token is a key to a language model for any purpose: a sheet can say anything.
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
    """Return the hash of a sheet as it is on the wire; the order of its keys does not count."""
    # A client may order keys as it likes; escaped, even halves of surrogate pairs have bytes.
    text = json.dumps(character, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


class AllowedSheets:
    """A file with one hash a line, each followed by a name for the reader. Thread-safe.

    `learn`: a sheet that is not listed is added instead of refused; the author plays the game once in this way.
    Raises `ConfigurationError` for a file that cannot be read or holds something else.
    """

    def __init__(self, path: Path, *, learn: bool = False) -> None:
        self._path = path
        self._learn = learn
        self._lock = threading.Lock()
        self._hashes = _read(path, may_be_missing=learn)

    def allows(self, character: Mapping[str, Any]) -> bool:
        """Return whether a sheet may be played."""
        found = sheet_hash(character)
        if found in self._hashes:
            return True
        name = " ".join(str(character.get("name", "")).split())[:40]
        if self._learn:
            self._add(found, name)
            return True
        log.warning("The sheet of %r is not on the list %s; its hash is %s", name, self._path.name, found)
        return False

    def _add(self, found: str, name: str) -> None:
        # Several threads may learn at once, and a line must stay whole.
        with self._lock:
            self._hashes.add(found)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"{found} {name}\n".encode("ascii", "replace").decode())

    def __len__(self) -> int:
        """Return the number of sheets on the list."""
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
        # The rest of a line is a name for the reader.
        word = line.split("#")[0].split()[:1]
        if word and not _HASH.fullmatch(word[0]):
            raise ConfigurationError(
                f"--sheets {path}, line {number}: {word[0][:20]!r} is not a SHA-256; a line begins with 64 hex digits."
            )
        hashes.update(word)
    return hashes
