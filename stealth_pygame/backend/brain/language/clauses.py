"""The kind of a clause (asks, requests, refuses, tells), because only a request may ever call a function.

Decided by form, in the order in which English decides it: wrappers such as `could you` or `I want you to` are
taken off first, and what is left either begins with a verb or is no request.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from stealth_pygame.backend.brain.language import clause_patterns as forms
from stealth_pygame.backend.brain.language.thesaurus import actions, is_word, verb_of
from stealth_pygame.backend.brain.language.vocabulary import lex, pattern_of
from stealth_pygame.backend.brain.language.words import UNITS, stem, tokens


class ClauseKind(Enum):
    """The kind of a clause."""

    # It asks about something; never a call.
    QUESTION = "question"
    # It asks to be told something: a question in the clothes of a request.
    TELL = "tell"
    # It asks for something to be done.
    REQUEST = "request"
    # It asks for something not to be done.
    REFUSAL = "refusal"
    # A few words without a verb, which lean on what was said before.
    FRAGMENT = "fragment"
    # Anything else.
    STATEMENT = "statement"


@dataclass(frozen=True)
class Clause:
    """A clause: its kind, the words left when the wrappers are off, all its words, and whose action it names."""

    kind: ClauseKind
    words: tuple[str, ...]
    every: tuple[str, ...]
    by_user: bool = False
    excluded: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Tell whether it wants to know something."""
        return self.kind in (ClauseKind.QUESTION, ClauseKind.TELL)


def clauses(text: str, verbs: Collection[str] = (), names: Collection[str] = ()) -> list[Clause]:
    """The clauses of a message, each with its kind. `verbs` are stems a character's functions begin with."""
    return list(_clauses(text, frozenset(verbs), frozenset(names)))


@lru_cache(maxsize=2_000)
def _clauses(text: str, verbs: frozenset[str], names: frozenset[str]) -> tuple[Clause, ...]:
    # every answer reads the last lines of its conversation again
    text = _CORRECTED.sub(" ", text)
    results: list[Clause] = []
    for words, asked, goes_on in _cut(text, verbs):
        if not words:
            continue
        before = results[-1] if results and goes_on and words[0] in ("and", "or") else None
        clause = classify(words, asked and (before is None or before.kind is not ClauseKind.REQUEST), verbs, names)
        bare = clause.kind is ClauseKind.REQUEST and before is not None and words[1:2] == list(clause.words[:1])
        if bare and before is not None and _reaches_on(before):
            clause = replace(clause, kind=before.kind)
        if results and results[-1].kind is ClauseKind.REQUEST and _takes_back(words, asked=asked):
            results[-1] = replace(results[-1], kind=ClauseKind.QUESTION if asked else ClauseKind.STATEMENT)
        if goes_on and results and _conditional(list(results[-1].every)) and clause.kind is ClauseKind.REQUEST:
            clause = replace(clause, kind=ClauseKind.STATEMENT)
        results.append(clause)
    return tuple(_led_up(clause, results[at + 1 :]) for at, clause in enumerate(results))


def _asks_ability(text: str) -> bool:
    """Tell whether a question is about being able to; `can you hush Tobias` ends in no plural."""
    return bool(forms.ABILITY.match(text)) and (" " not in text[8:] or is_word(text.rsplit(" ", 1)[-1]))


def _takes_back(words: list[str], *, asked: bool) -> bool:
    """Tell whether a clause makes no request of the one before: `but I have no gold`, `can you not?`."""
    text = " ".join(words)
    return bool(forms.LACKING.match(text)) or (asked and bool(forms.TAG.match(text)))


def _led_up(clause: Clause, later: list[Clause]) -> Clause:
    """`I am looking for the diaries, where are those?` wishes for nothing but the answer."""
    asked = [
        c for c in later if c.kind is ClauseKind.QUESTION and c.words[0] in forms.WH and forms.POINTING & set(c.words)
    ]
    return (
        replace(clause, kind=ClauseKind.STATEMENT)
        if asked and clause.kind is ClauseKind.REQUEST and clause.by_user
        else clause
    )


def _reaches_on(before: Clause) -> bool:
    """Tell whether what a clause does goes for the verb joined to it, too (`tell me why you buy and sell`)."""
    if before.kind is ClauseKind.TELL:
        return bool((forms.WH | {"about", "if", "whether", "that"}) & set(before.words))
    return before.kind is not ClauseKind.REQUEST


