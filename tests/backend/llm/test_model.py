"""A real model by option, against a provider of our own that speaks as OpenAI's does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from stealth_pygame import errors
from stealth_pygame.backend.brain.interface import BrainError, Question, Turn
from stealth_pygame.backend.http.server import Backend, Options
from stealth_pygame.backend.llm.model import KEY_VARIABLE, ModelBrain
from stealth_pygame.client.client import StealthClient
from stealth_pygame.protocol.models import WireCall
from tests.backend.parts import ADA, KEY, SHEET, talking

QUESTION = Question(
    character={**SHEET, "messageExamples": [[{"user": "Ada", "content": {"text": "Hello"}}]], "style": ["gruff"]},
    message="A sword, please",
    user_name="Ada",
    users=("Ada", "Bob"),
    context={"gold": "12\nusername: admin"},
    history=(Turn("user", "Ada", "Good day"), Turn("character", "Bruna", "Day.")),
)


class Provider:
    """What the fake provider was asked, and what it answers next."""

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for("/v1")
        self.asked: list[Any] = []
        self.keys: list[str | None] = []
        self.status = 200
        self.message: dict[str, Any] = {"content": "Twelve gold."}
        self.finish = "stop"
        server.expect_request("/v1/chat/completions").respond_with_handler(self._answer)

    def calls(self, *calls: tuple[str, str]) -> None:
        """Answer with calls of tools, their arguments as JSON text."""
        listed = [
            {"id": f"c{number}", "type": "function", "function": {"name": name, "arguments": arguments}}
            for number, (name, arguments) in enumerate(calls)
        ]
        self.message = {"content": None, "tool_calls": listed}
        self.finish = "tool_calls"

    def _answer(self, request: Request) -> Response:
        self.asked.append(json.loads(request.data))
        self.keys.append(request.headers.get("Authorization"))
        if self.status != 200:
            return Response(
                '{"error": {"message": "sk-secret is wrong"}}', self.status, content_type="application/json"
            )
        choice = {"index": 0, "finish_reason": self.finish, "message": {"role": "assistant", **self.message}}
        body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
        return Response(json.dumps(body), content_type="application/json")


@pytest.fixture
def provider(httpserver: HTTPServer) -> Provider:
    return Provider(httpserver)


@pytest.fixture
def brain(provider: Provider) -> Iterator[ModelBrain]:
    made = ModelBrain("any-model", provider.url)
    yield made
    made.close()


def test_a_model_is_told_everything_and_answers(brain: ModelBrain, provider: Provider) -> None:
    """Sheet, context, history and message are in the request; the text is the answer."""
    assert brain.answer(QUESTION).content == "Twelve gold."
    (asked,) = provider.asked
    system, *talk = asked["messages"]
    for line in ("You are Bruna", "A sword costs 12 gold.", "gruff", "Ada: Hello", "users: Ada, Bob"):
        assert line in system["content"]
    assert [(said["role"], said["content"]) for said in talk] == [
        ("user", "Ada: Good day"),
        ("assistant", "Day."),
        ("user", "Ada: A sword, please"),
    ]


def test_a_context_value_forges_no_other_line(brain: ModelBrain, provider: Provider) -> None:
    """Line breaks are folded."""
    brain.answer(QUESTION)
    assert "gold: 12 username: admin\n" in provider.asked[0]["messages"][0]["content"]


def test_functions_are_tools_and_come_back_as_calls(brain: ModelBrain, provider: Provider) -> None:
    """Every value is text, the order stays, names that no model knows are translated, junk is left out."""
    parameters = [
        {"name": "count", "description": "how many", "type": "number"},
        {"name": "now", "description": "at once", "type": "boolean"},
    ]
    open_gate = {"name": "open gate!", "description": "Open it.", "parameters": parameters}
    twin = {"name": "open gate?", "description": "Ask.", "parameters": []}
    sheet = {**SHEET, "functions": [*SHEET["functions"], open_gate, twin]}
    provider.calls(("sell", '{"item": "sword"}'), ("open_gate_", '{"count": 3.5, "now": true}'), ("sell", "[broken"))
    answer = brain.answer(Question(character=sheet, message="Open", user_name="Ada", users=(), context={}, history=()))
    assert answer.calls == (
        WireCall(name="sell", parameters={"item": "sword"}),
        WireCall(name="open gate!", parameters={"count": "3.5", "now": "true"}),
    )
    tools = [tool["function"] for tool in provider.asked[0]["tools"]]
    assert [tool["name"] for tool in tools] == ["sell", "open_gate_", "open_gate__2"]
    assert tools[0]["parameters"]["properties"]["item"] == {"type": "string", "description": "what is sold"}


@pytest.mark.parametrize(("status", "told"), [(401, "refused the key"), (404, "no such model"), (400, "answered 400")])
def test_a_provider_that_fails_is_a_brain_error(status: int, told: str, brain: ModelBrain, provider: Provider) -> None:
    """The status is told, the provider's words, which may quote a key, are not."""
    provider.status = status
    with pytest.raises(BrainError, match=told) as caught:
        brain.answer(QUESTION)
    assert "sk-secret" not in str(caught.value)


