"""What a model is called: `provider:model`. Looked at without any library, so that a game hears of a slip at once."""

from __future__ import annotations

import re
from typing import Final

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.validation import nearest

TEST: Final = "test"
"""The one model without a provider: it needs no network."""
_HOSTED: Final = {"gpt": "openai", "claude": "anthropic", "gemini": "google", "grok": "xai"}
_PROVIDERS: Final = ("ollama", "openai", "anthropic", "google", "mistral", "groq", "deepseek", "openrouter", "xai")


def check_name(name: object) -> None:
    """Raises `ConfigurationError` for a name without a provider."""
    provider, _, bare = name.partition(":") if isinstance(name, str) else ("", "", "")
    if name != TEST and not (provider and bare):
        raise ConfigurationError(unknown(str(name)))


def unknown(name: str) -> str:
    """What is wrong with a name that means no model, with the one that was probably meant."""
    meant = _meant(name)
    guess = f'did you mean "{meant}"? ' if meant else ""
    return (
        f'model "{name}" is not known; {guess}A model is written provider:model, such as "ollama:llama3.2" '
        '(on this machine, with Ollama) or "openai:gpt-4o-mini" (with the key of OpenAI in OPENAI_API_KEY).'
    )


def _meant(name: str) -> str:
    provider, _, bare = name.partition(":")
    # A tag of Ollama's has a colon as well: "llama3.2:3b".
    if name and (not bare or re.search(r"\d", provider)):
        hosted = next((at for begin, at in _HOSTED.items() if name.startswith(begin)), "ollama")
        return "" if name.rstrip(":") in _PROVIDERS else f"{hosted}:{name.rstrip(':')}"
    close = nearest(provider, _PROVIDERS)
    return f"{close}:{bare}" if close and close != provider else ""
