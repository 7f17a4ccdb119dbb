"""The kind of a clause (asks, requests, refuses, tells) by its form, for only a request may ever call a function."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import Final

from stealth_pygame.backend.brain.language.adjectives import describes
from stealth_pygame.backend.brain.language.spelling import is_english
from stealth_pygame.backend.brain.language.thesaurus import actions, verb_of
from stealth_pygame.backend.brain.language.vocabulary import STOP, groups_of, lex, pattern_of, patterns_of, rules_of
from stealth_pygame.backend.brain.language.words import UNITS, base_of, stem, tokens

_WORDS: Final = groups_of("clauses")
# Words of a message from which it is a story, in which a question or a request stands somewhere.
STORY: Final = 20
_FORMS: Final = patterns_of("clauses")
# Ways to ask for something, and the plain way: for what is said, and for what may be a question, too.
_REWRITES: Final = rules_of("rewrites", r"(?= |$)")
_ASKED_REWRITES: Final = rules_of("rewrites asked", r"(?= |$)")
WH: Final = lex("what where who whom whose when why how which whither whence")
AUX: Final = lex("is are was were am be do does did has have had can could will would shall should may might must")
SUBJECTS: Final = lex("i you he she it we they")
_OBJECTS: Final = lex("me us the my a an it him her them this that your our some these those up its")
# What a player wishes to do or to have, and the deed in it.
_WISH: Final = pattern_of("clauses wish").pattern
_WISHES: Final = (
    (pattern_of("clauses take"), r"\1 "),
    (re.compile(_WISH + "(?:to |$|(?<=must )(?!have |ask ))"), ""),
    (re.compile(_WISH + "(?:have )?"), "have "),
    (re.compile(r"^let (?:me|us|them|him|her) (?!(?:out|in|through|past|by|off|down|up)\b)"), ""),
    (pattern_of("clauses may"), ""),
)
PUT_OFF: Final = pattern_of("clauses put off")
PAST: Final = re.compile(r"\b(?:yesterday|ago|last (?:night|week|year|month|time)|used to|earlier|in the past)\b")
_DONE_TO: Final = _OBJECTS - {"up", "its"} | lex("everybody everyone somebody everything something another all")


class ClauseKind(Enum):
    """The kind of a clause, and what it does."""

    QUESTION = "asks about something, and is never a call"
    TELL = "asks to be told something: a question in the clothes of a request"
    REQUEST = "asks for something to be done"
    REFUSAL = "asks for something not to be done"
    FRAGMENT = "a few words without a verb, which lean on what was said before"
    STATEMENT = "anything else"


@dataclass(frozen=True)
class Clause:
    """A clause: its kind, the words left when the wrappers are off, all its words, and whose action it names."""

    kind: ClauseKind
    words: tuple[str, ...]
    every: tuple[str, ...]
    by_user: bool = False

    @property
    def asks(self) -> bool:
        """Tell whether it wants to know something."""
        return self.kind in (ClauseKind.QUESTION, ClauseKind.TELL)


# Kinds of a clause that go for the verb joined to it, too.
_REACHING: Final = (ClauseKind.QUESTION, ClauseKind.REFUSAL, ClauseKind.STATEMENT)
_SILENCE: Final = Clause(ClauseKind.FRAGMENT, (), ())


# Every answer reads the last lines of its conversation again.
@lru_cache(maxsize=2_000)
def clauses(
    text: str,
    verbs: frozenset[str] = frozenset(),
    names: frozenset[str] = frozenset(),
    others: frozenset[str] = frozenset(),
) -> tuple[Clause, ...]:
    """The clauses of a message, each with its kind.

    verbs: stems a character's functions begin with; names: what it is called; others: what somebody else is called.
    """
    results: list[Clause] = []
    for words, asked, goes_on in _cut(_FORMS["corrected"].sub(" ", text), verbs):
        last = results[-1] if results else _SILENCE
        before = last if goes_on and words[0] in ("and", "or") else _SILENCE
        clause = classify(words, asked and before.kind is not ClauseKind.REQUEST, verbs, names)
        to_others = clause.kind in (ClauseKind.REQUEST, ClauseKind.REFUSAL) and " ".join(last.every) in others
        # `a tea, no sugar` refuses no tea
        without = clause.kind is ClauseKind.REFUSAL and clause.every[0] == "no" and results
        # `make me your cook and I will get the pot back`
        promised = before.words and clause.by_user and _FORMS["promise"].match(" ".join(words))
        if without or promised or (to_others and not clause.by_user):
            clause = replace(clause, kind=ClauseKind.STATEMENT)
        # `tell me why you buy and sell`
        reaches = before.kind in _REACHING or (before.kind is ClauseKind.TELL and WH & set(before.words))
        if clause.kind is ClauseKind.REQUEST and words[1:2] == list(clause.words[:1]) and reaches:
            clause = replace(clause, kind=before.kind)
        if clause.kind is ClauseKind.REQUEST and _only_puts_off(last.every):
            # `come spring, bring me a boat`
            clause = replace(clause, words=(*clause.words, *last.every))
        of_it = clause.kind is ClauseKind.QUESTION and _WORDS["pointing"] & set(clause.words)
        if last.kind is ClauseKind.REQUEST and _FORMS["takes back"].match(" ".join(words)):
            results[-1] = replace(last, kind=ClauseKind.QUESTION if asked else ClauseKind.STATEMENT)
        elif of_it and last.by_user:
            # `I am looking for the diaries, where are those?` wishes for nothing but the answer
            results[-1] = replace(last, kind=ClauseKind.STATEMENT)
        if last.kind is ClauseKind.STATEMENT and _FORMS["tag"].match(" ".join(clause.every)):
            # `he sells fish, does he not?` asks whether
            results[-1] = replace(last, kind=ClauseKind.QUESTION)
        elif last.every[:1] == ("i",) and _FORMS["and you"].match(" ".join(clause.every)):
            # `I grew up by the sea, and you?` asks whether the character did
            rest = ("do", "you", *last.every[1:])
            results.append(Clause(ClauseKind.QUESTION, rest, rest))
        else:
            results.append(clause)
    return tuple(results)


def _only_puts_off(words: Sequence[str]) -> bool:
    """Tell whether words say that something shall be done later, and nothing else."""
    rest = PUT_OFF.sub("", " ".join(words)).split()
    return rest != list(words) and _WORDS["before a time"].issuperset(rest)


def leads_up(word: str) -> bool:
    """Tell whether a word is only said before a message, such as `okay`."""
    return not _bare(word, ())


def _cut(text: str, verbs: Collection[str]) -> Iterator[tuple[list[str], bool, bool]]:
    """The words of each clause, whether it ends as a question, and whether it goes on with the clause before."""
    for match in _FORMS["sentence"].finditer(text):
        pieces: list[list[str]] = [[]]
        for part in _FORMS["parted"].split(_FORMS["inverted"].sub("if ", match.group(0))):
            words = tokens(part)
            bare = words[1:] if words[:1] in (["just"], ["only"], ["but"], ["instead"]) else words
            just = words[:1] == ["just"] and stem("".join(words[1:2])) in verbs
            opens = bool(words) and words != ["please"] and (just or _starts(words, verbs) or _may_order(bare))
            closed = pieces[-1][-1:] == ["please"] or (words and pieces[-1][:2] == ["here", "is"])
            if pieces[-1] and (opens or closed) and not _conditional(pieces[-1]):
                pieces.append([])
            pieces[-1].extend(words)
        for piece in pieces:
            asked = bool({"?", "？"} & set(match.group(2))) and piece is pieces[-1]
            joined = [piece] if _conditional(piece) else list(_joined(piece, verbs))
            for at, words in enumerate(joined):
                # the mark at the end is the last clause's; those before ask by their own form
                yield words, asked and at == len(joined) - 1, at > 0


def _conditional(words: list[str]) -> bool:
    """Tell whether a piece lays down a condition (`if I paid`), which makes a question of the request behind it."""
    return words[:1] == ["if"] and not _FORMS["courtesy"].match(" ".join(words))


def _joined(words: list[str], verbs: Collection[str]) -> Iterator[list[str]]:
    """Clauses joined by `and`, `but`, `so`, `then`, `or`."""
    start = 0
    for at in range(1, len(words) - 1):
        rest = words[at + 1 :]
        leads = words[at - 1] in _WORDS["leading"] - {"now"}
        joined = words[at] in _WORDS["joining"] and not leads and _starts(rest, verbs)
        joined = joined or (words[at] == "so" and (words[at + 1] in _OBJECTS - {"that"} or _may_order(rest)))
        joined = joined and not _FORMS["paired"].match(" ".join(words[max(at - 2, 0) : at + 2]))
        governed = words[start] in WH | AUX or _WORDS["reporting"] & set(words[start:at])
        asks = words[at] in _WORDS["modals"] and words[at + 1] == "you" and words[at + 2 :] and not governed
        if joined or (at - start > 2 and (asks or _FORMS["tell me"].match(" ".join(words[at : at + 5])))):
            yield words[start:at]
            start = at
    yield words[start:]


def _starts(words: list[str], verbs: Collection[str]) -> bool:
    """Tell whether words begin a clause of their own rather than go on with a list."""
    before = list(itertools.takewhile(lambda word: word in _WORDS["leading"] or word.endswith("ly"), words[:-1]))
    words = words[len(before) :]
    if words[-1] == "please" or words[0] in _WORDS["starters"] or _FORMS["starts"].match(" ".join(words)):
        return True
    alone = {"please", "kindly"} & set(before) or len(words) == 1 or words[0] == "stop"
    return _is_verb(words[0], verbs) and bool(alone or words[1] in _OBJECTS | _WORDS["aside"])


def _is_verb(word: str, verbs: Collection[str]) -> bool:
    """Tell whether an order may begin with a word."""
    return bool(actions(stem(word))) or word in _WORDS["plain verbs"] or stem(word) in verbs


def _may_order(words: Sequence[str]) -> bool:
    """Tell whether words have the form of an order, whatever their verb is: `warn everybody`, `sew it back on`."""
    head, *rest = words or ("",)
    plain = not head.endswith(("ed", "ing", "ly", "n't")) and (not head.endswith("s") or head.endswith("ss"))
    no_deed = head in STOP or head in _WORDS["no deed"] or base_of(head) != head
    return rest[:1] != [] and rest[0] in _DONE_TO and plain and not no_deed


def classify(words: list[str], asked: bool, verbs: Collection[str] = (), names: Collection[str] = ()) -> Clause:
    """The kind of one clause. `asked`: it ended with a question mark."""
    begged = bool(re.search(r" (?:will|would|could|can) you$", " ".join(words)))
    text = _plainly(_bare(" ".join(words), names), asked=asked)
    every = tuple(text.split())
    if not every:
        return Clause(ClauseKind.FRAGMENT, (), tuple(words))
    if _FORMS["unreal"].match(text) or (asked and _FORMS["ability"].match(text)):
        return Clause(ClauseKind.QUESTION if asked else ClauseKind.STATEMENT, every, every)
    if told := _FORMS["tell"].match(text + " "):
        return Clause(ClauseKind.TELL, tuple((text + " ")[told.end() :].split()), every)
    if _FORMS["denial"].match(text) and not asked:
        return Clause(ClauseKind.REFUSAL, every, every)
    if every[1:2] in (("i",), ("we",)) and stem("".join(every[2:3])) in verbs and words[-1] == "please":
        # `can I ride the lion, please`
        return Clause(ClauseKind.REQUEST, every[2:], every, by_user=True)
    behind = every[1:2] if every[0] in _WORDS["before wh"] else every[:1]
    # Half of all players leave the question mark out: "have you seen him" asks, "have them" may be an order.
    if WH.intersection(behind) or _FORMS["asks"].match(text):
        return Clause(ClauseKind.QUESTION, every, every)
    if request := _request(text, every, asked, verbs, begged):
        return request
    if asked or every[0] in AUX:
        return Clause(ClauseKind.QUESTION, every, every)
    short = len(every) <= (9 if every[0] in UNITS or every[0].isdigit() else 6) and not _WORDS["telling"] & set(every)
    return Clause(ClauseKind.FRAGMENT if short else ClauseKind.STATEMENT, every, every)


@lru_cache(maxsize=2_000)
def _plainly(text: str, *, asked: bool) -> str:
    """A clause in the plain words for its turn of phrase (`hit me with two` is `give me two`)."""
    for pattern, plain in (*_ASKED_REWRITES, *(() if asked else _REWRITES)):
        if pattern.search(text):
            text = _bare(re.sub(r" {2,}", " ", pattern.sub(f"{plain} ", text, count=1)).strip(), ())
    return text


def _bare(text: str, names: Collection[str]) -> str:
    """A clause without greetings, interjections and the name of who is spoken to."""
    before = ""
    while text != before:
        before = text
        text = _FORMS["lead"].sub("", text + " ", count=1).strip()
        text = _FORMS["ending"].sub("", text)
        first, _, rest = text.partition(" ")
        if rest and first in names and rest.split()[0] not in ("is", "was", "has", "and", "sells", "can"):
            text = rest
    kept = text.rsplit(" ", 2)
    # `are you Renata?` asks for the name that `how are you, Renata?` only says
    asked = kept[:2] == ["are", "you"]
    called = len(kept) == 3 and kept[-1] in names and kept[1] not in _WORDS["naming"] and not asked
    return f"{kept[0]} {kept[1]}" if called else text


def _request(text: str, every: tuple[str, ...], asked: bool, verbs: Collection[str], begged: bool) -> Clause | None:
    left, by_user, wrapped = _unwrap(text, asked)
    wrapped = wrapped or begged
    unreal = wrapped and _FORMS["hypothetical"].search(_FORMS["subordinate"].split(text)[0])
    # `I am going to be an extra` tells what somebody is
    if unreal or PAST.search(text) or left.startswith(("be a ", "be an ", "be the ")):
        return Clause(ClauseKind.QUESTION if asked else ClauseKind.STATEMENT, every, every)
    kept = _FORMS["tail"].split(" " + left, maxsplit=1)[0].strip()
    if not kept:
        return None
    # `I plead not guilty` rules nothing out
    kept = kept if " " in kept else left
    if (deed := _FORMS["deed"].match(kept)) and stem(deed[1]) in verbs:
        # `put your blessing on my ring`
        kept, by_user = f"{verb_of(deed[1]) or deed[1]} {deed[2]}", False
    plainer = tuple(kept.split())
    if not wrapped and (not _orders(plainer, verbs) or (asked and "please" not in every)):
        return None
    return Clause(ClauseKind.REQUEST, plainer, every, by_user)


def _orders(words: tuple[str, ...], verbs: Collection[str]) -> bool:
    """Tell whether words begin as an order does: `sealing the deck` tells of a deed, `lights please` names a thing."""
    named = verb_of(words[0]) + "s" == words[0]
    # `made me an offer` tells what somebody did
    told = base_of(words[0]) != words[0] and not words[0].endswith("s")
    text = " ".join(words)
    # `pair me with Ida`, whatever that is, and `sew it back on`, but not `lucky me`
    verb = words[1:2] in (("me",), ("us",)) or is_english(words[0])
    deed = _may_order(words) and verb and not describes(words[0]) and not _FORMS["no deed"].match(text)
    return (_is_verb(words[0], verbs) or deed) and not (named or told) and not _FORMS["no order"].match(text)


def _unwrap(text: str, asked: bool) -> tuple[str, bool, bool]:
    """Return what is left of a request, whether its verb is the user's, and whether it had a wrapper."""
    text = _FORMS["filler"].sub("", text)
    if not asked and (needing := _FORMS["needing"].match(text)) and verb_of(needing[2]):
        return f"{verb_of(needing[2])} {needing[1]}", False, True
    if polite := _FORMS["polite"].match(text):
        first, _, rest = _FORMS["filler"].sub("", text[polite.end() :]).partition(" ")
        first = verb_of(first) or first if first.endswith("ing") else first
        left, by_user, wrapped = _unwrap(_plainly(f"{first} {rest}".strip(), asked=False), asked)
        stative = (left.split() or ["be"])[0] in _WORDS["stative"] or (asked and text.startswith("you "))
        return (left, by_user, True) if wrapped or not stative else ("", False, False)
    for pattern, plain in _WISHES:
        if pattern.match(text + " "):
            return pattern.sub(plain, text + " ", count=1).strip(), True, True
    return text, False, False
