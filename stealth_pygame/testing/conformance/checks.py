"""The points of the contract, one function each. Each tests one property of a backend over HTTP.

`@contract` points are in the published contract; `@advice` points are not, but help games.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stealth_pygame.protocol.models import CREATE, FINISH, ROUTES, SEND, UPDATE
from stealth_pygame.testing.conformance.probe import CHARACTER, Answered, BrokenPointError, Probe, user

Check = Callable[[Probe], None]


@dataclass(frozen=True)
class Point:
    """A property that a backend has or lacks. `binding`: the published contract requires it."""

    name: str
    promise: str
    binding: bool
    check: Check


POINTS: list[Point] = []


def _point(binding: bool) -> Callable[[Check], Check]:
    def add(check: Check) -> Check:
        name = check.__name__.replace("_", " ")
        POINTS.append(Point(name, (check.__doc__ or "").strip(), binding, check))
        return check

    return add


contract = _point(True)
advice = _point(False)


def _demand(true: bool, how: str) -> None:
    if not true:
        raise BrokenPointError(how)


def _is_cancelled_or_refused(answer: Answered) -> bool:
    return answer.status >= 400 or bool(answer.body.get("cancelled"))


def _shape(answer: Answered) -> None:
    for name, kind in (("flagged", bool), ("cancelled", bool), ("content", str), ("calls", list)):
        answer.field(name, kind)
    for call in answer.body["calls"]:
        whole = Answered(200, call, str(call))
        whole.field("name", str)
        whole.field("message", str)
        for name, value in whole.field("parameters", dict).items():
            _demand(isinstance(value, str), f"the parameter {name} is {value!r}, which is not a str")


@contract
def create_answers_id_and_secret(probe: Probe) -> None:
    """create answers 200 with `id` and `secret`, both strings, a new secret each time."""
    one, two = probe.create(user("Ada")), probe.create(user("Bob"))
    one.field("id", str)
    _demand(one.field("secret", str) != two.field("secret", str), "two conversations share one secret")


@contract
def create_needs_its_fields(probe: Probe) -> None:
    """create without character or users, or with users of another shape, answers 400."""
    bodies: tuple[dict[str, Any], ...] = (
        {},
        {"users": []},
        {"character": CHARACTER},
        {"character": CHARACTER, "users": "Ada"},
        {"character": CHARACTER, "users": [{"name": "Ada"}]},
    )
    for body in bodies:
        probe.post(CREATE, body).expect(400)


@contract
def create_takes_nobody(probe: Probe) -> None:
    """create with `users: []` makes a conversation that players join later."""
    probe.create()


@contract
def token_finds_the_conversation(probe: Probe) -> None:
    """Equal persistence tokens give the same conversation, different ones different ones; a new token may give 404."""
    token, ada = f"conformance-{uuid.uuid4()}", user("Ada")
    first = probe.kept(token, ada)
    if first is None:
        return
    _demand(probe.kept(token, ada) == first, "the second create gave another secret")
    _demand(probe.kept(f"{token}-2", ada) != first, "another token gave the same secret")


@contract
def key_is_asked_for(probe: Probe) -> None:
    """Each route answers 403 to a wrong key and to a missing key."""
    for route in ROUTES:
        for key in ("", f"{probe.auth}x", f"Bearer {probe.auth}"):
            probe.post(route, {}, key=key).expect(403).field("message", str)


@contract
def send_answers_in_full(probe: Probe) -> None:
    """send answers 200 with `flagged`, `cancelled`, `content`, `calls`; calls have name, message, text parameters."""
    ada = user("Ada")
    secret = probe.opened(ada)
    for message in ("What does a sack of flour cost?", "Please sell me two sacks of flour!"):
        _shape(probe.send(secret, ada, message, gold="12").expect(200))


@contract
def send_says_something(probe: Probe) -> None:
    """A user's message is answered with words or a call."""
    ada = user("Ada")
    answer = probe.send(probe.opened(ada), ada, "Good day! What is your cat called?").expect(200)
    _demand(not answer.body.get("cancelled") and not answer.body.get("flagged"), "a harmless message got no answer")
    _demand(bool(answer.body.get("content") or answer.body.get("calls")), "the answer is empty")


