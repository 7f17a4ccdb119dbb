"""What the game tells of the moment (gold, health, place, what happened), put into words when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from stealth_pygame.backend.brain.lexicon import lex
from stealth_pygame.backend.brain.stopwords import STOP
from stealth_pygame.backend.brain.thesaurus import kinship
from stealth_pygame.backend.brain.words import stem, tokens

OWN_KEYS: Final = frozenset({"recent_conversation", "last_actions", "events", "users", "username"})
"""Keys that the library and the backend write; no user asks for them by name."""

_KINDS: Final = {
    "money": lex("gold money coins coin cash credits silver purse wallet funds dollars crowns"),
    "health": lex("health hp hitpoints life wounds hearts"),
    "inventory": lex("inventory items item bag backpack carrying pack equipment pockets"),
    "place": lex("place location area room where zone map"),
    "time": lex("time hour clock daytime"),
    "weather": lex("weather"),
}
_ABOUT_ME: Final = re.compile(
    r"\b(?:do|did|have|am|are|can|could|what|how|where|who|which|is|tell|show|know|check)\b.*\b(?:i|my|me|mine"
    r"|we|our|us)\b|^my\b|^(?:in )?my \w+"
)
_TIME: Final = re.compile(
    r"when is it$|what (?:time|hour|day) is it|what is the (?:time|hour)|(?:is it|what time of) (?:day|night|late|dark"
    r"|morning|evening)|time is it|how late is it"
)
_PLACE: Final = re.compile(
    r"where (?:am|are) (?:i|we)\b(?! (?:going|headed|heading|bound|sailing|flying|supposed|to|able|allowed"
    r"|meant|meeting|taking))|what (?:is this )?(?:place|town|area) (?:is this|am i in|are we in)"
    r"|what is this place|where this is"
)
_WEATHER: Final = re.compile(
    r"(?:how is|what is) the weather|is it (?:raining|snowing|sunny|cold|warm|stormy)|weather (?:like|today)"
)
_FAILED: Final = re.compile(
    r"\b(?:fail\w*|not enough|too (?:little|few|poor|expensive)|refused|could not|couldn't|cannot|can't|unable"
    r"|error|lacks?|didn't|did not|no room|false)\b",
    re.IGNORECASE,
)
_FRACTION: Final = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(?:/|of|out of)\s*(\d+(?:\.\d+)?)|^\s*(\d+(?:\.\d+)?)\s*%?\s*$")


def kind_of(key: str) -> str:
    """What a context key tells: money, health, inventory, place, time, weather, or the key itself."""
    words = set(tokens(key.replace("_", " ")))
    return next((kind for kind, names in _KINDS.items() if words & names), key.replace("_", " ").lower())


def told(words: Sequence[str], context: Mapping[str, str]) -> str:
    """The sentence that answers a question about the asker's own state, or an empty text."""
    text = " ".join(words)
    if {"if", "no"} & set(words) or {"we", "for"} <= set(words):
        return ""
    entries = {
        kind_of(key): (key, str(value)) for key, value in context.items() if key not in OWN_KEYS and str(value).strip()
    }
    for kind, pattern in (("time", _TIME), ("place", _PLACE), ("weather", _WEATHER)):
        if kind in entries and pattern.search(text):
            return _sentence(kind, *entries[kind])
    if not _ABOUT_ME.search(text) or ({"you", "your"} & set(words) - {"you"} and "my" not in words):
        return ""
    carried = _carried(words, entries.get("inventory", ("", ""))[1])
    if carried:
        return carried
    for kind, (key, value) in entries.items():
        if _asks_for(kind, key, words):
            return _sentence(kind, key, value)
    return ""


def _asks_for(kind: str, key: str, words: Sequence[str]) -> bool:
    names = _KINDS.get(kind, frozenset()) | set(tokens(key.replace("_", " ")))
    if kind in ("place", "time"):
        names = names - {"where", "place", "time", "room", "map", "area"}
    if (
        kind == "money"
        and {"much", "many", "rich", "poor", "afford"} & set(words)
        and {"have", "am", "own", "left", "got"} & set(words)
    ):
        return not _other_thing(words, names)
    if kind == "inventory" and re.search(
        r"what (?:do|have|am) i (?:have|carry|got|own|carrying|hold|holding)", " ".join(words)
    ):
        return True
    if kind == "health" and re.search(
        r"how (?:hurt|wounded|healthy|injured) am i|am i (?:hurt|wounded|healthy|injured|dying|well)|how am i",
        " ".join(words),
    ):
        return True
    stemmed = {stem(word) for word in words}
    mine = bool({"my", "mine", "our"} & set(words)) or bool(
        {"have", "am", "got", "own", "need", "left", "carry"} & set(words)
    )
    return mine and any(stem(name) in stemmed for name in names)


