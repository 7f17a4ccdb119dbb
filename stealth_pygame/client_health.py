"""What a look at a backend tells, in fields for a program and in one sentence for a person."""

from __future__ import annotations

from dataclasses import dataclass

from stealth_pygame import errors


@dataclass(frozen=True)
class Health:
    """How a backend is: found at all, a Stealth backend, key accepted, and after how many milliseconds it said so."""

    reachable: bool
    stealth: bool
    key_accepted: bool
    ms: float
    sentence: str

    def __bool__(self) -> bool:
        return self.reachable and self.stealth and self.key_accepted

    def __str__(self) -> str:
        return self.sentence


def health(error: errors.StealthError | None, url: str, ms: float) -> Health:
    """What the end of an `update` with a random secret says (`protocol.md`): "not found" is what good looks like."""
    if error is None or isinstance(error, (errors.ConversationNotFoundError, errors.SecretRefusedError)):
        return Health(True, True, True, ms, f"{url} is a Stealth backend, accepts the API key, and took {ms:.0f} ms.")
    if isinstance(error, errors.KeyRefusedError):
        said = f"{url} answers, but refuses the API key: compare it with the key that the backend was started with."
        return Health(True, True, False, ms, said)
    if isinstance(error, errors.ConnectError):
        return Health(False, False, False, ms, str(error))
    return Health(True, False, False, ms, str(error))
