"""The four routes over real HTTP: what they answer, and what they refuse."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import requests

from stealth_pygame import errors
from stealth_pygame.backend.brain.interface import Answer, BrainError, Question
from stealth_pygame.backend.http.auth import MAX_BODY
from stealth_pygame.backend.http.service import Service
from stealth_pygame.backend.store.database import DatabaseError
from stealth_pygame.backend.store.storage import Held, Storage
from stealth_pygame.client.client import StealthClient
from stealth_pygame.protocol.models import ROUTES, SendRequest, User, WireCall
from tests.backend.parts import ADA, BOB, KEY, SHEET, Script, running, talking


@pytest.fixture(scope="module")
def brain() -> Script:
    return Script()


@pytest.fixture(scope="module")
def url(brain: Script) -> Iterator[str]:
    with running(brain) as backend:
        yield backend.url


@pytest.fixture
def client(url: str) -> Iterator[StealthClient]:
    with StealthClient(url, KEY) as made:
        yield made


def post(url: str, route: str, body: Any, key: str = KEY, **more: Any) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        headers = {"Authorization": key, "Content-Type": "application/json", **more}
        data = body if isinstance(body, bytes) else json.dumps(body)
        return session.post(url + route, data=data, headers=headers, timeout=10)


def secret_of(url: str) -> str:
    made = post(url, "/api/create", {"character": SHEET, "users": [{"name": "Ada", "id": "ada-1"}]})
    secret: str = made.json()["secret"]
    return secret


def test_every_field_of_an_answer_is_always_there(url: str) -> None:
    """Clients need not guess: flagged, cancelled, content and calls are sent even when they say nothing."""
    said = post(url, "/api/send", {"secret": secret_of(url), "message": "Hi", "playerId": "ada-1", "context": []})
    assert said.json() == {"flagged": False, "cancelled": False, "content": "I hear Hi", "calls": []}


def test_an_update_says_so(url: str) -> None:
    """The contract's `message` is there."""
    changed = post(url, "/api/update", {"secret": secret_of(url), "users": []})
    assert changed.json() == {"message": "Conversation updated"}


def test_the_brain_hears_everything_that_the_game_said(client: StealthClient, brain: Script) -> None:
    """Character, message, names, context and what was said before reach the brain."""
    made = client.create(SHEET, [ADA, BOB])
    client.send(made.secret, "Good day", "ada-1")
    client.send(made.secret, "What is it?", "bob-1", {"gold": "12"})
    asked = brain.asked[-1]
    assert (asked.message, asked.user_name, asked.users) == ("What is it?", "Bob", ("Ada", "Bob"))
    assert asked.context == {"gold": "12"}
    assert asked.character["knowledge"] == SHEET["knowledge"]
    assert [(turn.speaker, turn.name, turn.text) for turn in asked.history] == [
        ("user", "Ada", "Good day"),
        ("character", "Bruna", "I hear Good day"),
    ]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("key", ["", "wrong", f"Bearer {KEY}", KEY + "x", KEY[:-1]])
def test_the_key_comes_before_the_body(url: str, route: str, key: str) -> None:
    """Nobody without the key learns anything, however broken the body is."""
    answer = post(url, route, b"{broken", key)
    assert (answer.status_code, answer.json()) == (403, {"message": "Invalid API key"})


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b"9" * 9_000])
@pytest.mark.parametrize("route", ROUTES)
def test_a_malformed_body_is_a_400(url: str, route: str, body: bytes) -> None:
    """Junk is the sender's fault, and said to be."""
    answer = post(url, route, body)
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_a_body_over_a_mebibyte_is_refused(url: str) -> None:
    """413, and the server lives on."""
    assert post(url, "/api/send", b" " * (MAX_BODY + 1)).status_code == 413
    assert post(url, "/api/send", b" " * MAX_BODY).status_code == 400


def test_a_body_that_is_not_json_is_refused(url: str) -> None:
    """415 for forms and texts; a charset is not an offence."""
    assert post(url, "/api/send", b"a=1", **{"Content-Type": "text/plain"}).status_code == 415
    assert post(url, "/api/send", b"{}", **{"Content-Type": "application/json; charset=utf-8"}).status_code == 400


def test_an_unknown_route_says_so(url: str) -> None:
    """A wrong base URL is told from a lost conversation by `statusCode`."""
    answer = post(url, "/api/nope", {})
    assert answer.status_code == answer.json()["statusCode"] == 404
    assert answer.json()["message"] == "Route POST:/api/nope not found"
    assert requests.get(url + "/api/send", timeout=10).status_code == 405


