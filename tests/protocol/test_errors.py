"""The meaning of refusals, as tables."""

from __future__ import annotations

import json

import pytest

from stealth_pygame import errors, protocol
from stealth_pygame.protocol.errors import LISTED_CHARS, MOST_ISSUES

ISSUES = [
    {"code": "invalid_type", "path": ["topics"], "message": "Required"},
    {"path": ["style", 0], "message": "Expected string"},
]


def refused(status: int, body: object, **options: object) -> errors.BackendError:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return protocol.error_from(status, data, route=protocol.SEND, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "retry_after", "rate_limit"),
    [
        ({"message": "Conversation is busy"}, None, False),
        ({"message": "conversation busy, try later"}, None, False),
        ({"detail": "Conversation is busy"}, None, False),
        ({"message": "Conversation is busy"}, 5.0, True),
        ({"message": "Too Many Requests", "statusCode": 429}, None, True),
        ({"message": "API rate limit exceeded"}, None, True),
        ({"error": "rate_limited"}, None, True),
        (b"<html>429 Too Many Requests</html>", None, True),
        (b"<html>429 busy</html>", 60.0, True),
        (b"error code: 1015", None, True),
        (b"", None, True),
        ([], None, True),
    ],
)
def test_a_busy_conversation_says_so(body: object, retry_after: float | None, rate_limit: bool) -> None:
    """A 429 that does not say it, or that says how long to wait, is the limit of a web server or a gateway."""
    error = refused(429, body, retry_after=retry_after)
    assert isinstance(error, errors.BusyError)
    assert (error.rate_limit, error.retry_after) == (rate_limit, retry_after)
    assert ("60 s" in str(error)) is (retry_after == 60.0)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"message": "Conversation not found"}, errors.ConversationNotFoundError),
        ({"message": "Room not found"}, errors.ConversationNotFoundError),
        ({"message": "User not found"}, errors.UserNotFoundError),
        ({"message": "user u1 is not known"}, errors.UserNotFoundError),
        ({"message": "Player not found"}, errors.UserNotFoundError),
        ({"message": "User not found", "statusCode": 404}, errors.RouteNotFoundError),
        ({"message": "Room not found", "statusCode": 404}, errors.RouteNotFoundError),
        ({"message": "Not Found"}, errors.RouteNotFoundError),
        ({"message": "The page that the user wants is not here"}, errors.RouteNotFoundError),
    ],
)
def test_a_404_is_a_conversation_a_user_or_a_path(body: object, kind: type[errors.BackendError]) -> None:
    """Each asks for something else: a new conversation, an update, another base URL."""
    assert type(refused(404, body)) is kind


@pytest.mark.parametrize("status", [405, 501])
def test_only_a_404_loses_a_conversation(status: int) -> None:
    """A method that a server does not know is a wrong path, whatever the words are."""
    assert type(refused(status, {"message": "Conversation not found"})) is errors.RouteNotFoundError


@pytest.mark.parametrize(
    "message",
    [
        json.dumps(ISSUES),
        f"Validation failed: {json.dumps(ISSUES, indent=2)}",
        f"Validation failed: ZodError: {json.dumps(ISSUES)}",
    ],
)
def test_issues_become_fields_and_reasons(message: str) -> None:
    """The basic framework sends the list alone, Eliza sends it behind a sentence."""
    error = refused(400, {"message": message})
    assert isinstance(error, errors.CharacterRefusedError)
    assert error.issues == (("topics", "Required"), ("style.0", "Expected string"))
    assert str(error) == "The backend refused the character: topics: Required; style.0: Expected string"


@pytest.mark.parametrize("message", ["Validation failed: [", "[not] json", "a [b] c", "no issues"])
def test_a_bracket_makes_no_issue(message: str) -> None:
    """Other words of a 400 stay as they are."""
    error = refused(400, {"message": message})
    assert type(error) is errors.InvalidRequestError
    assert message in str(error)


def test_issues_are_bounded() -> None:
    """Two thousand issues of 400 characters are not a log line."""
    error = refused(400, {"message": json.dumps([{"path": ["a" * 9_000], "message": "b" * 400}] * 2_000)})
    assert isinstance(error, errors.CharacterRefusedError)
    assert len(error.issues) == MOST_ISSUES
    assert max(len(part) for issue in error.issues for part in issue) <= 200
    assert len(str(error)) < LISTED_CHARS + 600
    assert str(error).endswith(f"and {MOST_ISSUES - 3} more")


@pytest.mark.parametrize(
    "body",
    [
        {"content": {"a": "x" * 100_000}},
        {"calls": [{"name": "f", "parameters": []}], "x" * 100_000: 1},
        {"calls": {"x" * 100_000: 1}},
        {"x" * 100_000: {}, "secret": 3},
    ],
)
def test_an_error_about_an_answer_is_bounded(body: object) -> None:
    """Nor does a strange answer make a long one."""
    with pytest.raises(errors.AnswerError) as caught:
        protocol.decode(protocol.ConversationRef, json.dumps(body).encode(), route=protocol.SEND)
    assert len(str(caught.value)) <= errors.MOST_CHARS + 1


def test_every_error_of_the_backend_is_bounded() -> None:
    """Wherever its words come from."""
    assert len(str(errors.BackendError("x" * 10**6))) == errors.MOST_CHARS + 1
    assert str(errors.BackendError("x" * errors.MOST_CHARS)) == "x" * errors.MOST_CHARS


@pytest.mark.parametrize(("status", "unavailable"), [(500, False), (502, False), (503, True), (504, False)])
def test_503_is_not_there_just_now(status: int, unavailable: bool) -> None:
    """The other failures of a server may have come after the message."""
    error = refused(status, {"message": "deploying"}, retry_after=3.0)
    assert isinstance(error, errors.ServerError)
    assert (error.unavailable, error.retry_after) == (unavailable, 3.0)


def test_an_unknown_field_is_a_mistake_of_ours() -> None:
    """What is written is the contract's; a server ignores what it does not know."""
    with pytest.raises(errors.ConfigurationError, match="'mood'"):
        protocol.write(protocol.FinishRequest, secret="s", mood="good")
    assert protocol.FinishRequest.model_validate({"secret": "s", "mood": "good"}).secret == "s"
    assert protocol.write(protocol.SendRequest, secret="s", message="m", player_id="p").player_id == "p"
