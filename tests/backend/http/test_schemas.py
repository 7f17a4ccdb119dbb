"""The bodies: what the published backend takes from its official clients is taken here as well."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from stealth_pygame.backend.http.schemas import CreateBody, PassedUpdateBody, SendBody
from tests.backend.parts import SHEET


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("12", "12"),
        (12, "12"),
        (12.0, "12"),
        (1.5, "1.5"),
        (True, "true"),
        (False, "false"),
        (None, ""),
        ([7], "7"),
        (["x"], "x"),
        ("a\ud800", "a\ufffd"),
    ],
)
def test_scalars_are_taken_as_text(value: Any, text: str) -> None:
    """Numbers, truth values, null and a list of one, as JavaScript writes them; for ids, messages and values."""
    body = SendBody(
        secret=value,
        message=value,
        playerId=value,
        context=[{"key": "gold", "value": value}],  # type: ignore[list-item]
    )
    request = body.request()
    assert {request.secret, request.message, request.player_id, request.context[0].value} == {text}
    created = CreateBody.model_validate(
        {"character": SHEET, "users": [{"name": value, "id": value}], "persistenceToken": value}
    )
    assert [(user.name, user.id) for user in created.people()] == [(text, text)]
    assert created.persistenceToken == text


@pytest.mark.parametrize("value", [{}, [], [1, 2], [[1]], [{}]])
def test_what_is_no_scalar_is_refused(value: Any) -> None:
    """As the published backend refuses objects."""
    with pytest.raises(ValidationError):
        SendBody.model_validate(
            {"secret": "s", "message": "m", "playerId": "p", "context": [{"key": "k", "value": value}]}
        )


def test_a_passed_update_keeps_what_was_left_out() -> None:
    """No users is something else than an empty list: Eliza would throw everybody out."""
    assert PassedUpdateBody(secret="s", character={"name": "x"}).people() is None
    assert PassedUpdateBody(secret="s", users=[]).people() == []