@pytest.mark.parametrize("route", ROUTES[1:])
def test_an_unknown_secret_is_a_lost_conversation(url: str, route: str) -> None:
    """404 without `statusCode`."""
    body = {"secret": "none", "message": "", "playerId": "", "context": [], "users": []}
    answer = post(url, route, body)
    assert (answer.status_code, answer.json()) == (404, {"message": "Conversation not found"})


def test_a_refused_character_names_field_and_reason(client: StealthClient) -> None:
    """The author hears what to mend."""
    broken = {**SHEET, "bio": [], "functions": [{"name": "f", "description": "", "parameters": [{"type": "int"}]}]}
    del broken["knowledge"]
    with pytest.raises(errors.CharacterRefusedError) as caught:
        client.create(broken, [ADA])
    told = dict(caught.value.issues)
    assert set(told) == {
        "bio",
        "knowledge",
        "functions.0.parameters.0.name",
        "functions.0.parameters.0.description",
        "functions.0.parameters.0.type",
    }
    assert told["bio"] == "must be a text or a list of texts, and not empty"


def test_a_refused_request_names_its_field(url: str) -> None:
    """A fault outside of the character is not told as one of it."""
    answer = post(url, "/api/create", {"character": SHEET, "users": [{"name": "Ada"}]})
    assert answer.json()["message"] == "body.users.0.id: Field required"
    assert "users or character" in post(url, "/api/update", {"secret": "x"}).json()["message"]


def test_whatever_else_a_sheet_says_reaches_the_brain(client: StealthClient, brain: Script) -> None:
    """Fields of other frameworks, in functions too, are kept."""
    function = {**SHEET["functions"][0], "similes": ["trade"]}
    made = client.create({**SHEET, "topics": ["iron"], "functions": [function]}, [ADA])
    client.send(made.secret, "Hi", "ada-1")
    assert brain.asked[-1].character["topics"] == ["iron"]
    assert brain.asked[-1].character["functions"][0]["similes"] == ["trade"]


def test_somebody_who_is_not_there_gets_no_answer(client: StealthClient, brain: Script) -> None:
    """An unknown `playerId` is cancelled, and the brain is not asked."""
    made = client.create(SHEET, [ADA])
    before = len(brain.asked)
    assert client.send(made.secret, "Hi", "nobody").cancelled
    assert len(brain.asked) == before


def test_an_empty_token_is_none(client: StealthClient) -> None:
    """Two creates make two conversations, as on the published backend."""
    assert client.create(SHEET, [ADA], "") != client.create(SHEET, [ADA], "")


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (400, b"{}", "FST_ERR_VALIDATION"),
        (413, b" " * (MAX_BODY + 1), "FST_ERR_CTP_BODY_TOO_LARGE"),
        (415, b"", "FST_ERR_CTP_INVALID_MEDIA_TYPE"),
    ],
)
def test_refusals_before_a_route_carry_a_code(url: str, status: int, body: bytes, code: str) -> None:
    """With status and name, as the published backend's framework writes them."""
    kind = "text/plain" if status == 415 else "application/json"
    told = post(url, "/api/send", body, **{"Content-Type": kind}).json()
    assert (told["statusCode"], told["code"]) == (status, code)
    assert told["error"]


def test_update_moves_people_in_and_out(client: StealthClient) -> None:
    """The users of an update replace those of before."""
    made = client.create(SHEET, [ADA])
    client.update(made.secret, [BOB])
    assert client.send(made.secret, "Hi", "ada-1").cancelled
    assert client.send(made.secret, "Hi", "bob-1").content == "I hear Hi"
    client.update(made.secret, [])
    assert client.send(made.secret, "Hi", "bob-1").cancelled


def test_a_new_character_keeps_people_and_memory(client: StealthClient, brain: Script) -> None:
    """A villager with another sheet does not forget what was said."""
    made = client.create(SHEET, [ADA])
    client.send(made.secret, "Good day", "ada-1")
    client.update(made.secret, character={**SHEET, "knowledge": ["A sword costs 20 gold."]})
    client.send(made.secret, "Hi", "ada-1")
    assert brain.asked[-1].character["knowledge"] == ["A sword costs 20 gold."]
    assert [turn.text for turn in brain.asked[-1].history] == ["Good day", "I hear Good day"]


