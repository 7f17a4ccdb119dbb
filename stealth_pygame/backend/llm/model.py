"""A brain that asks a model: any server that speaks as OpenAI's does, through one well-kept client library.

The library is asynchronous and keeps its connections per event loop, so one loop of ours serves all thinking threads.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator

from pydantic_ai.direct import model_request
from pydantic_ai.exceptions import AgentRunError, ModelHTTPError, UserError
from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models import Model, ModelRequestParameters, infer_model
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.ollama import OllamaProvider
from pydantic_ai.providers.openai import OpenAIProvider
from pydantic_ai.settings import ModelSettings

from stealth_pygame.backend.brain.interface import Answer, BrainError, Question
from stealth_pygame.backend.llm.names import unknown
from stealth_pygame.backend.llm.prompt import Tools, messages
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.protocol.models import WireCall

TIMEOUT = 25.0
"""Seconds for an answer, the provider's retries included; below the 30 after which a client gives up."""
CLOSE_WITHIN = 2.0
"""Seconds that closing may wait for the connections' end."""
MOST_TOKENS = 600
"""Tokens of an answer: a bubble is no novel, and a runaway costs money."""
OLLAMA = "http://127.0.0.1:11434/v1"
KEY_VARIABLE = "STEALTH_MODEL_KEY"
"""The environment variable with the key for `--model-url`; OpenAI's own key goes nowhere but to OpenAI."""


class ModelBrain:
    """Answers with a model such as "openai:gpt-4o-mini" or "ollama:llama3.2", or any name at an OpenAI-like `url`.

    Raises `ConfigurationError` for a model that cannot be had.
    """

    def __init__(self, model: str, url: str = "", *, timeout: float = TIMEOUT) -> None:
        self._name = model
        self._timeout = timeout
        self._model = _model(model, url)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="stealth-model", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()

    def answer(self, question: Question) -> Answer:
        """The model's answer. Raises `BrainError` when the provider fails; its words are not passed on."""
        try:
            return asyncio.run_coroutine_threadsafe(self._answer(question), self._loop).result()
        except ModelHTTPError as exc:
            raise BrainError(f"{self._name}: the provider answered {exc.status_code}{_hint(exc.status_code)}") from exc
        except (asyncio.TimeoutError, TimeoutError) as exc:
            raise BrainError(f"{self._name}: no answer from the provider within {self._timeout:g} s") from exc
        except (AgentRunError, UserError) as exc:
            raise BrainError(f"{self._name}: the provider gave no answer ({type(exc).__name__})") from exc

    async def _answer(self, question: Question) -> Answer:
        tools = Tools(question.character)
        request = model_request(
            self._model,
            messages(question),
            model_settings=ModelSettings(max_tokens=MOST_TOKENS, timeout=self._timeout),
            model_request_parameters=ModelRequestParameters(function_tools=tools.definitions),
        )
        response = await asyncio.wait_for(request, self._timeout)
        content = "".join(part.content for part in response.parts if isinstance(part, TextPart)).strip()
        answer = Answer(content=content, calls=tuple(_calls(response, tools)))
        if response.finish_reason == "content_filter":
            return Answer(flagged=True)
        if not answer.content and not answer.calls:
            raise BrainError(f"{self._name}: the model said nothing")
        return answer

    def close(self) -> None:
        """End the connections, the loop and its thread."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop)
            self._thread.join(CLOSE_WITHIN)

    async def _hang_up(self) -> None:
        if isinstance(self._model, OpenAIChatModel):
            await self._model.client.close()
        self._loop.stop()


def _calls(response: ModelResponse, tools: Tools) -> Iterator[WireCall]:
    """The calls, each value as text. One whose parameters are no JSON object cannot be carried out, and is left out."""
    for part in response.parts:
        if isinstance(part, ToolCallPart):
            try:
                given = part.args_as_dict(raise_if_invalid=True)
            except (ValueError, AssertionError):
                continue
            yield WireCall.model_validate({"name": tools.name(part.tool_name), "parameters": given})


def _model(name: str, url: str) -> Model:
    kind, _, bare = name.partition(":")
    try:
        if url:
            key = os.environ.get(KEY_VARIABLE, "") or "none"
            return OpenAIChatModel(name, provider=OpenAIProvider(base_url=url, api_key=key))
        if kind == "ollama" and bare:
            base = os.environ.get("OLLAMA_BASE_URL", OLLAMA)
            return OpenAIChatModel(bare, provider=OllamaProvider(base_url=base))
        if kind == "openai" and bare:
            return OpenAIChatModel(bare, provider=OpenAIProvider())
        return infer_model(name)
    except (UserError, ValueError, ImportError) as exc:
        words = unknown(name) if not bare or "Unknown model" in str(exc) else f'model "{name}": {exc}'
        raise ConfigurationError(words) from exc


def _hint(status: int) -> str:
    return {
        401: ": it refused the key",
        403: ": it refused the key",
        404: ": it has no such model",
        429: ": too many requests, or no credit",
    }.get(status, "")
