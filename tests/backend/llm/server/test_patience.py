"""The patience with a server: which waits are begun, and when a server is left alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from email.utils import formatdate
from time import perf_counter, time
from typing import Any

import pytest

from stealth_pygame.backend.brain.fallback import FallbackBrain
from stealth_pygame.backend.brain.interface import Answer, BrainError, Question
from stealth_pygame.backend.llm.model import ModelBrain
from stealth_pygame.backend.llm.server.patience import Rest, RestingError, Waits, asked_wait, status_of
from stealth_pygame.backend.llm.server.transport import Response, UnreachableError
from stealth_pygame.testing import FakeProvider, ProviderAnswer, busy_answer, text_answer
from tests.backend.parts import SHEET

QUESTION = Question(character=SHEET, message="A sword, please", user_name="Ada", users=("Ada",))
# Seconds below which a player takes an answer for one that came at once; the model has 20.
AT_ONCE = 3.0


class Clock:
    """Seconds that pass when a test says so."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


class Stub:
    """A brain that always answers."""

    def answer(self, question: Question) -> Answer:
        return Answer("Aye.")


def refusal(provided: ProviderAnswer) -> Response:
    headers = {name.lower(): value for name, value in provided.headers.items()}
    return Response(provided.status, provided.data.decode(), headers)


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    with FakeProvider() as provider:
        yield provider


@pytest.fixture
def brain(provider: FakeProvider) -> Iterator[FallbackBrain]:
    brain = FallbackBrain(ModelBrain("any-model", provider.url, timeout=20), Stub())
    yield brain
    brain.close()


@pytest.mark.parametrize(
    ("headers", "message", "seconds"),
    [
        ({"retry-after": "120"}, "rate limit", 120),
        ({"retry-after": "0"}, "rate limit", 0),
        ({"retry-after": "1.5"}, "rate limit", 1.5),
        ({"retry-after": "-3"}, "rate limit", 0),
        ({"retry-after": "inf"}, "rate limit", 86_400),
        ({"retry-after": "nan"}, "rate limit", 86_400),
        ({"retry-after": "soon"}, "rate limit", None),
        ({"retry-after": "120", "retry-after-ms": "250"}, "rate limit", 0.25),
        ({"retry-after": formatdate(0, usegmt=True)}, "rate limit", 0),
        ({}, "rate limit", None),
        ({}, "Rate limit reached. Please try again in 7.66s.", 7.66),
        ({}, "Please try again in 2m59.56s.", 179.56),
        ({}, "Please try again in 1h2m.", 3720),
        ({}, "please retry after 20 seconds", 20),
        ({}, "Please retry in 36.5s.", 36.5),
        ({}, "try again in 700ms", 0.7),
        ({}, "try again in 5 minutes", 300),
        ({}, "try again in a while", None),
    ],
)
def test_the_asked_wait_is_read_from_header_or_sentence(
    headers: Mapping[str, str], message: str, seconds: float | None
) -> None:
    """Both forms of the header count, and the words that providers write instead."""
    response = refusal(ProviderAnswer({"error": {"message": message}}, 429, headers))
    assert asked_wait(response) == (None if seconds is None else pytest.approx(seconds))


def test_a_wait_until_a_date_is_as_long_as_the_time_to_it() -> None:
    """The header may hold a date."""
    response = refusal(busy_answer(formatdate(time() + 90, usegmt=True)))
    assert asked_wait(response) == pytest.approx(90, abs=3)


@pytest.mark.parametrize(
    ("status", "body", "meant"),
    [
        (200, {"choices": []}, 200),
        (200, {"error": {"message": "slow down", "code": 429}}, 429),
        (200, {"error": {"message": "broken"}}, 502),
        (503, {"error": {"message": "no"}}, 503),
    ],
)
def test_an_error_inside_a_good_answer_has_its_own_status(status: int, body: Any, meant: int) -> None:
    """A gateway answers 200 and tells the error inside."""
    assert status_of(refusal(ProviderAnswer(body, status))) == meant


@pytest.mark.parametrize(
    ("end", "waits"),
    [
        pytest.param(busy_answer(120), [], id="longer than the time that is left"),
        pytest.param(busy_answer(19), [], id="so long that no time is left for an answer"),
        pytest.param(busy_answer(5), [5], id="one wait that fits, and no second one"),
        pytest.param(busy_answer(), [1.0, 1.6], id="no time named: a few short waits"),
        pytest.param(busy_answer(5, "overloaded", 503), [5], id="overloaded"),
        pytest.param(busy_answer(status=529), [1.0, 1.6], id="overloaded, in another number"),
        pytest.param(busy_answer(words="You exceeded your current quota"), [], id="nobody paid"),
        pytest.param(busy_answer(status=503, words="down for maintenance"), [1.0, 1.6], id="away"),
        pytest.param(busy_answer(status=502), [0.5], id="an error of a gateway"),
        pytest.param(busy_answer(status=401), [], id="a refused key"),
        pytest.param(UnreachableError("nothing listens"), [], id="a refused connection"),
        pytest.param(UnreachableError("broken", again=True), [0.1], id="a kept connection that died"),
    ],
)
def test_only_waits_that_can_end_in_time_are_begun(end: ProviderAnswer | UnreachableError, waits: list[float]) -> None:
    """Of twenty seconds; the server ends each try in the same way."""
    clock = Clock()
    patience, begun = Waits(clock.now + 20, clock=clock), []
    while (wait := patience.next(end if isinstance(end, UnreachableError) else refusal(end))) is not None:
        begun.append(wait)
        clock.now += wait
    assert begun == pytest.approx(waits)


