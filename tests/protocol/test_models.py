"""The wire as data: liberal in what is read, strict in what is written, and refusals told apart."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from stealth_pygame import errors, protocol
from stealth_pygame.protocol.models import ConversationRef, CreateRequest, Reply, SendRequest, UpdateRequest, User

SEND = protocol.SEND
ANY_TEXT = st.text(st.characters())
"""Any characters at all, lone surrogates among them."""


def reply(text: str | bytes) -> Reply:
    return protocol.decode(Reply, text.encode() if isinstance(text, str) else text, route=SEND)


def read_or_refused(kind: type[BaseModel], data: bytes) -> BaseModel | errors.AnswerError:
    try:
        return protocol.decode(kind, data, route=SEND)
    except errors.AnswerError as exc:
        return exc


def refused(status: int, body: object, route: str = SEND) -> errors.BackendError:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return protocol.error_from(status, data, route=route)


def sent(body: Any) -> Any:
    return json.loads(protocol.encode(body))


# What is written


def test_names_on_the_wire_are_the_contracts() -> None:
    """playerId and persistenceToken, not our own spelling."""
    assert sent(SendRequest(secret="s", message="m", playerId="p")) == {
        "secret": "s",
        "message": "m",
        "playerId": "p",
        "context": [],
    }
    token = CreateRequest(character={}, users=[], persistenceToken="t")
    assert sent(token) == {"character": {}, "users": [], "persistenceToken": "t"}


def test_what_is_none_is_left_out_but_not_in_a_character() -> None:
    """No null stands for an argument that was not given; a character's own nulls stay."""
    assert sent(UpdateRequest(secret="s")) == {"secret": "s"}
    assert sent(CreateRequest(character={"mood": None}, users=[])) == {"character": {"mood": None}, "users": []}


def test_the_order_of_keys_stays() -> None:
    """The backend hashes a character's text, so its keys keep the order in which they came."""
    character = {"b": 1, "a": {"d": 1, "c": 2}}
    assert b'{"b": 1, "a": {"d": 1, "c": 2}}' in protocol.encode(CreateRequest(character=character, users=[]))


def test_half_an_emoji_does_not_stop_a_message() -> None:
    """A lone surrogate becomes U+FFFD, and two that belong together one character."""
    assert sent(SendRequest(secret="s", message="a\ud83db", playerId="p"))["message"] == "a\ufffdb"
    assert sent(SendRequest(secret="s", message="\ud83d\ude00", playerId="p"))["message"] == "😀"
    assert sent(CreateRequest(character={"bio": "\udc80"}, users=[]))["character"]["bio"] == "\ufffd"


@given(ANY_TEXT, ANY_TEXT)
def test_any_text_can_be_sent(message: str, name: str) -> None:
    """Whatever a player types and whatever she is called, the bytes are JSON in UTF-8."""
    body = SendRequest(secret="s", message=message, playerId="p")
    read = json.loads(protocol.encode(body).decode("utf-8"))["message"]
    assert read == message.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    assert sent(UpdateRequest(secret="s", users=[User(name=name, id="i")]))["users"][0]["id"] == "i"


@pytest.mark.parametrize("value", [math.nan, math.inf, object(), b"bytes", {1, 2}])
def test_a_character_must_be_plain_data(value: object) -> None:
    """What JSON has no word for is said before anything is sent."""
    with pytest.raises(errors.ConfigurationError, match="JSON"):
        protocol.encode(CreateRequest(character={"mood": [value]}, users=[]))


def test_a_character_that_holds_itself_is_refused() -> None:
    """No endless loop, and no crash with a depth that nobody can read."""
    character: dict[str, Any] = {}
    character["me"] = character
    with pytest.raises(errors.ConfigurationError):
        protocol.encode(CreateRequest(character=character, users=[]))


def test_a_wrong_argument_is_named_and_not_shown() -> None:
    """`write` says which argument, and keeps the others to itself."""
    with pytest.raises(errors.ConfigurationError, match="message: Input should be a valid string") as caught:
        protocol.write(SendRequest, secret="s-123", message=3, playerId="p")
    assert "s-123" not in str(caught.value)
    assert caught.value.__context__ is None


# What is read


def test_every_field_of_a_reply_may_be_missing_or_null() -> None:
    """The measured backend leaves fields out; the contract has them all."""
    for text in ("{}", '{"content": null, "calls": null, "flagged": null, "cancelled": null}'):
        assert reply(text) == Reply(flagged=False, cancelled=False, content="", calls=())
    full = '{"flagged": false, "cancelled": false, "content": "a", "calls": [{"name": "f", "message": "m"}], "new": 1}'
    assert reply(full).calls[0].message == "m"


