"""The third nature of the fake backend: the published one with its Eliza framework, as measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from stealth_pygame.testing import CHARACTER, FakeBackend, FakeReply
from stealth_pygame.testing.fake_backend.natures.eliza import ElizaNature

SHEET: dict[str, Any] = {**CHARACTER, "topics": ["iron"], "adjectives": ["gruff"], "style": ["short"]}
ADA = {"name": "Ada", "id": "ada"}
BOB = {"name": "Bob", "id": "bob"}


@pytest.fixture
def backend() -> Iterator[FakeBackend]:
    with FakeBackend("eliza") as made:
        yield made


def ask(backend: FakeBackend, route: str, **body: Any) -> requests.Response:
    return requests.post(f"{backend.url}/api/{route}", json=body, headers={"Authorization": backend.auth}, timeout=5)


def opened(backend: FakeBackend, **more: Any) -> str:
    made = ask(backend, "create", **{"character": SHEET, "users": [ADA], **more})
    assert made.status_code == 200, made.text
    return str(made.json()["secret"])


def send(backend: FakeBackend, secret: str, player: str = "ada") -> requests.Response:
    return ask(backend, "send", secret=secret, message="Hi", playerId=player, context=[])


def test_an_update_replaces_the_users(backend: FakeBackend) -> None:
    """A user who is left out is a 404, and an empty list throws everybody out; without a list nobody is."""
    secret = opened(backend)
    assert ask(backend, "update", secret=secret, users=[BOB]).json() == {}
    assert send(backend, secret, "bob").status_code == 200
    assert send(backend, secret).json() == {"message": "User not found"}
    assert ask(backend, "update", secret=secret, character={**SHEET, "bio": "Another."}).status_code == 200
    assert send(backend, secret, "bob").status_code == 200
    ask(backend, "update", secret=secret, users=[])
    assert send(backend, secret, "bob").status_code == 404


def test_finish_is_immediate_and_a_restart_loses_everything(backend: FakeBackend) -> None:
    """Rooms live in memory only."""
    one, two = opened(backend), opened(backend)
    assert ask(backend, "finish", secret=one).status_code == 200
    assert send(backend, one).json() == {"message": "Conversation not found"}
    backend.restart()
    assert send(backend, two).status_code == 404


def test_the_token_is_the_secret(backend: FakeBackend) -> None:
    """The one is as good as the other; an empty one is none."""
    assert opened(backend, persistenceToken="inst:bruno") == "inst:bruno"
    assert opened(backend, persistenceToken="inst:bruno", users=[BOB]) == "inst:bruno"
    assert send(backend, "inst:bruno", "bob").status_code == 200
    assert opened(backend, persistenceToken="") != opened(backend, persistenceToken="")


@pytest.mark.parametrize("missing", ["topics", "adjectives", "style", "bio"])
def test_a_sheet_needs_more(backend: FakeBackend, missing: str) -> None:
    """Fields that the basic framework can do without."""
    refused = ask(backend, "create", character={**SHEET, missing: []}, users=[])
    assert (refused.status_code, missing in refused.json()["message"]) == (400, True)
    secret = opened(backend)
    assert ask(backend, "update", secret=secret, character={**SHEET, missing: []}).status_code == 400


def test_a_function_needs_similes_and_examples(backend: FakeBackend) -> None:
    """And a call without words fails inside."""
    function = {"name": "wave", "description": "Wave.", "parameters": []}
    assert ask(backend, "create", character={**SHEET, "functions": [function]}, users=[]).status_code == 400
    assert ask(backend, "create", character="none", users=[]).status_code == 400
    secret = opened(backend, character={**SHEET, "functions": [{**function, "similes": ["greet"], "examples": ["x"]}]})
    backend.reply("", calls=["wave"])
    assert send(backend, secret).status_code == 500
    backend.reply("Hello.", calls=["wave"])
    assert send(backend, secret).json() == {"content": "Hello.", "calls": [{"name": "wave", "parameters": {}}]}
    backend.reply(cancelled=True)
    assert send(backend, secret).json()["cancelled"]


def test_requests_that_say_nothing_are_refused(backend: FakeBackend) -> None:
    """An update of nothing, users of another shape, an unknown secret."""
    secret = opened(backend)
    assert ask(backend, "update", secret=secret).status_code == 400
    assert ask(backend, "update", secret=secret, users="Ada").status_code == 400
    assert ask(backend, "update", secret="unknown", users=[]).status_code == 404
    assert ElizaNature().end_send(*_held()).status == 200


def _held() -> tuple[Any, FakeReply]:
    nature = ElizaNature()
    nature.create({"character": SHEET, "users": [ADA]})
    (conversation,) = nature.conversations.values()
    return conversation, FakeReply("Hello.")
