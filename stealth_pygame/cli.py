"""The command `stealth-pygame`: run a backend, talk to a character, check characters, test a backend, start a game.

It needs no pygame. The exit code is 0 if all is well, 1 if a fault was found, 2 if the command cannot run.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from stealth_pygame.backend.__main__ import main as run_backend
from stealth_pygame.backend.local.backend import start_local
from stealth_pygame.backend.local.handshake import AUTH_VARIABLE
from stealth_pygame.characters.folder import ENDINGS, Sheet, sheets_in
from stealth_pygame.characters.sheets import Character, ElizaCharacter
from stealth_pygame.client.client import StealthClient
from stealth_pygame.errors import CharacterError, ConfigurationError, StealthError
from stealth_pygame.new_game import write_game
from stealth_pygame.protocol.models import ConversationRef, Reply, User
from stealth_pygame.text import print_anything
from stealth_pygame.web.build import WebGame, build
from stealth_pygame.web.serve import server

# Seconds after which `doctor` calls an answer slow.
SLOW = 5.0
# Seconds to wait for an answer: a model may have to be loaded first.
PATIENCE = 120.0
# Phrases in the library's messages that name Python arguments, and the command-line options to show instead.
OPTIONS = {
    "say allow_insecure=True": "add --insecure",
    "was started with as auth.": f"was started with: --auth KEY, or the variable {AUTH_VARIABLE}.",
}


class Talks(Protocol):
    """The methods of a client that `chat` needs."""

    def create(self, character: Character, users: Sequence[User]) -> ConversationRef:
        """Open a conversation."""

    def send(self, secret: str, message: str, player_id: str, context: Sequence[tuple[str, str]] = ()) -> Reply:
        """Send a message."""

    def finish(self, secret: str) -> None:
        """End a conversation."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    print_anything()
    arguments = list(sys.argv[1:] if argv is None else argv)
    # The backend has its own parser.
    if arguments[:1] == ["backend"]:
        return run_backend(arguments[1:], "stealth-pygame backend")
    asked = _parser().parse_args(arguments)
    try:
        code: int = asked.run(asked)
    except CharacterError as exc:
        return _complain(exc, 1)
    except (ConfigurationError, ImportError) as exc:
        return _complain(exc, 2)
    except StealthError as exc:
        return _complain(exc, 1)
    except KeyboardInterrupt:
        return 0
    return code


def _complain(error: BaseException, code: int) -> int:
    print(_with_options(str(error)), file=sys.stderr)
    return code


def _with_options(words: str) -> str:
    """Return a message of the library with command-line options in the place of Python arguments."""
    for argument, option in OPTIONS.items():
        words = words.replace(argument, option)
    return words


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="stealth-pygame", description="AI villagers for Pygame games.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    new = commands.add_parser("new", help="write a small game to begin with")
    new.add_argument("folder", type=Path, help="a new folder, which gives the game its name")
    new.set_defaults(run=_new)
    web = commands.add_parser("web", help="make a folder that runs in a browser")
    web.add_argument("program", type=Path, help="the file or package that starts the game; it awaits asyncio.sleep(0)")
    web.add_argument("--with", type=Path, nargs="+", default=[], dest="beside", help="what else the game needs")
    web.add_argument("--out", type=Path, default=Path("build/web"), help="a new folder (default: build/web)")
    web.add_argument("--title", help="of the page; without: the program's name")
    web.add_argument("--pyodide", type=Path, help="a local copy (npm's node_modules/pyodide) instead of the CDN")
    web.add_argument("--pygame", type=Path, help="a zip of pygame-ce for Pyodide instead of the CDN's")
    web.add_argument("--serve", action="store_true", help="serve it on this machine until Ctrl+C")
    web.add_argument("--arguments", nargs=argparse.REMAINDER, default=[], help="last: those of the program itself")
    web.set_defaults(run=_web)
    commands.add_parser("backend", help="run the embedded backend (backend --help says how)")
    chat = commands.add_parser("chat", help="talk to a character in the terminal")
    chat.add_argument("character", help="a TOML or JSON file")
    chat.add_argument("--name", default="Player", help="your name in the game")
    chat.add_argument("--context", action="append", default=[], metavar="KEY=VALUE", help="a fact of the game")
    chat.add_argument("--model", help='such as "ollama:llama3.2"; without: the offline brain')
    chat.add_argument("--embeddings", action="store_true", help="the offline brain uses the model of that extra")
    chat.add_argument("--database", help="a file that keeps the conversation; without: nothing is kept")
    chat.add_argument("--seed", type=int, help="makes the offline brain repeatable")
    _add_backend(chat, "use the backend at this URL, not the embedded one")
    chat.set_defaults(run=_chat)
    check = commands.add_parser("check", help="check character files")
    check.add_argument("paths", nargs="+", type=Path, help="files, or folders of them")
    check.set_defaults(run=_check)
    doctor = commands.add_parser("doctor", help="find faults of a backend, or of a language model")
    _add_backend(doctor, "the base URL of a backend")
    doctor.add_argument("--model", help='a language model in the place of a backend, such as "ollama:llama3.2"')
    doctor.add_argument("--model-url", default="", metavar="URL", help="its address, for any OpenAI-compatible server")
    doctor.set_defaults(run=_doctor)
    return parser


