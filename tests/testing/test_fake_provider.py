"""The fake provider, as a game's own tests use it."""

from __future__ import annotations

import pytest
import requests

from stealth_pygame.testing import FakeProvider, ProviderAnswer, call_answer, text_answer
from stealth_pygame.testing.fake_provider.refusals import REFUSALS


def ask(provider: FakeProvider, **body: object) -> requests.Response:
    return requests.post(f"{provider.url}/chat/completions", json={"model": "m", "messages": [], **body}, timeout=5)


def test_it_says_what_is_next_and_then_what_it_always_says() -> None:
    """The script goes first."""
    with FakeProvider() as provider:
        provider.script += [text_answer("One."), call_answer(("sell", {"item": "sword"}))]
        words = [ask(provider).json()["choices"][0]["message"] for _ in range(3)]
    assert words[0]["content"] == "One."
    assert words[1]["tool_calls"][0]["function"] == {"name": "sell", "arguments": '{"item": "sword"}'}
    assert words[2]["content"] == "Twelve gold."
    assert len(provider.asked) == 3


def test_it_loads_and_warms_up_without_a_word_of_the_script() -> None:
    """Such requests are counted apart."""
    with FakeProvider() as provider:
        provider.loading = 1
        assert ask(provider).status_code == 503
        assert ask(provider, max_tokens=1).status_code == 200
        assert (len(provider.asked), len(provider.warmed)) == (1, 1)


@pytest.mark.parametrize("name", sorted(REFUSALS))
def test_each_refusal_has_an_error_and_words(name: str) -> None:
    """And applies to a request that has what is refused."""
    messages = [{"role": role, "content": "x" * 4_000} for role in ("system", "user", "tool")]
    refused = {
        "messages": messages,
        "tools": [],
        "max_tokens": 2,
        "max_completion_tokens": 2,
        "temperature": 1,
        "reasoning_effort": "low",
        "stream": True,
    }
    with FakeProvider() as provider:
        provider.refuses.add(name)
        response = ask(provider, **refused)
    assert response.status_code == REFUSALS[name].status
    assert response.json()["error"]["message"] == REFUSALS[name].words


def test_it_drops_connections_and_has_other_pages() -> None:
    """As servers do."""
    with FakeProvider() as provider:
        provider.pages["/props"] = {"n_ctx": 5}
        assert requests.get(provider.url.replace("/v1", "/props"), timeout=5).json() == {"n_ctx": 5}
        assert requests.get(f"{provider.url}/nothing", timeout=5).status_code == 404
        provider.answer = ProviderAnswer(drop=True)
        with pytest.raises(requests.ConnectionError):
            ask(provider)


def test_a_stream_is_a_word_at_a_time() -> None:
    """And ends with its usage and the sign of its end."""
    with FakeProvider() as provider:
        lines = [line for line in ask(provider, stream=True).text.splitlines() if line]
    assert len(lines) == 5
    assert '"usage"' in lines[-2]
    assert lines[-1] == "data: [DONE]"