def _cut(text: str, verbs: Collection[str]) -> Iterator[tuple[list[str], bool, bool]]:
    """The words of each clause, whether it ends as a question, and whether it goes on with the clause before."""
    for match in re.finditer(r"([^.!?;\n…？！。]|(?<=\d)\.(?=\d)|\.(?=\w))+([.!?;\n…？！。]*)", text):
        pieces: list[list[str]] = [[]]
        for part in match.group(0).split(","):
            words = tokens(part)
            starts = bool(words) and (_starts(words, verbs) or pieces[-1][:2] == ["here", "is"])
            starts = starts or pieces[-1][-1:] == ["please"]
            if pieces[-1] and starts and not _conditional(pieces[-1]):
                pieces.append([])
            pieces[-1].extend(words)
        for piece in pieces:
            asked = bool({"?", "？"} & set(match.group(2))) and piece is pieces[-1]
            joined = list(_joined(piece, verbs))
            for at, words in enumerate(joined):
                # the mark at the end is the last clause's; those before ask by their own form
                yield words, asked and (at == len(joined) - 1 or words[1:2] != ["i"]), at > 0


def _conditional(words: list[str]) -> bool:
    """Tell whether a piece lays down a condition (`if I paid`), which makes a question of the request behind it."""
    return words[:1] == ["if"] and not forms.COURTESY.match(" ".join(words))


def _joined(words: list[str], verbs: Collection[str]) -> Iterator[list[str]]:
    """Clauses joined by `and`, `but`, `so`, `then`, `or`."""
    start = 0
    for at in range(1, len(words) - 1):
        joined = words[at] in _JOINING and _starts(words[at + 1 :], verbs)
        joined = joined and not (words[at - 2 : at - 1] == ["so"] and words[at] == "and")
        asks = words[at] in _MODALS and words[at + 1] == "you" and words[start] in _SUBORDINATE
        if joined or (at - start > 2 and (asks or _TELL_ME.match(" ".join(words[at : at + 5])))):
            yield words[start:at]
            start = at
    yield words[start:]


def _starts(words: list[str], verbs: Collection[str]) -> bool:
    """Tell whether words begin a clause of their own rather than go on with a list."""
    while len(words) > 1 and (words[0] in _LEADING or words[0].endswith("ly")):
        words = words[1:]
    if words[-1] == "please" or (words[0] in _BEFORE_WH and words[1:2] and words[1] in forms.WH):
        return True
    if words[0] in forms.STARTERS or (words[0] in ("it", "that", "this") and words[1:2] and words[1] in forms.AUX):
        return True
    if words[0] in ("come", "go") and words[1:2] and verb_of(words[1]) == words[1]:
        return True
    is_verb = bool(actions(stem(words[0]))) or words[0] in forms.PLAIN_VERBS or stem(words[0]) in verbs
    return is_verb and (len(words) == 1 or words[1] in forms.OBJECTS or words[0] == "stop" or words[1] in _ASIDE)


def classify(words: list[str], asked: bool, verbs: Collection[str] = (), names: Collection[str] = ()) -> Clause:
    """The kind of one clause. `asked`: it ended with a question mark."""
    begged = bool(re.search(r" (?:will|would|could|can) you$", " ".join(words)))
    text = _plainly(_bare(" ".join(words), names), asked=asked and not begged)
    if forms.UNREAL.match(text) or forms.IDLE.match(text) or (asked and _asks_ability(text)):
        kind = ClauseKind.QUESTION if asked else ClauseKind.STATEMENT
        return Clause(kind, tuple(text.split()), tuple(text.split()))
    wanted = _handed(text if text.startswith("here is") else " ".join(words), text, asked)
    if wanted:
        return Clause(ClauseKind.REQUEST, tuple(wanted.split()), tuple(words), by_user=True)
    asked = asked and words[-1] != "please"
    text = re.sub(
        r"^(?:(?:is there )?any (?:chance|way)|do you think|do you suppose) (?:that )?(?=(?:i|we) (?:can"
        r"|could|may|might))",
        "",
        text,
    )
    text = re.sub(r"^(i|we) (can|could|may|might) (?=\w+)", r"\2 \1 ", text) if asked else text
    every = tuple(text.split())
    if not every:
        return Clause(ClauseKind.FRAGMENT, (), tuple(words))
    told = forms.TELL.match(text + " ")
    if told and not text.startswith(("i know", "i think", "i say")):
        return Clause(ClauseKind.TELL, tuple((text + " ")[told.end() :].split()), every)
    stops = every[0] in ("stop", "quit", "cease") and bool({stem(every[0]), "stop"} & set(verbs))
    if (
        forms.DENIAL.match(text)
        and not _UNABLE.match(text)
        and not stops
        and not forms.POLITE.match(text)
        and not asked
    ):
        return Clause(ClauseKind.REFUSAL, every, every)
    if every[0] in forms.WH or (every[0] == "if" and len(every) > 1):
        return Clause(ClauseKind.QUESTION if every[0] in forms.WH or asked else ClauseKind.STATEMENT, every, every)
    if every[:2] == ("can", "not") and not asked:
        return Clause(ClauseKind.STATEMENT, every, every)
    # Half of all players leave the question mark out: "have you seen him" asks, and orders nothing.
    if every[0] in _ASKING_VERBS and every[1:2] and every[1] in _SUBJECTS:
        return Clause(ClauseKind.QUESTION, every, every)
    return _request(text, every, asked, verbs, begged) or _rest(every, asked)


