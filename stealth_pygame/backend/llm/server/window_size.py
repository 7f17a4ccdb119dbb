"""The size of a model's context window, from the server: each kind of server has its own page for that."""

from __future__ import annotations

from typing import Any, Final

from stealth_pygame.backend.llm.names import Endpoint
from stealth_pygame.backend.llm.server.transport import LateError, Transport

# Seconds for the request.
_LOOK_WITHIN: Final = 2.0
# Below this number of tokens a value means something else.
LEAST: Final = 512


def window_of(endpoint: Endpoint, transport: Transport) -> int:
    """Return the tokens of a model's context window, 0 if the server does not tell. Raises `UnreachableError`."""
    looks = [("/models", False)]
    looks += [] if endpoint.provider in ("vllm", "openai") else [("/props", True)]
    own = {
        "ollama": [("/api/ps", True)],
        "lmstudio": [(f"/api/v0/models/{endpoint.model}", True)],
        "koboldcpp": [("/api/extra/true_max_context_length", True)],
    }
    for path, root in own.get(endpoint.provider, looks):
        try:
            response = transport.get(path, _LOOK_WITHIN, root=root)
        except LateError:
            return 0
        window = _told(response.value, endpoint.model) if response.status == 200 else 0
        if window >= LEAST:
            return window
    return 0


_KEYS: Final = ("max_model_len", "context_length", "loaded_context_length", "max_context_length", "n_ctx", "value")


def _told(value: Any, model: str) -> int:
    """Return the window from a server's description of itself, in any of the usual forms."""
    if not isinstance(value, dict):
        return 0
    listed = value.get("data") or value.get("models")
    if isinstance(listed, list):
        named = [
            one
            for one in listed
            if isinstance(one, dict) and model in (one.get("id"), one.get("name"), one.get("model"))
        ]
        return next(filter(None, (_told(one, model) for one in named or listed[:1])), 0)
    for place in (value, value.get("default_generation_settings")):
        if isinstance(place, dict):
            for key in _KEYS:
                if isinstance(place.get(key), int) and not isinstance(place[key], bool):
                    return int(place[key])
    return 0
