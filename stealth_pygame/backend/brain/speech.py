"""What a clause does (asks, requests, refuses, tells), because only a request may ever call a function.

Decided by form, in the order in which English decides it: wrappers such as `could you` or `I want you to` are
taken off first, and what is left either begins with a verb or is no request.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from stealth_pygame.backend.brain.lexicon import lex
from stealth_pygame.backend.brain.thesaurus import actions
from stealth_pygame.backend.brain.words import stem, tokens


class Kind(Enum):
    """What a clause does."""

    QUESTION = "question"
    """It asks about something; never a call."""
    TELL = "tell"
    """It asks to be told something: a question in the clothes of a request."""
    REQUEST = "request"
    """It asks for something to be done."""
    REFUSAL = "refusal"
    """It asks for something not to be done."""
    FRAGMENT = "fragment"
    """A few words without a verb, which lean on what was said before."""
    STATEMENT = "statement"
    """Anything else."""


@dataclass(frozen=True)
class Clause:
    """A clause: its kind, the words left when the wrappers are off, all its words, and whose action it names."""

    kind: Kind
    words: tuple[str, ...]
    every: tuple[str, ...]
    by_user: bool = False
    excluded: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it wants to know something."""
        return self.kind in (Kind.QUESTION, Kind.TELL)


WH: Final = lex("what where who whom whose when why how which whither whence")
_AUX: Final = lex("is are was were am be do does did has have had can could will would shall should may might must")
_OBJECTS: Final = lex("me us the my a an it him her them this that your our some these those up")
_STARTERS: Final = (
    WH | _AUX | {"i", "we", "you", "please", "let", "tell", "he", "she", "they", "there", "if", "my", "any"}
)

_LEAD: Final = re.compile(
    r"^(?:hey|hi|hello|greetings|oi|yo|ahem|excuse me|pardon me|pardon|sorry|okay|alright|all right|right|well"
    r"|so|then|and"
    r"|but|also|oh|ah|hm+|um+|uh+|er|now|look|listen|yes|yeah|yep|aye|sure|no|nah|nope|fine|great|good|cool|thanks"
    r"|thank you|sir|madam|mister|lady|lord|friend|my friend|mate|buddy|dear|man|good man|good sir|stranger"
    r"|come on|anyway"
    r"|actually|basically|honestly|quick|quickly|good (?:day|morning|evening|afternoon)|there|i say|i said|maybe"
    r"|perhaps"
    r"|for (?:the love of|god sake|heaven sake)|if you (?:please|do not mind|can|could|would|will)|here|if possible"
    r"|in that case"
    r"|do not worry|never mind|one more thing|by the way|not to worry|first|next|finally|after that)(?: |$)"
)
_TELL: Final = re.compile(
    r"^(?:(?:can|could|would|will)(?: not)? you (?:please |kindly |maybe |perhaps |possibly |just |quickly )*"
    r"|(?:would|do) you mind |you (?:can|could|must|should) |please |kindly |just "
    r"|(?:i|we) (?:(?:would|really|just|also|still) )*(?:want|wanted|need|wish|like|love|came|come|hope|hoped"
    r"|have|am here"
    r"|was hoping|am trying|am curious|am dying) (?:you )?(?:to )?|do you (?:happen to |by any chance )?|(?:can"
    r"|could|may) i "
    r"|is it possible to |i was wondering (?:if |whether )(?!you )|i was |i am |i |let us |let me )?"
    r"(?:tell(?:ing)? (?:me|us)|telling|explain(?:ing)?(?: to (?:me|us))?|inform (?:me|us)|enlighten me|know"
    r"|knowing|ask(?: you)?|hear"
    r"|find out|figure out|say|describe|remember|recall|recommend|suggest|wonder(?:ing)?(?! (?:if "
    r"|whether )?you (?:could|can|would|will|might))|curious|remind me|understand"
    r"|talk|speak|chat|discuss|think|share|hear about|let me know|give me (?:some |any )?(?:info|information"
    r"|details|advice|directions|a hint|news)"
    r"|show me where|teach me about|point me|interested to know|have (?:any )?(?:news|information|info|an idea"
    r"|any idea))(?: |$)"
)
_POLITE: Final = re.compile(
    r"^(?:(?:do you think|any chance(?: that)?|is there any (?:way|chance)|i was (?:wondering|hoping)(?: if)?"
    r"|i wonder if"
    r"|would it be possible for|is it possible for) (?:that )?you (?:could|can|would|will|might|to) "
    r"|(?:can|could|will|would)(?: not)? you (?:not )?|(?:would|do) you mind "
    r"|you (?:can|could|must|should|may|have to|need to|ought to|better|had better) "
    r"|(?:i|we) (?:(?:would|really|just|also) )*(?:need|want|like|order|command|ask|beg|implore|expect) you to "
    r"|(?:i|we) beg you |be so kind (?:as )?(?:to )?(?:and )?|be a (?:dear|good \w+) and |go ahead and |feel free to )"
)
_FILLER: Final = re.compile(
    r"^(?:please|kindly|maybe|perhaps|possibly|just|quickly|now|at least|also|finally|immediately|at once|go and"
    r"|simply|be so kind (?:as )?to) "
)
_WISH: Final = re.compile(
    r"^(?:i|we) (?:(?:really|just|also|desperately|do|still|certainly|think i|guess i|suppose i) )*"
    r"(?:would (?:really |very much |also |rather |just )*(?:like|love|prefer|want)|want|need|require|wish|desire"
    r"|(?:am|are) (?:looking|hoping|here|trying|ready|interested|in need|after|going|about|dying)|was hoping"
    r"|were hoping|wanna"
    r"|must|have got|have|ought|got)(?: (to|for|of|in))? "
)
_TAKE: Final = re.compile(
    r"^(?:i|we) (?:(?:think i |guess i )?(?:will|shall|would) (?:just |also )*(?=take|have|buy|get|rent|order"
    r"|pick|choose"
    r"|purchase|hire|go with|accept|pay|sell|give|offer)|(?:just |also )*(?=take |buy |order |pick |choose "
    r"|purchase |give ))"
    r"(go with|\w+) "
)
_MAY: Final = re.compile(
    r"^(?:can|could|may|might|shall)(?: not)? (?:i|we|he|she) (?:please |just |maybe |perhaps |also |then )*"
)
_LET: Final = re.compile(r"^let (?:me|us|them|him|her) ")
_MIRRORED: Final = lex(
    "have buy get take purchase rent borrow order pass enter come go cross join hire learn"
    " pay sell give trade sleep rest "
    "stay book through leave be exit see"
)
_STATIVE: Final = lex(
    "be have like know think feel remember see hear believe want love hate prefer understand"
    " ever need mean say rather "
    "always never usually still even"
)
_PAST: Final = re.compile(r"\b(?:yesterday|ago|last (?:night|week|year|month|time)|used to|earlier|in the past)\b")
_HYPOTHETICAL: Final = re.compile(
    r"\bif (?:i|we|he|she|they|someone|somebody|anyone|it|there|the)\b|\bever\b|\bin general\b|\bnormally\b"
    r"|\busually\b|\b(?:any(?:one|body)|every(?:one|body)|people|strangers)\b"
)
_DENIAL: Final = re.compile(
    r"^(?:(?:please|you|i|we) )*(?:(?:do|does|did|will|would|can|could|should|must|shall|need|am|are"
    r"|is)(?: \w+)? not|never|not|no need|stop|quit|cease|avoid|refrain|forget|cancel)\b"
)
_TAIL: Final = re.compile(r"\s(?:but not|and not|not|instead of|rather than|without|except)\s")
_ENDING: Final = re.compile(
    r" (?:please|now|then|thanks|thank you|already|will you|would you|could you|can you|okay|if you (?:please"
    r"|can|could|would|will|do not mind)|right now|at once|immediately|sir|friend|mate)$"
)


