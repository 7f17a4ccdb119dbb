"""One answer to one message: a call when one is asked for, else small talk, the moment, the sheet or ignorance."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from stealth_pygame.backend.brain import staging
from stealth_pygame.backend.brain.calls import offers
from stealth_pygame.backend.brain.calls.arguments.phrases import RELATIVES
from stealth_pygame.backend.brain.calls.calling import Calling
from stealth_pygame.backend.brain.interface import Answer, Question, Turn
from stealth_pygame.backend.brain.knowledge import history
from stealth_pygame.backend.brain.knowledge.answers import Knowing
from stealth_pygame.backend.brain.knowledge.search import likeliest
from stealth_pygame.backend.brain.knowledge.sheet import Sheet, content_stems
from stealth_pygame.backend.brain.knowledge.voice import Voice
from stealth_pygame.backend.brain.language.clauses import AUX, STORY, WH, Clause, ClauseKind, clauses, leads_up
from stealth_pygame.backend.brain.language.questions import question_kind
from stealth_pygame.backend.brain.language.spelling import Speller
from stealth_pygame.backend.brain.language.vocabulary import content, patterns_of, words_of
from stealth_pygame.backend.brain.language.words import LONGEST, sentences, stem, tokens
from stealth_pygame.backend.brain.small_talk import GRAVE, chat, intent, learned, mood, remark
from stealth_pygame.backend.brain.state import situation

_NEAR_BY = 14
# The likelihoods by a judge from which what the game tells comes before the sheet, and before not knowing.
_RATHER, _PERHAPS = 0.5, 0.25
# Small talk by which a message is answered that ends so.
_ENDINGS: Final = {"farewell", "sorry", "thanks", "wishes"}
# Small talk that may be one of two questions.
_ASKED_TOO = ("who", "work", "sale", "my_name", "how")
_ASIDES, _CLOSED, _NO_WISH, _OF_US, _FAINTLY, _ASKED, _REFUSES, _TITLES, _OTHERS, _SHOWN = (
    words_of(f"reply {name}", "lists")
    for name in ("asides", "closed", "no wish", "of us", "faintly", "asked", "refuses", "titles", "others", "shown")
)
_WHO: Final = ("what", "is", "your", "name")
_FORMS: Final = patterns_of("reply")


class Reply:
    """Reads a message once and finds the first way to answer it."""

    def __init__(self, sheet: Sheet, speller: Speller, question: Question, seed: int | None) -> None:
        self._sheet = sheet
        self._question = question
        self._history = staging.spoken(history.turns(question, sheet.name))
        self._voice = Voice(sheet, question, seed, self._history)
        self._kept = {word for user in (question.user_name, *question.users) for word in tokens(user)} | sheet.names
        self._kept |= situation.named(question.context)
        self._speller = speller
        self._text = self._read(question.message)
        self._clauses = self._parted(self._text, question.message, sheet.names | sheet.roles)
        self._fresh = [_as_question(one, sheet) for one in _without_echo(self._clauses, self._voice.last)]
        self._asking = _asking(self._fresh)
        # what `it` may be stands in the last exchange, in the words of the user rather than the character's
        last = sorted(self._history[-2:], key=lambda turn: turn.speaker != "user")
        before = [word for turn in last for word in tokens(turn.text[:400])]
        self._calling = Calling(sheet, question, self._voice, before)
        self._knowing = Knowing(sheet, self._voice, self._history, of_several=len(self._asking) > 1)

    def _read(self, message: str) -> str:
        if not self._voice.is_english:
            return self._sheet.translator.plain(message[:LONGEST])
        text = self._speller.mend(_without_gestures(message[:LONGEST]).replace("\u2019", "'"), self._kept)
        # nobody else is addressed by a name or a title of the character
        called = self._sheet.names | self._sheet.roles | _TITLES
        return _FORMS["addressed"].sub(lambda match: match[1] if match[2].lower() in called else match[0], text)

    def answer(self) -> Answer:
        """The answer, never empty and never word for word the last one."""
        words = tokens(self._text)
        if happened := staging.direction(self._question.message):
            return Answer(self._reaction(staging.reaction(happened)))
        if not words:
            return Answer(self._voice.line("wordless"))
        if not re.search(r"[a-z0-9]", " ".join(words)):
            known = self._knowing.fact(words, (), self._question.message, quiet=True)
            return Answer(known or self._voice.line("foreign"))
        if taken := offers.accepted(self._text, self._voice.last, self._sheet):
            before = next((turn.text for turn in reversed(self._history) if turn.speaker == "user"), "")
            return self._calling.told([self._calling.taken_up(taken, self._question.message, *self._heard(before))])
        # a question completes nothing, and the lines before need not be read for it
        open_still = None if all(clause.asks for clause in self._clauses) else self._pending()
        called = self._calling.answer(self._clauses, open_still, lambda: self._known(words))
        if called and called.calls and intent(tokens(sentences(self._text)[-1]))[0] == "farewell":
            # `two rolls, please, and goodbye`
            return replace(called, content=f"{called.content} {self._greeted('farewell')}")
        return called or Answer(self._spoken(words))

    def _reaction(self, kind: str) -> str:
        """A line for what happened; a first greeting goes on in the sheet's own words, where they are no greeting."""
        line = self._voice.line(kind)
        own = self._example("greeting") if kind == "greet_first" else ""
        return f"{line} {own}" if own and intent(tokens(own))[0] != "greeting" else line

    def _pending(self) -> object | None:
        """Return what the last messages asked for and left incomplete."""
        pending = None
        last = before = ""
        recent = self._history[-6:]
        settled = max((at for at, turn in enumerate(recent) if _settles(turn)), default=-1)
        for at, turn in enumerate(recent):
            if turn.speaker == "user" and at > settled:
                if taken := offers.accepted(turn.text[:200], last, self._sheet):
                    pending = self._calling.taken_up(taken, turn.text, *self._heard(before))
                else:
                    pending = self._calling.left_open(*self._heard(turn.text), pending)
            last, before = turn.text, turn.text if turn.speaker == "user" else before
        return pending

    def _heard(self, message: str) -> tuple[Sequence[Clause], str]:
        """The clauses of an earlier message, and the message."""
        return self._parted(self._read(message), message, self._sheet.names), message

    def _parted(self, text: str, raw: str, names: frozenset[str]) -> Sequence[Clause]:
        """The clauses of a text, of which those said to somebody else are known as such (`Jeff, get me a beer`)."""
        sheet, others = self._sheet, set[str]()
        for title, name in _FORMS["calls"].findall(raw.lower()):
            own = sheet.names | sheet.roles | {word for f in sheet.functions for word in tokens(" ".join(f.choices))}
            meant = self._speller.fix(name)
            known = name in sheet.people or name in _OTHERS or title.strip() in RELATIVES
            strange = not (title or self._speller.knows(name) or leads_up(meant) or meant in _TITLES)
            if name not in own and (known or strange):
                others |= {title + name, title + meant}
        return clauses(text, sheet.verbs, names, frozenset(others))

    def _spoken(self, words: list[str]) -> str:
        bare = _bare(words, self._sheet.names)
        if set(bare) <= {*self._sheet.names, *tokens(self._sheet.name)}:
            return self._voice.line("called")
        if once_more := self._knowing.once_more([words, *(clause.words for clause in self._asking)]):
            return once_more
        # `if it rains, what do you do?` asks for nobody's work
        conditional = any(clause.every[:1] == ("if",) for clause in self._fresh)
        name, named = intent(bare)
        name = "" if conditional and name == "work" else name
        main = _main(self._fresh)
        if main and not conditional and (not name or (name in _ASIDES and main.asks)):
            name, named = intent(_bare(list(main.every), self._sheet.names))
        if not self._asking:
            greets = not (name or self._history) and intent(self._clauses[0].every)[0] == "greeting"
            last = sentences(self._text)[-1]
            endings = {intent(tokens(part))[0] for part in (last, last.rpartition(",")[2])} & _ENDINGS
            # whatever was said before, a message that ends so is answered in kind
            name = min(endings, default="greeting" if greets else name or _introduced(self._question, self._clauses))
        if name == "sale" and "i" in bare and (carried := self._moment()):
            return carried
        if self._sheet.meanings and len(self._asking) < 2 and name not in _ASIDES | _CLOSED:
            asked = self._asking[0] if self._asking else main if len(words) < STORY else None
            if asked and (known := self._knowing.sure(asked.words, self._question.message, self._moment())):
                return known
        told = self._offered(name, words) or (self._company(name, named, bare) if name else "")
        return told or self._each() or self._moment() or self._from_sheet(words)

    def _each(self) -> str:
        """The answers to the first two questions of a message that asks several, where they are known."""
        told: list[str] = []
        for at, clause in enumerate(self._asking if len(self._asking) > 1 else ()):
            earlier = self._asking[at - 1].words if at else ()
            name, _ = intent(list(clause.words))
            known = self._company(name, "", list(clause.words)) if name in _ASKED_TOO else ""
            known = known or self._state(clause)
            told.append(known or self._knowing.fact(clause.words, earlier, self._question.message))
        return " ".join(list(filter(None, dict.fromkeys(told)))[:2])

    def _offered(self, name: str, words: list[str]) -> str:
        """Help for a complaint, or an errand for somebody who looks for one, in words that a yes turns into a call."""
        if not self._voice.is_english:
            return ""
        if name == "quest" and (function := offers.giver(self._sheet)):
            told = self._knowing.errand() or self._voice.line("offer_quest")
            return f"{told} {offers.offer(function)}"
        # a complaint before a question is only told on the way
        if name or self._asking or not (function := offers.need(self._clauses, self._sheet)):
            return ""
        return self._knowing.exchange(words) or f"{self._voice.line('feel_for')} {offers.offer(function)}"

    def _moment(self) -> str:
        return self._voice.varied(self._told_now) if self._voice.is_english else ""

    @cached_property
    def _told_now(self) -> str:
        """The answer of the game to the questions, which is needed several times and costs a judgement."""
        return next(filter(None, map(self._state, _asked_or_bare(self._asking, self._clauses))), "")

    def _state(self, clause: Clause) -> str:
        """Return what the game tells, by the words of a clause, or where it asks by its meaning."""
        return situation.told(clause.words, self._question.context) or self._meant(clause, _RATHER)

    def _meant(self, clause: Clause, least: float) -> str:
        """Return what the game tells of the player that a judge takes for the answer to a question."""
        lines = situation.lines(clause.words, self._question.context) if clause.asks else []
        return likeliest(lines, self._sheet, " ".join(clause.words), least)

    def _known(self, words: list[str]) -> str:
        """Return what is said rather than offer something: an answer to just this, to a question, or what is shown."""
        shown = [clause for clause in self._clauses if clause.every and clause.every[0] in _SHOWN]
        told = (situation.told(one.every, self._question.context) for one in shown)
        asking = (one for one in self._asking if one.words[0] in WH and self._sheet.judge)
        facts = (self._knowing.fact(one.words, (), " ".join(one.every), taken=True) for one in asking)
        return self._knowing.exchange(words) or next(filter(None, itertools.chain(told, facts)), "")

    def _from_sheet(self, words: list[str]) -> str:
        main = _main(self._fresh)
        if main is None:
            return self._knowing.ignorance()
        every = " ".join(main.every)
        # `I have to feed the hens` has the form of a wish and is none
        wishes = main.kind is ClauseKind.REQUEST and chat(main.every, asks=False) not in _NO_WISH
        tells = not (main.asks or wishes) or bool(_FORMS["exclaims"].match(every))
        # a question mark behind what only repeats the line before asks nothing
        remarks = tells and not (self._asking and "?" in self._question.message) and not _FORMS["asks"].match(every)
        told = content(main.words)
        named = main.kind is ClauseKind.FRAGMENT and not self._sheet.idf.keys().isdisjoint(map(stem, told))
        # `woodworm cure` is a question where no line was told, and `nice curls` none
        bare = len(words) < 4 and told == list(main.every) and not mood(told[:-1])
        topic = named and bare and not self._knowing.after
        kind = self._form(main, words, asks=not remarks, learns=not named)
        if remarks and (not told or not (_FORMS["seeks"].search(every) or topic or (named and not kind))):
            # `that is a lot` asks for nothing again
            return (self._knowing.exchange(words) if not kind and told else "") or self._remark(kind)
        unknown = self._sheet.idf.keys().isdisjoint(map(stem, content(words)))
        heard = self._sheet.judge if main.every[:1] == ("why",) else self._sheet.meanings and not self._knowing.after
        if kind in _OF_US and main.asks and unknown and not heard:
            # only a meaning may find a line, and where one was just told a judge for a reason
            return self._knowing.exchange(words, again=True) or self._voice.line(kind)
        # what a question leans on stands near it: of a long story only the last sentences count
        earlier = [word for clause in self._clauses if clause is not main for word in clause.words][-_NEAR_BY:]
        short = main.kind is ClauseKind.STATEMENT and len(main.words) < 4
        aside = short or (main.kind is ClauseKind.REQUEST and not main.by_user)
        # beside a remark only what a judge takes for its answer is told
        taken = self._sheet.judge is not None and (aside or remarks) and not named and len(words) < STORY
        quiet = aside or kind in _FAINTLY
        results = self._knowing.fact(main.words, earlier, self._question.message, quiet=quiet, taken=taken)
        return results or self._unknown(main, kind, remarks=remarks)

    def _form(self, main: Clause, words: list[str], *, asks: bool, learns: bool) -> str:
        """The kind of a question by its form, or of a remark. learns: also as a judge has learned it."""
        if not self._voice.is_english:
            return ""
        if not asks:
            parts = [*(clause.every for clause in reversed(self._clauses)), _bare(words, self._sheet.names)]
            return remark(parts) or (learned(self._sheet.judge, " ".join(words), asks=False) if learns else "")
        kind, whole = chat(main.every, asks=True), chat(_bare(words, self._sheet.names), asks=True)
        # `it is cold, is it not?` is more than its first half
        return whole if kind in ("", "polar_unknown", "echo_unknown") else kind

    def _unknown(self, main: Clause, kind: str, *, remarks: bool) -> str:
        """The answer to what the sheet does not tell."""
        hints = self._voice.is_english and (main.asks or main.by_user)
        context = self._question.context
        if hints and (known := situation.hinted(main.every, context) or self._meant(main, _PERHAPS)):
            return self._voice.varied(known)
        if remarks:
            return self._remark(kind)
        # `can you teach me?` names nothing to be done
        asks = _FORMS["asks"].match(" ".join(main.every)) or len(main.words) < 3
        if main.kind is ClauseKind.REQUEST and not (kind in _ASKED or (kind and asks)):
            able = self._calling.offers()
            # what the character can do is told once
            told = any(able.strip() in said for said in self._voice.said)
            return self._voice.line("wish_unmet", hint="" if told else able or self._voice.hint())
        if self._voice.is_english and (function := offers.able(main, self._sheet)):
            return f"{self._voice.line('able')} {offers.offer(function)}"
        # `what do you think he wants` says itself what it asks for
        if self._voice.is_english and (not kind or (kind.endswith("_unknown") and kind != "guess_unknown")):
            kind = learned(self._sheet.judge, " ".join(main.every), asks=True) or kind
        return self._knowing.ignorance(kind, main.words)

    def _remark(self, kind: str) -> str:
        refused = any(clause.kind is ClauseKind.REFUSAL and clause.every[0] in _REFUSES for clause in self._clauses)
        return self._voice.line(kind or ("refusal" if refused else "statement"))

    def _company(self, name: str, named: str, words: list[str]) -> str:
        """The answer to small talk, or an empty text where something else fits better."""
        if name in ("who", "work", "able", "sale"):
            return self._knowing.about_self(name, self._calling.offers(), self._calling.wares())
        if name == "how" and (felt := self._moment() or situation.feeling(self._question.context)):
            return self._voice.varied(felt)
        if name in ("again", "more"):
            return self._knowing.again() if name == "again" else self._knowing.more()
        if name in ("happened", "outcome"):
            return self._happened(name, words)
        if name in ("tale", "recommend"):
            wares = [word for function in self._sheet.functions if function.outward for word in function.choices]
            return self._knowing.tale(words) if name == "tale" else self._knowing.best_of(words, wares)
        if name == "told_name":
            return self._voice.line("met", name=self._question.user_name or named.capitalize())
        if name == "your_name":
            return self._voice.line("your_name" if self._question.user_name else "no_name")
        if name == "my_name" and not self._sheet.name:
            return ""
        return self._example(name) or (self._knowing.errand() if name == "quest" else self._greeted(name))

    def _example(self, name: str) -> str:
        """The sheet's own words for such an occasion."""
        fits = (one for one in self._sheet.examples if intent(_bare(tokens(one.asked), self._sheet.names))[0] == name)
        own = (self._voice.personal(example.answer) for example in fits)
        fresh = [text for text in own if text and not self._voice.was_said(text, 4)]
        return self._voice.pick(fresh) if fresh else ""

    def _greeted(self, name: str) -> str:
        if name == "farewell" and self._voice.is_english and name not in self._sheet.lines:
            # who goes to bed travels nowhere
            name = "good_night" if _FORMS["to bed"].search(self._text) else name
        hurt = name == "greeting" and situation.is_hurt(self._question.context)
        return " ".join([self._voice.line(name), *([self._voice.line("hurt")] if hurt else [])])

    def _happened(self, name: str, words: Sequence[str]) -> str:
        """The last event, or the end of the last call, of the last that failed where it is asked what went wrong."""
        if name == "happened" and (what := situation.happenings(self._question.context)):
            return self._voice.line("happened", what=what)
        known = situation.outcomes(self._question.context)
        failed = [one for one in known if not one[0]] if {"wrong", "fail", "failed"} & set(words) else []
        for worked, what in (failed or known)[-1:]:
            return self._voice.line("worked" if worked else "failed", what=what)
        if name == "outcome":
            return ""
        return self._knowing.fact(words, (), self._question.message, quiet=True) or self._voice.line("quiet")


