"""Character files in TOML or JSON, and an error message for each way in which a file can be broken."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any, Final

from stealth_pygame.characters.reader import shown
from stealth_pygame.errors import CharacterError
from stealth_pygame.validation import nearest

# The most bytes of a character file; the backend refuses a sheet of one megabyte already.
MAX_BYTES: Final = 16_000_000


def read_bounded(path: Path, most: int) -> bytes:
    """Read a plain file of at most `most` bytes. Raises `OSError` for a longer one, and for a pipe or a device."""
    # Without O_NONBLOCK, opening a pipe waits until another program writes to it.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "it is not a plain file")
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(0, f"it has more than {most} bytes")
    return data


def read_file(path: Path) -> dict[str, Any]:
    """Return the table in a TOML or JSON file, in UTF-8 with or without a byte order mark. Raises `CharacterError`."""
    text = _text(path)
    # Without the ending .toml or .json, the first character tells the format.
    is_json = path.suffix.lower() == ".json" or (path.suffix.lower() != ".toml" and text.lstrip()[:1] == "{")
    data = _from_json(text, path) if is_json else _from_toml(text, path)
    if not isinstance(data, dict):
        raise CharacterError(str(path), "", f"found {shown(data)}, expected one table (a JSON object) per file")
    return data


def _text(path: Path) -> str:
    try:
        data = read_bounded(path, MAX_BYTES)
    except FileNotFoundError:
        raise CharacterError(str(path), "", _missing(path)) from None
    except OSError as exc:
        raise CharacterError(str(path), "", f"cannot be read: {exc.strerror or exc}") from exc
    # Notepad on Windows saves as UTF-16 under the name "Unicode".
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise CharacterError(str(path), "", "is saved as UTF-16; save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = data.count(b"\n", 0, exc.start) + 1
        raise CharacterError(str(path), f"line {line}", "is not UTF-8; save the file as UTF-8") from exc


def _missing(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.suffix.lower() in (".toml", ".json")]
    except OSError:
        return f"there is no such file, and no folder {str(path.parent)!r}; the current folder is {str(Path.cwd())!r}"
    # Authors often leave out the ending, so the names are compared without it.
    close = nearest(path.stem, [Path(name).stem for name in names], 0.6)
    meant = next((name for name in names if Path(name).stem == close), None)
    guess = f"; did you mean {meant!r}?" if meant else f"; the current folder is {str(Path.cwd())!r}"
    return "there is no such file" + guess


def _from_json(text: str, path: Path) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as exc:
        hint = "; JSON allows no comma after the last item" if "property name" in exc.msg else ""
        raise CharacterError(str(path), f"line {exc.lineno}", f"is not JSON: {exc.msg}{hint}") from exc
    except RecursionError as exc:
        raise CharacterError(str(path), "", "is nested too deeply") from exc
    except ValueError as exc:
        raise CharacterError(str(path), "", f"has a number that is far too long: {exc}") from exc


def _from_toml(text: str, path: Path) -> object:
    # Imported here, because games with their sheets in the code never need it.
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415
    else:
        import tomli as tomllib  # noqa: PLC0415
    try:
        # tomllib does not accept the line end \r of old Macs.
        return tomllib.loads(text.replace("\r\n", "\n").replace("\r", "\n"))
    except tomllib.TOMLDecodeError as exc:
        raise CharacterError(str(path), "", f"is not TOML: {exc}; is every text in quotes?") from exc
    except RecursionError as exc:
        raise CharacterError(str(path), "", "is nested too deeply") from exc
    except ValueError as exc:
        raise CharacterError(str(path), "", f"has a number that is far too long: {exc}") from exc