def clauses(text: str, verbs: Collection[str] = (), names: Collection[str] = ()) -> list[Clause]:
    """The clauses of a message, each with its kind. `verbs` are stems a character's functions begin with."""
    return [classify(words, asked, verbs, names) for words, asked in _cut(text, verbs) if words]


def _cut(text: str, verbs: Collection[str]) -> Iterator[tuple[list[str], bool]]:
    for match in re.finditer(r"([^.!?;\n…？！。]|(?<=\d)\.(?=\d)|\.(?=\w))+([.!?;\n…？！。]*)", text):
        pieces: list[list[str]] = [[]]
        for part in match.group(0).split(","):
            words = tokens(part)
            if pieces[-1] and words and _starts(words, verbs) and not _conditional(pieces[-1]):
                pieces.append([])
            pieces[-1].extend(words)
        for piece in pieces:
            asked = bool({"?", "？"} & set(match.group(2))) and piece is pieces[-1]
            for words in _joined(piece, verbs):
                yield words, asked


_COURTESY: Final = re.compile(
    r"^if (?:you (?:please|do not mind|can|could|would|will|have|are not|are free|are so kind)|it (?:is|pleases|would)"
    r"|that is|possible|i may|may i)"
)


def _conditional(words: list[str]) -> bool:
    """Whether a piece lays down a condition (`if I paid`), which makes a question of the request behind it."""
    return words[0] == "if" and not _COURTESY.match(" ".join(words))


def _joined(words: list[str], verbs: Collection[str]) -> Iterator[list[str]]:
    """Clauses joined by `and`, `but`, `so`, `then`, `or`."""
    start = 0
    for at in range(1, len(words) - 1):
        if words[at] in ("and", "but", "so", "then") and _starts(words[at + 1 :], verbs):
            yield words[start:at]
            start = at
    yield words[start:]


def _starts(words: list[str], verbs: Collection[str]) -> bool:
    """Whether words begin a clause of their own rather than go on with a list."""
    words = words[1:] if words[0] in ("and", "but", "so", "then", "please", "now") and len(words) > 1 else words
    if words[0] in _STARTERS:
        return True
    is_verb = bool(actions(stem(words[0]))) or stem(words[0]) in verbs
    return is_verb and (len(words) == 1 or words[1] in _OBJECTS)