# `North, I mean south`: the word that is taken back, and how.
_CORRECTED = re.compile(
    r"(?<= )\w+(?:,|\.{2,3}| -) ?(?:(?:no|wait|sorry),? )*(?:i mean|i meant|or rather|make that)"
    r" (?=(?!it|no|you|that|to|well|come|what|how|who|i|we)\w+)",
    re.IGNORECASE,
)
_JOINING = lex("and but so then anyway anyhow please kindly")
# `Before I fall asleep, would you ...`
_SUBORDINATE = lex("before after while since as because when so until")
_MODALS = lex("would could can will")
_ASKING_VERBS = frozenset({"have", "has", "had", "do", "does", "did", "is", "are", "was", "were", "am"})
# Forms that only a subject has: "do it" and "have them" may well be orders.
_SUBJECTS = frozenset({"i", "you", "he", "she", "we", "they"})
_NEGATED = lex("not no never")
_LEADING = frozenset({"and", "but", "so", "then", "please", "now", "just", "anyway"})
_NO_GERUNDS = lex("bring ring sing swing fling sling string cling spring")
_PREPOSITIONS = frozenset({"by", "in", "into", "inside", "past", "through", "on", "off"})
_BEFORE_WH = frozenset({"on", "in", "at", "to", "from", "by", "with", "for", "of"})
_TELL_ME = pattern_of("clauses tell me")
_ASIDE = frozenset({"in", "off", "out", "with"})
_UNABLE = re.compile(r"^(?:i )?can not (?!you\b)")


@lru_cache(maxsize=2_000)
def _plainly(text: str, *, asked: bool) -> str:
    """A clause in the plain words for its turn of phrase (`hit me with two` is `give me two`)."""
    for pattern, plain in (*forms.ASKED_REWRITES, *(() if asked else forms.REWRITES)):
        if pattern.search(text):
            text = _bare(re.sub(r" {2,}", " ", pattern.sub(f"{plain} ", text, count=1)).strip(), ())
    return text


def _handed(whole: str, bare: str, asked: bool) -> str:
    """`Here are 10 coins` gives; `got a map for me?` asks to be given; else an empty text."""
    here = forms.HERE.match(whole)
    if here and not asked:
        return f"give {whole[here.end() :]}"
    spare = forms.SPARE.match(bare)
    return f"have {spare.group(1)}" if spare else ""


def _bare(text: str, names: Collection[str]) -> str:
    """A clause without greetings, interjections and the name of who is spoken to."""
    before = ""
    while text != before:
        before = text
        text = forms.LEAD.sub("", text + " ", count=1).strip() if not text.startswith("good at") else text
        text = forms.ENDING.sub("", text)
        first, _, rest = text.partition(" ")
        if rest and first in names and rest.split()[0] not in ("is", "was", "has", "and", "sells", "can"):
            text = rest
    kept = text.rsplit(" ", 2)
    # the end of a name is cut off by friends: `tams` is Tamsin
    is_name = len(kept[-1]) > 2 and any(name.startswith(kept[-1]) for name in names)
    called = len(kept) == 3 and is_name and kept[1] not in forms.NAMING
    return f"{kept[0]} {kept[1]}" if called else text


def _rest(every: tuple[str, ...], asked: bool) -> Clause:
    if asked or every[0] in forms.AUX:
        return Clause(ClauseKind.QUESTION, every, every)
    short = len(every) <= (9 if every[0] in UNITS or every[0].isdigit() else 6) and not {
        "i",
        "we",
        "he",
        "she",
        "they",
        "is",
        "are",
        "was",
        "were",
        "you",
    } & set(every)
    return Clause(ClauseKind.FRAGMENT if short else ClauseKind.STATEMENT, every, every)


