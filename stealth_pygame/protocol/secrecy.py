"""The removal of secret words (the API key, the secrets of conversations) from a server's messages.

A server may repeat them in capitals, quoted for a URL, in base64, or cut short; all these forms are hidden.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

HIDDEN: Final = "***"
# The least characters of a word that is hidden: hiding shorter ones would make the message unreadable.
LEAST_HIDDEN: Final = 4
# The least characters of a part of a secret that is hidden too: some servers show half a key.
PIECE: Final = 8
# The most characters of a server's message that an error repeats.
SHOWN_CHARS: Final = 500
# The most characters of a server's message that are searched for secrets; the rest is never shown.
READ_CHARS: Final = 4_000


def hide(text: str, words: Iterable[str]) -> str:
    """Return the text with `***` in place of the words, in each of their forms."""
    for word in words:
        if len(word) >= LEAST_HIDDEN:
            # Whole forms first: replacing pieces first would leave the rest of a form in the text.
            for form in _forms(word):
                text = re.sub(re.escape(form), HIDDEN, text, flags=re.IGNORECASE)
            text = _without_pieces(text, word)
    return text


def shown(text: str, words: Iterable[str], most: int = SHOWN_CHARS) -> str:
    """Return the first `most` characters of a server's message, with the secret words hidden."""
    return hide(text[:READ_CHARS], words)[:most]


def _forms(word: str) -> Iterator[str]:
    yield word
    if (quoted := quote(word, safe="")) != word:
        yield quoted
    data = word.encode("utf-8", "surrogatepass")
    yield base64.b64encode(data).decode().rstrip("=")
    # In basic authentication a colon precedes the password, which changes the whole base64 text.
    yield base64.b64encode(b":" + data).decode().rstrip("=")


def _without_pieces(text: str, word: str) -> str:
    """Return the text with `***` in place of each part of the word that has at least `PIECE` characters."""
    low, secret = text.lower(), word.lower()
    # Lower case changes the length of a few letters; then the indexes of both texts differ.
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