def classify(words: list[str], asked: bool, verbs: Collection[str] = (), names: Collection[str] = ()) -> Clause:
    """The kind of one clause. `asked`: it ended with a question mark."""
    text = _bare(" ".join(words), names)
    asked = asked and words[-1] != "please"
    every = tuple(text.split())
    if not every:
        return Clause(Kind.FRAGMENT, (), tuple(words))
    told = _TELL.match(text + " ")
    if told and not text.startswith(("i know", "i think", "i say")):
        return Clause(Kind.TELL, tuple((text + " ")[told.end() :].split()), every)
    stops = every[0] in ("stop", "quit", "cease") and stem(every[0]) in verbs
    if _DENIAL.match(text) and not stops and not _POLITE.match(text) and not asked:
        return Clause(Kind.REFUSAL, every, every)
    if every[0] in WH or (every[0] == "if" and len(every) > 1):
        return Clause(Kind.QUESTION if every[0] in WH or asked else Kind.STATEMENT, every, every)
    return _request(text, every, asked, verbs) or _rest(every, asked)


def _bare(text: str, names: Collection[str]) -> str:
    """A clause without greetings, interjections and the name of who is spoken to."""
    before = ""
    while text != before:
        before = text
        text = _LEAD.sub("", text + " ", count=1).strip() if not text.startswith("good at") else text
        text = _ENDING.sub("", text)
        first, _, rest = text.partition(" ")
        if rest and first in names and rest.split()[0] not in ("is", "was", "has", "and", "sells", "can"):
            text = rest
    return text


def _rest(every: tuple[str, ...], asked: bool) -> Clause:
    if asked or every[0] in _AUX:
        return Clause(Kind.QUESTION, every, every)
    short = len(every) <= 6 and not {"i", "we", "he", "she", "they", "is", "are", "was", "were", "you"} & set(every)
    return Clause(Kind.FRAGMENT if short else Kind.STATEMENT, every, every)


def _request(text: str, every: tuple[str, ...], asked: bool, verbs: Collection[str]) -> Clause | None:
    left, by_user, wrapped = _unwrap(text, asked)
    if left is None:
        return None
    if _PAST.search(text) or (_HYPOTHETICAL.search(text) and wrapped):
        return Clause(Kind.QUESTION if asked else Kind.STATEMENT, every, every)
    kept = _TAIL.split(" " + left, maxsplit=1)
    words = kept[0].split()
    if not words:
        return None
    if not wrapped and not (actions(stem(words[0])) or stem(words[0]) in verbs or words[0] in _PLAIN_VERBS):
        return None
    if not wrapped and ((asked and "please" not in every) or words[0].endswith("ed")):
        return None
    excluded = tuple(kept[1].split()) if len(kept) > 1 else ()
    return Clause(Kind.REQUEST, tuple(words), every, by_user, excluded)


_PLAIN_VERBS: Final = lex(
    "give get make do let help take bring have show put set use turn try switch flip press keep fill top"
)


def _unwrap(text: str, asked: bool) -> tuple[str | None, bool, bool]:
    """What is left of a request, whether its verb is the user's, and whether it had a wrapper; None: no request."""
    text = _FILLER.sub("", text)
    brought = _BROUGHT.match(text)
    if brought and not asked:
        return f"{_BRINGS.get(brought.group(3), 'give')} {brought.group(2)}", True, True
    polite = _POLITE.match(text)
    if polite:
        left = _fill(text[polite.end() :])
        allowed = _LET.match(left)
        if allowed:
            return left[allowed.end() :], True, True
        if not left or left.split()[0] in _STATIVE or (asked and text.startswith("you ")):
            return None, False, False
        return left, False, True
    for pattern in (_TAKE, _WISH):
        match = pattern.match(text + " ")
        if match:
            return _wish(pattern, match, text)
    let = _LET.match(text)
    if let:
        return text[let.end() :], True, True
    may = _MAY.match(text)
    if may:
        left = text[may.end() :]
        head = left.split()[0] if left else ""
        return (left, True, True) if head in _MIRRORED and "here" not in left.split() else (None, False, False)
    return text, False, False


_BROUGHT: Final = re.compile(
    r"^(?:i|we) (have|have got|got|brought|have brought|am|are|bring) (?:you )?(.+?) (to sell|for sale|to trade"
    r"|for you|to give you)$"
)
_BRINGS: Final = {"to sell": "sell", "for sale": "sell", "to trade": "sell"}


def _wish(pattern: re.Pattern[str], match: re.Match[str], text: str) -> tuple[str | None, bool, bool]:
    left = (text + " ")[match.end() :].strip()
    wish = match.group(0).split()
    if pattern is _TAKE:
        return f"{match.group(1)} {left}", True, True
    if "have" in wish[1:3] and "to" not in wish[-1:]:
        return None, False, False
    if wish[-1] == "to" or not left:
        return re.sub(r"^get (?=through|in|inside|past|out|by|across)", "", left) or None, True, True
    if left.startswith("not "):
        return None, False, False
    return f"have {left}", True, True


def _fill(text: str) -> str:
    before = ""
    while text != before:
        before, text = text, _FILLER.sub("", text)
    return text