def _request(
    text: str, every: tuple[str, ...], asked: bool, verbs: Collection[str], begged: bool = False
) -> Clause | None:
    left, by_user, wrapped = _unwrap(text, asked)
    wrapped = wrapped or begged
    if left is None:
        return None
    if forms.PAST.search(text) or (forms.HYPOTHETICAL.search(text) and wrapped):
        return Clause(ClauseKind.QUESTION if asked else ClauseKind.STATEMENT, every, every)
    kept = forms.TAIL.split(" " + left, maxsplit=1)
    words = kept[0].split()
    if not words:
        return None
    plainer = forms.turned(words, verbs)
    by_user = by_user and plainer[0] == words[0]
    words = list(plainer)
    if not wrapped and (words[0] in _PREPOSITIONS or (words[0].endswith("ing") and words[0] not in _NO_GERUNDS)):
        # `sealing deck two` tells of a deed and asks for none
        return None
    if words[0] in ("come", "go") and words[1:2] and verb_of(words[1]) == words[1]:
        words = words[1:]
    if not wrapped and words[0] == "have" and words[1:2] and words[1] in ("a", "an", "some", "one", "another"):
        # it is offered
        return None
    if (
        not wrapped
        and words[2:3]
        and words[2] in ("is", "are", "was", "were")
        and words[1] not in forms.OBJECTS | forms.WH
    ):
        # `tow trucks are useful`
        return None
    if not wrapped and words[0].endswith("s") and verb_of(words[0]) + "s" == words[0]:
        # an order has no ending: `lights please` names a thing
        return None
    if not wrapped and not (actions(stem(words[0])) or stem(words[0]) in verbs or words[0] in forms.PLAIN_VERBS):
        return None
    if not wrapped and ((asked and "please" not in every) or words[0].endswith("ed")):
        return None
    excluded = tuple(kept[1].split()) if len(kept) > 1 else ()
    return Clause(ClauseKind.REQUEST, tuple(words), every, by_user, excluded)


def _unwrap(text: str, asked: bool) -> tuple[str | None, bool, bool]:
    """Return what is left of a request, whether its verb is the user's, and whether it had a wrapper."""
    text = forms.FILLER.sub("", text)
    brought = forms.BROUGHT.match(text)
    if brought and not asked:
        return f"{forms.BRINGS.get(brought.group(3), 'give')} {brought.group(2)}", True, True
    needing = forms.NEEDING.match(text)
    if needing and not _NEGATED & set(text.split()) and verb_of(needing.group(2)) and not asked:
        return f"{verb_of(needing.group(2))} {needing.group(1)}", False, True
    polite = forms.POLITE.match(text)
    if polite:
        first, _, rest = _fill(text[polite.end() :]).partition(" ")
        first = verb_of(first) or first if first.endswith("ing") else first
        left = _plainly(f"{first} {rest}".strip(), asked=False)
        if left.startswith("can you "):
            return _unwrap(left, asked)
        allowed = forms.LET.match(left)
        if allowed:
            return left[allowed.end() :], True, True
        if not left or left.split()[0] in forms.STATIVE or (asked and text.startswith("you ")):
            return None, False, False
        return left, False, True
    for pattern in (forms.TAKE, forms.WISH):
        match = pattern.match(text + " ")
        if match:
            return _wish(pattern, match, text)
    if text.startswith("let there be "):
        return f"make {text.removeprefix('let there be ')}", False, True
    let = forms.LET.match(text)
    if let:
        return text[let.end() :], True, True
    may = forms.MAY.match(text)
    if may:
        left = text[may.end() :]
        head = left.split()[0] if left else ""
        return (left, True, True) if head in forms.MIRRORED and "here" not in left.split() else (None, False, False)
    return text, False, False


def _wish(pattern: re.Pattern[str], match: re.Match[str], text: str) -> tuple[str | None, bool, bool]:
    left = (text + " ")[match.end() :].strip()
    wish = match.group(0).split()
    if pattern is forms.TAKE:
        return f"{match.group(1)} {left}", True, True
    if "have" in wish[1:3] and "to" not in wish[-1:]:
        return None, False, False
    if wish[-1] == "to" or not left:
        return re.sub(r"^get (?=through|in|inside|past|out|by|across)", "", left) or None, True, True
    first = left.split()[0] if left else ""
    if (
        left.startswith("not ")
        or wish[1:] == ["got"]
        or (wish[-1] in ("got", "have") and (first.endswith("ed") or first in forms.BENT))
    ):
        # `I got separated from the others` tells what happened
        return None, False, False
    return f"have {left}", True, True


def _fill(text: str) -> str:
    before = ""
    while text != before:
        before, text = text, forms.FILLER.sub("", text)
    return text