@pytest.mark.parametrize(
    ("value", "text"),
    [("3.5", "3.5"), (3.5, "3.5"), (True, "true"), (1e23, "1e+23"), ({"a": [1]}, '{"a":[1]}'), ("", "")],
)
def test_parameters_are_text_whatever_they_were(value: object, text: str) -> None:
    """Only the client knows the declared type, so it gets text in every case."""
    body = json.dumps({"calls": [{"name": "f", "parameters": {"n": value}}]})
    assert reply(body).calls[0].parameters == {"n": text}


def test_a_null_parameter_was_left_out() -> None:
    """It does not cost the whole reply."""
    assert reply('{"calls": [{"name": "f", "parameters": {"a": null, "b": "1"}}]}').calls[0].parameters == {"b": "1"}
    assert reply('{"calls": [{"name": "f", "parameters": null}]}').calls[0].parameters == {}


def test_several_calls_keep_their_order() -> None:
    """The same one may come twice."""
    assert [call.name for call in reply('{"calls": [{"name": "b"}, {"name": "a"}, {"name": "b"}]}').calls] == [*"bab"]


def test_an_id_may_be_a_number() -> None:
    """It is text for us; a truth value is not an id."""
    assert protocol.decode(ConversationRef, b'{"id": 2, "secret": "s"}', route=SEND).id == "2"
    with pytest.raises(errors.AnswerError, match="id"):
        protocol.decode(ConversationRef, b'{"id": true, "secret": "s"}', route=SEND)


def test_a_conversation_needs_a_secret() -> None:
    """Empty or missing, it is none."""
    for text in (b'{"id": "1"}', b'{"id": "1", "secret": ""}', b'{"id": "1", "secret": null}'):
        with pytest.raises(errors.AnswerError, match="secret"):
            protocol.decode(ConversationRef, text, route=SEND)


def test_half_an_emoji_does_not_stop_a_reply() -> None:
    """JavaScript writes one as an escape that strict readers refuse."""
    assert reply(r'{"content": "Hello \ud83d"}').content == "Hello \ufffd"
    assert reply(r'{"content": "Hello \ud83d\ude00 \udc00"}').content == "Hello 😀 \ufffd"


def test_a_byte_order_mark_does_no_harm() -> None:
    """Some servers write one."""
    assert reply(b'\xef\xbb\xbf{"content": "a"}').content == "a"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"   ",
        b"hello",
        b'{"content": "a',
        b'{"content": "\xff"}',
        b'{"content": NaN}',
        b'{"content": "a\\x"}',
        b'{"content": "\\ud800", "calls": NaN}',
        b"[" * 5000 + b"]" * 5000,
        b'["\\ud800", ' + b"[" * 100_000 + b"]" * 100_000 + b"]",
    ],
    ids=lambda text: repr(text[:20]),
)
def test_what_is_not_json_is_an_answer_error(text: bytes) -> None:
    """One error, with the route, and no foreign error behind it that holds the answer."""
    with pytest.raises(errors.AnswerError, match="is not JSON") as caught:
        reply(text)
    assert caught.value.route == SEND
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[]", "the whole body"),
        ('"text"', "the whole body"),
        ("3", "the whole body"),
        ('{"content": 3}', "content"),
        ('{"content": {"a": 1}}', "content"),
        ('{"cancelled": "perhaps"}', "cancelled"),
        ('{"calls": "none"}', "calls"),
        ('{"calls": [{}]}', "calls.0.name"),
        ('{"calls": [{"name": "f", "parameters": []}]}', "calls.0.parameters"),
        ('{"calls": [null]}', "calls.0"),
    ],
)
def test_a_wrong_type_is_named_by_its_place(text: str, where: str) -> None:
    """The error says where in the answer the trouble is."""
    with pytest.raises(errors.AnswerError, match=rf"cannot be read: {where}: "):
        reply(text)


