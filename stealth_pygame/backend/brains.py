"""The brain that a backend's options ask for, and the options of a model looked at where a game writes them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from stealth_pygame.backend.llm.names import TEST, endpoint
from stealth_pygame.backend.llm.options import MARGIN, TIMEOUT, ModelOptions
from stealth_pygame.backend.loading_brain import LoadingBrain
from stealth_pygame.backend.meaning.embeddings import missing
from stealth_pygame.errors import ConfigurationError, MissingExtraError, pip_command
from stealth_pygame.validation import is_number, quotes_hint

if TYPE_CHECKING:
    from stealth_pygame.backend.brain.interface import Brain
    from stealth_pygame.backend.meaning.vectors import Embedder

# The brain that answers in the place of a model.
OFFLINE = "offline"


def model_wishes(
    model: str | None,
    url: str | None = None,
    timeout: float | None = None,
    options: Mapping[str, Any] | str | None = None,
    *,
    fallback: bool = True,
    reply_timeout: float | None = None,
) -> dict[str, Any]:
    """Return the options of a backend for a model, all of them plain. Raises `ConfigurationError` for a slip.

    timeout: seconds for the model; None leaves the offline brain a little of `reply_timeout`.
    """
    if not model:
        if url or timeout or options:
            raise ConfigurationError(
                'model_url, model_timeout and model_options need a model: model="ollama:llama3.2".'
            )
        return {"model": ""}
    if not isinstance(model, str):
        raise ConfigurationError(f'model "{model}" is not known; a model is written provider:model.')
    # The environment of the game is that of the backend, so keys and addresses can be looked at here.
    if model != TEST or url:
        endpoint(model, url or "")
    if timeout is not None and not (is_number(timeout) and timeout > 0):
        raise ConfigurationError(f"model_timeout is {timeout!r}; it must be a number of seconds, more than 0.")
    if timeout is None and reply_timeout is not None:
        timeout = max(reply_timeout - MARGIN, 0.8 * reply_timeout)
    wishes = ModelOptions.read(options).to_json()
    return {
        "model": model,
        "model_url": url or "",
        "model_timeout": float(timeout or 0.0),
        "model_options": wishes,
        "model_fallback": OFFLINE if fallback else "",
    }


def embeddings_wish(
    embeddings: object, wishes: Mapping[str, Any], *, in_process: bool = True, same_python: bool = True
) -> Any:
    """Return the embeddings for a backend with these options. Raises `ConfigurationError` and `MissingExtraError`.

    in_process: the backend can call a function of the game; same_python: it has the packages that this process has.
    """
    if embeddings is False:
        return False
    if embeddings is not True and not callable(embeddings):
        raise ConfigurationError(
            f"embeddings is {embeddings!r:.80}; it must be True for the packaged model, False, or a function that "
            f"takes a text and returns its vector.{quotes_hint(embeddings, 'True')}"
        )
    if wishes.get("model") and wishes.get("model_fallback") != OFFLINE:
        raise ConfigurationError(
            f"embeddings are for the offline brain, and the model {wishes['model']} has none behind it: give "
            "model_fallback=True (--model-fallback offline on the command line), or leave embeddings away."
        )
    if embeddings is not True and not in_process:
        raise ConfigurationError(
            f"embeddings is {embeddings!r:.80}, and the backend runs as another process, which cannot call a function "
            "of the game. Add in_process=True; or give embeddings=True for the packaged model."
        )
    if embeddings is True and same_python:
        _look_for_packages()
    return embeddings


def _look_for_packages() -> None:
    lacking = missing()
    if lacking and sys.platform == "emscripten":
        raise ConfigurationError(
            f"embeddings=True needs {lacking}, which a web page does not have: give "
            'embeddings=sys.platform != "emscripten", or a function of the game that returns the vector of a text.'
        )
    if lacking:
        raise MissingExtraError(f"embeddings=True needs {lacking}: {pip_command('embeddings')}")


def make_brain(
    *,
    seed: int | None = None,
    model: str = "",
    model_url: str = "",
    model_timeout: float = 0.0,
    model_options: str = "",
    model_fallback: str = "",
    embeddings: bool | Embedder = False,
) -> Brain:
    """Return the offline brain, or a model with the offline brain behind it. Raises `ConfigurationError`.

    embeddings: True for the packaged embedding model of the offline brain, or a function from a text to its vector.
    """
    embeddings_wish(embeddings, {"model": model, "model_fallback": model_fallback})
    offline = LoadingBrain(seed, embeddings)
    if not model:
        return offline
    # A backend without a model needs none of it.
    from stealth_pygame.backend.brain.fallback import FallbackBrain  # noqa: PLC0415
    from stealth_pygame.backend.llm import model as models  # noqa: PLC0415

    wishes = ModelOptions.read(model_options)
    brain = models.ModelBrain(model, model_url, timeout=model_timeout or TIMEOUT, options=wishes)
    brain.load()
    if model_fallback != OFFLINE:
        return brain
    return FallbackBrain(brain, offline, but_for=(models.ThoughtOnlyError,))
