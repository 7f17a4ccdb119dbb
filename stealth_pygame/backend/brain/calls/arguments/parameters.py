"""The parameters of a call, taken from the words of a request; what is not there stays missing."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from stealth_pygame.backend.brain.calls.arguments import phrases
from stealth_pygame.backend.brain.calls.arguments.amounts import SPANS, number_for
from stealth_pygame.backend.brain.calls.arguments.phrases import RELATIVES, after, placed, proper
from stealth_pygame.backend.brain.calls.arguments.switches import is_switch, truth
from stealth_pygame.backend.brain.knowledge.functions import Function, Heard, Parameter, split_name
from stealth_pygame.backend.brain.knowledge.sheet import Sheet
from stealth_pygame.backend.brain.language.adjectives import describes
from stealth_pygame.backend.brain.language.choices import choose, without_articles
from stealth_pygame.backend.brain.language.clauses import AUX
from stealth_pygame.backend.brain.language.thesaurus import actions, kinship
from stealth_pygame.backend.brain.language.vocabulary import STOP, groups_of, pattern_of, patterns_of, words_of
from stealth_pygame.backend.brain.language.words import STEMS, stem, tokens

_WORDS: Final = groups_of("parameters")
TIMES: Final = STEMS["time"] | STEMS["day"]
_LONGEST_VALUE: Final = 6
_WITH_TWO_OBJECTS: Final = words_of("two objects")
_COLOURS: Final = words_of("colours")
_TITLES: Final = words_of("persona titles", "lists")
_NOBODY: Final = STEMS["time"] | {stem("item"), stem("address")}
_LABEL: Final = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?! \w+s\b)"
_OF_THINGS: Final = r"the|an?|my|your|some|\d+|two|three|four|five|six"
_FORMS: Final = patterns_of("parameters")
_CALLED: Final = pattern_of("form name")
# Values that are known by their form, for parameters with one of these words, or with any at all.
_BY_FORM: Final = [(STEMS.get(kind.split()[0]), form) for kind, form in patterns_of("form").items()]


def fill(function: Function, heard: Heard, sheet: Sheet, given: dict[str, str] | None = None) -> dict[str, str]:
    """The values found for a function's parameters, as strings; `given` values stay."""
    return _Filler(function, heard, sheet, dict(given or {})).filled()


