"""The brain in the box: answers from the sheet alone, at once, the same each time for the same seed."""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from stealth_pygame.backend.brain.bounds import bounded_question, bounded_sheet
from stealth_pygame.backend.brain.interface import Answer, Question, Steps, finish
from stealth_pygame.backend.brain.knowledge.sheet import Sheet, compiling
from stealth_pygame.backend.brain.language.spelling import Speller
from stealth_pygame.backend.brain.language.words import LONGEST
from stealth_pygame.backend.brain.moods import felt, moods_apart
from stealth_pygame.backend.brain.reply import Reply
from stealth_pygame.backend.meaning.vectors import Embedder, Meanings
from stealth_pygame.backend.meaning.word_vectors import word_vectors

# Length of the sheets that are kept compiled, all together: sixty times as many bytes. The least used goes first.
CACHED_LENGTH: Final = 1_000_000

_UNSAFE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class OfflineBrain:
    """A `Brain` without key, network or model, safe between threads. `seed` decides wordings.

    embed: an embedding model in the place of the vectors of words that come with the library.
    """

    def __init__(self, seed: int | None = 0, embed: Embedder | None = None) -> None:
        self._seed = seed
        self._meanings = Meanings(embed or word_vectors())
        # an embedding model takes more time than all rules
        self.quick = embed is None
        self._lock = threading.Lock()
        self._sheets: OrderedDict[str, tuple[Sheet, Speller]] = OrderedDict()

    @property
    def cached(self) -> tuple[str, ...]:
        """The sheets that are kept compiled, as JSON; the least used first."""
        return tuple(self._sheets)

    def answer(self, question: Question) -> Answer:
        """Answer from the character sheet, the context and the history. Never raises for what a user can type."""
        return finish(self.answering(question))

    def answering(self, question: Question) -> Steps[Answer]:
        """Answer in steps."""
        message = _UNSAFE.sub(" ", question.message[: 2 * LONGEST])
        question = replace(bounded_question(question), message=message, user_name=_UNSAFE.sub("", question.user_name))
        moods, character = moods_apart(question.character)
        sheet, speller = yield from self._compiled(character)
        yield
        reply = Reply(sheet, speller, question, self._seed)
        yield
        answer = reply.answer()
        return Answer(_UNSAFE.sub("", answer.content), (*felt(moods, question), *answer.calls))

    def prepare(self, character: Mapping[str, Any]) -> None:
        """Compile a character before anybody talks to it, so that its first answer is as quick as the others."""
        finish(self.preparing(character))

    def preparing(self, character: Mapping[str, Any]) -> Steps[None]:
        """Do the same in steps."""
        yield from self.answering(Question(character, "Good day, how much is it?"))

    def _compiled(self, character: Mapping[str, Any]) -> Steps[tuple[Sheet, Speller]]:
        key = json.dumps(character, sort_keys=True, default=str)
        with self._lock:
            if known := self._sheets.get(key):
                self._sheets.move_to_end(key)
                return known
        sheet = yield from compiling(bounded_sheet(character), self._meanings)
        if sheet.meanings:
            # so that the first question need not wait for all vectors
            for text in (*(fact.text for fact in sheet.facts), *(function.told for function in sheet.functions)):
                sheet.meanings.read(text)
                yield
        compiled = (sheet, Speller(_vocabulary(sheet)))
        with self._lock:
            self._sheets[key] = compiled
            length = sum(map(len, self._sheets))
            while length > CACHED_LENGTH and len(self._sheets) > 1:
                length -= len(self._sheets.popitem(last=False)[0])
        return compiled


def _vocabulary(sheet: Sheet) -> list[str]:
    told = [sheet.name, *(fact.text for fact in sheet.facts), *(example.asked for example in sheet.examples)]
    for function in sheet.functions:
        told += [*function.words, function.told, *function.choices, *(p.name for p in function.parameters)]
    return told
