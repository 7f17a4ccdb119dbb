"""What a model is called, and what was meant where it is called otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame import errors
from stealth_pygame.backend.llm.model import ModelBrain
from stealth_pygame.backend.llm.names import PROVIDERS, check_name, checked_url, endpoint, speaks_plainly, unknown
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


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/v1"),
        ("http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1"),
        ("http://127.0.0.1:8080/v1/chat/completions", "http://127.0.0.1:8080/v1"),
        ("http://127.0.0.1:8080/v1/models", "http://127.0.0.1:8080/v1"),
        (" 127.0.0.1:8080 ", "http://127.0.0.1:8080/v1"),
        ("localhost:8080/v1", "http://localhost:8080/v1"),
        ("[::1]:8080", "http://[::1]:8080/v1"),
        ("http://127.0.0.1:11434/api/chat", "http://127.0.0.1:11434/v1"),
        ("http://127.0.0.1:11434/api", "http://127.0.0.1:11434/v1"),
        ("https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1"),
        ("api.example.com/v1", "https://api.example.com/v1"),
        ("https://host/openai/deployments/x", "https://host/openai/deployments/x"),
        ('"http://127.0.0.1:8080/v1"', "http://127.0.0.1:8080/v1"),
    ],
)
def test_a_url_is_mended_where_its_meaning_is_plain(given: str, base: str) -> None:
    """With and without `/v1`, with a route behind it, without a scheme."""
    assert checked_url(given, "the model's URL") == base


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0:11434", "http://127.0.0.1:11434/v1"),
        ("127.0.0.1", "http://127.0.0.1:11434/v1"),
        ("http://gamebox:4000", "http://gamebox:4000/v1"),
        ("[::]:11434", "http://127.0.0.1:11434/v1"),
    ],
)
def test_the_own_variable_of_ollama_counts(host: str, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it tells the server to listen everywhere."""
    monkeypatch.delenv("OLLAMA_BASE_URL", raising=False)
    monkeypatch.setenv("OLLAMA_HOST", host)
    assert endpoint("ollama:x").url == url


@pytest.mark.parametrize("name", ["lmstudio", "llamacpp", "koboldcpp", "vllm", "ollama"])
def test_servers_on_this_machine_need_no_key(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has its usual port, and a way to start it."""
    for variable in (*PROVIDERS[name].url_variables, *PROVIDERS[name].key_variables):
        monkeypatch.delenv(variable, raising=False)
    place = endpoint(f"{name}:some:model")
    assert (place.model, place.local, place.key, bool(place.start)) == ("some:model", True, "", True)


def test_a_key_is_mended_or_refused_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spaces around it go; what no header carries is told."""
    monkeypatch.setenv("OPENAI_API_KEY", " Bearer sk-x\n")
    assert endpoint("openai:x").key == "sk-x"
    assert "sk-x" not in repr(endpoint("openai:x"))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-ключ")
    with pytest.raises(errors.ConfigurationError, match="OPENAI_API_KEY") as caught:
        endpoint("openai:x")
    assert "ключ" not in str(caught.value)


@pytest.mark.parametrize(
    ("model", "plain"),
    [
        ("llama3.2", True),
        ("llama3.2:3b-instruct-q4_K_M", True),
        ("meta-llama/Llama-3.1-8B-Instruct", True),
        ("gemma3:4b-it-qat", True),
        ("gemma3n:e4b", True),
        ("mistral", True),
        ("mistralai/Mistral-7B-Instruct-v0.3", True),
        ("mixtral:8x7b", True),
        ("qwen2.5:7b", True),
        ("phi3.5", True),
        ("smollm2:135m", True),
        ("gpt-4o-mini", True),
        ("gpt-4.1-nano", True),
        ("claude-3-5-haiku-latest", True),
        ("claude-sonnet-4-5", True),
        ("gemini-2.0-flash", True),
        ("deepseek-r1:8b", False),
        ("DeepSeek-R1-Distill-Llama-8B", False),
        ("llama3.2-thinking", False),
        ("llama-3.1-nemotron-ultra", False),
        ("llama3-reasoner", False),
        ("llama33", False),
        ("qwen3:4b", False),
        ("qwq", False),
        ("magistral", False),
        ("phi4-reasoning", False),
        ("gpt-oss:20b", False),
        ("gpt-5", False),
        ("gemini-2.0-flash-thinking", False),
        ("o3-mini", False),
        ("my-model", False),
        ("", False),
    ],
)
def test_only_the_plain_names_of_families_promise_plain_speech(model: str, plain: bool) -> None:
    """A model that was trained further has another name, and has to be heard once."""
    assert speaks_plainly(model) is plain
