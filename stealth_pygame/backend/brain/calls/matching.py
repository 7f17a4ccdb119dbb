"""The function that a request asks for: its verb must fit, and so must what it is about."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from stealth_pygame.backend.brain.calls.arguments.amounts import numbers_in
from stealth_pygame.backend.brain.calls.arguments.parameters import TIMES
from stealth_pygame.backend.brain.calls.arguments.phrases import RELATIVES
from stealth_pygame.backend.brain.calls.arguments.switches import by_act, is_switch, undoes
from stealth_pygame.backend.brain.knowledge.functions import Function
from stealth_pygame.backend.brain.knowledge.sheet import Sheet
from stealth_pygame.backend.brain.language.choices import all_named, choose
from stealth_pygame.backend.brain.language.clauses import PUT_OFF, Clause, ClauseKind
from stealth_pygame.backend.brain.language.thesaurus import actions, all_actions, kinship
from stealth_pygame.backend.brain.language.vocabulary import STOP, groups_of, sections, table, words_of
from stealth_pygame.backend.brain.language.words import SCALES, STEMS, TENS, UNITS, mistyped, stem, tokens

_WORDS: Final = groups_of("matching")
_SOMEBODY: Final = (("him",), ("her",), ("them",))
_WHICH: Final = words_of("entries which", "lists")
_NO_THINGS: Final = STOP | _WORDS["everybody"] | UNITS.keys() | TENS.keys() | SCALES.keys() | _WORDS["coins"]
_OF_USER: Final = table(sections("en", "lists")["matching of user"])
# How well a thing fits that any text would name as well.
_ANYTHING: Final = 0.4
# Deeds done to what the player already has: who wants a sword wants none sharpened.
ON_THINGS: Final = words_of("on things")


def best_function(clause: Clause, sheet: Sheet) -> Function | None:
    """The function that a request asks for, or None when none fits."""
    scored = ((Fit(clause, function, sheet).score(), function) for function in sheet.functions)
    score, function = max(scored, key=lambda one: one[0], default=(0.0, None))
    return function if score >= 0.55 else None


def gives_away(clause: Clause, function: Function, sheet: Sheet) -> bool:
    """Tell whether somebody else shall have what a function hands to the player (`give your dog a biscuit`)."""
    named = any(p.kind == "string" and not p.choices for p in function.parameters)
    head, *rest = clause.words or ("",)
    to_other = rest[:1] and (rest[0] in sheet.people or (rest[0] == "your" and {"a", "an", "some"} & set(rest[2:3])))
    return bool(to_other) and head in _WORDS["handing"] and bool(function.outward) and not named


class Fit:
    """A request held against one function of the sheet."""

    def __init__(self, clause: Clause, function: Function, sheet: Sheet) -> None:
        self._clause = clause
        self._function = function
        self._sheet = sheet
        self._words = clause.words
        self._head = stem(clause.words[0])
        self._direction = _direction(clause)
        self._things = things_named(clause.words)
        # `on` and `off` stand in any sentence
        self._choices = [choice for choice in function.choices if any(word not in STOP for word in tokens(choice))]

    def score(self) -> float:
        """Measure how well the request fits; below 0.55 it does not."""
        direction = self._function.direction
        if self._direction and direction and self._direction != direction:
            return 0.0
        put_off = PUT_OFF.search(" ".join(self._words))
        timed = any(p.words & TIMES for p in self._function.parameters)
        if put_off and not timed and stem(put_off[0]) not in self._function.things:
            return 0.0
        verb = self._verb()
        thing = self._thing(verb) if verb >= 0.5 else -1.0
        return verb + 0.5 * thing if thing >= 0 else 0.0

    def doubt(self) -> float:
        """The likelihood by a judge of words below which the function is only offered, since little is said."""
        verb, things = self._verb(), set(map(stem, self._things))
        own = any(kinship(one, thing) >= 0.66 for one in things for thing in self._function.named_things)
        if verb < 0.7 and things and not own:
            return 0.3
        return 0.1 if verb < 1 and things and self._thing(verb) == _ANYTHING else 0.0

    def _verb(self) -> float:
        """Measure how well the deed fits: 1 named by its own verb, 0 not at all."""
        words, function = self._words, self._function
        if words[0] == "be" and _WORDS["called"] & set(words[1:2]):
            # who wants to be called Ada calls nobody
            return 0.85 if any(stem("name") in p.words for p in function.parameters) else 0.0
        if words[0] in _WORDS["going"] and self._only_walks():
            # nobody else walks, but a way is opened
            return self._of_user(set())
        if self._head in function.verbs:
            return 1.0
        groups = self._groups()
        if self._head in function.deeds or self._is_told() or self._chooses():
            return 0.8
        if groups & function.verbs or self._switches(groups):
            return 0.85
        # what changes hands is known by the way that it goes
        traded = 0.6 if self._direction and self._direction == function.direction else 0.0
        return self._of_user(groups) or traded or self._by_other_word(groups)

    def _groups(self) -> set[str]:
        """Return the groups of the verb, alone and with the particle or the word that makes a phrase of it."""
        words = self._words
        others = [word for word in words[1:] if word not in ("me", "us", "the")][:1]
        phrases = {f"{self._head} {stem(word)}" for word in (*others, *_WORDS["particles"] & set(words))}
        return _deeds(self._head, *phrases)

    def _only_walks(self) -> bool:
        """Tell whether the player wants to go where no choice leads, or tells the character to."""
        if self._clause.by_user:
            return not choose(self._choices, self._words)
        return self._words[0] == "go" and stem("player") in self._function.things

    def _is_told(self) -> bool:
        """Match a verb in the description (`watch the door` for `stand watch at the door`), or one cut short."""
        words, told = self._words, set(map(stem, tokens(self._function.description)))
        if self._head in told and any(stem(word) in told for word in words[1:] if word not in STOP):
            return True
        enough = len(self._head) > 3 or (len(words) > 1 and words[1] in _WORDS["particles"])
        return enough and any(word.startswith(words[0]) for word in self._function.words)

    def _chooses(self) -> bool:
        """`Turn him into a toad`, `I will hunt Reyes`: a change or an errand is asked for by what is chosen."""
        words, function = self._words, self._function
        changes = words[0] in _WORDS["causing"] and ("*change" in function.verbs or "into" in words)
        hunts = self._clause.by_user and words[0] in _WORDS["hunting"]
        errand = hunts and any(kinship(thing, "quest") >= 0.5 for thing in function.things)
        return bool((changes and all_named(function.choices, words)) or (errand and choose(self._choices, words)))

    def _switches(self, groups: set[str]) -> bool:
        """Match what is turned on or off: `kill the lights`."""
        function, told = self._function, self._clause.kind is ClauseKind.REQUEST
        if told and any(by_act(p, self._words) for p in function.parameters if p.kind == "boolean"):
            # `douse those tyres` of what sets them on fire
            return self._names(function.named_things | function.things)
        turned = self._words[0] in _WORDS["silencing"] or groups & {"*activate", "*deactivate"}
        if not turned or not any(map(is_switch, function.parameters)):
            return False
        return bool({"it", "that"} & set(self._words)) or self._names(function.named_things)

    def _of_user(self, groups: set[str]) -> float:
        """Match a deed of the player's that the function makes possible: `race me`, `may I pass`."""
        function = self._function
        if function.words[0] in _WORDS["beginning"] and groups & _deeds(*map(stem, function.words[1:])):
            # `race me` for `start_race`: the deed is the noun of the name
            return 0.8
        head, by_user = self._words[0], self._clause.by_user
        passes = by_user and self._head in _WORDS["passing"]
        ways = {"*open", "*release", *(["*access"] if passes else [])}
        # `may I come in?` releases no cat
        acted_on = function.named_things or function.things
        leads = acted_on & STEMS["ways"] or not (passes or {"me", "us"} & set(self._words))
        if (passes or head == "let") and ways & function.verbs and leads:
            return 0.85
        chosen = head in _WORDS["choosing"] and all_named(self._choices, self._words)
        mirrored = _OF_USER.get(head, "")
        return 0.8 if by_user and (chosen or {f"*{mirrored}", mirrored} & function.verbs) else 0.0

    def _by_other_word(self, groups: set[str]) -> float:
        """`give me healing`, `fix my wounds`, `have a rest`: the verb hides in what is asked for."""
        words, function = self._words, self._function
        offered = self._clause.by_user and self._direction == "in"
        if offered or (words[0] not in _WORDS["generic"] | _WORDS["mending"] and groups):
            return 0.0
        # who needs a coffee to refuel needs a coffee
        until = next((at for at, word in enumerate(words[:-1]) if word == "to"), 0) if self._clause.by_user else 0
        later = [stem(word) for word in words[1 : until if until > 1 else None] if word not in STOP]
        verbs = [verb for verb in function.verbs if not verb.startswith("*")]
        if any(stem(one) in verbs and other in _WORDS["me"] for one, other in itertools.pairwise(words[1:])):
            # `make Rolf follow me` asks Rolf
            return 0.0
        near = all_actions(map(stem, words[:2])) | all_actions(later)
        if {f"*{group}" for group in near} & function.verbs or set(later) & set(verbs):
            return 0.7
        if any(kinship(word, verb) >= 0.5 for word in later for verb in verbs):
            return 0.55
        units = {unit for p in function.parameters if p.kind == "number" for unit in p.words}
        if words[1:2] not in _SOMEBODY and any(units & {stem(n.before), stem(n.after)} for n in numbers_in(words)):
            return 0.7
        lends = function.outward or function.words[0] not in ON_THINGS
        if words[0] in _WORDS["generic"] and words[0] != "show" and lends and all_named(self._choices, words[1:]):
            return 0.6
        if words[0] == "get" and set(later) & function.things:
            return 0.6
        return 0.55 if words[0] in _WORDS["bare wishes"] and self._names(function.named_things) else 0.0

    def _names(self, things: frozenset[str]) -> bool:
        return any(is_named(word, things) for word in self._words[1:] if word not in STOP)

    def _thing(self, verb: float) -> float:
        """Measure how well the things named fit: 1 named or a choice, 0.2 nothing to fit, -1 not meant."""
        words, function = self._things, self._function
        if self._is_alien():
            return -1.0
        front = list(itertools.takewhile(lambda word: word not in _WORDS["behind"], self._words[1:]))
        is_own = any(is_named(word, function.named_things) for word in [w for w in words if w in front] or words)
        if self._choices and choose(self._choices, self._words[1:] or self._words):
            named = [p for p in function.parameters if all_named(p.choices, self._words)]
            return (1.0 if all_named(self._choices, self._words) else 0.9) + 0.1 * (is_own + len(named[1:]))
        if is_own:
            return 1.0 if function.named_things & set(map(stem, words)) else 0.9
        # `a room for two days` has but the days with a horse for hire in common
        counted = {n.after for n in numbers_in(self._words) if not n.is_article}
        others = [word for word in words if word not in counted] or words
        if any(is_named(word, function.things) for word in others):
            return 0.6
        pairs = itertools.pairwise(self._words)
        if self._is_for_others() or any(one == "your" and other in words for one, other in pairs):
            # `follow your heart`: what is the character's own is no thing to act on
            return -1.0
        if not words and numbers_in(self._words[1:]):
            # a bare number belongs to a function that counts something
            return 0.2 if any(p.kind == "number" or p.words & TIMES for p in function.parameters) else -1.0
        if not words:
            # `get it` names nothing that could be done
            pointing = self._words[0] in _WORDS["generic"] and _WORDS["pointing"] & set(self._words)
            return -1.0 if (pointing and not function.parameters) or not (verb >= 0.7 or function.outward) else 0.2
        if verb >= 0.6 and any(p.kind == "string" and not p.choices for p in function.parameters):
            # `close the passage` is about the function that opens it, and keeps nothing safe
            theirs = (other.named_things for other in self._sheet.functions if other is not function)
            elsewhere = any((things - STEMS["of persons"]) & set(map(stem, words)) for things in theirs)
            return -1.0 if elsewhere and verb < 1 else _ANYTHING
        if any(p.choices for p in function.parameters):
            return 0.0 if verb >= 0.75 and self._choices else -1.0
        return 0.1 if verb >= 0.7 and not function.named_things - STEMS["of persons"] else -1.0

    def _is_alien(self) -> bool:
        """Tell whether something else is named: `heal yourself`, `open your mouth`, the front door for a back door."""
        spoken, function = set(self._words), self._function
        pairs = itertools.pairwise(self._words)
        relatives = {stem(other) for one, other in pairs if one == "my" and other in RELATIVES} - function.named_things
        relative = bool(relatives) and not function.parameters
        persons = bool(self._things) and set(self._things) <= self._sheet.people.keys() and self._words[0] == "have"
        if gives_away(self._clause, function, self._sheet) or (persons and not choose(self._choices, self._things)):
            # who is looked for cannot be had
            return True
        sides = [_WHICH & words for words in (spoken, set(function.words))]
        return bool(_WORDS["reflexive"] & spoken) or relative or (all(sides) and not sides[0] & sides[1])

    def _is_for_others(self) -> bool:
        """Tell whether what is done to the player is asked for something or somebody else (`heal him`)."""
        function, somebody = self._function, self._words[1:2] in _SOMEBODY
        if function.outward and (somebody or self._words[1:2] == ("it",)):
            # `give it a shake` hands nothing to the player
            return True
        if function.parameters or function.named_things - STEMS["of persons"]:
            return False
        mine = self._clause.by_user or _WORDS["me"] & set(self._words)
        others = somebody or any(not word.endswith("ly") and word not in _WORDS["adverbs"] for word in self._things)
        return others and not mine


