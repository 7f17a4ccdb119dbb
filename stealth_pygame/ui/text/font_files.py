"""The font files of the system, found without pygame: `SysFont` starts a program, and changes a table of all games."""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

SUFFIXES = {".ttf", ".otf", ".ttc"}
# Files that are looked at, in all folders together, at most.
MOST_FILES = 20_000

# Parts of file names, best first; fonts without any of them are tried last.
_GENERAL = ("notosansregular", "dejavusans.", "segoeui.", "arial.", "arialuni", "helvetica", "liberationsansregular")
_SYMBOLS = ("symbol", "seguisym", "dejavusans.", "emoji", "menlo")
_EMOJI = ("notoemoji", "emoji", "seguiemj", "symbola", "dejavusans.")
_CJK = ("notosanscjk", "sourcehan", "pingfang", "hiragino", "msyh", "meiryo", "yugoth", "malgun", "applesdgothic")
_CJK_MORE = ("wqy", "droidsansfallback", "ipag", "takao", "nanum", "simsun", "msgothic", "arialuni", "unifont")
_ARABIC = ("notosansarabic", "notonaskh", "tahoma", "segoeui.", "arial.", "geeza", "dejavusans.")
_HEBREW = ("notosanshebrew", "arial.", "segoeui.", "dejavusans.", "arialhb")
_SCRIPTS = (
    (0x0590, 0x05FF, _HEBREW),
    (0x0600, 0x08FF, _ARABIC),
    (0x1100, 0x11FF, _CJK + _CJK_MORE),
    (0x2190, 0x2BFF, _SYMBOLS),
    (0x2E80, 0xD7FF, _CJK + _CJK_MORE),
    (0xF900, 0xFAFF, _CJK + _CJK_MORE),
    (0xFB1D, 0xFB4F, _HEBREW),
    (0xFB50, 0xFEFF, _ARABIC),
    (0xFF00, 0xFFEF, _CJK + _CJK_MORE),
    (0x1F000, 0x1FAFF, _EMOJI),
    (0x20000, 0x3FFFF, _CJK + _CJK_MORE),
)
_UNWANTED = (
    "bold",
    "italic",
    "oblique",
    "mono",
    "condensed",
    "thin",
    "black",
    "light",
    "serif",
    "narrow",
    "lastresort",
)


def folders() -> list[Path]:
    """Return the folders in which this system keeps fonts, the user's own first."""
    home = _home()
    if sys.platform == "win32":
        local, windows = os.environ.get("LOCALAPPDATA", ""), os.environ.get("WINDIR", "C:/Windows")
        return [Path(local, "Microsoft/Windows/Fonts"), Path(windows, "Fonts")]
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    data = os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")
    return [Path(data, "fonts"), home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts")]


def _home() -> Path:
    """Return the user's home folder, or a path that does not exist if there is none, as in a container."""
    try:
        return Path.home()
    except RuntimeError:
        return Path("/nonexistent")


def find(places: Iterable[Path] | None = None) -> list[str]:
    """Return the font files of the system, regular before bold and italic. Slow: do not call it on the game thread."""
    files = list(_walk(folders() if places is None else places))
    return sorted(files, key=lambda path: (sum(word in _name(path) for word in _UNWANTED), _name(path)))


def _walk(places: Iterable[Path]) -> Iterator[str]:
    seen = 0
    for place in places:
        for folder, _, names in os.walk(place):
            seen += len(names)
            if seen > MOST_FILES:
                return
            yield from (os.path.join(folder, name) for name in names if Path(name).suffix.lower() in SUFFIXES)


def _name(path: str) -> str:
    return os.path.basename(path).lower()


def likely(paths: Iterable[str], character: str) -> str | None:
    """Return the file that most likely has a glyph for the character, None if no file is left."""
    words = next((words for first, last, words in _SCRIPTS if first <= ord(character) <= last), _GENERAL)

    def place(path: str) -> tuple[int, int]:
        name = _name(path)
        hint = next((index for index, word in enumerate(words) if word in name.replace("-", "")), len(words))
        return hint, sum(word in name for word in _UNWANTED)

    return min(paths, key=place, default=None)


def covered(file: str) -> frozenset[int]:
    """Return the code points that a font file covers, read from its `cmap` table; empty if it is not a font.

    For platforms whose pygame has no FreeType module, such as a web page.
    """
    try:
        data = Path(file).read_bytes()
        start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
        (count,) = struct.unpack_from(">H", data, start + 4)
        places = range(start + 12, start + 12 + 16 * count, 16)
        table = {data[at : at + 4]: struct.unpack_from(">I", data, at + 8)[0] for at in places}[b"cmap"]
        (parts,) = struct.unpack_from(">H", data, table + 2)
        points: set[int] = set()
        for part in range(parts):
            (offset,) = struct.unpack_from(">I", data, table + 8 + 8 * part)
            points.update(_points(data, table + offset))
        return frozenset(points)
    except (OSError, LookupError, struct.error):
        return frozenset()


def _points(data: bytes, at: int) -> Iterator[int]:
    """Yield the code points of one part of the table, in the two formats that modern fonts use."""
    (form,) = struct.unpack_from(">H", data, at)
    if form == 4:
        (double,) = struct.unpack_from(">H", data, at + 6)
        ends = struct.unpack_from(f">{double // 2}H", data, at + 14)
        starts = struct.unpack_from(f">{double // 2}H", data, at + 16 + double)
        for first, last in zip(starts, ends, strict=True):
            # The last segment of every table is only an end mark.
            yield from range(first, min(last, 0xFFFE) + 1)
    elif form == 12:
        (groups,) = struct.unpack_from(">I", data, at + 12)
        for group in range(min(groups, MOST_FILES)):
            first, last = struct.unpack_from(">II", data, at + 16 + 12 * group)
            yield from range(first, min(last, 0x10FFFF) + 1)
