"""The identity of this copy of the game on a shared backend: a random id, and what it must remember between runs.

Two strangers called Ada may share one backend, so every user id and token on the wire contains the installation.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from stealth_pygame.characters.files import read_bounded

log = logging.getLogger("stealth_pygame")

MAX_GENERATION: Final = 1_000_000
"""The highest generation that is believed: more than a conversation stuck each minute for two years."""
MAX_FILE_BYTES: Final = 4_000_000
"""Bytes of the file that are read at most; thousands of NPCs need a tenth."""
REPLACE_PAUSES: Final = (0.01, 0.05, 0.1) if os.name == "nt" else ()
"""Seconds until the next try to replace a file: on Windows a virus scanner holds a new file open for a moment."""
MAX_ID_CHARS: Final = 200
"""Characters of an installation id that is believed."""


class Installation:
    """A random id, and the generation of each persistent NPC's token, kept in one small file.

    A file that cannot be read is set aside, and one that cannot be written costs the memory of this run only; the log
    says so.
    """

    def __init__(self, id: str, path: Path | None = None, generations: Mapping[str, int] | None = None) -> None:
        self.id = id
        self._path = path
        self._generations = dict(generations or {})

    @classmethod
    def load(cls, folder: Path | None = None) -> Installation:
        """Read the file in `folder` (the user's data folder by default), or begin a new one."""
        folder = folder or _data_folder()
        if folder is None:
            return cls(_new_id())
        path = folder / "installation.json"
        kept = _read(path)
        id = kept.get("id")
        known = isinstance(id, str) and 0 < len(id) <= MAX_ID_CHARS
        installation = cls(str(id) if known else _new_id(), path, _counts(kept.get("generations")))
        # Written at once: a game that crashes before its end is the same stranger next time.
        if not known:
            installation.store()
        return installation

    def token(self, base: str, npc: str = "") -> str:
        """Return the persistence token in its present generation: `base`, `base~2`, `base~3` ...

        npc: whose token it is; each time that `forget` was called for this NPC counts as a generation.
        """
        generation = self._generations.get(base, 1) + self._generations.get(self._key(npc), 1) - 1
        return base if generation == 1 else f"{base}~{generation}"

    def next_generation(self, base: str) -> str:
        """Give up a token whose conversation is stuck; the next one counts from now on. `store` makes it last."""
        self._raise(base)
        return self.token(base)

    def forget(self, npc: str) -> None:
        """Give up all tokens of an NPC, those of players who have not spoken in this run as well."""
        self._raise(self._key(npc))

    def _raise(self, key: str) -> None:
        self._generations[key] = min(self._generations.get(key, 1) + 1, MAX_GENERATION)

    def _key(self, npc: str) -> str:
        # A token's base has four parts or three, this key two: they never meet.
        return f"{self.id}:{npc}"

    def store(self) -> None:
        """Write the file. This is I/O: a job for a worker once the game runs."""
        if self._path is None:
            return
        body = json.dumps({"id": self.id, "generations": dict(self._generations)}, indent=1)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # A power cut in the middle of writing must not cost every villager's memory.
            part = self._path.with_suffix(".part")
            # Who can read the id can open this player's conversations.
            with open(part, "w", encoding="utf-8", opener=_privately) as file:
                file.write(body)
            _replace(part, self._path)
        except OSError as exc:
            log.warning("%s cannot be written (%s): NPCs may not remember this run.", self._path, exc.strerror)

    def save(self) -> dict[str, int]:
        """Return the generations, for the game's own save file."""
        return dict(self._generations)

    def restore(self, generations: Mapping[str, Any]) -> None:
        """Take generations from a save file; the later one of two counts."""
        for base, generation in _counts(generations).items():
            # A generation never goes back: the old token's conversation is stuck.
            self._generations[base] = max(generation, self._generations.get(base, 1))


def _new_id() -> str:
    """Return 128 random bits: a persistence token is all that a stranger needs for a conversation, and holds the id."""
    return secrets.token_hex(16)


def _privately(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _replace(part: Path, path: Path) -> None:
    """Put the new file in the place of the old one, as soon as nobody holds it. Raises `OSError`."""
    for seconds in REPLACE_PAUSES:
        try:
            part.replace(path)
            return
        except PermissionError:
            time.sleep(seconds)
    part.replace(path)


def _data_folder() -> Path | None:
    """The user's data folder; None for a user without a home, as in a container that runs under a bare number."""
    # A game with an installation of its own, and a tool, need no folder.
    from platformdirs import user_data_path  # noqa: PLC0415

    try:
        return user_data_path("stealth_pygame", appauthor=False)
    except RuntimeError as exc:
        log.warning("There is no folder for this user's data (%s): villagers remember this run only.", exc)
        return None


def _read(path: Path) -> dict[str, Any]:
    """Return what the file holds. One that is damaged is set aside, so that it can be looked at, and told."""
    try:
        kept = json.loads(read_bounded(path, MAX_FILE_BYTES).decode("utf-8"))
        if isinstance(kept, dict):
            return kept
        reason = f"it holds a {type(kept).__name__}"
    except FileNotFoundError:
        return {}
    # Deep nesting is a RecursionError, a number of thousands of digits a ValueError.
    except (OSError, ValueError, RecursionError) as exc:
        reason = type(exc).__name__
    aside = path.with_suffix(".damaged")
    with suppress(OSError):
        path.replace(aside)
        reason += f"; it is kept as {aside.name}"
    log.warning("%s cannot be read (%s): a new installation id is used.", path, reason)
    return {}


def _counts(value: object) -> dict[str, int]:
    if not isinstance(value, Mapping):
        return {}
    numbers = {str(base): n for base, n in value.items() if isinstance(n, int) and not isinstance(n, bool)}
    return {base: n for base, n in numbers.items() if 1 < n <= MAX_GENERATION}


class SessionToken:
    """The memory of a persistent session on the backend, by its generation."""

    def __init__(self, base: str, npc: str, installation: Installation, store: Callable[[], None]) -> None:
        self._base = base
        self._npc = npc
        self._installation = installation
        self._store = store
        self._frozen = ""

    def now(self) -> str:
        """Return the token as it goes onto the wire."""
        return self._frozen or self._installation.token(self._base, self._npc)

    def freeze(self) -> None:
        """Stay at this generation: the next one is another conversation's, and two in one would disturb each other."""
        self._frozen = self.now()

    def give_up(self) -> None:
        """Move on to the next generation, and remember that."""
        # The conversation that it belongs to is over for the game, and has no next one.
        if self._frozen:
            return
        self._installation.next_generation(self._base)
        self._store()