def _deeds(*phrases: str) -> set[str]:
    """The groups of some verbs, as functions have them."""
    return {f"*{group}" for phrase in phrases for group in actions(phrase)}


def _direction(clause: Clause) -> str:
    """Return `out` where something goes to the player, `in` where it comes from them, or an empty text."""
    head = clause.words[0]
    if head in _WORDS["getting" if clause.by_user else "handing"]:
        return "out"
    if clause.by_user:
        return "in" if head in _WORDS["offering"] else ""
    paid = _WORDS["money"] if head in _WORDS["taking"] else frozenset()
    taken = head == "buy" or head in _WORDS["taking"]
    return "in" if taken and (_WORDS["of player"] | paid) & set(clause.words) else ""


def things_named(words: Sequence[str]) -> list[str]:
    """The words of a request that name things: the verb, people and numbers aside."""
    return [word for word in words[1:] if word not in _NO_THINGS and not word[0].isdigit()]


def is_named(word: str, things: frozenset[str]) -> bool:
    """Tell whether a word is one of some stems, by kin or with a slip of the hand."""
    one = stem(word)
    # a haircut is named by hair and cut
    return one in things or any(
        kinship(one, thing) >= 0.55
        or mistyped(one, thing)
        or (one.startswith(thing) and (len(thing) > 4 or one[len(thing) :] in things))
        or (len(one) > 3 and (thing.startswith(one) or thing.endswith(one)))
        for thing in things
    )