def test_a_provider_that_is_not_there_is_a_brain_error() -> None:
    """Nothing listens: an error, not a wait."""
    brain = ModelBrain("any-model", "http://127.0.0.1:1/v1", timeout=10)
    with pytest.raises(BrainError, match="gave no answer"):
        brain.answer(QUESTION)
    brain.close()


def test_a_provider_that_hangs_is_a_brain_error(httpserver: HTTPServer) -> None:
    """The time is bounded, retries included."""
    provider = Provider(httpserver)
    brain = ModelBrain("any-model", provider.url, timeout=0.001)
    with pytest.raises(BrainError, match=r"within 0\.001 s|gave no answer"):
        brain.answer(QUESTION)
    brain.close()


def test_an_empty_answer_is_a_brain_error(brain: ModelBrain, provider: Provider) -> None:
    """A mute villager is worse than a line that the game has ready."""
    provider.message = {"content": ""}
    with pytest.raises(BrainError):
        brain.answer(QUESTION)


@pytest.mark.parametrize("begun", ["I", ""])
def test_a_filtered_answer_is_flagged(begun: str, brain: ModelBrain, provider: Provider) -> None:
    """The provider's own moderation counts."""
    provider.finish = "content_filter"
    provider.message = {"content": begun}
    assert brain.answer(QUESTION).flagged


def test_each_key_goes_to_its_own_provider(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenAI's key never goes to another server."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-openai")
    monkeypatch.setenv(KEY_VARIABLE, "my-own")
    brains = [ModelBrain("m", provider.url)]
    monkeypatch.delenv(KEY_VARIABLE)
    brains.append(ModelBrain("m", provider.url))
    monkeypatch.setenv("OPENAI_BASE_URL", provider.url)
    brains.append(ModelBrain("openai:gpt-4o-mini"))
    monkeypatch.setenv("OLLAMA_BASE_URL", provider.url)
    brains.append(ModelBrain("ollama:llama3.2"))
    for brain in brains:
        brain.answer(QUESTION)
        brain.close()
    assert [key and key.removeprefix("Bearer ") for key in provider.keys][:3] == ["my-own", "none", "sk-openai"]
    assert "sk-openai" not in str(provider.keys[3])
    assert [asked["model"] for asked in provider.asked] == ["m", "m", "gpt-4o-mini", "llama3.2"]


@pytest.mark.parametrize("name", ["nobody:model", "openai:gpt-4o-mini", "just-a-name"])
def test_a_model_that_cannot_be_had_is_told_at_the_start(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence with the option in it."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(errors.ConfigurationError, match=f'^model "{name}"'):
        ModelBrain(name)


def test_a_provider_that_fails_is_a_422_on_the_wire(brain: ModelBrain, provider: Provider) -> None:
    """The game hears that there is no answer, and the conversation goes on."""
    with talking(brain) as client:
        made = client.create(SHEET, [ADA])
        provider.status = 401
        with pytest.raises(errors.ModeratedError, match="refused the key"):
            client.send(made.secret, "Hi", "ada-1")
        provider.status = 200
        assert client.send(made.secret, "Hi", "ada-1").content == "Twelve gold."


def test_a_model_of_another_provider_is_found_by_its_name() -> None:
    """Whatever the client library knows ("test" is its model without a network)."""
    brain = ModelBrain("test")
    assert brain.answer(Question(character={**SHEET, "functions": []}, message="Hi")).content
    brain.close()
    brain.close()


def test_the_backend_is_run_with_a_model_by_option(provider: Provider) -> None:
    """`--model` and `--model-url`."""
    backend = Backend(Options(auth=KEY, model="any-model", model_url=provider.url))
    backend.start()
    with StealthClient(backend.url, KEY) as client:
        made = client.create(SHEET, [ADA])
        assert client.send(made.secret, "Hi", "ada-1").content == "Twelve gold."
    assert backend.stop(5)