def _add_backend(parser: argparse.ArgumentParser, about: str) -> None:
    parser.add_argument("--url", help=about)
    parser.add_argument("--auth", default=os.environ.get(AUTH_VARIABLE, ""), help=f"the key (or {AUTH_VARIABLE})")
    parser.add_argument("--insecure", action="store_true", help="allow plain HTTP to another machine")


def _new(asked: argparse.Namespace) -> int:
    folder: Path = asked.folder
    for path in write_game(folder):
        print(path)
    print(f"Next: cd {folder} && python game.py    (and for its tests: python -m pytest)")
    return 0


def _web(asked: argparse.Namespace) -> int:
    program: Path = asked.program
    title = asked.title or program.stem.replace("_", " ").title()
    game = WebGame(program, title, asked.pyodide, asked.pygame, asked.beside, asked.arguments)
    page = build(game, asked.out)
    size = sum(path.stat().st_size for path in page.parent.rglob("*") if path.is_file())
    print(f"{page} ({size / 1e6:.1f} MB)")
    print("Zip the folder and upload it to itch.io as an HTML game, or try it here with --serve.")
    if asked.serve:
        with server(page.parent) as serving:
            print(f"http://127.0.0.1:{serving.server_port}/ (Ctrl+C ends it)", flush=True)
            serving.serve_forever()
    return 0


def _chat(asked: argparse.Namespace) -> int:
    character = Character.load(asked.character)
    context = [_pair(entry) for entry in asked.context]
    player = User(name=asked.name, id=f"cli-{uuid.uuid4()}")
    with _talker(asked) as talks:
        secret = talks.create(character, [player]).secret
        print(f"{character.name} listens. An empty line ends the talk.")
        while message := _said(asked.name):
            _print_reply(character.name, talks.send(secret, message, player.id, context))
        talks.finish(secret)
    return 0


@contextlib.contextmanager
def _talker(asked: argparse.Namespace) -> Iterator[Talks]:
    if asked.url:
        with StealthClient(asked.url, asked.auth, reply_timeout=PATIENCE, allow_insecure=asked.insecure) as client:
            yield client
    else:
        names = ("model", "embeddings", "database", "seed")
        wishes = {name: getattr(asked, name) for name in names}
        with start_local(**wishes, reply_timeout=PATIENCE) as backend:
            yield backend.client


def _pair(entry: str) -> tuple[str, str]:
    key, sign, value = entry.partition("=")
    if not key or not sign:
        raise ConfigurationError(f"--context {entry}: write KEY=VALUE, such as gold=12.")
    return key, value