@contract
def send_takes_any_text(probe: Probe) -> None:
    """Different scripts, emoji, quotes, line breaks, an empty message and a long one all get an answer."""
    ada = user("Ada")
    secret = probe.opened(ada)
    for message in ("你好, мельник! 🐈", "\"';--\n\t\\", "", "flour " * 2000):
        probe.send(secret, ada, message, note=message).expect(200, 422)


@contract
def one_send_at_a_time(probe: Probe) -> None:
    """Two simultaneous sends to one conversation: each gets an answer or 429."""
    ada = user("Ada")
    secret = probe.opened(ada)
    answers: list[Answered] = []
    # Four at once, because two might follow each other by chance.
    threads = [
        threading.Thread(target=lambda: answers.append(probe.send(secret, ada, "Good day")), daemon=True)
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    _demand(len(answers) == len(threads), "a send was not answered")
    for answer in answers:
        answer.expect(200, 429)
    _demand(any(answer.status == 200 for answer in answers), "nobody was answered")
    probe.send(secret, ada, "And now?").expect(200)


@contract
def update_answers_a_message(probe: Probe) -> None:
    """update answers 200 with `message`."""
    ada = user("Ada")
    probe.post(UPDATE, {"secret": probe.opened(ada), "users": [ada]}).expect(200).field("message", str)


@contract
def update_lets_new_users_speak(probe: Probe) -> None:
    """The users of an update may speak in the conversation."""
    ada, bob = user("Ada"), user("Bob")
    secret = probe.opened(ada)
    probe.post(UPDATE, {"secret": secret, "users": [ada, bob]}).expect(200)
    for somebody in (ada, bob):
        answer = probe.send(secret, somebody, "Good day").expect(200)
        _demand(not answer.body.get("cancelled"), f"the message of {somebody['name']} was cancelled")


@contract
def finish_answers_an_object(probe: Probe) -> None:
    """finish answers 200 with `{}`."""
    answer = probe.post(FINISH, {"secret": probe.opened(user("Ada"))}).expect(200)
    _demand(isinstance(answer.body, dict), f"the answer is {answer.text[:60]!r}")


@contract
def finished_gives_no_answer(probe: Probe) -> None:
    """After finish, no message gets an answer: 404, or 429 while the backend removes the conversation."""
    ada = user("Ada")
    secret = probe.opened(ada)
    probe.post(FINISH, {"secret": secret}).expect(200)
    probe.send(secret, ada, "Good day").expect(403, 404, 429)


@contract
def unknown_secret_is_not_found(probe: Probe) -> None:
    """send, update and finish answer 404 (send also 403) to an unknown secret."""
    secret, ada = str(uuid.uuid4()), user("Ada")
    probe.send(secret, ada, "Good day").expect(403, 404)
    probe.post(UPDATE, {"secret": secret, "users": [ada]}).expect(404)
    probe.post(FINISH, {"secret": secret}).expect(404)


@advice
def finished_is_gone_at_once(probe: Probe) -> None:
    """After finish, send, update and finish answer 404 at once; the basic framework needs a minute."""
    ada = user("Ada")
    secret = probe.opened(ada)
    probe.post(FINISH, {"secret": secret}).expect(200)
    probe.send(secret, ada, "Good day").expect(404)
    probe.post(UPDATE, {"secret": secret, "users": [ada]}).expect(404)
    probe.post(FINISH, {"secret": secret}).expect(404)


@advice
def token_lets_new_users_speak(probe: Probe) -> None:
    """The users of a create with a known token may speak in the conversation; the basic framework ignores them."""
    token, bob = f"conformance-{uuid.uuid4()}", user("Bob")
    if probe.kept(token, user("Ada")) is None:
        return
    answer = probe.send(probe.kept(token, bob) or "", bob, "Good day").expect(200)
    _demand(not answer.body.get("cancelled"), "the new user's message was cancelled: `users` was ignored")


@advice
def token_is_not_the_secret(probe: Probe) -> None:
    """The secret cannot be read from the token; in the Eliza framework they are the same, so tokens must be random."""
    token = f"conformance-{uuid.uuid4()}"
    _demand(token not in (probe.kept(token, user("Ada")) or ""), "the secret is the token")


@advice
def empty_token_is_none(probe: Probe) -> None:
    """Two creates with an empty token make two conversations."""
    _demand(probe.kept("", user("Ada")) != probe.kept("", user("Ada")), "they share one conversation")


@advice
def numbers_are_taken_as_text(probe: Probe) -> None:
    """Numbers as ids and as values of the context are accepted, because official clients send them."""
    number = uuid.uuid4().int % 10**9
    secret = probe.create({"name": "Ada", "id": number}).field("secret", str)  # type: ignore[dict-item]
    context = [{"key": "gold", "value": 12}]
    body = {"secret": secret, "message": "Good day", "playerId": number, "context": context}
    answer = probe.post(SEND, body).expect(200)
    _demand(not answer.body.get("cancelled"), "the message of a user with a number for an id was cancelled")


@advice
def junk_is_refused(probe: Probe) -> None:
    """A body that is not JSON, or has another shape, gets a 4xx with a `message`, never a 5xx."""
    for route in ROUTES:
        for body in (b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"secret": 5}'):
            answer = probe.post(route, body)
            _demand(400 <= answer.status < 500, f"{route} answered {answer.status} to {body!r}")
            answer.field("message", str)


@advice
def large_bodies_are_refused(probe: Probe) -> None:
    """A body over 1 MiB gets 413, a body that is not JSON 415."""
    probe.post(SEND, b" " * 1_100_000).expect(413)
    probe.post(SEND, b"a=b", kind="application/x-www-form-urlencoded").expect(415)


@advice
def refused_character_names_its_field(probe: Probe) -> None:
    """A character without a name gets 400 with a message that names the field."""
    # Only one field is wrong, so the message must be about that one.
    nameless = {key: value for key, value in CHARACTER.items() if key != "name"}
    answer = probe.post(CREATE, {"character": nameless, "users": []}).expect(400)
    _demand("name" in answer.field("message", str), "the field is not named")


@advice
def unknown_route_is_told(probe: Probe) -> None:
    """The 404 of an unknown route differs from the 404 of an unknown conversation."""
    answer = probe.post("/api/nope", {}).expect(404)
    _demand("conversation" not in answer.text.lower(), "it speaks of a conversation")


@advice
def routes_are_described(probe: Probe) -> None:
    """`/reference/openapi.json` lists the four routes and needs no key."""
    listed: dict[str, Any] = probe.get("/reference/openapi.json").expect(200).field("paths", dict)
    _demand(set(ROUTES) <= set(listed), f"it lists {sorted(listed)}")


@advice
def removed_users_are_out(probe: Probe) -> None:
    """A user who is missing in an update gets no more answers."""
    ada, bob = user("Ada"), user("Bob")
    secret = probe.opened(ada, bob)
    probe.post(UPDATE, {"secret": secret, "users": [bob]}).expect(200)
    _demand(_is_cancelled_or_refused(probe.send(secret, ada, "Good day")), "somebody who had left was answered")


@advice
def one_player_several_conversations(probe: Probe) -> None:
    """The same user may talk to two characters, one after the other."""
    ada = user("Ada")
    one, two = probe.opened(ada), probe.opened(ada)
    for secret in (one, two, one):
        answer = probe.send(secret, ada, "Good day").expect(200)
        _demand(not answer.body.get("cancelled"), "the first conversation was lost to the second")


@advice
def character_can_be_changed(probe: Probe) -> None:
    """update accepts a new character, and refuses an invalid one without changing anything."""
    ada, bob = user("Ada"), user("Bob")
    secret = probe.opened(ada)
    probe.post(UPDATE, {"secret": secret, "users": [ada], "character": {**CHARACTER, "name": "Old Wilm"}}).expect(200)
    probe.post(UPDATE, {"secret": secret, "users": [bob], "character": {"name": ""}}).expect(400)
    answer = probe.send(secret, ada, "Good day").expect(200)
    _demand(not answer.body.get("cancelled"), "the users of a refused update were applied")
