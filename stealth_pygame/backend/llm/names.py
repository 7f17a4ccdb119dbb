"""The names of models, `provider:model`, and their addresses.

Checked without libraries or network, so that a mistake in a name raises an error where the name is written.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, urlsplit

from stealth_pygame.client.url import is_loopback
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.validation import nearest

# The only model without a provider: the offline brain, which needs no network.
TEST: Final = "test"
# The environment variable with the key for a custom URL. A provider's own key is sent only to that provider.
KEY_VARIABLE: Final = "STEALTH_MODEL_KEY"
_HOSTED: Final = {"gpt": "openai", "claude": "anthropic", "gemini": "google", "grok": "xai"}
# Model families that never think without an opening tag, and other parts that their names may have.
_PLAIN: Final = re.compile(
    r"(?:llama-?[23](?:\.[123])?|gemma-?[23]?n?|(?:mis|mix|minis)tral|smollm2?|qwen-?2(?:\.5)?|phi-?[23](?:\.5)?"
    r"|gpt-(?:3\.5|4o|4\.1)|tinyllama|claude|gemini)(?![a-z0-9.])"
)
_PLAIN_TAG: Final = re.compile(
    r"|latest|instruct|it|chat|text|turbo|mini|nano|small|medium|large|nemo|haiku|sonnet|opus|flash|pro|lite|gguf"
    r"|\d+(?:\.\d+)?[bm]?|\d+x\d+b|e\d+b|v\d+(?:\.\d+)?|i?q\d(?:_\w+)?|[kmsl]|fp16|bf16|qat"
)
_ROUTES: Final = re.compile(r"/(?:chat/completions|completions|models|chat|responses|embeddings)/?\Z")
_OWN_API: Final = re.compile(r"/api(?:/(?:chat|generate|tags|v0|v1/generate))?/?\Z")


@dataclass(frozen=True)
class Provider:
    """A place that offers models: its default URL, and the environment variables for another URL and for the key."""

    url: str
    url_variables: tuple[str, ...] = ()
    key_variables: tuple[str, ...] = ()
    needs_key: bool = False
    # The command that starts it, for the error message.
    start: str = ""


def _hosted(url: str, variable: str, *urls: str) -> Provider:
    return Provider(url, urls, (variable,), needs_key=True)


# All providers with OpenAI's API, on this machine and elsewhere.
PROVIDERS: Final[Mapping[str, Provider]] = {
    "ollama": Provider(
        "http://127.0.0.1:11434/v1", ("OLLAMA_BASE_URL", "OLLAMA_HOST"), ("OLLAMA_API_KEY",), start="ollama serve"
    ),
    "lmstudio": Provider(
        "http://127.0.0.1:1234/v1", ("LMSTUDIO_BASE_URL", "LM_STUDIO_BASE_URL"), start="lms server start"
    ),
    "llamacpp": Provider(
        "http://127.0.0.1:8080/v1",
        ("LLAMACPP_BASE_URL",),
        ("LLAMA_API_KEY",),
        start="llama-server -m MODEL.gguf --jinja",
    ),
    "koboldcpp": Provider("http://127.0.0.1:5001/v1", ("KOBOLDCPP_BASE_URL",), start="koboldcpp --model MODEL.gguf"),
    "vllm": Provider("http://127.0.0.1:8000/v1", ("VLLM_BASE_URL",), ("VLLM_API_KEY",), start="vllm serve MODEL"),
    "openai": _hosted("https://api.openai.com/v1", "OPENAI_API_KEY", "OPENAI_BASE_URL"),
    "anthropic": _hosted("https://api.anthropic.com/v1", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"),
    "google": _hosted("https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY"),
    "mistral": _hosted("https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
    "groq": _hosted("https://api.groq.com/openai/v1", "GROQ_API_KEY"),
    "deepseek": _hosted("https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
    "openrouter": _hosted("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
    "together": _hosted("https://api.together.xyz/v1", "TOGETHER_API_KEY"),
    "xai": _hosted("https://api.x.ai/v1", "XAI_API_KEY"),
}


@dataclass(frozen=True)
class Endpoint:
    """One model at one server. `url` is the base of its routes, `name` is the model's usual name."""

    name: str
    model: str
    url: str
    provider: str = ""
    key: str = field(default="", repr=False)
    start: str = ""

    @property
    def local(self) -> bool:
        """True for a server on this machine."""
        return is_loopback(urlsplit(self.url).hostname or "")


def check_name(name: object) -> None:
    """Raise `ConfigurationError` if the name has no provider."""
    provider, _, bare = name.partition(":") if isinstance(name, str) else ("", "", "")
    if name != TEST and not (provider and bare):
        raise ConfigurationError(unknown(str(name)))


