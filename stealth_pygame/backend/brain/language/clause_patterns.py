"""The forms of English that tell a request from a question, as patterns over lower-case words."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from stealth_pygame.backend.brain.language.thesaurus import verb_of
from stealth_pygame.backend.brain.language.vocabulary import IRREGULAR, lex, sections
from stealth_pygame.backend.brain.language.words import stem


def _rewrites(section: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = (line.partition("=>") for line in sections()[section].splitlines())
    return tuple(
        (re.compile(pattern.strip() + r"(?= |$)" * (pattern.strip()[-1] not in ")$")), plain.strip())
        for pattern, _, plain in pairs
    )


# Ways to ask for something, and the plain way: for what is said, and for what may be a question, too.
REWRITES: Final = _rewrites("rewrites")
ASKED_REWRITES: Final = _rewrites("rewrites asked")


# Sayings that ask for nothing, though they have the form of an order.
IDLE: Final = re.compile(
    "^(?:please )?(?:" + "|".join(part.strip() for part in re.split(r"[;\n]", sections()["idle"])) + ")"
)


# Wishes, dreams and the like, which ask for nothing.
UNREAL: Final = re.compile(
    r"^(?:how )?(?:i|we) (?:\w+ )?wish(?:ed)? (?!to\b|for\b)|^if only\b|^would that\b|^imagine\b|^suppose\b"
    r"|^(?:i|we) would (?:give|kill|die|sell) (?:my|an|any\w+|everything|half)\b"
    r"|^(?:i|we) (?:dream|fantasi[sz]e) of\b|^(?:i|we) used to\b"
)


WH: Final = lex("what where who whom whose when why how which whither whence")


AUX: Final = lex("is are was were am be do does did has have had can could will would shall should may might must")


OBJECTS: Final = lex("me us the my a an it him her them this that your our some these those up its")


STARTERS: Final = (
    WH | AUX | {"i", "we", "you", "please", "let", "tell", "he", "she", "they", "there", "if", "my", "any", "been"}
)


LEAD: Final = re.compile(
    r"^(?:hey|hi|hello|greetings|oi|yo|ahem|excuse me|pardon me|pardon|sorry|okay|alright|all right|right|well"
    r"|so|then|and"
    r"|but|also|oh|ah|hm+|um+|uh+|er|now|look|listen|yes|yeah|yep|aye|sure|no|nah|nope|fine|great|good|cool|thanks"
    r"|thank you|sir|madam|mister|lady|lord|friend|my friend|mate|buddy|dear|man|good man|good sir|stranger"
    r"|come on|anyway"
    r"|actually|basically|honestly|quick|quickly|good (?:day|morning|evening|afternoon)|there|i say|i said|maybe"
    r"|perhaps"
    r"|for (?:the love of|god sake|heaven sake)|if you (?:please|do not mind|can|could|would|will)|here|if possible"
    r"|if it is possible|if i may"
    r"|in that case"
    r"|do not worry|never mind|one more thing|by the way|not to worry|first|next|finally|after that)(?: |$)"
)


TELL: Final = re.compile(
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
    r"|talk|speak|chat|discuss|think|share|hear about|let me know|give me (?:some |any )?(?:info"
    r"|information"
    r"|details|advice|directions|a hint|news)"
    r"|show me (?:where|what|why|who|when|how(?! to\b))|teach me about|point me|interested to know"
    r"|have (?:any )?(?:news|information|info|an idea"
    r"|any idea))(?: |$)"
)


POLITE: Final = re.compile(
    r"^(?:(?:do you think|any chance(?: that)?|is there any (?:way|chance)|i was (?:wondering|hoping)(?: if)?"
    r"|i wonder if"
    r"|would it be possible for|is it possible for) (?:that )?you (?:could|can|would|will|might|to) "
    r"|(?:can|could|will|would)(?: not)? you (?:not )?|(?:would|do) you mind "
    r"|you (?:can|could|must|should|may|have to|need to|ought to|better|had better) "
    r"|(?:i|we) (?:(?:would|really|just|also) )*(?:need|want|like|order|command|ask|beg|implore|expect) you to "
    r"|(?:i|we) beg you |(?:would you )?be so (?:kind|nice|good|sweet) (?:as )?(?:to )?(?:and )?"
    r"|be a (?:dear|good \w+) and |go ahead and |feel free to )"
)


FILLER: Final = re.compile(
    r"^(?:be able to|be willing to|be able and willing to|please|kindly|maybe|perhaps|possibly|just|quickly|now"
    r"|at least|also|finally|immediately|at once|go and"
    r"|simply|be so (?:kind|nice|good|sweet)(?: as)?(?: to| and)) "
)


WISH: Final = re.compile(
    r"^(?:i|we) (?:(?:really|just|also|desperately|do|still|certainly|think i|guess i|suppose i) )*"
    r"(?:would (?:really |very much |also |rather |just )*(?:like|love|prefer|want|(?=have |take |buy |get ))"
    r"|could (?:really |also )?(?:use|do with)|want"
    r"|need|require|wish|desire"
    r"|(?:am|are) (?:looking|hoping|here|trying|ready|interested|in need|after|going|about|dying)|was hoping"
    r"|were hoping|wanna"
    r"|must|have got|have|ought|got)(?: (to|for|of|in))? "
)


TAKE: Final = re.compile(
    r"^(?:i|we) (?:(?:think i |guess i )?(?:will|shall|would) (?:just |also )*(?=take|have|buy|get|rent|order"
    r"|pick|choose"
    r"|purchase|hire|go with|accept|hunt|track|chase|pay|sell|give|return|offer)|(?:just |also )*(?=take |buy |order "
    r"|pick |choose "
    r"|purchase |give ))"
    r"(go with|\w+) "
)


MAY: Final = re.compile(
    r"^(?:can|could|may|might|shall)(?: not)? (?:i|we|he|she) (?:please |just |maybe |perhaps |also |then )*"
)


LET: Final = re.compile(r"^let (?:me|us|them|him|her) ")


MIRRORED: Final = lex(
    "have buy get take purchase rent borrow order pass enter come go cross join hire learn"
    " pay sell give trade sleep rest "
    "stay book through leave be exit see"
)


STATIVE: Final = lex(
    "be have like know think feel remember see hear believe want love hate prefer understand"
    " ever need mean say rather "
    "always never usually still even"
)


PAST: Final = re.compile(r"\b(?:yesterday|ago|last (?:night|week|year|month|time)|used to|earlier|in the past)\b")


HYPOTHETICAL: Final = re.compile(
    r"\bif (?:i|we|he|she|they|someone|somebody|anyone|it|there|the)\b|\bever\b|\bat night\b|\bafter dark\b"
    r"|\bin general\b|\bnormally\b"
    r"|\busually\b|\b(?:any(?:one|body)|every(?:one|body)|people|strangers)\b"
)


DENIAL: Final = re.compile(
    r"^(?:(?:please|you|i|we) )*(?:(?:do|does|did|will|would|can|could|should|must|shall|need|am|are"
    r"|is)(?: \w+)? not|never|not|no need|stop|quit|cease|avoid|refrain|forget|cancel)\b"
    r"|^(?:sell|give|bring|serve|send|make|buy|take) (?:me |us |them |it )?no (?!more than|less than|fewer)"
    r"|^leave (?:\w+ ){1,4}(?:alone|be|on|off|open|shut|closed|as it is)$"
)


TAIL: Final = re.compile(r"\s(?:but not|and not|not|instead of|rather than|than)\s")


ENDING: Final = re.compile(
    r" (?:please|now|then|thanks|thank you|already|will you|would you|could you|can you|okay"
    r"|if (?:it is|that is) (?:possible|okay|all right)|if you would be so kind|if you (?:please"
    r"|can|could|would|will|do not mind)|right now|at once|immediately|sir|friend|mate)$"
)


COURTESY: Final = re.compile(
    r"^if (?:you (?:please|do not mind|can|could|would|will|have|are not|are free|are so kind)|it (?:is|pleases|would)"
    r"|that is|possible|i may|may i)"
)


HERE: Final = re.compile(
    r"^(?:okay |well |sure |fine )?here (?:is|are|you have|you go|you are|take|have)?(?: |$)(?=(?:my|your|the"
    r"|some|a|an|\d|\w+ (?:\w+ )?(?:gold|coins?"
    r"|credits|silver|shillings|crowns|dollars|pounds|coppers?)"
    r"|(?:ten|five|fifty|twenty|thirty|forty|(?:a |one |two )?hundred))\b)"
)


SPARE: Final = re.compile(
    r"^(?:(?:have you|do you|you|have|do)(?: still| happen to| maybe| perhaps)* )?(?:got|have|spare)(?: got)? "
    r"((?:an?|the|my|our|that|one)"
    r" .+) (?:for|to spare for) (?:me|us)(?: too| as well| today| then)?$"
)


POINTING: Final = lex("it they them those these that he she him her one ones")


NAMING: Final = lex(
    "is are am about of to for with by at name named called than like and or the a an wake heal mr mrs miss dr"
)


PLAIN_VERBS: Final = lex(
    "give get make do let help take bring have show put set use turn try switch flip press keep fill top hurry"
)


BROUGHT: Final = re.compile(
    r"^(?:i|we) (have|have got|got|brought|have brought|am|are|bring) (?:you )?(.+?) (to sell|for sale|to trade"
    r"|for you|to give you)$"
)


BRINGS: Final = {"to sell": "sell", "for sale": "sell", "to trade": "sell"}


_DEFINITE: Final = lex("my the this that these those our it them him her everything your")
_BEHIND_DEED: Final = lex(
    "to with by for at in on up again now today tonight off from red green blue black white yellow purple orange pink"
    " gold golden silver brown grey gray"
)
BENT: Final = frozenset(form for forms in IRREGULAR.values() for form in forms.split())
_LENDING: Final = lex("put give lay have take do make get")
_UPON: Final = lex("on upon over to of for at")


def turned(words: Sequence[str], verbs: Collection[str]) -> tuple[str, ...]:
    """Return a request with its verb in front: `have my sword sharpened`, `be healed`, `put your blessing on it`.

    verbs: stems of what the character can be asked to do; only of these a noun is read as a deed.
    """
    head, rest = words[0], tuple(words[1:])
    if head in ("be", "get") and rest and _is_done(rest[0]):
        return (verb_of(rest[0]), "me", *rest[1:])
    if head in ("have", "get", "need", "want") and rest and rest[0] in _DEFINITE:
        for at in range(len(rest) - 1, 0, -1):
            if _is_done(rest[at]) and (at + 1 == len(rest) or rest[at + 1] in _BEHIND_DEED):
                return (verb_of(rest[at]), *rest[:at], *rest[at + 1 :])
    if head in _LENDING:
        for at in range(1, len(rest)):
            if rest[at - 1] in ("a", "an", "your", "some", "good", "quick") and stem(rest[at]) in verbs:
                deed = verb_of(rest[at]) or rest[at]
                if rest[at + 1 : at + 2] and rest[at + 1] in _UPON and at < 3:
                    return (deed, *rest[at + 2 :])
                if at + 1 == len(rest) and rest[0] in ("me", "us"):
                    return (deed, rest[0])
                if at + 1 == len(rest) and rest[0] in _DEFINITE:
                    return (deed, *(word for word in rest[:at] if word not in ("a", "an", "good", "quick")))
    return tuple(words)


def _is_done(word: str) -> bool:
    return bool(verb_of(word)) and (word.endswith("ed") or word in BENT)


NEEDING: Final = re.compile(
    r"^((?:my|our|this|these) .+?) (?:needs?|could use|could do with) (?:to be |a good |some |a little |a )?(\w+)$"
)


# `Can you heal?`, `can you repair boats?`: whether somebody is able to, not that they shall.
ABILITY: Final = re.compile(
    r"^(?:can you \w+|(?:can|could|would|do|will) you (?!give|tell|show|help|bring)\w+ (?!this\b|us\b)[a-z]+(?<!s)s"
    r"|(?:can|could|would|will) you .* to an? \w+)$"
)
TAG: Final = re.compile(
    r"^(?:can|do|does|will|are|is|would|could|did) (?:you|it|he|she|they|we)(?: not)?$"
    r"|^(?:right|correct|eh|huh)$"
)
LACKING: Final = re.compile(r"^but (?:i|we) (?:(?:have|got|am|are) (?:no|not|out)|(?:do|can|could) not)\b")