class _Filler:
    """The values of one call, as far as they are known."""

    def __init__(self, function: Function, heard: Heard, sheet: Sheet, values: dict[str, str]) -> None:
        self._function = function
        self._heard = heard
        self._sheet = sheet
        self._values = values
        self._spoken = set(heard.words)

    def filled(self) -> dict[str, str]:
        """Return all values in the order of the parameters; free texts come last, for what is left."""
        listed = self._function.parameters
        for parameter in sorted(listed, key=lambda p: ("" if p.choices else p.kind, _is_person(p))):
            if parameter.name not in self._values and (value := self._value(parameter)) is not None:
                self._values[parameter.name] = value
        return {p.name: self._values[p.name] for p in listed if p.name in self._values}

    def _value(self, parameter: Parameter) -> str | None:
        heard = self._heard
        if parameter.kind == "number":
            return number_for(parameter, self._function, heard, self._sheet, self._values)
        if parameter.kind == "boolean":
            return truth(parameter, heard)
        if listed := parameter.choices or parameter.hints:
            own = set(map(stem, listed))
            kinds, name = self._function.named_things - own, set(map(stem, split_name(parameter.name))) - own
            # a bare `ticket, please` names no ticket, `a potion` the only one that is called so
            words = [
                word
                for before, word in itertools.pairwise(("", *without_articles(listed, heard.words)))
                if (stem(word) not in kinds or before in _WORDS["articles"]) and stem(word) not in name
            ]
            chosen = choose(listed, words) or choose(parameter.choices, heard.beside)
            if not parameter.choices:
                return chosen or self._text(parameter)
            turned = {"true": "on", "false": "off"} if is_switch(parameter) and not heard.fragment else {}
            return chosen or turned.get(truth(parameter, heard) or "")
        return self._text(parameter)

    def _text(self, parameter: Parameter) -> str | None:
        """Return a value of which no choices are listed."""
        heard = self._heard
        if _FORMS["digits"].search(parameter.description):
            return next(filter(str.isdigit, (*heard.words, *heard.beside, *heard.told)), None)
        pairs = itertools.pairwise((*heard.words, "", *heard.beside)) if parameter.words & STEMS["number"] else ()
        # a thing of this kind is named by its number, in the request or where it says `it`: `room 31`
        if numbered := next((word for kind, word in pairs if word.isdigit() and stem(kind) in parameter.words), None):
            return numbered
        if _is_person(parameter) and (person := self._person(parameter)):
            return person
        nouns = (self._function.named_things | parameter.words) - TIMES
        named_so = [*_FORMS["behind"].findall(heard.raw), *_FORMS["own called"].findall(heard.raw)]
        if name := next((str(name) for noun, name in named_so if stem(noun.lower()) in nouns), ""):
            return name
        if parameter.words & {stem("name"), stem("title")} and (name := self._of_sheet()):
            return name
        # what stands in quotes is the text, where one is asked for, and not whom it goes to
        texts = [p for p in self._function.parameters if p.words & (STEMS["text"] | STEMS["message"]) and not p.choices]
        for words, form in _BY_FORM:
            meant = parameter.words & words if words else parameter in (texts or [parameter])
            match = form.search(heard.raw) if meant else None
            if match:
                return str(next(filter(None, match.groups()))).strip()[:400]
        if parameter.words & TIMES:
            return None
        if parameter.words & STEMS["colour"]:
            return next((word for word in reversed(heard.words) if word in _COLOURS), None)
        if parameter.words & STEMS["place"] or _FORMS["aimed"].search(parameter.description):
            named, direct = _place(parameter, self._function, heard)
            place = self._labelled(self._told_apart(phrases.one_thing(named, heard.raw), parameter))
            if place and place not in (heard.user_name.lower(), *self._values.values()):
                return proper(place, heard.raw)
            if not direct:
                return None
        aimed = heard.words[1:2] in (("me",), ("us",)) and "with" not in heard.words
        # `bless me, father` names no thing to bless
        untold = aimed and not self._function.outward and heard.words[0] not in _WITH_TWO_OBJECTS
        return None if untold else self._thing(parameter)

    def _of_sheet(self) -> str:
        """Return the one name that the sheet or the game knows and the request has: `a lap on the Bakery Run`."""
        people, words = self._sheet.people, self._heard.words
        names = dict.fromkeys(people[word] for word in words if word in people and stem(word) not in TIMES)
        names |= dict.fromkeys(self._heard.known)
        # one word that means something else as well is only a name behind a preposition
        behind = {word for before, word in itertools.pairwise(words) if before in _WORDS["towards"] | {"on", "with"}}
        fresh = (name for name in names if name.lower() not in self._used and set(tokens(name)) <= self._spoken)
        said = [name for name in fresh if " " in name or name.lower() in behind]
        return said[0] if len(said) == 1 else ""

    def _thing(self, parameter: Parameter) -> str | None:
        """Return the thing that is named, as far as it is neither a story nor something that nobody has heard of."""
        heard = self._heard
        thing = phrases.one_thing(self._found(parameter), heard.raw)
        is_name = stem("name") in parameter.words
        if is_name and (called := self._called(thing)):
            return called
        named = _FORMS["named"].search(f"x {proper(thing, heard.raw) or ''}") if is_name else None
        thing = named[1] if named else thing
        titles = [title for title in _FORMS["titles"].findall(heard.raw) if set(tokens(thing)) <= set(tokens(title))]
        thing = titles[0] if titles and thing else thing
        own = {parameter.name, *tokens(re.split(r"[:(,;.]", parameter.description)[0])}
        stems = [stem(word) for word in thing.lower().split()]
        # `the law` is nobody's name, `the duchess` that of somebody whom the sheet speaks of
        led = _is_person(parameter) and re.search(rf"\b(?:{_OF_THINGS}) {re.escape(thing)}\b", heard.raw)
        common = led and not any(fact.text.startswith(f"The {thing} ") for fact in self._sheet.facts)
        vague = parameter.words & STEMS["text"] and not titles and _is_vague(thing.split(), heard.words)
        # somebody is no thing, and `5 more minutes` cannot be kept or fetched
        nothing = (
            _WORDS["pointing"] & {thing, *thing.split()[1:]}
            or {"him", "them"} & set(thing.split()[:1])
            or (AUX | _WORDS["finite"]) & set(thing.split())
            or SPANS.keys() & set(stems[-1:])
            or set(stems) == {stem(self._function.words[0])}
            or set(stems) <= TIMES
            or set(thing.lower().split()) <= _WORDS["answers"]
        )
        # `some music` is no title, as `some bread` is a thing to be had
        vague = vague or (not self._function.outward and f"some {thing}" in " ".join(heard.words))
        if vague or common or nothing or set(stems) <= set(map(stem, own)):
            return None
        taken = {word for value in self._values.values() for word in tokens(value)} | _WORDS["dropped"]
        # what is longer than a name or a thing is a story, and no value
        spoken = " ".join((*heard.words, ".", *heard.beside, ".", *heard.told))
        # nor are words from here and there
        beside = re.search(rf"{phrases.apart(thing.split())}\b", spoken, re.IGNORECASE)
        kept = beside and set(thing.split()) - taken and len(stems) <= _LONGEST_VALUE
        return proper(self._labelled(thing), heard.raw) if kept else None

    def _found(self, parameter: Parameter) -> str:
        """Return the words for the thing, wherever they stand in the request."""
        words = self._heard.words
        thing = self._told_apart(self._object(), parameter)
        if thing.split()[-1:] in [[word.lower()] for word in _FORMS["of player"].findall(self._function.description)]:
            # `engrave my ring` names what is engraved, and no text
            thing = after(words, ("with",))
        whom = any(map(_is_person, self._function.parameters))
        # `a poster about my scarf`
        leads = (("of",) if whom else ("for", "of"), ("with", "using", "off", "from"), ("about",))
        behind = (after(words, lead) for lead in leads)
        thing = thing or self._told_apart(self._pointed(), parameter) or next(filter(None, behind), "")
        thing = after(words, ("to", "with")) if thing in self._used else thing
        # `AV tighter` is a pair and its direction
        chosen = [p.name for p in self._function.parameters if p.choices and p.name in self._values]
        listed = {word for name in chosen for word in (*tokens(self._values[name]), *split_name(name))}
        return " ".join(word for word in thing.split() if word not in listed)

    @property
    def _used(self) -> list[str]:
        return [value.lower() for value in self._values.values()]

    def _called(self, thing: str) -> str:
        """Return the one name of somebody: `a rite for Ned`, `I brought in Lola Reyes, pay me the bounty`."""
        people = self._sheet.people
        written = _FORMS["titled"].findall(self._heard.raw) or _FORMS["named"].findall(phrases.opened(self._heard.raw))
        # `I saw Elsa Crump. Fetch her.`
        in_mind = self._spoken | (set(self._heard.told) if {"him", "her", "them"} & self._spoken else set())
        named = [name for name in written if set(tokens(name)) <= in_mind and stem(name.lower()) not in TIMES]
        known = {people[word] for word in tokens(thing) or self._heard.told if word in people}
        # `Moon Street Boys` is not the Soap Street that is known
        known = {name for name in known if set(tokens(thing)) <= set(tokens(name))}
        listed = [name for name in (known or named) if name.lower() not in self._used]
        # the capital at the head of `Squeeze in Dora` is the sentence's
        plain = known or (len(named) == 1 and thing in self._heard.raw[:1].lower() + self._heard.raw[1:])
        return listed[0] if plain and len(listed) == 1 else ""

    def _labelled(self, thing: str) -> str:
        """The thing with the number that tells it from others (`deck six`), where the function counts nothing."""
        if not thing or any(p.kind == "number" for p in self._function.parameters):
            return thing
        found = re.search(rf"{re.escape(thing)} {_LABEL}", self._heard.raw, re.IGNORECASE)
        return found[0] if found else thing

    def _told_apart(self, text: str, parameter: Parameter) -> str:
        """`Airlock door` is the airlock where a door is asked for; `a book` names no book at all, `my book` one."""
        kinds = self._function.named_things | set(map(stem, split_name(parameter.name)))
        words = text.split()
        # a tune is no song, but an owl an animal that may be asked for
        things = self._function.named_things
        akin = any(kinship(stem(text), one) >= (0.6 if one in parameter.words else 0.5) for one in things)
        if akin and len(words) == 1 and not re.search(rf"\bmy {re.escape(text)}\b", self._heard.raw, re.IGNORECASE):
            return ""
        # `two copies of Blue Lantern`: the measure is no part of the title
        measures = {stem(word) for p in self._function.parameters if p.kind == "number" for word in split_name(p.name)}
        while words and (stem(words[-1]) in kinds | measures or words[-1] in self._sheet.names):
            words.pop()
        # `page of Old Wendell`: so is what the parameter itself tells of
        parts = parameter.words if "of" in words[1:2] else frozenset[str]()
        while words and (stem(words[0]) in kinds | measures | parts or words[0] in ("bit", "of")):
            words.pop(0)
        return " ".join(words)

    def _object(self) -> str:
        """Return what the request is about: its words after the verb, without numbers and articles."""
        heads = {stem(self._function.words[0]), *self._function.verbs}
        head, *rest = self._heard.words or ("",)
        is_verb = stem(head) in heads or actions(stem(head)) or head in _WORDS["heads"]
        if head in _WITH_TWO_OBJECTS and any(map(_is_person, self._function.parameters)):
            # `give Rosie a hat`, `give my sister flowers`: whom it is for stands before the thing
            whom = {"my", *RELATIVES, *(word.lower() for word in re.findall(r"\b[A-Z]\w+", self._heard.raw))}
            led = len(list(itertools.takewhile(whom.__contains__, rest)))
            at = led or next((at for at, word in enumerate(rest) if at and word in _WORDS["determiners"]), 0)
            rest = rest if _WORDS["breaks"] & set(rest[: at + 1]) else rest[at:]
        if "search" in actions(stem(head)) and rest[:1] and rest[0] in _WORDS["inside"]:
            # who searches in a crate searches for something else
            return ""
        return " ".join(phrases.phrase(rest if is_verb else self._heard.words))

    def _pointed(self) -> str:
        """Return the one thing of the player's that a message tells of, or else the last exchange, and calls `it`."""
        heard = self._heard
        if {"there", "here"} & self._spoken:
            return placed(heard.told)
        shown = (_FORMS["shown"].findall(" ".join(words)) for words in (heard.told, heard.beside))
        # `where is Redgate? Put it on my map.`
        named = [
            name
            for name in _FORMS["named"].findall(phrases.opened(heard.raw))
            if not set(tokens(name)) & self._sheet.names
        ]
        own = next(filter(None, shown), named)
        return own[0] if len(own) == 1 and {"it", "that", "this", "those", "them"} & self._spoken else ""

    def _person(self, parameter: Parameter) -> str | None:
        heard, people, spoken = self._heard, self._sheet.people, self._spoken
        others = [user for user in heard.users if user != heard.user_name and set(tokens(user)) & spoken]
        if others := [*others, *_FORMS["named as"].findall(heard.raw), *_FORMS["titled"].findall(heard.raw)]:
            return others[0]
        for named in _FORMS["named"].findall(phrases.opened(heard.raw)):
            called = set(tokens(named))
            is_new = called <= spoken and not called & self._sheet.names and stem(named.lower()) not in TIMES
            if is_new and named not in str(self._values):
                # `Lagos Lightning` is not the Lagos that is known
                whole = (people[word] for word in tokens(named) if word in people)
                return next((name for name in whole if called <= set(tokens(name)) | _TITLES), named)
        known = [next(filter(None, called.groups())) for called in _CALLED.finditer(heard.raw)]
        if not known:
            alone = ((), heard.words[1:])
            found = next(filter(None, (phrases.strangers(heard.raw, self._sheet.idf, words) for words in alone)), [])
            known += [name for name in found if name.lower() not in self._used]
        known += [other for one, other in itertools.pairwise(heard.words) if one == "my" and other in RELATIVES]
        own = self._function.named_things
        known += [people[word] for word in heard.words if word in people and stem(word) not in own]
        # `play it for grandma june`
        first, before, last = ["", "", "", *(word for word in heard.words if word != "please")][-3:]
        known += [f"{before} {last}"] if first in ("for", "to") and before in RELATIVES else []
        if {"him", "her", "them"} & spoken:
            known += [people[word] for word in reversed(heard.beside) if word in people]
            if not known:
                # `paint me a portrait of him` paints nobody else
                return None
        known += [people[word] for word in heard.told if word in people and word in heard.raw.lower()]
        # `phone him for me` phones somebody else
        said = set(heard.words[: -1 if heard.words[-2:] == ("for", "me") else None])
        # who is put down `as that` has named another name
        of_me = not heard.fragment and ("name" in spoken or parameter.words & STEMS["anybody"])
        of_user = {"me", "i", "us", "myself", "my" if of_me else "me"} & said
        if (of_user and "as" not in said) or parameter.words & STEMS["player"]:
            known += [heard.user_name] if heard.user_name else []
        return known[0] if known else None


