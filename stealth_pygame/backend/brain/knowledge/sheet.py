"""A character compiled for questions: facts that can be said aloud, example exchanges, functions, and word weights."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from stealth_pygame.backend.brain.interface import Steps, finish
from stealth_pygame.backend.brain.knowledge import fields
from stealth_pygame.backend.brain.knowledge.functions import Function, declared
from stealth_pygame.backend.brain.knowledge.persona import Persona, is_bullet, is_order, pronoun_of
from stealth_pygame.backend.brain.language.adjectives import describes
from stealth_pygame.backend.brain.language.questions import cues
from stealth_pygame.backend.brain.language.thesaurus import KNOWN, phrasal
from stealth_pygame.backend.brain.language.vocabulary import COMMON, STOP, content, patterns_of
from stealth_pygame.backend.brain.language.words import STEMS, TENS, UNITS, capital, sentences, stem, tokens
from stealth_pygame.backend.brain.translation import Translator, language_of
from stealth_pygame.backend.meaning.vectors import Judging, Meanings

_Plain: TypeAlias = Callable[[str], str]
_FORMS: Final = patterns_of("sheet")
_PRONOUNS: Final[set[str | None]] = {"he", "she"}
_ROLES: Final = patterns_of("sheet role")
# Words with a meaning of their own, which name nobody by themselves.
_NO_NAMES: Final = KNOWN | STEMS["day"]
# Words at the head of a sentence, where a capital makes no name of them.
_HEADS: Final = STOP | COMMON | TENS.keys() | UNITS.keys()
_ENDS: Final = (".", "!", "?", "…", '"', "”", "。", "！", "？")
_SELF_SOURCES: Final = ("bio", "lore", "background", "backstory", "description", "personality", "history")


@dataclass(frozen=True)
class Fact:
    """One thing the character can say: readable alone, with the stems it is found by and the kinds that it tells."""

    text: str
    source: str
    order: int
    terms: Mapping[str, float]
    cues: frozenset[str]
    of_self: bool
    # Stems of its first words: what it is about.
    head: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Example:
    """An exchange of the sheet: what a user said, as stems, and the character's own words."""

    asked: str
    terms: frozenset[str]
    answer: str


@dataclass
class Sheet:
    """A compiled character. Nothing in it changes once it is built, save `near`, a bounded memory of word matches."""

    name: str
    facts: tuple[Fact, ...]
    examples: tuple[Example, ...]
    functions: tuple[Function, ...]
    idf: Mapping[str, float]
    people: Mapping[str, str]
    hints: tuple[str, ...]
    names: frozenset[str]
    verbs: frozenset[str]
    translator: Translator
    language: str = "en"
    # The sheet's own wordings by the kind of line.
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # Words for what the character is (`nurse`), by which players call it.
    roles: frozenset[str] = frozenset()
    near: dict[str, tuple[float, Mapping[int, float]]] = field(default_factory=dict)
    # Likeness of meaning, where there are vectors for the language of the sheet.
    meanings: Meanings | None = None

    def weight(self, stemmed: str) -> float:
        """Measure how much a stem tells on this sheet; one that the sheet does not know counts like a rare one."""
        return self.idf.get(stemmed, math.log(1 + max(6, len(self.facts)) / 1.5))

    @property
    def judge(self) -> Judging | None:
        """What judges lines and orders by more than their words, where the embedding model has it."""
        return self.meanings.judge if self.meanings else None


def compile_sheet(character: Mapping[str, Any]) -> Sheet:
    """Compile a character, whatever fields it has; nothing in a sheet is an error here."""
    return finish(compiling(character))


def compiling(character: Mapping[str, Any], meanings: Meanings | None = None) -> Steps[Sheet]:
    """Compile a character in steps, about one for each sentence of the sheet."""
    name = str(fields.first(character, "name") or "").strip()
    persona = Persona(name, pronoun_of(name, fields.texts(fields.first(character, "bio", "description"))))
    language = language_of(character, fields.texts([character.get(key) for key in (*_SELF_SOURCES, "knowledge")]))
    # texts about functions first, whose choices must keep their form
    ordered = sorted(character, key="functions".__ne__)
    translator = Translator(language, [text for key in ordered for text in fields.texts(character[key])])
    yield
    separate = []
    for fact in _facts(character, persona, translator.plain):
        separate.append(fact)
        yield
    facts = tuple(_linked(separate))
    counts = Counter(term for fact in facts for term, strength in fact.terms.items() if strength > 0.3)
    yield
    pairs = fields.exchanges(fields.first(character, "messageexamples", "examples"), name)
    examples = [(translator.plain(asked), answer) for asked, answer in pairs]
    functions = declared(fields.first(character, "functions"), translator.plain)
    yield
    lines = character.get("lines")
    topics = fields.texts(fields.first(character, "topics"))
    # `Elder` of Elder Odile is a role and not a name
    words = (word for one in persona.names for word in tokens(one))
    named = [word for word in words if stem(word) not in KNOWN and word not in STOP]
    return Sheet(
        name=name,
        facts=facts,
        examples=tuple(Example(asked, content_stems(asked), answer) for asked, answer in examples),
        functions=functions,
        idf={term: math.log(1 + len(facts) / count) for term, count in counts.items()},
        people=dict(_people(facts, persona)),
        # only what the sheet lists to be asked about, since anything else may give a plot away
        hints=tuple(dict.fromkeys(text for text in topics if len(text.split()) <= 3))[:10],
        translator=translator,
        language=language,
        lines={str(k): tuple(fields.texts(said)) for k, said in lines.items()} if isinstance(lines, Mapping) else {},
        names=frozenset(named or tokens(name)),
        meanings=meanings.of(language) if meanings else None,
        roles=frozenset(role for fact in facts if fact.of_self for role in _FORMS["own role"].findall(fact.text)),
        verbs=frozenset().union(*(function.verbs | function.deeds for function in functions)),
    )


