"""The options of a model, and where they are wrong."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.backend.brains import model_wishes
from stealth_pygame.backend.llm.options import ModelOptions
from stealth_pygame.errors import ConfigurationError


def test_options_survive_the_way_to_the_backend() -> None:
    """As JSON, and only those that were set."""
    options = ModelOptions(temperature=0.5, stop=("END",), extra_body={"min_p": 0.1})
    assert ModelOptions.read(options.to_json()) == options
    assert ModelOptions().to_json() == ""
    assert ModelOptions.read("") == ModelOptions.read(None) == ModelOptions.read({}) == ModelOptions()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"temprature": 1}, 'did you mean "temperature"'),
        ({"min_p": 0.1}, "extra_body"),
        ({"temperature": 5}, "from 0 to 2"),
        ({"temperature": "hot"}, "from 0 to 2"),
        ({"max_tokens": 0}, "more than 0"),
        ({"max_tokens": True}, "more than 0"),
        ({"window": 10}, "from 256 on"),
        ({"stop": [1]}, "a list of texts"),
        ({"reasoning_effort": "much"}, "one of none"),
        ({"extra_body": 5}, "a dict"),
        ([1], "give a dict"),
        ("{broken", "JSON"),
    ],
)
def test_a_slip_is_told_where_it_was_written(wrong: Any, told: str) -> None:
    """With what it must be."""
    with pytest.raises(ConfigurationError, match=told):
        ModelOptions.read(wrong)


def test_what_json_cannot_carry_is_told() -> None:
    """An object in `extra_body`, say."""
    with pytest.raises(ConfigurationError, match="JSON"):
        ModelOptions(extra_body={"x": object()}).to_json()


def test_a_model_leaves_the_offline_brain_time() -> None:
    """A little of the client's patience, unless the game says otherwise."""
    assert model_wishes("ollama:x", reply_timeout=30)["model_timeout"] == 25
    assert model_wishes("ollama:x", reply_timeout=5)["model_timeout"] == 4
    assert model_wishes("ollama:x", timeout=7, reply_timeout=30)["model_timeout"] == 7
    assert model_wishes("ollama:x")["model_fallback"] == "offline"
    assert model_wishes("ollama:x", fallback=False)["model_fallback"] == ""
    assert model_wishes(None) == {"model": ""}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"model": None, "url": "http://127.0.0.1:1/v1"}, "need a model"),
        ({"model": "ollama:x", "timeout": 0}, "more than 0"),
        ({"model": "ollama:x", "timeout": "5"}, "more than 0"),
        ({"model": "x", "url": "ftp://x"}, "must be such as"),
        ({"model": "x", "url": "http://a b/v1"}, "a space"),
        ({"model": "x", "url": "http://me:secret@host/v1"}, "STEALTH_MODEL_KEY"),
        ({"model": "x", "url": "http://host/v1?key=1"}, "base URL alone"),
        ({"model": "x", "url": "http://host:99999/v1"}, "cannot be read"),
        ({"model": "llama3.2"}, "did you mean"),
        ({"model": 5}, "is not known"),
    ],
)
def test_a_model_that_cannot_work_is_told_at_once(arguments: dict[str, Any], told: str) -> None:
    """Before anything is started."""
    with pytest.raises(ConfigurationError, match=told) as caught:
        model_wishes(**arguments)
    assert "secret" not in str(caught.value)
