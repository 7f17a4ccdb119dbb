"""Who this copy of the game is on a shared backend: a random id and what it must remember between runs.

Two strangers called Ada may share one backend, so every user id and token on the wire contains the installation.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

log = logging.getLogger("stealth_pygame")


class Installation:
    """A random id, and the generation of each persistent villager's token, kept in one small file.

    A file that cannot be read or written costs the memory of this run only, and the log says so.
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
            return cls(secrets.token_hex(4))
        path = folder / "installation.json"
        kept = _read(path)
        made = cls(str(kept.get("id") or secrets.token_hex(4)), path, _counts(kept.get("generations")))
        if not kept.get("id"):
            made.store()
        return made

    def token(self, base: str) -> str:
        """The persistence token in its present generation: `base`, `base~2`, `base~3` ..."""
        generation = self._generations.get(base, 1)
        return base if generation == 1 else f"{base}~{generation}"

    def next_generation(self, base: str) -> str:
        """Give up a token whose conversation is stuck; the next one counts from now on. `store` makes it last."""
        self._generations[base] = self._generations.get(base, 1) + 1
        return self.token(base)

    def store(self) -> None:
        """Write the file. This is I/O: a job for a worker once the game runs."""
        if self._path is None:
            return
        body = json.dumps({"id": self.id, "generations": dict(self._generations)}, indent=1)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part = self._path.with_suffix(".part")
            part.write_text(body, "utf-8")
            part.replace(self._path)
        except OSError as exc:
            log.warning("%s cannot be written (%s): villagers may not remember this run.", self._path, exc.strerror)

    def save(self) -> dict[str, int]:
        """The generations, for the game's own save file."""
        return dict(self._generations)

    def restore(self, generations: Mapping[str, Any]) -> None:
        """Take generations from a save file; the later one of two counts."""
        for base, generation in _counts(generations).items():
            self._generations[base] = max(generation, self._generations.get(base, 1))


def _data_folder() -> Path | None:
    """The user's data folder; None for a user without a home, as in a container that runs under a bare number."""
    try:
        return user_data_path("stealth_pygame", appauthor=False)
    except RuntimeError as exc:
        log.warning("There is no folder for this user's data (%s): villagers remember this run only.", exc)
        return None


def _read(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as exc:
        log.warning("%s cannot be read (%s): a new installation id is used.", path, type(exc).__name__)
        return {}
    return kept if isinstance(kept, dict) else {}


def _counts(value: object) -> dict[str, int]:
    if not isinstance(value, Mapping):
        return {}
    return {str(base): n for base, n in value.items() if isinstance(n, int) and n > 1}


class SessionToken:
    """A persistent talk's memory on the backend, by its generation."""

    def __init__(self, base: str, installation: Installation, store: Callable[[], None]) -> None:
        self._base = base
        self._installation = installation
        self._store = store
        self._frozen = ""

    def now(self) -> str:
        """The token as it goes onto the wire."""
        return self._frozen or self._installation.token(self._base)

    def freeze(self) -> None:
        """Stay at this generation: the next one is another conversation's, and two in one would disturb each other."""
        self._frozen = self.now()

    def give_up(self) -> None:
        """Move on to the next generation, and remember that."""
        if self._frozen:
            return
        self._installation.next_generation(self._base)
        self._store()
