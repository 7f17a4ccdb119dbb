"""The options of a model."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.validation import nearest

# Seconds for an answer, with all retries; less than the 30 after which a client gives up.
TIMEOUT: Final = 25.0
# Seconds by which a model must be faster than its client's limit, so that the offline brain can answer after it.
MARGIN: Final = 5.0
_EFFORTS: Final = ("none", "minimal", "low", "medium", "high")


@dataclass(frozen=True)
class ModelOptions:
    """The parameters of requests to a model. None leaves a parameter to the server."""

    temperature: float | None = None
    # Tokens of an answer: a bubble holds few words, and endless answers cost money.
    max_tokens: int = 600
    # Texts at which the model stops.
    stop: tuple[str, ...] = ()
    # One of none, minimal, low, medium and high, for models with reasoning.
    reasoning_effort: str | None = None
    # Tokens of prompt and answer together; None: ask the server.
    window: int | None = None
    # False: describe the functions in the prompt, for a model without tools; None: find out.
    tools: bool | None = None
    # True: load the model when a player comes near; None: only if it runs on this machine.
    warm_up: bool | None = None
    # More fields of each request, for options of a single server.
    extra_body: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise `ConfigurationError` for a value that no server accepts."""
        _check(
            "temperature",
            self.temperature,
            self.temperature is None or 0 <= _number(self.temperature) <= 2,
            "from 0 to 2",
        )
        _check("max_tokens", self.max_tokens, _is_count(self.max_tokens), "a whole number, more than 0")
        _check("window", self.window, self.window is None or _is_count(self.window, 256), "a whole number from 256 on")
        if isinstance(self.stop, str):
            object.__setattr__(self, "stop", (self.stop,))
        texts = isinstance(self.stop, (list, tuple)) and all(isinstance(text, str) and text for text in self.stop)
        _check("stop", self.stop, texts and len(self.stop) <= 16, "a list of texts")
        object.__setattr__(self, "stop", tuple(self.stop))
        known = self.reasoning_effort is None or self.reasoning_effort in _EFFORTS
        _check("reasoning_effort", self.reasoning_effort, known, f"one of {', '.join(_EFFORTS)}")
        _check("extra_body", self.extra_body, isinstance(self.extra_body, Mapping), "a dict of JSON values")

    @classmethod
    def read(cls, given: Mapping[str, Any] | str | None) -> ModelOptions:
        """Return options from a dict or its JSON text. Raises `ConfigurationError` for an unknown name."""
        if isinstance(given, str):
            try:
                given = json.loads(given) if given.strip() else {}
            except ValueError as exc:
                raise ConfigurationError(f"model_options cannot be read as JSON ({exc}).") from None
        if not isinstance(given or {}, Mapping):
            raise ConfigurationError(f'model_options is {given!r:.80}; give a dict such as {{"temperature": 0.7}}.')
        values = dict(given or {})
        names = [known.name for known in fields(cls)]
        for name in values:
            if name not in names:
                close = nearest(str(name), names)
                guess = (
                    f'; did you mean "{close}"?' if close else ", and what only one server knows goes into extra_body."
                )
                raise ConfigurationError(f"model_options has {name!r}, which is not known{guess}")
        return cls(**values)

    def to_json(self) -> str:
        """Return the options that differ from the defaults, as JSON."""
        usual = asdict(ModelOptions())
        changed = {name: value for name, value in asdict(self).items() if value != usual[name]}
        try:
            return json.dumps(changed) if changed else ""
        except (TypeError, ValueError) as exc:
            raise ConfigurationError(f"model_options cannot be written as JSON: {exc}.") from None


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else -1.0


def _is_count(value: object, least: int = 1) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _check(name: str, value: object, good: bool, form: str) -> None:
    if not good:
        raise ConfigurationError(f"model_options has {name}={value!r:.80}; it must be {form}.")