def _said(name: str) -> str:
    try:
        return input(f"{name}: ").strip()
    except EOFError:
        return ""


def _print_reply(name: str, reply: Reply) -> None:
    if reply.flagged or reply.cancelled:
        print(f"({name} gives no answer: {'flagged' if reply.flagged else 'cancelled'})")
        return
    if reply.content:
        print(f"{name}: {reply.content}")
    for call in reply.calls:
        parameters = ", ".join(f"{key}={value!r}" for key, value in call.parameters.items())
        print(f"  -> {call.name}({parameters}){f': {call.message}' if call.message else ''}")


def _check(asked: argparse.Namespace) -> int:
    refused = 0
    for sheet in _sheets(asked.paths):
        try:
            character = sheet.read()
        except CharacterError as exc:
            refused += 1
            print(exc, file=sys.stderr)
        else:
            print(f"{sheet.path}: {character.name}, {type(character).__name__}, {len(character.functions)} functions")
    return 1 if refused else 0


def _sheets(paths: Sequence[Path]) -> Iterator[Sheet]:
    """Yield a sheet for each file, and the sheets of each folder as `Dialogue.add_npcs` reads them."""
    for path in paths:
        if not path.is_dir():
            yield Sheet(path, {})
        elif any(file.suffix.lower() in ENDINGS for file in path.glob("*")):
            yield from sheets_in(path)
        else:
            raise CharacterError(str(path), "", "no .toml and no .json file in this folder")


def _doctor(asked: argparse.Namespace) -> int:
    if asked.model:
        return _doctor_model(asked)
    if not asked.url:
        raise ConfigurationError("doctor needs --url URL of a backend, or --model NAME of a language model.")
    with StealthClient(asked.url, asked.auth, reply_timeout=PATIENCE, allow_insecure=asked.insecure) as client:
        health = client.check()
        if not health:
            print(_with_options(health.sentence))
            return 1
        try:
            reply, seconds = _round_trip(client)
        except StealthError as exc:
            print(f"{client.url} is a Stealth backend and accepts the key, but: {_with_options(str(exc))}")
            return 1
    return _diagnosis(client.url, reply, health.ms, seconds)


def _doctor_model(asked: argparse.Namespace) -> int:
    """Print the result of each check of a model; return 1 if one has failed."""
    # Imported here, because the other commands do not need it.
    from stealth_pygame.backend.model_check import examine  # noqa: PLC0415

    bad = 0
    for finding in examine(asked.model, asked.model_url):
        bad += not finding.good
        print(f"{'ok ' if finding.good else 'BAD'}  {finding.name:12}  {finding.words}", flush=True)
    return 1 if bad else 0


def _round_trip(client: StealthClient) -> tuple[Reply, float]:
    """Return the answer to a greeting, and the seconds that it took."""
    # Eliza refuses a character without topics, adjectives and style; the basic framework accepts them.
    patient = ElizaCharacter("Wilm", ["A miller."], topics=["flour"], adjectives=["calm"], style=["short"])
    player = User(name="Doctor", id=f"doctor-{uuid.uuid4()}")
    secret = client.create(patient, [player]).secret
    started = time.perf_counter()
    try:
        return client.send(secret, "Good day!", player.id), time.perf_counter() - started
    finally:
        client.finish(secret)


def _diagnosis(url: str, reply: Reply, ms: float, seconds: float) -> int:
    if reply.cancelled or reply.flagged:
        word = "cancelled" if reply.cancelled else "flagged"
        print(
            f"{url} is a Stealth backend, but its answer to a greeting is {word}: look at its model and provider key."
        )
        return 1
    if seconds > SLOW:
        print(f"{url} is a Stealth backend and works, but is slow: an answer took {seconds:.1f} s.")
        return 1
    print(f"{url} is a Stealth backend and works: {ms:.0f} ms for a round trip, {seconds * 1000:.0f} ms for an answer.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