def tells(clause: Clause, sheet: Sheet) -> Function | None:
    """A function that itself tells something (`tell_fortune`), when just that is asked for."""
    words = itertools.takewhile(lambda word: word != "about", clause.words)
    named = {stem(word) for word in words if word not in STOP}
    of_kind = "about" in clause.words and clause.words[0] in UNITS
    if len(named) > 3 or ("about" in clause.every and not of_kind):
        return None
    telling = (f for f in sheet.functions if stem(f.words[0]) in STEMS["telling"])
    return next((function for function in telling if named & function.named_things), None)


def goes_unheard(spoken: Sequence[Clause], function: Function) -> bool:
    """Tell whether a message makes one request, whose verb the rules cannot have heard as the function's.

    What has its own verb, or one of its kind, they have heard and not taken for it: `rent me a room` where boats are.
    """
    requests = [clause for clause in spoken if clause.kind is ClauseKind.REQUEST]
    heads = {stem(clause.words[0]) for clause in requests}
    kinds = _deeds(*heads)
    known = (heads | kinds) & function.verbs or heads & _WORDS["general"] or undoes(kinds, function.verbs)
    return len(requests) == 1 and not known and not requests[0].by_user


def includes(function: Function, other: Function) -> bool:
    """Tell whether a function says that it does what another one does, too: `take the oil and light the lanterns`."""
    wanted = set(map(stem, other.words))
    further = [set(map(stem, tokens(part))) for part in function.description.lower().split(" and ")[1:]]
    return function is not other and len(wanted) > 1 and any(wanted <= told for told in further)