def _as_question(clause: Clause, sheet: Sheet) -> Clause:
    """The clause, as a question where it has the form of a request and nothing can be done (`will you cry?`)."""
    if clause.every[:2] == ("are", "you") and clause.every[2:] and sheet.names.issuperset(clause.every[2:]):
        # `are you Renata?`
        return Clause(ClauseKind.QUESTION, _WHO, _WHO)
    foretold = clause.kind is ClauseKind.REQUEST and _FORMS["foretells"].match(" ".join(clause.every))
    if not foretold or stem(clause.words[0]) in sheet.verbs:
        return clause
    return Clause(ClauseKind.QUESTION, clause.every, clause.every)


def _introduced(question: Question, spoken: Sequence[Clause]) -> str:
    """The kind of small talk of somebody who says their name, beside nothing grave: `I am Ada, and new on board`."""
    own = tokens(f"I am {question.user_name}")
    told = own[2:] and f"{' '.join(own)} " in f"{' '.join(tokens(question.message))} "
    beside = (one.every for one in spoken if own[-1] not in one.every)
    more = remark([one.every for one in spoken]) in GRAVE or any(one[2:] and not intent(one)[0] for one in beside)
    return "told_name" if told and not more else ""


def _asking(spoken: Sequence[Clause]) -> list[Clause]:
    """The clauses that want to know something; `down here? how many are there?` is one question and not two."""
    asking = [one for one in spoken if one.asks and one.words and not _FORMS["exclaims"].match(" ".join(one.every))]
    return [one for one in asking if question_kind(one.words) or one.words[0] in AUX or one is asking[-1]]


