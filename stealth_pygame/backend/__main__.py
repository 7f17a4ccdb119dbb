"""`python -m stealth_pygame.backend`: run the embedded backend."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import threading
from collections.abc import Callable, Sequence

import platformdirs

from stealth_pygame.backend.local.handshake import AUTH_VARIABLE, BAD_OPTIONS, EXTRA, PORT_LINE
from stealth_pygame.errors import ConfigurationError, MissingExtraError, StealthError

try:
    from stealth_pygame.backend.http.server import Backend, Options
    from stealth_pygame.backend.http.service import Moderate
    from stealth_pygame.backend.http.serving import Serving
except ModuleNotFoundError as exc:
    if (exc.name or "").startswith("stealth_pygame"):
        raise
    _missing = exc.name
else:
    _missing = None

STOP_WITHIN = 3.0
"""Seconds after the end of standard input by which the process is gone, whatever a model is doing."""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m stealth_pygame.backend", description="Run the embedded backend.")
    made.add_argument("--port", type=int, default=3000, help="0 takes a free one and prints it (default: 3000)")
    made.add_argument("--host", default="127.0.0.1", help="another one than this machine's own needs --auth")
    made.add_argument(
        "--auth", metavar="KEY", help=f"the key (better: the variable {AUTH_VARIABLE}); without: a new one"
    )
    made.add_argument("--database", metavar="URL", help="a SQLAlchemy URL or a file (default: a file of this user's)")
    made.add_argument("--model", default="", help='such as "openai:gpt-4o-mini" or "ollama:llama3.2"; without: offline')
    made.add_argument("--model-url", metavar="URL", default="", help="any other OpenAI-compatible server")
    made.add_argument("--seed", type=int, help="makes the offline brain's choices repeatable")
    made.add_argument("--moderate", metavar="MODULE:FUNCTION", help="a function: text -> whether to refuse it")
    made.add_argument("--upstream", metavar="URL", help="be a proxy before this backend: holds its key, caps messages")
    made.add_argument("--auth-env", metavar="NAME", help="the environment variable with the upstream's key")
    made.add_argument("--per-player", type=int, default=200, help="messages a day for each player (default: 200)")
    made.add_argument("--per-day", type=int, default=5000, help="messages a day for all (default: 5000)")
    made.add_argument("--per-address", type=int, default=20, help="new players a day from one address (default: 20)")
    made.add_argument("--exit-with-stdin", action="store_true", help="end when standard input ends")
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run until stopped; the exit code is 2 where the options cannot work."""
    asked = parser().parse_args(argv)
    try:
        if _missing:
            raise MissingExtraError(f"The embedded backend needs {_missing}: {EXTRA}")
        backend = _made(asked, lambda: _announce(backend, quiet=asked.exit_with_stdin))
    except StealthError as exc:
        print(exc, file=sys.stderr)
        return BAD_OPTIONS
    if asked.exit_with_stdin:
        threading.Thread(target=_end_with_stdin, args=(backend,), daemon=True).start()
    backend.run()
    return 0


def _made(asked: argparse.Namespace, on_ready: Callable[[], None]) -> Serving:
    if not asked.upstream:
        return Backend(_options(asked), on_ready=on_ready)
    key = os.environ.get(asked.auth_env or "", "")
    if not key:
        raise ConfigurationError("--upstream needs --auth-env NAME: the environment variable that holds the real key.")
    limits = {"per_player": asked.per_player, "per_day": asked.per_day, "per_address": asked.per_address}
    database = asked.database or _default_database("proxy.sqlite3")
    # asked for by name: a backend of a game's own starts a tenth of a second sooner without it
    room = importlib.import_module("stealth_pygame.backend.http.proxy")
    upstream = room.Upstream(asked.upstream, key, **limits)
    made: Serving = room.Proxy(upstream, host=asked.host, port=asked.port, database=database, on_ready=on_ready)
    return made


def _default_database(name: str) -> str:
    return str(platformdirs.user_data_path("stealth-pygame", False) / name)


def _options(asked: argparse.Namespace) -> Options:
    return Options(
        host=asked.host,
        port=asked.port,
        auth=asked.auth or os.environ.get(AUTH_VARIABLE, ""),
        database=asked.database or _default_database("backend.sqlite3"),
        model=asked.model,
        model_url=asked.model_url,
        seed=asked.seed,
        moderate=_named(asked.moderate) if asked.moderate else None,
    )


def _named(path: str) -> Moderate:
    """The function that `module:function` names. Raises `ConfigurationError`."""
    module, _, name = path.partition(":")
    try:
        found: Moderate = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as exc:
        raise ConfigurationError(f"--moderate {path}: {exc}. Write module:function.") from exc
    return found


def _announce(backend: Serving, *, quiet: bool) -> None:
    print(f"{PORT_LINE}{backend.port}", flush=True)
    if not quiet:
        print(*backend.about(), sep="\n", file=sys.stderr)


def _end_with_stdin(backend: Serving) -> None:
    # a raw read: a thread inside sys.stdin's buffer would hold its lock when the interpreter ends
    while os.read(0, 4096):
        pass
    backend.stop()
    threading.Event().wait(STOP_WITHIN)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
