"""Words that every sentence has: they say how something is asked, never what about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stealth_pygame.backend.brain.lexicon import lex

STOP: Final = lex("""
a an the this that these those some any no every each all both either neither such same other another else own i me
my myself we us our ours you your yours yourself he him his she her hers it its they them their theirs one ones
somebody someone anybody anyone something anything nothing everything thing things stuff somewhere anywhere here
there is are was were am be been being do does did done doing has have had having can could will would shall should
may might must what where who whom whose when why how which whether if than then so and or but nor not of in on at
to from for with by as about into onto upon over under up down out off through again once ever never always also too
very really quite just only even still already yet maybe perhaps please thanks thank well okay oh ah hey hi hello
yes yeah now tell know think say said says mean want wants need needs like let get gets got getting go going
come comes see look happen happens happened possible able sort kind way bit lot much many more most less least few
little long far often soon because while though although until since per via us s t m re ve ll d hear
heard talk speak ask explain describe give gave put make take use find wonder wondering wondered guess suppose sure
right good exactly actually dear sir madam friend round regarding concerning recommend suggest advise interested
interest
""")
"""Left out of every comparison."""

FAINT: Final = lex("""
find get make made use take give want need look see good best new right people man person place name work live sell
buy cost have keep tell hear talk happen today tonight tomorrow currently lately nowadays wanted around town
village start
here world life like love hate call come go
""")
"""Words that may carry a question when nothing else does, with little weight."""

_NOUNS_TOO: Final = lex("well will may can right way kind friend good like might second round use")
_BEFORE_NOUNS: Final = lex("the a an this that old your my his her their our its")


_LIKERS: Final = lex("i you he she they people not really also most to")


def content(words: Sequence[str]) -> list[str]:
    """The words that carry a meaning; `the well` is one, `well` alone is not."""
    return [
        word
        for at, word in enumerate(words)
        if word not in STOP
        or (word in _NOUNS_TOO and at > 0 and words[at - 1] in _BEFORE_NOUNS)
        or (word == "like" and at > 0 and words[at - 1] in _LIKERS)
    ]
