"""The knowledge of a character, said aloud: the facts that answer, never twice running, or that none is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from stealth_pygame.backend.brain.interface import Turn
from stealth_pygame.backend.brain.knowledge import gate
from stealth_pygame.backend.brain.knowledge import history as memory
from stealth_pygame.backend.brain.knowledge.search import SearchResult, best_example, search
from stealth_pygame.backend.brain.knowledge.sheet import Fact, Sheet, content_stems
from stealth_pygame.backend.brain.knowledge.voice import Voice, polarity, shortened
from stealth_pygame.backend.brain.language.clauses import STORY
from stealth_pygame.backend.brain.language.questions import Query, cues, cues_of, query, question_kind
from stealth_pygame.backend.brain.language.thesaurus import KNOWN
from stealth_pygame.backend.brain.language.vocabulary import content, lex, patterns_of, words_of
from stealth_pygame.backend.brain.language.words import TENS, UNITS, mistyped, sentences, stem, tokens

# The likeness to an example's question that earns a question the example's answer.
_ALIKE = 0.62
# The likelihood that a fact needs beyond the limit where only one that fits well is told.
_STRICTER = 0.15
# Characters of an answer made of several facts.
_LONGEST = 420
# The likelihoods from which a fact is told at once, and as a second one.
_LIKELY, _LIKELY_TOO = 0.5, 0.7
# The likelihood by a judge of sentences from which a second one may be meant as well.
_HEARD_TOO = 0.2
_SURE = 0.6
_CERTAIN = 0.9
_SURE_NEAR = 0.3
# Lines of the character behind which nothing is told again as if it were new.
_TALK = 12
_UNKNOWN = words_of("answers unknown", "lists")
_OF_PLAYER = lex("i me my mine we us our")
_FORMS: Final = patterns_of("answers")


class Knowing:
    """The facts of one sheet in one conversation. of_several: what is asked is one of several questions."""

    def __init__(self, sheet: Sheet, voice: Voice, history: Sequence[Turn], *, of_several: bool = False) -> None:
        self._sheet = sheet
        # the judge looks at a whole message where it is one question; beside another one nothing is told again
        self._judges_whole, self._retells = not of_several and sheet.judge is not None, not of_several
        self._judges_sentences = sheet.judge is not None and sheet.judge.reads_sentences
        self._voice = voice
        self._history = history
        self.after = " ".join(fact.text for fact in sheet.facts if fact.text in voice.last)
        # what was found for a question, which is looked at several times
        self._found: dict[tuple[object, ...], list[SearchResult]] = {}

    def fact(
        self, words: Sequence[str], earlier: Iterable[str], raw: str, *, quiet: bool = False, taken: bool = False
    ) -> str:
        """The fact that answers, or an empty text. quiet: one that fits well; taken: one that a judge takes for it."""
        asked = self._query(words, raw)
        whole = memory.joined(asked, earlier, self._history, self._sheet.names)
        good = self._good(asked, whole, _STRICTER if quiet else 0.0)
        if not (good or quiet) and (whole := memory.with_earlier(asked, earlier, self._sheet.names)) is not asked:
            good = self._good(asked, whole)
        good = [one for one in good if one.taken or not taken]
        told = self._told(good, words, asked) if good else ""
        return self.exchange([*words, *(() if whole is asked else whole.terms)]) or told

    def _query(self, words: Sequence[str], raw: str) -> Query:
        said = self._said(words, raw) if self._judges_whole else ()
        proper = {word for name in _FORMS["proper"].findall(raw) for word in tokens(name)}
        strange = frozenset(map(stem, proper.intersection(words))) - self._sheet.idf.keys() - KNOWN
        # a slip of the hand makes no new name of one
        strange = frozenset(one for one in strange if not any(mistyped(one, known) for known in self._sheet.idf))
        owned = frozenset(map(stem, content(tokens("".join(_FORMS["owned"].findall(raw)[:1])))))
        asked = query(words, proper, self._sheet.names)
        again = bool(_FORMS["again"].search(asked.text) or _FORMS["missed"].search(asked.text))
        asked = replace(asked, owned=owned, strange=strange, said=said)
        return replace(asked, after=self.after, again=again, goes_on=bool(self._history))

    @staticmethod
    def _said(words: Sequence[str], raw: str) -> tuple[str, ...]:
        """Return the message and its sentence with the question, unless they are stories."""
        spoken = [tokens(sentence) for sentence in sentences(raw)]
        heard = max(spoken, key=lambda one: len(set(words) & set(one)), default=[])
        return tuple(" ".join(one) for one in (heard, tokens(raw)) if len(one) < STORY)

    def sure(self, words: Sequence[str], raw: str, rival: str) -> str:
        """The fact that is as good as certain to answer, or an empty text. rival: what the moment would answer."""
        asked = self._query(words, raw)
        good = self._good(asked, asked)
        if memory.leans(asked):
            good = [one for one in good if one.certain]
        wanted = set(cues_of(asked.wh))
        # what somebody may or must have is told by the world, what they have by the moment
        rule = bool(good and _FORMS["rule"].search(asked.text) and good[0].likely >= _CERTAIN)
        own = bool(_OF_PLAYER & set(words)) and not rule
        if not good or (own and not (wanted & good[0].fact.cues and not wanted & cues(rival))):
            return ""
        best = good[0]
        meant, least = (best.taken, _LIKELY) if self._sheet.judge else (best.near >= _SURE_NEAR, _SURE)
        certain = meant and best.likely >= least and not self._voice.was_said(best.fact.text)
        # unless the sheet has an answer of its own to just this
        return self._told(good, words, asked) if certain and not self.exchange(words, again=True) else ""

    def _good(self, asked: Query, whole: Query, strictness: float = 0.0) -> list[SearchResult]:
        """Return the facts that answer, the likeliest first."""
        text = asked.text if whole is asked else memory.pointed(asked.text, self._history, self._sheet.names)
        # what knows single words alone is told those that the question leans on
        joined = [whole.text] if self._sheet.judge and not self._judges_sentences else []
        key = (whole.text, whole.wh, text, *whole.terms.items())
        if key not in self._found:
            self._found[key] = search(self._sheet, whole, text, *asked.said, *joined)
        good = gate.passed(self._sheet, self._found[key], asked, whole, strictness=strictness)
        if _FORMS["says of"].match(asked.text):
            # `is it hard to learn` is not answered by what is hard
            good = [one for one in good if one.meant or 2 * len(asked.terms.keys() & one.covered) > len(asked.terms)]
        if _FORMS["of one"].match(asked.text):
            # `does she still live` is not answered by how many live here
            people = self._sheet.people.keys() - UNITS.keys() - TENS.keys()
            good = [one for one in good if _FORMS["one"].search(one.fact.text) or people & set(tokens(one.fact.text))]
        return good

    def _told(self, good: Sequence[SearchResult], words: Sequence[str], asked: Query) -> str:
        fresh = [one for one in good if not self._voice.was_said(one.fact.text, _TALK)]
        best = good[0]
        wanted = set(cues_of(asked.wh))
        # what a judge has no doubt of is told again, unless that was just said
        reasons = asked.wh != "why" or bool(wanted & best.fact.cues)
        doubtless = best not in fresh and best.certain and best.fact.text not in self.after and reasons
        if fresh and not doubtless and fresh[0].score >= 0.8 * best.score and fresh[0].covered >= best.covered:
            return self._to_the_point(self._with_more(fresh, words), fresh[0].fact.text, asked)
        named = bool(asked.strong) and asked.strong <= best.covered
        # a question for yes or no wants more than a line that was told, where a judge of sentences finds others
        polar = self._judges_sentences and bool(_FORMS["polar"].match(asked.text))
        fits = bool(wanted & best.fact.cues) if wanted else bool(asked.wh) or named
        fits = fits and (named or asked.wh not in ("who", "whose"))
        # `how can it feel so long` and `which queen was it` ask for more than the line that they repeat
        more = bool((asked.wh == "how" and named) or _FORMS["wants more"].match(asked.text))
        # `Hank's dog is Juno` does not tell who Hank is
        who_is = {f"is {term}" for term in asked.terms} if _FORMS["of name"].match(asked.text) else set()
        more |= bool(who_is) and not who_is & best.fact.cues
        fits = fits and not (more and best.fact.text in self.after)
        # `where can she go` is answered by the line that a judge takes for its answer
        told = asked.wh not in ("", "why") and "who" not in asked.text.split()[:2] and not more
        fits = fits or (told and best.judged >= _LIKELY)
        # a line tells how something came about, if not how it is done
        came_about = asked.text.startswith("how did") and not _FORMS["role"].match(best.fact.text)
        fits = fits or (named and came_about)
        heard = (not polar and (doubtless or (fits and self._retells))) or (asked.again and asked.terms)
        return self._voice.retell(best.fact.text) if heard else ""

    def _to_the_point(self, told: str, fact: str, asked: Query) -> str:
        """A single fact shortened to what was asked, with a yes or a no where it is clear."""
        if told != fact or not self._voice.is_english:
            return told
        answer = polarity(fact, asked)
        return self._voice.line(f"it_is_{answer}", fact=fact) if answer else self._voice.varied(shortened(fact, asked))

    def _with_more(self, fresh: Sequence[SearchResult], words: Sequence[str]) -> str:
        """The best fact, and those that answer a part of the question which it leaves open."""
        best = fresh[0]
        chosen = [best.fact]
        broad = "about" in words[:3] and best.score > 0.6 and not {"him", "her", "them", "it"} & set(words)
        # of one question only a judge of whole sentences tells that a second line is meant
        least = _HEARD_TOO if self._judges_sentences and not (broad or {"about", "and"} & set(words)) else 0.0
        for one in fresh[1:6]:
            goes_on = one.fact.order == best.fact.order + 1 and one.score > 0.6 * best.score
            covers_more = bool(one.covered - best.covered) and one.likely > _LIKELY_TOO
            as_good = broad and one.score >= 0.8 * best.score
            if (goes_on or covers_more or as_good) and one.judged >= least and len(chosen) < 2 + broad:
                chosen.append(one.fact)
        return self._run(sorted(chosen, key=lambda fact: fact.order) if broad else chosen)

    @staticmethod
    def _run(facts: Sequence[Fact]) -> str:
        """Facts as one text, without saying a sentence twice that two of them begin with."""
        text = facts[0].text if facts else ""
        for fact in facts[1:]:
            if fact.text.startswith(text):
                text = fact.text
            elif fact.text not in text and len(text) + len(fact.text) < _LONGEST:
                text = f"{text} {fact.text}"
        return text

    def exchange(self, words: Sequence[str], *, again: bool = False) -> str:
        """The sheet's own answer to just this, or an empty text. again: also one that was given already, as such."""
        example = best_example(self._sheet, words)
        wording = self._voice.personal(example[0].answer) if example and example[1] >= _ALIKE else ""
        if not wording or not self._voice.was_said(wording):
            return wording
        return self._voice.retell(wording) if again else ""

    def once_more(self, questions: Iterable[Sequence[str]]) -> str:
        """The line just told, where a question asks for it again; else an empty text."""
        for text in (" ".join(words) for words in questions if self.after and question_kind(words)):
            again = _FORMS["again"].search(text) and content_stems(text) & content_stems(self.after)
            if again or _FORMS["missed"].search(text):
                return self._voice.retell(self.after)
        return ""

    def again(self) -> str:
        """The last line once more."""
        if not self._voice.last:
            return self._voice.line("wordless")
        return self._voice.retell(_FORMS["lead in"].sub("", self._voice.last))

    def more(self) -> str:
        """Return what else the sheet says about what was said last: its neighbours, and what shares its words."""
        terms = memory.joined(Query({}), (), self._history, self._sheet.names)
        wording = " ".join(self._voice.said[-4:])
        last = [fact.order for fact in self._sheet.facts if fact.text in self._voice.last]
        left = [one for one in search(self._sheet, terms) if one.fact.text not in wording and one.score > 0.12]
        near = [one for one in left if any(abs(one.fact.order - order) <= 2 for order in last)]
        return (near or left)[0].fact.text if left else self._voice.line("no_more")

    def tale(self, words: Sequence[str]) -> str:
        """Return what is told to whoever asks for a story, of the character's own past, or for talk about others."""
        told = " ".join(self._voice.said)
        others = bool({"gossip", "rumor", "rumors", "rumour", "rumours", "anybody", "anyone", "secret"} & set(words))
        facts = [fact for fact in self._sheet.facts if fact.text not in told and not _FORMS["dry"].search(fact.text)]
        fitting = (fact for fact in facts if {"person", "past"} & fact.cues)
        best = min(fitting, key=lambda fact: ((fact.source == "knowledge") != others, fact.order), default=None)
        return best.text if best else self._voice.line("no_tale")

    def best_of(self, words: Sequence[str], wares: Sequence[str]) -> str:
        """Return what is recommended: one of the wares, or an empty text."""
        sought, goods = set(map(stem, content(words))), set(map(stem, tokens(" ".join(wares))))
        # what the sheet knows and does not sell was asked for
        fits = wares and self._sheet.idf.keys().isdisjoint(sought - goods)
        return self._voice.line("recommended", thing=self._voice.pick(wares)) if fits else ""

    def about_self(self, kind: str, offers: str, wares: str) -> str:
        """Return who the character is, what it does, what can be had from it, what it can be asked."""
        if kind == "able":
            return self._voice.varied((offers + self._voice.hint()).strip())
        if kind == "sale":
            results = search(self._sheet, query(["sell", "price"]))
            facts = [one.fact for one in results if {"money", "amount"} <= one.fact.cues][:3]
            told = self._run(sorted(facts, key=lambda fact: fact.order))
            return self._voice.varied(" ".join(filter(None, [wares, told])))
        own = [fact for fact in self._sheet.facts if fact.of_self and re.match(r"I\b|My\b", fact.text)]
        if kind == "work":
            working = [fact for fact in own if _FORMS["role"].match(fact.text) or _FORMS["work"].search(fact.text)]
            now = [fact for fact in working if "past" not in fact.cues]
            own = sorted(now or working or own, key=lambda fact: (not fact.text.startswith("I "), fact.order))
            own.sort(key=lambda fact: not _FORMS["role"].match(fact.text))
        own = own or [fact for fact in self._sheet.facts if fact.source in ("bio", "description")]
        name = self._voice.line("my_name") + " " if kind == "who" and self._sheet.name else ""
        name = "" if own and self._sheet.name in own[0].text else name
        return self._voice.varied(name + self._run(own[:2] if kind == "who" else own[:1]) if own else name.strip())

    def errand(self) -> str:
        """Return what there is to do for somebody who offers help: facts that tell of a need, a loss or a reward."""
        needs = [fact for fact in self._sheet.facts if _FORMS["need"].search(fact.text)]
        ranked = sorted(needs, key=lambda fact: (-len(_FORMS["need"].findall(fact.text)), fact.order))[:2]
        return self._voice.varied(self._run(sorted(ranked, key=lambda fact: fact.order)))

    def ignorance(self, kind: str = "", words: Sequence[str] = ()) -> str:
        """Return a line of not knowing, with something that is known; `kind`: the form of the question of `words`."""
        asked = content_stems(" ".join(words)) if kind == "what_unknown" else frozenset()
        if asked and asked <= content_stems(self.after):
            # `what happened in the cistern?` behind what happened there
            return self._voice.line("no_more")
        unknown = (kind.endswith("_unknown") or kind in _UNKNOWN) and kind not in self._sheet.lines
        kind = "ignorance" if unknown and "ignorance" in self._sheet.lines else kind or "ignorance"
        return self._voice.line(kind, hint=self._voice.hint() if unknown or kind == "ignorance" else "")
