"""The lines before, for questions that lean on it (`and where is it?`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
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


def leans(words: Sequence[str], asked: Query) -> bool:
    """Tell whether a question cannot be understood without what was said before."""
    if 0 < len(words) < 5 and words[0] in _WORDS["prepositions"] and words[0] != "for":
        return True
    if any(_points_back(words, at) for at, word in enumerate(words) if word in _WORDS["leans"]):
        return True
    return not asked.terms or (len(words) < 5 and not asked.strong)


def _points_back(words: Sequence[str], at: int) -> bool:
    """`this` before a noun points at what is named with it, alone at what was said; `is there a` at nothing."""
    following = words[at + 1] if at + 1 < len(words) else ""
    if words[at] in ("this", "that", "these", "those"):
        return not following or following in STOP
    if words[at] == "there":
        return not following or (at > 0 and words[at - 1] not in ("is", "are", "was", "were") and following in STOP)
    return True


def joined(
    asked: Query, words: Sequence[str], earlier: Iterable[str], history: Sequence[Turn], names: Iterable[str]
) -> Query:
    """The question with what it leans on: clauses before it in the message, else what was said last."""
    own = list(names)
    if _FORMS["about"].search(" ".join(words)):
        # `and the shield?` asks the last question again of something else
        before = _last_question(history, own)
        kind = before.wh if before and asked.wh in ("what", "how", "") else asked.wh
        return replace(asked, terms={**asked.terms, **({stem("price"): 0.45} if kind == "how much" else {})}, wh=kind)
    if not leans(words, asked):
        return asked
    said_here = query(earlier, (), own).terms
    alone = not asked.strong
    extra = {term: weight * 0.8 for term, weight in said_here.items()}
    extra = extra or _recalled(history, own, alone, bool(_WORDS["personal"] & set(words)))
    return _with(asked, extra)


def with_earlier(asked: Query, earlier: Iterable[str], names: Iterable[str]) -> Query:
    """The question with the other clauses of its message, which may tell what it is about."""
    extra = {term: 0.7 * weight for term, weight in query(earlier, (), names).terms.items() if term not in asked.terms}
    return _with(asked, extra) if extra else asked


def _with(asked: Query, extra: Mapping[str, float]) -> Query:
    return replace(asked, terms={**extra, **asked.terms}, text=" ".join([asked.text, *extra]))


def pointed(text: str, history: Sequence[Turn], names: Collection[str]) -> str:
    """A question with the person named in the last line for `he` or `she`, to compare its meaning."""
    told = next((turn.text[:400] for turn in reversed(history[-_LOOK_BACK:]) if turn.speaker == "character"), "")
    named = next((word for word in _named_in(told) if word not in names), "")
    return _FORMS["somebody"].sub(named, text) if named else text


def _named_in(wording: str) -> list[str]:
    """Words written as names, not merely at the head of a sentence."""
    listed = (word for name in _FORMS["named"].findall(wording) for word in tokens(name))
    return [word for word in listed if stem(word) not in KNOWN and word not in STOP]


def _last_question(history: Sequence[Turn], names: Sequence[str]) -> Query | None:
    last = next((turn for turn in reversed(history[-_LOOK_BACK:]) if turn.speaker == "user"), None)
    return _asked_in(last.text, tuple(names)) if last else None


@lru_cache(maxsize=64)
def _asked_in(text: str, names: tuple[str, ...]) -> Query:
    # each clause of a message is compared with the question before
    return query(tokens(text), (), names)


def is_repeated(asked: Query, history: Sequence[Turn], names: Iterable[str]) -> bool:
    """Tell whether a question is the last one over again, in other words or in the same."""
    last = _last_question(history, list(names))
    return last is not None and (not asked.terms or last.terms.keys() == asked.terms.keys()) and last.wh == asked.wh


def _recalled(history: Sequence[Turn], names: Sequence[str], alone: bool, of_person: bool) -> dict[str, float]:
    """The topic of the last exchange: the user's own words most, the character's answer a little."""
    strength = 0.9 if alone else 0.6
    recent = history[-_LOOK_BACK:]
    asked = (query(tokens(turn.text), (), names).terms for turn in reversed(recent) if turn.speaker == "user")
    topics = ({term: weight * strength for term, weight in terms.items() if weight >= 1} for terms in asked)
    extra = next(filter(None, topics), {})
    told = [turn.text[:400] for turn in reversed(recent) if turn.speaker == "character"]
    for term in content_stems(told[0]) if told else ():
        extra.setdefault(term, 0.22 * strength)
    # a person stays in mind while other things are talked of
    people = ([word for word in _named_in(wording) if word not in names] for wording in (told if of_person else ()))
    named = next(filter(None, people), [])
    if named:
        extra = {term: 0.3 * weight for term, weight in extra.items()}
        extra.update({stem(word): 0.9 for word in named})
    return extra
