"""A message as the rules and a judge read it: its clauses, what stands beside each, and what was left open before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Final

from stealth_pygame.backend.brain.calls.arguments.parameters import fill
from stealth_pygame.backend.brain.calls.matching import best_function
from stealth_pygame.backend.brain.knowledge.functions import Function, Heard, Parameter
from stealth_pygame.backend.brain.knowledge.sheet import Sheet
from stealth_pygame.backend.brain.language.clauses import Clause, ClauseKind
from stealth_pygame.backend.brain.language.vocabulary import groups_of, patterns_of
from stealth_pygame.backend.brain.language.words import sentences, tokens
from stealth_pygame.backend.brain.small_talk import intent

_WORDS: Final = groups_of("requests")
_FORMS: Final = patterns_of("message")
# The likelihood from which a function may be one of those asked for, of two each having half; below it is asked back.
HEARD: Final = 0.3
TOLD: Final = (ClauseKind.STATEMENT, ClauseKind.FRAGMENT)
_BESIDE: Final = (*TOLD, ClauseKind.TELL)


@dataclass(frozen=True)
class Ask:
    """A request understood: the function, the values heard, and a named thing that is no choice."""

    function: Function
    values: dict[str, str]
    unknown: str = ""
    # Whether it is only offered, since nothing in the message is sure to ask for it.
    offered: bool = False
    # The likelihood below which what is said is too vague for this function, by a judge of words.
    doubt: float = field(default=0.0, compare=False)
    # The values that an offered message may mean, which a yes to the offer confirms.
    meant: Mapping[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[Parameter, ...]:
        """The parameters that the function needs and that have no value."""
        return tuple(p for p in self.function.parameters if p.name not in self.values and not p.optional)

    @property
    def complete(self) -> bool:
        """Tell whether it can be called."""
        return not (self.missing or self.unknown or self.offered)

    def is_within(self, other: Ask) -> bool:
        """Tell whether another one asks for as much."""
        return self.function is other.function and self.values.items() <= other.values.items()


class Message:
    """The clauses of a message, each read with the others beside it.

    pending: what an earlier message left incomplete; awaits: whether the character has just asked something else.
    """

    def __init__(
        self, clauses: Sequence[Clause], sheet: Sheet, heard: Heard, pending: Ask | None = None, *, awaits: bool = False
    ) -> None:
        self.clauses = clauses
        self.awaits = awaits
        self.sheet = sheet
        self.heard = heard
        self.said = " ".join(tokens(heard.raw))
        # what was only offered is not taken up by words about something else, but by a name, number, file or choice
        choices = map(str.lower, pending.function.choices) if pending else ()
        named = _FORMS["named"].fullmatch(heard.raw.strip()) or {" ".join(c.every) for c in clauses} & {*choices}
        likely = self.ordered(self.said) if pending and pending.offered and sheet.judge and not named else {}
        self.pending = None if pending and likely.get(pending.function.name, 1.0) < HEARD else pending

    def ordered(self, text: str) -> dict[str, float]:
        """Return the likelihood of each function, by its name, to be asked for in a text."""
        functions, judge = self.sheet.functions, self.sheet.judge
        likely = judge.orders(text, [function.told for function in functions]) if judge else [0.0] * len(functions)
        return dict(zip((function.name for function in functions), likely, strict=True))

    def heard_in(self, clause: Clause) -> Heard:
        """Return the words that the values of a clause are taken from, its own and those beside it."""
        heard = replace(self.heard, words=clause.words or clause.every, beside=())
        if clause.kind is not ClauseKind.REQUEST:
            return heard
        pointed = _WORDS["points"] & set(clause.words)
        beside = [w for c in self.clauses if c.kind in _BESIDE or (pointed and c.asks) for w in c.words]
        # what is only told, and wishes that no function meets
        aside = [*(c for c in self.clauses if c.kind in TOLD), *self.unmet]
        told = tuple(word for c in aside for word in (*c.every, "."))
        return replace(heard, beside=(*beside, *(self.heard.beside if pointed else ())), told=told)

    def ask(self, function: Function, heard: Heard) -> Ask:
        """Return the request for a function with the values heard, and those that were named for it before."""
        pending = self.pending
        given = {**pending.meant, **pending.values} if pending and pending.function.name == function.name else {}
        return Ask(function, {**given, **fill(function, heard, self.sheet)})

    @property
    def is_read(self) -> bool:
        """Tell whether a judge reads the message, and not only its words."""
        return self.sheet.judge is not None and self.sheet.judge.reads_sentences

    @cached_property
    def leaves(self) -> bool:
        """Tell whether the player says goodbye."""
        return "farewell" in (ending_of(self.heard.raw), *(intent(clause.every)[0] for clause in self.clauses))

    @cached_property
    def every(self) -> tuple[str, ...]:
        """All words of the message."""
        return tuple(word for clause in self.clauses for word in clause.every)

    @cached_property
    def requests(self) -> list[Clause]:
        """The clauses that ask for something to be done."""
        return [clause for clause in self.clauses if clause.kind is ClauseKind.REQUEST]

    @cached_property
    def unmet(self) -> list[Clause]:
        """The requests that no function meets."""
        return [clause for clause in self.requests if not best_function(clause, self.sheet)]


@lru_cache(maxsize=64)
def ending_of(message: str) -> str:
    """The intent of the last sentence of a message, which replies read again while they think."""
    return intent(tokens(" ".join(sentences(message)[-1:])))[0]
