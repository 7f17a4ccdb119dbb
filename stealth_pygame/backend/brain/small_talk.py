"""The talk for the sake of company: greetings, thanks, names, praise, and questions about the talk itself."""

from __future__ import annotations

import re
from typing import Final

_PATTERNS: Final = tuple(
    (intent, re.compile(pattern))
    for intent, pattern in (
        ("told_name", r"^(?:.* )?(?:my name is|i am called|they call me|people call me|call me|the name is) (\w+)"),
        ("your_name", r"what is my name|who am i$|do you (?:know|remember) (?:me|my name|who i am)|what am i called"),
        (
            "my_name",
            r"(?:what is|what was|what are|whats|tell me|know|have|learn|catch|ask|get) your name"
            r"|your name$|what (?:should|do|can|may|shall) (?:i|we|they|people|others|everyone) call you"
            r"|what are you called|do you have a name|how are you called",
        ),
        (
            "who",
            r"^(?:and |so )?who (?:are|might|may|the \w+ are) you|who you are|^introduce yourself"
            r"|^(?:about )?(?:yourself|you)$|about yourself|describe yourself|^what are you$|what is your story"
            r"|your life story|who am i (?:talking|speaking) (?:to|with)",
        ),
        (
            "work",
            r"what do you do(?: here| for (?:a )?living| for work| all day)?$|what is your (?:job|work"
            r"|trade|profession|role|occupation|craft|business|line of work)|what you do(?: here)?$"
            r"|do for (?:a )?living|what kind of work",
        ),
        (
            "sale",
            r"what (?:do|can|would|are) (?:you|i|we) (?:have|sell|buy|offer|selling|get|purchase)(?: here"
            r"| for sale| from you| in stock| to sell| to offer)*$|(?:what is|anything|things?"
            r"|what have you got) for sale|(?:show|see) (?:me )?your (?:wares|goods|stock|shop|items|inventory)"
            r"|your (?:wares|goods|stock)$|what (?:do|have) you (?:got|have)$|what (?:goods|wares|items|things"
            r"|services) do you (?:have|sell|offer)|what is on (?:the|your) menu|what do you (?:sell|offer|serve)",
        ),
        (
            "able",
            r"what (?:else )?(?:can|could|do) you (?:do|help|know|tell)(?: for me| me| me with| about"
            r"| with)*$|how (?:can|could) you help|(?:can|could|will) you help(?: me| us)?$|^help(?: me| us)?$"
            r"|what (?:can|could|should) (?:i|we) (?:ask|do here)|what services|^i need (?:some |your )?help$"
            r"|what are you good (?:at|for)|what are your (?:skills|abilities|services)",
        ),
        (
            "quest",
            r"(?:any|some|got|have|is there|looking for|need) (?:\w+ )?(?:work|jobs?|quests?|tasks?|errands?"
            r"|missions?|bount(?:y|ies)|adventures?)"
            r"(?: for me| to do| here| around here)*$|(?:do|are) you (?:need|in need of|want) (?:\w+ )?(?:help"
            r"|assistance|a hand|anything)"
            r"|(?:can|could|may|shall|should) (?:i|we) (?:be of )?(?:help|assist|do something|do anything"
            r"|do)(?: for)?(?: you)?(?: with (?:anything|something))?$"
            r"|(?:how|what) (?:can|could|may|should) (?:i|we) (?:help|assist|do for you|do to help)(?: you"
            r"| here)?$|is (?:anything|something) (?:wrong|the matter)"
            r"|what is (?:wrong|the matter|the problem|your problem)(?: here)?$|what (?:do you need|needs doing"
            r"|needs to be done)|i want to help|(?:give|assign) me a (?:quest|task|job|mission)",
        ),
        (
            "again",
            r"(?:say|repeat) (?:that|it)(?: again)?|what did you (?:just )?say|come again|^again$|(?:did"
            r"|do) not (?:hear|understand|catch)(?: you| that)?|^pardon$|^what$|^huh$",
        ),
        (
            "more",
            r"^(?:tell me |know |say )?(?:some )?more(?: about (?:it|that|this|him|her|them))?$"
            r"|^(?:please )?(?:go on|continue|keep going|carry on)$|^(?:is there |do you know |tell me )?(?:anything"
            r"|something|what) else$|^elaborate$|^and$|^go on .*more$|(?:tell|know"
            r"|hear) (?:me )?(?:any )?more"
            r"(?: about (?:it|that|this|him|her|them))?$|^more (?:details|info|information)$",
        ),
        (
            "happened",
            r"what (?:has |just |have |had )*happened(?: here| just now| lately| recently| today"
            r"| to (?:me|us))?$|what is (?:going on|happening|new|the news)|what was that|did you (?:see|hear"
            r"|notice) (?:that|it|what)|^any news|what did you (?:see|hear|notice)|^what news",
        ),
        (
            "outcome",
            r"did (?:it|that|this) (?:work|succeed|fail)|(?:what|how did that|why did (?:it"
            r"|that)) (?:went wrong|go wrong|fail|go)|did i get (?:it|that)|why (?:did|could|can)"
            r" (?:you not|not you)(?: \w+){0,6}$|why did (?:it|that) not|why not|did you (?:do|manage)|have you done"
            r"|^(?:but )?why$|^(?:so )?do i have it(?: now)?$|did you (?:sell|give) (?:it|me that)"
            r"|(?:it|that) did not work|is it done|was (?:that|it) (?:done|a success)"
            r"|^why (?:did|was) .*(?:fail|refuse)",
        ),
        (
            "greeting",
            r"^(?:(?:hey|hi|hello|hullo|greetings|howdy|hail|yo|sup|hiya|good (?:day|morning|evening"
            r"|afternoon|to see you)|well met|salutations|nice to (?:meet|see) you|pleased to meet you|welcome)(?: "
            r"|$)+)+(?:there"
            r"|friend|sir|madam|again|stranger|all|everyone|to you|my \w+|you|old|good|man|\w+)?(?: \w+)?$",
        ),
        (
            "farewell",
            r"\b(?:bye|goodbye|farewell|see (?:you|ya)(?: \w+)?|so long|good night|until (?:next"
            r"|we meet)|take care|cheerio|later$)|^(?:well )?i (?:must|have to|should|need to|ought to|will"
            r"|am going to|am|better) (?:be )?(?:go|going|leave|leaving|off|on my way)(?: now)?$|^good day to you$",
        ),
        (
            "no",
            r"^(?:no|nope|nah|not really|never mind|nothing|not now|no way|forget it|not at all)(?: thanks"
            r"| thank you| sir| please| never mind)*$",
        ),
        ("thanks", r"\b(?:thanks|thank (?:you|u)|cheers|much obliged|appreciate (?:it|that|your)|grateful|tyvm)\b"),
        (
            "how",
            r"^(?:and )?how (?:are|is|do|have|was|about) (?:you|it going|things|life|everything|your day"
            r"|business|yourself)(?: \w+){0,3}$|are you (?:okay|well|alright|all right|fine|good|happy|tired|busy)$"
            r"|what is up$|you (?:okay|alright|all right)$|how (?:do you (?:do|feel|fare)|goes it|fares|have you been)",
        ),
        (
            "insult",
            r"\b(?:stupid|idiot|moron|dumb|useless|ugly|liar|shut up|hate you|worthless|pathetic|damn you"
            r"|screw you|fuck|bastard|you (?:suck|stink)|fool|coward|scum)\b",
        ),
        (
            "praise",
            r"you (?:are|look|seem)(?: so| very| really| such a| a)* (?:great|kind|nice|wonderful|amazing"
            r"|awesome|brave|smart|clever|good|helpful|beautiful|strong|wise|funny|the best|cool|lovely|friendly"
            r"|genius|legend)|^(?:good|great|nice|excellent|fine) (?:job|work|one)|well done|^i (?:like|love|admire"
            r"|adore) you|^(?:awesome|amazing|wonderful|brilliant|great|nice|cool|excellent|perfect)$",
        ),
        ("sorry", r"^(?:i am |so |very |oh )*sorry\b|^(?:i )?apologi[sz]e|forgive me|my (?:bad|mistake)"),
        ("laugh", r"^(?:(?:ha|hah|he|hehe|haha|hahaha|lol|lmao|rofl|xd|heh)(?: |$))+$|^(?:haha|lol|hehe|lmao)"),
        (
            "yes",
            r"^(?:yes|yeah|yep|yup|aye|sure|okay|of course|certainly|alright|all right|indeed|agreed|fine"
            r"|absolutely|deal|true|right)(?: please| sir| indeed| thanks| then| of course)*$",
        ),
    )
)
_SHORT: Final = frozenset({"greeting", "thanks", "farewell", "insult", "praise", "sorry", "laugh"})
"""Of these only short messages are made; in longer ones something else is the point."""


def intent(words: list[str]) -> tuple[str, str]:
    """The intent of a message and what it names, or two empty texts."""
    text = " ".join(words)
    for name, pattern in _PATTERNS:
        match = pattern.search(text)
        if match and not (name in _SHORT and len(words) > 9):
            return name, (match.group(1) or "") if match.groups() else ""
    return "", ""
