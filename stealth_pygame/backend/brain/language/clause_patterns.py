"""The forms of English that tell a request from a question, as patterns over lower-case words."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from stealth_pygame.backend.brain.language.thesaurus import verb_of
from stealth_pygame.backend.brain.language.vocabulary import STOP, groups_of, lex, pattern_of, patterns_of, rules_of
from stealth_pygame.backend.brain.language.words import base_of, stem

# Ways to ask for something, and the plain way: for what is said, and for what may be a question, too.
_END: Final = r"(?= |$)"
REWRITES: Final = rules_of("rewrites", _END)
ASKED_REWRITES: Final = rules_of("rewrites asked", _END)
FORMS: Final = patterns_of("clause_patterns")
WH: Final = lex("what where who whom whose when why how which whither whence")
AUX: Final = lex("is are was were am be do does did has have had can could will would shall should may might must")
SUBJECTS: Final = lex("i you he she it we they")
OBJECTS: Final = lex("me us the my a an it him her them this that your our some these those up its")
WORDS: Final = groups_of("clause_patterns")
# What a player wishes to do or to have, and the deed in it.
_WISH: Final = pattern_of("clause_patterns wish").pattern
WISHES: Final = (
    (pattern_of("clause_patterns take"), r"\1 "),
    (re.compile(_WISH + "(?:to |$)"), ""),
    (re.compile(_WISH), "have "),
    (re.compile(r"^let (?:me|us|them|him|her) (?!(?:out|in|through|past|by|off|down|up)\b)"), ""),
    (pattern_of("clause_patterns may"), ""),
)
PAST: Final = re.compile(r"\b(?:yesterday|ago|last (?:night|week|year|month|time)|used to|earlier|in the past)\b")
_DEFINITE: Final = lex("my the this that these those our it them him her everything your")
_DONE_TO: Final = OBJECTS - {"up", "its"} | lex("everybody everyone somebody everything something another all")
_NO_DEED: Final = STOP | WORDS["no deed"]


def may_order(words: Sequence[str]) -> bool:
    """Tell whether words have the form of an order, whatever their verb is: `warn everybody`, `sew it back on`."""
    head, *rest = words or ("",)
    plain = not head.endswith(("ed", "ing", "ly", "n't")) and (not head.endswith("s") or head.endswith("ss"))
    return rest[:1] != [] and rest[0] in _DONE_TO and plain and head not in _NO_DEED and base_of(head) == head


def turned(words: Sequence[str], verbs: Collection[str]) -> tuple[str, ...]:
    """Return a request with its verb in front: `have my sword sharpened`, `be healed`, `put your blessing on it`.

    verbs: stems of what the character can be asked to do; only of these a noun is read as a deed.
    """
    head, *rest = words
    if head in ("have", "get", "need", "want") and rest and rest[0] in _DEFINITE:
        for at in range(len(rest) - 1, 0, -1):
            if _is_done(rest[at : at + 1]) and (at + 1 == len(rest) or rest[at + 1] in WORDS["behind deed"]):
                return (verb_of(rest[at]), *rest[:at], *rest[at + 1 :])
    # `take one without a cape` asks for no cape
    for at in range(1, len(rest) if head in WORDS["lending"] and "without" not in rest else 0):
        if rest[at - 1] in WORDS["before deed"] and stem(rest[at]) in verbs:
            deed, behind = verb_of(rest[at]) or rest[at], rest[at + 1 :]
            if behind and behind[0] in WORDS["upon"] and at < 3:
                return (deed, *behind[1:])
            if not behind and rest[0] in _DEFINITE | {"me", "us"}:
                return (deed, *(word for word in rest[:at] if word not in WORDS["before deed"]))
    return tuple(words)


def _is_done(words: Sequence[str]) -> bool:
    return any(verb_of(word) and (word.endswith("ed") or base_of(word) != word) for word in words)