def content_stems(text: str) -> frozenset[str]:
    """The stems of a text without the words that every sentence has."""
    words = tokens(text)
    return frozenset([*map(stem, content(words)), *(phrase for phrase, _ in phrasal(words))])


def _facts(character: Mapping[str, Any], persona: Persona, plain: _Plain) -> Iterator[Fact]:
    """The sentences of a sheet as facts. plain: puts a text into the words of the rules."""
    addressed = any(text.startswith("You ") for key in _SELF_SOURCES for text in fields.texts(character.get(key)))
    for at, (key, value) in enumerate(character.items()):
        source = str(key).lower().replace("_", "")
        texts = list(fields.texts(value))
        # topics in single words are hints, and no facts
        if source in fields.SKIPPED or (source == "topics" and all(len(text.split()) < 6 for text in texts)):
            continue
        order = itertools.count(1000 * at)
        meant = _PRONOUNS
        for text in texts:
            opening = _FORMS["pronoun"].match(text)
            said = opening and opening.lastgroup
            own = said in {persona.pronoun, *meant}
            # behind a line that names nobody else, a pronoun can only be the character
            names = _FORMS["mid name"].search(text) and not persona.is_about(text)
            meant = {said} if own else set() if said or names else _PRONOUNS
            yield from _from_text(text, source, order, persona, plain, addressed=addressed, own=own)


def _from_text(
    text: str, source: str, order: Iterator[int], persona: Persona, plain: _Plain, *, addressed: bool, own: bool
) -> Iterator[Fact]:
    before, before_terms = "", frozenset[str]()
    self_told = source in _SELF_SOURCES
    told_of_self = self_told or own
    for sentence in sentences(text):
        if source != "knowledge" and is_order(sentence):
            continue
        goes_on = before and (_FORMS["points back"].search(sentence) or _FORMS["fragment start"].match(sentence))
        leans = bool(_FORMS["pronoun start"].match(sentence) or goes_on)
        yours = addressed and (_FORMS["you"] if self_told else _FORMS["your"]).search(sentence)
        first = sentence.partition(" ")[0]
        names_other = first[:1].isupper() and first.lower().rstrip(",.") not in _HEADS and not is_bullet(sentence)
        as_before = told_of_self if leans else self_told and not names_other
        told_of_self = bool(yours or persona.is_about(sentence) or as_before)
        spoken = persona.speak(sentence, of_self=told_of_self)
        joined = leans and before and spoken == sentence and len(before) + len(spoken) < 260
        wording = f"{before} {spoken}" if joined else spoken
        stems = content_stems(plain(sentence))
        terms = dict.fromkeys(before_terms, 0.55 if leans else 0.25) | dict.fromkeys(stems, 1.0)
        told = capital(wording) if wording.endswith(_ENDS) else f"{capital(wording)}."
        head = map(stem, tokens(re.sub(r"\b\w+['’]s\b", "", plain(sentence)))[:5])
        yield Fact(told, source, next(order), terms, cues(plain(spoken)), told_of_self, frozenset(head))
        before, before_terms = wording, stems | before_terms if leans else stems


def _linked(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Facts that name somebody are found by what that one is, too: `my son Pip` makes every Pip a son."""
    told = [[m.group("name", "role") for p in _ROLES.values() for m in p.finditer(fact.text)] for fact in facts]
    roles: dict[str, set[str]] = {}
    for name, role in itertools.chain(*told):
        if not STOP & {name.lower(), role.lower()}:
            roles.setdefault(stem(name.lower()), set()).add(stem(role.lower()))
    for fact, named in zip(facts, told, strict=True):
        kin = {role: 0.85 for term in fact.terms for role in roles.get(term, ())}
        who = {f"is {stem(word.lower())}" for pair in named for word in pair}
        yield replace(fact, terms={**kin, **fact.terms}, cues=fact.cues | who)


def _people(facts: tuple[Fact, ...], persona: Persona) -> Iterator[tuple[str, str]]:
    """Names on the sheet, by their lower-case words: capitalised, and not merely at the head of a sentence."""
    seen = dict.fromkeys(name for fact in facts for name in _FORMS["named"].findall(fact.text))
    # one search per name through one text: a sheet may name as many people as it has lines
    everything = "\n".join(fact.text for fact in facts)
    for name in seen:
        words = tokens(name)
        if not words or words[0] in STOP or name in persona.names:
            continue
        # a pattern is a hundred times as slow as the plain search before it, which mostly finds nothing
        common = name.lower() in everything and re.search(rf"\b{re.escape(name.lower())}", everything)
        if len(words) == 1 and (stem(words[0]) in _NO_NAMES or common):
            continue
        if len(words) > 1 and describes(words[0]) and not re.search(rf"[^.\s] {re.escape(name)}", everything):
            # `Young Marek is the fastest`: the capital is the sentence's
            name = name.partition(" ")[2]
        yield from ((word, name) for word in tokens(name) if word not in STOP and len(word) > 2)
