"""What a model is called, and what was meant where it is called otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame import errors
from stealth_pygame.backend.llm.model import ModelBrain
from stealth_pygame.backend.llm.names import check_name, unknown
from stealth_pygame.backend.local.backend import start_local

FORM = (
    'A model is written provider:model, such as "ollama:llama3.2" (on this machine, with Ollama) '
    'or "openai:gpt-4o-mini" (with the key of OpenAI in OPENAI_API_KEY).'
)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("llama3.2", "ollama:llama3.2"),
        ("llama3.2:3b", "ollama:llama3.2:3b"),
        ("deepseek-r1:8b", "ollama:deepseek-r1:8b"),
        ("gpt-4o", "openai:gpt-4o"),
        ("claude-sonnet-4-5", "anthropic:claude-sonnet-4-5"),
        ("olama:llama3.2", "ollama:llama3.2"),
        ("opneai:gpt-4o", "openai:gpt-4o"),
        ("ollama", ""),
        ("ollama:", ""),
        ("nobody:model", ""),
        ("", ""),
    ],
)
def test_a_model_that_is_not_known_comes_with_a_guess(name: str, meant: str) -> None:
    """What has no provider is most likely on this machine; the form follows, with an example of each kind."""
    guess = f'did you mean "{meant}"? ' if meant else ""
    assert unknown(name) == f'model "{name}" is not known; {guess}{FORM}'


@pytest.mark.parametrize("name", ["ollama:llama3.2", "ollama:llama3.2:3b", "openai:gpt-4o-mini", "test"])
def test_a_name_with_a_provider_passes(name: str) -> None:
    """Whether there is such a model is for its provider to say."""
    check_name(name)


@pytest.mark.parametrize("name", ["llama3.2", "ollama:", ":llama3.2", 5])
def test_a_game_hears_of_a_slip_at_once(name: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No process is started for a name that no provider could know."""
    monkeypatch.setattr("stealth_pygame.backend.local.backend.ProcessRun", lambda *args: pytest.fail("started"))
    with pytest.raises(errors.ConfigurationError, match=f'model "{name}" is not known'):
        start_local(model=name)


@pytest.mark.parametrize("name", ["llama3.2", "llama3.2:3b", "olama:llama3.2", "ollama:"])
def test_the_library_of_models_guesses_no_provider_for_us(name: str) -> None:
    """It knows a hundred, and would send a newcomer to one that nobody has heard of."""
    with pytest.raises(errors.ConfigurationError) as caught:
        ModelBrain(name)
    assert str(caught.value) == unknown(name)