def _is_person(parameter: Parameter) -> bool:
    """Tell whether a parameter is somebody: `name of the guest` is, `what the player sells` and `item` are not."""
    owned = set(map(stem, _FORMS["of player"].findall(parameter.description)))
    is_thing = _FORMS["thing"].search(parameter.description) or parameter.words & _NOBODY or owned - STEMS["person"]
    named = stem("name") in parameter.words and not _FORMS["name of"].search(parameter.description)
    called = named or parameter.words & (STEMS["person"] - {stem("name")})
    return not is_thing and bool(called or _FORMS["somebody"].match(parameter.description))


def _is_vague(thing: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether a text is only an amount or its kind: `a few words`, `something nice`, `a lovely poem`."""
    said = [word for word in thing if stem(word) not in STEMS["text"] and word not in _WORDS["unsaid"]]
    return bool(len(said) < len(thing) or _WORDS["vague"] & set(words)) and all(map(describes, said))


def _place(parameter: Parameter, function: Function, heard: Heard) -> tuple[str, bool]:
    """Return where something is to be, and whether the place is what the deed is done to."""
    acts_on = [stem(word) for word in tokens(function.description)[1:] if word not in STOP][:1]
    # only what `marks a place` has one for its object, and what shows it `on the map`
    direct = heard.fragment or (set(acts_on) & parameter.words and not parameter.words & STEMS["number"])
    direct = direct or stem(after(heard.words, ("on",))) in acts_on
    named = after(heard.words, ("where",) if direct else ()) or after(heard.words, _WORDS["towards"])
    # `I lost it on platform two. Please write that down.`
    named = named or (placed(heard.told) if {"it", "that", "this"} & set(heard.words) else "")
    # `make it rain on Harrow`
    over = after(heard.words, ("on", "over"))
    return named or (over if over.title() in heard.raw else ""), bool(direct)
