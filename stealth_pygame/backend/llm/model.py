"""A brain that asks a language model, and passes on only the words and calls of the character."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from stealth_pygame.backend.brain.interface import Answer, BrainError, Question
from stealth_pygame.backend.brain.moods import FUNCTION
from stealth_pygame.backend.llm.calls import Tools, read_calls, written_calls
from stealth_pygame.backend.llm.cleaning import Cast, SentenceStream, clean, without_reasoning, worn
from stealth_pygame.backend.llm.names import TEST, Endpoint, endpoint, speaks_plainly
from stealth_pygame.backend.llm.options import TIMEOUT, ModelOptions
from stealth_pygame.backend.llm.prompt import Form, Prompts
from stealth_pygame.backend.llm.server.chat import ChatServer, OverlongError
from stealth_pygame.backend.llm.server.completions import ModelAnswer, UnreadableError
from stealth_pygame.backend.llm.summary import Summaries
from stealth_pygame.backend.llm.window import USUAL_ELSEWHERE, USUAL_HERE, Budget
from stealth_pygame.errors import StealthError
from stealth_pygame.protocol.models import WireCall

# Seconds for loading a model. No message waits so long, but the loading continues between messages.
WARM_UP_WITHIN: Final = 600.0
# Seconds for the summary of earlier turns, which no player waits for.
SUM_UP_WITHIN: Final = 60.0
SUMMARY_TOKENS: Final = 160
# Sentences after which a local model may stop: it was asked for three, and more would only take time.
ENOUGH: Final = 8
# Sentences without new words after which it may stop too.
STALLED: Final = 4
# Seconds of loading after which a waiting player is told about it.
SEEN_AFTER: Final = 0.5
# The number of sheets that are remembered as read by the server.
WARM_SHEETS: Final = 64

log = logging.getLogger("stealth_pygame.backend.llm")


class ThoughtOnlyError(BrainError):
    """The model wrote reasoning but no answer: its settings are wrong, and only the developer can change them."""


class ModelBrain:
    """Answers with a model such as "openai:gpt-4o-mini" or "ollama:llama3.2", or any name at an OpenAI-like `url`.

    timeout: seconds for an answer, with all retries. Raises `ConfigurationError` for a model that cannot be used.
    """

    sums_up = True

    def __init__(
        self, model: str, url: str = "", *, timeout: float = TIMEOUT, options: ModelOptions | None = None
    ) -> None:
        self._timeout = timeout
        self._options = options or ModelOptions()
        self._test = model == TEST and not url
        where = Endpoint(TEST, TEST, "http://127.0.0.1:9/v1") if self._test else endpoint(model, url)
        self._server = ChatServer(where, self._options)
        self._plain = speaks_plainly(where.model)
        self._summaries = Summaries(self._sum_up)
        self._prompts = Prompts(self._summaries)
        self._warm: OrderedDict[str, threading.Event] = OrderedDict()
        self._lock = threading.Lock()
        self._looked = False
        self._loaded = threading.Event()
        self._loaded.set()

    def load(self) -> None:
        """Let a local server load the model before the first message. Returns at once."""
        wanted = self._options.warm_up
        if self._test or wanted is False or (wanted is None and not self._server.endpoint.local):
            return
        self._loaded.clear()
        threading.Thread(target=self._warm_up, args=({}, self._loaded), name="stealth-warm-up", daemon=True).start()

    def answer(self, question: Question) -> Answer:
        """Return the model's answer. Raises `BrainError` with the provider's own words."""
        return self.stream(question, None)

    def stream(self, question: Question, tell: Callable[[str], None] | None) -> Answer:
        """Return the model's answer. tell: is called with each sentence as soon as it is certain.

        It is called with "" first if the model is still loading.
        """
        if self._test:
            return Answer(content="This is a test.")
        try:
            return self._answered(question, tell, time.monotonic() + self._timeout)
        except UnreadableError as exc:
            # Only a developer can solve this, and needs the traceback.
            log.warning("The answer of %s could not be read", self._server.endpoint.name, exc_info=exc)
            raise
        except BrainError:
            raise
        except StealthError as exc:
            raise BrainError(f"{self._server.endpoint.name}: {exc}") from exc
        except Exception as exc:
            # A server may send anything, but no answer of it may cause an error 500.
            log.exception("The answer of %s could not be read", self._server.endpoint.name)
            raise BrainError(f"{self._server.endpoint.name}: its answer cannot be read ({type(exc).__name__})") from exc

    def _answered(self, question: Question, tell: Callable[[str], None] | None, deadline: float) -> Answer:
        waking = None if tell is None else partial(tell, "")
        self._wait_until_warm(question.character, deadline, waking)
        self._look()
        tools, cast = Tools(question.character), _cast(question)
        known = self._server.abilities
        # Before the first complete answer, only the name shows if a model writes reasoning.
        certain = (known.answered or self._plain) and not known.thinks_aloud
        stream = SentenceStream(cast, lambda text: written_calls(text, tools)[0])
        heard = _teller(stream, tell if certain else None, ENOUGH if certain else None)
        streamed = tell is not None or self._server.endpoint.local
        answer = self._asked(question, tools, deadline, heard if streamed else None, waking)
        if self._is_thought(answer) and not known.more_tokens and answer.cut_short:
            # From now on this model gets more tokens at once, because a second try takes as long as the first.
            known.more_tokens = True
            answer = self._asked(question, tools, deadline, None).after(answer)
        known.answered = True
        known.thinks_aloud = known.thinks_aloud or _thinks_aloud(answer.text)
        self._summaries.make()
        read = self._read(question, answer, tools, cast, deadline)
        # Words that were told cannot be taken back.
        told = stream.given if tell and certain else ""
        return read if read.flagged or read.content.startswith(told) else replace(read, content=told)

    def _asked(
        self,
        question: Question,
        tools: Tools,
        deadline: float,
        tell: Callable[[str], bool] | None,
        waking: Callable[[], None] | None = None,
    ) -> ModelAnswer:
        """Ask with as much history as fits; if the server finds it too long, ask again with half of it."""
        try:
            return self._server.ask(
                lambda: self._messages(question, tools), tools.definitions, deadline, tell=tell, waking=waking
            )
        except OverlongError as exc:
            log.info("%s; half of the history is left out", exc)
            known = self._server.abilities
            # The estimate was too large; the next prompts should be accepted at once.
            known.window = max(self._form().budget.window * 3 // 4, 512)
            most = len(question.history) // 2
            return self._server.ask(
                lambda: self._messages(question, tools, most), tools.definitions, deadline, tell=tell
            )

    def _messages(self, question: Question, tools: Tools, most_turns: int | None = None) -> list[dict[str, Any]]:
        return self._prompts.messages(question, tools, replace(self._form(), most_turns=most_turns))

    def _form(self) -> Form:
        known = self._server.abilities
        usual = USUAL_HERE if self._server.endpoint.local else USUAL_ELSEWHERE
        window = self._options.window or known.window or usual
        budget = Budget(window, self._options.max_tokens)
        return Form(known.tools, known.system, budget, tool_messages=known.tools and known.tool_history)

    def _is_thought(self, answer: ModelAnswer) -> bool:
        """Return True if the answer is only reasoning."""
        return not answer.calls and not without_reasoning(answer.text) and bool(answer.reasoning or answer.text.strip())

    def _read(self, question: Question, answer: ModelAnswer, tools: Tools, cast: Cast, deadline: float) -> Answer:
        if answer.flagged:
            return Answer(flagged=True)
        text, written = written_calls(without_reasoning(answer.text), tools)
        speech = clean(text, cast, cut_short=answer.cut_short)
        calls = tuple(_spoken(call, cast, speech.text) for call in read_calls([*answer.calls, *written], tools))
        content = speech.text
        if calls and not content and not any(call.message for call in calls):
            content, answer = self._words_for(question, answer, calls, tools, cast, deadline)
        if content or calls:
            return Answer(
                content=content,
                calls=calls,
                narration=speech.narration,
                prompt_tokens=answer.prompt_tokens,
                answer_tokens=answer.answer_tokens,
            )
        name = self._server.endpoint.name
        if answer.text.strip() and self._is_thought(answer):
            raise ThoughtOnlyError(f"{name}: the model wrote nothing but its reasoning; {_ADVICE}")
        if answer.reasoning:
            raise BrainError(f"{name}: thinking used up the tokens before the model spoke; {_ADVICE}")
        raise BrainError(f"{name}: the model said nothing")

    def _sum_up(self, messages: list[dict[str, Any]]) -> str:
        """Return the model's summary of earlier turns."""
        answer = self._server.ask(lambda: messages, [], time.monotonic() + SUM_UP_WITHIN, most_tokens=SUMMARY_TOKENS)
        return " ".join(without_reasoning(answer.text).split())

    def _words_for(
        self,
        question: Question,
        first: ModelAnswer,
        calls: tuple[WireCall, ...],
        tools: Tools,
        cast: Cast,
        deadline: float,
    ) -> tuple[str, ModelAnswer]:
        """Return words for calls that came without any, and the answer with them; "" if there is not enough time."""
        # The action runs in any case, so words are not worth a time-out.
        if deadline - time.monotonic() < self._timeout / 2:
            return "", first
        done = "; ".join(f"{call.name} {json.dumps(call.parameters, ensure_ascii=False)}" for call in calls)

        def messages() -> list[dict[str, Any]]:
            told = self._messages(question, tools)
            ask = _ANSWER if all(call.name == FUNCTION for call in calls) else _SAY_IT
            return [*told, {"role": "assistant", "content": f"({done})"}, {"role": "user", "content": ask}]

        try:
            answer = self._server.ask(messages, [], deadline)
        except BrainError as exc:
            log.info("%s: no words for a call: %s", self._server.endpoint.name, exc)
            return "", first
        text, _ = written_calls(without_reasoning(answer.text), tools)
        return clean(text, cast, cut_short=answer.cut_short).text, answer.after(first)

    def prepare(self, character: Mapping[str, Any]) -> None:
        """Let the server load the model and read the sheet before anybody speaks. Returns at once, never raises."""
        wanted = self._options.warm_up
        if self._test or wanted is False or (wanted is None and not self._server.endpoint.local):
            return
        key = json.dumps(character, sort_keys=True, default=str)
        with self._lock:
            if key in self._warm:
                return
            self._warm[key] = ready = threading.Event()
            while len(self._warm) > WARM_SHEETS:
                self._warm.popitem(last=False)
        threading.Thread(target=self._warm_up, args=(character, ready), name="stealth-warm-up", daemon=True).start()

    def _warm_up(self, character: Mapping[str, Any], ready: threading.Event) -> None:
        if ready is not self._loaded:
            self._loaded.wait(WARM_UP_WITHIN)
        tools = Tools(character)
        question = Question(character, "Hello")
        try:
            self._server.ask(
                lambda: self._prompts.opening(question, tools, self._form()),
                tools.definitions,
                time.monotonic() + WARM_UP_WITHIN,
                most_tokens=1,
                for_load=True,
            )
        except BrainError as exc:
            log.info("%s is not warm: %s", self._server.endpoint.name, exc)
            self._forget_warmth(ready)
        except Exception:
            log.debug("%s cannot be warmed up", self._server.endpoint.name, exc_info=True)
        finally:
            ready.set()

    def _forget_warmth(self, ready: threading.Event) -> None:
        """Mark a sheet as not read after a failed warm-up, so that the next approach of a player tries again."""
        with self._lock:
            for key in [key for key, event in self._warm.items() if event is ready]:
                del self._warm[key]

    def _wait_until_warm(
        self, character: Mapping[str, Any], deadline: float, waking: Callable[[], None] | None
    ) -> None:
        """Wait until the model is loaded: a second request meanwhile would only delay the answer."""
        with self._lock:
            ready = self._warm.get(json.dumps(character, sort_keys=True, default=str))
        if ready is None or ready.wait(min(SEEN_AFTER, max(deadline - time.monotonic() - 1.0, 0.0))):
            return
        if waking is not None:
            waking()
        ready.wait(max(deadline - time.monotonic() - 1.0, 0.0))

    def _look(self) -> None:
        """Ask the server once for the size of its context window."""
        with self._lock:
            # Under the lock, because the second of two first messages needs the size too.
            if self._looked:
                return
            where = self._server.endpoint
            if not self._options.window and (where.local or where.start):
                self._server.find_window()
            self._looked = True

    def close(self) -> None:
        """Close the connections, and end the waits for them."""
        self._server.close()