def _asked_or_bare(asking: Sequence[Clause], spoken: Sequence[Clause]) -> list[Clause]:
    """The questions, and before those that name nothing what stands in fragments: `my best time, what was it?`."""
    names = any(content(clause.words) for clause in asking)
    bare = (one for one in spoken if one.kind is ClauseKind.FRAGMENT and not (names or AUX & set(one.every)))
    return [*bare, *asking]


def _main(spoken: Sequence[Clause]) -> Clause | None:
    """The clause to answer: the last question, else the last request, else the longest."""
    for kinds in ((ClauseKind.QUESTION, ClauseKind.TELL), (ClauseKind.REQUEST,)):
        if results := [clause for clause in spoken if clause.kind in kinds and clause.words]:
            return results[-1]
    return max(spoken, key=lambda clause: len(clause.words), default=None)


def _without_echo(spoken: Sequence[Clause], last: str) -> Sequence[Clause]:
    """The clauses without a question that only repeats the line before: `room 17? who lives there?`."""
    told, row = content_stems(last), {*tokens(last), "only", "just", "really"}

    def echoes(one: Clause) -> bool:
        stems = set(map(stem, content(one.words)))
        return one.asks and not question_kind(one.words) and (stems <= told if stems else set(one.words) <= row)

    fresh = [one for one in spoken if not (one.words and echoes(one))]
    return fresh if any(one.words for one in fresh) else spoken


def _settles(turn: Turn) -> bool:
    """Tell whether the character asks for nothing: what was asked of it is done, or talk went on."""
    return turn.speaker == "character" and not _FORMS["wants"].search("".join(sentences(turn.text)[-1:]))


def _without_gestures(text: str) -> str:
    """The text without what stands in asterisks, unless nothing else has words."""
    rest = _FORMS["gesture"].sub(" ", text)
    return rest if any(map(str.isalnum, rest)) else text


def _bare(words: list[str], names: frozenset[str]) -> list[str]:
    """The words without the character's name at either end and without `please`."""
    left = [word for word in words if word != "please"]
    telling = [at for at, word in enumerate(left) if word not in names] or [0]
    return left[telling[0] : telling[-1] + 1] or words
