"""The journal: which parts of answers it keeps, each fact only once."""

from __future__ import annotations

import re

import stealth_pygame as stealth

WORTH_KEEPING, PRICE, LONGEST = 30, 20, 240
EMPTY = re.compile(
    r"\bask me\b|\bi know nothing\b|\bnothing to tell\b|\bcould not say\b|\bcannot tell\b|\bi have never heard\b|\?$"
    r"|\bthe wrong one\b|\bonce more\b",
    re.IGNORECASE,
)
AGAIN = re.compile(r"^(?:like i said\.|as i said:|once more, then:|i told you:)\s*", re.IGNORECASE)


def lesson(npc: stealth.NPC, message: stealth.Message | None, text: str) -> str:
    """Return the part of an answer that is worth a line, or "".

    Not a yes or no, not the words of an action, not a question, and not a greeting.
    """
    if message is None or message.reply is None or message.reply.calls:
        return ""
    if any(line.kind == "action" and line.text in text for line in npc.transcript):
        return ""
    text = AGAIN.sub("", text)
    # A price is short, but more useful than most long sentences.
    least = PRICE if any(letter.isdigit() for letter in text) else WORTH_KEEPING
    asks = bool(re.search(r"\w\w\w", message.text)) and not GREETING.match(message.text)
    return text[:LONGEST] if asks and len(text) > least and not EMPTY.search(text) else ""


GREETING = re.compile(
    r"\W*(?:hello|hi|hey|good (?:day|morning|evening)|greetings|thanks?|bye)\b[^?]{0,20}$", re.IGNORECASE
)


def is_known(fact: str, known: list[str]) -> bool:
    """Return True if the journal has this fact already."""
    return any(line.partition(": ")[2] == fact for line in known)


def keep(known: list[str], npc: stealth.NPC, message: stealth.Message | None, text: str) -> None:
    """Add the fact of an answer to `known`, once."""
    fact = lesson(npc, message, text)
    if fact and not is_known(fact, known):
        known.append(f"{npc.name}: {fact}")