_ADVICE: Final = 'give model_options={"reasoning_effort": "low"} or more max_tokens, or take a model that thinks less'
# A changed face is no action that needs words.
_ANSWER: Final = "(Now answer what was said to you, in one to three short sentences.)"
_SAY_IT: Final = "(You do this now. Say one short sentence to the player while you do it.)"


def _cast(question: Question) -> Cast:
    others = [*question.users, question.user_name, *(turn.name for turn in question.history if turn.speaker == "user")]
    own = [turn.text for turn in question.history if turn.speaker == "character"]
    return Cast(str(question.character.get("name") or ""), tuple(dict.fromkeys(filter(None, others))), worn(own[-4:]))


def _teller(stream: SentenceStream, tell: Callable[[str], None] | None, most: int | None) -> Callable[[str], bool]:
    def hear(piece: str) -> bool:
        words = stream.feed(piece)
        if words and tell is not None:
            tell(words)
        return stream.stalled < STALLED and (most is None or stream.sentences < most)

    return hear


def _spoken(call: WireCall, cast: Cast, content: str) -> WireCall:
    """Return a call with cleaned words, and without words that repeat the answer."""
    words = clean(call.message, cast).text if call.message else ""
    return call.model_copy(update={"message": "" if words == content else words})


def _thinks_aloud(text: str) -> bool:
    return "</think" in text.lower() and "<think" not in text.lower()