def _other_thing(words: Sequence[str], names: frozenset[str]) -> bool:
    things = [word for word in words if word not in STOP and word not in ("rich", "poor", "afford", "left", "own")]
    return bool(things) and not any(kinship(stem(word), stem(name)) >= 0.6 for word in things for name in names)


def _carried(words: Sequence[str], inventory: str) -> str:
    """Whether something is in the inventory, for `do I have a sword?`."""
    match = re.search(
        r"\b(?:do|have|how many|am) (?:\w+ )?(?:do )?i (?:have(?! to\b)|got|own|carry|carrying|still have) (.+)$"
        r"|how many (\w+) do i have",
        " ".join(words),
    )
    if not match or not inventory:
        return ""
    things = [
        w
        for w in tokens(match.group(1) or match.group(2))
        if w not in STOP and w not in _KINDS["money"] | _KINDS["inventory"] | _KINDS["health"]
    ]
    if not things:
        return ""
    held = [part.strip() for part in re.split(r"[,;]| and ", inventory) if part.strip()]
    for part in held:
        if {stem(word) for word in things} & {stem(word) for word in tokens(part)}:
            return f"Yes, you have {part}." if not part[:1].isupper() else f"Yes, you have the {part}."
    return f"No. You have {inventory}." if _Y_N.search(" ".join(words)) else ""


_Y_N: Final = re.compile(r"^(?:do|have|am) ")


def _sentence(kind: str, key: str, value: str) -> str:
    value = value.strip().rstrip(".")
    name = key.replace("_", " ")
    coins = re.fullmatch(r"[\d.,]+", value)
    if kind == "money":
        return f"You have {value} {name}." if coins else f"You have {value}."
    if kind == "health":
        return f"Your {name} is {value}."
    if kind == "inventory":
        return (
            f"You carry {value}." if value.lower() not in ("none", "nothing", "empty", "[]") else "You carry nothing."
        )
    if kind == "place":
        return (
            f"You are {value}."
            if re.match(r"(?:in|at|on|near|by|inside|outside|under)\b", value)
            else f"This is {value}."
        )
    if kind in ("time", "weather"):
        return f"It is {value}."
    if coins and stem(tokens(name)[-1]) != tokens(name)[-1]:
        return f"You have {value} {name}."
    return f"Your {name} is {value}."


def is_hurt(context: Mapping[str, str]) -> bool:
    """Whether the context says that the user's health is low: under a third, by number or by word."""
    for key, value in context.items():
        if key in OWN_KEYS or kind_of(key) != "health":
            continue
        match = _FRACTION.match(str(value))
        if match:
            part, whole = float(match.group(1) or match.group(3)), float(match.group(2) or 100)
            return (
                whole > 0
                and part / whole < 0.34
                and not (match.group(3) and part <= 1 and "." in match.group(3) and part > 0.34)
            )
        return bool(re.search(r"\b(?:low|critical|wounded|hurt|dying|bad|injured|weak)\b", str(value), re.IGNORECASE))
    return False


def outcomes(context: Mapping[str, str]) -> list[tuple[bool, str]]:
    """What became of calls, oldest first: whether it worked, and in which words."""
    found = []
    for part in re.split(r"[;\n|]+|(?<=[.!?])\s+(?=[A-Z\w]+\()", str(context.get("last_actions", ""))):
        text = part.strip()
        if text and not text.endswith("not finished yet"):
            worked = not _FAILED.search(text)
            found.append((worked, _in_words(text)))
    return found


def _in_words(text: str) -> str:
    """The sentence behind `sell(item=sword): failed: not enough gold`."""
    said = re.sub(r"^\s*\w+\s*\([^)]*\)\s*", "", text)
    said = re.sub(r"^\s*\w+ (?=(?:failed|succeeded)\b)", "", said, flags=re.IGNORECASE)
    said = re.sub(
        r"^(?:[:,=>-]+\s*)?(?:failed|failure|success|succeeded|ok|done|worked)\b\s*[:,(-]*\s*",
        "",
        said.strip(" :->="),
        flags=re.IGNORECASE,
    )
    said = said.strip(" ()'\"") or "I could not do it" * bool(_FAILED.search(text)) or "I have done it"
    return said if said.endswith((".", "!", "?")) else said + "."


def happenings(context: Mapping[str, str]) -> str:
    """What happened, told to the user as `you`."""
    text = str(context.get("events", "")).strip()
    text = re.sub(r"\b[Tt]he player's\b", "your", text)
    text = re.sub(r"\b[Tt]he player (?:is|was)\b", "you were", text)
    text = re.sub(r"\b[Tt]he player\b", "you", text)
    return text if not text or text.endswith((".", "!", "?")) else text + "."
