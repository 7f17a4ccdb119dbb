"""Removal of text around a whole answer: HTML tags, an assistant's introduction, a note."""

from __future__ import annotations

import html
import re
from typing import Final

from stealth_pygame.backend.llm.cleaning.speakers import Cast

_WHOLE_TAG: Final = re.compile(r"\A<(\w{1,24})>(.*)</\1>\Z", re.S)
_BREAK: Final = re.compile(r"<(?:br|/?p|/?div|/?li)\s?/?>", re.I)
_PAGE_TAG: Final = re.compile(
    r"</?(?:b|i|u|q|s|em|strong|small|span|font|ul|ol|h[1-6]|blockquote|code|pre)(?:\s[^<>\n]{0,80})?>", re.I
)
_ENTITY: Final = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|mdash|ndash|hellip|[lr][sd]quo|#\d{1,6}|#x[0-9a-f]{1,5});", re.I
)
# First words of a helpful assistant; they are only removed before an introduction.
ASSENT: Final = r"(?:sure(?: thing)?|certainly|of course|okay|ok|absolutely|alright|all right|got it|understood)"
_WORDS: Final = r"(?:reply|response|answer|dialogue|lines?|message|version|words)"
_PREFACE: Final = re.compile(
    rf"\A(?:{ASSENT}\b[^\n:]{{0,40}}?[!,.]\s*)?(?:here(?:['’]s| is| are)|(?:this|below|the following) is)\b"
    rf"[^\n:]{{0,80}}?\b{_WORDS}\b[^\n:]{{0,60}}:[*_]{{0,3}}\s*(?:\n\s*|(?=[\"“«„]))",
    re.I,
)
_NOTE: Final = re.compile(
    r"\n[ \t]*[(\[*_]{0,3}(?:(?:author['’]s )?note|ooc|out of character|disclaimer|explanation)[*_]{0,3}\s?[:：].*\Z",
    re.I | re.S,
)
_LONE_NUMBER: Final = re.compile(r"\A1[.)]\s+(?!.*^\s*2[.)])", re.S | re.M)
_OWN_PLACE: Final = re.compile(r"\{\{\s?char(?:acter)?\s?\}\}", re.I)
_PLAYER: Final = r"(?:user|player)(?:['’]s)?[ _]?(?:name)?"
_PLAYER_PLACE: Final = re.compile(rf"\{{\{{\s?{_PLAYER}\s?\}}\}}|[\[<{{](?:your |the )?(?:{_PLAYER}|name)[\]>}}]", re.I)


def unwrapped(text: str, cast: Cast) -> str:
    """Return the words inside everything around them, with names in the place of template placeholders."""
    whole = _WHOLE_TAG.match(text)
    text = (whole[2] if whole else text).strip()
    text = _PAGE_TAG.sub("", _BREAK.sub("\n", text))
    # After the tags, because escaped tags are meant to be read.
    text = _ENTITY.sub(lambda match: html.unescape(match[0]).replace("\xa0", " "), text)
    text = _OWN_PLACE.sub(lambda match: cast.own, text)
    player = cast.others[0] if len(cast.others) == 1 else "you"
    return _PLAYER_PLACE.sub(lambda match: player, text).strip()


def without_assistant(text: str, cast: Cast) -> str:
    """Return the words without an assistant's remarks before and after them."""
    text = _NOTE.sub("", _PREFACE.sub("", text))
    if cast.own:
        names = "|".join(map(re.escape, cast.own_names))
        as_role = (
            rf"\A(?:as|speaking as) (?:{names}),? I(?:['’]d| would| will|['’]ll| might)? (?:say|reply|respond|answer)"
        )
        text = re.sub(rf"{as_role}\b[^\n:]{{0,40}}:\s*", "", text, flags=re.I)
    return _LONE_NUMBER.sub("", text).strip()
