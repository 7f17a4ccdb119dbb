"""The lines before, for questions that lean on it (`and where is it?`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from stealth_pygame.backend.brain.interface import Question, Turn
from stealth_pygame.backend.brain.knowledge.sheet import content_stems
from stealth_pygame.backend.brain.language.questions import Query, query
from stealth_pygame.backend.brain.language.thesaurus import KNOWN
from stealth_pygame.backend.brain.language.vocabulary import STOP, groups_of, patterns_of
from stealth_pygame.backend.brain.language.words import stem, tokens

_WORDS: Final = groups_of("history")
_FORMS: Final = patterns_of("history")
# Turns that are looked at.
_LOOK_BACK: Final = 8


def turns(question: Question, own_name: str) -> tuple[Turn, ...]:
    """The history, or what the context value `recent_conversation` tells of it where the history is new."""
    if question.history:
        return question.history[-40:]
    text = str(question.context.get("recent_conversation", ""))
    names = [name for name in (own_name, question.user_name, *question.users) if name]
    if not text or not names:
        return ()
    cut = re.split(rf"(?:^|[\n|;]|(?<=\s))\s*({'|'.join(map(re.escape, dict.fromkeys(names)))})\s*:\s*", text)
    return tuple(
        Turn("character" if name == own_name else "user", name, wording.strip())
        for name, wording in zip(cut[1::2], cut[2::2], strict=True)
        if wording.strip()
    )


def leans(asked: Query) -> bool:
    """Tell whether a question cannot be understood without what was said before."""
    words = asked.text.split()
    if words[:1] and len(words) < 5 and words[0] in _WORDS["prepositions"]:
        return True
    for word, following in zip(words, (*words[1:], ""), strict=False):
        alone = not following or (word != "there" and following in STOP)
        if word in _WORDS["leans"] or (alone and word in _WORDS["leans alone"]):
            return True
    return not asked.terms or (len(words) < 5 and not asked.strong)


def joined(asked: Query, earlier: Iterable[str], history: Sequence[Turn], names: Collection[str]) -> Query:
    """The question with what it leans on: clauses before it in the message, else what was said last."""
    if not leans(asked):
        return asked
    said_here = query(earlier, (), names).terms
    return _with(asked, {term: weight * 0.8 for term, weight in said_here.items()} or _recalled(asked, history, names))


def with_earlier(asked: Query, earlier: Iterable[str], names: Collection[str]) -> Query:
    """The question with the other clauses of its message, which may tell what it is about."""
    extra = {term: 0.7 * weight for term, weight in query(earlier, (), names).terms.items() if term not in asked.terms}
    return _with(asked, extra) if extra else asked


def _with(asked: Query, extra: Mapping[str, float]) -> Query:
    return replace(asked, terms={**extra, **asked.terms}, text=" ".join([asked.text, *extra]))


def pointed(text: str, history: Sequence[Turn], names: Collection[str]) -> str:
    """A question with the person named in the last line for `he` or `she`, to compare its meaning."""
    named = _persons("".join(_told(history)[:1]), names)
    return _FORMS["somebody"].sub(named[0], text) if named else text


def _told(history: Sequence[Turn]) -> list[str]:
    """The last lines of the character, the newest first."""
    return [turn.text[:400] for turn in reversed(history[-_LOOK_BACK:]) if turn.speaker == "character"]


def _persons(wording: str, names: Collection[str]) -> list[str]:
    """Words written as names of others, not merely at the head of a sentence."""
    listed = (word for name in _FORMS["named"].findall(wording) for word in tokens(name))
    return [word for word in listed if stem(word) not in KNOWN and word not in STOP and word not in names]


def _recalled(asked: Query, history: Sequence[Turn], names: Collection[str]) -> dict[str, float]:
    """The topic of the last exchange: the user's own words most, the character's answer a little."""
    strength = 0.6 if asked.strong else 0.9
    said = (turn.text for turn in reversed(history[-_LOOK_BACK:]) if turn.speaker == "user")
    topics = (query(tokens(text), (), names).terms for text in said)
    extra = {term: weight * strength for term, weight in next(filter(None, topics), {}).items()}
    told = _told(history)
    extra |= {term: 0.22 * strength for term in content_stems("".join(told[:1])) if term not in extra}
    # a person stays in mind while other things are talked of
    of_person = _WORDS["personal"] & set(asked.text.split())
    people = (_persons(wording, names) for wording in told if of_person)
    if named := next(filter(None, people), []):
        extra = {term: 0.3 * weight for term, weight in extra.items()} | {stem(word): 0.9 for word in named}
    return extra