def endpoint(name: str, url: str = "") -> Endpoint:
    """Return the address and the key of a model. Raises `ConfigurationError` if one is missing or wrong."""
    kind, _, bare = name.partition(":")
    if url:
        # The model's name may contain a colon; the provider's name before it is not part of it.
        model = bare if kind in PROVIDERS and bare else name
        return Endpoint(
            name, model, checked_url(url, "the model's URL"), kind if kind in PROVIDERS else "", _key(KEY_VARIABLE)
        )
    provider = PROVIDERS.get(kind)
    if provider is None or not bare:
        raise ConfigurationError(unknown(name))
    variable = next((known for known in provider.url_variables if os.environ.get(known, "").strip()), "")
    base = checked_url(os.environ[variable], variable) if variable else provider.url
    if variable == "OLLAMA_HOST":
        base = _reachable(base)
    key = next(filter(None, map(_key, provider.key_variables)), "")
    if provider.needs_key and not key:
        raise ConfigurationError(
            f'model "{name}" needs a key: set the environment variable {provider.key_variables[0]} to it.'
        )
    return Endpoint(name, bare, base, kind, key, "" if variable else provider.start)


def checked_url(url: str, where: str) -> str:
    """Return the base URL of a server, corrected if its meaning is clear. Raises `ConfigurationError`."""
    url = url.strip().strip("\"'")
    if not re.match(r"[a-z][a-z0-9+.-]*://", url, re.I):
        host = url.split("/")[0].rpartition(":")[0] or url.split("/")[0]
        # Only for a machine in the local network a missing scheme means http.
        near = is_loopback(host.strip("[]")) or re.match(
            r"(?:\d+\.){3}\d+\Z|[\w-]+\Z|\[|.+\.(?:local|lan|home)\Z", host
        )
        url = f"{'http' if near else 'https'}://{url}"
    parts = _parts(url, where)
    # Twice, for a complete route such as "/chat/completions" after "/models".
    path = _ROUTES.sub("", parts.path.rstrip("/"))
    path = _ROUTES.sub("", path)
    # "/api" alone is the beginning of Ollama's own routes; after another name it may belong to the base.
    if _OWN_API.fullmatch(path):
        path = ""
    return f"{parts.scheme}://{parts.netloc}{path.rstrip('/') or '/v1'}"


def _parts(url: str, where: str) -> SplitResult:
    example = PROVIDERS["ollama"].url
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as exc:
        raise ConfigurationError(
            f"{where} is {url!r}, which cannot be read ({exc}). It looks like {example}."
        ) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise ConfigurationError(f"{where} is {url!r}; it must be such as {example}.")
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError(f"{where} carries a user or a password: put the key into {KEY_VARIABLE} instead.")
    if any(letter.isspace() or not letter.isprintable() for letter in url):
        raise ConfigurationError(f"{where} is {url!r}: a space or a control character was pasted along.")
    # A key in a URL would be written to every log.
    if parts.query or parts.fragment:
        raise ConfigurationError(f"{where} has a ? or # part: give the base URL alone, such as {example}.")
    return parts


def _reachable(url: str) -> str:
    """Return the address for a server that listens on all addresses, with Ollama's default port."""
    parts = urlsplit(url)
    host = str(parts.hostname)
    with contextlib.suppress(ValueError):
        host = "127.0.0.1" if ipaddress.ip_address(host).is_unspecified else host
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}:{parts.port or 11434}{parts.path}"


def _key(variable: str) -> str:
    """Return the key in an environment variable, without other pasted text. Raises an error that never contains it."""
    key = os.environ.get(variable, "").strip().strip("\"'")
    # Pasted from an example for curl.
    key = key.removeprefix("Bearer ").strip()
    if any(not 33 <= ord(letter) <= 126 for letter in key):
        raise ConfigurationError(
            f"The key in {variable} has a space or a character that HTTP headers cannot carry: was it pasted whole?"
        )
    return key


def speaks_plainly(model: str) -> bool:
    """Return True if the model is known, by its name, to begin no answer with reasoning.

    Only plain family names count, because a version that was trained to think has another name.
    """
    bare = model.lower().rpartition("/")[2].removeprefix("meta-")
    family = _PLAIN.match(bare)
    return family is not None and all(_PLAIN_TAG.fullmatch(tag) for tag in re.split(r"[-:_ ]", bare[family.end() :]))


def unknown(name: str) -> str:
    """Return the message for an unknown model name, with the name that was probably meant."""
    meant = _meant(name)
    guess = f'did you mean "{meant}"? ' if meant else ""
    return (
        f'model "{name}" is not known; {guess}A model is written provider:model, such as "ollama:llama3.2" '
        '(on this machine, with Ollama) or "openai:gpt-4o-mini" (with the key of OpenAI in OPENAI_API_KEY).'
    )


def _meant(name: str) -> str:
    provider, _, bare = name.partition(":")
    # Ollama's tags contain a colon too: "llama3.2:3b".
    if name and (not bare or re.search(r"\d", provider)):
        hosted = next((at for begin, at in _HOSTED.items() if name.startswith(begin)), "ollama")
        return "" if name.rstrip(":") in PROVIDERS else f"{hosted}:{name.rstrip(':')}"
    close = nearest(provider, tuple(PROVIDERS))
    return f"{close}:{bare}" if close and close != provider else ""
