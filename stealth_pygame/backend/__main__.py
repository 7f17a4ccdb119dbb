"""`python -m stealth_pygame.backend`: run the embedded backend."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from stealth_pygame.backend.local.handshake import AUTH_VARIABLE, BAD_OPTIONS, PORT_LINE, TRY_LATER
from stealth_pygame.backend.local.log_relay import relay_log
from stealth_pygame.errors import ConfigurationError, MissingExtraError, StealthError, pip_command

if TYPE_CHECKING:
    from stealth_pygame.backend.exchange import Moderate
    from stealth_pygame.backend.http.server import Options
    from stealth_pygame.backend.http.serving import Serving

# Seconds after the end of standard input until this process exits, even if a model is still answering.
STOP_WITHIN = 3.0
# Seconds for the last answers after the game has ended.
GAME_GRACE = 0.2
# Seconds between two checks if the parent process is alive.
LOOK_EVERY = 0.5


def parser(program: str = "python -m stealth_pygame.backend") -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    command = argparse.ArgumentParser(prog=program, description="Run the embedded backend.")
    option = command.add_argument
    option("--port", type=int, default=3000, help="0 takes a free one and prints it (default: 3000)")
    option("--host", default="127.0.0.1", help="another one than this machine's own needs --auth")
    option("--auth", metavar="KEY", help=f"the key (better: the variable {AUTH_VARIABLE}); without: a new one")
    option("--database", metavar="URL", help="a SQLAlchemy URL or a file (default: a file of this user's)")
    option("--model", default="", help='such as "openai:gpt-4o-mini" or "ollama:llama3.2"; without: offline')
    option("--model-url", metavar="URL", default="", help="any other OpenAI-compatible server")
    option("--model-timeout", type=float, default=0.0, metavar="SECONDS", help="for an answer of the model")
    option("--model-options", default="", metavar="JSON", help='such as {"temperature": 0.7, "window": 8192}')
    option("--model-fallback", default="", choices=["offline", ""], help="answers where the model fails")
    option("--embeddings", action="store_true", help="the offline brain uses the model of the extra embeddings")
    option("--seed", type=int, help="makes the offline brain's choices repeatable")
    option("--moderate", metavar="MODULE:FUNCTION", help="a function of a text: True refuses it")
    option("--keep-days", type=float, default=7, help="days of use that an unfinished talk is kept (default: 7)")
    option("--keep-persistent-days", type=float, default=365, help="the same for persistent ones (default: 365)")
    option("--upstream", metavar="URL", help="be a proxy before this backend: holds its key, caps messages")
    option("--auth-env", metavar="NAME", help="the environment variable with the upstream's key")
    option("--per-player", type=int, default=200, help="messages a day for each player (default: 200)")
    option("--per-day", type=int, default=5000, help="messages a day for all (default: 5000)")
    option("--per-address", type=int, default=20, help="new players a day from one address (default: 20)")
    option("--per-address-messages", type=int, default=0, help="messages a day from one address (default: a tenth)")
    option("--sheets", metavar="FILE", help="the characters that may be played through the proxy, by hash")
    option("--learn-sheets", action="store_true", help="add characters to that file instead of refusing them")
    option("--revoke", metavar="PLAYER", help="take a player's token back, by id or token, and end")
    option("--allow-origin", metavar="ORIGIN", action="append", default=[], help="a web page that may call this server")
    option("--allow-host", metavar="NAME", action="append", default=[], help="a name that this server may be called by")
    option("--exit-with-stdin", action="store_true", help="end with standard input or the parent, log as JSON lines")
    return command


def main(argv: Sequence[str] | None = None, program: str = "python -m stealth_pygame.backend") -> int:
    """Run until stopped. Returns the exit code: 2 for options that cannot work, 75 for a temporary problem."""
    try:
        return _run(parser(program).parse_args(argv))
    except KeyboardInterrupt:
        # Ctrl+C before the server handles it itself: a normal end without a traceback.
        return 0


def _run(wishes: argparse.Namespace) -> int:
    # The parent may end while this process is still starting.
    parent = os.getppid()
    if wishes.exit_with_stdin:
        relay_log()
    try:
        if wishes.revoke:
            return _revoke(wishes)
        serving = _serving(wishes, lambda: announce(serving, quiet=wishes.exit_with_stdin))
    except StealthError as exc:
        print(exc, file=sys.stderr)
        return TRY_LATER if getattr(exc, "passing", False) else BAD_OPTIONS
    if wishes.exit_with_stdin:
        for watch in (_wait_for_stdin, lambda: _wait_for_parent(parent)):
            threading.Thread(target=_end_after, args=(watch, serving), daemon=True).start()
    serving.run()
    return 0


def _serving(wishes: argparse.Namespace, on_ready: Callable[[], None]) -> Serving:
    """Open the server that the options ask for. Raises `MissingExtraError` if a library is missing."""
    try:
        return _proxy(wishes, on_ready) if wishes.upstream else _backend(wishes, on_ready)
    except ModuleNotFoundError as exc:
        # A missing module of this project is a bug; a hint to install something would hide it.
        if (exc.name or "").startswith("stealth_pygame"):
            raise
        raise MissingExtraError(f"The embedded backend needs {exc.name}: {pip_command('backend')}") from exc


def _backend(wishes: argparse.Namespace, on_ready: Callable[[], None]) -> Serving:
    # Imported late: it needs optional libraries and half a second, which `--help` and wrong options do not need.
    from stealth_pygame.backend.http.server import Backend  # noqa: PLC0415

    folder = new_folder(wishes.database)
    backend = Backend(options_of(wishes), on_ready=on_ready)
    if folder is not None and not wishes.exit_with_stdin:
        # Without this line a mistyped path would look like a backend that has forgotten everything.
        print(f"The folder {folder} is new: it was created for the database.", file=sys.stderr)
    return backend


def new_folder(database: str | None) -> Path | None:
    """Return the folder that must be created for a database file, or None if it exists."""
    file = (database or "").removeprefix("sqlite:///").partition("?")[0]
    if not file or "://" in file or file.startswith("sqlite:"):
        return None
    folder = Path(file).absolute().parent
    return None if folder.is_dir() else folder


def _proxy(wishes: argparse.Namespace, on_ready: Callable[[], None]) -> Serving:
    key = os.environ.get(wishes.auth_env or "", "")
    if not key:
        raise ConfigurationError("--upstream needs --auth-env NAME: the environment variable that holds the real key.")
    # The proxy needs an HTTP client and no brain; the backend needs a brain and no HTTP client.
    from stealth_pygame.backend.http.origins import Doors  # noqa: PLC0415
    from stealth_pygame.backend.proxy.server import Proxy  # noqa: PLC0415
    from stealth_pygame.backend.proxy.settings import Upstream  # noqa: PLC0415
    from stealth_pygame.backend.proxy.sheets import AllowedSheets  # noqa: PLC0415

    limits = ("per_player", "per_day", "per_address", "per_address_messages")
    sheets = AllowedSheets(Path(wishes.sheets), learn=wishes.learn_sheets) if wishes.sheets else None
    return Proxy(
        Upstream(wishes.upstream, key, **{name: getattr(wishes, name) for name in limits}),
        host=wishes.host,
        port=wishes.port,
        database=_proxy_database(wishes),
        doors=Doors(tuple(wishes.allow_origin), tuple(wishes.allow_host), any_name=True),
        sheets=sheets,
        on_ready=on_ready,
    )


def _proxy_database(wishes: argparse.Namespace) -> str:
    return str(wishes.database or _default_database("proxy.sqlite3"))


def _revoke(wishes: argparse.Namespace) -> int:
    # Imported late for the reason in `_backend`.
    from stealth_pygame.backend.proxy.players import Players  # noqa: PLC0415

    players = Players(_proxy_database(wishes))
    known = players.revoke(wishes.revoke)
    players.close()
    print("The token is revoked." if known else "No player has this id or token.", file=sys.stderr)
    return 0 if known else 1


def _default_database(name: str) -> str:
    return str(platformdirs.user_data_path("stealth-pygame", False) / name)


def options_of(wishes: argparse.Namespace) -> Options:
    """Return the backend's options from the command line. Raises `ConfigurationError`."""
    # Imported late for the reason in `_backend`.
    from stealth_pygame.backend.http.server import Options  # noqa: PLC0415
    from stealth_pygame.backend.store.retention import Retention  # noqa: PLC0415

    return Options(
        host=wishes.host,
        port=wishes.port,
        auth=wishes.auth or os.environ.get(AUTH_VARIABLE, ""),
        database=wishes.database or _default_database("backend.sqlite3"),
        model=wishes.model,
        model_url=wishes.model_url,
        model_timeout=wishes.model_timeout,
        model_options=wishes.model_options,
        model_fallback=wishes.model_fallback,
        seed=wishes.seed,
        embeddings=wishes.embeddings,
        moderate=_named(wishes.moderate) if wishes.moderate else None,
        retention=Retention(wishes.keep_days, wishes.keep_persistent_days),
        origins=tuple(wishes.allow_origin),
        hosts=tuple(wishes.allow_host),
        **({"grace": GAME_GRACE} if wishes.exit_with_stdin else {}),
    )


