"""The kinds of question that a sentence could answer, read from its small words."""

from __future__ import annotations

import re
from typing import Final

_CUES: Final = {
    "place": re.compile(
        r"\b(?:in|at(?! \w+ percent| \d)|on|near|behind|under|beneath|below|above|beside|beyond|between|across"
        r"|inside|outside"
        r"|opposite|past|through|over|by the|into|(?-i:to(?: the)?(?= [A-Z]))"
        r"|north|south|east|west|left|right|upstairs|downstairs|deck|next to|from|miles|mile|paces)\b",
        re.IGNORECASE,
    ),
    "time": re.compile(
        r"\b(?:dawn|dusk|noon|midnight|morning|evening|night|nights|day|days|hours?|o'clock|week|weeks|month"
        r"|years?|ago|since|until|till|when|before|after"
        r"|winter|summer|spring|autumn|yesterday|today|tomorrow|sunset|sunrise|mondays?|tuesdays?|wednesdays?|thursdays?"
        r"|fridays?|saturdays?|sundays?|moon|tide|january|february|march|april|june|july|august|september|october|november|december"
        r"|every|\d{1,2}:\d\d)\b",
        re.IGNORECASE,
    ),
    "amount": re.compile(
        r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|twenty|thirty|forty|fifty"
        r"|sixty|seventy|eighty|ninety|thousand|tenth|third|quarter|none"
        r"|hundred|dozen|half|free|nothing)\b",
        re.IGNORECASE,
    ),
    "money": re.compile(r"\b(?:gold|coins?|silver|copper|coppers|credits?|crowns?|pence|pennies|dollars?|costs?"
    r"|bits?|shillings?|pounds?|doubloons?"
        r"|dinars?|ducats?|florins?|euros?|yen|pesos?|roubles?|rubles?|marks|caps|gil|quid|rupees?|tokens?|sovereigns?|bucks?"
        r"|price|fee|free|toll|gp)\b|[$€£]", re.IGNORECASE),
    "reason": re.compile(r"\b(?:because|since|so that|in order to|for fear|therefore|that is why|due to|thanks to"
        r"|as a result)\b", re.IGNORECASE),
    "means": re.compile(
        r"\b(?:if you|takes (?:an?|the)|for (?:a|an|any\w+|some\w+|my|the) |by \w+ing|with a|using|use|needs?"
        r"|must|has to|have to"
        r"|ask|bring|first"
        r"|opens? \w+ for|lets? \w+ (?:in|through)|as soon as|only|carry|carries|crossed)\b",
        re.IGNORECASE,
    ),
    "past": re.compile(r"\b(?:was|were|had|[a-z]+ed|fell|lost|took|broke|died|ran|came|stole|burnt|went"
        r"|became)\b", re.IGNORECASE),
    "purpose": re.compile(r"\bafter (?:he|she|his|her|my|I)\b|\b(?<!able )to (?:pay|fund|build|feed|save"
    r"|protect|keep|make|get|find|hide|win|avoid|buy"
        r"|tear|sell|raise|become|free|heal|stop|prove|escape|please)\b|\bfor (?:his|her|their|my) \w+", re.IGNORECASE),
    "stay": re.compile(
        r"\b(?:lies|lie|stands?|sits|located|is found|are found|situated|kept|stored|hidden|hangs|lives?|nests?"
        r"|(?:is|are|live|sleep)s? (?:in|at|on|behind|under|near|next|below|above|beside))\b|\blocation\b",
        re.IGNORECASE,
    ),
    "span": re.compile(r"\b(?:for|these|past|last|nearly|over|almost|about) (?:the (?:last|past) |these "
    r")?[\w-]+ (?:years"
        r"|winters|summers|months|decades|centuries|generations)\b|\bsince (?:\d{3,4}|\w+ \w+)|\b\d+ "
        r"years\b", re.IGNORECASE),
    "once": re.compile(r"\b(?:used to|once|former(?:ly)?|was an? |were an? |before (?:that|I|he|she)|ex-\w+|retired"
        r"|in (?:my|his|her) youth|gave up|served)\b", re.IGNORECASE),
    "rule": re.compile(r"\b(?:may|must|only|not|nobody|no one|everybody|everyone|anyone|allowed|forbidden"
    r"|permitted|cannot"
        r"|need|needs|never|always|whoever)\b", re.IGNORECASE),
    "if": re.compile(r"\b(?:whoever|whoso|anyone who|anybody who|those who|he who|if|or else|otherwise|unless|when you"
        r"|are (?:marooned|hanged|punished|fined|jailed|banned|whipped|thrown)|kills?|dies?|loses?)\b", re.IGNORECASE),
    "looks": re.compile(
        r"\b(?:scars?|hair|beard|eyes?|eyed|tall|short|fat|thin|wears?|wearing|tattoo\w*|hooded|dressed|face|chin|nose"
        r"|masked?|huge|tiny|bald|colou?r|looks? like|cloak|hat|limps?|red|black|white|green|grey|blue|silver|golden"
        r"|feathers?|tail|horns?|wings?)\b", re.IGNORECASE),
    "origin": re.compile(r"\b(?:from|came|come|comes|born|grew up)\b", re.IGNORECASE),
    "age": re.compile(
        r"(?:\b(?:am|is)|['’]m) (?:only |about |nearly |now )?(?:\d+|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?"
        r"|seven|eight)\b(?! (?:gold|coins))"
        r"|\b(?:years?|winters|summers|centuries)[ -]old\b|\b\w+ (?:years|centuries|winters) ago\b",
        re.IGNORECASE,
    ),
}  # fmt: skip


_PERSON: Final = re.compile(
    r"(?<=[a-z,;] )(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|January|February|March|April|June|July|August"
    r"|October|November|December)[A-Z][a-z]+|^(?!The|A|An|It|There|In|At|On|My|If|When)[A-Z][a-z]+(?= (?:is|was|has"
    r"|runs|owns"
    r"|lives|sells|makes|keeps|works|the|and|[a-z]+s|[a-z]+ed|stole|took|broke|made|built|came|wrote|found|left|gave|sold|lost|brought"
    r"|bought|won|fell|ran|drew|sent|hid|kept|led|stood|told|sang|taught|forged|shot|held)\b)"
    r"|\b\w+(?:ed|t|n) by \w+|\b(?:man|woman|king|queen|mayor|captain|miller|smith|healer|priest|wizard|witch"
    r"|thief|lord|lady|merchant"
    r"|boy|girl|brother|sister|father|mother|wife|husband)\b"
)


def cues(sentence: str) -> frozenset[str]:
    """Which questions a sentence could answer: place, time, amount, money, reason, means, person."""
    results = {cue for cue, pattern in _CUES.items() if pattern.search(sentence)}
    return frozenset(results | ({"person"} if _PERSON.search(sentence) else set()))
