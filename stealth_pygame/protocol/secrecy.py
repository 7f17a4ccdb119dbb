"""Words that nobody may see, taken out of what a server says: the API key and the secrets of conversations.

A server may repeat them in capitals, quoted for a URL, in base64, or cut short, so more than the plain word is hidden.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

HIDDEN: Final = "***"
# Characters below which a word is not a secret, and hiding it would only garble the message.
LEAST_HIDDEN: Final = 4
# Characters of a secret that tell too much when they stand alone: servers like to show half a key.
PIECE: Final = 8
# Characters of a server's own words that an error repeats.
SHOWN_CHARS: Final = 500
# Characters of a server's words that are looked through; no more of them can be shown.
READ_CHARS: Final = 4_000


def hide(text: str, words: Iterable[str]) -> str:
    """Return the text with `***` in place of the words, in each form that they may take."""
    for word in words:
        if len(word) >= LEAST_HIDDEN:
            # Whole forms first: their pieces would leave the rest of the form behind.
            for form in _forms(word):
                text = re.sub(re.escape(form), HIDDEN, text, flags=re.IGNORECASE)
            text = _without_pieces(text, word)
    return text


def shown(text: str, words: Iterable[str], most: int = SHOWN_CHARS) -> str:
    """Return the beginning of a server's words, without those that must not be seen."""
    return hide(text[:READ_CHARS], words)[:most]


def _forms(word: str) -> Iterator[str]:
    yield word
    if (quoted := quote(word, safe="")) != word:
        yield quoted
    data = word.encode("utf-8", "surrogatepass")
    yield base64.b64encode(data).decode().rstrip("=")
    # As the password of basic authentication a word stands behind a colon, which shifts every letter of its base64.
    yield base64.b64encode(b":" + data).decode().rstrip("=")


def _without_pieces(text: str, word: str) -> str:
    """Return the text without runs of `PIECE` characters of the word, which a cut has left over."""
    low, secret = text.lower(), word.lower()
    # Lower case changes the length of a few letters, and places would no longer fit.
    if len(secret) <= PIECE or len(low) != len(text):
        return text
    pieces = {secret[start : start + PIECE] for start in range(len(secret) - PIECE + 1)}
    kept, done, start = [], 0, 0
    while start <= len(low) - PIECE:
        if low[start : start + PIECE] not in pieces:
            start += 1
            continue
        end = start + PIECE
        while low[end - PIECE + 1 : end + 1] in pieces and end < len(low):
            end += 1
        kept += [text[done:start], HIDDEN]
        done = start = end
    return "".join([*kept, text[done:]])
