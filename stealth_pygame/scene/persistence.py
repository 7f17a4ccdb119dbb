"""The identity of this copy of the game on a shared backend: a random id, and token generations, kept between runs.

Two players with the name Ada may use one backend, so each user id and token on the wire contains the id of the copy.
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
"""The highest generation that is accepted from a file; a game does not reach it in years."""
MAX_FILE_BYTES: Final = 4_000_000
"""The most bytes of the file; thousands of NPCs need a tenth of this."""
REPLACE_PAUSES: Final = (0.01, 0.05, 0.1) if os.name == "nt" else ()
"""Seconds before each new try to replace a file: on Windows a virus scanner may hold a new file open for a moment."""
MAX_ID_CHARS: Final = 200
"""The most characters of an installation id in a file."""


class Installation:
    """A random id, and the generation of each persistent NPC's token, kept in one small file.

    A file that cannot be read is renamed and replaced. If the file cannot be written, the changes of this run are lost.
    Both are logged.
    """

    def __init__(self, id: str, path: Path | None = None, generations: Mapping[str, int] | None = None) -> None:
        self.id = id
        self._path = path
        self._generations = dict(generations or {})

    @classmethod
    def load(cls, folder: Path | None = None) -> Installation:
        """Read the file in `folder` (by default the user's data folder), or make a new one."""
        folder = folder or _data_folder()
        if folder is None:
            return cls(_new_id())
        path = folder / "installation.json"
        content = _read(path)
        id = content.get("id")
        known = isinstance(id, str) and 0 < len(id) <= MAX_ID_CHARS
        installation = cls(str(id) if known else _new_id(), path, _counts(content.get("generations")))
        # Written at once, so that the id stays the same even if the game crashes.
        if not known:
            installation.store()
        return installation

    def token(self, base: str, npc: str = "") -> str:
        """Return the persistence token in its present generation: `base`, `base~2`, `base~3` ...

        npc: the id of its NPC; each call of `forget` for this NPC counts as one generation.
        """
        generation = self._generations.get(base, 1) + self._generations.get(self._key(npc), 1) - 1
        return base if generation == 1 else f"{base}~{generation}"

    def next_generation(self, base: str) -> str:
        """Give up a token whose conversation is stuck, and return the next one. Call `store` to keep the change."""
        self._raise(base)
        return self.token(base)

    def forget(self, npc: str) -> None:
        """Give up all tokens of an NPC, also those with players who have not spoken in this run."""
        self._raise(self._key(npc))

    def _raise(self, key: str) -> None:
        self._generations[key] = min(self._generations.get(key, 1) + 1, MAX_GENERATION)

    def _key(self, npc: str) -> str:
        # The base of a token has three or four parts, and this key two, so they are never equal.
        return f"{self.id}:{npc}"

    def store(self) -> None:
        """Write the file. This is I/O: while the game runs, do it on a worker."""
        if self._path is None:
            return
        body = json.dumps({"id": self.id, "generations": dict(self._generations)}, indent=1)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Written to another file first, so that a crash while writing does not destroy the old one.
            part = self._path.with_suffix(".part")
            # Readable by this user only, because the id is enough to open the player's conversations.
            with open(part, "w", encoding="utf-8", opener=_privately) as file:
                file.write(body)
            _replace(part, self._path)
        except OSError as exc:
            log.warning("%s cannot be written (%s): NPCs may not remember this run.", self._path, exc.strerror)

    def save(self) -> dict[str, int]:
        """Return the generations, for the game's own save file."""
        return dict(self._generations)

    def restore(self, generations: Mapping[str, Any]) -> None:
        """Take over generations from a save file, if they are higher than the present ones."""
        for base, generation in _counts(generations).items():
            # A generation never goes back, because the conversation of the old token is stuck.
            self._generations[base] = max(generation, self._generations.get(base, 1))


def _new_id() -> str:
    """Return 128 random bits as hex digits: nobody may guess the id, because the tokens contain it."""
    return secrets.token_hex(16)


def _privately(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _replace(part: Path, path: Path) -> None:
    """Replace the old file by the new one, with retries on Windows. Raises `OSError`."""
    for seconds in REPLACE_PAUSES:
        try:
            part.replace(path)
            return
        except PermissionError:
            time.sleep(seconds)
    part.replace(path)


def _data_folder() -> Path | None:
    """Return the user's data folder; None for a user without a home folder, as in some containers."""
    # Imported here, because tools, and games with their own installation id, need no folder.
    from platformdirs import user_data_path  # noqa: PLC0415

    try:
        return user_data_path("stealth_pygame", appauthor=False)
    except RuntimeError as exc:
        log.warning("There is no folder for this user's data (%s): NPCs remember this run only.", exc)
        return None


def _read(path: Path) -> dict[str, Any]:
    """Return the content of the file, {} if there is none. A damaged file is renamed to `.damaged`, and logged."""
    try:
        content = json.loads(read_bounded(path, MAX_FILE_BYTES).decode("utf-8"))
        if isinstance(content, dict):
            return content
        reason = f"it holds a {type(content).__name__}"
    except FileNotFoundError:
        return {}
    # Deep nesting raises a RecursionError, a number with thousands of digits a ValueError.
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
    """The persistence token of one session, in its present generation."""

    def __init__(self, base: str, npc: str, installation: Installation, store: Callable[[], None]) -> None:
        self._base = base
        self._npc = npc
        self._installation = installation
        self._store = store
        self._frozen = ""

    def now(self) -> str:
        """Return the token for the wire."""
        return self._frozen or self._installation.token(self._base, self._npc)

    def freeze(self) -> None:
        """Keep the present generation from now on, because the next one belongs to another conversation."""
        self._frozen = self.now()

    def give_up(self) -> None:
        """Change to the next generation, and store it."""
        # A frozen token belongs to an old conversation, which needs no next one.
        if self._frozen:
            return
        self._installation.next_generation(self._base)
        self._store()