def _named(path: str) -> Moderate:
    """Return the function that `module:function` stands for. Raises `ConfigurationError`."""
    module, _, name = path.partition(":")
    try:
        function: Moderate = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as exc:
        raise ConfigurationError(f"--moderate {path}: {exc}. Write module:function.") from exc
    return function


def announce(serving: Serving, *, quiet: bool) -> None:
    """Print the port for the program that started this one, and the address and key for a person."""
    print(f"{PORT_LINE}{serving.port}", flush=True)
    if not quiet:
        print(*serving.about(), sep="\n", file=sys.stderr)


def _end_after(watch: Callable[[], None], serving: Serving) -> None:
    watch()
    serving.stop()
    threading.Event().wait(STOP_WITHIN)
    os._exit(1)


def _wait_for_stdin() -> None:
    # Read without a buffer: a thread inside sys.stdin's buffer would hold its lock when the interpreter ends.
    while os.read(0, 4096):
        pass


def _wait_for_parent(parent: int) -> None:
    """Wait until the parent process ends; a forked child of the game may keep standard input open after that."""
    pause = threading.Event()
    # Windows has no fork, and does not change the parent's number when the parent ends.
    while os.name == "nt" or os.getppid() == parent:
        pause.wait(LOOK_EVERY)


if __name__ == "__main__":
    _code = main()
    sys.stdout.flush()
    # Everything is stored by now; threads that wait for a model would only delay the exit.
    os._exit(_code)