def test_a_web_page_is_told_apart() -> None:
    """A captive portal is not a broken backend."""
    with pytest.raises(errors.NotStealthError, match="Wi-Fi"):
        reply("\n <!doctype html><html>Log in</html>")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No foreign exception comes out, whatever comes in."""
    for kind in (Reply, ConversationRef, protocol.Empty):
        assert isinstance(read_or_refused(kind, data), (kind, errors.AnswerError))
    assert isinstance(protocol.error_from(500, data, route=SEND), errors.ServerError)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("content", "calls", "cancelled", "id", "secret"), JSON)))
def test_any_object_is_read_or_refused(body: dict[str, Any]) -> None:
    """The same for objects that look like answers."""
    data = json.dumps(body).encode()
    for kind in (Reply, ConversationRef):
        assert isinstance(read_or_refused(kind, data), (kind, errors.AnswerError))


# What is refused


def test_an_unknown_route_is_no_lost_conversation() -> None:
    """Both are 404; the route's one carries a statusCode, a stranger's says anything."""
    lost = refused(404, {"message": "Conversation not found"})
    assert type(lost) is errors.ConversationNotFoundError
    for body in (
        {"message": "Route POST:/api/nope not found", "error": "Not Found", "statusCode": 404},
        {"detail": "Not Found"},
        b"<html>404</html>",
        b"",
    ):
        assert type(refused(404, body)) is errors.RouteNotFoundError
    for status in (405, 501):
        elsewhere = refused(status, b"")
        assert type(elsewhere) is errors.RouteNotFoundError
        assert elsewhere.status == status


def test_issues_of_a_character_are_told_as_fields_and_reasons() -> None:
    """The author sees no JSON, also where the list is long."""
    issues = [{"path": ["functions", n, "name"], "message": "Required", "code": "x"} for n in range(40)]
    error = refused(400, {"message": json.dumps([*issues, {"path": "bio", "message": "Empty"}, {}, 3])})
    assert isinstance(error, errors.CharacterRefusedError)
    assert error.issues[0] == ("functions.0.name", "Required")
    assert error.issues[-2:] == (("bio", "Empty"), ("character", "not accepted"))
    assert "functions.0.name: Required" in str(error)
    assert "{" not in str(error)


@pytest.mark.parametrize("message", ["Invalid request", "[]", "[3]", "{}", "3", ""])
def test_a_400_without_issues_is_about_the_request(message: str) -> None:
    """Whatever its message is."""
    assert type(refused(400, {"message": message})) is errors.InvalidRequestError


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Invalid API key", errors.KeyRefusedError),
        ("Invalid conversation secret", errors.SecretRefusedError),
        ("Invalid API key or conversation secret", errors.KeyRefusedError),
        ("", errors.KeyRefusedError),
    ],
)
def test_a_403_is_about_the_key_or_the_secret(message: str, kind: type[errors.BackendError]) -> None:
    """What cannot be told apart counts as the key; a send finds out by creating."""
    assert type(refused(403, {"message": message})) is kind


def test_a_403_page_is_somebody_elses() -> None:
    """A firewall's page says nothing about the key."""
    assert type(refused(403, b"<html>blocked</html>")) is errors.NotStealthError


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, errors.KeyRefusedError),
        (413, errors.InvalidRequestError),
        (415, errors.InvalidRequestError),
        (418, errors.AnswerError),
        (422, errors.ModeratedError),
        (429, errors.BusyError),
        (500, errors.ServerError),
        (502, errors.ServerError),
        (599, errors.ServerError),
    ],
)
@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"<html>", b"\xff", b'{"message": ["odd"]}', b'{"message": null}'])
def test_a_status_is_enough(status: int, kind: type[errors.BackendError], body: bytes) -> None:
    """Whatever the body is, the status alone decides, and is kept."""
    if status == 401 and body == b"<html>":
        return
    error = refused(status, body)
    assert type(error) is kind
    assert (error.status, error.route) == (status, SEND)


def test_a_reason_is_kept_and_bounded() -> None:
    """What the backend says is shown, but no megabyte of it."""
    assert "too rude" in str(refused(422, {"message": "too rude"}))
    assert "disk full" in str(refused(500, {"detail": "disk full"}))
    assert len(str(refused(500, {"message": "x" * 1_000_000}))) < 600


def test_a_wi_fi_that_wants_a_login_says_so_by_its_status() -> None:
    """511 is made for it."""
    error = protocol.error_from(511, b"<html>", route=protocol.SEND)
    assert isinstance(error, errors.NotStealthError)
    assert "Wi-Fi" in str(error)


@pytest.mark.parametrize(
    ("told", "count"), [(7, 7), (0, 0), (None, 0), ("7", 0), (-7, 0), (True, 0), (7.5, 0), ([7], 0), (2**60, 0)]
)
def test_tokens_are_read_where_they_are_a_count(told: object, count: int) -> None:
    """Another backend may mean something else by the name: then nobody is charged, and nobody mute."""
    reply = Reply.model_validate({"content": "Hm.", "prompt_tokens": told, "answer_tokens": told})
    assert (reply.content, reply.prompt_tokens, reply.answer_tokens) == ("Hm.", count, count)
    assert ("prompt_tokens" in reply.model_dump()) == bool(count)
