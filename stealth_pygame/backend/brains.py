"""The brain that a backend's options ask for, and the options of a model looked at where a game writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from stealth_pygame.backend.llm.names import TEST, endpoint
from stealth_pygame.backend.llm.options import MARGIN, TIMEOUT, ModelOptions
from stealth_pygame.backend.loading_brain import LoadingBrain
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.validation import is_number

if TYPE_CHECKING:
    from stealth_pygame.backend.brain.interface import Brain

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


def make_brain(
    *,
    seed: int | None = None,
    model: str = "",
    model_url: str = "",
    model_timeout: float = 0.0,
    model_options: str = "",
    model_fallback: str = "",
) -> Brain:
    """Return the offline brain, or a model with the offline brain behind it. Raises `ConfigurationError`."""
    offline = LoadingBrain(seed)
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
