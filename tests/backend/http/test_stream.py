"""Words of a reply as they come: an extension of the send route, offered and asked for, that changes no contract."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
import requests

from stealth_pygame import errors
from stealth_pygame.backend.brain.interface import Answer, BrainError, Question
from stealth_pygame.backend.exchange import ModeratedWords
from stealth_pygame.client.client import StealthClient
from stealth_pygame.protocol.models import WireCall
from tests.backend.parts import ADA, KEY, SHEET, Script, running, talking


class Slow(Script):
    """A brain that tells words when it is let, and remembers who was told nothing."""

    def __init__(self, *parts: str, error: Exception | None = None) -> None:
        super().__init__(lambda question: Answer(content="".join(parts)))
        self.parts = parts
        self.error = error
        self.go_on = threading.Event()

    def stream(self, question: Question, tell: Callable[[str], None]) -> Answer:
        """Tell the first part at once, and the others when the test has seen it."""
        for part in self.parts:
            tell(part)
            assert self.go_on.wait(10)
        if self.error:
            raise self.error
        return Answer("".join(self.parts), (WireCall(name="wave"),))


def told(client: StealthClient, brain: Slow, message: str = "Hi") -> tuple[list[str], Any]:
    """The words that came, and the reply; the brain goes on once the first words have come."""
    made, words = client.create(SHEET, [ADA]), []

    def tell(text: str) -> None:
        words.append(text)
        brain.go_on.set()

    return words, client.stream(made.secret, message, "ada-1", tell=tell)


def test_words_come_before_the_answer_is_whole() -> None:
    """The first ones while the brain still thinks; the reply is whole, with its calls, and is remembered."""
    brain = Slow("Good day. ", "A sword, ", "you say\ud800?")
    with talking(brain) as client:
        words, reply = told(client, brain)
        assert words == ["Good day. ", "A sword, ", "you say??"]
        assert (reply.content, [call.name for call in reply.calls]) == ("".join(words), ["wave"])
        again, _ = told(client, brain)
        assert again == words


@pytest.mark.parametrize("moderate", [None, lambda text: False])
def test_a_model_that_wakes_up_is_told_by_an_empty_text(moderate: Any) -> None:
    """Past a moderation as well: there is nothing to moderate."""
    brain = Slow("", "Good day. ")
    with talking(brain, moderate=moderate) as client:
        assert told(client, brain)[0] == ["", "Good day. "]


def test_it_is_asked_for_only_where_it_is_offered() -> None:
    """A brain that cannot tell words early is asked as ever, and so is one whose client accepts no events."""
    with talking(Script()) as client:
        made = client.create(SHEET, [ADA])
        assert not client.streams
        assert client.stream(made.secret, "Hi", "ada-1", tell=lambda words: pytest.fail(words)).content == "I hear Hi"
    brain = Slow("Good day.")
    brain.go_on.set()
    with running(brain) as backend, StealthClient(backend.url, KEY) as client:
        made = client.create(SHEET, [ADA])
        assert client.streams
        assert client.send(made.secret, "Hi", "ada-1").content == "Good day."


def test_refusals_before_the_first_word_are_ordinary_answers() -> None:
    """Status and body are those of the contract."""
    brain = Slow("Good day.")
    with running(brain) as backend:
        headers = {"Authorization": KEY, "Accept": "text/event-stream"}
        body = {"secret": "none", "message": "Hi", "playerId": "ada-1", "context": []}
        got = requests.post(f"{backend.url}/api/send", json=body, headers=headers, timeout=10)
        assert (got.status_code, got.json()) == (404, {"message": "Conversation not found"})
        got = requests.post(f"{backend.url}/api/send", json={}, headers=headers, timeout=10)
        assert (got.status_code, got.headers["Content-Type"]) == (400, "application/json")


def test_an_error_after_the_first_word_is_told_at_the_end() -> None:
    """As the same error as ever; the conversation is free again."""
    brain = Slow("Good ", error=BrainError("out of tokens"))
    with talking(brain) as client:
        made = client.create(SHEET, [ADA])
        words: list[str] = []

        def tell(text: str) -> None:
            words.append(text)
            brain.go_on.set()

        with pytest.raises(errors.ModeratedError, match="out of tokens"):
            client.stream(made.secret, "Hi", "ada-1", tell=tell)
        assert words == ["Good "]
        brain.error = None
        assert client.send(made.secret, "Hi", "ada-1").content == "Good "


def test_a_listener_that_fails_does_not_cost_the_reply(caplog: pytest.LogCaptureFixture) -> None:
    """It is logged, and told nothing more."""
    brain, calls = Slow("Good ", "day."), []
    brain.go_on.set()
    with talking(brain) as client:
        made = client.create(SHEET, [ADA])

        def tell(words: str) -> None:
            calls.append(words)
            raise ValueError("in the game")

        assert client.stream(made.secret, "Hi", "ada-1", tell=tell).content == "Good day."
    assert calls == ["Good "]
    assert "in the game" in caplog.text


def test_moderated_words_wait_for_their_sentence() -> None:
    """None of a refused sentence is ever seen, nor anything after it."""
    brain = Slow("Good day. The ", "bad", "word is said. ", "And ", "more. ")
    brain.go_on.set()
    with talking(brain, moderate=lambda text: "badword" in text) as client:
        words, reply = told(client, brain)
    assert (words, reply.flagged, reply.content) == (["Good day. "], True, "")


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (["One. Two", ". Three"], ["One. ", "Two. "]),
        (["He said: \u201cGo.\u201d ", "x"], ["He said: \u201cGo.\u201d "]),
        (["3.5 coins", "! Yes"], ["3.5 coins! "]),
        (["a\nb"], ["a\n"]),
    ],
)
def test_a_sentence_ends_where_a_reader_would_say_so(parts: list[str], told: list[str]) -> None:
    """Not inside a number, and only when what follows has begun."""
    heard: list[str] = []
    words = ModeratedWords(lambda text: False, heard.append)
    for part in parts:
        words.add(part)
    assert heard == told


def test_events_are_bounded_and_whole(httpserver: Any) -> None:
    """Too much, or an end before the reply, is an error of ours."""
    httpserver.expect_request("/api/create").respond_with_json(
        {"id": "1", "secret": "s"}, headers={"stealth-extensions": "stream"}
    )
    events = "text/event-stream"
    for text, kind in (
        ('event: words\ndata: {"text": "a"}\n\n', errors.ConnectionLostError),
        ('event: words\ndata: {"text": "' + "a" * 9000 + '"}\n\n', errors.AnswerTooLargeError),
        ('event: error\ndata: {"status": 429, "message": "Conversation is busy"}\n\n', errors.BusyError),
        ("event: error\ndata: nonsense\n\n", errors.ServerError),
        ("event: reply\ndata: [1]\n\n", errors.AnswerError),
    ):
        httpserver.expect_oneshot_request("/api/send").respond_with_data(text, content_type=events)
        with StealthClient(httpserver.url_for(""), KEY, max_reply_bytes=5000) as client:
            made = client.create(SHEET, [ADA])
            with pytest.raises(kind):
                client.stream(made.secret, "Hi", "ada-1", tell=lambda words: None)
    text = "event: words\ndata: nonsense\n\nevent: reply\ndata: " + json.dumps({"content": "Hi"}) + "\n\n"
    httpserver.expect_oneshot_request("/api/send").respond_with_data(text, content_type=events)
    with StealthClient(httpserver.url_for(""), KEY) as client:
        made = client.create(SHEET, [ADA])
        assert client.stream(made.secret, "Hi", "ada-1", tell=lambda words: None).content == "Hi"