def test_a_load_is_waited_for_as_long_as_there_is_time() -> None:
    """Its tries are not counted, and the warm-up of a model waits for nothing else."""
    clock = Clock()
    loading = refusal(busy_answer(status=503, words="Loading model"))
    patience, tries = Waits(clock.now + 60, for_load=True, clock=clock), 0
    while (wait := patience.next(loading)) is not None:
        clock.now, tries = clock.now + wait, tries + 1
    assert (tries > 15, clock.now > 155) == (True, True)
    assert Waits(clock.now + 600, for_load=True, clock=clock).next(refusal(busy_answer(1))) is None


def test_a_server_is_left_alone_for_the_time_that_it_asks_for() -> None:
    """The error says what the server said, and for how long nobody asks it."""
    clock = Clock()
    rest = Rest(clock)
    rest.check()
    rest.after(BrainError("429: rate limit"), refusal(busy_answer(120)), 0.0)
    clock.now += 100
    with pytest.raises(RestingError, match="429: rate limit; it is left alone for another 20 s"):
        rest.check()
    clock.now += 20
    rest.check()


def test_refusals_without_a_time_are_rested_from_longer_each_time() -> None:
    """Up to a minute, and an answer begins anew."""
    clock, lengths = Clock(), []
    rest = Rest(clock)
    for number in range(7):
        if number == 6:
            rest.end()
        rest.after(BrainError("429"), refusal(busy_answer()), 0.0)
        began = clock.now
        with pytest.raises(RestingError):
            rest.check()
        while True:
            try:
                rest.check()
                break
            except RestingError:
                clock.now += 1
        lengths.append(clock.now - began)
    assert lengths == [5, 10, 20, 40, 60, 60, 5]


@pytest.mark.parametrize(("took", "rests"), [(0.0, False), (5.0, True)])
def test_an_address_that_costs_time_is_left_alone(took: float, rests: bool) -> None:
    """A server that is started in this moment is found with the next message, where looking costs nothing."""
    rest = Rest(Clock())
    rest.after(BrainError("nobody"), UnreachableError("nobody"), took)
    if not rests:
        rest.check()
        return
    with pytest.raises(RestingError):
        rest.check()


def test_nobody_waits_for_a_third_answer_that_is_late() -> None:
    """One may be bad luck; after two in a row the server rests, and an answer makes it good again."""
    rest = Rest(Clock())
    rest.late(BrainError("late"))
    rest.check()
    rest.end()
    rest.late(BrainError("late"))
    rest.check()
    rest.late(BrainError("late"))
    with pytest.raises(RestingError, match="late"):
        rest.check()


@pytest.mark.parametrize("warmed", [False, True])
@pytest.mark.parametrize(
    ("busy", "asked"),
    [
        pytest.param(busy_answer(120), 1, id="two minutes"),
        pytest.param(busy_answer(120, status=503), 1, id="two minutes, overloaded"),
        pytest.param(busy_answer(120, "Loading model", 503), 1, id="two minutes to load"),
        pytest.param(busy_answer(formatdate(time() + 3600, usegmt=True)), 1, id="until a date"),
        pytest.param(busy_answer(words="Please try again in 2m5s."), 1, id="two minutes, in words"),
        pytest.param(busy_answer(words="You exceeded your current quota"), 2, id="nobody paid"),
        pytest.param(ProviderAnswer({"error": {"message": "try again in 80s", "code": 429}}), 1, id="inside a 200"),
    ],
)
def test_the_stand_in_speaks_at_once_where_no_wait_helps(
    busy: ProviderAnswer, asked: int, warmed: bool, brain: FallbackBrain, provider: FakeProvider
) -> None:
    """Also where the warm-up of the model is refused; the cause is the provider's own."""
    provider.busy = busy
    began = perf_counter()
    if warmed:
        brain.prepare(SHEET)
    answers = [brain.answer(QUESTION) for _ in range(3)]
    assert perf_counter() - began < AT_ONCE
    assert {answer.content for answer in answers} == {"Aye."}
    assert all(str(busy.status if busy.status != 200 else 429) in answer.stand_in for answer in answers)
    assert provider.url in answers[0].stand_in
    assert len(provider.asked) <= asked


def test_a_server_that_answers_again_is_asked_again(provider: FakeProvider) -> None:
    """The rest has an end, and a refused warm-up is made up for."""
    provider.busy = busy_answer(0)
    brain = ModelBrain("any-model", provider.url, timeout=20)
    with pytest.raises(BrainError, match="429"):
        brain.answer(QUESTION)
    provider.busy, provider.answer = None, text_answer("Twelve gold.")
    brain.prepare(SHEET)
    assert brain.answer(QUESTION).content == "Twelve gold."
    assert len(provider.warmed) == 1
    brain.close()


def test_a_dead_address_is_answered_for_at_once() -> None:
    """Nothing listens at it, and nobody waits for it."""
    brain = FallbackBrain(ModelBrain("any-model", "http://127.0.0.1:1/v1", timeout=20), Stub())
    began = perf_counter()
    brain.prepare(SHEET)
    answers = [brain.answer(QUESTION) for _ in range(3)]
    assert perf_counter() - began < AT_ONCE
    assert all("127.0.0.1:1" in answer.stand_in for answer in answers)
    brain.close()
