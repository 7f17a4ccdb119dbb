"""The same letter widths on every engine: FreeType versions differ in which fonts they hint automatically.

A font that was made without hints often has a `prep` table of seven bytes that does nothing. FreeType 2.12 (pygame
2.6.1) takes these bytes for hints and only rounds each letter's width; FreeType 2.14 (pygame-ce 2.5.8) hints
automatically. At 17 pixels Manrope's "b", "e", "o" and "p" are 10 pixels wide in the first and 11 in the second, "i"
and "l" 5 and 4: a line of 105 letters is 819 or 846 pixels long, and half of its letters differ. Without the table
both hint automatically: 178 letters of four fonts, at 8 to 48 pixels, all have the same width, and all but 104 of the
7,298 pictures (dots and accents, a little higher or lower) have the same pixels. No engine lets a program choose.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

# A `prep` table of at most this many bytes counts as empty in newer FreeTypes.
SILENT = 7
# The most bytes of a font that is read into memory; a larger one is opened unchanged.
MOST_BYTES = 32 << 20
_PLAIN = (b"\x00\x01\x00\x00", b"true")
_HIDDEN = b"prxx"
# The offset in `maxp` of the greatest length of a letter's instructions.
_INSTRUCTIONS_AT = 26


def even(file: str) -> str | bytes:
    """Return what to open for a font file: its name, or its bytes without a table that engines treat differently."""
    try:
        with open(file, "rb") as opened:
            place = _disputed(opened)
            if place is None:
                return file
            opened.seek(0)
            whole = bytearray(opened.read(MOST_BYTES + 1))
    except (OSError, struct.error):
        return file
    if len(whole) > MOST_BYTES:
        return file
    whole[place : place + 4] = _HIDDEN
    return bytes(whole)


def _disputed(opened: BinaryIO) -> int | None:
    """Return the offset of the directory entry of an empty `prep` table in a font without instructions, else None."""
    tag, count = struct.unpack(">4sH6x", opened.read(12))
    if tag not in _PLAIN:
        return None
    tables = {}
    for index in range(count):
        name, start, length = struct.unpack(">4s4xII", opened.read(16))
        tables[name] = (12 + 16 * index, start, length)
    place, _, length = tables.get(b"prep", (0, 0, 0))
    if not 0 < length <= SILENT or b"fpgm" in tables or b"maxp" not in tables:
        return None
    opened.seek(tables[b"maxp"][1] + _INSTRUCTIONS_AT)
    return None if struct.unpack(">H", opened.read(2))[0] else place


def with_wide_spaces(data: bytes, part: float) -> bytes:
    """Return a font whose spaces are at least this part of its height wide; unchanged bytes without the usual tables.

    In ten-pixel letters a space is two pixels wide, and a "t" may begin one pixel before its place: then two words
    look like one.
    """
    try:
        (count,) = struct.unpack_from(">H", data, 4)
        entries = (struct.unpack_from(">4s4xI", data, 12 + 16 * index) for index in range(count))
        tables = dict(entries)
        glyph = _space(data, tables[b"cmap"])
        (units,) = struct.unpack_from(">H", data, tables[b"head"] + 18)
        (metrics,) = struct.unpack_from(">H", data, tables[b"hhea"] + 34)
        if glyph is None or glyph >= metrics:
            return data
        wider = bytearray(data)
        place = tables[b"hmtx"] + 4 * glyph
        struct.pack_into(">H", wider, place, max(round(units * part), *struct.unpack_from(">H", data, place)))
        return bytes(wider)
    except (LookupError, struct.error):
        return data


def _space(data: bytes, table: int) -> int | None:
    """The glyph of a space, in the form of a font's table that those with Latin letters have."""
    (parts,) = struct.unpack_from(">H", data, table + 2)
    for part in range(parts):
        (offset,) = struct.unpack_from(">I", data, table + 8 + 8 * part)
        at = table + offset
        form, _, _, double = struct.unpack_from(">4H", data, at)
        if form != _BY_SEGMENTS:
            continue
        ends, starts, deltas, ranges = at + 14, at + 16 + double, at + 16 + 2 * double, at + 16 + 3 * double
        for step in range(0, double, 2):
            (end,), (start,) = (
                struct.unpack_from(">H", data, ends + step),
                struct.unpack_from(">H", data, starts + step),
            )
            if start <= _SPACE <= end:
                (delta,), (far,) = (struct.unpack_from(">H", data, place + step) for place in (deltas, ranges))
                if not far:
                    return int(_SPACE + delta) & 0xFFFF
                return int(struct.unpack_from(">H", data, ranges + step + far + 2 * (_SPACE - start))[0])
    return None


_SPACE = 32
_BY_SEGMENTS = 4