def test_a_token_finds_its_conversation_again(client: StealthClient, brain: Script) -> None:
    """The same token: the same conversation and memory, the users and the character of the new request."""
    first = client.create(SHEET, [ADA], "token-1")
    client.send(first.secret, "Good day", "ada-1")
    again = client.create({**SHEET, "name": "Old Bruna"}, [BOB], "token-1")
    assert again == first
    assert client.send(again.secret, "Hi", "ada-1").cancelled
    client.send(again.secret, "Hi", "bob-1")
    assert brain.asked[-1].character["name"] == "Old Bruna"
    assert brain.asked[-1].history[0].text == "Good day"
    assert client.create(SHEET, [ADA], "token-2") != first


def test_finish_is_immediate(client: StealthClient) -> None:
    """The next request finds nothing, and the token begins anew."""
    made = client.create(SHEET, [ADA], "token-3")
    client.finish(made.secret)
    for ask in (lambda: client.finish(made.secret), lambda: client.send(made.secret, "Hi", "ada-1")):
        with pytest.raises(errors.ConversationNotFoundError):
            ask()
    assert client.create(SHEET, [ADA], "token-3").secret != made.secret


def test_the_same_person_may_talk_to_several(client: StealthClient) -> None:
    """A village does not break at the second villager."""
    one, two = client.create(SHEET, [ADA]), client.create(SHEET, [ADA])
    assert client.send(one.secret, "Hi", "ada-1").content == client.send(two.secret, "Hi", "ada-1").content


def test_what_no_database_takes_is_talked_about_all_the_same(client: StealthClient, brain: Script) -> None:
    """NUL and lone surrogates in names and messages break nothing."""
    made = client.create({**SHEET, "name": "B\0o"}, [("A\0da", "a\0")])
    assert client.send(made.secret, "a\0b\ud800c", "a\0").content
    assert client.send(made.secret, "again", "a\0").content
    assert brain.asked[-1].history[0].text.startswith("a\ufffdb")


def test_calls_are_strings_with_a_message() -> None:
    """A call carries name, message and parameters, in order."""
    calls = (WireCall(name="sell", parameters={"item": "sword"}), WireCall(name="wave", message="waves"))
    brain = Script(lambda question: Answer(calls=calls))
    with talking(brain) as client:
        made = client.create(SHEET, [ADA])
        reply = client.send(made.secret, "A sword!", "ada-1")
        assert (reply.content, reply.calls) == ("", calls)
        client.send(made.secret, "Thanks", "ada-1")
    assert brain.asked[-1].history[-1].text == "(sell sword)\nwaves\n(wave)"


def test_a_lone_surrogate_of_a_model_can_be_sent() -> None:
    """Letters that UTF-8 cannot carry are replaced."""
    with talking(Script(lambda question: Answer(content="a\ud800b"))) as client:
        made = client.create(SHEET, [ADA])
        assert client.send(made.secret, "Hi", "ada-1").content == "a?b"


def test_a_brain_that_fails_is_a_422_and_leaves_no_trace() -> None:
    """The reason is told, the conversation goes on, and the failed message is not remembered."""

    def say(question: Question) -> Answer:
        if question.message == "fail":
            raise BrainError("the provider is out of tokens")
        return Answer(content=str(len(question.history)))

    with talking(Script(say)) as client:
        made = client.create(SHEET, [ADA])
        with pytest.raises(errors.ModeratedError, match="out of tokens"):
            client.send(made.secret, "fail", "ada-1")
        assert client.send(made.secret, "Hi", "ada-1").content == "0"


def test_a_brain_with_a_bug_is_a_500_and_frees_the_conversation() -> None:
    """Nothing sticks after an error inside."""
    answers = iter([ValueError("bug")])

    def say(question: Question) -> Answer:
        for error in answers:
            raise error
        return Answer(content="well again")

    with talking(Script(say)) as client:
        made = client.create(SHEET, [ADA])
        with pytest.raises(errors.ServerError, match="ValueError"):
            client.send(made.secret, "Hi", "ada-1")
        assert client.send(made.secret, "Hi", "ada-1").content == "well again"


