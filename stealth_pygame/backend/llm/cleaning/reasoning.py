"""Removal of reasoning and of template tokens, which are not meant for the player."""

from __future__ import annotations

import re
from typing import Final

# Characters of a model's text that are read at most.
LONGEST: Final = 20_000
_THINKING: Final = (
    r"(?:\w{1,12}:)?(?:think(?:ing)?|thoughts?|reason(?:ing)?|reflection|analysis|scratchpad|inner_?monologue)"
)
_OPEN: Final = re.compile(
    rf"[<\[◁]\s?{_THINKING}(?:\s[^<>\[\]▷]{{0,80}})?[>\]▷]|<\|(?:START_THINKING|begin_of_thought)\|>|<unused94>", re.I
)
# The end of reasoning; some servers remove the beginning.
CLOSE: Final = re.compile(rf"[<\[◁]\s?/\s?{_THINKING}\s?[>\]▷]|<\|(?:END_THINKING|end_of_thought)\|>|<unused95>", re.I)
_HEAD: Final = r"<\|channel\|>\s*(\w+)([^<]{0,80})(?:<\|constrain\|>\s?\w*)?\s*<\|message\|>"
_CHANNEL: Final = re.compile(_HEAD, re.I)
_GEMMA_THOUGHT: Final = re.compile(
    r"<\|?channel\|?>\s*(?:thought|analysis|think\w*)\b(?!\s*<\|message).*?(?:<\|?channel\|?>|\Z)", re.S | re.I
)
_CHANNEL_END: Final = re.compile(r"<\|(?:end|return|start|call|channel)\|>")
_BARE_CHANNEL: Final = re.compile(r"\A(?:assistant)?analysis(?=\S).*?(?:assistant\s?final(?=\S)|\Z)", re.S)
_BARE_FINAL: Final = re.compile(r"\Aassistant\s?final(?=\S)")

_SPECIAL: Final = re.compile(
    r"<[|｜][^<>|｜\n]{1,40}[|｜]>|</?s>|\[/?(?:INST|s|SYSTEM_PROMPT)\]|<</?SYS>>|</?(?:start|end)_of_turn>|<\|?turn\|?>"
    r"|<(?:bos|eos|pad|unk|eot|end|stop)>|\[(?:end|stop|eos)\]|<0x[0-9A-F]{2}>|<unused\d{1,3}>",
    re.I,
)
# Tokens that end nothing; only the tokens themselves are removed.
_SILENT: Final = re.compile(r"<(?:pad|unk|bos)>|<0x[0-9A-F]{2}>|<unused\d{1,3}>|<s>", re.I)
_ROLE: Final = re.compile(r"\s{0,20}(assistant|model|user|system|tool|human)\b:?\s{0,20}", re.I)
_FOREIGN: Final = ("user", "system", "tool", "human")
_TAG: Final = re.compile(
    r"</?(?:answer|response|output|final|reply|speech|dialogue|say|message|text|npc|character|assistant)>", re.I
)


def without_reasoning(text: str) -> str:
    """Return a text without the model's reasoning: pairs of tags, single tags, channels and their remains."""
    text = _final_channel(text[:LONGEST])
    text = _GEMMA_THOUGHT.sub("", text)
    text = _BARE_FINAL.sub("", _BARE_CHANNEL.sub("", text.lstrip()))
    return _outside_tags(text)


def _final_channel(text: str) -> str:
    channels = list(_CHANNEL.finditer(text))
    if not channels:
        return text
    chosen = [match for match in channels if match[1].lower() == "final"][-1:]
    # The channel "commentary" holds words before a call, and the call itself.
    chosen = chosen or [match for match in channels if match[1].lower() == "commentary"]
    if any(" to=" in match[2] for match in chosen):
        # A call is read elsewhere, with all of its markers.
        return text[chosen[0].start() :]
    return "\n".join(_CHANNEL_END.split(text[match.end() :], maxsplit=1)[0] for match in chosen)


def _outside_tags(text: str) -> str:
    """Return the text outside of reasoning. A single closing tag ends reasoning, a single opening tag begins it."""
    kept, depth, at = "", 0, 0
    marks = sorted([*_OPEN.finditer(text), *CLOSE.finditer(text)], key=lambda match: match.start())
    for mark in marks:
        if not CLOSE.fullmatch(mark[0]):
            kept += "" if depth else text[at : mark.start()]
            depth += 1
        else:
            kept = kept if depth else ""
            depth = max(depth - 1, 0)
        at = mark.end()
    return (kept + ("" if depth else text[at:])).strip()


def own_turn(text: str) -> str:
    """Return the first turn that is not the user's, up to the token that ends it."""
    text = _SILENT.sub("", text)
    marks = list(_SPECIAL.finditer(text))
    if not marks:
        return _TAG.sub("", text).strip()
    pieces = [("", text[: marks[0].start()])]
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        piece = text[mark.end() : following.start() if following else len(text)]
        sign = mark[0].lower()
        role = _ROLE.match(piece) if "start" in sign or sign in ("<turn|>", "<|turn>") else None
        # The text between instruction markers is the player's.
        named = "user" if sign == "[inst]" else next((word for word in _FOREIGN if word in sign), "")
        # The closing part of a header is not a new turn, because the role is before it.
        named = named or (pieces[-1][0] if "end_header" in sign else "")
        pieces.append((named or (role[1].lower() if role else ""), piece[role.end() if role else 0 :]))
    own = next((piece for role, piece in pieces if piece.strip() and role not in _FOREIGN), "")
    return _TAG.sub("", own).strip()
