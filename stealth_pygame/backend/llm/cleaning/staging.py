"""Stage directions in a model's speech, in asterisks or brackets, as opposed to emphasis and asides."""

from __future__ import annotations

import re
from typing import Final

from stealth_pygame.backend.llm.cleaning.speakers import Cast

_VERBS: Final = (
    "smil|laugh|grin|chuckl|sigh|nod|shrug|wink|frown|cough|paus|growl|whisper|bow|gestur|point|lean|look|glanc|star|"
    "gaz|wip|scratch|rub|shak|rais|lower|turn|walk|step|sit|stand|kneel|hand|reach|pull|push|tak|giv|pick|put|plac|"
    "draw|open|clos|fold|cross|clear|clench|slam|hammer|pound|strok|wav|beckon|snort|scoff|smirk|mutter|mumbl|grumbl|"
    "grunt|hum|whistl|sing|danc|spit|drink|sip|pour|eat|chew|think|ponder|consider|hesitat|blush|cr|sob|weep|tear|"
    "trembl|shiver|shudder|sneer|snarl|shout|yell|speak|say|repl|answer|approach|enter|leav|return|examin|inspect|"
    "study|stud|watch|listen|ey|narrow|wid|tilt|tap|stretch|yawn|groan|moan|gasp|gulp|swallow|blink|squint|crack|"
    "straighten|adjust|polish|hold|lift|set|drop|throw|toss|catch|offer|accept|count|begin|continu|stop|wait|mov|"
    "roll|purs|bit|lick|beam|giggl|snicker|cackl|squeal|purr|hiss|salut|curtsi|curts|pat|hug|kiss|embrac|squeez|"
    "gestur|motion|indicat|present|reveal|show|produc|retriev|search|rummag|dust|sweep|stir|stok|bellow|nudg|bang"
)
_ADVERB: Final = r"(?:\w{1,24}ly,? (?:and \w{1,24}ly )?|in a \w{1,24} (?:voice|tone)\b ?)?"
# Beginnings of texts that describe an action.
STAGE: Final = re.compile(rf"{_ADVERB}(?:{_VERBS})\w{{0,3}}(?:s|ing|ed|es)\b", re.I)
_SAYING: Final = re.compile(
    r"(?:(?:soft|quiet|loud|warm|gruff|slow)\w*|in a \w+ (?:voice|tone)|to (?:him|her|them)self|aside|pause|silence"
    r"|under (?:his|her|their) breath|off-?stage|beat|laughter|sigh|smile)\W*\Z",
    re.I,
)
_THIRD: Final = re.compile(r"(?:he|she|they|his|her|their|the \w+) \w+", re.I)
_STARS: Final = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*]{1,600}?)(?<=[^\s*])\1(?![\w*])")
_LINES: Final = re.compile(r"(?<![\w_])(_{1,2})(?=[^\s_])([^_\n]{1,400}?)(?<=[^\s_])\1(?![\w_])")
_BRACKETS: Final = re.compile(r"[(\[（]([^()\[\]（）]{1,400})[)\]）]")
# Markers that are so rarely used for directions that the text inside must contain a word of staging.
_OTHERS: Final = re.compile(
    r"~([^~\n]{2,200})~|<([a-z][^<>\n]{2,200})>|\{([a-z][^{}\n]{2,200})\}|(?<![\w—])—([^\s—][^—\n]{1,60}[^\s—])—(?![\w—])"
)
_INSIDE: Final = re.compile(r"[\w,;’']\s+\Z")
_HALF: Final = re.compile(r"(?:\A|(?<=[.!?…]))\s*\*([^*]{1,400})\Z")


def staged(text: str, cast: Cast) -> tuple[str, list[str]]:
    """Return the speech without directions, and the directions in order."""
    taken: list[tuple[int, str]] = []

    def remove(match: re.Match[str]) -> str:
        words = match[match.lastindex or 0].strip()
        if not _is_direction(match, words, cast):
            return match[0]
        taken.append((match.start(), words))
        # A placeholder is left, so that the directions keep their order.
        return " " * len(match[0])

    for pattern in (_STARS, _LINES, _BRACKETS, _OTHERS):
        text = pattern.sub(remove, text)
    half = _HALF.search(text)
    if half and STAGE.match(half[1].strip()):
        # A direction that was cut off.
        taken.append((half.start(), half[1].strip()))
        text = text[: half.start()]
    return text.strip(), [words for _, words in sorted(taken)]


def _is_direction(match: re.Match[str], words: str, cast: Cast) -> bool:
    names = "|".join(map(re.escape, cast.own_names))
    if STAGE.match(words) or _SAYING.match(words) or (names and re.match(rf"(?:{names})(?:'s)?\b \w+", words, re.I)):
        return True
    if match[0][0] in "~<{—":
        return False
    # Brackets contain asides ("twelve for you") as often as directions, so a small first letter is not enough.
    if match[0][0] not in "*_":
        return bool(_THIRD.match(words)) and len(words.split()) > 2 and match[0][0] != "（"
    # Bold words, and words within a sentence, are emphasis.
    if len(match[1]) > 1 or _INSIDE.search(match.string[: match.start()]):
        return False
    return words[:1].islower() or len(words.split()) > 3 or bool(_THIRD.match(words))