@pytest.mark.parametrize("message", ["say badword", "make him say it"])
def test_moderation_flags_both_ways(message: str) -> None:
    """A hook sees the player's words and the character's; what it refuses is flagged, and not remembered."""
    brain = Script(lambda question: Answer(content="badword" if "him" in question.message else "fine"))
    with talking(brain, moderate=lambda text: "badword" in text) as client:
        made = client.create(SHEET, [ADA])
        reply = client.send(made.secret, message, "ada-1")
        assert (reply.flagged, reply.content) == (True, "")
        client.send(made.secret, "Hi", "ada-1")
    assert brain.asked[-1].history == ()


def test_a_second_send_is_busy_and_others_are_not_held_up() -> None:
    """One send per conversation; a slow answer costs nobody else anything, and finish does not wait for it."""
    begun, go_on = threading.Event(), threading.Event()

    def say(question: Question) -> Answer:
        if question.message == "slow":
            begun.set()
            assert go_on.wait(10)
        return Answer(content=question.message)

    with talking(Script(say)) as client:
        slow, other = client.create(SHEET, [ADA]), client.create(SHEET, [ADA])
        outcome: list[Any] = []
        thread = threading.Thread(target=lambda: outcome.append(client.send(slow.secret, "slow", "ada-1")))
        thread.start()
        assert begun.wait(10)
        with pytest.raises(errors.BusyError):
            client.send(slow.secret, "Hi", "ada-1")
        assert client.send(other.secret, "Hi", "ada-1").content == "Hi"
        client.finish(slow.secret)
        go_on.set()
        thread.join(10)
        assert outcome[0].cancelled


def test_a_database_in_trouble_is_a_500_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """The game hears that the disk is full, not where the file lies."""

    def full(*asked: object) -> None:
        raise DatabaseError("sqlite:////home/me/talks.db: the disk is full", "the disk is full")

    monkeypatch.setattr(Storage, "create", full)
    with talking() as client, pytest.raises(errors.ServerError, match="the disk is full") as caught:
        client.create(SHEET, [ADA])
    assert "/home/me" not in str(caught.value)


def test_a_slow_answer_keeps_its_conversation_and_others_notice_none_of_it() -> None:
    """The lease is renewed while the brain thinks."""
    storage = Storage("sqlite://", lease=0.03)
    renewed, renew = threading.Semaphore(0), storage.renew

    def counted(held: Held) -> bool:
        result = renew(held)
        renewed.release()
        return result

    def say(question: Question) -> Answer:
        for _ in range(3):
            assert renewed.acquire(timeout=10)
        return Answer(content="at last")

    storage.renew = counted  # type: ignore[method-assign]
    _, secret = storage.create(SHEET, [User(name="Ada", id="ada-1")], None)
    with closing(Service(storage, Script(say))) as service:
        reply = asyncio.run(service.send(SendRequest(secret=secret, message="Hi", playerId="ada-1")))
    assert reply.content == "at last"
    storage.close()


def test_renewing_ends_with_the_conversation() -> None:
    """Finished in mid-send: the answer is cancelled, and nothing goes on in the background."""
    storage = Storage("sqlite://", lease=0.03)
    _, secret = storage.create(SHEET, [User(name="Ada", id="ada-1")], None)
    asked, renew = threading.Event(), storage.renew

    def noticed(held: Held) -> bool:
        lost = not renew(held)
        if lost:
            asked.set()
        return not lost

    def say(question: Question) -> Answer:
        storage.finish(secret)
        assert asked.wait(10)
        return Answer(content="too late")

    storage.renew = noticed  # type: ignore[method-assign]
    with closing(Service(storage, Script(say))) as service:
        reply = asyncio.run(service.send(SendRequest(secret=secret, message="Hi", playerId="ada-1")))
    assert reply.cancelled
    storage.close()


def test_the_reference_needs_no_key(url: str) -> None:
    """The page and its OpenAPI describe the four routes and every status, for whoever asks."""
    page = requests.get(f"{url}/reference", timeout=10)
    schema = requests.get(f"{url}/reference/openapi.json", timeout=10).json()
    assert set(schema["paths"]) == set(ROUTES)
    assert all(route in page.text for route in ROUTES)
    assert requests.get(f"{url}/reference/", timeout=10).text == page.text
    yaml = requests.get(f"{url}/reference/openapi.yaml", timeout=10)
    assert (yaml.json(), yaml.headers["Content-Type"].split(";")[0]) == (schema, "application/yaml")
    assert set(schema["paths"]["/api/send"]["post"]["responses"]) == {
        *("200", "400", "403", "404", "413", "415", "422", "429", "500")
    }
