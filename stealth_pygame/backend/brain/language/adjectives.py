"""Which words describe (locked, hungry) and which name several things, told by form and by a short list."""

from __future__ import annotations

import re
from typing import Final

from stealth_pygame.backend.brain.language.vocabulary import lex, table

_DESCRIBES: Final = lex("""
open shut lit dead alive awake asleep safe free ready full empty on off dark cold hot warm lost found done known wet
dry burnt sick ill well happy sad mad evil poor rich late early new old away down up gone sold hurt tired calm clear
wild tame brave loud quiet cut built sent met paid won slain begun broke shot caught taught bought brought made kept
left fed bent drunk sunk torn worn grim glum near far here there alone dirty weak strong blind deaf mute fresh ripe
rotten loose tight fit present absent secret hostile fine good bad alight afloat online offline
""")
_NAMES: Final = lex("""
army enemy party story pony city country family body money baby lady key duty county berry cherry cavalry infantry
treaty bakery brewery library gallery deity energy history memory penalty quality quantity strategy territory bed
seed weed need speed feed shed breed deed king ring thing wing string spring building painting ceiling wedding
clothing evening morning meeting being den pen men women children garden kitchen oxygen token maiden raven oven
heaven queen screen citizen warden native motive locomotive music magic topic picnic relic fabric public mechanic
""")
_ENDING: Final = re.compile(r".{2,60}(?:ed|en|ing|y|ful|less|able|ible|ous|ive|ic)$")
_DONE: Final = re.compile(r".{2,60}(?:[^e]ed|en)$")
_DONE_TOO: Final = lex("lost found done built sent met paid won slain shot caught bought brought made sold cut fed")
_SEVERAL: Final = re.compile(r".{1,60}[^sui]s$")
_ONE: Final = table("""
people = person; men = man; women = woman; children = child; mice = mouse; geese = goose; sheep = sheep; wolves = wolf
elves = elf; dwarves = dwarf; thieves = thief; knives = knife; halves = half; loaves = loaf; leaves = leaf
lives = life; wives = wife; shelves = shelf; calves = calf; potatoes = potato; tomatoes = tomato; heroes = hero
""")
"""What is several without an `s`, or loses more than that."""

_OPPOSITES: Final = tuple(
    frozenset(line.split())
    for line in """
open opened unlocked locked closed shut barred sealed
alive living dead killed slain
awake asleep sleeping
full empty
on off active inactive lit dark online offline running
safe dangerous guarded
free captured occupied taken busy
done finished complete completed over accepted started open failed
clean dirty
hungry fed thirsty
hostile friendly angry
broken damaged intact repaired fixed
""".strip().splitlines()
)
"""Groups of words of which one tells about the others."""


def opposed(word: str, other: str) -> bool:
    """Whether how something is by one word tells something of the other (`open` and `locked`)."""
    return any({word, other} <= group for group in _OPPOSITES)


def describes(word: str) -> bool:
    """Whether a word says how something is (`locked`), rather than what it is (`lock`)."""
    return word in _DESCRIBES or (word not in _NAMES and bool(_ENDING.match(word)))


def done(word: str) -> bool:
    """Whether a word says what has been done (`killed`)."""
    return word in _DONE_TOO or (word not in _NAMES and bool(_DONE.match(word)))


def several(name: str) -> bool:
    """Whether a name is that of several things (`wolves`)."""
    last = name.lower().split()[-1] if name.split() else ""
    return last in _ONE or bool(_SEVERAL.match(last))


def one_of(name: str) -> str:
    """The name of one of several things (`door` of `doors`)."""
    *before, last = name.split()
    known = _ONE.get(last.lower(), last if not several(last) else "")
    shorter = re.sub(r"ies$", "y", re.sub(r"(?<=[sxh])es$|(?<!e)s$|(?<=[^sxhi]e)s$", "", last))
    return " ".join([*before, known or shorter])


def an(name: str) -> str:
    """A name with its article; what is several or has a name of its own needs none."""
    if several(name) or name[:1].isupper() or name.split()[0] in ("a", "an", "the", "some"):
        return name
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def the(name: str) -> str:
    """A name with `the`, unless it is somebody's own."""
    return name if name[:1].isupper() or name.split()[0] in ("a", "an", "the") else f"the {name}"
